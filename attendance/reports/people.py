"""Names and addresses as meeting tools write them, and the similarity of names.

Similarity is only used to suggest participants to staff, never to match them.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_NAME = 160
LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^\s@<>(),;:\"'\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,60}[^\W_]\Z")
AROUND_ADDRESS = re.compile(r"(?:mailto:)?\s*<?\s*(\S+?)\s*>?\Z", re.IGNORECASE)
GUEST_ACCOUNT = re.compile(r"(.+)_([^_@]+\.[^_@]+)#EXT#@.+\Z", re.IGNORECASE)
TELEPHONE = re.compile(r"[+(]?[\d\s().*•·xX/-]{5,24}\Z")
TAGS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
WORDS = re.compile(r"[^\W_]+")
LETTERS = re.compile(r"[^\W\d_]")
SHORTEST_TYPED_WRONG = 4


def read_address(text: str) -> str:
    """An address in lower case; empty if it is none."""
    if "@" not in text or len(text) > LONGEST_ADDRESS + 20:
        return ""
    match = AROUND_ADDRESS.match(text.strip())
    address = match[1].lower() if match else ""
    return address if len(address) <= LONGEST_ADDRESS and ADDRESS.match(address) else ""


def address_of_account(upn: str) -> str:
    """The address in an account name. For a guest, it is encoded in the account name of the host's directory."""
    if guest := GUEST_ACCOUNT.match(upn.strip()):
        return read_address(f"{guest[1]}@{guest[2]}")
    return read_address(upn)


def is_telephone(name: str) -> bool:
    """Whether the name is the telephone number of a caller."""
    digits = sum(sign.isdigit() for sign in name)
    return digits >= 5 and bool(TELEPHONE.match(name.strip()))


def short_name(name: str) -> str:
    """The name, cut to the length of a participant's."""
    return name[:LONGEST_NAME].strip()


def key_of_name(name: str) -> str:
    """The same key for the same name, whatever the case."""
    return " ".join(name.casefold().split())


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, without what tools and companies add in brackets."""
    bare = TAGS.sub(" ", name)
    return tuple(WORDS.findall((bare if LETTERS.search(bare) else name).casefold()))


def may_be_same(one: str, other: str) -> int:
    """How likely two names are of the same person; 0 is not at all.

    3: the same words in any order. 2: the longer has all words of the shorter, at least two. 1: the same except for
    initials or a misspelt letter.
    """
    return _alike(words_of(one), words_of(other))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if not one or not other:
        return 0
    if sorted(one) == sorted(other):
        return 3
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or not any(len(word) > 1 and not word.isdigit() for word in short):
        return 0
    left = list(long)
    exact = [word for word in short if word in left]
    for word in exact:
        if word in left:
            left.remove(word)
    for word in short:
        if word not in exact:
            same = next((candidate for candidate in left if _nearly(word, candidate)), None)
            if same is None:
                return 0
            left.remove(same)
    if not exact:
        return 0
    return 2 if len(exact) == len(short) else 1


def _nearly(one: str, other: str) -> bool:
    """An initial of the other, or the other with one letter wrong, missing, added or two swapped."""
    short, long = sorted((one, other), key=len)
    if short.isdigit() or long.isdigit():
        return False
    if len(short) == 1:
        return long.startswith(short)
    if len(short) < SHORTEST_TYPED_WRONG or len(long) - len(short) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[:start] + short[start : start + 2][::-1] + short[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or swapped == long
