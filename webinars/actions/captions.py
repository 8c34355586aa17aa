"""Captions of a recording: taken from a file, corrected by line, removed. What is served is written from the lines.

Whoever changes lines holds the row of their track, so that two at once lose nothing; whoever changes which tracks there
are holds the row of the recording.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from courses.models import ProgrammePage
from courses.refusals import Refusal, Refused
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from webinars.caption_sentences import problem_sentence
from webinars.captions.chapters import looks_like_chapters
from webinars.captions.languages import guessed_language
from webinars.captions.lines import Line, clean_speaker, clean_text
from webinars.captions.mending import with_ends
from webinars.captions.reading import (
    LONGEST_TEXT,
    MOST_BYTES,
    CaptionProblem,
    Captions,
    ProblemCode,
    read_captions,
)
from webinars.captions.writing import write_webvtt
from webinars.models import CaptionTrack, Cue, Recording, WebinarPage

if TYPE_CHECKING:
    from people.models import User

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NAMED_BY_FILES = {"no": "nb"}
"""Names of languages that files use and we do not."""
MOST_KEPT = 200
"""So many places of a file that had something wrong are remembered."""
ONE_SITTING = dt.timedelta(hours=1)
"""Corrections that somebody makes within it are one line in the log."""
SPLIT_GAP = 1
LONGEST_NAME = 255
CHAPTERS = Refusal(
    "chapters", gettext_lazy("These look like chapters: few lines, and long ones. Add them under Chapters.")
)
NO_SPLIT = Refusal(
    "no_split", gettext_lazy("There is no text on one side. Put the cursor where the line is to divide.")
)


def size_refusal(size: int) -> Refusal | None:
    """Why a file of so many bytes is not taken as captions. Asked before it is read."""
    if size <= MOST_BYTES:
        return None
    problem = CaptionProblem(ProblemCode.TOO_LARGE, size=size, limit=MOST_BYTES)
    return Refusal(problem.code, problem_sentence(problem))


def take_caption_file(
    *, recording: Recording, file: IO[bytes], name: str, language: str | None = None, by: User | None
) -> CaptionTrack:
    """`take_captions` of a file, which is refused by its size before it is read."""
    file.seek(0, 2)
    if refusal := size_refusal(file.tell()):
        raise Refused(refusal)
    file.seek(0)
    return take_captions(recording=recording, data=file.read(), name=name, language=language, by=by)


def take_captions(
    *, recording: Recording, data: bytes, name: str, language: str | None = None, by: User | None
) -> CaptionTrack:
    """Puts the captions of a file in place, instead of those there were in the same language.

    Without a language it is the one that the file is named after, or that its words tell, or that of the webinar. The
    same file again changes nothing, also what was corrected since. Captions keep the day on which their language first
    had some. Raises `Refused`, and changes nothing, for what is not captions.
    """
    checksum = hashlib.sha256(data).hexdigest()
    if known := _known(recording, checksum, language):
        return known
    read = _read(data, name)
    if language is None and looks_like_chapters(read.lines):
        raise Refused(CHAPTERS)
    lines, mended = with_ends(read.lines)
    with transaction.atomic():
        row = _locked_recording(recording)
        if known := _known(row, checksum, language):
            return known
        language, told_by = _language(read, row.webinar, language)
        track = row.captions.select_for_update().filter(language=language).first()
        is_new = track is None
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
        _not_approved(row)
        action = "webinars.captions_added" if is_new else "webinars.captions_replaced"
        log(row.webinar, action, user=by, data={"language": language, "lines": len(lines), "file": track.source_name})
    return track


@transaction.atomic
def correct_cue(*, cue: Cue, text: str, speaker: str, by: User | None, seen: str = "") -> Cue:
    """Corrects what a line says and who says it.

    `seen` is the `mark` of the line that the correction was made on: where somebody else has changed it since, it is
    refused rather than overwritten.
    """
    track = _locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    if _correct(row, text, speaker, seen):
        _changed(track, by, lines=1)
    return row


@transaction.atomic
def correct_cues(
    *, track: CaptionTrack, corrections: Iterable[tuple[int, str, str, str]], by: User | None
) -> tuple[int, dict[int, Refusal]]:
    """Corrects many lines, each by its key, text, speaker and the mark it was seen with. How many, and why not others.

    A line that stands as it was seen is left as it is now, whoever has changed it since.
    """
    row = _locked_track(track.pk)
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
    """Gives whoever speaks under a name another one, in all of these captions. In how many lines."""
    row = _locked_track(track.pk)
    name = clean_speaker(new)
    if name == old:
        return 0
    changed = row.cues.filter(speaker=old).update(speaker=name)
    if changed:
        _changed(row, by, lines=changed)
    return changed


@transaction.atomic
def split_cue(*, cue: Cue, at: int | None = None, by: User | None) -> Cue:
    """Divides a line in two, before the character at which the second begins, or in its middle. Gives the second.

    The time is divided as the text is.
    """
    track = _locked_track(cue.track_id)
    row = _cue_of(track, cue.pk)
    place = _middle(row.text) if at is None else at
    before, after = clean_text(row.text[:place]), clean_text(row.text[place:])
    if not before or not after:
        raise Refused(NO_SPLIT)
    if row.end_ms - row.start_ms < 2 * SPLIT_GAP:
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
    """Makes a line and the one below it one line."""
    track = _locked_track(cue.track_id)
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
    """Removes a line. Removed already is removed; the last line goes with its captions."""
    track = _locked_track(cue.track_id)
    row = track.cues.filter(pk=cue.pk).first()
    if row is None:
        return
    if track.cues.count() == 1:
        raise Refused(Refusal("only_line", _("This is the only line. Remove the captions instead.")))
    row.delete()
    _changed(track, by, lines=1)


@transaction.atomic
def remove_captions(*, track: CaptionTrack, by: User | None) -> None:
    """Removes the captions of a language. Removed already is removed."""
    row = _locked_recording(track.recording)
    deleted, _kinds = row.captions.filter(pk=track.pk).delete()
    if not deleted:
        return
    if not row.captions.exists():
        _not_approved(row)
    log(row.webinar, "webinars.captions_removed", user=by, data={"language": track.language})


@transaction.atomic
def change_language(*, track: CaptionTrack, language: str, by: User | None) -> CaptionTrack:
    """Says that captions are in another language than was thought."""
    recording = _locked_recording(track.recording)
    row = _locked_track(track.pk)
    if language not in LANGUAGES:
        raise Refused(_no_such_language(language))
    is_changed = row.language != language
    if is_changed and recording.captions.filter(language=language).exists():
        message = _("There are captions in %(language)s already. Remove those first.")
        raise Refused(Refusal("taken", message % {"language": _name(language).lower()}))
    before, row.language = row.language, language
    # Confirmed is as good as changed: nobody needs to look at it again.
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


def mark_of(speaker: str, text: str) -> str:
    """Tells a line as it is from the same line changed; what only looks different is the same."""
    return hashlib.sha256(f"{clean_speaker(speaker)}\n{clean_text(text)}".encode()).hexdigest()[:12]


def _read(data: bytes, name: str) -> Captions:
    try:
        return read_captions(data, name)
    except CaptionProblem as problem:
        raise Refused(Refusal(problem.code, problem_sentence(problem))) from problem


def _known(recording: Recording, checksum: str, language: str | None) -> CaptionTrack | None:
    """The captions that came from these bytes."""
    tracks = recording.captions.filter(facts__checksum=checksum)
    return (tracks.filter(language=language) if language else tracks).first()


def _language(read: Captions, webinar: WebinarPage, chosen: str | None) -> tuple[str, str]:
    """The language of captions, and what tells it: `chosen`, the `name` of the file, its `text`, or the `webinar`."""
    if chosen:
        if chosen not in LANGUAGES:
            raise Refused(_no_such_language(chosen))
        return chosen, "chosen"
    if named := NAMED_BY_FILES.get(read.language, read.language):
        if named not in LANGUAGES:
            raise Refused(_no_such_language(named))
        return named, "name"
    if guessed := guessed_language(line.text for line in read.lines):
        return guessed, "text"
    return webinar.language, "webinar"


def _facts(read: Captions, mended: Sequence[int], checksum: str, language: str) -> dict[str, Any]:
    """What was read from the file, and is not to be seen in its lines. Lines are named by their start, which stays."""
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
    """The day it is in the programme."""
    programme = ProgrammePage.objects.get(path=webinar.path[: PATH_STEP * PROGRAMME_DEPTH])
    return timezone.localdate(timezone=programme.zone)


def _locked_recording(recording: Recording) -> Recording:
    return Recording.objects.select_for_update(of=("self",)).select_related("webinar").get(pk=recording.pk)


def _locked_track(pk: int) -> CaptionTrack:
    tracks = CaptionTrack.objects.select_for_update(of=("self",)).select_related("recording__webinar")
    if (track := tracks.filter(pk=pk).first()) is None:
        raise Refused(_gone())
    return track


def _cue_of(track: CaptionTrack, pk: int) -> Cue:
    if (cue := track.cues.filter(pk=pk).first()) is None:
        raise Refused(_gone())
    return cue


def _correct(cue: Cue, text: str, speaker: str, seen: str) -> bool:
    """Writes a correction onto a line that is held, and says whether it changed anything."""
    text, speaker = clean_text(text), clean_speaker(speaker)
    if (cue.text, cue.speaker) == (text, speaker):
        return False
    if not text:
        raise Refused(Refusal("no_text", _("Write what is said, or remove the line.")))
    if len(text) > LONGEST_TEXT:
        raise Refused(_too_long())
    if seen and seen != mark_of(cue.speaker, cue.text):
        message = _("Somebody else has changed this line meanwhile: «%(text)s»")
        raise Refused(Refusal("changed", message % {"text": cue.text.replace("\n", " ")}))
    cue.text, cue.speaker = text, speaker
    cue.save(update_fields=["text", "speaker"])
    return True


def _changed(track: CaptionTrack, by: User | None, *, lines: int) -> None:
    """Writes the captions anew from their lines, and notes who changed how many."""
    rows = track.cues.order_by("number").values_list("start_ms", "end_ms", "speaker", "text")
    track.vtt = write_webvtt(Line(*row) for row in rows)
    track.save(update_fields=["vtt"])
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
    """Moves the lines after a number one down. By way of numbers that nobody has, for each may be there once only."""
    after = track.cues.filter(number__gt=number)
    far = (track.cues.order_by("number").values_list("number", flat=True).last() or 0) + 1
    after.update(number=F("number") + far)
    track.cues.filter(number__gt=far).update(number=F("number") - far + 1)


def _middle(text: str) -> int:
    """The place between two words, or rows, that is nearest to the middle."""
    places = [place for place, letter in enumerate(text) if letter.isspace()]
    return min(places, key=lambda place: abs(place - len(text) / 2), default=len(text))


def _not_approved(recording: Recording) -> None:
    """What is new has not been read through by anybody."""
    if recording.transcript_approved:
        recording.transcript_approved = False
        recording.save(update_fields=["transcript_approved"])


def _name(language: str) -> str:
    return str(dict(CaptionTrack._meta.get_field("language").flatchoices).get(language, language))


def _gone() -> Refusal:
    return Refusal("gone", _("This line is not there any more. Load the page once more."))


def _too_long() -> Refusal:
    return Refusal("too_long", _("This is too long for one line. At most %(most)s letters.") % {"most": LONGEST_TEXT})


def _no_such_language(language: str) -> Refusal:
    names = ", ".join(_name(code) for code in LANGUAGES)
    message = _("Captions in «%(language)s» cannot be shown. Choose one of: %(names)s.")
    return Refusal("language", message % {"language": language, "names": names})
