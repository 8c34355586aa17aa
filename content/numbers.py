"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format

LONGEST_NUMBER = 18
"""The number of digits that fit into any primary key."""


def percent_words(share: Decimal) -> str:
    """`90` or `90.5`: the share that a rule asks for, with all its decimals, since a rounded one is another rule."""
    return number_format((share * 100).normalize())


def whole_number(text: str) -> int | None:
    """The number that a text from outside stands for; None if it is not one, or too long for a primary key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
