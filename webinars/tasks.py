"""What is done with recordings in the background. Every task may be cut off anywhere and done again."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import task

from attendance.tasks import PATIENCE
from content.workers import is_queued
from webinars import missed
from webinars.models import Handout, Recording, WebinarPage
from webinars.presentations.pages import read_on

BEHIND = -10
"""E-mails that somebody waits for go first."""
ATTEMPTS = 6
"""To send what could not be sent, over some hours."""


@task(priority=BEHIND)
def read_presentation(handout: int, checksum: str) -> None:
    """Makes a picture and the text of every page, a while at a time so that others get their turn."""
    if read_on(handout, checksum):
        read_presentation.enqueue(handout, checksum)


@task(priority=BEHIND)
def tell_those_who_missed_it(recording: int, attempt: int = 1) -> None:
    """Writes to those registered who were not there, once for each of them. Harmless to queue as often as one likes."""
    told = missed.tell(recording)
    if told is missed.Told.NOT_YET:
        tell_those_who_missed_it.enqueue(recording, attempt)
    elif told is missed.Told.NOT_SENT and attempt < ATTEMPTS:
        later = timezone.now() + PATIENCE + dt.timedelta(minutes=attempt)
        tell_those_who_missed_it.using(run_after=later).enqueue(recording, attempt + 1)
    else:
        Recording.objects.to_be_told().filter(pk=recording).update(is_to_be_told=False)


def go_on_telling() -> None:
    """Queues the e-mails about recordings that are public by now and whose task was never queued, or got lost."""
    for recording in Recording.objects.to_be_told().values_list("pk", flat=True):
        if not is_queued(tell_those_who_missed_it.module_path, recording):
            tell_those_who_missed_it.enqueue(recording)


def go_on_reading(webinar: WebinarPage | None = None) -> None:
    """Queues the reading of presentations (of all webinars) whose pages are not all read and that nobody is at."""
    rows = Handout.objects.unread() if webinar is None else Handout.objects.unread().filter(webinar=webinar)
    for handout, checksum in rows.values_list("pk", "checksum"):
        if not is_queued(read_presentation.module_path, handout):
            read_presentation.enqueue(handout, checksum)
