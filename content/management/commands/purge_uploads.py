from typing import Any

from django.core.management.base import BaseCommand

from content.uploads import purge


class Command(BaseCommand):
    help = "Delete files that were begun and not sent to their end within seven days. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted {purge()} uploads.")
