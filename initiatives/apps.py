from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"

    def ready(self) -> None:
        from courses import partner_pages
        from initiatives.forms import OwnedPageForm
        from initiatives.permissions import KINDS, pages_of

        # Set here and not on the models, as the form imports the models.
        for kind in KINDS:
            kind.base_form_class = OwnedPageForm
        partner_pages.owned_elsewhere.append(pages_of)
