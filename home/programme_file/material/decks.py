"""The slide decks of a recording: hand-written, else generated from the programme file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, cycle, islice
from textwrap import shorten

from content.art import cover
from content.art.painting import COLOURS

from .phrases import Phrases, phrases_in
from .slides import Deck, Slide
from .subject import DeckEntry, Subject

# The id of the deck shown by a recording without presentations. It is part of the video only, not a download.
OWN = ""
_OWN_PAGES_PER_CHAPTER = 4
_LONGEST = 220

Span = tuple[tuple[int, str], ...]


def decks_of(subject: Subject, written: Mapping[str, Sequence[Slide]] | None = None) -> tuple[Deck, ...]:
    """The decks in order, each with exactly the number of pages given in the file. `written` has the hand-written
    slides, by presentation."""
    entries = subject.decks or (_own_entry(subject),)
    spans = _spans(subject, entries)
    return tuple(
        _deck(subject, entry, span, (written or {}).get(entry.id)) for entry, span in zip(entries, spans, strict=True)
    )


def _own_entry(subject: Subject) -> DeckEntry:
    pages = max(2, _OWN_PAGES_PER_CHAPTER * len(subject.chapters))
    return DeckEntry(OWN, subject.title, subject.host.organisation if subject.host else "", pages, is_accessible=True)


def _deck(subject: Subject, entry: DeckEntry, span: Span, written: Sequence[Slide] | None) -> Deck:
    title = _titled(subject, entry, _begin(subject, span, written or ()))
    return Deck(
        id=entry.id,
        title=entry.title.get(subject.language),
        author=entry.organisation,
        programme=subject.programme.get(subject.language),
        notice=subject.notice.get(subject.language) if subject.notice else "",
        language=subject.language,
        is_accessible=entry.is_accessible,
        cover=cover_of(subject.theme, subject.id),
        slides=_paged(title, written or (), subject, entry, span),
    )


def _paged(first: Slide, written: Sequence[Slide], subject: Subject, entry: DeckEntry, span: Span) -> tuple[Slide, ...]:
    """The slides of a deck, cut or filled up to the number of pages given in the file."""
    generated = _sentence_slides(subject) if written else _generated(subject, entry, span)
    slides = islice(chain([first], written, generated), entry.pages)
    return tuple(_numbered(slides, phrases_in(subject.language)))


def _numbered(slides: Iterable[Slide], phrases: Phrases) -> Iterator[Slide]:
    parts = count(1)
    for slide in slides:
        if slide.layout == "section":
            part = next(parts)
            yield replace(slide, part=part, label=slide.label or phrases.part.format(n=part))
        else:
            yield slide


def _spans(subject: Subject, entries: Sequence[DeckEntry]) -> list[Span]:
    """The chapters during which each presentation is shown: whole chapters, in proportion to its number of pages."""
    chapters = subject.chapters or ((0, subject.title.get(subject.language)),)
    pages = sum(entry.pages for entry in entries)
    spans: list[Span] = []
    begun = shown = 0
    for place, entry in enumerate(entries):
        shown += entry.pages
        left = len(entries) - place - 1
        # Leave at least one chapter for each remaining presentation, if there are enough.
        most = max(begun, len(chapters) - left)
        ends = [second for second, _ in chapters[1:]] + [subject.seconds]
        wanted = subject.seconds * shown / pages
        end = min(range(begun + 1, most + 1), key=lambda n: abs(ends[n - 1] - wanted), default=begun) if left else most
        spans.append(chapters[begun:end])
        begun = end
    return spans


def _begin(subject: Subject, span: Span, written: Sequence[Slide]) -> int | None:
    """The second at which a presentation is shown first: the start of the chapter of its first slide with a given time,
    else of its first chapter."""
    if span and not span[0][0]:
        return 0
    first = next((slide.second for slide in written if slide.second is not None), None)
    if first is not None:
        return max((second for second, _ in subject.chapters if second <= first), default=0)
    return span[0][0] if span else None


def _titled(subject: Subject, entry: DeckEntry, second: int | None) -> Slide:
    language = subject.language
    speakers = [one.name(language) for one in subject.speakers if one.organisation == entry.organisation]
    webinar = subject.title.get(language)
    title = entry.title.get(language)
    lines = [*([webinar] if webinar != title else []), *(speakers[:2] or filter(None, [entry.organisation]))]
    return Slide("title", title, points=tuple(lines), second=second)


def _generated(subject: Subject, entry: DeckEntry, span: Span) -> Iterator[Slide]:
    """Slides for a presentation without hand-written ones: the titles of its chapters, each followed by sentences."""
    sentences = _sentence_slides(subject)
    for start, title in span:
        yield Slide("section", title, second=start) if start else next(sentences)
        yield from islice(sentences, max(0, entry.pages // len(span) - 1))
    yield from sentences


def _sentence_slides(subject: Subject) -> Iterator[Slide]:
    """An endless sequence of slides with sentences from the programme file, and with questions."""
    language, phrases = subject.language, phrases_in(subject.language)
    title = subject.title.get(language)
    slides = [Slide("quote", sentence, text=title) for sentence in _sentences(subject.abstract.get(language))]
    slides += [Slide("ask", question, label=phrases.think, points=points) for question, points in phrases.ask]
    for term, text in (*subject.terms, *subject.facts):
        slides.append(Slide("quote", _sentences(text.get(language))[0], text=term.get(language)))
    return cycle(slides)


def _sentences(text: str) -> list[str]:
    """The sentences of a text, each truncated to what fits on a slide."""
    return [shorten(one, _LONGEST, placeholder=" …") for one in re.split(r"(?<=[.!?])\s+", text.strip())]


def cover_of(theme: str, seed: str) -> str:
    """The cover art of the site as SVG, with inline colours, as a presentation has no style sheet."""
    colours = "".join(
        f".art-{role}{{fill:{colour}}}.ink-{role}{{fill:none;stroke:{colour}}}" for role, colour in COLOURS.items()
    )
    style = f"<style>{colours}path{{stroke-linecap:round;stroke-linejoin:round}}</style>"
    svg = str(cover(theme, seed, "tall"))
    start = svg.index(">") + 1
    return f'<svg xmlns="http://www.w3.org/2000/svg"{svg[4:start]}{style}{svg[start:]}'
