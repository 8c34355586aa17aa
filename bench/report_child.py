"""Reads, saves or undoes one attendance report; prints the seconds, the memory in MB, and the seconds of the baseline.

python -m bench.report_child DATABASE reports.read|reports.save|reports.undo SESSION FILE
"""

from __future__ import annotations

import csv
import gc
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings

ROWS_OF_ONE = 5
"""Rows saved per person: evidence, its link to the report, an attendance and two answers."""


def main(database: str, what: str, session: str, name: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()

    from attendance.actions import apply_report, take_report, undo_report
    from attendance.models import ReportImport
    from courses.models import Session

    def read() -> None:
        row = Session.objects.select_related("activity__content_type").get(pk=session)
        with Path(name).open("rb") as file:
            take_report(session=row, file=file, name="report.csv", by=None)

    def save() -> None:
        apply_report(report=ReportImport.objects.get(session__pk=session), by=None)

    def undo() -> None:
        undo_report(report=ReportImport.objects.get(session__pk=session), reason="The wrong file", by=None)

    before = peak()
    seconds = took({"reports.read": read, "reports.save": save, "reports.undo": undo}[what])
    told = {"seconds": seconds, "megabytes": None if before is None else (peak() or 0) - before}
    told["raw"] = took(lambda: lines(name)) if what == "reports.read" else took(lambda: insert(name))
    sys.stdout.write(json.dumps(told) + "\n")


def took(call: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    call()
    return time.process_time() - started


def lines(name: str) -> int:
    """The baseline of reading: iterate over the cells of the file."""
    with Path(name).open(encoding="utf-16", newline="") as file:
        return sum(len(cells) for cells in csv.reader(file, delimiter="\t"))


def insert(name: str) -> None:
    """The baseline of saving: insert as many rows into one table with one index, in one transaction."""
    with Path(name).open(encoding="utf-16") as file:
        rows = ROWS_OF_ONE * sum(1 for _line in file)
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(f"{folder}/raw.sqlite3") as database:
        database.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, who, key, text, at, UNIQUE (who, key))")
        values = ((n, f"report:1:{n}", "[[1760000000, 1760003600]]", "2026-11-22 10:00:00") for n in range(rows))
        database.executemany("INSERT INTO raw (who, key, text, at) VALUES (?, ?, ?, ?)", values)


def peak() -> float | None:
    """The peak memory of this process in MB; None where the system does not report it.

    Not `ru_maxrss`: on Linux a child process starts with the value of its parent.
    """
    try:
        told = Path("/proc/self/status").read_text()
    except OSError:
        return None
    lines = dict(line.split(":", 1) for line in told.splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024 if "VmHWM" in lines else None


if __name__ == "__main__":
    main(*sys.argv[1:])
