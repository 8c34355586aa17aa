from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attendance.models import Registration
from courses.permissions import user_can_edit
from people.permissions import participant_of
from webinars.models import Recording

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def user_can_watch(user: User | AnonymousUser, recording: Recording, now: dt.datetime | None = None) -> bool:
    """A published recording is for everybody, without an account; a restricted one for those who had a seat.

    Those who may edit it can always watch it.
    """
    if is_out(recording, now) and (not recording.is_restricted or _had_a_seat(user, recording)):
        return True
    return user_can_edit(user, recording.webinar)


def is_out(recording: Recording, now: dt.datetime | None = None) -> bool:
    """Whether it has been published by now."""
    return recording.webinar.live and recording.is_published(now)


def _had_a_seat(user: User | AnonymousUser, recording: Recording) -> bool:
    participant = participant_of(user)
    return participant is not None and (
        Registration.objects.holding_seat()
        .filter(participant=participant, session__activity=recording.webinar_id, session__parent=None)
        .exists()
    )
