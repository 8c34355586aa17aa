"""Settings from environment variables: a missing or invalid one stops the start with its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "a-key-that-is-long-enough-to-be-taken-for-one-1234567890",
    "ALLOWED_HOSTS": "loft.example.no",
    "BASE_URL": "https://loft.example.no",
    "EMAIL_URL": "smtp://user:word@mail.example.no:587/?tls=True",
}


READ_SETTINGS = ["-c", "from django.conf import settings; settings.DEBUG"]


def start(
    folder: Path, environment: dict[str, str], command: list[str] = READ_SETTINGS
) -> "subprocess.CompletedProcess[str]":
    """Start with only these environment variables."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_it_needs(tmp_path: Path) -> None:
    done = start(tmp_path, PRODUCTION, ["manage.py", "check", "--deploy"])

    assert done.returncode == 0, done.stderr
    # Whether other sites below the domain and browsers' own lists are bound too, each county decides for itself.
    assert {line.split(")")[0] for line in done.stderr.splitlines() if line.startswith("?:")} == {
        "?: (security.W005",
        "?: (security.W021",
    }


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_production_does_not_start_without(tmp_path: Path, name: str) -> None:
    done = start(tmp_path, {key: value for key, value in PRODUCTION.items() if key != name})

    assert done.returncode != 0
    assert f'Environment variable "{name}" not set' in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("BASE_URL", "loft.example.no"),
        ("BASE_URL", "http://loft.example.no"),
        ("DATABASE_URL", "mysterious"),
        ("SERVE_MEDIA", "perhaps"),
        ("SECURE_HSTS_SECONDS", "a year"),
        ("LOG_LEVEL", "loud"),
        ("TRUSTED_PROXY_COUNT", "one"),
        ("FILE_DELIVERY", "pigeon"),
    ],
)
def test_production_does_not_start_with_a_wrong_value(tmp_path: Path, name: str, value: str) -> None:
    done = start(tmp_path, {**PRODUCTION, name: value})

    assert done.returncode != 0
    assert f'Environment variable "{name}" invalid' in done.stderr


def test_files_cannot_be_fetched_from_an_object_storage_that_is_not_named(tmp_path: Path) -> None:
    done = start(tmp_path, {**PRODUCTION, "FILE_DELIVERY": "redirect"})

    assert done.returncode != 0
    assert "FILE_DELIVERY=redirect needs a STORAGE_BUCKET" in done.stderr


def test_demo_makes_a_key_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.local"}
    start(tmp_path, environment)
    key = (tmp_path / "secret_key").read_text()
    start(tmp_path, environment)

    assert len(key) >= 50
    assert (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_cache_of_a_single_machine_keeps_rate_limits_however_many_sign_in(tmp_path: Path) -> None:
    program = """
import django
django.setup()
from django.core.cache import cache
cache.set("rate", 1, None)
for session in range(400):
    cache.set(f"session-{session}", session)
print(cache.get("rate"), len(cache.get_many([f"session-{session}" for session in range(400)])))
"""
    done = start(tmp_path, PRODUCTION, ["-c", program])
    assert done.stdout.split() == ["1", "400"], done.stderr
