"""My page (Min side): all data about one participant, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.utils import timezone
from wagtail.models import Page

from attendance.models import Registration
from attendance.standing import Standing, standings
from content.versions import word
from courses.models import Enrolment, ModulePage, Phase, ProgrammePage, Session, TrackPage
from courses.querysets import within
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH, programme_path, requirements_of, rules_of, sessions_of
from courses.rules import Rule
from home.pages import ACTIVITIES, listed, specific, with_card_facts
from home.unfinished_recordings import UnfinishedRecording, is_unfinished
from people.models import Participant
from progress.models import Completion
from progress.overview import ActivityProgress, ModuleProgress, module_progress, progress_from
from webinars.coverage import WatchProgress
from webinars.models import Viewing

UNDO_TIME = dt.timedelta(days=1)
"""How long a module that was dropped is still shown, so that it can be restored."""

MOST_NEAREST = 3


@dataclass
class Coming:
    """An upcoming activity that the participant is registered for."""

    standing: Standing
    page: Any
    now: dt.datetime

    @property
    def session(self) -> Session:
        return self.standing.session

    @property
    def zone(self) -> ZoneInfo:
        return _zone_of(self.page)

    @property
    def is_today(self) -> bool:
        return self.session.phase(self.now, self.zone) == Phase.TODAY

    @property
    def is_going_on(self) -> bool:
        return self.is_today and self.session.starts_at is not None and self.session.starts_at <= self.now

    @property
    def is_cancelled(self) -> bool:
        return self.session.is_cancelled


@dataclass
class OwnActivity:
    """An activity with the status of the participant: completed, started or not started."""

    page: Any
    own_progress: ActivityProgress
    coming: Coming | None = None
    watching: WatchProgress | None = None
    """The viewing progress of its recording, if that can be measured."""

    @property
    def zone(self) -> ZoneInfo:
        return _zone_of(self.page)

    @property
    def completion(self) -> Completion | None:
        return self.own_progress.completion

    @property
    def percent(self) -> int:
        """The progress in percent, by recorded attendance or by viewing of the recording."""
        recorded = self.completion.percent if self.completion else 0
        return (
            recorded
            if self.own_progress.is_complete or self.watching is None
            else max(recorded, self.watching.percent_of_way)
        )

    @property
    def is_begun(self) -> bool:
        return self.percent > 0 and not self.own_progress.is_complete

    @property
    def recording(self) -> Any:
        """The recording of a webinar, if it is available."""
        recording = getattr(self.page, "recording", None) if self.page.kind == "webinar" else None
        return recording if recording and recording.is_published() else None

    @property
    def unfinished_recording(self) -> UnfinishedRecording | None:
        """The recording to resume, if it has been started."""
        recording = self.recording
        if recording is None or self.watching is None or not is_unfinished(self.watching):
            return None
        return UnfinishedRecording(self.page, recording, self.watching)

    @property
    def minutes_to_watch(self) -> int | None:
        """The minutes of the recording that are left to watch, rounded up."""
        if self.watching is not None and not self.own_progress.is_complete:
            return self.watching.minutes_left
        missing, recording = self.own_progress.missing, self.recording
        if recording is None or not recording.minutes or missing is None or not missing.watched_share:
            return None
        return math.ceil(missing.watched_share * recording.minutes)

    @property
    def can_be_done(self) -> bool:
        """Whether the activity can be completed now or later."""
        root = self.own_progress.root
        if not self.page.live or self.own_progress.is_complete or (root is not None and root.is_cancelled):
            return False
        return self.recording is not None or not self.own_progress.is_held


@dataclass
class TrackProgress:
    """The progress in a track: how many activities are completed, of the number needed to complete it."""

    track: Any
    needed: int
    is_complete: bool
    earned: list[OwnActivity]
    declared: list[OwnActivity]
    begun: list[OwnActivity]
    nearest: list[OwnActivity]

    @property
    def done(self) -> int:
        return self.needed if self.is_complete else min(len(self.earned), self.needed)

    @property
    def left(self) -> int:
        return self.needed - self.done

    @property
    def completed_by(self) -> list[OwnActivity]:
        """The activities that completed the track, the first ones if more are done. Empty until it is complete."""
        return _latest_first(self.earned)[::-1][: self.needed] if self.is_complete else []

    @property
    def parts(self) -> list[int]:
        """The segments of the progress bar in percent, one for each activity needed; started ones are partly filled."""
        begun = sorted((known.percent for known in self.begun), reverse=True)
        return ([100] * self.done + begun + [0] * self.needed)[: self.needed]


@dataclass
class Picked:
    """A module that the participant has chosen, or has dropped so recently that it can be restored."""

    enrolment: Enrolment
    progress: ModuleProgress

    @property
    def module(self) -> ModulePage:
        return self.enrolment.module

    @property
    def is_dropped(self) -> bool:
        return self.enrolment.dropped_at is not None


@dataclass
class MyPage:
    first_name: str = ""
    coming: list[Coming] = field(default_factory=list)
    begun: list[OwnActivity] = field(default_factory=list)
    tracks: list[TrackProgress] = field(default_factory=list)
    picked: list[Picked] = field(default_factory=list)
    completed: list[OwnActivity] = field(default_factory=list)

    @property
    def next(self) -> Coming | None:
        """The next upcoming activity that has a date and is not cancelled."""
        return next((row for row in self.coming if row.session.date and not row.is_cancelled), None)

    @property
    def later(self) -> list[Coming]:
        return [row for row in self.coming if row is not self.next]

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.begun or self.picked or self.completed)


def my_page(participant: Participant | None) -> MyPage:
    """The data of the page. Empty for a user who is not a participant yet."""
    if participant is None:
        return MyPage()
    first_name = participant.name.partition(" ")[0]
    now = timezone.now()
    registrations = list(_registrations(participant))
    enrolments = list(_enrolments(participant, now))
    completions = list(participant.completions.select_related("activity", "track"))
    paths = [row.session.activity.path for row in registrations]
    paths += [row.module.path for row in enrolments]
    paths += [(row.activity or row.track).path for row in completions]
    programmes = {programme_path(path) for path in paths}
    pages = _activities(programmes, participant)
    if not pages:
        return MyPage(first_name)
    programmes |= {programme_path(page.path) for page in pages}
    sessions = sessions_of(pages)
    rules = rules_of(pages)
    by_activity = {row.activity_id: row for row in completions if row.activity_id}
    done = progress_from(pages, sessions, requirements_of(pages, rules=rules, sessions=sessions), by_activity)
    known = {page.pk: OwnActivity(page, done[page.pk], watching=_watching(page, done[page.pk])) for page in pages}
    coming = _coming(registrations, known, now)
    for row in coming:
        known[row.session.activity_id].coming = row
    by_track = {row.track_id: row for row in completions if row.track_id}
    return MyPage(
        first_name,
        coming=coming,
        begun=_by_how_far(row for row in known.values() if row.is_begun and row.can_be_done),
        tracks=[
            _track_progress(track, by_track.get(track.pk), known.values(), rules, enrolments)
            for track in _tracks(programmes)
        ],
        picked=[Picked(row, _progress_in(row.module, pages, by_activity)) for row in enrolments if row.module.live],
        completed=_latest_first(row for row in known.values() if row.own_progress.is_complete),
    )


def _registrations(participant: Participant) -> Iterable[Registration]:
    rows = participant.registrations.active().select_related("session__activity")
    return rows.order_by("session__date", "session__starts_at", "session__order", "pk")


def _enrolments(participant: Participant, now: dt.datetime) -> Iterable[Enrolment]:
    lately = Q(dropped_at__isnull=True) | Q(dropped_at__gt=now - UNDO_TIME)
    return participant.enrolments.filter(lately).select_related("module").order_by("module__path")


def _activities(programmes: Iterable[str], participant: Participant) -> list[Any]:
    """All activities of the programmes, published or not, as specific pages with the data for cards. One query.

    Includes programmes in which the participant has only watched recordings.
    """
    begun = participant.viewings.filter(covered__gt=0).order_by()
    watched = begun.annotate(programme=_programme_of("recording__webinar__path")).values("programme")
    own = Viewing.objects.filter(
        participant=participant, recording__webinar=OuterRef("pk"), media_version=F("recording__media_version")
    )
    pages = listed(Page.objects.filter(activitypage__original__isnull=True), ACTIVITIES).annotate(
        programme_path=_programme_of("path"),
        programme_zone=Subquery(ProgrammePage.objects.filter(path=OuterRef("programme_path")).values("timezone")[:1]),
        own_segments=Subquery(own.values("segments")[:1]),
        own_position=Subquery(own.values("position")[:1]),
    )
    here = pages.filter(within(programmes) | Q(programme_path__in=watched)).exclude(activitypage=None)
    return [specific(page) for page in with_card_facts(here).order_by("path")]


def _watching(page: Any, own_progress: ActivityProgress) -> WatchProgress | None:
    """The viewing progress of the recording, or `None` if it cannot be measured."""
    recording = getattr(page, "recording", None) if page.kind == "webinar" else None
    if recording is None or not recording.media_id or not recording.seconds:
        return None
    threshold = own_progress.requirement.watched_share
    return WatchProgress.of(
        recording.seconds, threshold, page.own_segments, page.own_position, is_complete=own_progress.is_earned
    )


def _tracks(programmes: Iterable[str]) -> Iterable[Any]:
    """The tracks of the programmes, each with the short title of its programme. One query."""
    programme = ProgrammePage.objects.filter(path=OuterRef("programme_path")).values(said=word("short_title"))[:1]
    return (
        TrackPage.objects.originals()
        .filter(within(programmes))
        .annotate(programme_path=_programme_of("path"))
        .annotate(programme_title=Subquery(programme))
        .order_by("path")
    )


def _zone_of(page: Any) -> ZoneInfo:
    return ZoneInfo(page.programme_zone)


def _programme_of(path: str) -> Substr:
    return Substr(path, 1, PATH_STEP * PROGRAMME_DEPTH)


def _coming(registrations: Sequence[Registration], known: Mapping[int, OwnActivity], now: dt.datetime) -> list[Coming]:
    """Upcoming activities in order of time. Cancelled ones are included until their day has passed."""
    rows = []
    for standing in standings(registrations):
        session = standing.session
        row = Coming(standing, known[session.activity_id].page, now)
        is_past = session.final_date is not None and session.final_date < timezone.localdate(now, row.zone)
        if session.parent_id is None and session.phase(now, row.zone) != Phase.AFTER and not is_past:
            rows.append(row)
    return rows


def _track_progress(
    track: Any,
    completion: Completion | None,
    known: Iterable[OwnActivity],
    rules: Mapping[int, Rule],
    enrolments: Iterable[Enrolment],
) -> TrackProgress:
    inside = [row for row in known if row.page.path.startswith(track.path)]
    is_complete = completion is not None and completion.is_complete
    kept = completion.rule.get("track_activities") if completion is not None and is_complete else None
    default = next((rules[row.page.pk].track_activities for row in inside), Rule().track_activities)
    picked = tuple(row.module.path for row in enrolments if row.dropped_at is None)
    open_ones = [row for row in inside if row.can_be_done]
    return TrackProgress(
        track=track,
        needed=kept or default,
        is_complete=is_complete,
        earned=[row for row in inside if row.own_progress.is_earned],
        declared=[row for row in inside if row.own_progress.is_complete and not row.own_progress.is_earned],
        begun=_by_how_far(row for row in inside if row.is_begun),
        nearest=[] if is_complete else sorted(open_ones, key=lambda row: _distance(row, picked))[:MOST_NEAREST],
    )


def _distance(known: OwnActivity, picked: tuple[str, ...]) -> tuple:
    """The sort key for suggestions: most progress first, then registered or in a chosen module, then the shortest."""
    recording = known.recording
    length = (recording.minutes if recording else None) or getattr(known.page, "duration_minutes", None) or 999
    is_picked = bool(picked) and known.page.path.startswith(picked)
    return (-known.percent, known.coming is None, not is_picked, length, known.page.path)


def _progress_in(module: ModulePage, pages: Iterable[Any], completions: Mapping[int, Completion]) -> ModuleProgress:
    inside = [page.pk for page in pages if page.live and page.path.startswith(module.path)]
    return module_progress(inside, completions)


def _by_how_far(rows: Iterable[OwnActivity]) -> list[OwnActivity]:
    return sorted(rows, key=lambda row: (-row.percent, row.page.path))


def _latest_first(rows: Iterable[OwnActivity]) -> list[OwnActivity]:
    return sorted(rows, key=lambda row: (row.completion and row.completion.completed_at, row.page.path), reverse=True)
