"""The cost of a large attendance report: time and memory of each step, each in a process of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from attendance.models import Registration
from bench.measuring import show
from bench.site import Site
from courses.models import Session
from people.models import Participant
from tests.factories import SessionFactory

STEPS = {10_000: ("read", "save", "undo"), 100_000: ("read", "save")}
"""Steps by number of people. Undoing takes as long as saving, so it is measured for the smaller report only."""
LIMIT = 300
"""Timeout of a step, in seconds of wall time."""
RAW = {
    "read": "going through the cells of the file",
    "save": "putting as many rows into one table",
    "undo": "putting as many rows into one table",
}
AT_A_TIME = 2_000
HEADER = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"


def run(site: Site) -> None:
    """All participants are registered; one row in a thousand of the report is a stranger instead."""
    for size, steps in STEPS.items():
        session = SessionFactory(days_ahead=-1)
        _register(session, size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.csv"
            with path.open("w", encoding="utf-16") as file:
                file.writelines(_lines(session.date, size))
            connections.close_all()
            for step in steps:
                name = f"reports.{step}"
                told = _in_process(name, session.pk, path)
                if told is None:
                    show(f"{name}.{size}", LIMIT, "seconds, and had not ended")
                    break
                show(f"{name}.{size}", told["seconds"], "seconds", ratio=told["seconds"] / told["raw"], raw=RAW[step])
                if told["megabytes"] is not None:
                    show(f"{name}.{size}.memory", told["megabytes"], "MB above what the process needs for nothing")


def _register(session: Session, size: int) -> None:
    for start in range(0, size, AT_A_TIME):
        people = Participant.objects.bulk_create(
            [
                Participant(name=f"Navn{n} Etternavn{n}", email=f"n{n}.{session.pk}@example.org")
                for n in range(start, min(size, start + AT_A_TIME))
            ]
        )
        Registration.objects.bulk_create([Registration(participant=person, session=session) for person in people])


def _lines(day: dt.date, size: int) -> Iterator[str]:
    yield "1. Summary\nAttended participants\t" + f"{size}\n\n2. Participants\n{HEADER}"
    stamp = f"{day:%d.%m.%Y}"
    number = Participant.objects.order_by("-pk").values_list("email", flat=True)[0].partition(".")[2].partition("@")[0]
    for n in range(size):
        address = f"n{n}.{number}@example.org" if n % 1000 else f"fremmed{n}@example.net"
        times = f"{stamp}, 09:{n % 60:02}:00\t{stamp}, 10:00:00\t{60 - n % 60}m"
        yield f"Navn{n} Etternavn{n}\t{times}\t{address}\t\tAttendee\n"


def _in_process(what: str, session: int, path: Path) -> dict[str, float] | None:
    command = [
        sys.executable,
        "-m",
        "bench.report_child",
        str(connection.settings_dict["NAME"]),
        what,
        str(session),
        str(path),
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command, env=os.environ, stdout=subprocess.PIPE, text=True, check=True, cwd=settings.BASE_DIR, timeout=LIMIT
        )
    except subprocess.TimeoutExpired:
        return None
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
