from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from content import changes
        from people.models import Participant, User

        changes.leave_out(Participant, User)
