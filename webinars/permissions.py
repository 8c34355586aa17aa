from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attendance.models import Registration
from people.permissions import participant_of
from webinars.models import Recording

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def user_can_watch(user: User | AnonymousUser, recording: Recording, now: dt.datetime | None = None) -> bool:
    """A published recording is for everybody, without an account; a restricted one for those registered then."""
    if not recording.webinar.live or not recording.is_published(now):
        return False
    if not recording.is_restricted:
        return True
    participant = participant_of(user)
    return participant is not None and (
        Registration.objects.active()
        .filter(participant=participant, session__activity=recording.webinar_id, session__parent=None)
        .exists()
    )
