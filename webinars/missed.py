"""Telling those who were registered and did not come that there is a recording: one e-mail each, once for all."""

from __future__ import annotations

import enum
import time
from functools import partial
from itertools import islice

import structlog
from django.db.models import Exists, OuterRef, Q

from attendance.emails import key_of
from attendance.models import Attendance, Registration, SentMail
from attendance.tasks import send_once
from courses.models import Session
from webinars.messages import recording_ready
from webinars.models import Recording

logger = structlog.get_logger(__name__)

A_WHILE = 20.0
"""Seconds after which other tasks get their turn."""
FAILURES = 3
"""So many in a row say that it is the mail server and not the address."""


class Told(enum.Enum):
    ALL = "all"
    NOT_YET = "not yet"
    """There are more; go on at once."""
    NOT_SENT = "not sent"
    """Some could not be sent, or another worker is at them; try again later."""


def missed(recording: Recording) -> list[int]:
    """The participants who have a seat at the webinar and are not recorded as present, and can be written to."""
    present = Attendance.objects.attended().filter(session=OuterRef("session"), participant=OuterRef("participant"))
    seats = Registration.objects.holding_seat().filter(
        ~Exists(present), session__in=Session.objects.roots().filter(activity=recording.webinar_id)
    )
    reachable = seats.exclude(Q(participant__email=None) | Q(participant__email=""), participant__user=None)
    return list(reachable.order_by("participant_id").values_list("participant_id", flat=True))


def key(recording: int, participant: int) -> str:
    """One e-mail for each recording and participant, however often it is published."""
    return key_of("recording ready", recording, participant)


def tell(recording: int, *, seconds: float = A_WHILE) -> Told:
    """Sends what is not sent yet, for a while. Does nothing, and stops, where the recording is not public."""
    row = _public(recording)
    if row is None:
        return Told.ALL
    until, sent, failed = time.monotonic() + seconds, 0, 0
    left = _not_sent(recording, missed(row))
    for number, participant in enumerate(left):
        if sent and time.monotonic() >= until:
            return Told.NOT_YET
        if number and _public(recording) is None:
            return Told.ALL
        try:
            sent += send_once(key(recording, participant), partial(recording_ready, recording, participant))
            failed = 0
        except Exception:
            # One address that is refused must not keep the e-mail from all others.
            logger.exception("recording_email_failed", recording=recording)
            failed += 1
            if failed == FAILURES:
                break
    return Told.ALL if sent == len(left) else Told.NOT_SENT


def _public(recording: int) -> Recording | None:
    return Recording.objects.published().with_video().filter(pk=recording, webinar__live=True).first()


def _not_sent(recording: int, participants: list[int]) -> list[int]:
    sent: set[str] = set()
    keys = {participant: key(recording, participant) for participant in participants}
    rest = iter(keys.values())
    while some := list(islice(rest, 500)):
        sent |= set(SentMail.objects.filter(key__in=some, sent_at__isnull=False).values_list("key", flat=True))
    return [participant for participant in participants if keys[participant] not in sent]
