"""The glossary: terms (V26) and abbreviations of organisations (V27), explained where they occur in texts.

It is cached until one of its rows changes, as it is read with nearly every page and seldom changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, QuerySet, TextField, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from content import validity
from content.models import GlossaryEntry
from content.sqlite import sort_key_nb
from content.versions import readers_language
from people.models import Organisation

KEY = "glossary"
UNTOUCHED = {"a", "abbr", "button", "cite", "code", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}
"""HTML elements in which no term is marked: links, headings, controls and quoted titles."""
ENDINGS = "(?:en|et|a|er|ene|n|t|s)?"
_ABBREVIATION = re.compile(r"[^\Wa-zæøåäö\d_][^\Wa-zæøåäö_]+")
_TAG = re.compile(r"(<[^>]*>)")
_QUOTE = re.compile(r"(«[^»]*»|“[^”]*”)")
_NAME = re.compile(r"</?([a-zA-Z0-9]+)")


@dataclass(frozen=True)
class Term:
    """A term and its explanation, each by language."""

    id: str
    words: dict[str, str]
    texts: dict[str, str]
    is_organisation: bool = False

    @property
    def language(self) -> str:
        """The active language if the explanation exists in it, else the one it exists in."""
        return _first(readers_language(), self.texts)

    @property
    def word(self) -> str:
        return self.words[_first(readers_language(), self.words)]

    @property
    def word_language(self) -> str:
        """The language of the term, if it is not the active one."""
        code = _first(readers_language(), self.words)
        return "" if self.is_organisation or code == readers_language() else code

    @property
    def text(self) -> str:
        return self.texts[self.language]

    @property
    def text_language(self) -> str:
        """The language of the explanation, if it is not the active one. Unknown for the names of organisations."""
        return "" if self.is_organisation or self.language == readers_language() else self.language

    @property
    def in_other_languages(self) -> list[tuple[str, str]]:
        shown = self.word_language or readers_language()
        return [(code, self.words[code]) for code, _name in settings.LANGUAGES if code in self.words and code != shown]

    @property
    def forms(self) -> set[str]:
        """The strings that are matched in texts: “livsløpsvurdering (LCA)” has two."""
        forms = set()
        for word in self.words.values():
            before, _, short = word.partition("(")
            forms |= {before.strip(), short.rstrip(") ").strip()}
        return {form for form in forms if len(form) > 1}


@dataclass
class TermMarker:
    """Marks terms on one page. Each term is marked only at its first occurrence."""

    terms: list[Term]
    done: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.term_of: dict[str, Term] = {}
        for term in self.terms:
            for form in term.forms:
                self.term_of.setdefault(_key(form), term)
        forms = sorted({form for term in self.terms for form in term.forms}, key=len, reverse=True)
        words = "|".join(rf"(?:{re.escape(escape(form))}){_ending(form)}(?!\w)" for form in forms) or r"(?!)"
        self.pattern = re.compile(rf"(?P<before>[(\[]?)(?<!\w)(?P<term>{words})(?P<after>[.,;:!?)\]]*)", re.IGNORECASE)

    def explain(self, html: str) -> str:
        """The HTML with a button at the first occurrence of each term, which opens the explanation."""
        depth, pieces = 0, []
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                name = _NAME.match(piece)
                if name and name[1].lower() in UNTOUCHED:
                    depth += -1 if piece.startswith("</") else 1
                pieces.append(piece)
            else:
                pieces.append(piece if depth else self._outside_quotes(piece))
        return "".join(pieces)

    def _outside_quotes(self, text: str) -> str:
        """Mark terms in a text, except in quotation marks, as those contain quotations or names."""
        parts = _QUOTE.split(text)
        parts[::2] = [self.pattern.sub(self._explained, part) for part in parts[::2]]
        return "".join(parts)

    def _explained(self, match: re.Match[str]) -> str:
        term = self._term(match["term"])
        if term is None or term.id in self.done:
            return match[0]
        self.done.add(term.id)
        word = str(button(term, match["term"]))
        # A line break may come after a button, but punctuation must not be separated from the word.
        marks = match["before"] + match["after"]
        return f'<span class="nowrap">{match["before"]}{word}{match["after"]}</span>' if marks else word

    def _term(self, found: str) -> Term | None:
        for end in range(len(found), max(len(found) - 4, 1), -1):
            term = self.term_of.get(_key(found[:end].replace("&amp;", "&")))
            if term is not None:
                return term
        return None


def button(term: Term, html: str) -> SafeString:
    """A term as a button with a popover that has its explanation; works without JavaScript."""
    word = mark_safe(html)  # noqa: S308  a piece of what was escaped already
    lang = format_html(' lang="{}"', term.text_language) if term.text_language else ""
    return format_html(
        '<button type="button" class="term" popovertarget="term-{}">{}</button>'
        '<span class="term__text" id="term-{}" role="note" popover{}>{}</span>',
        term.id, word, term.id, lang, term.text,
    )  # fmt: skip


def terms() -> list[Term]:
    """All terms, including organisations. No query if cached, else one."""
    return validity.get_or_set(KEY, _read)


def glossary() -> list[Term]:
    """The terms without organisations, sorted in Norwegian order by their form in the active language."""
    return sorted((term for term in terms() if not term.is_organisation), key=lambda term: sort_key_nb(term.word))


def changed(**kwargs: Any) -> None:
    """Signal receiver that clears the cache when a row has changed."""
    transaction.on_commit(lambda: cache.delete(KEY))


def _read() -> list[Term]:
    """One query: a UNION of glossary entries and organisations. The keys of the latter come last."""
    codes = [code for code, _name in settings.LANGUAGES]
    columns = ["slug", *(f"{name}_{code}" for name in ("term", "text") for code in codes)]
    names = ["name", "short_name", "full_name"]
    nothing = [Value("", TextField())] * (len(columns) - len(names))
    # Otherwise modeltranslation would reorder the columns.
    as_stored: Any = GlossaryEntry.objects.all()
    entries = _columns(as_stored.rewrite(False), *map(F, columns), Value(0))
    organisations = _columns(Organisation.objects.exclude(full_name=""), *map(F, names), *nothing, F("pk"))
    found: list[Term | None] = []
    for first, *others, pk in sorted(entries.union(organisations, all=True), key=itemgetter(-1, 0)):
        found.append(_organisation(pk, first, *others[:2]) if pk else _entry(first, others, codes))
    return [term for term in found if term is not None]


def _columns(rows: QuerySet[Any], *columns: F | Value) -> QuerySet[Any, Any]:
    named = {f"column_{number}": column for number, column in enumerate(columns)}
    return rows.order_by().annotate(**named).values_list(*named)


def _entry(slug: str, columns: list[str | None], codes: list[str]) -> Term | None:
    words, texts = (
        {code: value for code, value in zip(codes, values, strict=True) if value}
        for values in (columns[: len(codes)], columns[len(codes) :])
    )
    return Term(slug, words, texts) if words and texts else None


def _organisation(pk: int, name: str, short_name: str, full_name: str) -> Term | None:
    """An organisation that has both an abbreviation and a full name."""
    short, own = short_name or name, settings.LANGUAGE_CODE
    is_term = _ABBREVIATION.fullmatch(short)
    return Term(f"organisation-{pk}", {own: short}, {own: full_name}, is_organisation=True) if is_term else None


def _first(code: str, texts: dict[str, str]) -> str:
    chains: Any = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    return next((one for one in (code, *chains.get(code, ()), *chains["default"]) if one in texts), next(iter(texts)))


def _ending(form: str) -> str:
    return "" if _ABBREVIATION.fullmatch(form) else ENDINGS


def _key(form: str) -> str:
    """The key for matching: case-insensitive, except for abbreviations, so that “epd” does not match “EPD”."""
    return form if _ABBREVIATION.fullmatch(form) else form.casefold()
