from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "gatherings"

    def ready(self) -> None:
        from content import changes, housekeeping
        from gatherings.actions import purge_answers
        from gatherings.forms import GatheringPageForm
        from gatherings.models import Answers, GatheringPage

        # The form depends on the models, so it is assigned here.
        GatheringPage.base_form_class = GatheringPageForm
        housekeeping.deletions.append(purge_answers)
        changes.leave_out(Answers)
