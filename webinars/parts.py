"""What a webinar's page shows in addition to the page itself: speakers, files, the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, F, FilteredRelation, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.permissions import participant_of
from progress.overview import ActivityProgress
from webinars import hosts
from webinars.coverage import WatchProgress
from webinars.decks import Deck, decks_of, mark_shown
from webinars.models import Recording, Speaker, WebinarPage
from webinars.permissions import user_can_watch
from webinars.reading import Captions, Transcript, language_to_read, transcript_of
from webinars.tokens import view_token

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import Participant, User

DESCRIBED = "described"
SPEEDS = ("0.75", "1", "1.25", "1.5", "2")
MISSED_BY_PLAYERS = 2
"""Seconds of a chapter that may be missing when it counts as watched, as players lose as much when they seek."""


@dataclass(frozen=True)
class Asked:
    """The query string of the page: a second, the language of the transcript, the audio-described version."""

    t: str = ""
    text: str = ""
    version: str = ""


class ChapterLine(NamedTuple):
    """A chapter, for `components/chapters.html`."""

    seconds: int
    title: str
    url: str
    end: int | None
    seen: str
    current: bool

    @property
    def enough(self) -> int:
        """The number of seconds after which it counts as watched, for the script that follows the player."""
        return enough_of(self.seconds, self.end) if self.end is not None else 0


def enough_of(start: int, end: int) -> int:
    """The number of seconds of a chapter after which it counts as watched."""
    return max(1, end - start - MISSED_BY_PLAYERS)


@dataclass
class WebinarParts:
    page: WebinarPage
    speakers: list[Speaker]
    decks: list[Deck]
    recording: Recording | None
    """The recording, if it is published."""
    chapters: Sequence[tuple[int, str]] = ()
    captions: Sequence[Captions] = ()
    transcript: Transcript | None = None
    can_watch: bool = False
    asked: Asked = field(default_factory=Asked)
    progress: WatchProgress | None = None
    """How much the reader has watched; None for visitors, and if it cannot be measured."""
    token: str = ""
    """The token of the page view, sent with the player's reports; empty if nothing is measured."""

    # The video

    @property
    def has_film(self) -> bool:
        """Whether there is a video file of ours, and this reader may watch it."""
        return self.recording is not None and self.recording.media_id is not None and self.can_watch

    @cached_property
    def elsewhere(self) -> hosts.Elsewhere | None:
        """The video at another host, if this reader may watch it."""
        if self.recording is None or not self.can_watch or not self.recording.external_url:
            return None
        return hosts.elsewhere(self.recording.external_url, self.start)

    @property
    def is_locked(self) -> bool:
        """Published, but not for this reader."""
        return self.recording is not None and not self.can_watch

    @property
    def is_described(self) -> bool:
        """Whether the audio-described version is requested, and exists."""
        return self.has_described and self.asked.version == DESCRIBED

    @property
    def has_described(self) -> bool:
        return self.has_film and self.recording is not None and self.recording.described_media_id is not None

    @property
    def described_url(self) -> str:
        """The page with the other version, described or not."""
        return self.link(self.start or None, version="" if self.is_described else DESCRIBED, place="player")

    @property
    def video_url(self) -> str:
        """The video from the second to start at, which also works without script."""
        if not self.has_film or self.recording is None:
            return ""
        url = reverse("recording_described" if self.is_described else "recording_video", args=[self.recording.pk])
        return f"{url}#t={self.start}" if self.start else url

    @property
    def poster_url(self) -> str:
        if self.recording is None or not self.can_watch or not self.recording.poster:
            return ""
        return reverse("recording_poster", args=[self.recording.pk])

    @property
    def length(self) -> int:
        """Seconds; 0 if unknown."""
        return (self.recording.seconds or 0) if self.recording else 0

    @cached_property
    def asked_second(self) -> int | None:
        """The second in the query string, if the recording is as long."""
        text = self.asked.t
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            return None
        second = int(text)
        return second if not self.length or second < self.length else None

    @property
    def resume(self) -> int:
        """Where the reader stopped last time; 0 if they have not begun, or have finished."""
        return self.progress.resume_at if self.progress and self.has_film else 0

    @property
    def welcome_back(self) -> int:
        """The same, unless the query string names another second."""
        return self.resume if self.asked_second is None else 0

    @property
    def start(self) -> int:
        """The second to start at: the requested one, else where the reader stopped."""
        return self.resume if self.asked_second is None else self.asked_second

    def link(self, second: int | None, *, place: str, version: str | None = None, text: str | None = None) -> str:
        """The address of this page at a second, with the rest of its query string."""
        query = {
            "t": "" if second is None else str(second),
            "text": self.asked.text if text is None else text,
            "version": (DESCRIBED if self.is_described else "") if version is None else version,
        }
        return f"?{urlencode({name: value for name, value in query.items() if value})}#{place}"

    @property
    def resume_url(self) -> str:
        return self.link(self.resume, place="player")

    @property
    def beginning_url(self) -> str:
        return self.link(0, place="player")

    @property
    def speeds(self) -> list[tuple[str, str]]:
        """The playback speeds, as numbers for the browser and as text."""
        return [(speed, f"{number_format(speed)}×") for speed in SPEEDS]

    # Captions and transcript

    @property
    def tracks(self) -> list[Captions]:
        """The captions that the player can show."""
        return [one for one in self.captions if one.has_text] if self.has_film else []

    @property
    def shown_captions(self) -> str:
        """The language of captions that are on by default: the reader's own, if another is spoken."""
        own = get_language() or ""
        return own if own != self.page.language else ""

    @property
    def text_choices(self) -> list[dict[str, Any]]:
        """The languages of the transcript, if there are several."""
        if self.transcript is None:
            return []
        choices = [one for one in self.captions if one.has_text]
        return [
            {
                "label": one.label,
                "url": self.link(self.asked_second, text=one.language, place="transcript"),
                "current": one.language == self.transcript.language,
            }
            for one in choices
            if len(choices) > 1
        ]

    @cached_property
    def line_now(self) -> int | None:
        """The number of the line at the second to start at."""
        line = self.transcript.line_at(self.start) if self.transcript and self.start else None
        return line.number if line else None

    @property
    def line_query(self) -> str:
        """The rest of the query string in the address of a line."""
        rest = self.link(None, place="")[1:-1]
        return f"&{rest}" if rest else ""

    # Presentations and files

    @property
    def presentations(self) -> list[Deck]:
        return [deck for deck in self.decks if deck.is_presentation]

    @property
    def attachments(self) -> list[Deck]:
        return [deck for deck in self.decks if not deck.is_presentation]

    @property
    def picture_decks(self) -> list[Deck]:
        """Presentations with pages that can be shown beside the video."""
        return [deck for deck in self.presentations if deck.pages]

    @property
    def has_files(self) -> bool:
        return any(deck.url for deck in self.decks)

    @property
    def has_inaccessible(self) -> bool:
        return any(not deck.handout.is_accessible for deck in self.decks if not deck.handout.is_planned)

    # Texts

    @property
    def spoken(self) -> str:
        """«Held in Swedish», if that is not the reader's language."""
        language = self.page.language
        if language == get_language():
            return ""
        return _("Held in %(language)s") % {"language": self.page.get_language_display()}

    @property
    def facts(self) -> list[dict[str, str]]:
        """Facts about the recording, for `components/facts_line.html`."""
        if self.recording is None:
            return []
        labels = [one.label for one in self.captions]
        captioned = _("Captioned in %(languages)s") % {"languages": get_text_list(labels, _("and"))}
        found = [{"label": captioned if labels else _("The captions are on their way"), "icon": "captions"}]
        if self.spoken:
            found.append({"label": self.spoken, "icon": "globe"})
        if self.recording.is_restricted:
            found.append({"label": _("For the registered"), "icon": "person"})
        return found

    @cached_property
    def lines(self) -> list[ChapterLine]:
        """The chapters, for `components/chapters.html`."""
        ends: list[int | None] = [*(second for second, _title in self.chapters), self.length or None][1:]
        can_start = self.has_film or self.elsewhere is not None
        now = max((second for second, _title in self.chapters if second <= self.start), default=None)
        return [
            ChapterLine(
                seconds=second,
                title=title,
                url=self.link(second, place="player") if can_start else "",
                end=end,
                seen=self._seen(second, end),
                current=bool(self.start) and second == now,
            )
            for (second, title), end in zip(self.chapters, ends, strict=True)
        ]

    def _seen(self, start: int, end: int | None) -> str:
        if self.progress is None or end is None:
            return ""
        seen = sum(max(0, min(end, to) - max(start, since)) for since, to in self.progress.segments)
        if seen >= enough_of(start, end):
            return _("seen")
        return _("partly seen") if seen else ""

    @property
    def chapter_marks(self) -> list[int]:
        """The positions of chapters on the progress bar."""
        return [second for second, _title in self.chapters if 0 < second < self.length]


