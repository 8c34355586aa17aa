"""Dates and times as people write them in bokmål, nynorsk, Swedish and English.

Spaces that must not break are non-breaking. Times are shown in the given time zone, or else in the current one; a date
without a time has no zone and is shown as it is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.translation import get_language

NB = "\u00a0"
DASH = "–"


@dataclass(frozen=True)
class Forms:
    """How one language writes dates."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    # After the number of a day, as in «26.».
    ordinal: str
    clock: str
    # Before a time of day, as in «kl.».
    at: str
    days: tuple[str, str]
    # Before a month, where the day is not known exactly.
    parts_of_month: dict[str, str]


_NB_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
_NB_SHORT = ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des.")

FORMS = {
    "nb": Forms(
        ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
        _NB_MONTHS, _NB_SHORT, ".", "%H.%M", "kl.", ("dag", "dager"),
        {"early": "primo", "middle": "medio", "late": "ultimo"},
    ),
    "nn": Forms(
        ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
        _NB_MONTHS, _NB_SHORT, ".", "%H.%M", "kl.", ("dag", "dagar"),
        {"early": "primo", "middle": "medio", "late": "ultimo"},
    ),
    "sv": Forms(
        ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
        ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
         "november", "december"),
        ("jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."),
        "", "%H.%M", "kl.", ("dag", "dagar"),
        {"early": "i början av", "middle": "i mitten av", "late": "i slutet av"},
    ),
    "en": Forms(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
         "November", "December"),
        ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "", "%H:%M", "", ("day", "days"),
        {"early": "early", "middle": "mid", "late": "late"},
    ),
}  # fmt: skip


def forms(language: str | None = None) -> Forms:
    """The forms of a language, by default the active one; bokmål for a language that we do not have."""
    code = (language or get_language() or "nb").split("-")[0]
    return FORMS.get(code, FORMS["nb"])


def local(value: date | datetime, zone: tzinfo | None = None) -> date | datetime:
    """The moment in the given time zone, or else in the current one. A date stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value, zone)
    return value


def day(
    value: date | datetime,
    *,
    weekday: bool = False,
    year: bool = False,
    short: bool = False,
    zone: tzinfo | None = None,
    language: str | None = None,
) -> str:
    """«26. november», «torsdag 26. november 2026», «8. des.»"""
    f, on = forms(language), local(value, zone)
    month = (f.short_months if short else f.months)[on.month - 1]
    text = f"{on.day}{f.ordinal}{NB}{month}"
    if year:
        text += f"{NB}{on.year}"
    return f"{f.weekdays[on.weekday()]} {text}" if weekday else text


def clock(value: datetime, *, zone: tzinfo | None = None, language: str | None = None) -> str:
    """«09.00», in English «09:00»."""
    return local(value, zone).strftime(forms(language).clock)


def hours(
    start: datetime, end: datetime | None = None, *, zone: tzinfo | None = None, language: str | None = None
) -> str:
    """«kl. 09.00–11.00»"""
    f = forms(language)
    text = clock(start, zone=zone, language=language)
    if end is not None and end != start:
        text += f"{DASH}{clock(end, zone=zone, language=language)}"
    return f"{f.at}{NB}{text}" if f.at else text


def session_time(
    start: datetime,
    end: datetime | None = None,
    *,
    weekday: bool = True,
    year: bool = False,
    zone: tzinfo | None = None,
    language: str | None = None,
) -> str:
    """«Torsdag 26. november kl. 09.00–11.00». If it passes midnight, both ends are given with their date."""
    first = day(start, weekday=weekday, year=year, zone=zone, language=language)
    if end is not None and _date(end, zone) != _date(start, zone):
        last = day(end, weekday=weekday, year=year, zone=zone, language=language)
        text = (
            f"{first} {hours(start, zone=zone, language=language)}{NB}{DASH} "
            f"{last} {hours(end, zone=zone, language=language)}"
        )
    else:
        text = f"{first} {hours(start, end, zone=zone, language=language)}"
    return text[:1].upper() + text[1:]


def date_range(
    start: date | datetime,
    end: date | datetime | None = None,
    *,
    year: bool = True,
    short: bool = False,
    zone: tzinfo | None = None,
    language: str | None = None,
) -> str:
    """«20.–21. oktober 2026», «30. november–1. desember», «31. desember 2026–1. januar 2027»."""
    a, b = _date(start, zone), _date(end or start, zone)
    last = day(b, year=year, short=short, language=language)
    if a == b:
        return last
    f = forms(language)
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}{f.ordinal}{DASH}{last}"
    return f"{day(a, year=year and a.year != b.year, short=short, language=language)}{DASH}{last}"


def days_of_range(
    start: date | datetime,
    end: date | datetime | None = None,
    *,
    zone: tzinfo | None = None,
    language: str | None = None,
) -> tuple[str, str]:
    """A date range in two parts, for templates that set the days large: («20.–21.», «januar 2027»)."""
    a, b = _date(start, zone), _date(end or start, zone)
    f = forms(language)
    month = f"{f.months[b.month - 1]}{NB}{b.year}"
    if a == b:
        return f"{b.day}{f.ordinal}", month
    if (a.year, a.month) == (b.year, b.month):
        return f"{a.day}{f.ordinal}{DASH}{b.day}{f.ordinal}", month
    large = f"{a.day}{f.ordinal}{NB}{f.short_months[a.month - 1]}{DASH}{b.day}{f.ordinal}"
    return large, month


def about(value: date, precision: str, *, language: str | None = None) -> str:
    """A date with the precision to which it is known: «primo august 2018», «2018».

    `precision`: day, early, middle, late (in the month), month, year.
    """
    f = forms(language)
    month = f"{f.months[value.month - 1]}{NB}{value.year}"
    if precision == "year":
        return f"{value.year}"
    if precision in f.parts_of_month:
        return f"{f.parts_of_month[precision]}{NB}{month}"
    return month if precision == "month" else day(value, year=True, language=language)


def minutes(value: timedelta | float) -> str:
    """A length as whole minutes, «116 min», given as a time span or as seconds."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    return f"{max(0, int(seconds / 60 + 0.5))}{NB}min"


def timecode(value: timedelta | float) -> str:
    """A position in a recording: «03:15», «1:18:40»."""
    seconds = int(value.total_seconds() if isinstance(value, timedelta) else value)
    hour, rest = divmod(max(0, seconds), 3600)
    minute, second = divmod(rest, 60)
    return f"{hour}:{minute:02d}:{second:02d}" if hour else f"{minute:02d}:{second:02d}"


def _date(value: date | datetime, zone: tzinfo | None) -> date:
    shown = local(value, zone)
    return shown.date() if isinstance(shown, datetime) else shown
