from django.apps import AppConfig
from django.db.backends.signals import connection_created

WORKINGS = (
    *("sessions", "django_tasks_database", "auth", "account", "wagtailsearch", "wagtailusers"),
    *("wagtailadmin", "wagtailredirects"),
)
"""Third-party apps whose tables no visitor is shown anything of."""


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from django.apps import apps
        from django.db.models import CharField
        from django.db.models.signals import post_delete, post_migrate, post_save, pre_migrate
        from wagtail.models import Locale, Site
        from wagtail.signals import page_unpublished

        from content import changes, housekeeping, looks, schedule, sqlite, tree, uploads, versions, workers
        from content.models import BasePage, Change, SiteSettings, Upload

        CharField.register_lookup(tree.Under, "under")
        connection_created.connect(sqlite.on_connection_created, dispatch_uid="content.sqlite")
        connection_created.connect(changes.watch, dispatch_uid="content.changes")
        pre_migrate.connect(changes.pause, dispatch_uid="content.changes")
        post_migrate.connect(changes.resume, dispatch_uid="content.changes")
        workers.unfinished += [schedule.publish_what_is_due, changes.sweep, housekeeping.delete_what_is_old]
        housekeeping.deletions += [housekeeping.expired_sessions, housekeeping.old_task_results, uploads.purge]
        changes.leave_out(Change, Upload, *WORKINGS)
        post_save.connect(versions.locale_saved, sender=Locale, dispatch_uid="content.versions")
        for model in (Site, SiteSettings):
            for signal in (post_save, post_delete):
                signal.connect(looks.forget, sender=model, dispatch_uid="content.looks")
        page_unpublished.connect(versions.page_changed, dispatch_uid="content.versions")
        for model in apps.get_models():
            if issubclass(model, BasePage):
                post_delete.connect(versions.page_changed, sender=model, dispatch_uid="content.versions")
