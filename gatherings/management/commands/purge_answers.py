from typing import Any

from django.core.management.base import BaseCommand

from gatherings.actions import purge_answers


class Command(BaseCommand):
    help = "Delete what participants answered about diet and access, 30 days after the gathering. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted the answers of {purge_answers()} registrations.")
