"""Why a participant may not mark an activity as done. Used by the button, the action and the message."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from courses.models import Phase, Session
from courses.refusals import Refusal
from courses.rules import Requirement

NOT_ALLOWED = Refusal("not_allowed", _("The course owner does not let this activity be marked as done."))
CANCELLED = Refusal("cancelled", _("This has been cancelled."))
NOT_YET = Refusal("not_yet", _("This has not taken place yet."))


def declaration_refusal(
    requirement: Requirement, root: Session | None, now: dt.datetime | None = None
) -> Refusal | None:
    """The answer for an activity with this requirement and root session, or without a session."""
    if not requirement.may_declare:
        return NOT_ALLOWED
    if root is None:
        return None
    return {Phase.CANCELLED: CANCELLED, Phase.BEFORE: NOT_YET}.get(root.phase(now))
