"""Builders of attendance reports in the formats of meeting tools. All people are invented."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

DATA = Path(__file__).parent / "data"
REAL = sorted(DATA.glob("*.csv"))

TEAMS_HEADER = ["Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"]
TEAMS_STAYS = ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]
ENGAGEMENT = [
    *(f"Engagement: Reaction-{kind}" for kind in ("Applause", "Laugh", "Like", "Love", "Surprised")),
    *(f"Engagement: {kind}" for kind in ("Camera On", "Raise Hands", "Unmute")),
]


def real(name="IDL-14-11-22.csv"):
    return (DATA / name).read_bytes().decode("utf-16")


def rows(*cells, separator="\t"):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerows(line.split("|") if isinstance(line, str) else line for line in cells)
    return out.getvalue()


def span(minutes):
    hours, minutes = divmod(minutes, 60)
    return " ".join([f"{hours}h"] * bool(hours) + [f"{minutes}m"] * bool(minutes)) or "0s"


def us(moment):
    """«9/22/26, 2:48:05 PM», with the narrow no-break space of newer files."""
    return f"{moment.month}/{moment.day}/{moment:%y}, {(moment.hour - 1) % 12 + 1}:{moment:%M:%S}\u202f{moment:%p}"


def day_first(moment):
    return f"{moment:%d/%m/%y, %H:%M:%S}"


def dotted(moment):
    return f"{moment:%d.%m.%y, %H:%M:%S}"


def teams(people, day=dt.date(2026, 9, 22), write=us, said=None, *, stays=True):
    """A Teams report. `people` are (name, address, account, [(from, until), …]) with times as "12:02"."""

    def at(clock):
        return dt.datetime.combine(day, dt.time.fromisoformat(clock))

    listed, each = [], []
    for name, address, account, clocks in people:
        times = [(at(start), at(end)) for start, end in clocks]
        minutes = sum(int((end - start).total_seconds()) // 60 for start, end in times)
        if times:
            first, last = write(min(times)[0]), write(max(end for _start, end in times))
            listed.append([name, first, last, span(minutes), address, account, "Attendee", *"00000000"])
        else:
            listed.append([name])
        for start, end in times:
            minutes = int((end - start).total_seconds()) // 60
            each.append([name, write(start), write(end), span(minutes), address, "Attendee"])
    summary = [
        ["1. Summary"],
        ["Meeting title", "Et webinar\nover to linjer"],
        ["Attended participants", str(len(listed) if said is None else said)],
        ["Start time", write(at("12:00"))],
        ["End time", write(at("13:15"))],
        ["Meeting duration", "1h 15m"],
        ["Average attendance time", "1h 1m 7s"],
        [],
    ]
    text = rows(*summary, ["2. Participants"], [*TEAMS_HEADER, *ENGAGEMENT], *listed, [])
    if stays:
        text += rows(["3. In-Meeting Activities"], TEAMS_STAYS, *each, [])
    engagement = [["Name", "Engagement Type", "Time"], ["Kari Eksempel", "Unmute", write(at("12:30"))]]
    return text + rows(["4. Meeting Engagement"], *engagement)


def in_german(text):
    """The report in German: headers with known translations are translated, all others replaced by unknown words."""
    words = {
        "1. Summary": "1. Zusammenfassung",
        "2. Participants": "2. Teilnehmer",
        "3. In-Meeting activities": "3. Aktivitäten während der Besprechung",
        "First join": "Erster Beitritt",
        "Last leave": "Letztes Verlassen",
        "In-meeting duration": "Dauer der Teilnahme",
        "Participant ID (UPN)": "Teilnehmer-ID (UPN)",
        "Join time": "Zeit des Beitritts",
        "Leave time": "Zeit des Verlassens",
        "\tEmail": "\tE-Mail-Adresse",
        "Name\t": "Ganzer Name\t",
        "Duration\t": "Dauer\t",
        "Role": "Rolle",
    }
    for english, german in words.items():
        text = text.replace(english, german)
    text = re.sub(r"(\d\d)/(\d\d)/(\d\d), ", r"\1.\2.\3, ", text)
    return re.sub(r"(\d+)m (\d+)s", r"\1 Min. \2 Sek.", text)


def in_unknown_words(text):
    """The report with unknown headers and titles."""
    for number, word in enumerate(
        ["In-meeting duration", "First join", "Last leave", "Join time", "Leave time", "Duration", "Role", "Email"]
    ):
        text = text.replace(word, f"Overskrift {number}")
    text = text.replace("\nName\t", "\nHvem\t").replace("Participant ID (UPN)", "Deltaker-ID (UPN)")
    return re.sub(r"(?m)^([1-4])\. .*$", r"\1. Noe helt annet", re.sub(r"(\d\d)/(\d\d)/(\d\d), ", r"\1.\2.20\3 ", text))


ZOOM_WEBINAR = """Attendee Report
Report Generated:,"Mar 23, 2025 10:00:00"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users
"Et webinar, til prøve",812 3456 7890,"Mar 22, 2025 19:13:27",283,10,0,5,7
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name,
Yes,Vert Vertsen,vert@example.org,"Mar 22, 2025 19:13:27","Mar 22, 2025 23:55:59",283,No,Norway,
Panelist Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name,
Yes,Panel Prøve,panel@example.org,"Mar 22, 2025 19:28:00","Mar 22, 2025 23:55:00",267,No,Norway,
Yes,Panel Prøve,panel@example.org,"Mar 22, 2025 20:52:00","Mar 22, 2025 23:55:00",183,No,Norway,
Attendee Details,
Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,\
Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name,
Yes,Kari E,Kari,Eksempel,kari@example.org,99999999,"Mar 1, 2025 10:00:00",approved,\
"Mar 22, 2025 19:30:00","Mar 22, 2025 20:30:00",60,Yes,Norway,
Yes,Nu\0l Navn,Nu,Navn,nul@example.org,,"Mar 2, 2025 10:00:00",approved,\
"Mar 22, 2025 19:30:00","Mar 22, 2025 20:30:00",60,Yes,Norway,
No,Per Borte,Per,Borte,per@example.org,--,"Mar 2, 2025 10:00:00",approved,--,--,--,--,Norway,
Other Attended
User Name,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
+47 99 88 77 66,"Mar 22, 2025 19:30:00","Mar 22, 2025 20:30:00",60,Norway
"""

ZOOM_MEETING = """Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Kari E,kari@example.org,10/06/2026 06:00:00 PM,10/06/2026 07:02:00 PM,62,No,
Gjest,,10/06/2026 06:10:00 PM,10/06/2026 06:20:00 PM,10,Yes,
"""

MEET = """First name,Last name,Email,Duration,Time joined,Time exited
Kari,Eksempel,kari@example.org,58 min,18:02,19:00
Ola,Demo,ola@example.org,1 hr 2 min,18:00,19:40
"""

WEBEX_HEADER = (
    "Nome da reunião|Data de início da reunião|Data de término da reunião|Nome de exibição|Nome|Sobrenome|Função|"
    "E-mail do convidado|Hora da entrada|Hora da saída|Duração da presença|Tipo de conexão|Nome da sessão"
)
WEBEX_ROWS = [
    "Demo|2026-10-06 18:00:00|2026-10-06 19:00:00|Kari E|Kari|Eksempel|Participante|kari@example.org|"
    "2026-10-06 18:01:00|2026-10-06 18:40:00|39 mins|Desktop|Demo",
    "Demo|2026-10-06 18:00:00|2026-10-06 19:00:00|Kari E|Kari|Eksempel|Participante|kari@example.org|"
    "2026-10-06 18:20:00|2026-10-06 19:00:00|40 mins|Audio|Demo",
]
