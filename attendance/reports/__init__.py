"""Attendance reports of meeting tools: any bytes in, people with their stays out.

A package of its own that knows neither Django nor a database of ours: it takes bytes and gives stays. Names, addresses
and times are all that leaves it; telephone numbers, account names and what somebody did with camera or hand do not.
"""

from attendance.reports.columns import Role
from attendance.reports.entries import Person
from attendance.reports.problems import ProblemCode, ReportProblem, Warning, WarningCode
from attendance.reports.reading import About, Report, Shape, digest_of, read_report
from attendance.reports.tables import Tool

__all__ = [
    "About",
    "Person",
    "ProblemCode",
    "Report",
    "ReportProblem",
    "Role",
    "Shape",
    "Tool",
    "Warning",
    "WarningCode",
    "digest_of",
    "read_report",
]
