"""Published counts do not reveal small groups, even to a reader who combines all of them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.suppression import Hidden, is_small, published_count, published_gender, published_groups

counts = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 14), max_size=4)


def readings(shown, total):
    """All sizes of the groups that are consistent with what is shown and the total, if it is not small."""
    most = max(total, 20)
    told = not is_small(total)
    everything_is_withheld = bool(shown) and set(shown.values()) == {Hidden.WITHHELD}
    ranges = []
    for value in shown.values():
        if value is Hidden.FEW:
            ranges.append(range(1, 5))
        elif value is Hidden.WITHHELD:
            ranges.append(range(1 if everything_is_withheld else 5, most + 1))
        else:
            ranges.append(range(value, value + 1))
    for sizes in product(*ranges):
        if sum(sizes) == total if told else 0 < sum(sizes) < 5:
            yield dict(zip(shown, sizes, strict=True))


@given(counts)
def test_no_count_under_five_is_shown_and_none_is_changed(groups):
    for name, value in published_groups(groups).items():
        assert value in (groups[name], Hidden.FEW, Hidden.WITHHELD)
        assert not is_small(groups[name]) or value in (Hidden.FEW, Hidden.WITHHELD)


@given(counts)
def test_the_sum_gives_no_small_group_away(groups):
    found = list(readings(published_groups(groups), sum(groups.values())))
    assert groups in found
    for name, count in groups.items():
        if is_small(count) and not is_small(sum(groups.values())):
            assert len({reading[name] for reading in found}) > 1


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(5, 99)))
def test_nothing_is_hidden_where_nothing_is_small(groups):
    assert published_groups(groups) == groups


@given(st.fixed_dictionaries({}, optional={name: st.integers(1, 14) for name in ("female", "male", "undisclosed")}))
def test_the_share_of_women_gives_no_small_group_away_either(groups):
    told = groups.get("female", 0) + groups.get("male", 0)
    true_share = groups.get("female", 0) * 100 // told if told else None
    shown, share = published_gender(groups, true_share)
    found = [
        reading
        for reading in readings(shown, sum(groups.values()))
        if isinstance(share, Hidden) or share is None or women(reading) == share
    ]
    assert groups in found
    for name, count in groups.items():
        if is_small(count) and not is_small(sum(groups.values())):
            assert len({reading[name] for reading in found}) > 1


def women(groups):
    told = groups.get("female", 0) + groups.get("male", 0)
    return groups.get("female", 0) * 100 // told if told else None


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ({"company": 18, "council": 5, "actor": 3, "municipality": 2}, [18, 5, Hidden.FEW, Hidden.FEW]),
        ({"company": 18, "council": 6, "actor": 3}, [18, Hidden.WITHHELD, Hidden.FEW]),
        ({"a": 20, "b": 5, "c": 1}, [Hidden.WITHHELD, Hidden.WITHHELD, Hidden.FEW]),
        ({"a": 5, "b": 1}, [Hidden.WITHHELD, Hidden.WITHHELD]),
        ({"a": 3}, [Hidden.FEW]),
        ({"a": 0, "b": 7}, [0, 7]),
    ],
)
def test_the_next_smallest_is_withheld_where_the_sum_would_tell(groups, shown):
    assert list(published_groups(groups).values()) == shown


def test_the_share_of_women_stays_when_withholding_all_counts_is_enough():
    shown, share = published_gender({"female": 12, "male": 12, "undisclosed": 4}, 50)
    assert share == 50
    assert shown == {"female": Hidden.WITHHELD, "male": Hidden.WITHHELD, "undisclosed": Hidden.FEW}


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, Hidden.FEW), (4, Hidden.FEW), (5, 5)])
def test_a_count_alone(count, shown):
    assert published_count(count) == shown
