"""A summary of a load, as text for the console."""

from __future__ import annotations

from collections.abc import Iterator

from home.programme_file.document import ProgrammeFile
from home.programme_file.loading.load import Outcome
from home.programme_file.loading.steps import Loaded
from home.programme_file.problems import quoted

OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged")


def summary(loaded: Loaded) -> str:
    return "\n".join(_lines(loaded))


def _lines(loaded: Loaded) -> Iterator[str]:
    file = loaded.file
    title = file.sections.programme.short_title.get()
    if loaded.was_loaded:
        if loaded.has_changed:
            yield f"{title} ({file.id}) is loaded already. What its recordings lacked is there now."
            yield from _table(loaded)
        else:
            yield f"{title} ({file.id}) is loaded already: nothing has changed."
        yield from (f"Note: {note}" for note in loaded.notes)
        return
    yield f"{title} ({file.id}) is loaded{_shift(file.weeks_shifted)}."
    yield from _table(loaded)
    if file.not_carried:
        listed = ", ".join(f"{section} ({count})" for section, count in file.not_carried.items())
        yield f"Sections not carried yet, and skipped: {listed}."
    for reference in file.kept_references:
        way = " › ".join(reference.path)
        named = f"{quoted(reference.title)} under {reference.section}"
        yield f"Kept as a title: {way} (line {reference.line}) names {named}."
    for part in _parts_not_carried(file):
        yield f"Not carried yet: {part}."
    for note in loaded.notes:
        yield f"Note: {note}"


def _table(loaded: Loaded) -> Iterator[str]:
    yield f"  {'':<26}{''.join(f'{outcome:>11}' for outcome in OUTCOMES)}"
    for section, counts in loaded.counts.items():
        yield f"  {section:<26}{''.join(f'{counts[outcome]:>11}' for outcome in OUTCOMES)}"


def _shift(weeks: int) -> str:
    if not weeks:
        return ", with the dates as written"
    number = f"{abs(weeks)} week{'' if abs(weeks) == 1 else 's'}"
    return f", with the dates shifted {number} {'back' if weeks < 0 else 'on'}"


def _parts_not_carried(file: ProgrammeFile) -> Iterator[str]:
    """The parts of loaded sections that are not stored yet."""
    sections = file.sections
    if titles := [word for word in sections.pages if word not in ("home", "news", "initiatives")]:
        yield f"titles of {len(titles)} other main pages"
    if results := [one.id for one in sections.gatherings if one.workshop_results]:
        yield f"the workshop results of {', '.join(results)}"
    if any(webinar.moderator for webinar in sections.webinars):
        yield "the moderators of webinars"
