"""What picking a module offers: the webinars that it registers for now, and its other activities."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.models import Registration
from attendance.refusals import registration_refusals
from content import dates
from courses.models import ActivityPage, ModulePage, Phase, Session
from courses.querysets import below
from courses.refusals import Refusal
from people.models import Participant


@dataclass
class ModuleOffer:
    """A module with what it offers to somebody who picks it."""

    module: ModulePage
    live: list[Session] = field(default_factory=list)
    """Future webinars that picking registers for, in line where `is_full`."""
    other: list[str] = field(default_factory=list)
    """Recordings, lessons and the like, in a few words each."""


def module_offers(modules: Iterable[ModulePage], participant: Participant | None = None) -> list[ModuleOffer]:
    """In the order of `modules`, in a fixed number of queries."""
    modules = list(modules)
    offers = {module.path: ModuleOffer(module) for module in modules}
    now = timezone.now()
    if not modules:
        return []
    activities = _activities_in(modules)
    roots = {
        root.activity_id: root
        for root in Session.objects.roots()
        .filter(activity__in=activities)
        .select_related("activity__content_type")
        .annotate(is_full=Q(capacity__lte=Registration.objects.holding_seat().number_at()))
        .order_by("date", "starts_at", "pk")
    }
    live = [root for root in roots.values() if _is_joined(root, now)]
    refusals = registration_refusals(live, participant, now)
    words = _words(activities)
    for root in live:
        if refusals[root.pk] is None:
            offers[_module_path(root.activity)].live.append(root)
    for activity in activities:
        root = roots.get(activity.pk)
        if root is not None and _is_joined(root, now) and refusals[root.pk] is None:
            continue
        if text := words.get(activity.pk) or _fallback(activity, root, refusals, now):
            offers[_module_path(activity)].other.append(text)
    return list(offers.values())


def _is_joined(root: Session, now: dt.datetime) -> bool:
    return root.activity.specific_class.joined_by_picking and root.phase(now) in (Phase.BEFORE, Phase.TODAY)


def _activities_in(modules: list[ModulePage]) -> list[ActivityPage]:
    where = below(modules[0])
    for module in modules[1:]:
        where |= below(module)
    return list(ActivityPage.objects.live().originals().filter(where).select_related("content_type").order_by("path"))


def _module_path(activity: ActivityPage) -> str:
    return activity.path[: -ActivityPage.steplen]


def _words(activities: list[ActivityPage]) -> dict[int, str]:
    by_kind: dict[type[ActivityPage], list[ActivityPage]] = defaultdict(list)
    for activity in activities:
        by_kind[activity.specific_class].append(activity)
    words: dict[int, str] = {}
    for kind, own in by_kind.items():
        words |= kind.offers(own)
    return words


def _fallback(
    activity: ActivityPage, root: Session | None, refusals: Mapping[int, Refusal | None], now: dt.datetime
) -> str:
    """What to say about an activity that offers nothing now."""
    kind = activity.specific_class
    if root is None:
        return ""
    if root.is_cancelled:
        return _("%(kind)s, cancelled") % {"kind": kind.kind_label}
    if root.phase(now) == Phase.AFTER:
        return _("The recording is on its way") if kind.joined_by_picking else ""
    if root.date is None:
        return ""
    label = {"kind": kind.kind_label, "day": dates.date_range(root.date, root.final_date, year=False)}
    if kind.joined_by_picking:
        return "{kind} {day}. {refusal}".format(**label, refusal=refusals[root.pk])
    return _("%(kind)s %(day)s, which you register for by itself") % label
