"""The attendance reports of a demonstration: one that who was there is known from, and one that is ready to be dropped.

Both say the minutes that the file says. The first is saved once, by the same actions as everybody's; after that it is
the staff's, who may undo it.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.actions import apply_report, take_report
from attendance.models import ReportEntry, ReportImport
from courses.models import Session
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading.drawing import reports_for
from home.programme_file.loading.pages import slug_of
from home.programme_file.loading.state import Load
from home.programme_file.material.teams_report import Attendee, teams_report
from home.programme_file.schema.activities import Attendance, Webinar
from progress.actions import withdraw_evidence
from progress.models import Evidence, Source

SECTION = "reports"


@dataclass(frozen=True)
class Reported:
    """What the report that a load saved says of somebody, and the evidence that it still is."""

    minutes: int | None
    pieces: Sequence[Evidence]


@dataclass(frozen=True)
class Report:
    """A file as Teams would have given it after a webinar."""

    webinar: str
    title: str
    name: str
    data: bytes


def bring(load: Load, root: Session, webinar: Webinar, said: Attendance) -> bool:
    """Saves the report of the webinar that has one. Says whether there is nothing more to say of its presence."""
    if webinar.id in load.ids[SECTION]:
        # Staff has thrown it away.
        return not ReportImport.objects.filter(pk=load.ids[SECTION][webinar.id]).exists()
    if webinar.id != reports_for(load.file).saved or not _is_untouched(root):
        return False
    report = _report(load.file, webinar, said, with_strangers=False)
    if report is None:
        return False
    taken = take_report(session=root, file=io.BytesIO(report.data), name=report.name, by=None)
    apply_report(report=taken, by=None)
    # What a load said before there was a report.
    for piece in Evidence.objects.filter(session=root, source=Source.FILE, withdrawn_by=None):
        withdraw_evidence(evidence=piece, reason=_("The report of the meeting says it."), by=None)
    load.take(SECTION, webinar.id, taken.pk)
    load.count("attendance reports", "created")
    load.count("attendance", "created", len(said.minutes))
    return True


def reported(load: Load, session: Session) -> dict[str, Reported]:
    """What the saved report of a session said, by address, whatever has become of it since."""
    entries = ReportEntry.objects.filter(report__in=load.ids[SECTION].values(), report__session=session)
    return {
        entry.address: Reported(entry.minutes, list(entry.evidence.all()))
        for entry in entries.prefetch_related("evidence__withdrawn_by")
    }


def to_drop(file: ProgrammeFile) -> Report | None:
    """The report that lies ready: with strangers, and for those who are known nothing but what is known already."""
    id = reports_for(file).to_drop
    webinar = next((one for one in file.sections.webinars if one.id == id), None)
    said = file.sections.attendance.get(id)
    return _report(file, webinar, said, with_strangers=True) if webinar and said else None


def _is_untouched(session: Session) -> bool:
    """Whether nobody but loads of files has said anything of who was there."""
    return not Evidence.objects.filter(session=session).exclude(source=Source.FILE).exists()


def _report(file: ProgrammeFile, webinar: Webinar, said: Attendance, *, with_strangers: bool) -> Report | None:
    """None where there can be none: it is not over, or somebody was there for longer than it lasted."""
    start, end = (file.moment(webinar.date, time) for time in (webinar.start, webinar.end))
    people = {one.id: one for one in file.sections.participants}
    there = [Attendee(people[id].name, people[id].email, minutes) for id, minutes in said.minutes.items() if minutes]
    longest = max((one.minutes for one in there), default=0)
    if not there or end > timezone.now() or dt.timedelta(minutes=longest) > end - start or webinar.is_cancelled:
        return None
    title = webinar.title.get(file.sections.meta.default_language)
    there.sort(key=lambda one: one.email)
    data = teams_report(title, start, end, there, seed=webinar.id, with_strangers=with_strangers)
    return Report(webinar.id, title, f"{slug_of(title)}.csv", data)
