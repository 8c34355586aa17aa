"""Why somebody may not register for a gathering."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from attendance.models import Registration
from courses.models import Session
from courses.refusals import Refusal
from gatherings.models import Admission
from people.models import Participant

NOT_AUDIENCE = Refusal("not_audience", _("This gathering is for other kinds of organisation than yours."))
UNKNOWN_AUDIENCE = Refusal("unknown_audience", _("Sign in first: this gathering is for certain kinds of organisation."))
ORGANISATION_FULL = Refusal("organisation_full", _("Your organisation has used all its seats."))


def refusals(sessions: Iterable[Session], participant: Participant | None) -> dict[int, Refusal]:
    """By root session: the person is not in the audience, or the organisation's seats are taken."""
    answer: dict[int, Refusal] = {}
    admissions = _admissions(list(sessions))
    organisation = participant.organisation if participant else None
    for admission in admissions:
        if admission.audience and participant is None:
            answer[admission.session_id] = UNKNOWN_AUDIENCE
        elif admission.audience and (organisation is None or organisation.type not in admission.audience):
            answer[admission.session_id] = NOT_AUDIENCE
    limited = {row.session_id: row.max_per_organisation for row in admissions if row.max_per_organisation}
    if participant is not None and organisation is not None and limited:
        taken = (
            Registration.objects.active()
            .filter(session__in=limited, organisation=organisation)
            .exclude(participant=participant)
            .by_session()
        )
        for session_id, most in limited.items():
            if taken.get(session_id, 0) >= most:
                answer.setdefault(session_id, ORGANISATION_FULL)
    return answer


def _admissions(sessions: list[Session]) -> list[Admission]:
    """The admission rules of these sessions. One query, or none if they are joined."""
    if all(Session.admission.is_cached(session) for session in sessions):
        return [session.admission for session in sessions if hasattr(session, "admission")]
    return list(Admission.objects.filter(session__in=sessions))
