"""A programme file that has been parsed and validated."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import cast

from .check import Check, Named
from .consistency import check_consistency
from .problems import Path, Problem, Problems, TooManyProblemsError, did_you_mean, quoted
from .reading import Mapping, Scalar, read_bytes, read_tree
from .records import Of, Record, shifted
from .schema import EXPECTED_REPORT, SCHEMALESS_SECTIONS, Sections
from .schema.activities import Recording, Webinar, WebinarTerms
from .schemaless import Entry, read_section

# Sections that are validated but not loaded yet.
NOT_CARRIED = ("events",)


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A reference to an entry of a section that is not loaded yet. Its title is stored in place of the relation."""

    path: Path
    line: int
    section: str
    id: str
    title: str


@dataclass(frozen=True)
class ProgrammeFile:
    """The validated, typed contents of one file, with dates as written or shifted by whole weeks."""

    name: str
    digest: str
    sections: Sections
    schemaless: dict[str, list[Entry]]
    kept_references: list[KeptReference]
    warnings: list[Problem]
    weeks_shifted: int = 0

    @property
    def id(self) -> str:
        return self.sections.programme.id

    @property
    def not_carried(self) -> dict[str, int]:
        """The number of entries in each non-empty section of this file that is not loaded yet."""
        counts = {section: len(self.schemaless.get(section, [])) for section in NOT_CARRIED}
        return {section: count for section, count in counts.items() if count}

    def kept_title(self, id: str | None) -> str:
        """The title of an entry in a section that is not loaded yet, by its id, or an empty string."""
        return next((one.title for one in self.kept_references if one.id == id), "")

    @property
    def has_initiatives(self) -> bool:
        """Whether the file has plans, projects, forums or initiatives."""
        return any(entries for section, entries in self.schemaless.items() if section not in NOT_CARRIED)

    def entries(self, section: str) -> list[Entry]:
        """The entries of a section without a schema, with their dates shifted, except historical ones."""
        shift = datetime.timedelta(weeks=self.weeks_shifted)
        entries = self.schemaless.get(section, [])
        return [entry if entry.is_historical else dataclasses.replace(entry, shift=shift) for entry in entries]

    def weeks_to(self, today: datetime.date) -> int:
        """The number of weeks from the anchor date of the file to `today`, rounded to the nearest whole number."""
        return ((today - self.sections.meta.anchor_date).days + 3) // 7

    def shifted(self, weeks: int) -> ProgrammeFile:
        """A copy of the file with its dates moved by `weeks`, except fixed and historical dates."""
        moved = shifted(self.sections, datetime.timedelta(weeks=weeks))
        return dataclasses.replace(self, sections=moved, weeks_shifted=self.weeks_shifted + weeks)

    def moment(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        """A date and a time of day combined to an aware datetime in the time zone of the programme."""
        return datetime.datetime.combine(day, time, self.sections.meta.timezone)


def read_programme_file(path: FilePath | str) -> ProgrammeFile:
    """Parse and validate the file at `path`.

    Raises ProgrammeFileError with all problems found.
    """
    path = FilePath(path)
    return read_programme(read_bytes(path), path.name)


def read_programme(data: bytes, name: str = "programme.yaml") -> ProgrammeFile:
    """Parse and validate the bytes of a file. `name` is used in messages only.

    Raises ProgrammeFileError with all problems found.
    """
    problems = Problems(name)
    tree = read_tree(data, problems)
    check = Check(problems, original_language=_written(tree, "meta", "default_language") or "nb")
    if spoken := _written(tree, "webinar_defaults", "language"):
        check.languages["webinars"] = spoken
    try:
        schemaless = {
            section: read_section(section, tree.entries[section], check)
            for section in SCHEMALESS_SECTIONS
            if section in tree.entries
        }
        sections = cast("Sections", Of(Sections).read(_known_part(tree, problems), check, ()))
        _check_references(check)
        check_consistency(sections, check)
    except TooManyProblemsError as full:
        raise problems.error() from full
    problems.raise_if_any()
    _complete(sections)
    return ProgrammeFile(
        name=problems.file,
        digest=hashlib.sha256(data).hexdigest(),
        sections=sections,
        schemaless=schemaless,
        kept_references=_kept_references(check),
        warnings=problems.warnings,
    )


def _written(tree: Mapping, section: str, key: str) -> str | None:
    """The scalar at `section.key`, or `None`; for settings that parsing depends on. Not validated here, as that is done
    when its section is parsed."""
    part = tree.entries.get(section)
    written = part.entries.get(key) if isinstance(part, Mapping) else None
    return written.value if isinstance(written, Scalar) and not written.is_null else None


def _known_part(tree: Mapping, problems: Problems) -> Mapping:
    """The sections that have a schema. Unknown sections are skipped with a warning, as they may belong to a later
    version of the format."""
    known = {one.name for one in dataclasses.fields(Sections) if one.metadata and one.name != "historical"}
    others = {*SCHEMALESS_SECTIONS, EXPECTED_REPORT}
    part = Mapping(tree.line)
    for section, node in tree.entries.items():
        line = tree.lines[section]
        if section in known:
            part.entries[section] = node
            part.lines[section] = line
        elif section not in others:
            advice = did_you_mean(section, [*known, *others]) or "Nothing of it is loaded."
            problems.warn(line, (section,), f"{quoted(section)} is not a section, and is skipped.", advice)
    return part


def _check_references(check: Check) -> None:
    for reference in check.references:
        named = check.named.get(reference.id)
        if named is None:
            among = [id for id, one in check.named.items() if one.section in reference.sections]
            advice = did_you_mean(reference.id, among) or f"Name something under {_either(reference.sections)}."
            check.wrong(reference.line, reference.path, f"{quoted(reference.id)} names nothing in this file.", advice)
        elif named.section not in reference.sections:
            what = f"{quoted(reference.id)} is under {named.section} (line {named.line})."
            advice = f"Name something under {_either(reference.sections)}."
            check.wrong(reference.line, reference.path, what, advice)


def _either(sections: tuple[str, ...]) -> str:
    return " or ".join(sections)


def _kept_references(check: Check) -> list[KeptReference]:
    kept = []
    for reference in check.references:
        named: Named = check.named[reference.id]
        if named.section in NOT_CARRIED and reference.path[0] not in SCHEMALESS_SECTIONS:
            kept.append(KeptReference(reference.path, reference.line, named.section, reference.id, named.title))
    return kept


def _complete(sections: Sections) -> None:
    """Fill in implied values, in place.

    Webinars get the defaults and a planned recording. References that may be written at either end (between webinars
    and gatherings, and from facts boxes to pages) are added at the other end.
    """
    usual = WebinarTerms(
        modality="digital",
        access="open",
        recording_access="public",
        language=sections.meta.default_language,
        captions_required=[sections.meta.default_language],
        caption_deadline_days=14,
        aid_basis="none",
    )
    webinars = {webinar.id: webinar for webinar in sections.webinars}
    for webinar in webinars.values():
        _take_terms(webinar, sections.webinar_defaults, usual)
        webinar.recording = webinar.recording or Recording(status="planned")
    for gathering in sections.gatherings:
        for id in gathering.complements_webinars:
            webinars[id].complements_gathering = gathering.id
        for id, webinar in webinars.items():
            if webinar.complements_gathering == gathering.id and id not in gathering.complements_webinars:
                gathering.complements_webinars.append(id)
    pages: dict[str, Record] = {**webinars, **{one.id: one for one in sections.gatherings}}
    pages["programme"] = sections.programme
    for box in sections.facts_boxes:
        for id in box.used_on:
            if box.id not in pages[id].facts_boxes:  # type: ignore[attr-defined]
                pages[id].facts_boxes.append(box.id)  # type: ignore[attr-defined]


def _take_terms(webinar: Webinar, *terms: WebinarTerms | None) -> None:
    names = [one.name for one in dataclasses.fields(WebinarTerms) if one.metadata and one.name != "historical"]
    for name in names:
        for given in terms:
            if getattr(webinar, name) is None and given is not None:
                setattr(webinar, name, getattr(given, name))
