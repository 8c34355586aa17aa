"""Registering for a gathering with answers to its questions, and planning its days and admission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from attendance.actions import Typed, plan_activity, register, register_by_address
from attendance.models import Registration
from courses.models import Level, Session
from courses.protection import session_refusal
from courses.refusals import Refused
from gatherings.models import Admission, AgendaItem, AgendaSpeaker, Answers, GatheringPage

if TYPE_CHECKING:
    from people.models import Participant, User

KEPT = dt.timedelta(days=30)
"""How long after the last day answers about diet and access needs are kept."""


@transaction.atomic
def register_for_gathering(
    *,
    session: Session,
    participant: Participant,
    by: User | None,
    days: Sequence[Session] | None,
    choices: Sequence[Session],
    answers: Mapping[str, Any],
    details: Mapping[str, Any],
    key: str,
) -> Registration:
    """Register a participant, as `register` does, and store their answers. Raises `Refused`."""
    registration = register(
        session=session, participant=participant, by=by, days=days, choices=choices, details=details, key=key
    )
    keep_answers(registration=registration, by=by, **answers)
    return registration


@transaction.atomic
def register_for_gathering_by_address(
    *,
    session: Session,
    typed: Typed,
    days: Sequence[Session] | None,
    choices: Sequence[Session],
    answers: Mapping[str, Any],
    key: str,
) -> Registration | None:
    """Register an address, as `register_by_address` does, and store the answers with a new registration."""
    registration = register_by_address(session=session, typed=typed, days=days, choices=choices, key=key)
    if registration is not None:
        keep_answers(registration=registration, by=None, **answers)
    return registration


@transaction.atomic
def keep_answers(
    *,
    registration: Registration,
    dietary_needs: str = "",
    access_needs: str = "",
    overnight: bool = False,
    by: User | None,
) -> Answers:
    """Store the answers in place of earlier ones."""
    values = {"dietary_needs": dietary_needs.strip(), "access_needs": access_needs.strip(), "overnight": overnight}
    answers, _ = Answers.objects.update_or_create(registration=registration, defaults=values)
    return answers


def purge_answers() -> None:
    """Delete answers about gatherings that ended more than 30 days ago."""
    last = timezone.localdate() - KEPT
    old = Answers.objects.annotate(ended=Coalesce("registration__session__last_date", "registration__session__date"))
    old.filter(ended__lt=last).delete()


@dataclass
class Planned:
    """A day or one of its sessions as planned. `row` is the existing one, whose other fields do not change."""

    row: Session | None
    values: dict[str, Any]
    item: dict[str, Any] = field(default_factory=dict)
    """The agenda item of a session."""
    speakers: list[tuple[str, int | None]] = field(default_factory=list)
    """Role, and organisation if there is one."""
    below: list[Planned] = field(default_factory=list)


@transaction.atomic
def plan_gathering(
    *,
    gathering: GatheringPage,
    values: Mapping[str, Any],
    days: Sequence[Planned],
    removed: Iterable[Session] = (),
    admission: Mapping[str, Any],
    by: User | None,
) -> Session:
    """Set the root session of a gathering, its days with their sessions, and who may come: all or nothing.

    Raises `Refused` if people are registered for what is removed. Setting the same values changes nothing.
    """
    root, _created = Session.objects.select_for_update(of=("self",)).get_or_create(
        activity_id=gathering.pk, parent=None, defaults=dict(values)
    )
    changed = False
    for row in removed:
        if refusal := session_refusal(row):
            raise Refused(refusal)
        row.delete()
        changed = True
    for number, day in enumerate(days):
        row, differs = _bring(day, root, Level.DAY, number)
        changed |= differs
        for place, entry in enumerate(day.below):
            session, differs = _bring(entry, row, Level.SESSION, place)
            changed |= differs
            _bring_item(session, entry)
    Admission.objects.update_or_create(session=root, defaults=dict(admission))
    return plan_activity(activity=gathering, values=values, by=by, is_tree_changed=changed)


def is_news(planned: Planned) -> bool:
    """Whether participants must be notified: it is new, or at another time."""
    moments = ("date", "starts_at", "ends_at")
    return planned.row is None or any(getattr(planned.row, name) != planned.values[name] for name in moments)


def _bring(planned: Planned, parent: Session, level: Level, order: int) -> tuple[Session, bool]:
    """Create or update the row; returns it, and whether participants must be notified."""
    news = is_news(planned)
    row = planned.row or Session(activity_id=parent.activity_id, parent=parent, level=level)
    changed = {name for name, value in planned.values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, planned.values[name])
    if row.pk is None or changed or (row.order, row.parent_id) != (order, parent.pk):
        row.order, row.parent = order, parent
        row.save()
    return row, news


def _bring_item(session: Session, planned: Planned) -> None:
    item, _created = AgendaItem.objects.update_or_create(session=session, defaults=planned.item)
    if [(one.role, one.organisation_id) for one in item.speakers.all()] == planned.speakers:
        return
    item.speakers.all().delete()
    AgendaSpeaker.objects.bulk_create(
        AgendaSpeaker(item=item, order=order, role=role, organisation_id=organisation)
        for order, (role, organisation) in enumerate(planned.speakers)
    )
