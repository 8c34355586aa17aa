"""Properties of watched ranges, and limits on what can have been watched."""

import math
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from webinars import credit
from webinars.coverage import (
    MOST_RANGES,
    WatchProgress,
    beginning,
    cleaned,
    extended,
    gaps,
    length,
    seconds_needed,
    share,
    union,
    without,
)

settings.register_profile("laws", deadline=None, max_examples=60)
laws = settings.get_profile("laws")

DURATION = 120
moments = st.integers(0, DURATION)
stretches = st.tuples(moments, st.integers(0, 30)).map(lambda pair: (pair[0], min(DURATION, sum(pair))))
seen = st.lists(stretches, max_size=12).map(union)


def seconds(segments):
    return {second for start, end in segments for second in range(start, end)}


def bridged(*parts):
    """The seconds of all parts, plus single missing seconds between them; computed by brute force."""
    together = set().union(*(seconds(part) for part in parts))
    return together | {second for second in range(1, DURATION) if {second - 1, second + 1} <= together}


@laws
@given(seen, seen)
def test_union_is_the_seconds_of_both(a, b):
    assert seconds(union(a, b)) == bridged(a, b)


@laws
@given(seen, seen, seen)
def test_union_knows_neither_order_nor_repetition(a, b, c):
    assert union(a, a) == a
    assert union(a, b) == union(b, a)
    assert union(union(a, b), c) == union(a, union(b, c)) == union(c, a, b)


@laws
@given(seen, seen)
def test_union_only_grows_and_stays_within_the_recording(a, b):
    assert seconds(a) <= seconds(union(a, b))
    assert 0 <= length(a) <= length(union(a, b)) <= DURATION


@laws
@given(seen)
def test_gaps_are_the_rest(a):
    assert seconds(gaps(a, DURATION)) == set(range(DURATION)) - seconds(a)


@laws
@given(seen, seen)
def test_without_takes_away_and_adds_nothing(a, b):
    assert seconds(without(a, b)) == seconds(a) - seconds(b)


@laws
@given(seen, st.integers(-1, DURATION))
def test_beginning_is_the_first_seconds(a, count):
    assert seconds(beginning(a, count)) == set(sorted(seconds(a))[: max(0, count)])


@laws
@given(seen, seen, st.integers(0, DURATION))
def test_never_more_is_added_than_is_allowed(a, b, allowed):
    after, over = extended(a, b, allowed)
    new = length(after) - length(a)
    assert seconds(a) <= seconds(after) <= seconds(union(a, b))
    assert new <= allowed
    assert new + over == length(union(a, b)) - length(a)
    assert new >= min(allowed - 1, length(union(a, b)) - length(a))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=12,
)
times = st.floats(-50, DURATION + 50)


@laws
@given(anything | st.lists(anything | st.lists(times, min_size=2, max_size=2)))
def test_whatever_a_player_says_becomes_stretches_within_the_recording(said):
    found = cleaned(said, DURATION)
    assert found == union(found)
    assert seconds(found) <= set(range(DURATION))


@laws
@given(st.lists(st.tuples(times, times), max_size=8), st.lists(times, min_size=2, max_size=2))
def test_who_has_played_more_has_not_seen_less(ranges, more):
    ranges = [list(pair) for pair in ranges]
    assert seconds(cleaned(ranges, DURATION)) <= seconds(cleaned([*ranges, more], DURATION))


def test_played_times_are_rounded_and_small_gaps_bridged():
    assert cleaned([[0, 2.84], [3.6, 5.2], [30, 33.93], [40.2, 40.4]], 60) == ((0, 5), (30, 34))


def test_what_is_no_stretch_is_left_out():
    odd = [[5, 1], [-9, -1], [70, 99], [float("nan"), 3], [0, float("inf")], [True, 9], ["1", 2], [1], [1, 2, 3], None]
    assert cleaned(odd, 60) == ()
    assert cleaned([[-(10**400), 10**400]], 60) == ((0, 60),)
    assert cleaned({"0": 1}, 60) == ()


def test_of_too_many_stretches_the_longest_are_kept():
    many = [[n * 10, n * 10 + (5 if n % 20 == 0 else 2)] for n in range(10_000)]
    found = cleaned(many, 100_000)
    assert (len(found), length(found)) == (MOST_RANGES, 500 * 5)


@laws
@given(st.integers(1, 10_000), st.data(), st.decimals(0, 1, places=6))
def test_share_is_rounded_down_and_the_seconds_needed_are_the_fewest(duration, data, threshold):
    covered = data.draw(st.integers(0, duration))
    assert share(covered, duration) <= Decimal(covered) / duration <= 1
    needed = seconds_needed(threshold, duration)
    assert share(needed, duration) >= threshold
    assert needed == 0 or share(needed - 1, duration) < threshold


def test_nearly_everything_is_no_hundred_percent():
    standing = WatchProgress(duration=3600, threshold=Decimal("0.9"), segments=((0, 3599),))
    assert (standing.percent, standing.missing, standing.seconds_left) == (99, ((3599, 3600),), 0)
    assert WatchProgress(duration=3600, threshold=Decimal(1), segments=((0, 3599),)).seconds_left == 1


def test_who_was_at_the_end_begins_anew():
    resume = [WatchProgress(duration=1000, threshold=None, position=second).resume_at for second in (0, 979, 980, 1000)]
    assert resume == [0, 979, 0, 0]


messages = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 300), st.integers(0, 900)), min_size=1, max_size=25
)


@laws
@given(messages)
def test_no_page_view_is_credited_more_than_the_clock_allows(messages):
    """Each opened at a moment of its own; each message wants so many new seconds."""
    opened = {name: 20.0 * number for number, name in enumerate("abcdef")}
    views, now, credited = {}, 100.0, dict.fromkeys("abcdef", 0)
    for name, waited, wanted in messages:
        now += waited
        new = min(wanted, credit.allowed(views, name, opened[name], now))
        credited[name] += new
        views = credit.with_message(views, name, opened[name], now, seq=1, new=new, over=wanted - new)
        assert credited[name] <= (now - opened[name]) * credit.SPEED + credit.GRACE
        begun = min(opened[name] for name in views)
        assert sum(credited.values()) <= 2 * ((now - begun) * credit.SPEED + credit.GRACE)


def test_page_loaded_again_and_again_gives_no_more_time():
    views, total = {}, 0
    for number in range(200):
        opened = 1000 + number / 10
        new = credit.allowed(views, str(number), opened, opened)
        views = credit.with_message(views, str(number), opened, opened, seq=1, new=new, over=0)
        total += new
    assert total <= 2 * (credit.GRACE + math.ceil(20 * credit.SPEED))
    assert len(views) == credit.MOST_VIEWS + 1
    assert credit.allowed(views, "0", 1000, 9000) == 0


def test_accounts_of_page_views_too_old_to_report_are_closed():
    late = 1000 + credit.REMEMBERED_FOR.total_seconds() + 1
    views = credit.with_message({}, "old", 1000, 1000, seq=1, new=30, over=0)
    assert set(credit.with_message(views, "new", late, late, seq=1, new=30, over=0)) == {"new"}
