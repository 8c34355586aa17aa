"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format


def percent_words(share: Decimal) -> str:
    """`90` or `90.5`: the share that a rule asks for, with all its decimals, since a rounded one is another rule."""
    return number_format((share * 100).normalize())
