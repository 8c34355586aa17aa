"""Properties of the report reader that hold for every file, and for arbitrary bytes."""

import datetime as dt
import io
import random
import zoneinfo

from hypothesis import given, settings
from hypothesis import strategies as st

from attendance.reports import About, ReportProblem, read_report
from attendance.reports.durations import read_duration
from attendance.reports.moments import Order, read_moment
from attendance.reports.people import may_be_same, read_address
from tests.attendance.reports import files

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
DAY = dt.date(2026, 9, 22)
SEEDS = [
    *(path.read_bytes() for path in files.REAL),
    files.real().encode(),
    files.ZOOM_WEBINAR.encode(),
    files.ZOOM_MEETING.encode(),
    files.MEET.encode(),
    files.rows(files.WEBEX_HEADER, *files.WEBEX_ROWS).encode("utf-16"),
    files.teams([("Kari", "kari@example.org", "", [("12:00", "12:30")]), ("Per", "", "x@y.no", [])]).encode("utf-16"),
]
SCRAPS = [
    "\0",
    '"',
    "\t",
    "\n",
    "\r",
    ";",
    ",",
    "2. ",
    "31/12/9999, 23:59:59",
    "٣٣/٣/٣٣",
    "9" * 400,
    "#EXT#@",
    "24:00",
    "1e9 h",
]

clocks = st.times(min_value=dt.time(11), max_value=dt.time(14)).map(lambda time: time.strftime("%H:%M"))
stays = st.lists(st.tuples(clocks, clocks).map(sorted).map(tuple), min_size=1, max_size=4)
names = st.sampled_from(["Kari", "Ola", "Per Prøve", "Åse «Ø» Demo", 'Nils "Nisse" Tenkt', "Demo, Siv"])
people = st.lists(
    st.tuples(names, st.sampled_from(["", "a@example.org", "b@example.org", "c@example.org"]), st.just(""), stays),
    min_size=1,
    max_size=6,
)


def read(source, day=DAY):
    with read_report(
        source if isinstance(source, bytes) else source.encode(), About(zone=OSLO, first_day=day)
    ) as report:
        return {person.key: set(person.stays) for person in report.people()}


@settings(max_examples=25)
@given(people, st.sampled_from([files.us, files.day_first, files.dotted]), st.sampled_from(["utf-8", "utf-16"]))
def test_every_stay_comes_out_as_it_went_in(listed, write, encoding):
    expected = {}
    for name, address, _account, times in listed:
        key = f"address:{address}" if address else f"name:{name.casefold()}"
        for start, end in times:
            at = [dt.datetime.combine(DAY, dt.time.fromisoformat(time), OSLO).timestamp() for time in (start, end)]
            expected.setdefault(key, set()).add(tuple(int(second) for second in at))
    assert read(files.teams(listed, write=write).encode(encoding)) == expected


@settings(max_examples=15)
@given(people, st.randoms())
def test_order_of_rows_and_rows_twice_make_no_difference(listed, chance):
    plain = read(files.teams(listed))
    again = [*listed, *listed]
    chance.shuffle(again)
    assert read(files.teams(again)) == plain


def hostile(seed):
    """Bytes of a valid file with random insertions, deletions and repetitions."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.choice([1, 3, 20])):
        place, other = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
        scrap = chance.choice(SCRAPS).encode(chance.choice(["utf-8", "utf-16-le", "utf-16-be"]))
        change = chance.randrange(4)
        if change == 0:
            data[place : place + chance.randrange(30)] = b""
        elif change == 1:
            data[place:place] = scrap * chance.choice([1, 1, 40])
        elif change == 2:
            data[place:place] = data[other : other + chance.randrange(400)]
        else:
            data[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(data)


@settings(max_examples=120)
@given(st.one_of(st.integers(0, 2**32).map(hostile), st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_hostile_bytes_raise_nothing_but_the_refusal(data):
    for day in (None, dt.date(2022, 11, 14)):
        try:
            with read_report(io.BytesIO(data), About(zone=OSLO, first_day=day, known=list)) as report:
                for person in report.people():
                    assert person.joined
                    assert all(start <= end for start, end in person.stays)
        except ReportProblem:
            pass


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
@settings(max_examples=30)
def test_lengths_are_read_in_every_form(hours, minutes, seconds):
    whole = hours * 3600 + minutes * 60 + seconds
    assert read_duration(f"{hours}h {minutes}m {seconds}s") == whole
    assert read_duration(f"{hours} Std. {minutes} Min. {seconds} Sek.") == whole
    assert read_duration(f"{hours} godz. {minutes} min {seconds} sek.") == whole
    assert read_duration(f"{hours} timer {minutes} minutter og {seconds} sekunder".replace(" og", "")) == whole
    assert read_duration(f"{hours} hr {minutes} min") == whole - seconds
    assert read_duration(f"{hours}:{minutes:02}:{seconds:02}") == whole


@given(st.integers(978_350_400, 4_102_358_400))
@settings(max_examples=40)
def test_moments_are_read_in_every_form(second):
    moment = dt.datetime.fromtimestamp(second, dt.UTC)
    day_first, month_first = Order
    forms = {
        "%d.%m.%Y, %H:%M:%S": day_first,
        "%d.%m.%y %H.%M.%S": day_first,
        "%d/%m/%Y %H:%M:%S": day_first,
        "%m/%d/%y, %I:%M:%S\u202f%p": month_first,
        "%b %d, %Y %H:%M:%S": month_first,
        "%d. %b %Y kl. %H:%M:%S": day_first,
        "%Y-%m-%d %H:%M:%S": month_first,
        "%Y-%m-%dT%H:%M:%S.000Z": day_first,
    }
    for form, order in forms.items():
        written = read_moment(moment.strftime(form))
        assert written.at(order, dt.UTC) == second, form


def test_names_that_may_be_the_same():
    alike = {
        ("Kari Eksempel", "EKSEMPEL, Kari"): 3,
        ("Kari Eksempel (Unverified)", "[Demo AS] Kari Eksempel (External)"): 3,
        ("Kari Anne Eksempel", "Kari Eksempel"): 2,
        ("Kari E.", "Kari Eksempel"): 1,
        ("T. Tenkt", "Tore Tenkt"): 1,
        ("Ola Nordman", "Ola Nordmann"): 1,
        ("Kari", "Kari Eksempel"): 0,
        ("Kari Eksempel", "Kari Demo"): 0,
        ("Kari Hansen", "Mari Jansen"): 0,
        ("Deltaker 01 (fiktiv)", "Deltaker 02 (fiktiv)"): 0,
        ("iPad møterom 3", "Kari Eksempel"): 0,
        ("", "Kari"): 0,
    }
    assert {pair: may_be_same(*pair) for pair in alike} == alike
    assert {pair: may_be_same(*reversed(pair)) for pair in alike} == alike


def test_addresses_and_what_only_looks_like_one():
    assert read_address("<Kari.Eksempel@Example.ORG>") == "kari.eksempel@example.org"
    assert [read_address(text) for text in ("kari@", "@example.org", "kari@example", "a b@example.org", "")] == [""] * 5
