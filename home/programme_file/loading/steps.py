"""The entry point of loading: one transaction for the whole file, skipped if the file is loaded already."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone, translation

from courses.models import ProgrammeFile as ProgrammeFileRow
from courses.models import ProgrammePage
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading import (
    attendance,
    demonstration,
    gatherings,
    initiatives,
    news,
    organisations,
    participants,
    programmes,
    webinars,
)
from home.programme_file.loading.load import Load, Outcome

# Incremented when the loader supports more of the format, so that files loaded before are loaded again.
LOADER_VERSION = 5
# For a real programme (not a demonstration), nothing has been added since version 1, except news in version 4, and
# plans, projects, forums and initiatives in version 5. It must not be loaded again without need, as that would
# overwrite changes by editors.
_SAME_FOR_REAL_PROGRAMMES_SINCE = 1
_NEWS_SINCE = 4
_INITIATIVES_SINCE = 5
# The key of the advisory lock that serialises loads: any number that is not used for another lock.
_LOCK = 7_403_152_019


@dataclass
class Loaded:
    """The result of a load, for the summary."""

    file: ProgrammeFile
    was_loaded: bool = False
    counts: Mapping[str, Counter[Outcome]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def has_changed(self) -> bool:
        return any(counts["created"] or counts["updated"] for counts in self.counts.values())


def load_programme_file(
    file: ProgrammeFile, *, shift_to_today: bool = False, say: Callable[[str], None] = lambda line: None
) -> Loaded:
    """Load or update a programme, in one transaction.

    `shift_to_today` moves the dates by whole weeks, from the anchor date of the file to today. The shift is decided at
    the first load and reused by later ones. Rows no longer in the file are not deleted.

    Raises ProgrammeFileError if the file conflicts with data in the database; then nothing is changed.
    """
    shifted = _as_loaded(file, shift_to_today=shift_to_today)
    load = Load(shifted, say)
    load.recall()
    if (is_loaded := _is_loaded(shifted)) and not demonstration.is_lacking(load):
        return Loaded(shifted, was_loaded=True)
    demo = demonstration.prepared(load)
    with translation.override(file.sections.meta.default_language), transaction.atomic():
        _wait_for_other_loads()
        shifted = _as_loaded(file, shift_to_today=shift_to_today)
        load = Load(shifted, say, notes=load.notes)
        load.recall()
        steps = [] if is_loaded else _steps(load)
        if demo:
            steps.append(("recordings", lambda: demonstration.attach(load, demo)))
        for number, (section, step) in enumerate(steps, 1):
            load.say(f"{number}/{len(steps)} {section}")
            step()
        load.remember()
    return Loaded(shifted, was_loaded=is_loaded, counts=load.counts, notes=load.notes)


def _as_loaded(file: ProgrammeFile, *, shift_to_today: bool) -> ProgrammeFile:
    row = ProgrammeFileRow.objects.filter(file_id=file.id).first()
    if row is not None:
        return file.shifted(row.shift_weeks)
    today = timezone.now().astimezone(file.sections.meta.timezone).date()
    return file.shifted(file.weeks_to(today)) if shift_to_today else file


def _is_loaded(file: ProgrammeFile) -> bool:
    """Whether the last load was of exactly this file. If so, it is not loaded again, so changes by editors are kept."""
    return ProgrammeFileRow.objects.filter(file_id=file.id, checksum=_checksum(file)).exists()


def _checksum(file: ProgrammeFile) -> str:
    since = _NEWS_SINCE if file.sections.news else _SAME_FOR_REAL_PROGRAMMES_SINCE
    if file.has_initiatives:
        since = _INITIATIVES_SINCE
    version = LOADER_VERSION if file.sections.meta.demo else since
    return hashlib.sha256(f"{version}:{file.digest}".encode()).hexdigest()


def _wait_for_other_loads() -> None:
    """Wait until no other load is running. PostgreSQL needs an advisory lock; on SQLite only one transaction can write
    at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _steps(load: Load) -> list[tuple[str, Callable[[], None]]]:
    return [
        ("organisations", lambda: organisations.load_organisations(load)),
        ("organisation_groups", lambda: organisations.load_alliances(load)),
        ("people", lambda: organisations.load_contacts(load)),
        ("themes", lambda: programmes.load_themes(load)),
        ("glossary", lambda: programmes.load_glossary(load)),
        ("missions", lambda: programmes.load_missions(load)),
        ("facts_boxes", lambda: programmes.load_facts_boxes(load)),
        ("programme", lambda: _load_programme(load)),
        ("tracks", lambda: programmes.load_tracks(load, _programme(load))),
        ("webinars", lambda: webinars.load_webinars(load)),
        ("lessons", lambda: webinars.load_lessons(load)),
        ("gatherings", lambda: gatherings.load_gatherings(load, _programme(load))),
        ("participants", lambda: participants.load_participants(load)),
        ("accounts", lambda: participants.load_accounts(load, _programme(load))),
        ("initiatives", lambda: initiatives.load_initiatives(load, _programme(load))),
        ("news", lambda: news.load_news(load)),
        ("enrolments", lambda: participants.load_enrolments(load)),
        ("attendance", lambda: attendance.load_attendance(load)),
        ("pages", lambda: programmes.create_site_pages(load)),
    ]


def _load_programme(load: Load) -> None:
    page = programmes.load_programme_page(load)
    values = {"programme": page, "shift_weeks": load.file.weeks_shifted, "checksum": _checksum(load.file)}
    load.row, _ = ProgrammeFileRow.objects.update_or_create(file_id=load.file.id, defaults=values)
    programmes.load_terms(load, page)


def _programme(load: Load) -> ProgrammePage:
    return ProgrammePage.objects.get(pk=load.of("programme", load.file.id))
