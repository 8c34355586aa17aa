"""The data about a recording from the programme file, from which slides and captions are generated."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import ProgrammeFile
from ..schema.activities import Attachment, Slides, Speaker, Webinar
from ..text import Text

# The number of pages of a presentation, if the file does not give it.
USUAL_PAGES = 12
_STEM = 8


@dataclass(frozen=True)
class Voice:
    """A speaker: a role and an organisation."""

    role: Text
    organisation: str = ""

    def name(self, language: str) -> str:
        return ", ".join(filter(None, (self.role.get(language), self.organisation)))


@dataclass(frozen=True)
class DeckEntry:
    """A presentation as listed in the programme file."""

    id: str
    title: Text
    organisation: str
    pages: int
    is_accessible: bool


@dataclass(frozen=True)
class AttachmentEntry:
    """An attachment as listed in the programme file."""

    id: str
    title: Text
    organisation: str
    format: str


@dataclass(frozen=True)
class Subject:
    """A recording with its speakers, chapters, presentations and attachments."""

    id: str
    programme_id: str
    language: str
    title: Text
    abstract: Text
    programme: Text
    notice: Text | None
    theme: str
    seconds: int
    chapters: tuple[tuple[int, str], ...]
    host: Voice | None
    speakers: tuple[Voice, ...]
    decks: tuple[DeckEntry, ...]
    facts: tuple[tuple[Text, Text], ...] = ()
    terms: tuple[tuple[Text, Text], ...] = ()
    attachments: tuple[AttachmentEntry, ...] = ()

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All speakers, the host first."""
        return (self.host, *self.speakers) if self.host else self.speakers


def subjects_of(file: ProgrammeFile) -> dict[str, Subject]:
    """The published recordings of a file, by webinar. Planned ones have no content."""
    return {
        webinar.id: _subject(file, webinar)
        for webinar in file.sections.webinars
        if webinar.recording and webinar.recording.status == "published" and webinar.recording.minutes
    }


def _subject(file: ProgrammeFile, webinar: Webinar) -> Subject:
    sections = file.sections
    language = webinar.language or sections.meta.default_language
    names = {one.id: one.name for one in (*sections.organisations, *sections.participant_organisations)}
    facts = {one.id: (one.title, one.text) for one in sections.facts_boxes}
    recording = webinar.recording
    assert recording is not None
    seconds = (recording.minutes or 0) * 60
    said = f"{webinar.title.get(language)} {webinar.abstract.get(language)}".casefold()
    return Subject(
        id=webinar.id,
        programme_id=file.id,
        language=language,
        title=webinar.title,
        abstract=webinar.abstract,
        programme=sections.programme.short_title,
        notice=sections.meta.notice,
        theme=webinar.themes[0] if webinar.themes else "",
        seconds=seconds,
        chapters=tuple((second, title) for second, title in recording.chapters if second < seconds),
        host=_voice(webinar.moderator, names) if webinar.moderator else None,
        speakers=tuple(_voice(one, names) for one in webinar.speakers),
        decks=tuple(_deck(one, names) for one in webinar.slides if not one.planned),
        facts=tuple(facts[id] for id in webinar.facts_boxes),
        terms=tuple(
            (one.term, one.text) for one in sections.glossary if one.term.get(language).casefold()[:_STEM] in said
        ),
        attachments=tuple(_attachment(one, names) for one in webinar.attachments),
    )


def _voice(speaker: Speaker, names: dict[str, str]) -> Voice:
    return Voice(speaker.role, names.get(speaker.organisation or "", ""))


def _deck(entry: Slides, names: dict[str, str]) -> DeckEntry:
    return DeckEntry(
        id=entry.id,
        title=entry.title,
        organisation=names.get(entry.organisation or "", ""),
        pages=entry.pages or USUAL_PAGES,
        is_accessible=entry.accessible is not False,
    )


def _attachment(entry: Attachment, names: dict[str, str]) -> AttachmentEntry:
    return AttachmentEntry(entry.id, entry.title, names.get(entry.organisation or "", ""), entry.format or "pdf")
