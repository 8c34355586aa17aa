"""The app config of `home`, which keeps the glossary up to date."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        from content.models import GlossaryEntry
        from courses import cms_groups
        from home import glossary
        from home.actions import written_by_all_owners
        from people.models import Organisation

        for model in (GlossaryEntry, Organisation):
            for signal in (post_save, post_delete):
                signal.connect(glossary.changed, sender=model, dispatch_uid="home.glossary")
        cms_groups.shared_pages.append(written_by_all_owners)
