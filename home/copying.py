"""Copies a programme for the next year: all pages as drafts, all dates shifted, no participants."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.log_actions import log

from content.anchors import in_addresses
from courses.actions import grant_role
from courses.models import (
    ActivityPage,
    CompletionRule,
    Level,
    ProgrammePage,
    ProgrammeRole,
    ProgrammeTarget,
    Role,
    Session,
)
from courses.querysets import below
from courses.refusals import Refusal, Refused
from gatherings.models import Admission, AgendaItem, AgendaSpeaker, GatheringPage, Room

if TYPE_CHECKING:
    from people.models import User

KEPT_ROLES = (Role.COURSE_OWNER, Role.PARTNER_EDITOR, Role.COUNTY_STAFF, Role.ADMINISTRATOR)
"""The roles that are copied, that of an administrator only to those who still are. Door staff is appointed anew each
year."""
IS_THERE = Refusal("copy_is_there", _("There is a programme of that address already."))


def copy_refusal(programme: ProgrammePage, short_title: str) -> Refusal | None:
    """The reason why the programme cannot be copied under this name, or `None`."""
    siblings = programme.get_parent().get_children().filter(slug=slug_of(short_title))
    return IS_THERE if siblings.exists() else None


def slug_of(short_title: str) -> str:
    return in_addresses(short_title)[:200] or "programme"


@transaction.atomic
def copy_programme(*, programme: ProgrammePage, short_title: str, weeks: int, by: User) -> ProgrammePage:
    """Copy the programme and all pages below it as drafts, with dates `weeks` later, in one transaction.

    Whole weeks keep the weekday, and local time is kept across daylight saving time. Capacities, deadlines, rules,
    agendas and admission are copied. Registrations, attendance, cancellations, recordings and join links are not.
    Returns the copy.

    Raises `Refused` if there is a programme with the same address, so that a double click does not make two copies.
    """
    ProgrammePage.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    if refusal := copy_refusal(programme, short_title):
        raise Refused(refusal)
    later = dt.timedelta(weeks=weeks)
    copy = cast(
        "ProgrammePage",
        CopyPageAction(
            programme,
            to=programme.get_parent(),
            recursive=True,
            copy_revisions=False,
            keep_live=False,
            user=by,
            update_attrs={
                "slug": slug_of(short_title),
                "short_title": short_title,
                "period_from": programme.period_from + later,
                "period_to": programme.period_to + later,
            },
        ).execute(skip_permission_checks=True),
    )
    pages = _pairs(programme, copy)
    _copy_rules(programme, copy, pages)
    _copy_sessions(programme, pages, later)
    _relate(pages)
    _copy_rest(programme, copy, by)
    log(copy, "home.programme_copied", user=by, data={"from": programme.pk, "weeks": weeks})
    return copy


def _pairs(programme: ProgrammePage, copy: ProgrammePage) -> dict[int, int]:
    """The primary key of the copy of each activity. The two trees have the same order, so pages pair up."""
    old, new = (
        list(ActivityPage.objects.originals().filter(below(tree)).order_by("path").values_list("pk", flat=True))
        for tree in (programme, copy)
    )
    return dict(zip(old, new, strict=True))


def _copy_rules(programme: ProgrammePage, copy: ProgrammePage, pages: dict[int, int]) -> None:
    own = CompletionRule.objects.filter(activity__in=pages)
    for rule in [*own, *CompletionRule.objects.filter(programme=programme)]:
        rule.pk, rule._state.adding = None, True
        if rule.activity_id is None:
            rule.programme_id = copy.pk
        else:
            rule.activity_id = pages[rule.activity_id]
        rule.save()


def _copy_sessions(programme: ProgrammePage, pages: dict[int, int], later: dt.timedelta) -> None:
    made: dict[int, int] = {}
    for level in (Level.WHOLE, Level.DAY, Level.SESSION, Level.GROUP):
        for row in Session.objects.filter(activity__in=pages, level=level).order_by("pk"):
            old = row.pk
            made[old] = _moved(row, programme, pages, made, later).pk
    rooms = _rooms(pages)
    for admission in Admission.objects.filter(session__in=made):
        _again(admission, session_id=made[admission.session_id])
    items = {}
    for item in AgendaItem.objects.filter(session__in=made):
        old = item.pk
        items[old] = _again(item, session_id=made[item.session_id], room_id=rooms.get(item.room_id or 0)).pk
    for speaker in AgendaSpeaker.objects.filter(item__in=items):
        _again(speaker, item_id=items[speaker.item_id])


def _moved(
    row: Session, programme: ProgrammePage, pages: dict[int, int], made: dict[int, int], later: dt.timedelta
) -> Session:
    row.move(later, programme.zone)
    return _again(
        row,
        activity_id=pages[row.activity_id],
        parent_id=made[row.parent_id] if row.parent_id else None,
        join_url="",
        cancelled_at=None,
        cancellation_reason="",
        calendar_version=0,
        calendar_changed_at=timezone.now(),
    )


def _again(row: Any, **values: Any) -> Any:
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _rooms(pages: dict[int, int]) -> dict[int, int]:
    """The primary key of the copy of each room. Wagtail has copied rooms with their pages."""
    rooms: dict[int, int] = {}
    for old, new in pages.items():
        before, after = (Room.objects.filter(gathering=page).order_by("sort_order", "pk") for page in (old, new))
        rooms |= {one.pk: other.pk for one, other in zip(before, after, strict=True)}
    return rooms


def _copy_rest(programme: ProgrammePage, copy: ProgrammePage, by: User) -> None:
    for target in ProgrammeTarget.objects.filter(programme=programme):
        _again(target, programme_id=copy.pk)
    kept = ProgrammeRole.objects.filter(programme=programme, role__in=KEPT_ROLES)
    former = Q(role=Role.ADMINISTRATOR, user__is_superuser=False)
    for role in kept.exclude(former).select_related("user", "organisation"):
        grant_role(user=role.user, programme=copy, role=Role(role.role), organisation=role.organisation, by=by)
    for gathering in GatheringPage.objects.filter(below(copy)).exclude(recap=""):
        gathering.recap = ""
        gathering.save()
        gathering.save_revision(user=by)


def _relate(pages: dict[int, int]) -> None:
    """Set which activities complement each other among the copies as among the originals, without links to the
    originals."""
    before = {page.pk: page for page in ActivityPage.objects.filter(pk__in=pages).prefetch_related("complements")}
    for page in ActivityPage.objects.filter(pk__in=pages.values()):
        page.complements.clear()
    after = ActivityPage.objects.in_bulk(pages.values())
    for old, new in pages.items():
        after[new].complements.add(*(pages[one.pk] for one in before[old].complements.all() if one.pk in pages))
