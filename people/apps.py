from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from wagtail.admin.forms.account import NameEmailForm

        from content import changes
        from people.models import Participant, User

        changes.leave_out(Participant, User)
        # An account has its whole name in one field. Wagtail would save no editor's language before there are two.
        NameEmailForm.base_fields["last_name"].required = False
