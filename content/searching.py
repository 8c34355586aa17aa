"""Full-text search: splitting a query into words, matching them, and marking them in a text.

Wagtail's database index is asked for words that begin with the stem of a query word, so that «symbiosen» finds
«symbioser» on SQLite too; PostgreSQL's Norwegian stemming comes on top. Norwegian and Swedish form compounds, which
neither database splits: `WordsField` indexes the later parts of long words, so that «regnskap» finds «klimaregnskap». A
query is reduced to letters and digits, so no character of it is an operator of the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, PlainText

MOST_WORDS = 8
LONGEST_WORD = 60
SHORTEST_STEM = 4
WORD = re.compile(r"[^\W_]+")
STOP_WORDS = {
    *("og", "eller", "i", "på", "for", "til", "av", "med", "om", "en", "et", "ei", "den", "det", "de", "er", "som"),
    *("å", "at", "vi", "du", "fra", "ved", "ein", "eit", "dei", "frå", "ikke", "ikkje", "hva", "kva", "så", "var"),
    *("och", "att", "är", "från", "för", "till", "inte", "the", "a", "an", "and", "or", "of", "in", "to", "on", "is"),
}
# Inflectional endings, longest first: «avtalene», «avtaler» and «avtale» all have the stem «avtal».
ENDINGS = ("enes", "anes", "erna", "arna", "ene", "ane", "ens", "ets", "er", "ar", "or", "en", "et", "a", "e", "s")
# A possible joint of a compound: the first part has three letters or more, one of them a vowel, and the second begins
# with letters that a word can begin with.
JOINT = re.compile(
    r"(?<=\w{3})(?=(?:[bcdfgkptv][jlrv]|fn|gn|hj|hv|kn|s[jklmnptv]|sk[jrv]|sp[lr]|st[rj]|[b-df-hj-np-tvwx])?"
    r"[aeiouyæøåäöé])"
)
VOWEL = re.compile("[aeiouyæøåäöé]")
SHORTEST_END = 4
MOST_TEXT = 400_000
"""Characters of one text that fit into PostgreSQL's index, even if each takes several bytes."""


class WordsField(index.AutocompleteField):
    """A field indexed by the beginnings of its words, and of the later parts of compounds."""

    def get_value(self, obj: Any) -> str:
        value = super().get_value(obj)
        text = " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        return " ".join([text, *ends(text)])[:MOST_TEXT]


class Piece(NamedTuple):
    """A part of a text; `is_hit` marks a word that matches the query."""

    text: str
    is_hit: bool = False


def words_of(text: str) -> list[str]:
    """The words of a query in lower case, without duplicates. Stop words such as «og» are left out unless there is
    nothing else."""
    found = [word.lower()[:LONGEST_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text))]
    words = [word for word in dict.fromkeys(found) if word not in STOP_WORDS]
    return (words or list(dict.fromkeys(found)))[:MOST_WORDS]


def stem(word: str) -> str:
    """Roughly what all forms of a Norwegian or Swedish word begin with."""
    if word.isalpha():
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                return word[: -len(ending)]
    return word


def ends(text: str) -> list[str]:
    """The possible later parts of the compounds in a text, without duplicates: «regnskap» for «klimaregnskap»."""
    found: dict[str, None] = {}
    for word in dict.fromkeys(WORD.findall(text.lower())):
        if len(word) >= 3 + SHORTEST_END and word.isalpha():
            found.update(dict.fromkeys(word[start:] for start in _joints(word)))
    return list(found)


def _joints(word: str) -> list[int]:
    return [
        joint.start()
        for joint in JOINT.finditer(word)
        if len(word) - joint.start() >= SHORTEST_END and VOWEL.search(word, 0, joint.start())
    ]


def matching(model: type[Model], words: Sequence[str]) -> QuerySet[Any]:
    """The rows of an indexed model that contain all the words, for use as a subquery."""
    if not words:
        return model._default_manager.none()
    backend = get_search_backend()
    # Unordered: to sort by a field, Wagtail would require that it is indexed for filtering.
    rows = model._default_manager.order_by()
    stems = And([PlainText(stem(word)) for word in words])
    begin_so = _rows(backend.autocomplete(stems, rows, order_by_relevance=False))
    if not model.get_searchable_search_fields():  # type: ignore[attr-defined]
        return model._default_manager.filter(pk__in=begin_so)
    inflected = _rows(backend.search(And([PlainText(word) for word in words]), rows, order_by_relevance=False))
    return model._default_manager.filter(Q(pk__in=begin_so) | Q(pk__in=inflected))


def _rows(results: Any) -> Any:
    """As a subquery where the index is in the database, else as a list of keys."""
    if hasattr(results, "get_queryset"):
        return results.get_queryset().order_by().values("pk")
    return [row.pk for row in results]


def has_all(text: str, words: Iterable[str]) -> bool:
    """Whether each of the words begins a word of the text, or a later part of one."""
    there = WORD.findall(text)
    return all(any(_is_hit(one, (fold(stem(word)),)) for one in there) for word in words)


def hits(text: str, words: Iterable[str]) -> set[str]:
    """Those of the words that the text contains."""
    return {word for word in words if has_all(text, [word])}


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The text split into pieces, with the matching words marked."""
    stems = tuple(fold(stem(word)) for word in words)
    pieces: list[Piece] = []
    last = 0
    for match in WORD.finditer(text):
        if not _is_hit(match.group(), stems):
            continue
        if match.start() > last:
            pieces.append(Piece(text[last : match.start()]))
        pieces.append(Piece(match.group(), is_hit=True))
        last = match.end()
    return [*pieces, Piece(text[last:])] if last < len(text) else pieces


def excerpt(text: str, words: Iterable[str], length: int = 220) -> list[Piece]:
    """An excerpt of the text around the first match, or its beginning if nothing matches."""
    text = " ".join(text.split())
    stems = tuple(fold(stem(word)) for word in words)
    first = next((one.start() for one in WORD.finditer(text) if _is_hit(one.group(), stems)), 0)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", first, end), first) if " " in text[first:end] else end
    part = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
    return marked(part, words)


def _is_hit(word: str, stems: tuple[str, ...]) -> bool:
    """Whether a word, or a later part of it, begins with one of the stems, as in the index."""
    folded = fold(word)
    if folded.startswith(stems):
        return True
    return any(one in folded for one in stems) and any(fold(end).startswith(stems) for end in ends(word))


def fold(word: str) -> str:
    """As the index compares: without regard to case or accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))
