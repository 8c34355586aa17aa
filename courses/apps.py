from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from content import changes, validity
        from courses import moments
        from courses.forms import OwnedPageForm
        from courses.models import Enrolment, FileId, Funding, LessonPage, ProgrammeFile, ProgrammeRole, ProgrammeTarget

        # The form depends on permissions, which depend on the models, so it is assigned here.
        LessonPage.base_form_class = OwnedPageForm
        changes.leave_out(Enrolment, FileId, Funding, ProgrammeFile, ProgrammeRole, ProgrammeTarget)
        validity.clocks += [moments.of_sessions, moments.of_days]
