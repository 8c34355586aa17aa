from __future__ import annotations

from typing import TYPE_CHECKING

from courses.permissions import user_can_edit
from people.permissions import participant_of
from webinars.models import Recording

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def user_can_watch(user: User | AnonymousUser, recording: Recording) -> bool:
    """Those it is open to (`RecordingQuerySet.open_to`), and those who may edit it, also before it is published."""
    if is_out(recording) and (not recording.is_restricted or _is_open_to(user, recording)):
        return True
    return user_can_edit(user, recording.webinar)


def is_out(recording: Recording) -> bool:
    """Whether it has been published by now."""
    return recording.webinar.live and recording.is_published()


def _is_open_to(user: User | AnonymousUser, recording: Recording) -> bool:
    participant = participant_of(user)
    return participant is not None and Recording.objects.open_to(participant).filter(pk=recording.pk).exists()
