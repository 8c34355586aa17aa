from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "gatherings"

    def ready(self) -> None:
        from gatherings.forms import GatheringPageForm
        from gatherings.models import GatheringPage

        # A form knows its model, so the model is handed its form.
        GatheringPage.base_form_class = GatheringPageForm