def webinar_parts(
    page: WebinarPage, user: User | AnonymousUser, asked: Asked, *, is_over: bool, own_progress: ActivityProgress
) -> WebinarParts:
    """Three queries before it is held; four with a recording, one more if that is restricted."""
    recording: Recording | None = getattr(page, "recording", None)
    published = recording if recording and is_over and recording.is_published() else None
    participant = participant_of(user) if published else None
    own = _of_recording(recording, participant) if recording else OfRecording([], [], None)
    parts = WebinarParts(
        page=page,
        speakers=list(page.speakers.select_related("organisation")),
        decks=decks_of(page),
        recording=published,
        chapters=own.chapters,
        asked=asked,
    )
    if published is not None:
        parts.can_watch = user_can_watch(user, published)
        parts.captions = own.captions
        if parts.can_watch:
            parts.transcript = transcript_of(published, language_to_read(parts.captions, asked.text, page.language))
            # A preview before publication is not measured.
            parts.token = "" if page.is_previewed else view_token(participant, published, timezone.now())
        if parts.token:
            parts.progress = _watch_progress(published, own.seen, own_progress)
    for deck in parts.decks:
        if not parts.can_watch:
            deck.close()
        else:
            deck.open_up(lambda second: parts.link(second, place="player"))
    mark_shown(parts.decks, parts.start)
    return parts


