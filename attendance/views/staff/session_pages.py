"""The context of all pages about one session: name, time, breadcrumbs and tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.roster import Roster
from content import dates
from courses.models import Level, Phase, ProgrammePage, Session


def session_context(programme: ProgrammePage, people: Roster, tab: str = "roster", here: str = "") -> dict[str, Any]:
    """`tab` is `roster` for the session's own page, `registrations` for that of registrations.

    `here` is the name of a page below the session's own.
    """
    session, tree = people.session, list(people.tree.values())
    root = next(row for row in tree if row.parent_id is None)
    root.activity = session.activity
    return {
        "session": session,
        "root": root,
        "roster": people,
        "title": session.activity.shown_title,
        "part": "" if session.parent_id is None else name_of(session, people),
        "when": when_of(session),
        "crumbs": _crumbs(programme.slug, people, root, here),
        "phase": session.phase(),
        "reports_possible": session.phase() in (Phase.TODAY, Phase.AFTER) and not people.is_of_days,
        "tabs": _tabs(programme.slug, people, root, tab),
        "parts": _parts(programme.slug, people) if tab == "roster" else [],
    }


def name_of(session: Session, people: Roster) -> str:
    """«Day 2», or its title."""
    if session.title:
        return session.title
    if session.level == Level.DAY:
        number = next((n for n, day in enumerate(_days(people), start=1) if day.pk == session.pk), 0)
        return _("Day %(number)s") % {"number": number}
    return str(session)


def when_of(session: Session) -> str:
    """«Tirsdag 17. november 2026 kl. 12.00–13.15», or the days."""
    if session.date is None:
        return ""
    if session.starts_at and session.final_date == session.date:
        return dates.session_time(session.starts_at, session.ends_at, year=True, zone=timezone.get_current_timezone())
    return dates.date_range(session.date, session.final_date)


def _days(people: Roster) -> list[Session]:
    return [row for row in people.tree.values() if row.level == Level.DAY]


def _crumbs(slug: str, people: Roster, root: Session, here: str) -> list[dict[str, str]]:
    """Breadcrumbs from the list of sessions to this page, the last without a link."""
    chain: list[Session] = []
    session: Session | None = people.session
    while session is not None:
        chain.insert(0, session)
        session = people.tree.get(session.parent_id) if session.parent_id else None
    crumbs = [{"label": _("Sessions"), "url": reverse("staff_sessions", args=[slug])}]
    for step in chain:
        label = root.activity.shown_title if step.parent_id is None else name_of(step, people)
        crumbs.append({"label": label, "url": reverse("staff_roster", args=[slug, step.pk])})
    if here:
        crumbs.append({"label": here, "url": ""})
    else:
        crumbs[-1]["url"] = ""
    return crumbs


def _tabs(slug: str, people: Roster, root: Session, tab: str) -> list[dict[str, Any]]:
    here = _day_of(people)
    days = _days(people)
    tabs = [
        {
            "label": _("All days") if days else _("Attendance"),
            "url": reverse("staff_roster", args=[slug, root.pk]),
            "current": tab == "roster" and people.session.pk == root.pk,
        }
    ]
    for day in days:
        label = f"{name_of(day, people)}, {dates.day(day.date, short=True)}" if day.date else name_of(day, people)
        url = reverse("staff_roster", args=[slug, day.pk])
        tabs.append({"label": label, "url": url, "current": tab == "roster" and here == day.pk})
    url = reverse("staff_seats", args=[slug, root.pk])
    return [*tabs, {"label": _("Registrations"), "url": url, "current": tab == "registrations"}]


def _parts(slug: str, people: Roster) -> list[dict[str, Any]]:
    """The day and its sessions, if one of them is shown."""
    day = _day_of(people)
    inside = [row for row in people.tree.values() if row.parent_id == day] if day else []
    if not inside or day is None:
        return []
    whole = {"label": _("The whole day"), "url": reverse("staff_roster", args=[slug, day]), "time": ""}
    parts = [
        {
            "label": str(row.title),
            "url": reverse("staff_roster", args=[slug, row.pk]),
            "time": dates.clock(row.starts_at) if row.starts_at else "",
            "current": row.pk == people.session.pk,
        }
        for row in inside
    ]
    return [{**whole, "current": people.session.pk == day}, *parts]


def _day_of(people: Roster) -> int | None:
    """The day that the session is, or is part of."""
    session: Session | None = people.session
    while session is not None and session.level != Level.DAY:
        session = people.tree.get(session.parent_id) if session.parent_id else None
    return session.pk if session else None
