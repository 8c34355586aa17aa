"""Calling a session off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance import emails
from attendance.actions.seats import lock_root
from attendance.models import Registration
from courses.models import Session

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def cancel_session(*, session: Session, reason: str = "", by: User | None) -> Session:
    """Cancels a session with everything in it, and tells all who had signed up for it. Twice is once.

    Registrations stay as they are, so that it is known whom it was for.
    """
    lock_root(session)
    session.refresh_from_db()
    if session.is_cancelled:
        return session
    session.cancelled_at, session.cancellation_reason = timezone.now(), reason.strip()
    session.save(update_fields=["cancelled_at", "cancellation_reason"])
    signed_up = Registration.objects.active().filter(session=session).order_by("pk").values_list("pk", flat=True)
    moment = session.cancelled_at.isoformat()
    transaction.on_commit(partial(emails.send_cancellations, list(signed_up), moment))
    return session
