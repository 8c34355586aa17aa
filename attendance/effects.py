"""What a change would mean for participants, in sentences that are shown before it is made. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from attendance.models import Registration
from courses.models import ActivityPage, CompletionRule, ProgrammePage, Session, TrackPage
from courses.models.rules import SHARES
from courses.querysets import below, within
from courses.rule_warnings import tracks_with_too_few
from courses.rules import Rule
from progress.models import Completion, Evidence

State = Registration.State
WHEN = ("date", "last_date", "starts_at", "ends_at")
WHERE = ("place", "join_url")


@dataclass(frozen=True)
class Involved:
    """How many people one or several activities concern."""

    seats: int = 0
    waiting: int = 0
    completed: int = 0
    under_way: int = 0
    """People with evidence who have not completed it."""

    @property
    def signed_up(self) -> int:
        """The number of people who are notified of changes."""
        return self.seats + self.waiting

    def __bool__(self) -> bool:
        return bool(self.signed_up or self.completed or self.under_way)


def involved_in(activities: Iterable[ActivityPage]) -> Involved:
    """Three queries, however many activities there are."""
    ids = [activity.pk for activity in activities]
    roots = Registration.objects.filter(session__activity__in=ids, session__parent=None).order_by()
    states = dict(roots.values_list("state").annotate(rows=Count("pk")))
    completed = Completion.objects.filter(activity__in=ids, completed_at__isnull=False)
    people = Evidence.objects.filter(activity__in=ids).order_by()
    known = people.values("participant", "activity").distinct().count()
    done = completed.count()
    return Involved(
        seats=states.get(State.REGISTERED, 0),
        waiting=states.get(State.WAITING, 0) + states.get(State.AWAITING_APPROVAL, 0),
        completed=done,
        under_way=max(0, known - done),
    )


def involved_below(pages: Iterable[Page]) -> Involved:
    """The same for all activities among these pages and their descendants."""
    there = within(page.path for page in pages)
    return involved_in(ActivityPage.objects.originals().filter(there))


def of_new_plan(people: Involved, now: Session, values: Mapping[str, Any]) -> list[str]:
    """The effects of other times, another place or another capacity on registered people."""
    changed = {name for name, value in values.items() if getattr(now, name) != value}
    sentences = []
    if people.signed_up and changed & {*WHEN, *WHERE}:
        sentences.append(f"{_what_changes(changed)} {told(people)}")
    if "capacity" in changed:
        sentences += _seats(people, values["capacity"])
    if people and changed & {"starts_at", "ends_at", "live_minutes"}:
        sentences += _judged_anew(people)
    return sentences


def of_new_rule(people: Involved) -> list[str]:
    """The effects of another rule on people with evidence."""
    return _judged_anew(people)


def of_new_default(programme: ProgrammePage, now: Rule, values: Mapping[str, Any]) -> list[str]:
    """The effects of another default rule on a programme. Activities with their own values are not affected."""
    before = asdict(now)
    after = Rule().overridden({**before, **values})
    changed = {name for name, value in before.items() if getattr(after, name) != value}
    tracks = _tracks(programme, after.track_activities) if "track_activities" in changed else []
    return tracks + (_followers(programme, changed) if changed & {*SHARES, "may_declare"} else [])


def _followers(programme: ProgrammePage, changed: set[str]) -> list[str]:
    """For activities without a value of their own in place of a changed one."""
    own = CompletionRule.objects.filter(activity=OuterRef("pk"), **{f"{name}__isnull": False for name in changed})
    activities = ActivityPage.objects.originals().in_programme(programme).exclude(Exists(own)).values("pk")
    complete = Completion.objects.filter(activity__in=activities, completed_at__isnull=False)
    unfinished = Evidence.objects.filter(activity__in=activities).exclude(
        Exists(complete.filter(participant=OuterRef("participant"), activity=OuterRef("activity")))
    )
    people = Involved(completed=_people(complete), under_way=_people(unfinished))
    if not people:
        return []
    text = ngettext(
        "It holds for %(count)s activity; whatever has a rule of its own keeps that.",
        "It holds for %(count)s activities; whatever has a rule of its own keeps that.",
        len(activities),
    )
    sentences = [text % {"count": len(activities)}]
    if people.completed:
        text = ngettext(
            "%(count)s person has completed one of them or more, and that stays.",
            "%(count)s people have completed one of them or more, and that stays.",
            people.completed,
        )
        sentences.append(text % {"count": people.completed})
    return sentences + _under_way(people)


def _tracks(programme: ProgrammePage, needed: int) -> list[str]:
    """For tracks: who has completed one, who would do so at once, and which could not be completed by anybody."""
    kept = at_once = 0
    for track in TrackPage.objects.filter(below(programme), original=None):
        complete = Completion.objects.filter(track=track, completed_at__isnull=False)
        earned = Completion.objects.filter(below(track, "activity__"), earned=True).order_by().values("participant")
        enough = earned.annotate(rows=Count("pk")).filter(rows__gte=needed)
        kept += complete.count()
        at_once += enough.exclude(participant__in=complete.values("participant")).count()
    sentences = [f"{warning.page}: {warning.text}" for warning in tracks_with_too_few(programme, needed)]
    if kept:
        text = ngettext(
            "%(count)s person has completed a track, and that stays.",
            "%(count)s people have completed a track, and that stays.",
            kept,
        )
        sentences.append(text % {"count": kept})
    if at_once:
        text = ngettext(
            "%(count)s person has enough for a track and completes it at once.",
            "%(count)s people have enough for a track and complete it at once.",
            at_once,
        )
        sentences.append(text % {"count": at_once})
    return sentences


def _people(rows: QuerySet[Any]) -> int:
    return rows.order_by().values("participant").distinct().count()


def of_unpublishing(people: Involved) -> list[str]:
    """What can no longer be read, and what remains."""
    if not people:
        return []
    sentences = []
    if people.signed_up:
        text = ngettext(
            "%(count)s person has signed up, and stays signed up, but no longer finds the page.",
            "%(count)s people have signed up, and stay signed up, but no longer find the page.",
            people.signed_up,
        )
        sentences.append(text % {"count": people.signed_up})
        sentences.append(
            _("Nobody is told by this. Where it will not take place, ask county staff to cancel it: all are told then.")
        )
    return sentences + _stays(people)


def told(people: Involved) -> str:
    """That registered people keep their registration and get an e-mail."""
    text = ngettext(
        "%(count)s person has signed up: the registration stays, and an e-mail says what is new.",
        "%(count)s people have signed up: the registrations stay, and all get an e-mail that says what is new.",
        people.signed_up,
    )
    return text % {"count": people.signed_up}


def _what_changes(changed: set[str]) -> str:
    if changed & set(WHEN) and changed & set(WHERE):
        return _("Time and place are changed.")
    return _("The time is changed.") if changed & set(WHEN) else _("The place or the join link is changed.")


def _seats(people: Involved, capacity: int | None) -> list[str]:
    if capacity is not None and capacity < people.seats:
        text = _("%(seats)s have a seat, which is more than %(capacity)s. All keep theirs; nobody new gets one.")
        return [text % {"seats": people.seats, "capacity": capacity}]
    free = people.waiting if capacity is None else min(people.waiting, capacity - people.seats)
    if free <= 0:
        return []
    text = ngettext(
        "%(count)s person on the waiting list gets a seat now, and an e-mail about it.",
        "Up to %(count)s people on the waiting list get a seat now, and an e-mail about it.",
        free,
    )
    return [text % {"count": free}]


def _judged_anew(people: Involved) -> list[str]:
    return _stays(people) + _under_way(people)


def _under_way(people: Involved) -> list[str]:
    if not people.under_way:
        return []
    text = ngettext(
        "%(count)s person is under way and is judged anew: who has done enough has completed it at once.",
        "%(count)s people are under way and are judged anew: those who have done enough have completed it at once.",
        people.under_way,
    )
    return [text % {"count": people.under_way}]


def _stays(people: Involved) -> list[str]:
    if not people.completed:
        return []
    text = ngettext(
        "%(count)s person has completed it, and that stays.",
        "%(count)s people have completed it, and that stays.",
        people.completed,
    )
    return [text % {"count": people.completed}]
