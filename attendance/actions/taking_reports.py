"""Reads a report, matches the people in it, and stores it as a draft. It counts when it is applied."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.cache import cache
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from attendance import report_tasks
from attendance.actions.locking import lock_session
from attendance.models import Choice, ColumnMapping, ReportEntry, ReportImport
from attendance.querysets import ReportImportQuerySet
from attendance.refusals import sheet_refusal
from attendance.report_sentences import INTERRUPTED, OUTSIDE, problem_to_json, to_json, warning_to_json
from attendance.report_session import SOURCES, Mappings, ReportSession, roles_from_json, roles_to_json
from attendance.reports import Person, Report, ReportProblem, digest_of, read_report
from content.models import private_storage
from content.writing import write_rows
from courses.models import Session
from courses.refusals import Refused

if TYPE_CHECKING:
    from people.models import User

State = ReportImport.State
BATCH = 500
AT_ONCE = 20
FOLDER = "reports"
HOW_LONG_UNNAMED = dt.timedelta(hours=1)
"""A waiting file is stored before the row that names it. After this time without a row it is an orphan."""
Progress = Callable[[float], None]


@transaction.atomic
def take_report(
    *, session: Session, file: BinaryIO, name: str = "", mappings: Mappings | None = None, by: User | None
) -> ReportImport:
    """Read a file and store it as a draft. The same file again returns the existing draft or report.

    `mappings` say what columns hold, by signature of a table; they are remembered. Raises `Refused` where the session
    takes no presence, and `ReportProblem` if the file cannot be read; then nothing is stored.
    """
    report = _report_of(session, file)
    if not _is_to_be_read(report, mappings or {}):
        return _seen_again(report)
    about = ReportSession(report.session)
    with read_report(file, about.about(name, mappings or {})) as read:
        _begin(report, name, mappings or {}, by)
        _keep(report, read, about, lambda part: None)
    _remember_mappings(about, read, mappings or {}, by)
    return report


@transaction.atomic
def queue_report(
    *, session: Session, file: BinaryIO, name: str = "", mappings: Mappings | None = None, by: User | None
) -> ReportImport:
    """The same for a large file: it is stored privately until it has been read in the background, and then deleted."""
    report = _report_of(session, file)
    if not _is_to_be_read(report, mappings or {}):
        return _seen_again(report)
    file.seek(0)
    report.waiting_file = private_storage().save(f"{FOLDER}/{secrets.token_hex(16)}", File(file))
    _begin(report, name, mappings or {}, by, state=State.READING)
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.read_report.enqueue, report.pk))
    return report


def read_waiting(report: ReportImport, progress: Progress) -> None:
    """Read a waiting file, and delete it. If interrupted and called again, it starts over."""
    if report.state != State.READING:
        return
    about = ReportSession(report.session)
    mappings = {signature: roles_from_json(roles) for signature, roles in report.mapping.items()}
    try:
        with (
            _waiting(report) as file,
            read_report(file, about.about(report.file_name, mappings), lambda part: progress(part / 2)) as read,
        ):
            _remember_mappings(about, read, mappings, report.read_by)
            _keep(report, read, about, lambda part: progress(0.5 + part / 2))
    except ReportProblem as problem:
        refuse(report, problem_to_json(problem))
    except FileNotFoundError:
        refuse(report, {"code": INTERRUPTED})
    else:
        _forget_file(report)
        report.save(update_fields=["waiting_file"])


def refuse(report: ReportImport, problem: dict[str, Any]) -> None:
    """Mark a waiting file as refused, with the reason, and delete it."""
    _forget_file(report)
    report.state, report.problem = State.REFUSED, problem
    report.save(update_fields=["state", "problem", "waiting_file"])


@transaction.atomic
def discard_report(*, report: ReportImport, by: User | None) -> None:
    """Delete a draft, unless any of it has ever counted: then it can only be undone. Idempotent."""
    if _discard(ReportImport.objects.drafts().filter(pk=report.pk)):
        log(report.session, "attendance.report_discarded", user=by, data={"report": report.pk})


def discard_expired_drafts() -> None:
    """Delete drafts that nobody has applied in time, at most `AT_ONCE`. Called by the task worker."""
    expired = ReportImport.objects.expired_drafts().order_by("read_at")
    for pk in list(expired.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Checked again under the lock: the file may have been read again since.
            _discard(ReportImport.objects.expired_drafts().filter(pk=pk))


def _discard(drafts: ReportImportQuerySet) -> bool:
    """Delete the drafts that there still are; returns whether there were any."""
    found = list(drafts.select_for_update(of=("self",)))
    for draft in found:
        _forget_file(draft)
        _forget_entries(draft)
        draft.delete()
    return bool(found)


def _report_of(session: Session, file: BinaryIO) -> ReportImport:
    """The report with this file, or a new one that is not saved yet. Locks the session.

    Raises `Refused` where the session takes no presence.
    """
    session = lock_session(session)
    if refusal := sheet_refusal(session):
        raise Refused(refusal)
    digest = digest_of(file)
    report = ReportImport.objects.filter(session=session, digest=digest).first() or ReportImport(digest=digest)
    report.session = session
    return report


def _is_to_be_read(report: ReportImport, mappings: Mappings) -> bool:
    """Whether reading the file would change anything: it is new, was refused, or its columns are mapped differently."""
    if report._state.adding:
        return True
    if report.is_busy or report.is_applied or report.is_partly_applied:
        # What has counted is found again by the entries that are linked to it.
        return False
    said = {signature: roles_to_json(roles) for signature, roles in mappings.items()}
    return report.state == State.REFUSED or (bool(said) and said != report.mapping)


def _seen_again(report: ReportImport) -> ReportImport:
    """An undone report becomes a draft again, and its undecided people are matched again."""
    if report.state == State.UNDONE:
        report.state = State.READY
        report.save(update_fields=["state"])
    if report.state == State.READY:
        rematch(report)
    return report


def _begin(report: ReportImport, name: str, mappings: Mappings, by: User | None, state: State = State.READY) -> None:
    report.file_name = name[:255]
    report.state, report.problem = state, {}
    report.mapping = {signature: roles_to_json(roles) for signature, roles in mappings.items()}
    report.read_at, report.read_by = timezone.now(), by
    report.save()


def _keep(report: ReportImport, read: Report, about: ReportSession, progress: Progress) -> None:
    """Store the people of the report in batches. Earlier decisions about them are kept."""
    decided = _decisions(report)
    _forget_entries(report)
    people = read.people()
    outside, done, ends = True, 0, _Ends()
    while batch := [_entry(report, person) for person in islice(people, BATCH)]:
        with transaction.atomic():
            _match(batch, about, decided)
            ReportEntry.objects.bulk_create(batch)
        outside = outside and about.outside([entry for entry in batch if entry.stays])
        ends.take(batch)
        done += len(batch)
        progress(done / max(done, read.rows))
    report.source = SOURCES[read.tool]
    report.shapes = to_json(read.shapes)
    report.warnings = [warning_to_json(warning) for warning in read.warnings]
    if outside:
        report.warnings.append({"code": OUTSIDE})
    report.rows, report.state = read.rows, State.READY
    report.first_joined, report.last_left = ends.moments()
    report.save()


@dataclass
class _Ends:
    """The first joining and the last leaving."""

    first: int | None = None
    last: int | None = None

    def take(self, entries: Iterable[ReportEntry]) -> None:
        for entry in entries:
            for start, end in [*entry.stays, *([entry.span] if entry.span else [])]:
                self.first = start if self.first is None else min(self.first, start)
                self.last = end if self.last is None else max(self.last, end)

    def moments(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        first, last = (
            dt.datetime.fromtimestamp(second, dt.UTC) if second is not None else None
            for second in (self.first, self.last)
        )
        return first, last


def _entry(report: ReportImport, person: Person) -> ReportEntry:
    return ReportEntry(
        report=report,
        key=person.key[:300],
        name=person.name,
        address=person.address,
        registration=person.registration,
        is_registered=person.is_registered,
        telephone=person.telephone,
        stays=[list(stay) for stay in person.stays],
        seconds=person.seconds,
        span=list(person.span) if person.span else None,
        present=person.present,
        connections=person.rows,
        row=person.first_row,
    )


def _match(entries: list[ReportEntry], about: ReportSession, decided: Mapping[str, dict[str, Any]]) -> None:
    for entry, match in zip(entries, about.matcher.match(entries), strict=True):
        entry.minutes = about.minutes_of([entry])
        entry.choice, entry.participant_id, entry.known_by = match.choice, match.participant, match.known_by
        for name, value in decided.get(entry.key, {}).items():
            setattr(entry, name, value)
    open_ones = [entry for entry in entries if not entry.choice]
    if open_ones:
        for entry, suggestions in zip(open_ones, about.matcher.suggest(open_ones), strict=True):
            entry.has_suggestion = bool(suggestions)


def _decisions(report: ReportImport) -> dict[str, dict[str, Any]]:
    names = ("choice", "participant_id", "known_by", "decided_by_id", "decided_at")
    rows = report.entries.filter(known_by=ReportEntry.KnownBy.DECISION).values("key", *names)
    return {row["key"]: {name: row[name] for name in names} for row in rows}


def rematch(report: ReportImport) -> int:
    """Match undecided entries to participants who have become known since; returns how many. Keeps all other matches.

    Each batch is written by itself, so a caller that wants all or nothing needs a transaction.
    """
    about = ReportSession(report.session)
    last, found = 0, 0
    while batch := list(report.entries.undecided().filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        matches = about.matcher.match(batch)
        for entry, match in zip(batch, matches, strict=True):
            entry.choice, entry.participant_id, entry.known_by = match.choice, match.participant, match.known_by
        suggested = about.matcher.suggest(batch)
        changed = []
        for entry, suggestions in zip(batch, suggested, strict=True):
            if entry.choice or entry.has_suggestion != bool(suggestions):
                entry.has_suggestion = bool(suggestions)
                changed.append(entry)
        with transaction.atomic():
            write_rows(changed, ["choice", "participant", "known_by", "has_suggestion"])
        found += sum(entry.choice == Choice.PARTICIPANT for entry in changed)
    return found


def _remember_mappings(about: ReportSession, read: Report, mappings: Mappings, by: User | None) -> None:
    if about.organisation is None:
        return
    for shape in read.shapes:
        if shape.signature in mappings:
            values = {"headers": list(shape.headers), "roles": roles_to_json(shape.roles)}
            ColumnMapping.objects.update_or_create(
                organisation=about.organisation,
                signature=shape.signature,
                defaults={**values, "set_by": by, "set_at": timezone.now()},
            )


@contextmanager
def _waiting(report: ReportImport) -> Iterator[BinaryIO]:
    if not report.waiting_file or not private_storage().exists(report.waiting_file):
        raise FileNotFoundError(report.waiting_file)
    with private_storage().open(report.waiting_file) as file:
        yield file


def forget_files_left() -> None:
    """Delete files that should have been deleted by a process that was killed."""
    storage = private_storage()
    left = ReportImport.objects.exclude(waiting_file="").exclude(state=State.READING)
    for pk, path in left.values_list("pk", "waiting_file"):
        storage.delete(path)
        # Only if it is still that one: the report may be read again by now.
        ReportImport.objects.filter(pk=pk, waiting_file=path).update(waiting_file="")
    if not cache.add("report-files-looked-for", 1, timeout=HOW_LONG_UNNAMED.total_seconds()):
        return
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return
    named = set(ReportImport.objects.exclude(waiting_file="").values_list("waiting_file", flat=True))
    for path in (f"{FOLDER}/{name}" for name in names):
        if path not in named and storage.get_modified_time(path) < timezone.now() - HOW_LONG_UNNAMED:
            storage.delete(path)


def _forget_entries(report: ReportImport) -> None:
    """Raw deletes: with signals and collectors, deleting a hundred thousand entries takes longer than a request may."""
    evidence: Any = ReportEntry.evidence.through
    for rows in (evidence.objects.filter(reportentry__report=report), report.entries.all()):
        rows._raw_delete(rows.db)


def _forget_file(report: ReportImport) -> None:
    if report.waiting_file:
        private_storage().delete(report.waiting_file)
        report.waiting_file = ""
