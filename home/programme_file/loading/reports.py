"""Generated attendance reports of a demonstration programme: one that is imported, and one that is ready for upload.

Both contain the minutes given in the file. The first is imported once, through the same actions as an upload; after
that, staff may undo it, and later loads do not import it again.
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
from home.programme_file.loading.generated_files import reports_for
from home.programme_file.loading.load import Load
from home.programme_file.loading.pages import slug_of
from home.programme_file.material.teams_report import Attendee, teams_report
from home.programme_file.schema.activities import Attendance, Webinar
from progress.actions import withdraw_evidence
from progress.models import Evidence, Source

SECTION = "reports"


@dataclass(frozen=True)
class Reported:
    """What the imported report says about one participant, and the evidence created from it."""

    minutes: int | None
    pieces: Sequence[Evidence]


@dataclass(frozen=True)
class Report:
    """A generated report file in the format of Microsoft Teams."""

    webinar: str
    title: str
    name: str
    data: bytes


def import_saved(load: Load, root: Session, webinar: Webinar, said: Attendance) -> bool:
    """Import the report of the webinar, if it is the one that has a report and no other source says who was there.

    Returns whether the attendance of this webinar needs no further loading.
    """
    if webinar.id in load.ids[SECTION]:
        # Staff has deleted the report: load nothing more.
        return not ReportImport.objects.filter(pk=load.ids[SECTION][webinar.id]).exists()
    if webinar.id != reports_for(load.file).saved or not _is_untouched(root):
        return False
    report = _report(load.file, webinar, said, with_strangers=False)
    if report is None:
        return False
    taken = take_report(session=root, file=io.BytesIO(report.data), name=report.name, by=None)
    apply_report(report=taken, by=None)
    # Evidence from loads before there was a report.
    for piece in Evidence.objects.filter(session=root, source=Source.FILE, withdrawn_by=None):
        withdraw_evidence(evidence=piece, reason=_("The report of the meeting says it."), by=None)
    load.take(SECTION, webinar.id, taken.pk)
    load.count("attendance reports", "created")
    load.count("attendance", "created", len(said.minutes))
    return True


def reported(load: Load, session: Session) -> dict[str, Reported]:
    """The entries of the imported report of a session, by e-mail address, even if they are undone by now."""
    entries = ReportEntry.objects.filter(report__in=load.ids[SECTION].values(), report__session=session)
    return {
        entry.address: Reported(entry.minutes, list(entry.evidence.all()))
        for entry in entries.prefetch_related("evidence__withdrawn_by")
    }


def to_drop(file: ProgrammeFile) -> Report | None:
    """The report that is ready for upload, or `None`. It has unknown people, and the attendance already in the file."""
    id = reports_for(file).to_drop
    webinar = next((one for one in file.sections.webinars if one.id == id), None)
    said = file.sections.attendance.get(id)
    return _report(file, webinar, said, with_strangers=True) if webinar and said else None


def _is_untouched(session: Session) -> bool:
    """Whether the only evidence about the session is from programme files."""
    return not Evidence.objects.filter(session=session).exclude(source=Source.FILE).exists()


def _report(file: ProgrammeFile, webinar: Webinar, said: Attendance, *, with_strangers: bool) -> Report | None:
    """Generate a report. `None` if the webinar is not over, is cancelled or had no attendees, or if somebody has more
    minutes than it lasted."""
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
