"""Guesses the language of a text by short words that only one of our languages has. To be shown as a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

ENOUGH_WORDS = 2_000
"""That many words say as much as all of them."""
LEAST_HITS = 3

WORDS = {
    "nb": "ikke jeg hva hvordan hvorfor hvem noe noen mye fra et disse kommer være også bare uten mellom hele selv",
    "nn": "ikkje eg kva korleis kvifor kven noko nokon mykje frå eit ein desse kjem vere òg berre utan mellom heile",
    "sv": "inte jag vad hur varför och något någon mycket från ett dessa är att också bara utan mellan hela själv för",
    "en": "not what how why who something and much from the these is that also only without between this with are",
}
WORD = re.compile(r"[^\W\d_]+")


def guessed_language(texts: Iterable[str]) -> str:
    """`nb`, `nn`, `sv` or `en`, or "" where the words do not say."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(WORD.findall(text.lower()))
        if counted.total() >= ENOUGH_WORDS:
            break
    hits = sorted(((sum(counted[word] for word in _own_words(language)), language) for language in WORDS), reverse=True)
    (most, language), (second, _other) = hits[:2]
    return language if most >= LEAST_HITS and most >= 2 * second else ""


def _own_words(language: str) -> set[str]:
    others = {word for other, words in WORDS.items() if other != language for word in words.split()}
    return set(WORDS[language].split()) - others
