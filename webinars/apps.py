from django.apps import AppConfig


class WebinarsConfig(AppConfig):
    name = "webinars"

    def ready(self) -> None:
        from content import workers
        from webinars import tasks

        workers.unfinished.append(tasks.go_on_reading)
