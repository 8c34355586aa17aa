"""Corrections to the lines of captions. The WebVTT that is served is generated from the lines after each change.

Actions lock the row of the track, so that concurrent changes are not lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from courses.refusals import Refusal, Refused
from webinars.captions.lines import Line, clean_speaker, clean_text
from webinars.captions.reading import LONGEST_TEXT
from webinars.captions.times import clock, milliseconds
from webinars.captions.writing import write_webvtt
from webinars.models import CaptionTrack, Cue

if TYPE_CHECKING:
    from people.models import User

ONE_SITTING = dt.timedelta(hours=1)
"""Corrections by the same person within this time are one entry in the log."""
PAST_THE_END = 2
"""Seconds that a line may last beyond the end of the recording, whose length is rounded."""
TYPED = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])(?:[.,]([0-9]{1,3}))?", re.ASCII)
OF_THE_START = {"no_start", "before_above", "after_below"}
"""Codes of refusals about the start of a line; the others are about its end."""
NO_SPLIT = Refusal(
    "no_split", gettext_lazy("There is no text on one side. Put the cursor where the line is to divide.")
)


@transaction.atomic
def correct_cue(*, cue: Cue, text: str, speaker: str, by: User | None, seen: str = "") -> Cue:
    """Correct the text and speaker of a line.

    `seen` is the `mark` of the line when the correction was typed: if somebody else has changed it since, the
    correction is refused.
    """
    track = locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    if _correct(row, text, speaker, seen):
        _changed(track, by, lines=1)
    return row


@transaction.atomic
def correct_cues(
    *, track: CaptionTrack, corrections: Iterable[tuple[int, str, str, str]], by: User | None
) -> tuple[int, dict[int, Refusal]]:
    """Correct many lines, each with key, text, speaker and mark. Returns how many changed, and the refusals.

    A line that was submitted unchanged is left as it is now, even if somebody else has changed it.
    """
    row = locked_track(track.pk)
    cues = {cue.pk: cue for cue in row.cues.all()}
    refused: dict[int, Refusal] = {}
    changed = 0
    for pk, text, speaker, seen in corrections:
        if mark_of(speaker, text) == seen:
            continue
        if pk not in cues:
            refused[pk] = _gone()
            continue
        try:
            changed += _correct(cues[pk], text, speaker, seen)
        except Refused as error:
            refused[pk] = error.refusal
    if changed:
        _changed(row, by, lines=changed)
    return changed, refused


@transaction.atomic
def rename_speaker(*, track: CaptionTrack, old: str, new: str, by: User | None) -> int:
    """Rename a speaker in all lines of a track. Returns how many lines changed."""
    row = locked_track(track.pk)
    # As stored: a text from outside could hold what no database takes.
    before, name = clean_speaker(old), clean_speaker(new)
    if name == before:
        return 0
    changed = row.cues.filter(speaker=before).update(speaker=name)
    if changed:
        _changed(row, by, lines=changed)
    return changed


@transaction.atomic
def retime_cue(*, cue: Cue, start: str, end: str, by: User | None) -> Cue:
    """Change the times of a line, as typed. It must stay between the lines before and after it."""
    track = locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    start_ms, end_ms = _typed(start, "no_start"), _typed(end, "no_end")
    if (row.start_ms, row.end_ms) == (start_ms, end_ms):
        return row
    if end_ms <= start_ms:
        raise Refused(Refusal("ends_first", _("The line must end after it begins.")))
    above = track.cues.filter(number__lt=row.number).order_by("number").last()
    below = track.cues.filter(number__gt=row.number).order_by("number").first()
    if above is not None and start_ms < above.start_ms:
        message = _("The line above begins at %(time)s. This one must begin after it.")
        raise Refused(Refusal("before_above", message % {"time": clock(above.start_ms)}))
    if below is not None and start_ms > below.start_ms:
        message = _("The line below begins at %(time)s. This one must begin before it.")
        raise Refused(Refusal("after_below", message % {"time": clock(below.start_ms)}))
    seconds = track.recording.seconds
    if seconds and end_ms > (seconds + PAST_THE_END) * 1000:
        message = _("The recording is over at %(time)s. The line must end before that.")
        raise Refused(Refusal("past_the_end", message % {"time": clock(seconds * 1000)}))
    row.start_ms, row.end_ms = start_ms, end_ms
    row.save(update_fields=["start_ms", "end_ms"])
    _changed(track, by, lines=1)
    return row


@transaction.atomic
def split_cue(*, cue: Cue, at: int | None = None, by: User | None) -> Cue:
    """Split a line before a character, or in the middle. Returns the second part.

    The time is divided in proportion to the text.
    """
    track = locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    place = _middle(row.text) if at is None else at
    before, after = clean_text(row.text[:place]), clean_text(row.text[place:])
    if not before or not after:
        raise Refused(NO_SPLIT)
    if row.end_ms - row.start_ms < 2:
        raise Refused(Refusal("no_time", _("The line is too short in time to be divided.")))
    length = row.end_ms - row.start_ms
    middle = row.start_ms + min(length - 1, max(1, length * len(before) // (len(before) + len(after))))
    _make_room(track, row.number)
    second = Cue(
        track=track, number=row.number + 1, start_ms=middle, end_ms=row.end_ms, speaker=row.speaker, text=after
    )
    row.text, row.end_ms = before, middle
    row.save(update_fields=["text", "end_ms"])
    second.save()
    _changed(track, by, lines=1)
    return second


@transaction.atomic
def join_cue(*, cue: Cue, by: User | None) -> Cue:
    """Merge a line with the next one."""
    track = locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    below = track.cues.filter(number__gt=row.number).order_by("number").first()
    if below is None:
        raise Refused(Refusal("last", _("This is the last line.")))
    if row.speaker and below.speaker and row.speaker != below.speaker:
        raise Refused(Refusal("speakers", _("Two people speak in these lines. Lines of one speaker can be joined.")))
    text = f"{row.text}\n{below.text}"
    if len(text) > LONGEST_TEXT:
        raise Refused(_too_long())
    row.text, row.speaker, row.end_ms = text, row.speaker or below.speaker, max(row.end_ms, below.end_ms)
    below.delete()
    row.save(update_fields=["text", "speaker", "end_ms"])
    _changed(track, by, lines=1)
    return row


@transaction.atomic
def remove_cue(*, cue: Cue, by: User | None) -> None:
    """Remove a line. With the last line, the captions are removed. Idempotent."""
    track = locked_track(cue.track_id)
    row = track.cues.filter(pk=cue.pk).first()
    if row is None:
        return
    if track.cues.count() == 1:
        raise Refused(Refusal("only_line", _("This is the only line. Remove the captions instead.")))
    row.delete()
    _changed(track, by, lines=1)


def mark_of(speaker: str, text: str) -> str:
    """A hash of a line, to notice changes. Differences that cannot be seen are ignored."""
    return hashlib.sha256(f"{clean_speaker(speaker)}\n{clean_text(text)}".encode()).hexdigest()[:12]


def locked_track(pk: int) -> CaptionTrack:
    """The current row of the captions, locked until the transaction ends."""
    tracks = CaptionTrack.objects.select_for_update(of=("self",)).select_related("recording__webinar")
    if (track := tracks.filter(pk=pk).first()) is None:
        raise Refused(_gone())
    return track


def _cue_of(track: CaptionTrack, pk: int) -> Cue:
    if (cue := track.cues.filter(pk=pk).first()) is None:
        raise Refused(_gone())
    return cue


def _correct(cue: Cue, text: str, speaker: str, seen: str) -> bool:
    """Write a correction to a locked line; returns whether it changed."""
    text, speaker = clean_text(text), clean_speaker(speaker)
    if (cue.text, cue.speaker) == (text, speaker):
        return False
    if not text:
        raise Refused(Refusal("no_text", _("Write what is said, or remove the line.")))
    if len(text) > LONGEST_TEXT:
        raise Refused(_too_long())
    if seen and seen != mark_of(cue.speaker, cue.text):
        message = _("Somebody else has changed this line meanwhile: “%(text)s”")
        raise Refused(Refusal("changed", message % {"text": cue.text.replace("\n", " ")}))
    cue.text, cue.speaker = text, speaker
    cue.save(update_fields=["text", "speaker"])
    return True


def _typed(text: str, code: str) -> int:
    """Milliseconds of a typed time: 1:02:05.250, 62:05,25, 12:05. `code` is that of the refusal."""
    found = TYPED.fullmatch(text.strip())
    if found is None:
        raise Refused(Refusal(code, _("Write a time as minutes, seconds and parts of a second: 12:05.250.")))
    hours, minutes, seconds, parts = found.groups()
    return milliseconds(int(hours or 0), int(minutes), int(seconds), int((parts or "").ljust(3, "0")))


def _changed(track: CaptionTrack, by: User | None, *, lines: int) -> None:
    """Generate the WebVTT again, and log who changed how many lines."""
    rows = track.cues.order_by("number").values_list("start_ms", "end_ms", "speaker", "text")
    track.vtt = write_webvtt(Line(*row) for row in rows)
    track.facts = {**track.facts, "corrected": track.corrected + lines}
    track.save(update_fields=["vtt", "facts"])
    webinar, data = track.recording.webinar, {"language": track.language, "lines": lines}
    entry = (
        PageLogEntry.objects.filter(
            page=webinar,
            action="webinars.captions_corrected",
            user=by,
            timestamp__gte=timezone.now() - ONE_SITTING,
            data__language=track.language,
        )
        .order_by("-timestamp")
        .first()
    )
    if entry is None:
        log(webinar, "webinars.captions_corrected", user=by, data=data)
    else:
        data["lines"] += entry.data.get("lines", 0)
        PageLogEntry.objects.filter(pk=entry.pk).update(data=data)


def _make_room(track: CaptionTrack, number: int) -> None:
    """Increase the numbers of all following lines. In two steps, as numbers are unique at any time."""
    after = track.cues.filter(number__gt=number)
    far = (track.cues.order_by("number").values_list("number", flat=True).last() or 0) + 1
    after.update(number=F("number") + far)
    track.cues.filter(number__gt=far).update(number=F("number") - far + 1)


def _middle(text: str) -> int:
    """The boundary between two words, or rows, that is nearest to the middle."""
    places = [place for place, letter in enumerate(text) if letter.isspace()]
    return min(places, key=lambda place: abs(place - len(text) / 2), default=len(text))


def _gone() -> Refusal:
    return Refusal("gone", _("This line is not there any more. Load the page once more."))


def _too_long() -> Refusal:
    return Refusal("too_long", _("This is too long for one line. At most %(most)s letters.") % {"most": LONGEST_TEXT})
