"""Reads or saves one report and tells how long that took and how much memory.

python -m bench.report_child DATABASE reports.read|reports.save SESSION FILE
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import django
from django.conf import settings


def main(database: str, what: str, session: str, name: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()

    from attendance.actions import apply_report, take_report
    from attendance.models import ReportImport
    from courses.models import Session

    row = Session.objects.select_related("activity__content_type").get(pk=session)
    before, started = peak(), time.process_time()
    if what == "reports.read":
        with Path(name).open("rb") as file:
            take_report(session=row, file=file, name="report.csv", by=None)
    else:
        apply_report(report=ReportImport.objects.get(session=row), by=None)
    told = {"seconds": time.process_time() - started, "megabytes": peak() - before}
    sys.stdout.write(json.dumps(told) + "\n")


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
