"""The test database: migrated once, then copied.

Running all migrations takes many seconds, and a test that commits flushes the rows they create (Wagtail's first
page and site). So a migrated database is kept as a template, named by a hash of its sources. Each test process
starts with a copy, and gets a new one after every test that commits.

A world (`tests/worlds.py`) is another copy, with data that takes long to create and that several tests share. It is
created once per process. Tests in it are rolled back, so it stays unchanged.
"""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

KEPT = settings.BASE_DIR / "var" / "test-databases"
_worlds: dict[str, str] = {}


def prepare(worker: str) -> None:
    """Give this process its own migrated database, named after the xdist worker."""
    make_template()
    if connection.vendor == "sqlite":
        # A copy of the template too: a change of migrations while the tests run takes the kept one away.
        shutil.copyfile(_template_file(), _own_template())
        restore()
    else:
        _use(f"{_template_name()}_{worker}")
        restore()


def make_template() -> None:
    """Create the template database, unless there is one."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        _sqlite_template()
    else:
        _postgresql_template()


def restore() -> None:
    """Restore the database to its state before any test."""
    connections.close_all()
    if connection.vendor == "sqlite":
        # Not by copying the file: a thread of a live server may still have it open.
        with (
            contextlib.closing(sqlite3.connect(_own_template())) as template,
            contextlib.closing(sqlite3.connect(_name())) as own,
        ):
            own.execute("PRAGMA synchronous=OFF")
            template.backup(own)
    else:
        with _postgresql_server() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{_name()}" TEMPLATE "{_template_name()}"')


def remove() -> None:
    """Drop this process's database on a server. An SQLite file is deleted with its folder."""
    connections.close_all()
    if connection.vendor == "postgresql":
        with _postgresql_server() as cursor:
            for name in (_name(), *_worlds.values()):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def world(name: str, make: Callable[[], object]) -> Iterator[None]:
    """Use the database of this world, which is created on first use."""
    own = _name()
    if name not in _worlds:
        try:
            _worlds[name] = _copy_for_world(own)
            _use(_worlds[name])
            make()
        except BaseException:
            # Half a world would fail every later test for another reason than this one.
            _worlds.pop(name, None)
            _use(own)
            raise
    _use(_worlds[name])
    try:
        yield
    finally:
        _use(own)


def _copy_for_world(own: str) -> str:
    if connection.vendor == "sqlite":
        copy = str(Path(own).with_name(f"world-{len(_worlds)}.sqlite3"))
        shutil.copyfile(_own_template(), copy)
        return copy
    copy = f"{own}_world_{len(_worlds)}"
    with _postgresql_server() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{_template_name()}"')
    return copy


@functools.cache
def _fingerprint() -> str:
    """A hash that changes with every migration, of ours or of a package."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    migrations = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))
    for path in [settings.BASE_DIR / "requirements" / "dev.txt", *migrations]:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _template_file() -> Path:
    return KEPT / f"{_fingerprint()}.sqlite3"


def _sqlite_template() -> None:
    template = _template_file()
    with _one_at_a_time():
        if not template.exists():
            own = _name()
            unfinished = template.with_suffix(f".{os.getpid()}")
            _use(str(unfinished))
            call_command("migrate", verbosity=0, interactive=False)
            # The write-ahead log is folded in, so that the one file is all of it.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")
            _use(own)
            for outdated in KEPT.glob("*.sqlite3"):
                outdated.unlink()
            unfinished.rename(template)


def _own_template() -> Path:
    return Path(_name()).with_name("template.sqlite3")


def _postgresql_template() -> None:
    with _one_at_a_time():
        with _postgresql_server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_template_name()])
            if cursor.fetchone():
                return
            unfinished = f"{_template_name()}_unfinished"
            cursor.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
            cursor.execute(f'CREATE DATABASE "{unfinished}"')
        _use(unfinished)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        with _postgresql_server() as cursor:
            cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{_template_name()}"')


def _template_name() -> str:
    return f"loft_tests_{_fingerprint()}"


@contextlib.contextmanager
def _postgresql_server() -> Iterator[Any]:
    """A cursor outside of the test databases, for creating and dropping them."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A lock between test processes: one creates the template, the others wait."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    import django

    django.setup()
    make_template()
