"""The facts behind a card: the page, its state in time and, for signed-in readers, their own state.

How they are worded is in `home.card_wording`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from attendance.models import Registration
from attendance.refusals import NOT_YET, clock_refusal
from courses.models import Phase, Session
from courses.refusals import Refusal
from courses.requirements import rule_over
from courses.rules import Requirement
from home.statuses import STATUSES, Status
from progress.models import Completion
from progress.overview import ActivityProgress


class Shown:
    """What cards of all kinds of pages have in common."""

    @property
    def page(self) -> Any:
        raise NotImplementedError

    @property
    def zone(self) -> dt.tzinfo | None:
        """The time zone of the programme; None if the active one is right already."""
        return None

    @property
    def title(self) -> str:
        return self.page.shown_title

    @cached_property
    def url(self) -> str:
        return self.page.get_url() or ""

    @property
    def seed(self) -> str:
        return self.page.slug

    @property
    def lang(self) -> str:
        """The language code of the page's text if it differs from the active language, else empty."""
        return self.page.shown_language


@dataclass
class CardFacts(Shown):
    """An activity with its session, its place and, if signed in, the reader's own state."""

    activity: Any
    session: Session | None
    now: dt.datetime
    track: Any = None
    module: Any = None
    programme: Any = None
    completion: Completion | None = None
    parts: Sequence[Session] = ()
    """The sessions below the root session, if they were read."""
    said: Any = None
    """For a search in recordings: the line in which the words are said."""

    @property
    def page(self) -> Any:
        return self.activity

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.programme.zone if self.programme else None

    @property
    def kind(self) -> str:
        return self.activity.kind

    @property
    def theme(self) -> str:
        """The theme that determines the cover: the first of the activity, else of its module, else the kind."""
        return getattr(self.activity, "theme_slug", "") or getattr(self.module, "theme_slug", "") or self.kind

    @property
    def is_recording(self) -> bool:
        return self.recording is not None

    @cached_property
    def recording(self) -> Any:
        """The published recording of a past webinar, otherwise None."""
        recording = getattr(self.activity, "recording", None) if self.kind == "webinar" else None
        held = self.session is None or self.phase == Phase.AFTER
        return recording if recording and held and recording.is_published(self.now) else None

    @property
    def kind_label(self) -> Any:
        return _("Recording") if self.is_recording else self.activity.kind_label

    @property
    def level(self) -> str:
        return self.track.shown_title if self.track else ""

    @property
    def level_language(self) -> str:
        """The language code of `level` if it differs from the active language, else empty."""
        return self.track.shown_language if self.track else ""

    @property
    def about(self) -> str:
        """The summary, of one or two lines."""
        for name in ("lead", "abstract_text", "goal"):
            if hasattr(self.activity, name) and (text := self.activity.word(name)):
                return text
        return ""

    @property
    def responsible(self) -> Any:
        return self.activity.responsible

    @cached_property
    def phase(self) -> str:
        return self.session.phase(self.now, self.zone) if self.session else ""

    @property
    def is_coming(self) -> bool:
        """Before its end, today included."""
        return self.phase in (Phase.BEFORE, Phase.TODAY)

    @property
    def is_today(self) -> bool:
        return self.phase == Phase.TODAY

    @property
    def is_live(self) -> bool:
        """Whether it is in progress now; False if its times are unknown."""
        session = self.session
        if session is None or self.phase != Phase.TODAY or session.starts_at is None or session.ends_at is None:
            return False
        return session.starts_at <= self.now < session.ends_at

    @property
    def is_over(self) -> bool:
        return self.phase == Phase.AFTER

    @property
    def is_cancelled(self) -> bool:
        return self.phase == Phase.CANCELLED

    @property
    def capacity(self) -> int | None:
        return self.session.capacity if self.session else None

    @property
    def seats_left(self) -> int | None:
        """The number of free seats, or None if the capacity is unlimited."""
        if self.session is None or self.session.capacity is None:
            return None
        return max(0, self.session.capacity - getattr(self.session, "taken", 0))

    @property
    def seats_taken_percent(self) -> int:
        """Taken seats as a percentage of capacity, rounded down, at most 100."""
        taken = getattr(self.session, "taken", 0)
        return min(100, taken * 100 // self.capacity) if self.capacity else 100

    @property
    def own_state(self) -> str:
        """The state of the reader's active registration, or empty."""
        state = getattr(self.session, "own_state", None) or ""
        return state if state in Registration.ACTIVE else ""

    @property
    def has_own_seat(self) -> bool:
        return self.own_state in Registration.HOLDS_SEAT

    @property
    def progress(self) -> Decimal:
        return self.completion.progress if self.completion else Decimal(0)

    @property
    def seen_percent(self) -> int:
        """The part of the recording that the reader has watched, as a percentage, rounded down."""
        if self.recording is None or not self.recording.seconds:
            return 0
        return min(100, (getattr(self.session, "own_seen", None) or 0) * 100 // self.recording.seconds)

    @property
    def is_done(self) -> bool:
        return self.completion is not None and self.completion.is_complete

    @cached_property
    def closed_because(self) -> Refusal | None:
        """Why registration is not possible now because of dates or cancellation; None if it is."""
        return clock_refusal(self.session, self.now) if self.session else None

    @property
    def is_before_deadline(self) -> bool:
        """Whether registration is or will be possible as far as dates and cancellation go."""
        return self.session is not None and self.closed_because in (None, NOT_YET)

    @property
    def is_open(self) -> bool:
        """Whether registration is possible now as far as dates, cancellation and seats go."""
        return self.session is not None and self.closed_because is None and not self.is_fully_booked

    @property
    def has_free_seats(self) -> bool:
        """Whether one may register for a seat now, rather than for a place in line."""
        return self.is_open and self.seats_left != 0

    @property
    def is_fully_booked(self) -> bool:
        """Whether all seats are taken, without a waiting list."""
        return self.session is not None and self.seats_left == 0 and not self.session.has_waiting_list

    @cached_property
    def status(self) -> Status | None:
        """The status in time; None for lessons and recordings."""
        if self.session is None:
            return None
        if self.phase == Phase.AFTER:
            return self._status_after
        if self.phase == Phase.CANCELLED:
            return STATUSES["cancelled"]
        if self.phase == Phase.TODAY:
            return STATUSES["live" if self.is_live and self.kind == "webinar" else "today"]
        return self._status_before

    @property
    def _status_after(self) -> Status | None:
        if self.kind != "webinar":
            return STATUSES["held"]
        return None if self.is_recording else STATUSES["recording_pending"]

    @property
    def _status_before(self) -> Status:
        if self.closed_because is not None:
            return STATUSES["not_yet" if self.closed_because is NOT_YET else "closed"]
        return STATUSES["full" if self.seats_left == 0 else "open"]

    @property
    def admission(self) -> Any:
        """The admission rule of a gathering, if it has one."""
        return getattr(self.session, "admission", None)

    @cached_property
    def requirement(self) -> Requirement:
        """The requirement for completion. The programme's rule must be joined and, for gatherings, `parts` be read."""
        rule = rule_over(self.programme, self.activity)
        return type(self.activity).requirement(rule, [*([self.session] if self.session else []), *self.parts])

    @property
    def own_progress(self) -> ActivityProgress:
        return ActivityProgress(self.activity, self.requirement, self.completion, self.session, self.now)
