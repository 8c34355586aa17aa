"""Loads gatherings: the page, the rules of admission, and the days with their sessions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from courses.models import Level, ProgrammePage, Session
from gatherings import models as gatherings
from home.programme_file.loading.load import Load, assign, set_members
from home.programme_file.loading.pages import Contents, facts_boxes, themes, upsert_page
from home.programme_file.loading.programmes import set_own_rule
from home.programme_file.loading.sessions import end_of, start_of, upsert_below, upsert_root
from home.programme_file.schema import activities as schema
from people.places import ensure_municipalities


def load_gatherings(load: Load, programme: ProgrammePage) -> None:
    for entry in load.file.sections.gatherings:
        page = _upsert_page(load, entry, programme)
        for room, row in zip(entry.rooms, page.rooms.all(), strict=True):
            load.take("rooms", room.id, row.pk)
        set_own_rule(page, entry.completion)
        root, changed = upsert_root(page.pk, _root_values(load, entry), is_cancelled=entry.is_cancelled)
        changed |= _upsert_admission(root, entry)
        changed |= set_members(page.complements, load.many("webinars", entry.complements_webinars))
        if changed:
            load.amend("gatherings")
        _upsert_days(load, root, entry)


def _upsert_page(load: Load, entry: schema.Gathering, programme: ProgrammePage) -> gatherings.GatheringPage:
    venue, moderator = entry.venue, entry.moderator
    place = ensure_municipalities([venue.municipality]) if venue and venue.municipality else {}
    fields = {
        "responsible_id": load.organisation(_in_charge(load, entry)),
        "venue": venue.name if venue else "",
        "street": (venue.street if venue else None) or "",
        "municipality_id": next((row.pk for row in place.values()), None),
        "venue_is_accessible": venue.accessible if venue else None,
        "mission_id": load.of("missions", entry.mission),
        "contact_id": load.of("people", entry.contact),
        "moderator_organisation_id": load.organisation(moderator.organisation) if moderator else None,
    }
    texts = {
        "title": entry.title,
        "goal": entry.goal,
        "audience_text": entry.audience_text,
        "recap": entry.recap,
        "venue_notes": venue.notes if venue else None,
        "moderator_role": moderator.role if moderator else None,
    }
    contents = Contents(
        fields,
        texts,
        streams={"facts_boxes": facts_boxes(load, entry.facts_boxes)},
        relations={"themes": themes(load, entry.themes)},
        children={"rooms": [{"name": room.name, "capacity": room.capacity} for room in entry.rooms]},
    )
    new = gatherings.GatheringPage(slug=entry.slug)
    return upsert_page(load, "gatherings", entry.id, new, programme, contents)


def _in_charge(load: Load, entry: schema.Gathering) -> str | None:
    """The organisation whose editors may edit the page: the moderator's, else the first owner of the programme."""
    if entry.moderator and entry.moderator.organisation:
        return entry.moderator.organisation
    return next(iter(load.file.sections.programme.owners), None)


def _root_values(load: Load, entry: schema.Gathering) -> dict[str, Any]:
    file = load.file
    times = [_times(load, day) for day in entry.days]
    first, last = entry.days[0].date, entry.days[-1].date
    return {
        "date": first,
        "last_date": last if last != first else None,
        "starts_at": times[0][0],
        "ends_at": times[-1][1],
        "place": entry.venue.name if entry.venue else "",
        "capacity": entry.capacity,
        "has_waiting_list": entry.waiting_list,
        "registration_opens_at": start_of(file, entry.registration_opens),
        "registration_closes_at": end_of(file, entry.registration_closes),
        "cancel_by": end_of(file, entry.cancel_without_fee_until),
    }


def _times(load: Load, day: schema.Day) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The start of the first session of a day and the end of the last one."""
    if not day.sessions:
        return None, None
    starts = min(session.start for session in day.sessions)
    ends = max(session.end for session in day.sessions)
    return load.file.moment(day.date, starts), load.file.moment(day.date, ends)


def _upsert_admission(root: Session, entry: schema.Gathering) -> bool:
    values = {
        "audience": entry.audience,
        "needs_approval": entry.approval == "manual",
        "max_per_organisation": entry.max_per_organisation,
        # Which days and workshops is always asked if there are several, so only the other questions are stored.
        "questions": [question for question in entry.questions if question in gatherings.Admission.Question.values],
        "aid_basis": entry.aid_basis,
        "aid_value_nok": entry.aid_value_per_seat_nok,
    }
    row = gatherings.Admission.objects.filter(session=root).first()
    if row is None:
        gatherings.Admission.objects.create(session=root, **values)
        return False
    changes = assign(row, values)
    if changes:
        row.save(update_fields=changes)
    return bool(changes)


def _upsert_days(load: Load, root: Session, entry: schema.Gathering) -> None:
    known = {row.pk: row for row in Session.objects.filter(activity=root.activity_id)}
    items = {
        row.session_id: row
        for row in gatherings.AgendaItem.objects.filter(session__in=known).prefetch_related("speakers")
    }
    rooms = {room.id: room for room in entry.rooms}
    for day_number, day in enumerate(entry.days):
        starts_at, ends_at = _times(load, day)
        values = {
            "activity_id": root.activity_id,
            "parent_id": root.pk,
            "level": Level.DAY.value,
            "order": day_number,
            "date": day.date,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }
        day_row = upsert_below(load, "days", day.id, known, values)
        for number, session in enumerate(day.sessions):
            room = rooms.get(session.room or "")
            row = upsert_below(
                load,
                "sessions",
                session.id,
                known,
                {
                    "activity_id": root.activity_id,
                    "parent_id": day_row.pk,
                    "level": Level.SESSION.value,
                    "order": number,
                    "title": load.text(session.title),
                    "date": day.date,
                    "starts_at": load.file.moment(day.date, session.start),
                    "ends_at": load.file.moment(day.date, session.end),
                    "place": room.name if room else "",
                    "capacity": entry.capacity if session.capacity is None else session.capacity,
                    "takes_registration": session.needs_signup,
                },
            )
            if _upsert_item(load, row, items.get(row.pk), session):
                load.amend("sessions")


def _upsert_item(load: Load, row: Session, item: gatherings.AgendaItem | None, session: schema.Session) -> bool:
    """Create or update the agenda item of a session. Returns whether anything changed."""
    values = {
        "kind": session.kind,
        "room_id": load.of("rooms", session.room),
        "groups": session.groups,
        "is_accessible": session.accessible,
        "notes": load.text(session.notes),
    }
    known = list(item.speakers.all()) if item else []
    item = item or gatherings.AgendaItem(session=row)
    changes = assign(item, values)
    if item.pk is None or changes:
        item.save()
    speakers = [(load.text(one.role), load.organisation(one.organisation)) for one in session.speakers]
    if [(one.role, one.organisation_id) for one in known] == speakers:
        return bool(changes)
    gatherings.AgendaSpeaker.objects.filter(item=item).delete()
    gatherings.AgendaSpeaker.objects.bulk_create(
        gatherings.AgendaSpeaker(item=item, order=place, role=role, organisation_id=organisation)
        for place, (role, organisation) in enumerate(speakers)
    )
    return True
