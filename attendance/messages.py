"""What the e-mails about seats say: text and HTML, in the person's language, with a calendar file."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email.mime.text import MIMEText
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page

from attendance.calendar import Entry, Method, Organiser, calendar_file
from attendance.links import manage_token
from attendance.models import Registration
from attendance.picking import module_offers
from attendance.refusals import registration_refusal
from attendance.waiting import places_in_line
from content import dates
from courses.models import Level, ModulePage, ProgrammePage, Session
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from people.models import Participant

State = Registration.State


@dataclass
class Seat:
    """A registration for a whole activity, with what was chosen below it, ready to be told."""

    registration: Registration
    session: Session
    url: str
    when: str
    place_in_line: int | None = None
    below: list[Registration] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.session.activity.title

    @property
    def state(self) -> str:
        return self.registration.state

    @property
    def days(self) -> list[Registration]:
        return [row for row in self.below if row.session.level == Level.DAY]

    @property
    def choices(self) -> list[Registration]:
        return [row for row in self.below if row.session.level != Level.DAY]

    @property
    def join_url(self) -> str:
        return self.session.join_url if self.state == State.REGISTERED else ""


def registration(participant: int, registrations: Sequence[int], modules: Sequence[int]) -> EmailMultiAlternatives:
    """What somebody just signed up for: seats, places in line, and modules that have no webinar to come."""
    person = _person(participant)
    with translation.override(person.language):
        picked = list(ModulePage.objects.filter(pk__in=modules).order_by("path"))
        rows = _roots(registrations)
        zone, organiser = _programme_of([row.session.activity for row in rows] or picked)
        with timezone.override(zone):
            seats = _seats(rows)
            by_state = {state: [seat for seat in seats if seat.state == state] for state in State.values}
            context = {
                "seats": seats,
                "registered": by_state[State.REGISTERED],
                "waiting": by_state[State.WAITING],
                "awaiting": by_state[State.AWAITING_APPROVAL],
                "modules": [offer for offer in module_offers(picked) if not offer.live],
                "addresses": {module.pk: address_of(module) for module in picked},
            }
            message = _message("registration", person, organiser, context)
            return _with_calendar(message, _entries(by_state[State.REGISTERED]), organiser)


def seat(registration: int) -> EmailMultiAlternatives:
    """Somebody who waited now has a seat."""
    return _about("seat", registration, method="PUBLISH")


def decision(registration: int) -> EmailMultiAlternatives:
    """Staff's answer to a registration."""
    return _about("decision", registration, method="PUBLISH")


def withdrawal(registration: int) -> EmailMultiAlternatives:
    """That a seat was given back."""
    return _about("withdrawal", registration, method="CANCEL")


def cancellation(registration: int) -> EmailMultiAlternatives:
    """That what somebody had signed up for is cancelled."""
    return _about("cancellation", registration, method="CANCEL")


def refusal(participant: int, session: int, reason: str) -> EmailMultiAlternatives:
    """Why somebody could not be registered. `reason` is what held then; what holds now is what is said."""
    person = _person(participant)
    root = Session.objects.select_related("activity__content_type").get(pk=session)
    with translation.override(person.language):
        zone, organiser = _programme_of([root.activity])
        with timezone.override(zone):
            context = {
                "title": root.activity.title,
                "when": when_of(root),
                "url": address_of(root.activity),
                "refusal": registration_refusal(root, person),
            }
            return _message("refusal", person, organiser, context)


def when_of(session: Session) -> str:
    """«Torsdag 26. november kl. 09.00–11.00», or the days."""
    if session.starts_at and session.final_date == session.date:
        return dates.session_time(session.starts_at, session.ends_at)
    return dates.date_range(session.date, session.final_date) if session.date else ""


def address_of(page: Page) -> str:
    """The page's full address in the language in use."""
    parts = page.get_url_parts()
    return f"{settings.WAGTAILADMIN_BASE_URL}{parts[2]}" if parts else settings.WAGTAILADMIN_BASE_URL


def _about(name: str, pk: int, *, method: Method) -> EmailMultiAlternatives:
    row = Registration.objects.select_related("session__activity__content_type").get(pk=pk)
    person = _person(row.participant_id)
    with translation.override(person.language):
        zone, organiser = _programme_of([row.session.activity])
        with timezone.override(zone):
            [seat] = _seats([row])
            message = _message(name, person, organiser, {"seat": seat, "registration": row})
            if method == "CANCEL" or row.state == State.REGISTERED:
                _with_calendar(message, _entries([seat], all_days=method == "CANCEL"), organiser, method)
            return message


