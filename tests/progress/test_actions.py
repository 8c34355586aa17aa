"""Recording evidence, and the stored completion that results."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import PageLogEntry

from courses.models import CompletionRule, ProgrammePage
from courses.refusals import Refused
from progress import tasks
from progress.actions import (
    NewEvidence,
    add_all_evidence,
    add_evidence,
    declare_done,
    set_rule,
    undo_declaration,
    waive,
    withdraw_evidence,
)
from progress.assessing import assess_many
from progress.models import Completion, Evidence, EvidenceKind, Source
from progress.overview import progress_at
from tests.factories import (
    CompletionRuleFactory,
    DayFactory,
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.strict_tasks import StrictImmediateBackend

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def present(session, participant, *, minutes=60, key="k", source=Source.TEAMS, reason="", by=None, **fields):
    return add_evidence(
        participant=participant,
        activity=session.activity,
        session=session,
        kind=EvidenceKind.PRESENT,
        source=source,
        key=key,
        happened_at=session.starts_at,
        minutes=minutes,
        reason=reason,
        by=by,
        **fields,
    )


@pytest.fixture
def session():
    return SessionFactory(days_ahead=-1)


@pytest.fixture
def participant():
    return ParticipantFactory()


def answer(participant, activity):
    return Completion.objects.get(participant=participant, activity=activity)


def test_evidence_completes_an_activity_and_keeps_the_rule(session, participant):
    present(session, participant)
    completion = answer(participant, session.activity)
    assert (completion.reason, completion.percent, completion.earned) == ("present", 100, True)
    assert completion.completed_at == session.starts_at
    assert completion.requirement.live_minutes == 60


def test_known_key_returns_the_row_it_has(session, participant):
    first = present(session, participant, minutes=60)
    assert present(session, participant, minutes=10) == first
    assert Evidence.objects.get().minutes == 60


def test_same_key_of_another_participant_is_another_row(session, participant):
    present(session, participant)
    present(session, ParticipantFactory())
    assert Evidence.objects.count() == 2


def test_withdrawal_decides_anew(session, participant):
    piece = present(session, participant)
    withdraw_evidence(evidence=piece, reason="wrong person", by=UserFactory())
    completion = answer(participant, session.activity)
    assert (completion.is_complete, completion.percent) == (False, 0)
    assert Evidence.objects.count() == 2


def test_withdrawing_twice_is_once(session, participant):
    piece = present(session, participant)
    user = UserFactory()
    assert withdraw_evidence(evidence=piece, reason="a", by=user) == withdraw_evidence(
        evidence=piece, reason="b", by=user
    )


def test_withdrawal_leaves_what_other_evidence_supports(session, participant):
    piece = present(session, participant, key="one")
    present(session, participant, key="two", source=Source.LIST)
    withdraw_evidence(evidence=piece, reason="wrong file", by=None)
    assert answer(participant, session.activity).is_complete


def test_correction_decides_anew_whichever_comes_first(session):
    one, two = ParticipantFactory(), ParticipantFactory()
    correction = {"minutes": 10, "key": "c", "source": Source.CORRECTION, "reason": "left early"}
    present(session, one)
    present(session, one, **correction)
    present(session, two, **correction)
    present(session, two)
    for person in (one, two):
        completion = answer(person, session.activity)
        assert (completion.minutes, completion.is_complete) == (10, False)


def test_raised_rule_lowers_nobody(session, participant):
    present(session, participant, minutes=50)
    set_rule(activity=session.activity, values={"live_share": Decimal("0.95")}, by=None)
    assess_many([participant.pk], session.activity)
    assert answer(participant, session.activity).is_complete
    other = ParticipantFactory()
    present(session, other, minutes=50)
    assert not answer(other, session.activity).is_complete


def test_raised_rule_lowers_no_unfinished_progress(session, participant):
    present(session, participant, minutes=30)
    before = answer(participant, session.activity).progress
    set_rule(activity=session.activity, values={"live_share": Decimal("0.95")}, by=None)
    assert answer(participant, session.activity).progress == before


def test_kept_rule_holds_when_an_irrelevant_piece_is_withdrawn(session, participant):
    present(session, participant, minutes=50)
    extra = present(session, participant, minutes=5, key="extra")
    set_rule(activity=session.activity, values={"live_share": Decimal("0.95")}, by=None)
    withdraw_evidence(evidence=extra, reason="doubled", by=None)
    assert answer(participant, session.activity).is_complete


def test_lowered_rule_reaches_those_who_now_meet_it(session, participant):
    present(session, participant, minutes=30)
    set_rule(activity=session.activity, values={"live_share": Decimal("0.5")}, by=None)
    assert answer(participant, session.activity).is_complete


def test_rule_of_a_programme_reaches_everybody_by_the_task_worker(session, participant, monkeypatch):
    other = SessionFactory(activity=WebinarPageFactory(parent=session.activity.get_parent()), days_ahead=-3)
    people = [participant, *ParticipantFactory.create_batch(2)]
    for person in people:
        present(session, person, minutes=30)
    present(other, participant, minutes=30)
    done = Completion.objects.exclude(activity=None).exclude(completed_at=None)
    queued = []
    monkeypatch.setattr(StrictImmediateBackend, "enqueue", lambda self, task, args, kwargs: queued.append((task, args)))
    monkeypatch.setattr(tasks, "BATCH", 2)
    monkeypatch.setattr(tasks, "A_WHILE", 0)
    programme = ProgrammePage.objects.get(pk=session.activity.get_parent().get_parent().get_parent().pk)
    set_rule(programme=programme, values={"live_share": Decimal("0.5")}, by=None)
    assert (len(queued), done.count()) == (1, 0)
    rounds = 0
    while queued:
        task, args = queued.pop()
        task.call(*args)
        rounds += 1
    assert done.count() == 4
    assert rounds > 3


def test_longer_session_lowers_nobody(session, participant):
    present(session, participant, minutes=50)
    session.live_minutes = 120
    session.save(update_fields=["live_minutes"])
    assert assess_many([participant.pk], session.activity)[participant.pk].is_complete


def test_unpublishing_or_moving_an_activity_lowers_nobody(session, participant):
    present(session, participant)
    activity = session.activity.specific
    activity.unpublish()
    activity.move(ModulePageFactory(parent=TrackPageFactory(parent=ProgrammePageFactory())), pos="last-child")
    activity.refresh_from_db()
    assert assess_many([participant.pk], activity)[participant.pk].is_complete


def test_track_is_complete_by_its_number_of_earned_activities(participant):
    programme = ProgrammePageFactory()
    CompletionRuleFactory(programme=programme, track_activities=2)
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    track = module.get_parent()
    sessions = [SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-3) for _ in range(3)]
    present(sessions[0], participant)
    declare_done(participant=participant, activity=sessions[1].activity, by=None)
    completion = Completion.objects.get(participant=participant, track=track.pk)
    assert (completion.percent, completion.is_complete) == (50, False)
    piece = present(sessions[2], participant)
    completion.refresh_from_db()
    assert completion.is_complete
    set_rule(programme=programme, values={"track_activities": 3}, by=None)
    WebinarPageFactory(parent=module)
    assess_many([participant.pk], sessions[0].activity)
    completion.refresh_from_db()
    assert completion.is_complete
    withdraw_evidence(evidence=piece, reason="wrong person", by=None)
    completion.refresh_from_db()
    assert not completion.is_complete


def test_activity_moved_out_of_a_track_still_counts_for_those_it_completed(participant):
    programme = ProgrammePageFactory()
    CompletionRuleFactory(programme=programme, track_activities=1)
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    session = SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-3)
    other = SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-3)
    track = module.get_parent().pk
    present(session, participant)
    session.activity.move(ModulePageFactory(parent=TrackPageFactory(parent=programme)), pos="last-child")
    piece = present(other, participant, minutes=1)
    withdraw_evidence(evidence=piece, reason="slip", by=None)
    assert Completion.objects.get(participant=participant, track=track).is_complete


def test_lesson_marked_done_counts_as_done_and_can_be_taken_back(participant):
    lesson = LessonPageFactory()
    assert declare_done(participant=participant, activity=lesson, by=None) == declare_done(
        participant=participant, activity=lesson, by=None
    )
    assert answer(participant, lesson).earned
    with translation.override("en"):
        undo_declaration(participant=participant, activity=lesson, by=None)
    assert not answer(participant, lesson).is_complete
    assert Evidence.objects.order_by("pk").last().reason == gettext("Undone by the participant")  # page in bokmål
    declare_done(participant=participant, activity=lesson, by=None)
    assert answer(participant, lesson).is_complete
    assert Evidence.objects.count() == 3


def test_declaring_is_refused_where_the_owner_forbids_it(session, participant):
    CompletionRule.objects.create(activity=session.activity, may_declare=False)
    with pytest.raises(Refused) as refused:
        declare_done(participant=participant, activity=session.activity, by=None)
    assert refused.value.refusal.code == "not_allowed"


@pytest.mark.parametrize(
    ("state", "code"),
    [({"days_ahead": 3}, "not_yet"), ({"days_ahead": -3, "cancelled_at": timezone.now()}, "cancelled")],
)
def test_declaring_is_refused_where_it_has_not_taken_place(participant, state, code):
    session = SessionFactory(**state)
    with pytest.raises(Refused) as refused:
        declare_done(participant=participant, activity=session.activity, by=None)
    assert refused.value.refusal.code == code
    assert not progress_at([session.activity], participant)[session.activity.pk].may_declare


def test_waiver_completes_and_is_taken_back_like_the_rest(session, participant):
    user = UserFactory()
    for _click in range(2):
        piece = waive(participant=participant, activity=session.activity, reason="held the talk", by=user)
    assert PageLogEntry.objects.filter(action="progress.waived").count() == 1
    assert answer(participant, session.activity).reason == "waived"
    withdraw_evidence(evidence=piece, reason="mistake", by=user)
    waive(participant=participant, activity=session.activity, reason="after all", by=user)
    assert answer(participant, session.activity).is_complete


def test_many_people_ask_as_many_queries_as_one(session, django_assert_num_queries):
    def add(count, key):
        pieces = [
            NewEvidence(
                participant=person,
                activity=session.activity,
                session=session,
                kind=EvidenceKind.PRESENT,
                source=Source.TEAMS,
                key=key,
                happened_at=timezone.now(),
                minutes=60,
            )
            for person in ParticipantFactory.create_batch(count)
        ]
        with django_assert_num_queries(23):
            add_all_evidence(pieces=pieces, by=None)

    add(1, "a")
    add(3, "b")


class OrderOfArrival(TestCase):
    """Evidence in any order, with repetitions, gives the same stored completion."""

    plan = st.lists(
        st.tuples(
            st.sampled_from(["teams", "list", "correction", "declared", "watched"]),
            st.integers(0, 70),
            st.integers(0, 50),
            st.integers(0, 1),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda step: step[2],
    )

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(plan, st.integers())
    def test_any_order_gives_the_same_completion(self, plan, seed):
        root = SessionFactory(activity=GatheringPageFactory(), days_ahead=-3, live_minutes=None)
        days = [DayFactory(parent=root, days_ahead=-3, order=order) for order in range(2)]
        one, two = ParticipantFactory(), ParticipantFactory()
        self.feed(one, days, plan)
        shuffled = plan + plan[:2]
        random.Random(seed).shuffle(shuffled)
        self.feed(two, days, shuffled)
        fields = ("progress", "reason", "completed_at", "earned", "minutes", "days")
        rows = [
            Completion.objects.filter(participant=person, activity=root.activity).values_list(*fields).get()
            for person in (one, two)
        ]
        assert rows[0] == rows[1]

    def feed(self, person, days, plan):
        for what, minutes, order, day in plan:
            fields = {"kind": EvidenceKind.PRESENT, "source": Source.TEAMS, "minutes": minutes, "session": days[day]}
            if what == "list":
                fields |= {"source": Source.LIST, "minutes": None}
            elif what == "correction":
                fields |= {"source": Source.CORRECTION, "reason": "seen"}
            elif what == "declared":
                fields = {"kind": EvidenceKind.DECLARED, "source": Source.PARTICIPANT}
            elif what == "watched":
                fields = {
                    "kind": EvidenceKind.WATCHED,
                    "source": Source.PLAYER,
                    "share": Decimal(minutes) / 100,
                }
            add_evidence(
                participant=person,
                activity=days[0].activity,
                key=f"{order}",
                happened_at=days[0].starts_at + dt.timedelta(minutes=order),
                by=None,
                **fields,
            )