class Seen(NamedTuple):
    """The columns of a viewing that a page needs."""

    segments: list[list[int]]
    position: int


class OfRecording(NamedTuple):
    """What belongs to a recording, and what the reader has watched of this version."""

    chapters: list[tuple[int, str]]
    captions: list[Captions]
    seen: Seen | None


def _of_recording(recording: Recording, participant: Participant | None) -> OfRecording:
    """One query: a row for each chapter with each of the few captions, joined to the viewing."""
    own = Q(viewings__participant=participant, viewings__media_version=recording.media_version)
    has_text = Case(When(captions__vtt="", then=Value(False)), default=Value(True), output_field=BooleanField())
    rows = list(
        Recording.objects.filter(pk=recording.pk)
        .annotate(own=FilteredRelation("viewings", condition=own), chapter=F("chapters__second"), has_text=has_text)
        .order_by("chapter", "captions__pk")
        .values_list(
            *("chapter", "chapters__title", "captions__language", "has_text"), *("own__segments", "own__position")
        )
    )
    return OfRecording(
        list(dict.fromkeys((row[0], row[1]) for row in rows if row[0] is not None)),
        list(dict.fromkeys(Captions(recording.pk, row[2], row[3]) for row in rows if row[2] is not None)),
        next((Seen(*row[4:]) for row in rows if row[4] is not None), None),
    )


def _watch_progress(recording: Recording, seen: Seen | None, own_progress: ActivityProgress) -> WatchProgress:
    threshold = own_progress.requirement.watched_share
    return WatchProgress.of(
        recording.seconds or 0, threshold, *(seen or (None, None)), is_complete=own_progress.is_earned
    )
