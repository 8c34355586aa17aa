"""Files removed from a recording: kept for a week, restored, or deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.models import MediaFile, private_storage
from courses.refusals import Refusal, Refused
from people.models import Organisation
from webinars.actions.publishing import locked, recording_of
from webinars.models import CaptionTrack, Cue, Handout, Recording, Removed, Slide, WebinarPage
from webinars.presentations.pages import pictures_of

if TYPE_CHECKING:
    from people.models import User

KEPT_FOR = dt.timedelta(days=7)
AT_ONCE = 20
"""The number of removed files that a worker deletes at a time."""


def set_aside(
    *,
    webinar: WebinarPage,
    kind: Removed.Kind,
    title: str,
    rows: Iterable[models.Model] = (),
    media: MediaFile | None = None,
    **values: Any,
) -> Removed:
    """Store what is about to be removed: its rows, or the values in the row of the recording."""
    kept = values or {"rows": serializers.serialize("python", rows)}
    return Removed.objects.create(webinar=webinar, kind=kind, title=title[:200], rows=kept, media=media)


def lately_removed(webinar: WebinarPage) -> list[Removed]:
    """What can be restored, latest first."""
    return list(_restorable().filter(webinar=webinar).defer("rows"))


@transaction.atomic
def bring_back(*, removed: Removed, by: User | None) -> None:
    """Restore it as it was, if it is still there. Idempotent. Raises `Refused` if its place has been taken."""
    recording = locked(recording_of(removed.webinar))
    row = _restorable().select_for_update(of=("self",)).select_related("webinar").filter(pk=removed.pk).first()
    if row is None:
        return
    BRING_BACK[Removed.Kind(row.kind)](row, recording)
    row.delete()
    log(row.webinar, "webinars.brought_back", user=by, data={"kind": row.kind, "title": row.title})


def _restorable() -> models.QuerySet[Removed]:
    return Removed.objects.filter(removed_at__gt=timezone.now() - KEPT_FOR)


def _video(removed: Removed, recording: Recording) -> None:
    if recording.has_video:
        raise Refused(Refusal("taken", _("There is another video now. Remove that first.")))
    kept = removed.rows
    recording.media, recording.external_url, recording.seconds = removed.media, kept["external_url"], kept["seconds"]
    if recording.media_version == kept["media_version"] + 1:
        # No other video has been there, so what was watched is of this one.
        recording.media_version = kept["media_version"]
    recording.save(update_fields=["media", "external_url", "seconds", "media_version"])


def _captions(removed: Removed, recording: Recording) -> None:
    (track,), cues = _of(removed, CaptionTrack), _of(removed, Cue)
    if recording.captions.filter(language=track.language).exists():
        message = _("There are captions in %(language)s already. Remove those first.")
        raise Refused(Refusal("taken", message % {"language": track.get_language_display().lower()}))
    track.save(force_insert=True)
    Cue.objects.bulk_create(cues, batch_size=500)


def _handout(removed: Removed, recording: Recording) -> None:
    (handout,), slides = _of(removed, Handout), _of(removed, Slide)
    if handout.checksum and removed.webinar.handouts.filter(checksum=handout.checksum).exists():
        raise Refused(Refusal("known", _("This file is already among the files of the webinar.")))
    if not Organisation.objects.filter(pk=handout.organisation_id).exists():
        handout.organisation_id = None
    handout.save(force_insert=True)
    Slide.objects.bulk_create(slides, batch_size=500)


BRING_BACK = {Removed.Kind.VIDEO: _video, Removed.Kind.CAPTIONS: _captions, Removed.Kind.HANDOUT: _handout}


def _of(removed: Removed, model: type[models.Model]) -> list[Any]:
    """The stored rows of one kind, with their former keys."""
    found = [one.object for one in serializers.deserialize("python", removed.rows["rows"])]
    return [row for row in found if type(row) is model]


def sweep_removed() -> None:
    """Delete what has not been restored in time. May be interrupted, and continues the next time."""
    overdue = Removed.objects.filter(removed_at__lte=timezone.now() - KEPT_FOR)
    for pk in list(overdue.order_by("removed_at").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # Locked, as it may just be on its way back.
            row = overdue.select_for_update(of=("self",)).filter(pk=pk).first()
            if row is not None:
                _delete(row)


def _delete(removed: Removed) -> None:
    if removed.kind == Removed.Kind.HANDOUT:
        _delete_files(removed)
    media = removed.media
    removed.delete()
    delete_unused(media)


def _delete_files(removed: Removed) -> None:
    (handout,) = _of(removed, Handout)
    if Handout.objects.filter(pk=handout.pk).exists():
        return
    for name in (*([handout.file.name] if handout.file else []), *pictures_of(handout.pk)):
        private_storage().delete(name)


def delete_unused(media: MediaFile | None) -> None:
    """After the commit, delete a video with its row, unless a recording shows it or could restore it."""
    if media is None:
        return

    def delete() -> None:
        shown = Recording.objects.filter(Q(media=media) | Q(described_media=media))
        if not shown.exists() and not Removed.objects.filter(media=media).exists():
            media.delete()

    transaction.on_commit(delete)
