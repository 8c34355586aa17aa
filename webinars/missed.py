"""Notifies those who were registered and did not attend that there is a recording: one e-mail each, once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from attendance.emails import key_of, owe_all
from attendance.models import Attendance, Registration
from courses.models import Session
from webinars.models import Recording

KIND = "recording"
BEHIND = -10
"""A priority below that of e-mails that somebody waits for."""


def missed(recording: Recording) -> list[int]:
    """Participants with a seat at the webinar and no recorded presence, who have an address."""
    present = Attendance.objects.attended().filter(session=OuterRef("session"), participant=OuterRef("participant"))
    seats = Registration.objects.holding_seat().filter(
        ~Exists(present), session__in=Session.objects.roots().filter(activity=recording.webinar_id)
    )
    reachable = seats.exclude(Q(participant__email=None) | Q(participant__email=""), participant__user=None)
    return list(reachable.order_by("participant_id").values_list("participant_id", flat=True))


def key(recording: int, participant: int) -> str:
    """The key of the e-mail: once for each recording and participant, however often it is published."""
    return key_of("recording ready", recording, participant)


@transaction.atomic
def tell(recording: int) -> None:
    """Once the recording is public, owe each of them the e-mail. Later registrations are not included."""
    row = Recording.objects.to_be_told().select_for_update(of=("self",)).filter(pk=recording).first()
    if row is None:
        return
    owe_all(KIND, {key(row.pk, participant): [row.pk, participant] for participant in missed(row)})
    row.is_to_be_told = False
    row.save(update_fields=["is_to_be_told"])
