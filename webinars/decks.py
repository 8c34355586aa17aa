"""The presentations and other files of a webinar, with the pages of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from webinars.models import Handout, WebinarPage

LONGEST_ALTERNATIVE = 150
PAGE = ("pk", "number", "width", "height", "text", "second")


@dataclass
class Page:
    """A page of a presentation: picture, text, and when the recording shows it, if known."""

    pk: int
    number: int
    width: int
    height: int
    text: str
    second: int | None
    url: str = ""
    is_shown: bool = False
    """Shown in the recording at the second that it starts from."""

    @property
    def picture(self) -> str:
        return reverse("slide_image", args=[self.pk])

    @property
    def alternative(self) -> str:
        """The alternative text of the picture, without the full text, which is below the pages."""
        return Truncator(" ".join(self.text.split())).chars(LONGEST_ALTERNATIVE) or _("No text")

    @property
    def paragraphs(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass
class Deck:
    """A file of a webinar. A presentation has pages after they have been read."""

    handout: Handout
    pages: list[Page] = field(default_factory=list)
    is_open: bool = False
    """Whether the reader may open the file."""

    @property
    def is_presentation(self) -> bool:
        return self.handout.kind == Handout.Kind.SLIDES

    @property
    def url(self) -> str:
        """The address of the file. Empty if it is not there yet, or the reader may not open it."""
        if not self.is_open or self.handout.is_planned or not self.handout.file:
            return ""
        return reverse("handout_file", args=[self.handout.pk])

    @property
    def format(self) -> str:
        return self.handout.format.upper()

    @property
    def by(self) -> str:
        """«Kari Nordmann, NORSUS»"""
        return ", ".join(str(part) for part in (self.handout.speaker, self.handout.organisation) if part)

    @property
    def has_words(self) -> bool:
        return any(page.text for page in self.pages)

    def open_up(self, place: Callable[[int], str]) -> None:
        """Give the reader access. A page links to its second in the recording, or else to the page in the file."""
        self.is_open = True
        for page in self.pages:
            page.url = place(page.second) if page.second is not None else f"{self.url}#page={page.number}"

    def close(self) -> None:
        """Only the title and the number of pages are shown, without access to file and pages."""
        self.pages = []


def mark_shown(decks: Iterable[Deck], start: int) -> None:
    """Mark the page that the recording shows at this second, of the latest presentation."""
    timed = [(page.second, page) for deck in decks for page in deck.pages if page.second is not None]
    shown = [(second, page.number, page) for second, page in timed if second <= start]
    if shown:
        max(shown, key=lambda row: row[:2])[2].is_shown = True


def decks_of(webinar: WebinarPage) -> list[Deck]:
    """Presentations first, each with its pages. One query: a row for each page."""
    rows: Iterable[Any] = (
        Handout.objects.filter(webinar=webinar)
        .select_related("organisation")
        .annotate(**{f"page_{name}": F(f"slides__{name}") for name in PAGE})
        .order_by("order", "pk", "slides__number")
    )
    decks: dict[int, Deck] = {}
    for row in rows:
        deck = decks.setdefault(row.pk, Deck(row))
        # No pages until all have been read: some of them, or those of a replaced file, would be misleading.
        if row.page_pk is not None and row.has_pages:
            deck.pages.append(Page(*(getattr(row, f"page_{name}") for name in PAGE)))
    return sorted(decks.values(), key=lambda deck: not deck.is_presentation)
