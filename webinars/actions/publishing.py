"""Publishing a recording, and the decisions about it. Each is logged for the webinar's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.models import Session
from courses.refusals import Refused
from webinars import tasks
from webinars.models import Recording, WebinarPage
from webinars.querysets import RecordingQuerySet
from webinars.refusals import NEEDS_REASON, publishing_refusal

if TYPE_CHECKING:
    from people.models import User


NO_ROW = 0
"""The primary key of a recording that has no row."""


def recording_of(webinar: WebinarPage) -> Recording:
    """The recording of a webinar, created when something is first written. It shows nothing until it is published.

    Captions are required in the spoken language.
    """
    return _with_media().get_or_create(webinar=webinar, defaults={"captions_required": [webinar.language]})[0]


def recording_to_read(webinar: WebinarPage) -> Recording:
    """The same without writing: where there is no row, an empty recording that must not be saved.

    It has a primary key that no row has, so that its captions and chapters can be asked for.
    """
    found = _with_media().filter(webinar=webinar).first()
    return found or Recording(pk=NO_ROW, webinar=webinar, captions_required=[webinar.language])


def _with_media() -> RecordingQuerySet:
    return Recording.objects.select_related("media", "described_media")


@transaction.atomic
def publish(*, recording: Recording, at: dt.datetime | None, by: User | None) -> Recording:
    """Publish the recording now, or at a future time. Those who missed the webinar are notified then.

    What is public already keeps its time. Raises `Refused`.
    """
    row = locked(recording)
    refusal = publishing_refusal(row, Session.objects.roots().filter(activity=row.webinar_id).first(), at)
    if refusal is not None:
        raise Refused(refusal)
    now = timezone.now()
    if row.is_published(now) if at is None else row.published_at == at:
        return row
    row.published_at, row.is_to_be_told = at or now, True
    row.save(update_fields=["published_at", "is_to_be_told"])
    action = "webinars.recording_scheduled" if at else "webinars.recording_published"
    note(row, action, by, at=row.published_at.isoformat())
    _tell(row.pk, at)
    return row


@transaction.atomic
def unpublish(*, recording: Recording, by: User | None) -> Recording:
    """Unpublish the recording. Completions stay."""
    row = locked(recording)
    if row.published_at is not None:
        row.published_at, row.is_to_be_told = None, False
        row.save(update_fields=["published_at", "is_to_be_told"])
        note(row, "webinars.recording_unpublished", by)
    return row


@transaction.atomic
def decide_description(*, recording: Recording, choice: str, burden: str = "", by: User | None) -> Recording:
    """Decide about audio description. Exemption because of the burden needs a reason, which is shown on the page."""
    row = locked(recording)
    choice, reason = Recording.AudioDescription(choice), burden.strip()
    if choice == Recording.AudioDescription.BURDEN and not reason:
        raise Refused(NEEDS_REASON)
    if choice != Recording.AudioDescription.BURDEN:
        reason = ""
    if (row.audio_description, row.audio_description_note) != (choice, reason):
        row.audio_description, row.audio_description_note = choice, reason
        row.save(update_fields=["audio_description", "audio_description_note"])
        note(row, "webinars.description_decided", by, choice=str(choice))
    return row


@transaction.atomic
def decide_access(
    *, recording: Recording, is_restricted: bool, captions_required: Collection[str], by: User | None
) -> Recording:
    """Decide who may see the recording, and in which languages captions are required."""
    row, required = locked(recording), sorted(captions_required)
    if (row.is_restricted, sorted(row.captions_required)) != (is_restricted, required):
        row.is_restricted, row.captions_required = is_restricted, required
        row.save(update_fields=["is_restricted", "captions_required"])
        note(row, "webinars.access_decided", by, restricted=is_restricted, captions=required)
    return row


@transaction.atomic
def approve_transcript(*, recording: Recording, by: User | None) -> Recording:
    """Record that somebody has read the captions and found them correct."""
    row = locked(recording)
    if not row.transcript_approved:
        row.transcript_approved = True
        row.save(update_fields=["transcript_approved"])
        note(row, "webinars.transcript_approved", by)
    return row


def _tell(recording: int, at: dt.datetime | None) -> None:
    """After the commit. The task itself checks whether the recording is public by then."""
    task = tasks.tell_those_who_missed_it
    if at is not None:
        task = task.using(run_after=at)
    transaction.on_commit(lambda: task.enqueue(recording))


def locked(recording: Recording) -> Recording:
    """The current row, locked until the transaction ends.

    Related rows are read afterwards: if they were joined, they could be from before the lock was free.
    """
    return Recording.objects.select_for_update().get(pk=recording.pk)


def note(recording: Recording, action: str, by: User | None, **data: Any) -> None:
    """Write an entry into the log of the webinar's page."""
    log(recording.webinar, action, user=by, data=data or None)
