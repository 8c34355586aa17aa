"""What is done with recordings in the background. Every task may be cut off anywhere and done again."""

from __future__ import annotations

from django_tasks import task

from content.workers import is_queued
from webinars import missed
from webinars.missed import BEHIND
from webinars.models import Handout, Recording, WebinarPage
from webinars.presentations.pages import read_on


@task(priority=BEHIND)
def read_presentation(handout: int, checksum: str) -> None:
    """Makes a picture and the text of every page, a while at a time so that others get their turn."""
    if read_on(handout, checksum):
        read_presentation.enqueue(handout, checksum)


@task()
def tell_those_who_missed_it(recording: int) -> None:
    """Has those registered who were not there written to. Harmless to queue as often as one likes."""
    missed.tell(recording)


def go_on_telling() -> None:
    """The same for recordings that are public by now and whose task was never queued, or got lost."""
    for recording in Recording.objects.to_be_told().values_list("pk", flat=True):
        missed.tell(recording)


def go_on_reading(webinar: WebinarPage | None = None) -> None:
    """Queues the reading of presentations (of all webinars) whose pages are not all read and that nobody is at."""
    rows = Handout.objects.unread() if webinar is None else Handout.objects.unread().filter(webinar=webinar)
    for handout, checksum in rows.values_list("pk", "checksum"):
        if not is_queued(read_presentation.module_path, handout):
            read_presentation.enqueue(handout, checksum)
