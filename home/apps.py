from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from content.models import GlossaryEntry
        from home import glossary
        from people.models import Organisation

        for model in (GlossaryEntry, Organisation):
            for signal in (post_save, post_delete):
                signal.connect(glossary.changed, sender=model, dispatch_uid="home.glossary")
