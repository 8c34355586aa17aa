"""A site of the largest expected size: 100 programmes, 5,000 activities, 100,000 participants.

Inserted in bulk and kept as a file in `var/bench/`. It is rebuilt when the code that builds it changes, and every week,
as its dates are relative to today. On PostgreSQL it is built for each run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction

from bench.large import pages, people
from bench.large.rows import PROGRAMMES

KEPT = settings.BASE_DIR / "var" / "bench"


def use() -> None:
    """Switch the connection to a database with the large site."""
    if connection.vendor != "sqlite":
        if not pages.is_made():
            make()
        return
    kept = KEPT / f"large-{_fingerprint()}.sqlite3"
    own = Path(connection.settings_dict["NAME"])
    connections.close_all()
    if not kept.exists():
        make()
        _keep(own, kept)
    copy = own.with_name("large.sqlite3")
    if not copy.exists():
        shutil.copyfile(kept, copy)
    connection.settings_dict["NAME"] = str(copy)


def make() -> None:
    """Build the whole site; takes a few minutes."""
    from django.core.management import call_command

    began = time.monotonic()

    def tell(text: str) -> None:
        sys.stderr.write(f"  {time.monotonic() - began:5.0f} s  {text}\n")
        sys.stderr.flush()

    tell(f"making a site of {PROGRAMMES} programmes; it is kept")
    with transaction.atomic():
        made = pages.make(tell)
        people.make(made, tell)
    tell("the index for searching")
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    tell("done")


def _keep(own: Path, kept: Path) -> None:
    """Copy the database into one file, without a write-ahead log, and delete those of earlier runs."""
    connections.close_all()
    KEPT.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(own)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    for outdated in KEPT.glob("large-*.sqlite3"):
        outdated.unlink()
    unfinished.rename(kept)


def _fingerprint() -> str:
    from tests import template_database

    year, week, _day = dt.date.today().isocalendar()  # noqa: DTZ011  # the time zone does not matter for the week
    digest = hashlib.sha256(f"{template_database._fingerprint()} {year} {week}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
