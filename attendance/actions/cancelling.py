"""Cancelling a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from attendance import emails
from attendance.actions.locking import lock_root
from attendance.models import Registration
from attendance.refusals import cancellation_refusal
from courses.models import Session
from courses.refusals import Refused
from progress.actions import reassess

if TYPE_CHECKING:
    from people.models import User


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
