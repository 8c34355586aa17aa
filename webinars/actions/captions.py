"""Captions of a recording: taken from a file, assigned to another language, removed. Their lines are in `cues`.

Actions that change which captions exist lock the row of the recording.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from courses.models import ProgrammePage
from courses.refusals import Refusal, Refused
from courses.requirements import programme_path
from webinars.actions.cues import locked_track
from webinars.actions.publishing import locked
from webinars.actions.removing import set_aside
from webinars.caption_sentences import problem_sentence
from webinars.captions.chapters import looks_like_chapters
from webinars.captions.languages import guessed_language
from webinars.captions.lines import clean_text
from webinars.captions.mending import with_ends
from webinars.captions.reading import (
    MOST_BYTES,
    CaptionProblem,
    Captions,
    ProblemCode,
    read_captions,
)
from webinars.captions.writing import write_webvtt
from webinars.models import CaptionTrack, Cue, Recording, Removed, WebinarPage

if TYPE_CHECKING:
    from people.models import User

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMED_BY_FILES = {"no": "nb"}
"""Language codes in file names that we write differently."""
MOST_KEPT = 200
"""How many places with errors in the file are stored."""
LONGEST_NAME = 255
CHAPTERS = Refusal(
    "chapters", gettext_lazy("These look like chapters: few lines, and long ones. Add them under Chapters.")
)


def size_refusal(size: int) -> Refusal | None:
    """Why a file of this size is not accepted as captions. Checked before it is read."""
    if size <= MOST_BYTES:
        return None
    problem = CaptionProblem(ProblemCode.TOO_LARGE, size=size, limit=MOST_BYTES)
    return Refusal(problem.code, problem_sentence(problem))


def take_caption_file(
    *,
    recording: Recording,
    file: IO[bytes],
    name: str,
    language: str | None = None,
    replace: bool = False,
    by: User | None,
) -> CaptionTrack:
    """`take_captions` for a file, which is refused by its size before it is read."""
    file.seek(0, 2)
    if refusal := size_refusal(file.tell()):
        raise Refused(refusal)
    file.seek(0)
    return take_captions(recording=recording, data=file.read(), name=name, language=language, replace=replace, by=by)


def take_captions(
    *,
    recording: Recording,
    data: bytes,
    name: str,
    language: str | None = None,
    replace: bool = False,
    by: User | None,
) -> CaptionTrack:
    """Store the captions of a file, replacing those in the same language.

    If no language is given, it is taken from the name of the file, else from its words, else from the webinar. The same
    file again changes nothing, not even corrections made since. Lines that were corrected by hand are replaced by
    another file only if `replace` is set. Captions keep the day on which their language first had some. Raises
    `Refused`, with nothing changed, if the file is not captions.
    """
    if language and language not in LANGUAGES:
        raise Refused(_no_such_language(language))
    checksum = hashlib.sha256(data).hexdigest()
    if known := _known(recording, checksum, language):
        return known
    read = _read(data, name)
    if language is None and looks_like_chapters(read.lines):
        raise Refused(CHAPTERS)
    lines, mended = with_ends(read.lines)
    with transaction.atomic():
        row = locked(recording)
        if known := _known(row, checksum, language):
            return known
        language, told_by = _language(read, row.webinar, language)
        track = row.captions.select_for_update().filter(language=language).first()
        is_new, was_announced = track is None, track is not None and not track.has_text
        if track is not None and track.corrected and not replace:
            raise Refused(_corrected(track))
        if track is None:
            track = CaptionTrack(recording=row, language=language, added_on=_today(row.webinar))
        track.source_name = clean_text(name).replace("\n", " ")[-LONGEST_NAME:]
        track.facts = _facts(read, mended, checksum, told_by)
        track.vtt = write_webvtt(lines)
        track.save()
        track.cues.all().delete()
        Cue.objects.bulk_create(
            (
                Cue(
                    track=track,
                    number=number,
                    start_ms=line.start_ms,
                    end_ms=line.end_ms,
                    speaker=line.speaker,
                    text=line.text,
                )
                for number, line in enumerate(lines, 1)
            ),
            batch_size=500,
        )
        if not was_announced:
            _not_approved(row)
        action = "webinars.captions_added" if is_new else "webinars.captions_replaced"
        log(row.webinar, action, user=by, data={"language": language, "lines": len(lines), "file": track.source_name})
    return track


@transaction.atomic
def remove_captions(*, track: CaptionTrack, by: User | None) -> None:
    """Remove the captions of a language. They can be restored for a while. Idempotent."""
    row = locked(track.recording)
    present = row.captions.filter(pk=track.pk).first()
    if present is None:
        return
    kept = [present, *present.cues.order_by("number")]
    set_aside(webinar=row.webinar, kind=Removed.Kind.CAPTIONS, title=_name(present.language), rows=kept)
    present.delete()
    if not row.captions.exists():
        _not_approved(row)
    log(row.webinar, "webinars.captions_removed", user=by, data={"language": track.language})


@transaction.atomic
def change_language(*, track: CaptionTrack, language: str, by: User | None) -> CaptionTrack:
    """Set the language of captions."""
    recording = locked(track.recording)
    row = locked_track(track.pk)
    if language not in LANGUAGES:
        raise Refused(_no_such_language(language))
    is_changed = row.language != language
    if is_changed and recording.captions.filter(language=language).exists():
        message = _("There are captions in %(language)s already. Remove those first.")
        raise Refused(Refusal("taken", message % {"language": _name(language).lower()}))
    before, row.language = row.language, language
    # A confirmed language counts as chosen: it need not be checked again.
    row.facts = {**row.facts, "language": "chosen"}
    row.save(update_fields=["language", "facts"])
    if is_changed:
        log(
            recording.webinar,
            "webinars.captions_language_changed",
            user=by,
            data={"language": language, "before": before},
        )
    return row


def _read(data: bytes, name: str) -> Captions:
    try:
        return read_captions(data, name)
    except CaptionProblem as problem:
        raise Refused(Refusal(problem.code, problem_sentence(problem))) from problem


def _known(recording: Recording, checksum: str, language: str | None) -> CaptionTrack | None:
    """The captions that were read from these bytes."""
    tracks = recording.captions.filter(facts__checksum=checksum)
    return (tracks.filter(language=language) if language else tracks).first()


def _language(read: Captions, webinar: WebinarPage, chosen: str | None) -> tuple[str, str]:
    """The language of captions, and its origin: `chosen`, the `name` of the file, its `text`, or the `webinar`."""
    if chosen:
        return chosen, "chosen"
    if named := NAMED_BY_FILES.get(read.language, read.language):
        if named not in LANGUAGES:
            raise Refused(_no_such_language(named))
        return named, "name"
    if guessed := guessed_language(line.text for line in read.lines):
        return guessed, "text"
    return webinar.language, "webinar"


def _facts(read: Captions, mended: Sequence[int], checksum: str, language: str) -> dict[str, Any]:
    """Facts about the file that are not in its lines. Lines are identified by their start, which does not change."""
    starts = [line.start_ms for line in read.lines]
    return {
        "checksum": checksum,
        "format": read.format,
        "encoding": read.encoding,
        "language": language,
        "dropped": [[block.line_number, block.reason] for block in read.dropped[:MOST_KEPT]],
        "moved": [starts[number - 1] for number in read.moved[:MOST_KEPT]],
        "mended": [starts[number - 1] for number in mended[:MOST_KEPT]],
    }


def _today(webinar: WebinarPage) -> dt.date:
    """The current day in the programme's time zone."""
    programme = ProgrammePage.objects.get(path=programme_path(webinar.path))
    return timezone.localdate(timezone=programme.zone)


def _not_approved(recording: Recording) -> None:
    """Revoke the approval of the transcript, as new text has not been read by anybody."""
    if recording.transcript_approved:
        recording.transcript_approved = False
        recording.save(update_fields=["transcript_approved"])


def _name(language: str) -> str:
    return str(dict(CaptionTrack._meta.get_field("language").flatchoices).get(language, language))


def _corrected(track: CaptionTrack) -> Refusal:
    message = ngettext(
        "%(count)s correction was made in the captions in %(language)s. Another file makes it go.",
        "%(count)s corrections were made in the captions in %(language)s. Another file makes them go.",
        track.corrected,
    )
    values = {"count": track.corrected, "language": _name(track.language).lower()}
    return Refusal("corrected", message % values)


def _no_such_language(language: str) -> Refusal:
    names = ", ".join(_name(code) for code in LANGUAGES)
    message = _("Captions in “%(language)s” cannot be shown. Choose one of: %(names)s.")
    return Refusal("language", message % {"language": language, "names": names})
