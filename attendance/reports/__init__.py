"""Reads attendance reports of meeting tools: from bytes to people with their stays.

Independent of Django and of our models. It returns names, addresses and times only; telephone numbers, account names
and engagement data (camera, raised hands) are dropped here.
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
