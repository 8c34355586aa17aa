"""A participant's objection to a record of attendance, and the answer of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from attendance import emails
from attendance.actions.by_hand import ByHand, RowsRefused, set_presence
from attendance.actions.locking import lock_session
from attendance.models import Objection
from attendance.refusals import NO_ANSWER, NO_WORDS, objection_refusal
from courses.models import Session
from courses.refusals import Refused
from people.models import Participant

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def object_to(*, session: Session, participant: Participant, text: str, by: User | None) -> Objection:
    """Send one sentence to staff («I was there»). Until it is answered there is only one. Raises `Refused`."""
    session = lock_session(session)
    if refusal := objection_refusal(session, participant):
        raise Refused(refusal)
    if not text.strip():
        raise Refused(NO_WORDS)
    # Before it is answered, a second objection replaces the first.
    objection, _created = Objection.objects.update_or_create(
        session=session, participant=participant, answered_at=None, defaults={"text": text.strip()}
    )
    return objection


@transaction.atomic
def answer_objection(
    *, objection: Objection, answer: str, present: bool = False, minutes: int | None = None, by: User
) -> Objection:
    """Answer an objection. If the participant is right, presence is set with the answer as its reason. Idempotent."""
    lock_session(objection.session)
    objection = Objection.objects.select_related("session__activity", "participant").get(pk=objection.pk)
    if objection.answered_at:
        return objection
    if not answer.strip():
        raise Refused(NO_ANSWER)
    if present:
        row = ByHand(participant=objection.participant, present=True, minutes=minutes, reason=answer)
        try:
            set_presence(session=objection.session, rows=[row], by=by)
        except RowsRefused as refused:
            raise Refused(refused.refusals[objection.participant_id]) from refused
    objection.answer, objection.answered_at, objection.answered_by = answer.strip(), timezone.now(), by
    objection.save(update_fields=["answer", "answered_at", "answered_by"])
    emails.owe_answer(objection.pk)
    log(objection.session, "attendance.objection_answered", user=by, data={"objection": objection.pk, "set": present})
    return objection
