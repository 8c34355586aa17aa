"""A translatable text in up to four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("nb", "nn", "sv", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """A text by language, and the language it was originally written in."""

    languages: Mapping[str, str]
    original_language: str

    def get(self, language: str | None = None) -> str:
        """The text in `language`, else in the original language, else in the first available one, else empty."""
        for wanted in (language or "", self.original_language, *LANGUAGES):
            if wanted in self.languages:
                return self.languages[wanted]
        return ""

    def has(self, language: str) -> bool:
        return language in self.languages

    def __str__(self) -> str:
        return self.get()
