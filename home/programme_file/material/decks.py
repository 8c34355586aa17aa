"""The slide decks of a recording: hand-written, else generated from the programme file."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count, cycle
from textwrap import shorten

from content.art import cover
from content.art.painting import COLOURS

from .phrases import Phrases, phrases_in
from .slides import Deck, Figure, Slide
from .subject import DeckEntry, Subject

# The id of the deck shown by a recording without presentations. It is part of the video only, not a download.
OWN = ""
_OWN_PAGES_PER_CHAPTER = 4
_MOST_LABELS = 5
_MOST_POINTS = 5
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
    phrases = phrases_in(subject.language)
    slides = [first, *(written or _made(subject, entry, span, phrases))][: entry.pages]
    more = _fillers(subject, entry, phrases)
    while len(slides) < entry.pages:
        slides.insert(max(1, len(slides) - 1), next(more))
    return tuple(_numbered(slides, phrases))


def _numbered(slides: Sequence[Slide], phrases: Phrases) -> Iterator[Slide]:
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


# Slides generated from the programme file


def _made(subject: Subject, entry: DeckEntry, span: Span, phrases: Phrases) -> list[Slide]:
    language = subject.language
    end = Slide("end", phrases.thanks, points=(*phrases.thanks_lines, subject.title.get(language)))
    opening = _openings(subject, phrases)
    room = entry.pages - 2
    slides: list[Slide] = []
    fillers = _fillers(subject, entry, phrases)
    sections = list(span)
    for (start, title), pages in zip(sections, _shares(span, subject.seconds, room), strict=True):
        chapter: list[Slide] = []
        if start:
            chapter.append(Slide("section", title, second=start))
        else:
            chapter += opening
        while len(chapter) < pages:
            chapter.append(next(fillers))
        slides += chapter[:pages]
    return [*slides, end]


def _shares(span: Span, seconds: int, pages: int) -> list[int]:
    """The number of pages for each chapter, in proportion to its length; at least one, while there are pages left."""
    if not span:
        return []
    ends = [second for second, _ in span[1:]] + [seconds]
    lengths = [max(1, end - start) for (start, _), end in zip(span, ends, strict=True)]
    shares = [1 if place < pages else 0 for place in range(len(span))]
    while sum(shares) < pages:
        place = max(range(len(span)), key=lambda n: lengths[n] / (shares[n] + 0.5))
        shares[place] += 1
    return shares


def _openings(subject: Subject, phrases: Phrases) -> list[Slide]:
    language = subject.language
    slides = [Slide("quote", _sentences(subject.abstract.get(language))[0], text=phrases.aim)]
    if subject.chapters:
        marks = tuple(_clock(second) for second, _ in subject.chapters)[:8]
        labels = tuple(title for _, title in subject.chapters)[:8]
        slides.append(Slide("content", phrases.agenda, figure=Figure("form", labels=marks, notes=labels)))
    if len(subject.voices) > 1:
        people = subject.voices[:4]
        names = tuple(one.role.get(language) for one in people)
        figure = Figure("cards", labels=names, notes=tuple(one.organisation for one in people))
        slides.append(Slide("content", phrases.speaking, figure=figure))
    return slides


def _fillers(subject: Subject, entry: DeckEntry, phrases: Phrases) -> Iterator[Slide]:
    """An endless sequence of slides: first those from the programme file, then generic questions and figures."""
    chance = _chance(subject.id, entry.id)
    own = [*_of_abstract(subject, phrases), *_of_words(subject, phrases)]
    general = [*_of_time(subject, phrases), *_for_any(phrases)]
    chance.shuffle(general)
    mixed: list[Slide] = []
    while own or general:
        mixed += [stock.pop(0) for stock in (own, general) if stock]
    yield from mixed
    again = [slide for slide in mixed if slide.layout in ("ask", "content")]
    for turn, slide in zip(count(1), cycle(again), strict=False):
        figure = slide.figure
        if figure and figure.labels and figure.kind not in ("timeline", "matrix"):
            yield replace(slide, figure=replace(figure, mark=turn % len(figure.labels)))
        else:
            yield slide


def _of_abstract(subject: Subject, phrases: Phrases) -> Iterator[Slide]:
    text = subject.abstract.get(subject.language)
    kinds = cycle(("circle", "flow", "steps", "strata"))
    sentences = _sentences(text)
    if len(sentences) > 1:
        yield Slide("content", phrases.in_short, points=tuple(sentences[:_MOST_POINTS]))
    for sentence in sentences:
        things = _listed(sentence)
        if len(things) >= 3:
            figure = Figure(next(kinds), labels=tuple(things[:_MOST_LABELS]), mark=0)
            yield Slide("content", subject.title.get(subject.language), text=phrases.in_short, figure=figure)
    for sentence in sentences[1:]:
        yield Slide("quote", sentence, text=subject.title.get(subject.language))


def _of_words(subject: Subject, phrases: Phrases) -> Iterator[Slide]:
    language = subject.language
    for term, text in subject.terms:
        yield Slide("quote", _sentences(text.get(language))[0], text=f"{phrases.word}: {term.get(language)}")
    for title, text in subject.facts:
        yield Slide("content", title.get(language), points=tuple(_sentences(text.get(language))[:_MOST_POINTS]))
    if len(subject.themes) > 1:
        labels = tuple(theme.get(language) for theme in subject.themes[:_MOST_LABELS])
        yield Slide("content", phrases.take_with_you, figure=Figure("cards", labels=labels))


def _of_time(subject: Subject, phrases: Phrases) -> Iterator[Slide]:
    chapters = subject.chapters[:6]
    if len(chapters) < 2:
        return
    ends = [second for second, _ in subject.chapters[1:]] + [subject.seconds]
    lengths = tuple(
        max(1, round((end - start) / 60)) for (start, _), end in zip(chapters, ends[: len(chapters)], strict=True)
    )
    labels = tuple(title for _, title in chapters)
    shown = tuple(f"{length}\N{NO-BREAK SPACE}{phrases.minutes}" for length in lengths)
    longest = lengths.index(max(lengths))
    for kind in ("ring", "rows"):
        figure = Figure(kind, labels=labels, values=lengths, shown=shown, mark=longest)
        yield Slide("content", phrases.time_spent, figure=figure)
    marks = tuple(_clock(second) for second, _ in chapters)
    yield Slide("content", phrases.agenda, figure=Figure("timeline", labels=labels, marks=marks, mark=longest))


def _for_any(phrases: Phrases) -> Iterator[Slide]:
    for title, points in phrases.ask:
        yield Slide("ask", title, label=phrases.think, points=points)
    title, labels = phrases.next_steps
    yield Slide("content", title, figure=Figure("steps", labels=labels, mark=0))
    title, centre, labels = phrases.round
    yield Slide("content", title, figure=Figure("circle", labels=labels, centre=centre, mark=0))
    title, pairs = phrases.roles
    names, notes = zip(*pairs, strict=True)
    yield Slide("content", title, figure=Figure("strata", labels=names, notes=notes))
    title, across, up, labels = phrases.start_where
    places = ((8, 76), (60, 82), (8, 26), (58, 22))
    yield Slide("content", title, figure=Figure("matrix", labels=labels, across=across, up=up, places=places, mark=1))
    title, labels = phrases.note_down
    yield Slide("content", title, figure=Figure("form", labels=labels))
    questions = tuple(title for title, _ in phrases.ask)
    yield Slide("content", phrases.questions, points=questions)
    yield Slide("content", phrases.take_with_you, figure=Figure("flow", labels=phrases.round[2], mark=2))


# Words


def _sentences(text: str) -> list[str]:
    """The sentences of a text, each truncated to what fits on a slide."""
    return [shorten(one, _LONGEST, placeholder=" …") for one in re.split(r"(?<=[.!?])\s+", text.strip())]


def _listed(sentence: str) -> list[str]:
    """The items of an enumeration in a sentence: «varme, vann og masser» has three."""
    found = re.search(r"([\w-]+(?: [\w-]+)?(?:, [\w-]+(?: [\w-]+)?)+),? (?:og|och|and) ([\w-]+(?: [\w-]+)?)", sentence)
    if not found:
        return []
    things = [*found[1].split(", "), found[2]]
    things[0] = things[0].rsplit(" ", 1)[-1]
    things[-1] = things[-1].split(" ")[0]
    return [thing[:1].upper() + thing[1:] for thing in things]


def _clock(second: int) -> str:
    hours, minutes = divmod(second // 60, 60)
    return f"{hours}:{minutes:02}:{second % 60:02}"


def _chance(*words: str) -> random.Random:
    """A random generator with a seed made from the words, so that the output is deterministic."""
    return random.Random(hashlib.sha256("/".join(words).encode()).digest())  # noqa: S311


def cover_of(theme: str, seed: str) -> str:
    """The cover art of the site as SVG, with inline colours, as a presentation has no style sheet."""
    colours = "".join(
        f".art-{role}{{fill:{colour}}}.ink-{role}{{fill:none;stroke:{colour}}}" for role, colour in COLOURS.items()
    )
    style = f"<style>{colours}path{{stroke-linecap:round;stroke-linejoin:round}}</style>"
    svg = str(cover(theme, seed, "tall"))
    start = svg.index(">") + 1
    return f'<svg xmlns="http://www.w3.org/2000/svg"{svg[4:start]}{style}{svg[start:]}'
