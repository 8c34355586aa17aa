"""The figures of a programme as one object, used by page, charts, spreadsheets and command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class WebinarFigures:
    """One held webinar."""

    key: str
    session: int
    title: str
    date: dt.date
    registered: int
    attended: int
    minutes: int
    certificates: int

    @property
    def hours(self) -> Decimal:
        return hours(self.minutes)


@dataclass(frozen=True, kw_only=True)
class GatheringFigures:
    """One held gathering. `days` are the dates, in the order of `present_by_day`."""

    key: str
    session: int
    title: str
    date: dt.date
    days: tuple[dt.date, ...]
    registered: int
    present_by_day: tuple[int, ...]
    present_all_days: int
    certificates: int


@dataclass(frozen=True, kw_only=True)
class TrackFigures:
    """Who has earned the certificate of a track, by the ids that `Figures` uses."""

    key: str
    title: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordingFigures:
    """What a published recording lacks as of the day."""

    key: str
    title: str
    captions_due: dt.date | None
    lacks_captions: bool
    captions_are_late: bool
    lacks_transcript: bool
    has_inaccessible_document: bool


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of one programme as of one day."""

    as_of: dt.date
    webinars_held: int
    gatherings_held: int
    gathering_days_held: int
    individuals_attending_any: int
    individuals_attending_webinars: int
    by_gender: Mapping[str, int]
    by_county: Mapping[str, int]
    by_organisation_type: Mapping[str, int]
    municipality_codes: tuple[str, ...]
    companies_by_size: Mapping[str, int]
    webinars: tuple[WebinarFigures, ...]
    gatherings: tuple[GatheringFigures, ...]
    tracks: tuple[TrackFigures, ...]
    recordings: tuple[RecordingFigures, ...]

    @property
    def webinar_registrations(self) -> int:
        return sum(row.registered for row in self.webinars)

    @property
    def webinar_attendances(self) -> int:
        return sum(row.attended for row in self.webinars)

    @property
    def webinar_minutes(self) -> int:
        return sum(row.minutes for row in self.webinars)

    @property
    def webinar_hours(self) -> Decimal:
        return hours(self.webinar_minutes)

    @property
    def webinar_certificates(self) -> int:
        return sum(row.certificates for row in self.webinars)

    @property
    def women_share(self) -> int | None:
        """Whole percent of those who stated their gender, rounded down."""
        women, men = self.by_gender.get("female", 0), self.by_gender.get("male", 0)
        return women * 100 // (women + men) if women + men else None

    @property
    def municipalities_with_participants(self) -> int:
        return len(self.municipality_codes)

    @property
    def companies_attending(self) -> int:
        return sum(self.companies_by_size.values())

    @property
    def captions_overdue(self) -> list[str]:
        return [row.key for row in self.recordings if row.lacks_captions and row.captions_are_late]

    @property
    def captions_pending(self) -> list[str]:
        return [row.key for row in self.recordings if row.lacks_captions and not row.captions_are_late]

    @property
    def transcripts_missing(self) -> list[str]:
        return [row.key for row in self.recordings if row.lacks_transcript]

    @property
    def inaccessible_documents(self) -> list[str]:
        return [row.key for row in self.recordings if row.has_inaccessible_document]

    def to_json(self) -> dict[str, Any]:
        """The keys of `expected_report`, in that order, with plain values."""
        return {
            "webinars_held": self.webinars_held,
            "gatherings_held": self.gatherings_held,
            "gathering_days_held": self.gathering_days_held,
            "individuals_attending_any": self.individuals_attending_any,
            "individuals_attending_webinars": self.individuals_attending_webinars,
            "webinar_registrations": self.webinar_registrations,
            "webinar_attendances": self.webinar_attendances,
            "webinar_minutes": self.webinar_minutes,
            "webinar_hours": float(self.webinar_hours),
            "women_share": self.women_share,
            "by_gender": dict(self.by_gender),
            "by_county": dict(self.by_county),
            "by_organisation_type": dict(self.by_organisation_type),
            "municipalities_with_participants": self.municipalities_with_participants,
            "municipality_codes": list(self.municipality_codes),
            "companies_attending": self.companies_attending,
            "companies_by_size": dict(self.companies_by_size),
            "per_webinar": {
                row.key: {
                    "registered": row.registered,
                    "attended": row.attended,
                    "minutes": row.minutes,
                    "certificates": row.certificates,
                }
                for row in self.webinars
            },
            "per_gathering": {
                row.key: {
                    "registered": row.registered,
                    "present_by_day": list(row.present_by_day),
                    "present_all_days": row.present_all_days,
                    "certificates": row.certificates,
                }
                for row in self.gatherings
            },
            "track_certificates": {row.key: list(row.people) for row in self.tracks},
            "captions_overdue": self.captions_overdue,
            "captions_pending": self.captions_pending,
            "transcripts_missing": self.transcripts_missing,
            "inaccessible_documents": self.inaccessible_documents,
        }


def hours(minutes: int) -> Decimal:
    """Minutes as hours with two decimals."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
