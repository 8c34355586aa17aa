from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_migrate

        from content import changes, validity
        from courses import cms_groups, moments
        from courses.forms import OwnedPageForm
        from courses.models import Enrolment, FileId, Funding, LessonPage, ProgrammeFile, ProgrammeRole, ProgrammeTarget

        # The form depends on permissions, which depend on the models, so it is assigned here.
        LessonPage.base_form_class = OwnedPageForm
        changes.leave_out(Enrolment, FileId, Funding, ProgrammeFile, ProgrammeRole, ProgrammeTarget)
        validity.scheduled_changes.append(moments.of_sessions)
        # `auth` is the last of the apps with permissions, so all permissions exist when it has been migrated.
        post_migrate.connect(
            cms_groups.bring_up_to_date, sender=apps.get_app_config("auth"), dispatch_uid="courses.cms_groups"
        )
