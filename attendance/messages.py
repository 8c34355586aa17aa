"""Builds the e-mails about seats: text and HTML, in the recipient's language, with a calendar file."""

from __future__ import annotations

from collections.abc import Sequence
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from attendance.calendar import Entry, Method, calendar_file, entries_of, given_back
from attendance.descriptions import Contact, DescribedRegistration, Sender, address_of, describe, sender_of, when_of
from attendance.links import manage_token
from attendance.models import Objection, Registration
from attendance.picking import module_offers
from attendance.records import records_of
from attendance.refusals import registration_refusal
from courses.models import Enrolment, ModulePage, Phase, Session
from people.models import Participant

State = Registration.State


def registration(
    participant: int, registrations: Sequence[int], modules: Sequence[int]
) -> EmailMultiAlternatives | None:
    """A new registration in one programme: seats, places on waiting lists, and modules without a future webinar."""
    person = reader_of(participant)
    with translation.override(person.language):
        enrolments = Enrolment.objects.active().filter(participant=person, module__in=modules)
        picked = list(ModulePage.objects.filter(pk__in=enrolments.values("module")).order_by("path"))
        rows = _roots(registrations)
        if (registrations or modules) and not (rows or picked):
            return None
        sender = sender_of([row.session.activity for row in rows] or picked)
        with timezone.override(sender.zone):
            described = describe(rows)
            seats = [one for one in described if one.standing.has_seat]
            context = {
                "described": described,
                "seats": seats,
                "waiting": [one for one in described if one.standing.is_waiting],
                "awaiting": [one for one in described if one.standing.is_awaiting_approval],
                "modules": [
                    {"title": offer.module.shown_title, "url": address_of(offer.module), "other": offer.other}
                    for offer in module_offers(picked)
                    if not offer.live
                ],
            }
            return _with_calendar(compose("registration", person, sender, context), seats, person)


def seat(registration: int) -> EmailMultiAlternatives | None:
    """A seat for somebody who was on the waiting list."""
    row = _registration(registration)
    holds = row.state == State.REGISTERED and row.session.phase() in (Phase.BEFORE, Phase.TODAY)
    return _about("seat", row) if holds else None


def decision(registration: int, had_seat: bool = False) -> EmailMultiAlternatives | None:
    """Staff's decision on a registration. If there was a seat before, a calendar file removes it."""
    row = _registration(registration)
    holds = row.state in (State.REGISTERED, State.WAITING, State.TURNED_DOWN) and not row.session.is_cancelled
    return _about("decision", row, is_gone=had_seat and row.state == State.TURNED_DOWN) if holds else None


def withdrawal(registration: int) -> EmailMultiAlternatives | None:
    """A registration has been withdrawn."""
    row = _registration(registration)
    return _about("withdrawal", row, is_gone=True) if row.state == State.CANCELLED else None


def cancellation(registration: int) -> EmailMultiAlternatives | None:
    """Something that the recipient was registered for is cancelled."""
    row = _registration(registration)
    return _about("cancellation", row, is_gone=True) if row.is_active and row.session.is_cancelled else None


def change(registration: int) -> EmailMultiAlternatives | None:
    """Something that the recipient is registered for has another time or place; with the updated calendar entry."""
    row = _registration(registration)
    return _about("change", row) if row.is_active and not row.session.is_cancelled else None


def refusal(participant: int, session: int) -> EmailMultiAlternatives:
    """Why somebody could not be registered."""
    person = reader_of(participant)
    root = Session.objects.select_related("activity__content_type").get(pk=session)
    with translation.override(person.language):
        sender = sender_of([root.activity])
        with timezone.override(sender.zone):
            context = {
                "title": root.activity.shown_title,
                "when": when_of(root),
                "url": address_of(root.activity),
                "refusal": registration_refusal(root, person),
            }
            return compose("refusal", person, sender, context)


def answer(objection: int) -> EmailMultiAlternatives:
    """Staff's answer to an objection, and what is recorded now."""
    row = Objection.objects.select_related("session__activity__content_type").get(pk=objection)
    person = reader_of(row.participant_id)
    with translation.override(person.language):
        sender = sender_of([row.session.activity])
        with timezone.override(sender.zone):
            records = (one for one in records_of(person) if one.session.pk == row.session_id)
            context = {
                "objection": row,
                "title": row.session.activity.shown_title,
                "when": when_of(row.session),
                "record": next(records, None),
                "url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('my_records')}",
            }
            return compose("answer", person, sender, context)


def _registration(pk: int) -> Registration:
    return Registration.objects.select_related("session__activity__content_type").get(pk=pk)


def _about(name: str, row: Registration, *, is_gone: bool = False) -> EmailMultiAlternatives:
    person = reader_of(row.participant_id)
    with translation.override(person.language):
        sender = sender_of([row.session.activity])
        with timezone.override(sender.zone):
            [one] = describe([row])
            message = compose(name, person, sender, {"one": one})
            if is_gone or one.standing.has_seat:
                _with_calendar(message, [one], person, is_gone=is_gone)
            return message


def _roots(registrations: Sequence[int]) -> list[Registration]:
    """Those that have not been withdrawn or cancelled since."""
    rows = Registration.objects.active().filter(pk__in=registrations, session__in=Session.objects.not_cancelled())
    rows = rows.select_related("session__activity__content_type")
    return list(rows.order_by("session__date", "session__starts_at", "pk"))


def reader_of(pk: int) -> Participant:
    return Participant.objects.select_related("user", "organisation").get(pk=pk)


def compose(name: str, person: Participant, sender: Sender, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The e-mail from the templates `emails/<name>…`, to one person, in the active language."""
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "participant": person,
        "organiser": sender.organiser,
        "site_name": sender.name,
        "look": sender.look,
        "language": translation.get_language(),
        "manage_url": f"{base}{reverse('manage', args=[manage_token(person)])}" if person.email else "",
        "my_page_url": f"{base}{reverse('my_page')}",
        **context,
    }
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    address = _address_of(person)
    message = EmailMultiAlternatives(
        subject,
        _tidy(render_to_string(f"emails/{name}.txt", context)),
        to=[address] if address else [],
        reply_to=[sender.organiser.email],
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _tidy(text: str) -> str:
    """Remove the empty lines that template tags leave: at most one in a row, and none at either end."""
    lines: list[str] = []
    for line in map(str.rstrip, text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _address_of(person: Participant) -> str:
    return person.email or (person.user.email if person.user else "")


def _with_calendar(
    message: EmailMultiAlternatives,
    described: Sequence[DescribedRegistration],
    person: Participant,
    *,
    is_gone: bool = False,
) -> EmailMultiAlternatives:
    """Attach the calendar entries as they are now, and withdraw those that are gone (`is_gone`: all of them).

    These are separate files, as a file has one METHOD, and a cancelled entry in an invitation would stay in calendars.
    """
    entries = entries_of(described, all_days=is_gone)
    stays = [entry for entry in entries if not is_gone and not entry.is_cancelled]
    goes = [entry for entry in entries if entry not in stays]
    files: list[tuple[Method, list[Entry], str]] = [
        ("REQUEST", stays, "loft.ics"),
        ("CANCEL", goes if is_gone else goes + given_back(described), "loft-cancelled.ics"),
    ]
    invited = Contact(person.name, _address_of(person))
    for method, some, name in files:
        if some and invited.email:
            part = MIMEText(calendar_file(some, method, invited=invited), "calendar", "utf-8")
            part.set_param("method", method)
            part.add_header("Content-Disposition", "attachment", filename=name)
            message.attach(part)
    return message
