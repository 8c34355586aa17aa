"""What a search finds, kind by kind, with how much there is of each."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.searching import WORD, words_of
from home.pages import public, public_keys
from home.search import hits
from home.search.few import few as read_few
from home.search.hits import MOST, Hit
from people.models import Participant

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
    """What there is of one kind: how many, and those that are shown."""

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
    """Of the hits of one kind, where one is chosen."""
    suggestions: list[str] = field(default_factory=list)
    """Where nothing is found: words of ours that look alike, and the words of the query one by one."""

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def found(self) -> list[Group]:
        """Those that have it in a title first: who searches for a name means what is called so."""
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
    """Twelve queries at most, however much there is."""
    text = " ".join(parameters.get("text", "").replace("\x00", " ").split())[:LONGEST_TEXT]
    kind = parameters.get("kind", "")
    results = Results(text, words_of(text), kind if kind in KINDS else "")
    if not results.words:
        return results
    sources = _sources(results.words, participant)
    for code, label in KINDS.items():
        found, tell = sources[code]
        group = Group(code, label, len(found))
        results.groups.append(group)
        if code == results.kind:
            results.page = Paginator(found, PER_PAGE).get_page(parameters.get("page"))
            group.hits = tell(list(results.page.object_list))
        elif not results.kind:
            group.hits = tell(found[:AT_FIRST])
    if not results.total:
        results.suggestions = _suggestions(results.words)
    return results


Tell = Callable[[Sequence[Any]], list[Hit]]


def _sources(words: list[str], participant: Participant | None) -> dict[str, tuple[list[Any], Tell]]:
    """By kind: everything that is found, and how some of it is told."""
    shown = public_keys()
    few = read_few(words, shown)
    people = [*hits.contacts(words), *hits.speakers(words, shown)]
    bodies = [*hits.organisations(words), *few.alliances]
    files = [*hits.handouts(words, participant, shown), *few.documents]
    return {
        "page": (hits.page_keys(words, shown), lambda part: hits.page_hits(part, words)),
        "spoken": (hits.tracks(words, participant, shown), lambda part: hits.spoken_hits(part, words)),
        "file": (files, lambda part: _files(part, words)),
        "person": (people, lambda part: [_person(one, words) for one in part]),
        "organisation": (bodies, lambda part: [_body(one, words) for one in part]),
        "theme": (few.themes, list),
    }


def _files(part: Sequence[Any], words: list[str]) -> list[Hit]:
    handouts = [one for one in part if not isinstance(one, Hit)]
    return [*hits.handout_hits(handouts, words), *(one for one in part if isinstance(one, Hit))]


def _person(one: Any, words: list[str]) -> Hit:
    return hits.speaker_hit(one, words) if isinstance(one, list) else hits.contact_hit(one, words)


def _body(one: Any, words: list[str]) -> Hit:
    return one if isinstance(one, Hit) else hits.organisation_hit(one, words)


def _suggestions(words: list[str]) -> list[str]:
    """Words of public titles that look like what was asked; and each word alone, where there were several."""
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
