"""The state of one load: the primary key of the row for each id in the file, counts of changes, and progress output."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db import models
from django.utils import timezone

from courses.models import FileId
from courses.models import ProgrammeFile as ProgrammeFileRow
from home.programme_file.document import ProgrammeFile
from home.programme_file.problems import Problem, ProgrammeFileError
from home.programme_file.records import Record
from home.programme_file.text import LANGUAGES, Text

M = TypeVar("M", bound=models.Model)
Outcome = Literal["created", "updated", "unchanged"]


@dataclass
class Load:
    """One run of the loader. `ids` maps section and id in the file to the primary key of the row."""

    file: ProgrammeFile
    say: Callable[[str], None]
    row: ProgrammeFileRow | None = None
    ids: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[str, Counter[Outcome]] = field(default_factory=lambda: defaultdict(Counter))
    notes: list[str] = field(default_factory=list)
    _stored: set[tuple[str, str]] = field(default_factory=set)
    _last: dict[str, Outcome] = field(default_factory=dict)

    @property
    def as_of(self) -> dt.datetime:
        """The time for events without a date in the file: noon of the anchor date, or now if that is in the future."""
        return min(self.file.moment(self.file.sections.meta.anchor_date, dt.time(12)), timezone.now())

    @property
    def language(self) -> str:
        """The default language of the programme."""
        return self.file.sections.meta.default_language

    def recall(self) -> None:
        """Restore the ids of the rows from earlier loads of this programme."""
        self.row = ProgrammeFileRow.objects.select_related("programme").filter(file_id=self.file.id).first()
        for known in FileId.objects.filter(programme_file=self.row) if self.row else ():
            self.ids[known.section][known.file_id] = known.object_id
            self._stored.add((known.section, known.file_id))

    def remember(self) -> None:
        """Store the ids for later loads. `row` must be set."""
        FileId.objects.bulk_create(
            [
                FileId(programme_file=self.row, section=section, file_id=id, object_id=pk)
                for section, ids in self.ids.items()
                for id, pk in ids.items()
                if (section, id) not in self._stored
            ],
            update_conflicts=True,
            unique_fields=["programme_file", "section", "file_id"],
            update_fields=["object_id"],
            batch_size=500,
        )

    def take(self, section: str, id: str, pk: int) -> None:
        if self.ids[section].get(id) != pk:
            self.ids[section][id] = pk
            self._stored.discard((section, id))

    def count(self, section: str, outcome: Outcome, number: int = 1) -> None:
        if number:
            self.counts[section][outcome] += number
            self._last[section] = outcome

    def amend(self, section: str) -> None:
        """Count the last row of a section as updated instead of unchanged, because a related row was changed."""
        if self._last[section] == "unchanged":
            self.counts[section]["unchanged"] -= 1
            self.count(section, "updated")

    def of(self, section: str, id: str | None) -> int | None:
        """The primary key of the row that an id in a section refers to, or `None` for no id."""
        return None if id is None else self.ids[section][id]

    def organisation(self, id: str | None) -> int | None:
        """The primary key of the organisation that an id in either section refers to, or `None` for no id."""
        if not id:
            return None
        known = self.ids["organisations"].get(id)
        return self.ids["participant_organisations"][id] if known is None else known

    def stored(self, rows: Mapping[int, M], section: str, id: str) -> M | None:
        """The row of an entry from an earlier load, among `rows` by primary key."""
        return rows.get(self.ids[section].get(id, 0))

    def many(self, section: str, ids: Iterable[str]) -> list[int]:
        return [self.ids[section][id] for id in ids]

    def known(self, section: str, ids: Iterable[str]) -> list[int]:
        """As `many`, without ids that are not defined in the section."""
        return self.many(section, (id for id in ids if id in self.ids[section]))

    def text(self, text: Text | None) -> str:
        """A text in the default language of the programme, else in another one; empty if there is none."""
        return text.get(self.language) if text else ""

    def refuse(self, record: Record, key: str, what: str, remedy: str) -> ProgrammeFileError:
        """An error for a conflict with data in the database. Returned for the caller to raise, which rolls back the
        load."""
        place = record.place
        problem = Problem(self.file.name, place.line_of(key), (*place.path, key), what, remedy)
        return ProgrammeFileError([problem])


def in_all_languages(name: str, text: Text | None) -> dict[str, str | None]:
    """The values of a translated field, by the names of its fields per language (`name_nb` and so on)."""
    return {f"{name}_{language}": text.languages.get(language) if text else None for language in LANGUAGES}


def assign(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Set the fields whose value in `row` differs, without saving it. Returns their names."""
    changes = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changes:
        setattr(row, name, values[name])
    return changes


def upsert(load: Load, section: str, id: str, known: M | None, new: M, values: dict[str, Any]) -> M:
    """Update the row `known`, or if it is `None` save `new`, with these values. Returns the row.

    Writes only if something differs. Counts the outcome and stores the id.
    """
    row = known or new
    changes = assign(row, values)
    if known is None or changes:
        row.save()
    load.count(section, "created" if known is None else "updated" if changes else "unchanged")
    load.take(section, id, row.pk)
    return row


def set_members(manager: Any, pks: Iterable[int]) -> bool:
    """Set a many-to-many relation to exactly these rows. Returns whether it changed."""
    wanted = set(pks)
    if set(manager.values_list("pk", flat=True)) == wanted:
        return False
    manager.set(wanted)
    return True
