"""A small programme for the tests of figures, and functions that add to it."""

import datetime as dt
from decimal import Decimal

from courses.models import FileId, ProgrammeFile
from tests.factories import (
    AttendanceFactory,
    CompletionRuleFactory,
    DayFactory,
    GatheringPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegistrationFactory,
    SessionFactory,
    TrackPageFactory,
    WebinarPageFactory,
)

TODAY = dt.date(2026, 11, 21)


def programme(**rule):
    """A programme whose rule requires 75 % of minutes and of days, and two activities per track."""
    page = ProgrammePageFactory()
    values = {"live_share": Decimal("0.75"), "days_share": Decimal("0.75"), "track_activities": 2}
    CompletionRuleFactory(programme=page, **(values | rule))
    return page


def track(page, title="Basisdelen", **fields):
    return TrackPageFactory(parent=page, title=title, **fields)


def webinar(in_track, date=dt.date(2026, 11, 3), minutes=60, **fields):
    """The root session of a webinar in its own module."""
    activity = WebinarPageFactory(parent=ModulePageFactory(parent=in_track), **fields)
    return SessionFactory(activity=activity, date=date, live_minutes=minutes)


def gathering(page, *dates, **fields):
    """The root session of a gathering, and those of its days."""
    dates = dates or (dt.date(2026, 10, 20), dt.date(2026, 10, 21))
    activity = GatheringPageFactory(parent=page, **fields)
    root = SessionFactory(activity=activity, date=dates[0], last_date=dates[-1], live_minutes=None, ends_at=None)
    return root, [DayFactory(parent=root, date=date, order=order) for order, date in enumerate(dates)]


def registered(session, *people):
    for person in people:
        RegistrationFactory(session=session, participant=person)


def attended(session, *people, minutes=None):
    for person in people:
        AttendanceFactory(
            session=session, participant=person, minutes=session.live_minutes if minutes is None else minutes
        )


def people(number, **fields):
    return ParticipantFactory.create_batch(number, **fields)


def named(page, **rows):
    """Give rows their ids in a programme file: `webinars={"w01": page}`."""
    file, _made = ProgrammeFile.objects.get_or_create(
        programme=page, defaults={"file_id": f"file-{page.pk}", "checksum": "-"}
    )
    for section, ids in rows.items():
        for file_id, row in ids.items():
            FileId.objects.create(programme_file=file, section=section, file_id=file_id, object_id=row.pk)
