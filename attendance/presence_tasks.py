"""The background task that stores attendance anew after the times of an activity have changed."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from attendance.actions.locking import lock_root
from attendance.actions.presence import store_attendance
from attendance.models import Attendance
from courses.models import Session

BATCH = 200
"""The number of participants in a transaction, which holds the lock on the activity."""


@task()
def store_attendance_anew(activity: int) -> None:
    """Store what the evidence says of everybody with a record at the activity: their minutes lie within its times."""
    sessions = Session.objects.filter(activity=activity, attendances__isnull=False).distinct()
    for session in sessions.select_related("activity"):
        after = 0
        while people := _participants(session, after):
            after = people[-1]
            with transaction.atomic():
                lock_root(session)
                store_attendance(session=session, participants=people)


def _participants(session: Session, after: int) -> list[int]:
    rows = Attendance.objects.filter(session=session, participant__gt=after).order_by("participant")
    return list(rows.values_list("participant", flat=True)[:BATCH])
