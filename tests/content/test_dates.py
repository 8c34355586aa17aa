"""Dates and times in four languages; no-break spaces are shown as ~ here."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from content import dates

OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2026, 11, 26, 9, 0, tzinfo=OSLO)
END = datetime(2026, 11, 26, 11, 0, tzinfo=OSLO)


def shown(text: str) -> str:
    return text.replace(dates.NB, "~")


@pytest.fixture(autouse=True)
def _oslo():
    with timezone.override(OSLO):
        yield


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "Torsdag 26.~november kl.~09.00–11.00"),
        ("nn", "Torsdag 26.~november kl.~09.00–11.00"),
        ("sv", "Torsdag 26~november kl.~09.00–11.00"),
        ("en", "Thursday 26~November 09:00–11:00"),
    ],
)
def test_session_time_in_each_language(language, expected):
    assert shown(dates.session_time(START, END, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "20.–21.~oktober~2026"),
        ("nn", "20.–21.~oktober~2026"),
        ("sv", "20–21~oktober~2026"),
        ("en", "20–21~October~2026"),
    ],
)
def test_date_range_in_each_language(language, expected):
    assert shown(dates.date_range(date(2026, 10, 20), date(2026, 10, 21), language=language)) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2027, 2, 17), None, "17.~februar~2027"),
        (date(2027, 2, 17), date(2027, 2, 17), "17.~februar~2027"),
        (date(2026, 11, 30), date(2026, 12, 1), "30.~november–1.~desember~2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31.~desember~2026–1.~januar~2027"),
    ],
)
def test_date_range_over_borders(start, end, expected):
    assert shown(dates.date_range(start, end, language="nb")) == expected


def test_date_range_short_and_without_year():
    text = dates.date_range(date(2026, 10, 20), date(2026, 10, 21), year=False, short=True, language="nb")
    assert shown(text) == "20.–21.~okt."


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "8.~des."), ("nn", "8.~des."), ("sv", "8~dec."), ("en", "8~Dec")]
)
def test_day_short_in_each_language(language, expected):
    assert shown(dates.day(date(2026, 12, 8), short=True, language=language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("nb", "lørdag"), ("nn", "laurdag"), ("sv", "lördag"), ("en", "Saturday")]
)
def test_weekday_in_each_language(language, expected):
    assert dates.day(date(2026, 11, 28), weekday=True, language=language).split(" ")[0] == expected


def test_session_time_over_midnight_names_both_days():
    end = datetime(2026, 11, 27, 1, 0, tzinfo=OSLO)
    expected = "Torsdag 26.~november kl.~09.00~– fredag 27.~november kl.~01.00"
    assert shown(dates.session_time(START, end, language="nb")) == expected


def test_session_time_without_end_is_one_time():
    assert shown(dates.session_time(START, language="nb", year=True)) == "Torsdag 26.~november~2026 kl.~09.00"


def test_a_moment_is_shown_by_the_clock_asked_for():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert shown(dates.session_time(late, language="nb")) == "Torsdag 26.~november kl.~00.30"
    assert shown(dates.session_time(late, language="nb", zone=ZoneInfo("UTC"))) == "Onsdag 25.~november kl.~23.30"


def test_the_clock_keeps_summer_time():
    assert dates.clock(datetime(2026, 7, 1, 7, 0, tzinfo=UTC), language="nb") == "09.00"
    assert dates.clock(datetime(2026, 12, 1, 8, 0, tzinfo=UTC), language="nb") == "09.00"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2027, 1, 20), date(2027, 1, 21), ("20.–21.", "januar~2027")),
        (date(2027, 2, 17), None, ("17.", "februar~2027")),
        (date(2026, 11, 30), date(2026, 12, 1), ("30.~nov.–1.", "desember~2026")),
    ],
)
def test_a_range_in_two_parts(start, end, expected):
    assert tuple(map(shown, dates.days_of_range(start, end, language="nb"))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(6960, "116~min"), (timedelta(hours=1, minutes=56), "116~min"), (29, "0~min"), (30, "1~min"), (-5, "0~min")],
)
def test_minutes(value, expected):
    assert shown(dates.minutes(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "00:00"), (195, "03:15"), (4720, "1:18:40"), (3599.9, "59:59"), (36000, "10:00:00")]
)
def test_timecode(value, expected):
    assert dates.timecode(value) == expected


def test_a_language_nobody_knows_is_written_as_bokmaal():
    assert shown(dates.day(date(2026, 12, 8), language="fi")) == "8.~desember"
