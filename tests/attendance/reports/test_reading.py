"""Reports of every tool are read into people and stays, whatever the encoding, headers and language."""

import datetime as dt
import io
import subprocess
import sys
import zoneinfo

import openpyxl
import pytest
from django.conf import settings

from attendance.reports import About, ProblemCode, ReportProblem, Role, Tool, WarningCode, read_report
from tests.attendance.reports import files

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
DAY = dt.date(2026, 9, 22)
KARI = ("Kari Eksempel", "kari@example.org", "kari@example.org")
OLA = ("Ola Demo", "ola@example.org", "ola@example.org")


def read(source, day=None, **about):
    source = source.encode() if isinstance(source, str) else source
    with read_report(source, About(zone=OSLO, first_day=day, **about)) as report:
        return report, list(report.people())


def clock(seconds):
    return dt.datetime.fromtimestamp(seconds, OSLO).strftime("%H:%M:%S").removesuffix(":00")


def told(people):
    """By address or name: the stays as times of day."""
    return {person.address or person.name: [(clock(a), clock(b)) for a, b in person.stays] for person in people}


def refusal(source, day=None, **about):
    with pytest.raises(ReportProblem) as problem:
        read(source, day, **about)
    return problem.value


def warnings(report):
    return {warning.code: dict(warning.values) for warning in report.warnings}


