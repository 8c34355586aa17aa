"""Setting the time, place and capacity of an activity, from the form of its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from attendance import emails, presence_tasks
from attendance.actions.seats import give_free_seats
from attendance.effects import WHEN, WHERE
from attendance.models import Registration
from courses.models import ActivityPage, Session
from progress.actions import reassess

if TYPE_CHECKING:
    from people.models import User

MEASURED = {"starts_at", "ends_at", "live_minutes"}


@transaction.atomic
def plan_activity(
    *, activity: ActivityPage, values: Mapping[str, Any], by: User | None, is_tree_changed: bool = False
) -> Session:
    """Set the root session of an activity, created if needed. Setting the same values changes nothing.

    Registrations stay. Registered people are notified of another time or place, additional seats are given to the
    waiting list, and everybody's minutes are counted by the new times, which undoes no completion. `is_tree_changed`
    tells that days or sessions below have changed.
    """
    root, created = Session.objects.select_for_update(of=("self",)).get_or_create(
        activity_id=activity.pk, parent=None, defaults=dict(values)
    )
    changed = set() if created else {name for name, value in values.items() if getattr(root, name) != value}
    if not created and not changed and not is_tree_changed:
        return root
    for name in changed:
        setattr(root, name, values[name])
    if changed:
        root.save(update_fields=sorted(changed))
    log(activity, "attendance.planned", user=by, data={"fields": sorted(changed)})
    if (changed & {*WHEN, *WHERE} or is_tree_changed) and not created:
        tell_of_change(root)
    if "capacity" in changed or is_tree_changed:
        give_free_seats(session=root, by=by)
    if changed & MEASURED or is_tree_changed:
        count_again(activity)
    return root


def count_again(activity: ActivityPage) -> None:
    """Have the task worker count attendance by the times of the activity as they are now, and assess it."""
    presence_tasks.store_attendance_anew.enqueue(activity.pk)
    reassess(activities=[activity])


def tell_of_change(root: Session) -> None:
    """An e-mail with the new time and place to all who are registered for something that is not over."""
    if root.is_cancelled or not Session.objects.upcoming().filter(pk=root.pk).exists():
        return
    signed_up = Registration.objects.active().filter(session=root).order_by("pk").values_list("pk", flat=True)
    moment = timezone.now().isoformat()
    emails.owe_changes(list(signed_up), moment)
