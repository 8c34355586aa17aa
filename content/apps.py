from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import Locale, Site
        from wagtail.signals import page_published, page_unpublished

        from content import looks, schedule, sqlite, versions, workers
        from content.models import BasePage, SiteSettings

        connection_created.connect(sqlite.on_connection_created, dispatch_uid="content.sqlite")
        workers.unfinished.append(schedule.publish_what_is_due)
        post_save.connect(versions.locale_saved, sender=Locale, dispatch_uid="content.versions")
        for model in (Site, SiteSettings):
            for signal in (post_save, post_delete):
                signal.connect(looks.forget, sender=model, dispatch_uid="content.looks")
        for signal in (page_published, page_unpublished):
            signal.connect(versions.page_changed, dispatch_uid="content.versions")
        for model in apps.get_models():
            if issubclass(model, BasePage):
                post_delete.connect(versions.page_changed, sender=model, dispatch_uid="content.versions")
