from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from content import workers
        from webinars import tasks

        workers.unfinished += [tasks.go_on_reading, tasks.go_on_telling]
