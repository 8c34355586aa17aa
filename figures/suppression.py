"""Suppression of small counts in published figures, so that no small group can be identified.

A group of one to four is shown as "<5". Where the sum would still reveal its size, the next smallest group is withheld
as well, and so on until every small group has at least two possible sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

SMALLEST_SHOWN = 5


class Hidden(Enum):
    """What is shown in place of a count."""

    FEW = "<5"
    WITHHELD = "withheld"


Shown = int | Hidden


def is_small(count: int) -> bool:
    """Zero reveals nobody."""
    return 0 < count < SMALLEST_SHOWN


def published_count(count: int) -> Shown:
    """A count that is not part of a sum."""
    return Hidden.FEW if is_small(count) else count


def published_groups(groups: Mapping[str, int]) -> dict[str, Shown]:
    """Counts whose sum is known to the reader and is not small."""
    few = {name for name, count in groups.items() if is_small(count)}
    total = sum(groups.values())
    if not few or is_small(total):
        return {name: Hidden.FEW if name in few else count for name, count in groups.items()}
    withheld: set[str] = set()
    larger = sorted((count, name) for name, count in groups.items() if count >= SMALLEST_SHOWN)
    while not _is_open(groups, few, withheld) and larger:
        withheld.add(larger.pop(0)[1])
    if not _is_open(groups, few, withheld):
        # All are hidden, and the sum still has only one solution: then even which of them are small is withheld.
        return dict.fromkeys(groups, Hidden.WITHHELD)
    shown: dict[str, Shown] = {}
    for name, count in groups.items():
        shown[name] = Hidden.FEW if name in few else Hidden.WITHHELD if name in withheld else count
    return shown


def published_gender(groups: Mapping[str, int], women_share: int | None) -> tuple[dict[str, Shown], Shown | None]:
    """The counts by gender, and the share of women in whole percent, which must not reveal a small group either.

    The share has to be reported, so it is shown as long as withholding all counts is enough.
    """
    few = [name for name, count in groups.items() if is_small(count)]
    if not few or women_share is None:
        return published_groups(groups), women_share
    total = sum(groups.values())
    sizes = {name: _possible_sizes(name, groups, women_share) for name in few}
    if is_small(total) or any(len(list(found)) < 2 for found in sizes.values()):
        return published_groups(groups), Hidden.WITHHELD
    return {name: Hidden.FEW if name in few else Hidden.WITHHELD for name in groups}, women_share


def _is_open(groups: Mapping[str, int], few: set[str], withheld: set[str]) -> bool:
    """Whether each small group could have another size, as far as the reader knows.

    The reader knows the sum of the hidden groups, that small ones have 1 to 4, and that withheld ones have at least 5
    and at most as many as the smallest group shown.
    """
    hidden = sum(groups[name] for name in few | withheld)
    shown = [count for name, count in groups.items() if count and name not in few | withheld]
    others = len(few) - 1
    most_withheld = len(withheld) * min(shown, default=hidden)
    least = max(1, hidden - others * (SMALLEST_SHOWN - 1) - most_withheld)
    most = min(SMALLEST_SHOWN - 1, hidden - others - len(withheld) * SMALLEST_SHOWN)
    return least < most


def _possible_sizes(name: str, groups: Mapping[str, int], women_share: int) -> Iterable[int]:
    """The possible sizes of a small group if only the total and the share of women are known."""
    total = sum(groups.values())
    one, other = [rest for rest in ("female", "male", "undisclosed") if rest != name]
    for size in range(1, SMALLEST_SHOWN):
        rest = total - size
        candidates = ({name: size, one: count, other: rest - count} for count in range(rest + 1))
        fitting = (counts for counts in candidates if _fits(counts, groups, women_share))
        if next(iter(fitting), None) is not None:
            yield size


def _fits(counts: Mapping[str, int], groups: Mapping[str, int], women_share: int) -> bool:
    told = counts["female"] + counts["male"]
    if not told or counts["female"] * 100 // told != women_share:
        return False
    return all(_looks_alike(count, groups.get(name, 0)) for name, count in counts.items())


def _looks_alike(count: int, true: int) -> bool:
    """Whether both would be published in the same way: zero, small, or withheld."""
    return (count == 0, is_small(count)) == (true == 0, is_small(true))
