from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "attendance"

    def ready(self) -> None:
        from attendance import tasks
        from content import workers

        workers.unfinished.append(tasks.go_on_with_reports)
