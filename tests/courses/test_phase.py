"""The phase of a session (before, today, after, cancelled) in a given time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from courses import previewing
from courses.models import Phase, Session

OSLO, AUCKLAND = ZoneInfo("Europe/Oslo"), ZoneInfo("Pacific/Auckland")
DAY = dt.date(2026, 11, 26)


def at(hour, minute=0, *, day=DAY, zone=OSLO):
    return dt.datetime.combine(day, dt.time(hour, minute), zone)


TIMED = {"date": DAY, "starts_at": at(9), "ends_at": at(11)}
OF_DAYS = {"date": DAY, "last_date": DAY + dt.timedelta(days=1)}


@pytest.mark.parametrize(
    ("fields", "now", "phase"),
    [
        (TIMED, at(23, 59, day=DAY - dt.timedelta(days=1)), Phase.BEFORE),
        (TIMED, at(0), Phase.TODAY),
        (TIMED, at(10, 59), Phase.TODAY),
        (TIMED, at(11), Phase.AFTER),
        ({"date": DAY, "starts_at": at(9)}, at(23, 59), Phase.TODAY),
        ({"date": DAY}, at(0, day=DAY + dt.timedelta(days=1)), Phase.AFTER),
        (OF_DAYS, at(23, 59, day=OF_DAYS["last_date"]), Phase.TODAY),
        (OF_DAYS, at(0, day=DAY + dt.timedelta(days=2)), Phase.AFTER),
        ({}, at(9), Phase.BEFORE),
        ({**TIMED, "cancelled_at": at(8)}, at(12), Phase.CANCELLED),
    ],
)
def test_phase_follows_the_clock(fields, now, phase):
    assert Session(**fields).phase(now, OSLO) == phase


def test_day_is_that_of_the_zone_and_times_are_the_same_moment_in_each():
    night = at(23)  # the next day already in Auckland
    tomorrow = {"date": DAY + dt.timedelta(days=1)}
    assert [Session(**tomorrow).phase(night, zone) for zone in (OSLO, AUCKLAND)] == [Phase.BEFORE, Phase.TODAY]
    assert [Session(**TIMED).phase(night, zone) for zone in (OSLO, AUCKLAND)] == [Phase.AFTER, Phase.AFTER]


def test_preview_in_summer_of_a_session_in_winter_has_the_same_hours():
    closes = at(23, 59, day=DAY - dt.timedelta(days=1))
    # As the database returns them.
    stored = [moment.astimezone(dt.UTC) for moment in (TIMED["starts_at"], TIMED["ends_at"], closes)]
    root = Session(date=DAY, **dict(zip(("starts_at", "ends_at", "registration_closes_at"), stored, strict=True)))
    now = at(8, day=dt.date(2026, 6, 1))
    previewing.put_into(previewing.TODAY, root, now=now)
    assert root.date == now.date()
    assert [timezone.localtime(moment) for moment in (root.starts_at, root.ends_at, root.registration_closes_at)] == [
        at(9, day=now.date()),
        at(11, day=now.date()),
        at(23, 59, day=now.date() - dt.timedelta(days=1)),
    ]
