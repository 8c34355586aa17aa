"""What is done with recordings in the background. Every task may be cut off anywhere and done again."""

from __future__ import annotations

from django_tasks import task

from content.workers import is_queued
from webinars.models import Handout
from webinars.presentations.pages import read_on

BEHIND = -10
"""E-mails that somebody waits for go first."""


@task(priority=BEHIND)
def read_presentation(handout: int, checksum: str) -> None:
    """Makes a picture and the text of every page, a while at a time so that others get their turn."""
    if read_on(handout, checksum):
        read_presentation.enqueue(handout, checksum)


def go_on_reading() -> None:
    """Queues the reading of presentations whose pages are not all read and that nobody is at."""
    for handout, checksum in Handout.objects.unread().values_list("pk", "checksum"):
        if not is_queued(read_presentation.module_path, handout):
            read_presentation.enqueue(handout, checksum)
