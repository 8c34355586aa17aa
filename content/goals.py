"""The sustainable development goals of the United Nations, by the short names that each country has for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

GOALS = (
    _("1 No poverty"),
    _("2 Zero hunger"),
    _("3 Good health and well-being"),
    _("4 Quality education"),
    _("5 Gender equality"),
    _("6 Clean water and sanitation"),
    _("7 Affordable and clean energy"),
    _("8 Decent work and economic growth"),
    _("9 Industry, innovation and infrastructure"),
    _("10 Reduced inequalities"),
    _("11 Sustainable cities and communities"),
    _("12 Responsible consumption and production"),
    _("13 Climate action"),
    _("14 Life below water"),
    _("15 Life on land"),
    _("16 Peace, justice and strong institutions"),
    _("17 Partnerships for the goals"),
)


def named(numbers: Iterable[int]) -> list[str]:
    return [str(GOALS[number - 1]) for number in sorted(numbers) if 1 <= number <= len(GOALS)]
