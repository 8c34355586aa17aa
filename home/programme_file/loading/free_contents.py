"""Shared by the loaders of sections without a schema. Unknown values there are ignored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from home.programme_file.free_values import Free
from home.programme_file.loading import pages
from home.programme_file.loading.state import Load
from home.programme_file.schema.activities import BodyPart
from home.programme_file.text import LANGUAGES, Text


def entries(load: Load, section: str) -> Iterator[tuple[str, Text, Free]]:
    """The id, title and values of each entry of a section."""
    shift = dt.timedelta(weeks=load.file.weeks_shifted)
    for entry in load.file.free.get(section, []):
        yield entry.id, entry.title, entry.values(shift)


def in_all_languages(message: str) -> Text:
    """A message of the interface, translated to all languages, such as the predefined text for a keyword."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            said[code] = _(message)
    return Text(said, LANGUAGES[0])


def one_of(words: Any, written: str, otherwise: str) -> str:
    """`written` if it is one of the choices `words`, else `otherwise`."""
    return written if written in words.values else otherwise


def body(entry: Free) -> list[BodyPart]:
    return paragraph(entry.text("body"))


def paragraph(text: Text | None) -> list[BodyPart]:
    return [BodyPart(type="paragraph", text=text)] if text else []


def organisation(load: Load, id: str) -> int | None:
    return load.organisation(id) if id else None


def organisations(load: Load, ids: Iterable[str]) -> list[int]:
    known = load.ids["organisations"]
    return [known[id] for id in ids if id in known]


def known(load: Load, section: str, ids: Iterable[str]) -> list[str]:
    """The ids that are defined in the section; unknown ones are dropped."""
    return [id for id in ids if id in load.ids[section]]


def themes(load: Load, entry: Free) -> list[Any]:
    return pages.themes(load, known(load, "themes", entry.words("themes")))
