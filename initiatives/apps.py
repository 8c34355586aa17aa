from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"

    def ready(self) -> None:
        from courses import partner_pages
        from initiatives.forms import OwnedPageForm
        from initiatives.permissions import KINDS, pages_of

        # A form knows its model, so the model is handed its form.
        for kind in KINDS:
            kind.base_form_class = OwnedPageForm
        partner_pages.owned_elsewhere.append(pages_of)
