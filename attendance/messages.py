"""The texts of the e-mails about seats."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from attendance.models import Registration
from courses.models import ModulePage
from people.models import Participant


def registration(participant: int, registrations: Sequence[int], modules: Sequence[int]) -> EmailMultiAlternatives:
    """What somebody just signed up for, in their language."""
    person = Participant.objects.get(pk=participant)
    rows = list(Registration.objects.filter(pk__in=registrations).select_related("session__activity"))
    picked = list(ModulePage.objects.filter(pk__in=modules))
    return _message("registration", person, {"registrations": rows, "modules": picked})


def decision(pk: int) -> EmailMultiAlternatives:
    """Staff's answer to a registration."""
    row = Registration.objects.select_related("session__activity", "participant").get(pk=pk)
    return _message("decision", row.participant, {"registration": row})


def _message(name: str, person: Participant, context: dict) -> EmailMultiAlternatives:
    with translation.override(person.language):
        context = {"participant": person, **context}
        subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
        body = render_to_string(f"emails/{name}.txt", context)
    return EmailMultiAlternatives(subject, body, to=[person.email] if person.email else [])
