from django.apps import AppConfig
from django.db.backends.signals import connection_created


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from content import sqlite

        connection_created.connect(sqlite.on_connection_created, dispatch_uid="content.sqlite")
