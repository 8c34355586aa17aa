"""How a registration is described to its participant: title, time, address and sender."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from attendance.models import Registration
from attendance.standing import Standing, standings
from content import dates, looks
from content.looks import Look
from courses.models import Level, ProgrammePage, Session
from courses.requirements import programme_path


@dataclass(frozen=True)
class Contact:
    """The contact for questions."""

    name: str
    email: str


@dataclass(frozen=True)
class Sender:
    """The sender of an e-mail: name and look, the time zone of its times, and whom to reply to."""

    look: Look
    name: str
    zone: dt.tzinfo
    organiser: Contact


@dataclass
class DescribedRegistration:
    """A registration with its texts and the address of its page."""

    standing: Standing
    url: str
    when: str
    sender: Sender

    @property
    def title(self) -> str:
        """The title of the activity, with that of the session if it is only about that."""
        session = self.standing.session
        if session.level in (Level.WHOLE, Level.DAY) or not session.title:
            return session.activity.shown_title
        return f"{session.activity.shown_title}: {session.title}"


def describe(rows: Sequence[Registration]) -> list[DescribedRegistration]:
    """The registrations, with all active ones below those for a root session."""
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
    senders = senders_of(row.session.activity for row in rows)
    return [
        DescribedRegistration(
            standing,
            address_of(standing.session.activity),
            when_of(standing.session),
            senders[standing.session.activity_id],
        )
        for standing in standings([*rows, *below])
    ]


def when_of(session: Session) -> str:
    """«Torsdag 26. november kl. 09.00–11.00», or the days."""
    if session.starts_at and session.final_date == session.date:
        return dates.session_time(session.starts_at, session.ends_at)
    return dates.date_range(session.date, session.final_date) if session.date else ""


def address_of(page: Page) -> str:
    """The page's full address in the active language."""
    parts = page.get_url_parts()
    return f"{settings.WAGTAILADMIN_BASE_URL}{parts[2]}" if parts else settings.WAGTAILADMIN_BASE_URL


def sender_of(pages: Sequence[Page]) -> Sender:
    """The programme that the pages are in; the site if there are none."""
    return senders_of(pages)[pages[0].pk] if pages else _sender("", None)


def senders_of(pages: Iterable[Page]) -> dict[int, Sender]:
    """The programme that each page is in, by the key of the page; the site if it is in none. One query."""
    paths = {page.pk: programme_path(page.path) for page in pages}
    found = ProgrammePage.objects.filter(path__in=set(paths.values())).select_related("contact")
    programmes = {programme.path: programme for programme in found}
    return {pk: _sender(path, programmes.get(path)) for pk, path in paths.items()}


def _sender(path: str, programme: ProgrammePage | None) -> Sender:
    look = looks.of_path(path)
    if programme is None:
        name = look.name or settings.WAGTAIL_SITE_NAME
        organiser = Contact(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        return Sender(look, name, timezone.get_default_timezone(), organiser)
    organiser = Contact(programme.contact.name, programme.contact.email)
    return Sender(look, look.name or programme.shown_short_title, programme.zone, organiser)
