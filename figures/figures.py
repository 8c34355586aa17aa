"""Counts the figures of a programme as of a day.

The definitions are those of `expected_report` in the programme file. What happened by the end of the day counts,
whenever it was recorded: the dates of sessions decide, not the time of recording.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr

from attendance.models import Attendance, Registration
from attendance.querysets import People, Presence
from courses.file_ids import file_id_of
from courses.models import CompletionRule, Level, ProgrammePage, Session, TrackPage
from courses.querysets import below
from courses.rules import Rule
from figures.objects import Figures, GatheringFigures, RecordingFigures, TrackFigures, WebinarFigures
from gatherings.models import GatheringPage
from people.models import OrganisationType
from webinars.models import Recording, WebinarPage

__all__ = ["UNKNOWN", "Figures", "programme_figures"]

UNKNOWN = "unknown"


def programme_figures(programme: ProgrammePage, as_of: dt.date) -> Figures:
    """The figures of `programme` at the end of `as_of` in its time zone, in a fixed number of queries.

    A person is counted once, with the affiliation at the first session that they attended (by date, then start), even
    if they have changed employer since. Organisations and municipalities count as soon as anybody attended with that
    affiliation. People and activities are named by the ids of the programme's file, else by slug or `p<pk>`.
    """
    default = _default_rule(programme)
    held = _held_activities(programme, as_of, default)
    webinars, gatherings = [row for row in held if row.is_webinar], [row for row in held if not row.is_webinar]
    needed = {row.root.pk: row.minutes_needed for row in webinars if row.minutes_needed is not None}
    counted = [row.root.pk for row in webinars] + [day.pk for row in gatherings for day in row.days]
    presence: dict[int, list[Presence]] = defaultdict(list)
    for count in Attendance.objects.presence(counted, needed):
        presence[count.session].append(count)
    people = Attendance.objects.people(counted, [row.root.pk for row in webinars])
    individuals = partial(_individuals, people)
    whole = [row for row in gatherings if row.is_over(as_of)]
    return Figures(
        as_of=as_of,
        webinars_held=len(webinars),
        gatherings_held=len(whole),
        gathering_days_held=sum(len(row.days) for row in gatherings),
        individuals_attending_any=sum(row.individuals for row in people),
        individuals_attending_webinars=sum(row.individuals_at_webinars for row in people),
        by_gender=individuals(lambda row: row.gender),
        by_county=individuals(lambda row: row.county),
        by_organisation_type=individuals(lambda row: row.organisation_type),
        municipality_codes=_municipality_codes(people),
        companies_by_size=_companies_by_size(people),
        webinars=tuple(_webinar_figures(row, presence) for row in webinars),
        gatherings=tuple(_gathering_figures(row, presence) for row in whole),
        tracks=tuple(_track_figures(programme, needed, default.track_activities)),
        recordings=tuple(_recording_figures(programme, as_of, {row.root.activity_id: row for row in webinars})),
    )


class _Activity:
    """A webinar, or a gathering with those of its days that are held, while its figures are computed."""

    def __init__(self, root: Any, days: Sequence[Session], as_of: dt.date, default: Rule) -> None:
        # A gathering without rows for its days has a single day.
        self.root, self.all_days = root, [day for day in days or [root] if not day.is_cancelled]
        self.dated = [(day, day.date) for day in self.all_days if day.date and day.date <= as_of]
        self.is_webinar = root.is_webinar
        own: CompletionRule | None = getattr(root.activity, "completion_rule", None)
        self.rule = own.over(default) if own else default
        self.key = root.file_id or root.activity.slug

    @property
    def days(self) -> list[Session]:
        """Those that are held."""
        return [day for day, _date in self.dated]

    @property
    def minutes_needed(self) -> int | None:
        return WebinarPage.requirement(self.rule, [self.root]).minutes_needed

    @property
    def days_needed(self) -> int:
        return GatheringPage.requirement(self.rule, self.all_days).days_needed or len(self.all_days)

    def is_over(self, as_of: dt.date) -> bool:
        """Whether all of it is held: its last day has passed."""
        last = self.root.final_date if self.all_days == [self.root] else None
        return len(self.days) == len(self.all_days) and (last is None or last <= as_of)


def _default_rule(programme: ProgrammePage) -> Rule:
    own: CompletionRule | None = getattr(programme, "completion_rule", None)
    return own.over(Rule()) if own else Rule()


def _held_activities(programme: ProgrammePage, as_of: dt.date, default: Rule) -> list[_Activity]:
    """Webinars that are held, and gatherings with at least one held day, in order of their dates.

    An activity that was never published and that nobody attended did not take place, even if its draft has a date.
    """
    attended = Attendance.objects.filter(session__activity=OuterRef("activity"))
    sessions = (
        Session.objects.in_programme(programme)
        .filter(Q(level=Level.WHOLE) | Q(level=Level.DAY, parent__level=Level.WHOLE))
        .filter(Q(activity__webinarpage__isnull=False) | Q(activity__gatheringpage__isnull=False))
        .filter(
            Q(activity__live=True) | Q(activity__first_published_at__isnull=False) | Q(Exists(attended)),
        )
        .annotate(
            is_webinar=Q(activity__webinarpage__isnull=False),
            registered=Registration.objects.holding_seat().number_at("pk"),
            file_id=Coalesce(
                file_id_of(programme, "webinars", "activity"), file_id_of(programme, "gatherings", "activity")
            ),
        )
        .select_related("activity__completion_rule")
        .order_by("date", F("starts_at").asc(nulls_first=True), "order", "pk")
    )
    rows = list(sessions)
    days = defaultdict(list)
    for row in rows:
        if row.level == Level.DAY:
            days[row.activity_id].append(row)
    roots = [row for row in rows if row.level == Level.WHOLE and not row.is_cancelled]
    found = [_Activity(row, days[row.activity_id], as_of, default) for row in roots]
    return _with_unique_keys([activity for activity in found if activity.days])


def _with_unique_keys(activities: list[_Activity]) -> list[_Activity]:
    """Slugs may be the same in different modules; further ones get a number."""
    taken: set[str] = {activity.root.file_id for activity in activities if activity.root.file_id}
    for activity in activities:
        if not activity.root.file_id:
            activity.key = activity.key if activity.key not in taken else f"{activity.key}-{activity.root.activity_id}"
            taken.add(activity.key)
    return activities


def _webinar_figures(row: _Activity, presence: Mapping[int, Sequence[Presence]]) -> WebinarFigures:
    counts = presence.get(row.root.pk, ())
    return WebinarFigures(
        key=row.key,
        session=row.root.pk,
        title=row.root.activity.shown_title,
        date=row.dated[0][1],
        registered=row.root.registered,
        attended=sum(count.people for count in counts),
        minutes=sum(count.minutes for count in counts),
        certificates=sum(count.reached for count in counts),
    )


def _gathering_figures(row: _Activity, presence: Mapping[int, Sequence[Presence]]) -> GatheringFigures:
    by_day = [presence.get(day.pk, ()) for day in row.days]
    # A person who was present at n days is in the counts of n days.
    seen: Counter[int] = Counter()
    for count in (count for counts in by_day for count in counts):
        seen[count.of_activity] += count.people
    people = {days: rows // days for days, rows in seen.items()}
    return GatheringFigures(
        key=row.key,
        session=row.root.pk,
        title=row.root.activity.shown_title,
        date=row.dated[0][1],
        days=tuple(date for _day, date in row.dated),
        registered=row.root.registered,
        present_by_day=tuple(sum(count.people for count in counts) for counts in by_day),
        present_all_days=people.get(len(row.days), 0),
        certificates=sum(number for days, number in people.items() if days >= row.days_needed),
    )


def _individuals(people: Iterable[People], group: Callable[[People], str | None]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in people:
        counts[group(row) or UNKNOWN] += row.individuals
    return {name: number for name, number in sorted(counts.items()) if number}


def _municipality_codes(people: Iterable[People]) -> tuple[str, ...]:
    """A county council counts for its county, not for a municipality."""
    rows = (row for row in people if row.organisation_type != OrganisationType.COUNTY_COUNCIL)
    return tuple(sorted({row.municipality for row in rows if row.municipality}))


def _companies_by_size(people: Iterable[People]) -> dict[str, int]:
    """Each company once, with its size class when it first took part."""
    companies = [row for row in people if row.organisation and row.organisation_type == OrganisationType.COMPANY]
    size: dict[int | None, str] = {}
    for row in sorted(companies, key=lambda row: (row.since, row.size_class)):
        size.setdefault(row.organisation, row.size_class)
    return dict(sorted(Counter(size.values()).items()))


def _track_figures(programme: ProgrammePage, needed: Mapping[int, int], count: int) -> Iterable[TrackFigures]:
    """By track: people with at least `count` certificates at its held webinars."""
    tracks = list(
        TrackPage.objects.originals()
        .filter(below(programme))
        .annotate(file_id=file_id_of(programme, "tracks"))
        .order_by("path")
    )
    length = len(tracks[0].path) if tracks else 1
    earned = (
        Attendance.objects.reaching(needed)
        .order_by()
        .annotate(track=Substr("session__activity__path", 1, length))
        .values("track", "participant")
        .annotate(webinars=Count("session"), file_id=file_id_of(programme, "participants", "participant"))
        .filter(webinars__gte=max(1, count))
        .values_list("track", "participant", "file_id")
    )
    people = defaultdict(list)
    for track, participant, file_id in earned:
        people[track].append(file_id or f"p{participant}")
    for track in tracks:
        key = track.file_id or track.slug
        yield TrackFigures(key=key, title=track.shown_title, people=tuple(sorted(people[track.path])))


def _recording_figures(
    programme: ProgrammePage, as_of: dt.date, held: Mapping[int, _Activity]
) -> Iterable[RecordingFigures]:
    """The recordings published by the day, in order of the dates of their webinars."""
    live_on = Session.objects.roots().filter(activity=OuterRef("webinar")).values("date")[:1]
    recordings = (
        Recording.objects.published(dt.datetime.combine(as_of, dt.time.max, programme.zone))
        .in_programme(programme)
        .with_inaccessible_slides()
        .annotate(
            live_on=Subquery(live_on),
            file_id=Coalesce(file_id_of(programme, "webinars", "webinar"), Value("")),
        )
        .select_related("webinar")
        .prefetch_related("captions")
        .order_by("live_on", "webinar__path")
    )
    for recording in recordings:
        due = recording.captions_due(recording.live_on)
        known = held.get(recording.webinar_id)
        yield RecordingFigures(
            key=recording.file_id or (known.key if known else recording.webinar.slug),
            title=recording.webinar.shown_title,
            captions_due=due,
            lacks_captions=bool(recording.captions_missing(as_of)),
            captions_are_late=due is not None and due < as_of,
            lacks_transcript=not recording.transcript_approved,
            has_inaccessible_document=bool(recording.inaccessible_slides),
        )
