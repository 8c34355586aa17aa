"""Run the tests: all of them on SQLite, those that the database decides on PostgreSQL, then the walks in a browser.

    .venv/bin/python bin/test.py                      everything; what `make test` does
    .venv/bin/python bin/test.py sqlite -k roster     one part (sqlite, postgresql or browser) with pytest's arguments

Every part runs whatever came of the one before. The closing line of the last one counts them all.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NO_TESTS = 5
QUICK = 5


def main() -> int:
    from tests import postgresql
    from tests.browser import chromium

    names_a_test = any((ROOT / argument.split("::")[0]).exists() for argument in sys.argv[1:])
    # worksteal: a process that has no tests left takes over some of the other's, so that no processor waits.
    two_at_a_time = ["-n", "2", "--dist", "worksteal", "-m"]
    # A browser waits for its pages: three keep two processors busy.
    three_at_a_time = ["-n", "3", "--dist", "worksteal", "-m"]
    parts: dict[str, tuple[str, list[str]]] = {
        "sqlite": ("all but the browser, on SQLite", [*two_at_a_time, "not browser"]),
        "postgresql": ("what the database decides, on PostgreSQL", [*two_at_a_time, "database"]),
        "browser": (
            "walks through the site",
            [*three_at_a_time, "browser", *([] if names_a_test else ["tests/browser"])],
        ),
    }
    chosen = [name for name in parts if name in sys.argv[1:2]] or list(parts)
    arguments = sys.argv[2:] if len(chosen) == 1 else sys.argv[1:]
    worst = 0
    with contextlib.ExitStack() as until_the_end:
        folder = until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="loft-tally-"))
        os.environ["TEST_TALLY"] = f"{folder}/tally.json"
        databases = dict.fromkeys(chosen, "")
        if "postgresql" in chosen:
            databases["postgresql"] = until_the_end.enter_context(postgresql.server())
        if "browser" in chosen:
            os.environ["CHROMIUM"] = str(chromium.found_or_installed())
        migrate(set(databases.values()))
        for name in chosen:
            title, options = parts[name]
            print(f"\n{name}: {title}", flush=True)
            command = [sys.executable, "-m", "pytest", *options, *arguments]
            environment = os.environ | {"TEST_DATABASE_URL": databases[name]}
            status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
            worst = max(worst, 0 if status == NO_TESTS and len(chosen) > 1 else status)
    return worst


def migrate(databases: Iterable[str]) -> None:
    """Make the databases that tests begin with, those of SQLite and PostgreSQL at the same time.

    A part would make its own, with one of its processes while the others wait. Where this fails, the part says why.
    """
    started = time.monotonic()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.template_database"],
            cwd=ROOT,
            env=environment | {"TEST_DATABASE_URL": database},
        )
        for database in databases
    ]
    said = False
    while any(process.poll() is None for process in running):
        time.sleep(0.1)
        if not said and time.monotonic() - started > QUICK:
            said = True
            print("Making the databases that tests begin with …", flush=True)
    if said:
        print(f"Making the databases that tests begin with: done in {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