def _roots(registrations: Sequence[int]) -> list[Registration]:
    rows = Registration.objects.filter(pk__in=registrations).select_related("session__activity__content_type")
    return list(rows.order_by("session__date", "session__starts_at", "pk"))


def _seats(rows: Iterable[Registration]) -> list[Seat]:
    rows = list(rows)
    activities = {row.session.activity_id for row in rows}
    people = {row.participant_id for row in rows}
    below = (
        Registration.objects.active()
        .filter(participant__in=people, session__activity__in=activities, session__parent__isnull=False)
        .select_related("session__activity")
        .order_by("session__date", "session__starts_at", "session__order")
    )
    below = list(below)
    places = places_in_line([*rows, *below])
    for row in below:
        row.place_in_line = places.get(row.pk)
    return [
        Seat(
            registration=row,
            session=row.session,
            url=address_of(row.session.activity),
            when=when_of(row.session),
            place_in_line=places.get(row.pk),
            below=[
                own
                for own in below
                if row.session.parent_id is None
                and own.participant_id == row.participant_id
                and own.session.activity_id == row.session.activity_id
            ],
        )
        for row in rows
    ]


def _entries(seats: Iterable[Seat], *, all_days: bool = False) -> list[Entry]:
    """A gathering stands in the calendar day by day, on the days somebody has a seat."""
    entries = []
    for seat in seats:
        days = [row.session for row in seat.days if row.state == State.REGISTERED]
        if all_days and seat.session.parent_id is None:
            days = list(Session.objects.days().filter(activity=seat.session.activity_id).select_related("activity"))
        times = _times([*days, seat.session])
        for session in days or [seat.session]:
            start, end = times[session.pk]
            lines = [seat.join_url, seat.url]
            entries.append(
                Entry(
                    session=session,
                    title=seat.title if session.level in (Level.WHOLE, Level.DAY) else f"{seat.title}: {session.title}",
                    url=seat.url,
                    text="\n".join(line for line in lines if line),
                    starts_at=start,
                    ends_at=end,
                )
            )
    return entries


def _times(sessions: Sequence[Session]) -> dict[int, tuple[dt.datetime | None, dt.datetime | None]]:
    """When each begins and ends: by its own times, else by those of the sessions in it."""
    inside: dict[int, list[Session]] = {session.pk: [] for session in sessions}
    for child in Session.objects.not_cancelled().filter(parent__in=inside, starts_at__isnull=False):
        inside[child.parent_id].append(child)
    return {
        session.pk: (
            session.starts_at or min((child.starts_at for child in inside[session.pk]), default=None),
            session.ends_at or max((child.ends_at for child in inside[session.pk] if child.ends_at), default=None),
        )
        for session in sessions
    }


def _programme_of(pages: Sequence[Page]) -> tuple[zoneinfo.ZoneInfo, Organiser]:
    """The time zone that dates are told in, and whom to write to."""
    path = pages[0].path[: PATH_STEP * PROGRAMME_DEPTH] if pages else ""
    programme = ProgrammePage.objects.filter(path=path).select_related("contact").first()
    if programme is None:
        return timezone.get_default_timezone(), Organiser(settings.WAGTAIL_SITE_NAME, settings.DEFAULT_FROM_EMAIL)
    return programme.zone, Organiser(programme.contact.name, programme.contact.email)


def _person(pk: int) -> Participant:
    return Participant.objects.select_related("user", "organisation").get(pk=pk)


def _message(
    name: str, person: Participant, organiser: Organiser, context: dict[str, Any]
) -> EmailMultiAlternatives:
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "participant": person,
        "organiser": organiser,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "language": translation.get_language(),
        "manage_url": f"{base}{reverse('manage', args=[manage_token(person)])}" if person.email else "",
        "my_page_url": f"{base}{reverse('my_page')}",
        **context,
    }
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    address = person.email or (person.user.email if person.user else "")
    message = EmailMultiAlternatives(
        subject,
        _tidy(render_to_string(f"emails/{name}.txt", context)),
        to=[address] if address else [],
        reply_to=[organiser.email] if "@" in organiser.email else [],
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _tidy(text: str) -> str:
    """Template tags leave lines behind: at most one empty line in a row, none at either end."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        line = line.rstrip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _with_calendar(
    message: EmailMultiAlternatives, entries: Sequence[Entry], organiser: Organiser, method: Method = "PUBLISH"
) -> EmailMultiAlternatives:
    if entries:
        part = MIMEText(calendar_file(entries, organiser, method), "calendar", "utf-8")
        part.set_param("method", method)
        part.add_header("Content-Disposition", "attachment", filename="loft.ics")
        message.attach(part)
    return message