def test_knows_nothing_of_django():
    """A package of its own: it can be used where there is no Django at all."""
    code = (
        "import sys; sys.modules['django'] = None\n"
        "import datetime, pathlib\n"
        "from attendance.reports import About, read_report\n"
        f"data = pathlib.Path({str(files.REAL[0])!r}).read_bytes()\n"
        "with read_report(data, About(zone=datetime.UTC)) as report:\n"
        "    print(len(list(report.people())), [name for name in sys.modules if name.split('.')[0] == 'django'][1:])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout == "7 []\n"


# Real files


def test_real_files_are_read_to_the_second():
    report, people = read(files.REAL[0].read_bytes(), dt.date(2022, 11, 14))
    assert (report.tool, report.days, report.warnings) == (Tool.TEAMS, (dt.date(2022, 11, 14),), [])
    assert told(people) == {
        "kari.examplesen.ext@example.org": [("09:30:46", "09:50:12")],
        "testine.prove@example.net": [("09:30:52", "09:50:12")],
        "omonsteras@example.com": [("09:30:52", "09:50:14")],
        "fiktiva@example.edu": [("09:30:52", "09:50:11")],
        "ola.3.eksempel@example.com": [("09:31:19", "09:50:09")],
        "frodeprimtall@example.com": [("09:32:28", "09:50:10")],
        "sae@example.net": [("09:35:21", "09:50:12")],
    }
    assert people[2].name == "Mönsterås, Örjan"


def test_count_that_disagrees_with_the_rows_is_a_warning():
    report, people = read((files.DATA / "IDL-15-11-22.csv").read_bytes())
    assert len(people) == 8
    assert warnings(report) == {WarningCode.COUNT_DIFFERS: {"said": 9, "found": 8}}


def as_workbook(text):
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.split("\t"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "made",
    [
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: files.rows(*(line.split("\t") for line in text.splitlines()), separator=",").encode(),
        lambda text: files.rows(*(line.split("\t") for line in text.splitlines()), separator=";").encode("cp1252"),
        # Saved again by a spreadsheet: as many cells in every row, and a line that says how they are cut.
        lambda text: "sep=;\n" + "\n".join((line.replace("\t", ";") + ";" * 6) for line in text.splitlines()),
        lambda text: text.removeprefix("1. Summary\n"),
        lambda text: text.partition("2. Participants\n")[2].partition("\n\n3.")[0],
        lambda text: text.replace("First join", "FIRST JOIN").replace("Join time", "JOIN TIME"),
        files.in_german,
        files.in_unknown_words,
        lambda text: files.in_unknown_words(text).replace("\t", ";").encode("cp1252"),
        as_workbook,
    ],
)
def test_variants_of_a_real_file_say_the_same(made):
    _report, plain = read(files.REAL[0].read_bytes())
    report, people = read(made(files.real()), dt.date(2022, 11, 14))
    assert told(people) == told(plain)
    assert (report.tool, [person.name for person in people]) == (Tool.TEAMS, [person.name for person in plain])


@pytest.mark.parametrize("name", [path.name for path in files.REAL[1:]])
@pytest.mark.parametrize("write", [str, files.in_german, files.in_unknown_words])
@pytest.mark.parametrize(("separator", "encoding"), [("\t", "utf-16"), (",", "utf-8"), (";", "utf-8-sig")])
def test_variants_of_the_other_real_files(name, write, separator, encoding):
    text = files.rows(*(line.split("\t") for line in write(files.real(name)).splitlines()), separator=separator)
    plain, people = read((files.DATA / name).read_bytes())
    report, again = read(text.replace("\n", "\r\n").encode(encoding))
    assert (told(again), report.days, warnings(report)) == (told(people), plain.days, warnings(plain))


def test_commas_that_nobody_quoted_are_put_right():
    _report, people = read(files.real().replace("\t", ","))
    assert told(people)["omonsteras@example.com"] == [("09:30:52", "09:50:14")]
    assert people[2].name == "Mönsterås, Örjan"


# Teams and its quirks


def test_length_is_not_leaving_minus_joining():
    """Quirk 2: there from 15 to 18, and away in between: the second table tells when."""
    person = (*KARI, [("15:00", "15:30"), ("17:00", "18:00")])
    _report, people = read(files.teams([person]).encode("utf-16"), DAY)
    assert told(people) == {"kari@example.org": [("15:00", "15:30"), ("17:00", "18:00")]}
    report, [alone] = read(files.teams([person], stays=False), DAY)
    assert (alone.stays, alone.seconds, [clock(at) for at in alone.span]) == ((), 90 * 60, ["15:00", "18:00"])
    assert warnings(report) == {WarningCode.TOTALS: {"count": 1}}


def test_guests_without_address_are_one_by_name_and_telephones_have_none():
    """Quirks 3 and 4."""
    _report, people = read(
        files.teams(
            [
                ("Gjest (Unverified)", "", "", [("12:00", "12:30")]),
                ("Gjest (Unverified)", "", "", [("12:20", "13:00")]),
                (" +47 99 88 77 66", "", "", [("12:00", "12:10")]),
                (" +47 99 88 77 66", "", "", [("12:20", "12:30")]),
                ("[Demo AS] Per Prøve", "", "", [("12:00", "12:10")]),
            ]
        ),
        DAY,
    )
    assert [(person.name, person.telephone, person.rows, len(person.stays)) for person in people] == [
        ("Gjest (Unverified)", 0, 2, 2),
        ("", 1, 2, 2),
        ("[Demo AS] Per Prøve", 0, 1, 1),
    ]
    assert "9988" not in repr(people).replace(" ", "")


def test_rows_with_parts_missing():
    """Quirk 5: no leaving, no joining, nothing at all; a bad row stops none of the others."""
    text = files.rows(
        ["2. Participants"],
        files.TEAMS_HEADER,
        "Kari|9/22/26, 12:00:00 PM||30m|kari@example.org||Attendee",
        "Ola||9/22/26, 1:00:00 PM|30m|ola@example.org||Attendee",
        "Per|9/22/26, 12:00:00 PM|||per@example.org||Attendee",
        "Aldri||||aldri@example.org||",
        "Heller aldri",
        "Feil|9/22/26, 25:00:00|9/22/26, 1:00:00 PM||feil@example.org||Attendee",
        "Baklengs|9/22/26, 2:00:00 PM|9/22/26, 1:00:00 PM||bak@example.org||Attendee",
        "Liv|9/22/26, 12:00:00 PM|9/22/26, 1:00:00 PM|1h|liv@example.org||Attendee",
    )
    report, people = read(text, DAY)
    assert told(people) == {
        "kari@example.org": [("12:00", "12:30")],
        "ola@example.org": [("12:30", "13:00")],
        "per@example.org": [("12:00", "12:00")],
        "feil@example.org": [("13:00", "13:00")],
        "liv@example.org": [("12:00", "13:00")],
    }
    assert warnings(report) == {
        WarningCode.BAD_ROWS: {"count": 2, "rows": (8, 9)},
        WarningCode.STILL_THERE: {"count": 2},
        WarningCode.NEVER_JOINED: {"count": 3},
    }


def test_account_name_stands_for_an_address_only_where_somebody_has_it():
    people = [
        ("Kari Eksempel", "", "kari@example.org", [("12:00", "12:30")]),
        ("Ola Demo", "", "ola_example.org#EXT#@tenant.example", [("12:00", "12:30")]),
        ("Per Prøve", "", "upn-per@tenant.example", [("12:00", "12:30")]),
        ("To Navn", "", "to1@example.org", [("12:00", "12:30")]),
        ("To Navn", "", "", [("12:40", "12:50")]),
    ]
    asked = []

    def known(addresses):
        asked.extend(addresses)
        return [address for address in addresses if address.endswith("@example.org")]

    _report, found = read(files.teams(people), DAY, known=known)
    assert told(found) == {
        "kari@example.org": [("12:00", "12:30")],
        "ola@example.org": [("12:00", "12:30")],
        "Per Prøve": [("12:00", "12:30")],
        # Two of one name: which of the stays is whose, nothing tells.
        "to1@example.org": [],
        "To Navn": [("12:00", "12:30"), ("12:40", "12:50")],
    }
    assert sorted(asked) == ["kari@example.org", "ola@example.org", "to1@example.org", "upn-per@tenant.example"]
    _report, found = read(files.teams(people), DAY)
    assert "@" not in repr(found)


def test_older_forms_of_teams():
    events = files.rows(
        "Full Name|User Action|Timestamp",
        "Kari|Joined|06/10/2026, 18:01:00",
        "Kari|Left|06/10/2026, 18:30:00",
        "Ola|Joined before|06/10/2026, 18:00:00",
        "Ola|Joined|06/10/2026, 18:10:00",
        "Ola|Left|06/10/2026, 18:20:00",
        "Ola|Left|06/10/2026, 18:50:00",
        "Per|Joined|06/10/2026, 18:40:00",
        "Siv|Left|06/10/2026, 19:00:00",
    )
    _report, people = read(events, dt.date(2026, 10, 6))
    assert told(people) == {"Kari": [("18:01", "18:30")], "Ola": [("18:00", "18:50")], "Per": [("18:40", "19:00")]}
    live = files.rows(
        ["SessionId", "ParticipantId", "FullName", "UserAgent", "UtcEventTimestamp", "Action", "Role"],
        "1|2|Kari|Chrome|10/6/2026 4:01:00 PM|Joined|Attendee",
        "1|2|Kari|Chrome|10/6/2026 4:31:00 PM|Left|Attendee",
        separator=",",
    )
    report, people = read(live, dt.date(2026, 10, 6))
    assert (report.tool, told(people)) == (Tool.TEAMS, {"Kari": [("18:01", "18:31")]})


# Zoom, Meet, Webex, any table


def test_zoom_webinar_with_hosts_panel_attendees_and_callers():
    report, people = read(files.ZOOM_WEBINAR, dt.date(2025, 3, 22))
    assert report.tool is Tool.ZOOM
    assert told(people) == {
        "vert@example.org": [("19:13:27", "23:55:59")],
        # Rejoins are rows of their own, and overlap.
        "panel@example.org": [("19:28", "23:55"), ("20:52", "23:55")],
        "kari@example.org": [("19:30", "20:30")],
        "nul@example.org": [("19:30", "20:30")],
        "": [("19:30", "20:30")],
    }
    assert [person.name for person in people][-2:] == ["Nul Navn", ""]
    assert warnings(report) == {WarningCode.NEVER_JOINED: {"count": 1}}


def test_zoom_meeting_with_and_without_times_and_below_a_preamble():
    report, people = read(files.ZOOM_MEETING, dt.date(2026, 10, 6))
    assert (report.tool, told(people)["kari@example.org"]) == (Tool.ZOOM, [("18:00", "19:02")])
    head = "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
    line = "852,Demo,10/06/2026 06:00:00 PM,10/06/2026 07:00:00 PM,host@example.org,60,2\n"
    for gap in ("\n", ""):
        _report, below = read(head + line + gap + files.ZOOM_MEETING, dt.date(2026, 10, 6))
        assert told(below) == told(people)
    unique = (
        "Name (Original Name),User Email,Total Duration (Minutes),Guest\nKari E,kari@example.org,62,No\nGjest,,12,Yes\n"
    )
    report, people = read(unique)
    assert [(person.name, person.seconds, person.span) for person in people] == [
        ("Kari E", 62 * 60, None),
        ("Gjest", 12 * 60, None),
    ]


def test_meet_takes_the_day_from_the_name_of_the_file_or_the_session():
    day = dt.date(2026, 10, 6)
    report, [kari, ola] = read(files.MEET, day, file_name="2026-10-06 18-00 Et webinar.csv")
    assert (report.tool, report.days, told([kari])) == (Tool.MEET, (day,), {"kari@example.org": [("18:02", "19:00")]})
    assert (ola.seconds, [clock(at) for at in ola.span]) == (62 * 60, ["18:00", "19:40"])
    assert warnings(report)[WarningCode.DAY_FROM_NAME] == {"day": day}
    report, again = read(files.MEET, day)
    assert (again, warnings(report)[WarningCode.DAY_OF_SESSION]) == ([kari, ola], {"day": day})
    translated = files.MEET.replace(files.MEET.partition("\n")[0], "Fornavn,Etternavn,E-post,Varighet,Inn,Ut")
    assert read(translated, day)[1] == [kari, ola]
    wrong = refusal(files.MEET, day, file_name="2026-10-05 18-00 Et webinar.csv")
    assert (wrong.code, wrong.values["days"], wrong.values["session"]) == (
        ProblemCode.OTHER_DAY,
        [dt.date(2026, 10, 5)],
        [day],
    )


def test_meet_past_midnight():
    _report, people = read(files.MEET.replace("58 min,18:02,19:00", "58 min,23:32,00:30"), dt.date(2026, 10, 6))
    assert people[0].stays[0][1] - people[0].stays[0][0] == 58 * 60


@pytest.mark.parametrize("header", [files.WEBEX_HEADER, "|".join("ABCDEFGHIJKLM")])
def test_webex_with_marks_before_every_header_and_connections_that_overlap(header):
    rows = [*files.WEBEX_ROWS, files.WEBEX_ROWS[0].replace("kari", "ola").replace("Kari E", "Ola D")]
    text = files.rows([f"\ufeff{name}" for name in header.split("|")], *rows)
    _report, people = read(text.encode("utf-16"))
    assert told(people) == {
        "kari@example.org": [("18:01", "18:40"), ("18:20", "19:00")],
        "ola@example.org": [("18:01", "18:40")],
    }
    assert [person.name for person in people] == ["Kari E", "Ola D"]


def test_any_table_whose_cells_speak_for_themselves():
    text = "Firma;Deltaker;Kontakt;Inn;Ut\nX AS;Kari E;kari@example.org;17.11.2026 12:02;17.11.2026 kl. 13.00\n"
    report, people = read(text + "X AS;Ola D;;17.11.2026 12.10;17.11.2026 13.00\n")
    assert (report.tool, told(people)) == (
        Tool.OTHER,
        {"kari@example.org": [("12:02", "13:00")], "Ola D": [("12:10", "13:00")]},
    )


def test_table_that_must_be_mapped_is_refused_until_somebody_has():
    text = "Navn;E-post;Antall;Kommentar\nKari Eksempel;kari@example.org;42;Takk\n"
    problem = refusal(text)
    [shape] = problem.values["tables"]
    assert (problem.code, shape.headers) == (ProblemCode.NO_TIMES, ("Navn", "E-post", "Antall", "Kommentar"))
    mapping = {0: Role.NAME, 1: Role.ADDRESS, 2: Role.MINUTES}
    _report, [kari] = read(text, mappings={shape.signature: mapping})
    assert (kari.name, kari.address, kari.seconds) == ("Kari Eksempel", "kari@example.org", 42 * 60)
    _report, [kari] = read(text, mappings={shape.signature: {0: Role.NAME, 3: Role.PRESENT}})
    assert (kari.address, kari.present, kari.stays) == ("", True, ())


# Days


def test_day_that_can_be_read_two_ways_is_refused_unless_something_decides():
    def at(*days, session=None):
        people = [f"Kari {n}|{day}, 12:00:00|{day}, 13:00:00|1h|k{n}@example.org||" for n, day in enumerate(days)]
        return files.rows(["2. Participants"], files.TEAMS_HEADER, *people), session

    problem = refusal(*at("9/10/26"))
    assert (problem.code, problem.values) == (
        ProblemCode.AMBIGUOUS_DATE,
        {"row": 3, "written": "9/10/26, 12:00:00", "days": [dt.date(2026, 9, 10), dt.date(2026, 10, 9)]},
    )
    for session in (dt.date(2026, 9, 10), dt.date(2026, 10, 9)):
        assert read(*at("9/10/26", session=session))[0].days == (session,)
    assert read(*at("9/10/26", "13/10/26"))[0].days == (dt.date(2026, 10, 9), dt.date(2026, 10, 13))
    assert read(*at("10/10/26"))[0].days == (dt.date(2026, 10, 10),)
    summary = files.rows("Start time|9/25/26, 12:00:00", [])
    text, _none = at("9/10/26")
    assert read(summary + text)[0].days == (dt.date(2026, 9, 10),)


def test_file_for_another_day_is_refused_with_both_days():
    problem = refusal(files.teams([(*KARI, [("12:00", "13:00")])]), dt.date(2026, 9, 23))
    assert (problem.code, problem.values) == (
        ProblemCode.OTHER_DAY,
        {"days": [DAY], "session": [dt.date(2026, 9, 23)]},
    )
    problem = refusal(files.rows(["2. Participants"], files.TEAMS_HEADER, "K|9/10/26, 12:00|9/10/26, 13:00"), DAY)
    assert problem.values["days"] == [dt.date(2026, 9, 10), dt.date(2026, 10, 9)]


def test_times_are_the_sessions_own_unless_the_file_says_otherwise():
    text = (
        "Name,Email,First Join (UTC),Last Leave (UTC)\nKari,kari@example.org,2026-09-22 10:00:00,2026-09-22 11:00:00\n"
    )
    assert told(read(text)[1]) == {"kari@example.org": [("12:00", "13:00")]}
    text = "Who,Email,In,Out\nKari,kari@example.org,2026-09-22T10:00:00Z,2026-09-22T13:00:00+02:00\n"
    assert told(read(text)[1]) == {"kari@example.org": [("12:00", "13:00")]}


# What is no report


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", ProblemCode.EMPTY),
        (b"\xff\xfe", ProblemCode.NO_PEOPLE),
        (b"\0" * 40, ProblemCode.EMPTY),
        (b"%PDF-1.7 ...", ProblemCode.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0" + b"\x01" * 100, ProblemCode.NOT_A_TABLE),
        (b"PK\x03\x04" + b"nothing packed here", ProblemCode.NOT_A_TABLE),
        (bytes(range(256)) * 20, ProblemCode.NOT_A_TABLE),
        (b"Hei p\x81 deg \xff\x8d", ProblemCode.UNREADABLE),
        (b"Just some words\nand some more\n", ProblemCode.NO_PEOPLE),
        (files.teams([("Kari", "", "", [])]), ProblemCode.NOBODY_JOINED),
        (b"x" * 300_000, ProblemCode.NOT_A_TABLE),
    ],
)
def test_what_is_no_report_is_refused(source, code):
    assert refusal(source).code is code
