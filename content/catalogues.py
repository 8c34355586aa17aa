"""The catalogues in locale/: what texts the code has, and what is wrong with their translations.

Texts are gathered from our Python and templates with Babel, so that nobody needs GNU gettext. The source language is
English: an English catalogue is complete without an entry, and holds only what must read otherwise than the code.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "en"
WITHOUT_TEXTS = {"bench", "bin", "demo", "docs", "locale", "migrations", "node_modules", "static", "tests", "var"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
}
HEADER = "# Texts of Løft. Brought up to date by `make messages`."
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdrf]|\{\w*\}")

# The key of a message. The same text may have two meanings, told apart by its context.
Key = tuple[str | None, str]


class Catalogue(Catalog):
    """A catalogue with a minimal header and no dates, so that a diff shows changed texts only."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def texts_in(root: Path) -> Catalog:
    """Every text to translate in the code and templates below a folder, with the files it stands in."""
    catalogue = Catalog(fuzzy=False)
    for path in sorted(_sources(root)):
        for context, text, comments in _texts_of(path):
            catalogue.add(
                text, locations=[(str(path.relative_to(root)), 0)], auto_comments=comments, context=context or None
            )
    return catalogue


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in WITHOUT_TEXTS and not path.name.startswith((".", "__")):
                yield from _sources(path)
        elif path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
            yield path


def _texts_of(path: Path) -> Iterator[tuple[str | None, str | tuple[str, ...], list[str]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # `templatize` turns a template into Python-like text in which indentation means nothing.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    file = io.BytesIO(source.encode("utf-8"))
    for _line, text, comments, context in extract("python", file, KEYWORDS, ["Translators"], {"encoding": "utf-8"}):
        yield context, text, comments


def read(path: Path, language: str) -> Catalog:
    """A catalogue as it is stored, or an empty one."""
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(stored: Catalog, texts: Catalog, language: str) -> Catalog:
    """The stored translations of the texts that exist now: new texts untranslated, unused ones removed."""
    catalogue = _empty(language)
    for text in texts:
        if not text.id:
            continue
        known = stored.get(text.id, text.context)
        if language == SOURCE_LANGUAGE and not (known and _is_translated(known)):
            continue
        message = catalogue.add(text.id, auto_comments=text.auto_comments, context=text.context, flags=text.flags)
        if known and known.pluralizable == message.pluralizable:
            message.string = known.string
            message.user_comments = known.user_comments
            if known.fuzzy:
                message.flags.add("fuzzy")
    return catalogue


def write(catalogue: Catalog, path: Path) -> None:
    """Store a catalogue without dates and line numbers, so that a change shows nothing but changed texts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)


def compile_to_mo(catalogue: Catalog, path: Path) -> None:
    with path.open("wb") as file:
        write_mo(file, catalogue)


def faults(stored: Catalog, texts: Catalog, language: str) -> list[str]:
    """What is wrong with a catalogue, one line each, ready to print. An empty list is a complete catalogue."""
    found = []
    current = {_key(text) for text in texts if text.id}
    for text in texts:
        if not text.id:
            continue
        known = stored.get(text.id, text.context)
        if known is None or not _is_translated(known):
            if language != SOURCE_LANGUAGE:
                found.append(f"missing: {_shown(text)} ({text.locations[0][0]})")
        elif known.fuzzy:
            found.append(f"fuzzy: {_shown(text)}")
        else:
            found.extend(f"{fault}: {_shown(text)}" for fault in _faults_of_translation(text, known))
    found.extend(f"obsolete: {_shown(known)}" for known in stored if known.id and _key(known) not in current)
    found.extend(f"obsolete: {_shown(known)}" for known in stored.obsolete.values())
    return found


def _faults_of_translation(text: Message, translation: Message) -> Iterator[str]:
    sources, results = _forms(text.id), _forms(translation.string)
    if (len(sources) > 1) != (len(results) > 1):
        yield "one form where there should be a singular and a plural, or the reverse"
        return
    wanted = _placeholders(sources[-1])
    for number, result in enumerate(results):
        given = _placeholders(result)
        # A singular may leave out the number: «én deltaker».
        is_right = given <= wanted if len(results) > 1 and number == 0 else given == wanted
        if not is_right:
            yield f"placeholders differ in {result!r}"
        if result.startswith("\n") != sources[0].startswith("\n"):
            yield f"begins with a line break on one side only in {result!r}"


def _placeholders(text: str) -> Counter[str]:
    return Counter(found for found in PLACEHOLDER.findall(text) if found != "%%")


def _forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    """A message and its plural forms; empty where it has not been translated."""
    return [text or ""] if text is None or isinstance(text, str) else [form or "" for form in text]


def _is_translated(message: Message) -> bool:
    return all(_forms(message.string))


def _key(message: Message) -> Key:
    return message.context, _forms(message.id)[0]


def _shown(message: Message) -> str:
    context = f"[{message.context}] " if message.context else ""
    return f"{context}{_forms(message.id)[0]!r}"


def _empty(language: str) -> Catalogue:
    return Catalogue(locale=language, header_comment=HEADER, fuzzy=False)
