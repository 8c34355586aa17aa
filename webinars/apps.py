from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from attendance.tasks import KINDS, Kind
        from content import changes, validity, workers
        from webinars import missed, tasks
        from webinars.actions.removing import sweep_removed
        from webinars.forms import WebinarPageForm
        from webinars.messages import recording_ready
        from webinars.models import Recording, Removed, Viewing, WebinarPage

        # The form depends on the models, so it is assigned here.
        WebinarPage.base_form_class = WebinarPageForm
        KINDS[missed.KIND] = Kind(recording_ready, missed.BEHIND)
        workers.unfinished += [tasks.go_on_reading, tasks.go_on_telling, sweep_removed]
        changes.leave_out(Removed, Viewing)
        validity.scheduled_changes.append(Recording.objects.moments_of_publication)
