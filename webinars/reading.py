"""The transcript of a recording: its languages, which one is shown, and its lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from webinars.models import CaptionTrack, Cue, Recording


@dataclass(frozen=True)
class Captions:
    """The captions of a recording in one language; without text if only their day is known."""

    recording: int
    language: str
    has_text: bool

    @property
    def label(self) -> str:
        labels = dict(CaptionTrack._meta.get_field("language").flatchoices)
        return str(labels.get(self.language, self.language))

    @property
    def url(self) -> str:
        """The address from which the browser's player loads them."""
        return reverse("recording_captions", args=[self.recording, self.language])


@dataclass(frozen=True)
class Line:
    """A line of the transcript. The speaker is given if it is another than in the line before."""

    number: int
    second: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Transcript:
    recording: int
    language: str
    lines: Sequence[Line]

    @property
    def lang(self) -> str:
        """The language of the lines, if it is not the reader's."""
        return self.language if self.language != get_language() else ""

    @property
    def url(self) -> str:
        """The transcript as a text file."""
        return reverse("recording_transcript", args=[self.recording, self.language])

    def line_at(self, second: int) -> Line | None:
        """The line at this second."""
        return next((line for line in reversed(self.lines) if line.second <= second), None)


def language_to_read(captions: Iterable[Captions], asked: str, spoken: str) -> str:
    """The requested language, else the reader's, else the spoken one, else any. Empty if there is no transcript."""
    there = [one.language for one in captions if one.has_text]
    wanted = (asked, get_language() or "", spoken)
    return next((language for language in wanted if language in there), there[0] if there else "")


def transcript_of(recording: Recording, language: str) -> Transcript | None:
    """One query, or none if there is no text."""
    if not language:
        return None
    cues = Cue.objects.filter(track__recording=recording, track__language=language).order_by("number")
    lines, said_by = [], ""
    for number, start_ms, speaker, text in cues.values_list("number", "start_ms", "speaker", "text"):
        lines.append(Line(number, start_ms // 1000, text, speaker if speaker != said_by else ""))
        said_by = speaker
    return Transcript(recording.pk, language, lines)
