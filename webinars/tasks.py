"""Background tasks for recordings. Each may be interrupted anywhere and run again."""

from __future__ import annotations

from django_tasks import task

from content.workers import is_queued
from webinars import missed
from webinars.missed import BEHIND
from webinars.models import Handout, Recording, WebinarPage
from webinars.presentations.pages import read_on


@task(priority=BEHIND)
def read_presentation(handout: int, checksum: str) -> None:
    """Render a picture and extract the text of each page, for a while, then continue in another task."""
    if read_on(handout, checksum):
        read_presentation.enqueue(handout, checksum)


@task()
def tell_those_who_missed_it(recording: int) -> None:
    """Notify those who were registered and did not attend. Idempotent."""
    missed.tell(recording)


def go_on_telling() -> None:
    """The same for published recordings whose task was never queued, or was lost."""
    for recording in Recording.objects.to_be_told().values_list("pk", flat=True):
        missed.tell(recording)


def go_on_reading(webinar: WebinarPage | None = None) -> None:
    """Queue the reading of presentations (of all webinars) that have unread pages and no task."""
    rows = Handout.objects.unread() if webinar is None else Handout.objects.unread().filter(webinar=webinar)
    for handout, checksum in rows.values_list("pk", "checksum"):
        if not is_queued(read_presentation.module_path, handout):
            read_presentation.enqueue(handout, checksum)
