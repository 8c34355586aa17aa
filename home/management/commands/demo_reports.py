"""`manage.py demo_reports`: the reports of the last two webinars of the demonstration, one to drop and one imported."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.text import slugify

from attendance.actions import apply_report, take_report
from attendance.models import Attendance, ReportImport
from courses.models import ProgrammePage, Session
from home.programme_file.material.teams_report import Attendee, teams_report
from webinars.models import WebinarPage


class Command(BaseCommand):
    help = (
        "Writes the attendance report of the last webinar held in a demonstration programme, to be dropped on its "
        "session, and imports that of the webinar before. Again it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.VAR_DIR / "demo", help="Where the file is written.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for programme in ProgrammePage.objects.exclude(notice="").filter(programme_file__isnull=False).order_by("path"):
            held = _held_webinars(programme)
            if not held:
                continue
            path = folder / f"{slugify(held[0].activity.title)}.csv"
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_report(programme, held[0]))
            self.stdout.write(f"{held[0].activity.title}: {path}")
            if len(held) > 1:
                _import(programme, held[1])


def _held_webinars(programme: ProgrammePage) -> list[Session]:
    """The last two that somebody was at, the latest first."""
    rows = Session.objects.roots().in_programme(programme).held(timezone.localdate(timezone=programme.zone))
    return list(
        rows.filter(
            activity__in=WebinarPage.objects.all(),
            ends_at__lt=timezone.now(),
            attendances__present=True,
            attendances__minutes__gt=0,
        )
        .select_related("activity")
        .distinct()
        .order_by("-starts_at")[:2]
    )


def _report(programme: ProgrammePage, session: Session) -> bytes:
    there = (
        Attendance.objects.attended()
        .filter(session=session, minutes__gt=0)
        .exclude(participant__email=None)
        .select_related("participant")
        .order_by("participant__email")
    )
    attendees = [Attendee(row.participant.name, row.participant.email or "", row.minutes or 0) for row in there]
    assert session.starts_at is not None
    assert session.ends_at is not None
    start, end = (moment.astimezone(programme.zone) for moment in (session.starts_at, session.ends_at))
    return teams_report(session.activity.title, start, end, attendees, seed=session.activity.slug)


def _import(programme: ProgrammePage, session: Session) -> None:
    """Once: what staff has undone or decided since is left alone."""
    if ReportImport.objects.filter(session=session).exists():
        return
    name = f"{slugify(session.activity.title)}.csv"
    report = take_report(session=session, file=io.BytesIO(_report(programme, session)), name=name, by=None)
    apply_report(report=report, by=None)
