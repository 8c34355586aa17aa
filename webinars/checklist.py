"""What could be forgotten before a recording is published. It warns, and prevents nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import dates
from courses.models import Session
from webinars.models import CaptionTrack, Handout, Recording, Slide, WebinarPage
from webinars.video_facts import VideoFacts

State = Literal["ok", "warning", "overdue"]
SOON = dt.timedelta(days=5)
"""How long before its deadline something is marked as due soon."""


@dataclass(frozen=True)
class Item:
    """An item with its state, a sentence that says what to do, and a link."""

    code: str
    state: State
    text: str
    section: str


def checklist(
    recording: Recording, webinar: WebinarPage, session: Session | None, today: dt.date | None = None
) -> list[Item]:
    """All items, overdue ones first. Four queries."""
    today = today or timezone.localdate()
    prefetch_related_objects([recording], Prefetch("captions", CaptionTrack.objects.defer("facts")), "chapters")
    items = [
        *_video(recording),
        *_captions(recording, session, today),
        *_description(recording),
        *_presentations(webinar),
        *_chapters(recording),
        *_page(webinar),
    ]
    order = {"overdue": 0, "warning": 1, "ok": 2}
    return sorted(items, key=lambda item: order[item.state])


def _video(recording: Recording) -> Iterator[Item]:
    if recording.external_url:
        yield Item("video", "ok", _("The video lies elsewhere. What is seen of it is not measured."), "video")
        return
    if recording.media is None:
        yield Item("video", "warning", _("There is no video yet. Drop the file, or link to one."), "video")
        return
    yield Item("video", "ok", _("Video of %(length)s") % {"length": dates.timecode(recording.seconds or 0)}, "video")
    facts = VideoFacts.of(recording.media.facts)
    if facts is not None:
        stopping = [problem for problem in facts.problems if problem.stops and problem.code != "no_length"]
        if stopping:
            yield Item("plays", "warning", f"{stopping[0].what} {stopping[0].todo}", "video")
        else:
            yield Item("plays", "ok", _("Plays in all browsers"), "video")
        for problem in facts.problems:
            if problem.code in ("no_length", "slow_start", "silent"):
                yield Item(problem.code, "warning", f"{problem.what} {problem.todo}", "video")
        if facts.fast_start is not False and facts.seconds:
            yield Item("seekable", "ok", _("Can be jumped in, and starts at once"), "video")
    if recording.poster:
        yield Item("poster", "ok", _("Still picture"), "video")
    else:
        yield Item("poster", "warning", _("Choose a still picture: stop the video where it looks best."), "video")


def _captions(recording: Recording, session: Session | None, today: dt.date) -> Iterator[Item]:
    names = dict(settings.LANGUAGES)
    due = recording.captions_due(session.date if session else None)
    tracks = list(recording.captions.all())
    missing = recording.captions_missing(today)
    for language in recording.captions_required:
        name = names.get(language, language)
        if language not in missing:
            yield Item(f"captions_{language}", "ok", _("Captions: %(language)s") % {"language": name}, "captions")
        else:
            yield Item(f"captions_{language}", *captions_clock(str(name), due, today), "captions")
    if not recording.captions_required:
        yield Item("captions", "warning", _("Say in which language captions are owed."), "access")
    if recording.transcript_approved:
        yield Item("transcript", "ok", _("The transcript is approved"), "captions")
    elif any(track.has_text for track in tracks):
        yield Item(
            "transcript", "warning", _("Read the captions through and approve them as a transcript."), "captions"
        )


def captions_clock(language: str, due: dt.date | None, today: dt.date) -> tuple[State, str]:
    """The state of captions that are missing."""
    if due is None:
        return "warning", _("Captions are missing: %(language)s.") % {"language": language}
    days = (due - today).days
    values = {"language": language, "day": dates.day(due), "days": days}
    if due < today:
        return "overdue", _("Captions are missing: %(language)s. The law asked for them by %(day)s.") % values
    if due == today:
        return "warning", _("Captions are missing: %(language)s. The law asks for them today.") % values
    return "warning", ngettext(
        "Captions are missing: %(language)s. The law asks for them by %(day)s: %(days)s day left.",
        "Captions are missing: %(language)s. The law asks for them by %(day)s: %(days)s days left.",
        days,
    ) % values


def _description(recording: Recording) -> Iterator[Item]:
    choice = recording.audio_description
    if not choice:
        text = _("Decide on audio description: what do those who cannot see the picture miss?")
        yield Item("description", "warning", text, "access")
    elif choice == Recording.AudioDescription.SEPARATE and recording.described_media_id is None:
        yield Item("description", "warning", _("The described version is not there yet. Drop its file."), "access")
    else:
        label = Recording.AudioDescription(choice).label
        yield Item("description", "ok", _("Audio description: %(choice)s") % {"choice": label}, "access")


def _presentations(webinar: WebinarPage) -> Iterator[Item]:
    rows = list(webinar.handouts.all())
    planned = [row for row in rows if row.is_planned]
    slides = [row for row in rows if row.kind == Handout.Kind.SLIDES and not row.is_planned]
    if planned:
        text = ngettext(
            "%(count)s file is announced and not there yet: %(titles)s.",
            "%(count)s files are announced and not there yet: %(titles)s.",
            len(planned),
        )
        yield Item("planned", "warning", text % _named(planned), "presentations")
    unreadable = [row for row in rows if not row.is_planned and not row.is_accessible]
    if unreadable:
        text = ngettext(
            "Not everybody can read %(titles)s. Save it as a tagged PDF; until then the page says whom to ask.",
            "Not everybody can read %(titles)s. Save them as tagged PDF; until then the page says whom to ask.",
            len(unreadable),
        )
        yield Item("accessible", "warning", text % _named(unreadable), "presentations")
    elif slides:
        yield Item("accessible", "ok", _("Presentations that everybody can read"), "presentations")
    elif not planned:
        yield Item("presentations", "warning", _("There is no presentation. Drop the PDF if there was one."), "files")
    if slides and (bare := Slide.objects.filter(handout__in=slides, text="").count()):
        text = ngettext(
            "%(count)s slide has no text, so a screen reader has nothing to read there.",
            "%(count)s slides have no text, so a screen reader has nothing to read there.",
            bare,
        )
        yield Item("slide_text", "warning", text % {"count": bare}, "presentations")


def _chapters(recording: Recording) -> Iterator[Item]:
    rows = list(recording.chapters.all())
    late = [row for row in rows if recording.seconds and row.second >= recording.seconds]
    if late:
        text = ngettext(
            "%(count)s chapter begins after the video has ended.",
            "%(count)s chapters begin after the video has ended.",
            len(late),
        )
        yield Item("chapters", "warning", text % {"count": len(late)}, "chapters")
    elif rows:
        text = ngettext("%(count)s chapter", "%(count)s chapters", len(rows))
        yield Item("chapters", "ok", text % {"count": len(rows)}, "chapters")
    else:
        yield Item("chapters", "warning", _("Add chapters, so that people find what they look for."), "chapters")


def _page(webinar: WebinarPage) -> Iterator[Item]:
    if not webinar.live:
        text = _("The webinar's page is not published, so nobody finds the recording.")
        yield Item("page", "warning", text, "checklist")


def _named(rows: list[Handout]) -> dict[str, object]:
    return {"count": len(rows), "titles": ", ".join(_("“%(title)s”") % {"title": row.title} for row in rows)}
