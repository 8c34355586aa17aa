"""Signing up, having been there, and what is read from reports about it."""

from attendance.models.objections import Objection
from attendance.models.presence import Attendance, CalendarAddress, Registration, SentMail
from attendance.models.reports import (
    Choice,
    ColumnMapping,
    RememberedChoice,
    ReportEntry,
    ReportImport,
)

__all__ = [
    "Attendance",
    "CalendarAddress",
    "Choice",
    "ColumnMapping",
    "Objection",
    "Registration",
    "RememberedChoice",
    "ReportEntry",
    "ReportImport",
    "SentMail",
]
