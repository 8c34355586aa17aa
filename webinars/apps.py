from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from content import workers
        from webinars import tasks
        from webinars.actions.removing import sweep_removed
        from webinars.forms import WebinarPageForm
        from webinars.models import WebinarPage

        # A form knows its model, so the model is handed its form.
        WebinarPage.base_form_class = WebinarPageForm
        workers.unfinished += [tasks.go_on_reading, tasks.go_on_telling, sweep_removed]
