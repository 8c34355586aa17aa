"""Properties of the pure functions in `progress.rules`."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from courses.rules import Requirement
from progress.models import EvidenceKind, Source
from progress.rules import Fact, Window, judge, mean_progress, missing, presence, union_seconds

START = dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC)
BEGIN = START.timestamp()
WEBINAR = Requirement(
    live_session=1,
    live_minutes=75,
    live_share=Decimal("0.75"),
    live_start=BEGIN,
    live_end=BEGIN + 75 * 60,
    watched_share=Decimal("0.9"),
)
GATHERING = Requirement(days=(10, 20, 30), days_share=Decimal("0.75"))
LESSON = Requirement(declaration_earns=True)

seconds = st.integers(min_value=-600, max_value=6000)
stays = st.lists(st.tuples(seconds, seconds).map(sorted), max_size=8)

moments = st.integers(0, 90).map(lambda minute: START + dt.timedelta(minutes=minute))


def fact(kind=EvidenceKind.PRESENT, source=Source.TEAMS, minute=0, **fields):
    moment = START + dt.timedelta(minutes=minute)
    fields = {"happened_at": moment, "recorded_at": moment, "key": "k"} | fields
    return Fact(kind=kind, source=source, **fields)


facts = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from([EvidenceKind.PRESENT, EvidenceKind.WATCHED, EvidenceKind.DECLARED, EvidenceKind.WAIVED]),
        source=st.sampled_from([Source.TEAMS, Source.LIST, Source.CORRECTION]),
        happened_at=moments,
        recorded_at=moments,
        key=st.uuids().map(str),
        session=st.sampled_from([1, 10, 20, 30, None]),
        stays=stays.map(lambda pairs: tuple((BEGIN + start, BEGIN + end) for start, end in pairs)),
        minutes=st.none() | st.integers(0, 120),
        share=st.none() | st.decimals(0, 1, places=4),
    ),
    max_size=7,
)
requirements = st.sampled_from([WEBINAR, GATHERING, LESSON])


@given(facts, requirements, st.randoms())
def test_verdict_does_not_depend_on_order_or_repetition(pieces, requirement, random):
    shuffled = pieces + pieces[:3]
    random.shuffle(shuffled)
    assert judge(shuffled, requirement) == judge(pieces, requirement)


@given(facts, facts, requirements)
def test_more_evidence_without_corrections_never_lowers(first, second, requirement):
    plain = [piece for piece in second if piece.source != Source.CORRECTION]
    before, after = judge(first, requirement), judge([*first, *plain], requirement)
    assert after.progress >= before.progress
    assert after.earned >= before.earned


@given(facts, requirements)
def test_progress_is_whole_only_when_complete(pieces, requirement):
    verdict = judge(pieces, requirement)
    assert 0 <= verdict.progress <= 1
    assert (verdict.progress == 1) == (verdict.completed_at is not None) == bool(verdict.reason)


@given(stays)
def test_minutes_are_the_union_of_stays(pairs):
    counted = {second for start, end in pairs for second in range(max(start, 0), min(end, 4500))}
    assert union_seconds(pairs, 0, 4500) == len(counted)


def test_two_devices_at_once_count_once():
    assert union_seconds([(0, 600), (300, 900)]) == 900


def test_correction_outweighs_a_report_whenever_it_happened():
    report = fact(session=1, minutes=75, minute=90)
    correction = fact(session=1, minutes=20, minute=1, source=Source.CORRECTION)
    assert presence([report, correction]) == (True, 20)
    assert judge([correction, report], WEBINAR).minutes == 20


def test_the_latest_correction_counts_even_if_the_session_has_been_made_shorter_since():
    """What is corrected has happened at the end of the session at the latest."""
    first = fact(minutes=20, minute=60, source=Source.CORRECTION)
    second = fact(minutes=30, minute=45, recorded_at=START + dt.timedelta(minutes=90), source=Source.CORRECTION)
    assert presence([second, first]) == (True, 30)


def test_corrected_to_zero_minutes_is_absent():
    assert presence([fact(minutes=75), fact(minutes=0, source=Source.CORRECTION)]) == (False, 0)


def test_presence_without_minutes_is_the_whole_session():
    verdict = judge([fact(session=1)], WEBINAR)
    assert (verdict.reason, verdict.minutes) == ("present", 75)


def test_webinar_is_complete_at_three_quarters_of_the_live_minutes():
    assert judge([fact(session=1, minutes=56)], WEBINAR).reason == ""
    assert judge([fact(session=1, minutes=57)], WEBINAR).reason == "present"


def test_webinar_is_complete_at_nine_tenths_of_the_recording():
    watched = {"kind": EvidenceKind.WATCHED, "source": Source.PLAYER}
    assert judge([fact(share=Decimal("0.8999"), **watched)], WEBINAR).reason == ""
    assert judge([fact(share=Decimal("0.9"), **watched)], WEBINAR).reason == "watched"


def test_strongest_reason_wins():
    pieces = [
        fact(kind=EvidenceKind.DECLARED, source=Source.PARTICIPANT),
        fact(kind=EvidenceKind.WAIVED, source=Source.STAFF),
        fact(kind=EvidenceKind.WATCHED, source=Source.PLAYER, share=Decimal(1)),
        fact(session=1, minutes=75),
    ]
    assert [judge(pieces[:count], WEBINAR).reason for count in (1, 2, 3, 4)] == [
        "declared",
        "waived",
        "watched",
        "present",
    ]


def test_declaration_earns_nothing_but_for_a_lesson():
    declared = [fact(kind=EvidenceKind.DECLARED, source=Source.PARTICIPANT)]
    assert (judge(declared, WEBINAR).progress, judge(declared, WEBINAR).earned) == (1, False)
    assert judge(declared, LESSON).earned is True


def test_declaration_counts_only_where_the_owner_allows_it():
    declared = [fact(kind=EvidenceKind.DECLARED, source=Source.PARTICIPANT)]
    assert judge(declared, Requirement(may_declare=False)).progress == 0


def test_gathering_needs_its_share_of_days_and_a_session_counts_for_its_day():
    windows = {11: Window(day=10)}
    assert judge([fact(session=20)], GATHERING, windows).progress == Decimal("0.3333")
    all_days = [fact(session=11), fact(session=20), fact(session=30)]
    assert judge(all_days, GATHERING, windows).reason == "present"


def test_day_corrected_to_absent_outweighs_its_sessions():
    windows = {11: Window(day=10)}
    pieces = [fact(session=11), fact(session=10, minutes=0, source=Source.CORRECTION)]
    assert judge(pieces, GATHERING, windows).days == 0


def test_completed_when_it_was_enough_not_when_the_last_fact_came():
    pieces = [fact(session=1, minutes=75, minute=5), fact(session=1, minutes=75, minute=60)]
    assert judge(pieces, WEBINAR).completed_at == START + dt.timedelta(minutes=5)


def test_missing_says_what_is_left():
    assert missing(WEBINAR, None).minutes == 57
    assert missing(GATHERING, None).days == 3


def test_requirement_survives_being_kept():
    assert Requirement.from_json(WEBINAR.to_json()) == WEBINAR
    assert Requirement.from_json(GATHERING.to_json()) == GATHERING


def test_module_progress_is_the_mean_rounded_down():
    assert mean_progress([Decimal(1), Decimal(1), Decimal(0)]) == Decimal("0.6666")
    assert mean_progress([]) == 0
