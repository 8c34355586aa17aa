"""The results of a search, by kind, with counts."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.searching import WORD, words_of
from home.pages import public
from home.search import hits
from home.search.hits import MOST, Hit
from home.search.public import read as read_public
from home.search.small_tables import search_small_tables
from people.models import Participant
from webinars.models import Handout

KINDS = {
    "page": _("Pages and activities"),
    "spoken": _("Said in recordings"),
    "file": _("Files"),
    "person": _("People"),
    "organisation": _("Organisations"),
    "theme": _("Themes"),
}
LONGEST_TEXT = 120
PER_PAGE = 10
AT_FIRST = 3
MOST_TITLES = 2000


@dataclass
class Group:
    """The results of one kind: the total count and the hits shown."""

    code: str
    label: Any
    count: int
    hits: Sequence[Hit] = ()

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)

    @property
    def is_named(self) -> bool:
        return any(piece.is_hit for hit in self.hits for piece in hit.title)

    @property
    def is_cut_off(self) -> bool:
        return self.count >= MOST


@dataclass
class Results:
    text: str
    words: list[str]
    kind: str
    groups: list[Group] = field(default_factory=list)
    page: PaginatorPage | None = None
    """The page of hits, if one kind is chosen."""
    suggestions: list[str] = field(default_factory=list)
    """If nothing is found: similar words from titles, and each word of the query alone."""

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def found(self) -> list[Group]:
        """The groups with results; those with a match in a title first."""
        return sorted((group for group in self.groups if group.count), key=lambda group: not group.is_named)

    @property
    def chosen(self) -> Group | None:
        return next((group for group in self.groups if group.code == self.kind), None)

    @property
    def query(self) -> str:
        return _query(text=self.text)

    @property
    def page_query(self) -> str:
        return f"{_query(text=self.text, kind=self.kind)}&"


def read(parameters: QueryDict, participant: Participant | None) -> Results:
    """Seven queries, whatever is found, and one more if the public keys are not cached."""
    text = " ".join(parameters.get("text", "").replace("\x00", " ").split())[:LONGEST_TEXT]
    kind = parameters.get("kind", "")
    results = Results(text, words_of(text), kind if kind in KINDS else "")
    if not results.words:
        return results
    found = _find(results.words, participant)
    shown: dict[str, Sequence[Any]] = {code: () if results.kind else rows[:AT_FIRST] for code, rows in found.items()}
    if results.kind:
        results.page = Paginator(found[results.kind], PER_PAGE).get_page(parameters.get("page"))
        shown[results.kind] = list(results.page.object_list)
    told = _tell(shown, results.words)
    results.groups = [Group(code, label, len(found[code]), told[code]) for code, label in KINDS.items()]
    if not results.total:
        results.suggestions = _suggestions(results.words)
    return results


def _find(words: list[str], participant: Participant | None) -> dict[str, list[Any]]:
    """All matches by kind, as hits or as rows to make hits from.

    Five queries, and one more if the public keys are not cached.
    """
    shown = read_public()
    small = search_small_tables(words, shown)
    return {
        "page": hits.page_keys(words, shown.pages),
        "spoken": hits.tracks(words, participant, shown.pages),
        "file": [*hits.handouts(words, participant, shown.pages), *small.documents],
        "person": [*small.contacts[:MOST], *hits.speakers(words, shown.pages)],
        "organisation": [*small.organisations[:MOST], *small.alliances],
        "theme": small.themes,
    }


def _tell(shown: dict[str, Sequence[Any]], words: list[str]) -> dict[str, list[Hit]]:
    """The hits to show. Two queries."""
    tracks, keys = shown["spoken"], shown["page"]
    pages = hits.read_pages(keys, [track.webinar_id for track in tracks])
    webinars = {page.pk: page for page in pages.values()}
    texts = hits.texts_of(tracks, [one for one in shown["file"] if isinstance(one, Handout)], words)
    return {
        "page": [hits.page_hit(pages[path], pages, words) for _pk, path, _kind in keys if path in pages],
        "spoken": [
            hits.spoken_hit(track, webinars[track.webinar_id], texts.cues[track.pk], words)
            for track in tracks
            if track.webinar_id in webinars
        ],
        "file": [
            hits.handout_hit(one, texts.slides[one.pk], words) if isinstance(one, Handout) else one
            for one in shown["file"]
        ],
        "person": [hits.speaker_hit(one, words) if isinstance(one, list) else one for one in shown["person"]],
        "organisation": list(shown["organisation"]),
        "theme": list(shown["theme"]),
    }


def _suggestions(words: list[str]) -> list[str]:
    """Words of public page titles that resemble those of the query, and each of several words alone."""
    titles = public(Page.objects.all()).order_by("-pk").values_list("title", flat=True)[:MOST_TITLES]
    ours = {word.lower() for title in titles for word in WORD.findall(title) if len(word) > 3}
    alike = [near for word in words for near in difflib.get_close_matches(word, ours, n=2, cutoff=0.72)]
    alone = words if len(words) > 1 else []
    return list(dict.fromkeys(word for word in [*alike, *alone] if [word] != words))[:6]


def _query(**values: str) -> str:
    query = QueryDict(mutable=True)
    for name, value in values.items():
        if value:
            query[name] = value
    return query.urlencode()
