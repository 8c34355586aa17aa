from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "attendance"

    def ready(self) -> None:
        from attendance import models, report_tasks, tasks
        from attendance.forms.programme import ProgrammePageForm
        from content import changes, workers
        from courses.models import ProgrammePage

        # The form depends on the models, so it is assigned here.
        ProgrammePage.base_form_class = ProgrammePageForm
        workers.unfinished += [tasks.requeue_emails, report_tasks.requeue_reports]
        changes.leave_out("attendance")
        changes.count_as_seats(models.Registration)
