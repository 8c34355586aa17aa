from courses.models.activities import ActivityPage, LessonPage
from courses.models.enrolments import Enrolment
from courses.models.programme_files import FileId, ProgrammeFile
from courses.models.programmes import (
    Funding,
    Mission,
    ModulePage,
    ProgrammeOwner,
    ProgrammePage,
    ProgrammePartner,
    ProgrammeTarget,
    TrackPage,
)
from courses.models.roles import ProgrammeRole, Role
from courses.models.rules import CompletionRule
from courses.models.sessions import Level, Phase, Session

__all__ = [
    "ActivityPage",
    "CompletionRule",
    "Enrolment",
    "FileId",
    "Funding",
    "LessonPage",
    "Level",
    "Mission",
    "ModulePage",
    "Phase",
    "ProgrammeFile",
    "ProgrammeOwner",
    "ProgrammePage",
    "ProgrammePartner",
    "ProgrammeRole",
    "ProgrammeTarget",
    "Role",
    "Session",
    "TrackPage",
]
