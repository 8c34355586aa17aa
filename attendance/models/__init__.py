"""Registrations, attendance, reports, objections, and the e-mails about them."""

from attendance.models.mail import OutgoingMail
from attendance.models.objections import Objection
from attendance.models.presence import Attendance, CalendarAddress, Registration
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
    "OutgoingMail",
    "Registration",
    "RememberedChoice",
    "ReportEntry",
    "ReportImport",
]
