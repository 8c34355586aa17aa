"""`manage.py import_attendance SESSION FILE`: imports a report as the session's page does."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from attendance.actions import apply_report, take_report
from attendance.matching import expected_at
from attendance.models import ReportEntry, ReportImport
from attendance.report_sentences import problem_sentence, problem_to_json, warning_sentence
from attendance.report_session import ReportSession
from attendance.reports import ReportProblem
from courses.file_ids import file_id_of
from courses.models import FileId, ProgrammePage, Session
from courses.refusals import Refused

TO_DECIDE = 3
REFUSED = 2
AT_A_TIME = 1000
SECTIONS = {"webinars": "activity", "gatherings": "activity", "days": "session", "sessions": "session"}


class Command(BaseCommand):
    help = (
        "Reads an attendance report of Teams, Zoom, Google Meet, Webex or any other table, and saves who was there. "
        "Exit status 0: nothing is left to decide; 3: something is; 2: the file is refused, and nothing was changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session", help="Programme and id from its file, such as programme/w08; or its number.")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be saved.")
        parser.add_argument("--format", choices=["text", "json"], default="text", dest="kind")

    def handle(self, *args: Any, session: str, file: Path, dry_run: bool, kind: str, **options: Any) -> None:
        with transaction.atomic():
            report = self._report(_session(session), file, dry_run=dry_run)
            said = _Said(report)
            for text in said.json() if kind == "json" else said.text():
                self.stdout.write(text, ending="")
            transaction.set_rollback(dry_run)
        if said.undecided:
            sys.exit(TO_DECIDE)

    def _report(self, session: Session, file: Path, *, dry_run: bool) -> ReportImport:
        try:
            with file.open("rb") as stream:
                report = take_report(session=session, file=stream, name=file.name, by=None)
            return report if dry_run else apply_report(report=report, by=None)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}", returncode=REFUSED) from error
        except ReportProblem as problem:
            said = problem_sentence(problem_to_json(problem), dt.date.isoformat)
            raise CommandError(said, returncode=REFUSED) from problem
        except Refused as refused:
            raise CommandError(str(refused.refusal), returncode=REFUSED) from refused


class _Said:
    """The output, in parts, so that reports of any length can be printed."""

    def __init__(self, report: ReportImport) -> None:
        self.report = report
        self.about = ReportSession(report.session)
        entries = report.entries
        self.people = entries.matched().values("participant").distinct().count()
        self.undecided = entries.undecided().count()
        self.unknown = entries.undecided().filter(has_suggestion=False).count()
        matched = entries.matched().values("participant")
        self.absent = expected_at(report.session).exclude(participant__in=matched).count()
        self.warnings = [warning_sentence(warning, dt.date.isoformat) for warning in report.warnings]

    def text(self) -> Iterator[str]:
        yield f"{self.people} matched, {self.undecided} to decide ({self.unknown} unknown), {self.absent} absent\n"
        for warning in self.warnings:
            yield f"{warning}\n"
        for row in self._rows():
            who = row["participant"] or ("to decide" if not row["by"] else row["by"])
            yield f"{row['name']}\t{row['address']}\t{row['minutes']}\t{who}\n"

    def json(self) -> Iterator[str]:
        counts = {
            "matched": self.people,
            "undecided": self.undecided,
            "unknown": self.unknown,
            "absent": self.absent,
        }
        yield "{"
        for name, value in counts.items():
            yield f"{_dumps(name)}: {value}, "
        yield f"{_dumps('minutes')}: {{"
        yield from _joined(f"{_dumps(who)}: {minutes}" for who, minutes in self._minutes())
        yield f"}}, {_dumps('warnings')}: {_dumps(self.warnings)}, {_dumps('rows')}: ["
        yield from _joined(_dumps(row) for row in self._rows())
        yield "]}\n"

    def _minutes(self) -> Iterator[tuple[str, int]]:
        """The minutes of matched participants, each once, with the minutes of all their entries."""
        entries = self._named(self.report.entries.matched().order_by("participant", "pk"))
        for _participant, rows in groupby(entries, key=lambda entry: entry.participant_id):
            own = list(rows)
            yield _id_of(own[0]), self.about.minutes_of(own) or 0

    def _rows(self) -> Iterator[dict[str, Any]]:
        for entry in self._named(self.report.entries.order_by("row", "pk")):
            yield {
                "name": entry.shown_name,
                "address": entry.address,
                "stays": [[_utc(start), _utc(end)] for start, end in entry.stays],
                "minutes": entry.minutes or 0,
                "participant": _id_of(entry) if entry.participant_id else None,
                "by": entry.known_by or None,
                "choice": entry.choice or None,
            }

    def _named(self, entries: Any) -> Iterable[ReportEntry]:
        ids = file_id_of(self.about.programme, "participants", "participant")
        return entries.annotate(file_id=ids).iterator(AT_A_TIME)


def _session(name: str) -> Session:
    """The session with this primary key, or with this id in a programme's file."""
    sessions = Session.objects.filter(activity__original=None).select_related("activity__content_type")
    if name.isascii() and name.isdigit():
        found = sessions.filter(pk=int(name)).first()
        if found is None:
            raise CommandError(f"There is no session with the number {name}.", returncode=REFUSED)
        return found
    slug, _slash, id = name.rpartition("/")
    programmes = ProgrammePage.objects.originals().filter(Q(slug=slug) | Q(programme_file__file_id=slug))
    ids = FileId.objects.filter(
        programme_file__programme__in=programmes.values("pk"), file_id=id, section__in=SECTIONS
    ).order_by("section")
    known = ids.first()
    if known is None:
        raise CommandError(
            f"There is no session {name!r}. Name it by programme and id, such as programme/w08, or by its number.",
            returncode=REFUSED,
        )
    if SECTIONS[known.section] == "activity":
        return sessions.get(activity=known.object_id, parent=None)
    return sessions.get(pk=known.object_id)


def _id_of(entry: Any) -> str:
    """The id in the programme's file, else the primary key."""
    return entry.file_id or str(entry.participant_id)


def _utc(seconds: int) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(parts: Iterable[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f", {part}" if number else part
