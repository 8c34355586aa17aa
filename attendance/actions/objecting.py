"""A participant's objection to a record of attendance, and the answer of staff."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from attendance import emails
from attendance.actions.by_hand import ByHand, RowsRefused, lock_session, set_presence, sheet_refusal
from attendance.models import Attendance, Objection, Registration
from courses.models import Session
from courses.refusals import Refusal, Refused
from people.models import Participant

if TYPE_CHECKING:
    from people.models import User

NOT_YOURS = Refusal("not_yours", _("Nothing is recorded about you here, and you were not registered."))
NO_WORDS = Refusal("no_words", _("Write one sentence about what is wrong."))
NO_ANSWER = Refusal("no_answer", _("Write an answer. The participant reads it."))


def objection_refusal(session: Session, participant: Participant, now: dt.datetime | None = None) -> Refusal | None:
    """Why a participant cannot object to the record of a session."""
    here = {"session": session, "participant": participant}
    if not Registration.objects.filter(**here).exists() and not Attendance.objects.filter(**here).exists():
        return NOT_YOURS
    return sheet_refusal(session, now)


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
