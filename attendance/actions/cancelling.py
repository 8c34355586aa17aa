"""Cancelling a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from attendance import emails
from attendance.actions.seats import lock_root
from attendance.models import Attendance, Registration
from attendance.refusals import OVER
from courses.models import Phase, Session
from courses.refusals import Refusal, Refused
from progress.actions import reassess

if TYPE_CHECKING:
    from people.models import User

WAS_HELD = Refusal("was_held", _("Somebody is recorded as present, so it took place."))


def cancellation_refusal(session: Session) -> Refusal | None:
    """Why a session can no longer be cancelled. One query."""
    if session.phase() == Phase.AFTER:
        return OVER
    held = Attendance.objects.attended().filter(session__activity=session.activity_id)
    if session.parent_id is not None:
        held = held.filter(session=session)
    return WAS_HELD if held.exists() else None


@transaction.atomic
def cancel_session(*, session: Session, reason: str = "", by: User | None) -> Session:
    """Cancel a session with all below it, and notify all who are registered. Idempotent. Raises `Refused`.

    Registrations stay as they are, so that it remains known who was affected. A gathering may be completed by the days
    that are left.
    """
    lock_root(session)
    session.refresh_from_db()
    if session.is_cancelled:
        return session
    if refusal := cancellation_refusal(session):
        raise Refused(refusal)
    session.cancel(reason.strip())
    log(session, "attendance.session_cancelled", user=by, data={"reason": session.cancellation_reason})
    signed_up = Registration.objects.active().filter(session=session).order_by("pk").values_list("pk", flat=True)
    reassess(activities=[session.activity])
    emails.owe_cancellations(list(signed_up), str(session.cancelled_at))
    return session
