"""What the e-mails about seats say: text and HTML, in the person's language, with a calendar file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.mime.text import MIMEText
from email.utils import parseaddr
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
from attendance.standing import Standing, standings
from content import dates
from courses.models import Level, ModulePage, ProgrammePage, Session
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from people.models import Participant


@dataclass(frozen=True)
class Sender:
    """Who writes: the name at the top, the time zone that times are told in, and whom to answer."""

    name: str
    zone: dt.tzinfo
    organiser: Organiser


@dataclass
class Told:
    """Where somebody stands with an activity, with the words and the address for it."""

    standing: Standing
    url: str
    when: str

    @property
    def title(self) -> str:
        """The activity's, and the session's where it is only about that."""
        session = self.standing.session
        if session.level in (Level.WHOLE, Level.DAY) or not session.title:
            return session.activity.title
        return f"{session.activity.title}: {session.title}"


def registration(participant: int, registrations: Sequence[int], modules: Sequence[int]) -> EmailMultiAlternatives:
    """What somebody just signed up for: seats, places in line, and modules that have no webinar to come."""
    person = _person(participant)
    with translation.override(person.language):
        picked = list(ModulePage.objects.filter(pk__in=modules).order_by("path"))
        rows = _roots(registrations)
        sender = _sender_of([row.session.activity for row in rows] or picked)
        with timezone.override(sender.zone):
            told = _told(rows)
            seats = [one for one in told if one.standing.has_seat]
            context = {
                "told": told,
                "seats": seats,
                "waiting": [one for one in told if one.standing.is_waiting],
                "awaiting": [one for one in told if one.standing.is_awaiting_approval],
                "modules": [
                    {"title": offer.module.title, "url": address_of(offer.module), "other": offer.other}
                    for offer in module_offers(picked)
                    if not offer.live
                ],
            }
            message = _message("registration", person, sender, context)
            return _with_calendar(message, _entries(seats), sender)


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


def refusal(participant: int, session: int) -> EmailMultiAlternatives:
    """Why somebody could not be registered."""
    person = _person(participant)
    root = Session.objects.select_related("activity__content_type").get(pk=session)
    with translation.override(person.language):
        sender = _sender_of([root.activity])
        with timezone.override(sender.zone):
            context = {
                "title": root.activity.title,
                "when": when_of(root),
                "url": address_of(root.activity),
                "refusal": registration_refusal(root, person),
            }
            return _message("refusal", person, sender, context)


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
        sender = _sender_of([row.session.activity])
        with timezone.override(sender.zone):
            [one] = _told([row])
            message = _message(name, person, sender, {"one": one})
            if method == "CANCEL" or one.standing.has_seat:
                _with_calendar(message, _entries([one], all_days=method == "CANCEL"), sender, method)
            return message


def _roots(registrations: Sequence[int]) -> list[Registration]:
    rows = Registration.objects.filter(pk__in=registrations).select_related("session__activity__content_type")
    return list(rows.order_by("session__date", "session__starts_at", "pk"))


def _told(rows: Sequence[Registration]) -> list[Told]:
    """The rows with everything active below those that are about a whole."""
    wholes = [row for row in rows if row.session.parent_id is None]
    below = (
        Registration.objects.active()
        .filter(
            participant__in={row.participant_id for row in wholes},
            session__activity__in={row.session.activity_id for row in wholes},
            session__parent__isnull=False,
        )
        .select_related("session__activity")
        .order_by("session__date", "session__starts_at", "session__order")
    )
    return [
        Told(standing, address_of(standing.session.activity), when_of(standing.session))
        for standing in standings([*rows, *below])
    ]


def _entries(told: Iterable[Told], *, all_days: bool = False) -> list[Entry]:
    """A gathering stands in the calendar day by day, on the days somebody has a seat."""
    entries = []
    for one in told:
        whole = one.standing.session
        days = [day.session for day in one.standing.days if day.has_seat]
        if all_days and whole.parent_id is None:
            days = list(Session.objects.days().filter(activity=whole.activity_id))
        times = _times([*days, whole])
        for session in days or [whole]:
            start, end = times[session.pk]
            entries.append(
                Entry(
                    session=session,
                    title=one.title,
                    url=one.url,
                    text="\n".join(line for line in (one.standing.join_url, one.url) if line),
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
    times = {}
    for session in sessions:
        starts = [child.starts_at for child in inside[session.pk] if child.starts_at]
        ends = [child.ends_at for child in inside[session.pk] if child.ends_at]
        times[session.pk] = (
            session.starts_at or min(starts, default=None),
            session.ends_at or max(ends, default=None),
        )
    return times


def _sender_of(pages: Sequence[Page]) -> Sender:
    """The programme that the pages stand in; the site itself where there is none."""
    path = pages[0].path[: PATH_STEP * PROGRAMME_DEPTH] if pages else ""
    programme = ProgrammePage.objects.filter(path=path).select_related("contact").first()
    if programme is None:
        organiser = Organiser(settings.WAGTAIL_SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        return Sender(settings.WAGTAIL_SITE_NAME, timezone.get_default_timezone(), organiser)
    organiser = Organiser(programme.contact.name, programme.contact.email)
    return Sender(programme.short_title, programme.zone, organiser)


def _person(pk: int) -> Participant:
    return Participant.objects.select_related("user", "organisation").get(pk=pk)


def _message(name: str, person: Participant, sender: Sender, context: dict[str, Any]) -> EmailMultiAlternatives:
    base = settings.WAGTAILADMIN_BASE_URL
    context = {
        "participant": person,
        "organiser": sender.organiser,
        "site_name": sender.name,
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
        reply_to=[sender.organiser.email],
    )
    message.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return message


def _tidy(text: str) -> str:
    """Template tags leave lines behind: at most one empty line in a row, none at either end."""
    lines: list[str] = []
    for line in map(str.rstrip, text.strip().splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _with_calendar(
    message: EmailMultiAlternatives, entries: Sequence[Entry], sender: Sender, method: Method = "PUBLISH"
) -> EmailMultiAlternatives:
    if entries:
        part = MIMEText(calendar_file(entries, sender.organiser, method), "calendar", "utf-8")
        part.set_param("method", method)
        part.add_header("Content-Disposition", "attachment", filename="loft.ics")
        message.attach(part)
    return message
