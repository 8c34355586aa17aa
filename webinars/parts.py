"""What a webinar's page shows beside the page itself: who speaks, what is handed out, the recording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from webinars.models import Chapter, Handout, Recording, Speaker, WebinarPage
from webinars.permissions import user_can_watch

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


@dataclass
class WebinarParts:
    page: WebinarPage
    speakers: list[Speaker]
    handouts: list[Handout]
    recording: Recording | None
    """Where it is published."""
    chapters: list[Chapter] = field(default_factory=list)
    languages: Sequence[str] = ()
    can_watch: bool = False
    start: int = 0
    """The second that the address asks for."""

    @property
    def presentations(self) -> list[Handout]:
        return [row for row in self.handouts if row.kind == Handout.Kind.SLIDES]

    @property
    def attachments(self) -> list[Handout]:
        return [row for row in self.handouts if row.kind == Handout.Kind.ATTACHMENT]

    @property
    def has_inaccessible(self) -> bool:
        return any(not row.is_accessible for row in self.handouts if not row.is_planned)

    @property
    def video_url(self) -> str:
        """The film at the second asked for: the browser starts there, also without script."""
        if self.recording is None or self.recording.media_id is None or not self.can_watch:
            return ""
        url = reverse("recording_video", args=[self.recording.pk])
        return f"{url}#t={self.start}" if self.start else url

    @property
    def is_locked(self) -> bool:
        """Published, and not for this reader."""
        return self.recording is not None and not self.can_watch

    @property
    def spoken(self) -> str:
        """«Held in Swedish», where that is another language than the reader's."""
        language = self.page.language
        if language == get_language():
            return ""
        return _("Held in %(language)s") % {"language": self.page.get_language_display()}

    @property
    def captions(self) -> str:
        """«Captioned in Norwegian Bokmål and English»"""
        if not self.languages:
            return ""
        return _("Captioned in %(languages)s") % {"languages": get_text_list(list(self.languages), _("and"))}

    @property
    def facts(self) -> list[dict[str, str]]:
        """What the head of the page says of the recording, for `components/facts_line.html`."""
        if self.recording is None:
            return []
        captions = self.captions or _("The captions are on their way")
        found = [{"label": captions, "icon": "captions"}]
        if self.spoken:
            found.append({"label": self.spoken, "icon": "globe"})
        return found

    @cached_property
    def lines(self) -> list[dict[str, object]]:
        """The chapters, for `components/chapters.html`."""
        current = next((row.second for row in reversed(self.chapters) if row.second <= self.start), 0)
        return [
            {
                "seconds": row.second,
                "title": row.title,
                "url": f"?t={row.second}#player" if self.video_url else "",
                "current": bool(self.start) and row.second == current,
            }
            for row in self.chapters
        ]


def webinar_parts(page: WebinarPage, user: User | AnonymousUser, asked: str, *, is_over: bool) -> WebinarParts:
    """Three queries before it is held, four with a recording, one more where that is restricted."""
    recording = getattr(page, "recording", None)
    published = recording if recording and is_over and recording.is_published() else None
    parts = WebinarParts(
        page=page,
        speakers=list(page.speakers.select_related("organisation")),
        handouts=sorted(page.handouts.select_related("organisation"), key=_order),
        recording=published,
        chapters=list(recording.chapters.all()) if recording else [],
    )
    if published is not None:
        parts.languages = [str(track.get_language_display()) for track in published.captions.all()]
        parts.can_watch = user_can_watch(user, published)
        parts.start = _second(asked, (published.minutes or 0) * 60)
    return parts


def _order(handout: Handout) -> tuple[bool, int, int]:
    """Presentations first."""
    return (handout.kind != Handout.Kind.SLIDES, handout.order, handout.pk)


def _second(asked: str, length: int) -> int:
    """A second within the recording, 0 for all else that an address may hold."""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 6:
        return 0
    second = int(asked)
    return second if not length or second < length else 0
