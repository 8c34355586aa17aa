"""The board of a programme for its staff: the stage of each activity, and the next task for it.

The stages are those of the life cycle of an activity. The data comes from the apps that own it: times and seats from
`attendance`, the recording and its captions from `webinars`. The number of queries does not depend on the number of
activities.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from attendance.models import Registration
from attendance.refusals import clock_refusal
from content import dates
from courses.approvals import SENT, open_approvals
from courses.models import ActivityPage, Phase, ProgrammePage, Session
from courses.permissions import editable_activities, programmes_written_by
from courses.querysets import below
from gatherings.models import GatheringPage
from webinars.due import Due, held_webinars

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

STAGES = (
    ("planned", gettext_lazy("Planned"), gettext_lazy("Not published, without a date, or not open yet.")),
    ("open", gettext_lazy("Open for registration"), gettext_lazy("Anybody can sign up now.")),
    ("soon", gettext_lazy("Closed, not held"), gettext_lazy("Registration is over, and it is still to come.")),
    ("recording", gettext_lazy("Held, no recording"), gettext_lazy("Those who missed it are waiting.")),
    (
        "captions",
        gettext_lazy("Something is missing"),
        gettext_lazy("Captions, audio description, or what came of it."),
    ),
    ("done", gettext_lazy("Done"), gettext_lazy("Nothing is left to do.")),
)

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Card:
    """One activity on the board: its stage, facts, and the next task with a link to where it is done."""

    activity: ActivityPage
    stage: str
    when: str
    facts: tuple[str, ...]
    action: str
    url: str
    is_urgent: bool = False
    order: tuple[Any, ...] = ()


@dataclass(frozen=True)
class _State:
    """The stage of an activity, its next task, and facts about it; empty facts are left out."""

    stage: str
    action: str
    facts: Sequence[str]
    url: str = ""
    """Where the task is done, if not on the form of the page."""
    is_urgent: bool = False
    has_deadline: bool = False


@dataclass(frozen=True)
class Column:
    stage: str
    label: str
    explanation: str
    cards: list[Card]


class _Draft(NamedTuple):
    path: str
    pk: int
    title: str


@dataclass(frozen=True)
class _BoardData:
    """The data fetched once for all activities."""

    sessions: Mapping[int, Session]
    dues: Mapping[int, Due]
    taken: Mapping[int, int]
    recaps: Mapping[int, str]
    scheduled: Mapping[int, dt.datetime]
    drafts: Sequence[_Draft]
    """What is not published in the programme, itself included, in tree order: nothing below it is public."""
    may_publish_above: bool
    now: dt.datetime


def programmes_of(user: User | AnonymousUser) -> QuerySet[ProgrammePage]:
    """The programmes in which the user may edit something: current ones first, then by date, latest first."""
    today = timezone.localdate()
    runs = Case(When(period_from__lte=today, period_to__gte=today, then=0), default=1)
    return programmes_written_by(user, in_part=True).order_by(runs, "-period_from", "path")


def board(user: User | AnonymousUser, programme: ProgrammePage, now: dt.datetime | None = None) -> list[Column]:
    """The activities in a programme that the user may edit, by stage, the most urgent first. At most ten queries."""
    now = now or timezone.now()
    activities = editable_activities(user).filter(below(programme))
    rows = list(activities.select_related("content_type", "responsible").order_by("path"))
    drafts = _drafts(programme)
    roots = {row.activity_id: row for row in Session.objects.roots().filter(activity__in=rows)}
    data = _BoardData(
        sessions=roots,
        dues={due.webinar.pk: due for due in held_webinars(activities, now)},
        taken=Registration.objects.holding_seat().filter(session__in=roots.values()).by_session(),
        recaps=dict(GatheringPage.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "recap")),
        scheduled=_scheduled([row.pk for row in rows if not row.live and row.go_live_at]),
        drafts=drafts,
        may_publish_above=bool(drafts) and programme.permissions_for_user(user).can_publish(),
        now=now,
    )
    approvals = open_approvals()
    cards = [_card(row, data) for row in rows]
    if any(row.pk in approvals for row in rows):
        may_decide = programme.permissions_for_user(user).can_publish()
        cards = [_with_approval(card, approvals.get(card.activity.pk), may_decide=may_decide) for card in cards]
    return [
        Column(stage, str(label), str(text), sorted((one for one in cards if one.stage == stage), key=_urgent_first))
        for stage, label, text in STAGES
    ]


def _drafts(programme: ProgrammePage) -> list[_Draft]:
    pages = Page.objects.descendant_of(programme, inclusive=True).filter(live=False).order_by("path")
    return [
        _Draft(path, pk, programme.short_title if pk == programme.pk else title)
        for path, pk, title in pages.values_list("path", "pk", "title")
    ]


def _scheduled(drafts: list[int]) -> dict[int, dt.datetime]:
    """The times at which drafts are scheduled for publication, by page."""
    page = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.filter(base_content_type=page, object_id__in=[str(pk) for pk in drafts])
    found = revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", "approved_go_live_at")
    return {int(pk): moment for pk, moment in found} if drafts else {}


def _with_approval(card: Card, status: str | None, *, may_decide: bool) -> Card:
    """The card with the state of its approval, if there is one (`status`) in progress.

    If it is the user's turn, to decide or to make the changes asked for, that is its urgent next task.
    """
    if status is None:
        return card
    is_sent = status == SENT
    facts = (_("Sent for approval") if is_sent else _("Changes are asked for"), *card.facts)
    if is_sent != may_decide:
        return replace(card, facts=facts)
    action = _("Approve it or ask for changes") if is_sent else _("Make the changes and send it again")
    edit = reverse("wagtailadmin_pages:edit", args=[card.activity.pk])
    return replace(card, facts=facts, action=action, url=edit, is_urgent=True)


def _urgent_first(card: Card) -> tuple[Any, ...]:
    return (not card.is_urgent, *card.order)


def _card(activity: ActivityPage, data: _BoardData) -> Card:
    session = data.sessions.get(activity.pk)
    state = _state(activity, session, data)
    day = session.date if session and session.date else dt.date.max
    order = -day.toordinal() if state.stage == "done" else day.toordinal()
    return Card(
        activity,
        state.stage,
        when=dates.date_range(session.date, session.final_date) if session and session.date else "",
        facts=tuple(filter(None, state.facts)),
        action=state.action,
        url=state.url or reverse("wagtailadmin_pages:edit", args=[activity.pk]),
        is_urgent=state.is_urgent,
        order=(not state.has_deadline, order, activity.path),
    )


def _state(activity: ActivityPage, session: Session | None, data: _BoardData) -> _State:
    if session is not None and session.is_cancelled:
        return _State("done", "", [_("Cancelled")])
    above = next((one for one in data.drafts if activity.path.startswith(one.path)), None)
    if above is not None:
        return _draft(activity, above, data)
    if not activity.specific_class.has_sessions:
        return _State("done", "", [_("Can be done at any time")])
    if session is None or session.date is None:
        return _State("planned", _("Set the date"), [_("No date yet")], is_urgent=True)
    if session.phase(data.now) == Phase.AFTER:
        return _held(activity, data)
    return _to_come(activity, session, data)


def _draft(activity: ActivityPage, topmost: _Draft, data: _BoardData) -> _State:
    """The state of an activity that is not public: it, or a page that it stands below, is a draft."""
    if activity.live:
        action = _("Publish “%(title)s”") % {"title": topmost.title} if data.may_publish_above else ""
        url = reverse("wagtailadmin_pages:edit", args=[topmost.pk])
        return _State("planned", action, [_("Not public: it stands in a draft")], url=url, is_urgent=bool(action))
    goes_public = data.scheduled.get(activity.pk)
    if goes_public is None:
        return _State("planned", _("Finish and publish the page"), [_("Draft")])
    at = {"day": dates.day(goes_public), "time": dates.clock(goes_public)}
    return _State("planned", "", [_("Goes public %(day)s, %(time)s") % at])


def _to_come(activity: ActivityPage, session: Session, data: _BoardData) -> _State:
    seats = _seats(session, data.taken.get(session.pk, 0))
    refusal = clock_refusal(session, data.now)
    action = _needs(activity, session)
    if refusal is not None and session.registration_opens_at and data.now < session.registration_opens_at:
        opens = _("Opens %(day)s") % {"day": dates.day(session.registration_opens_at)}
        return _State("planned", action, [opens, seats])
    soon = bool(session.date and session.date - timezone.localdate(data.now) <= WEEK)
    return _State("open" if refusal is None else "soon", action, [seats], is_urgent=bool(action) and soon)


def _held(activity: ActivityPage, data: _BoardData) -> _State:
    due = data.dues.get(activity.pk)
    if due is None:
        if data.recaps.get(activity.pk) == "":
            return _State("captions", _("Write what came of it"), [_("Held")])
        return _State("done", "", [_("Held")])
    url = reverse("publish_recording", args=[activity.pk])
    if due.stage in ("no_video", "unpublished"):
        action = _("Add the recording") if due.stage == "no_video" else _("Publish the recording")
        return _State(
            "recording", action, [due.words, due.captions if due.lacking else ""], url=url, is_urgent=due.is_overdue
        )
    if due.lacking:
        urgent = due.is_overdue or due.is_soon
        return _State("captions", _("Add captions"), [due.captions], url=url, is_urgent=urgent, has_deadline=True)
    if not due.is_described:
        return _State("captions", _("Decide on audio description"), [due.words], url=url)
    return _State("done", "", [due.words], url=url)


def _needs(activity: ActivityPage, session: Session) -> str:
    """The task of adding what participants need and is missing, or an empty string."""
    if activity.specific_class.kind == "webinar" and not session.join_url:
        return _("Add the join link")
    if not session.starts_at:
        return _("Set the time")
    return ""


def _seats(session: Session, taken: int) -> str:
    if session.capacity is None:
        return _("%(taken)s registered") % {"taken": taken}
    if taken >= session.capacity:
        return _("Full: %(capacity)s seats") % {"capacity": session.capacity}
    return _("%(taken)s of %(capacity)s seats taken") % {"taken": taken, "capacity": session.capacity}
