"""Builds a programme with pages of every type, in any size."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models.functions import Coalesce
from django.utils import timezone

from content.models import FactsBox, MediaFile
from courses.models import LessonPage, Level, ModulePage, ProgrammePage, ProgrammePartner, Session, TrackPage
from gatherings.models import Admission, AgendaItem, AgendaSpeaker, GatheringPage, Room
from people.models import Organisation, Participant
from tests.factories.courses import (
    DayFactory,
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ProgrammePageFactory,
    SessionFactory,
    TrackPageFactory,
    WebinarPageFactory,
    keep,
)
from tests.factories.people import OrganisationFactory, ThemeFactory
from webinars.models import CaptionTrack, Chapter, Cue, Handout, Recording, Slide, Speaker, Viewing, WebinarPage


@dataclass
class Made:
    programme: ProgrammePage
    tracks: list = field(default_factory=list)
    modules: list = field(default_factory=list)
    coming: list = field(default_factory=list)
    held: list = field(default_factory=list)
    lessons: list = field(default_factory=list)
    gatherings: list = field(default_factory=list)

    @property
    def one_of_each(self) -> list:
        kinds = (self.tracks, self.modules, self.coming, self.held, self.lessons, self.gatherings)
        return [self.programme, *(pages[0] for pages in kinds)]


def make_programme(size: int = 1, **fields) -> Made:
    """Two tracks; each has `size` modules, and each module `size` activities of every kind."""
    partner = OrganisationFactory(name="NORSUS", full_name="Norsk institutt for bærekraftsforskning")
    boxes = [_box(number) for number in range(size)]
    made = Made(ProgrammePageFactory(facts_boxes=[("facts_box", box) for box in boxes], **fields))
    for number in range(size):
        made.programme.partner_links.add(
            ProgrammePartner(organisation=OrganisationFactory(name=f"Partner {number}"), role="academic")
        )
    keep(made.programme)
    for number, title in enumerate(("Basisdelen", "Den avanserte delen"), 1):
        track = TrackPageFactory(parent=made.programme, number=number, title=title)
        made.tracks.append(track)
        made.modules += [_module(made, track, partner, size) for _ in range(size)]
    made.gatherings += [make_gathering(made.programme, size) for _ in range(size)]
    for gathering in made.gatherings:
        gathering.complements.add(*made.coming[:size], *made.held[:size])
    return made


def made_programme() -> Made:
    """The programme of the current world (tests/worlds.py)."""
    now = timezone.now()
    webinars = WebinarPage.objects.originals().order_by("path")
    return Made(
        ProgrammePage.objects.originals().get(),
        tracks=list(TrackPage.objects.originals().order_by("path")),
        modules=list(ModulePage.objects.originals().order_by("path")),
        coming=list(webinars.filter(sessions__starts_at__gte=now)),
        held=list(webinars.filter(sessions__starts_at__lt=now)),
        lessons=list(LessonPage.objects.originals().order_by("path")),
        gatherings=list(GatheringPage.objects.originals().order_by("path")),
    )


def _box(number: int) -> FactsBox:
    title = f"Fakta {number}"
    return FactsBox.objects.get_or_create(slug=f"fakta-{number}", defaults={"title": title, "text": "Dette er fakta."})[
        0
    ]


def _module(made: Made, track, partner: Organisation, size: int):
    module = ModulePageFactory(parent=track, lead_partner=partner)
    module.themes.add(ThemeFactory())
    keep(module)
    for _ in range(size):
        made.coming.append(make_webinar(module, size, responsible=partner))
        made.held.append(make_recording(module, size, responsible=partner).webinar)
        made.lessons.append(LessonPageFactory(parent=module, responsible=partner))
    return module


def make_webinar(module, size: int = 1, days_ahead: int = 7, session: dict | None = None, **fields) -> WebinarPage:
    webinar = WebinarPageFactory(parent=module, **fields)
    for number in range(size):
        webinar.themes.add(ThemeFactory(slug=f"theme-{number}"))
        webinar.speakers.add(Speaker(role=f"Forsker {number}", organisation=OrganisationFactory()))
        Handout.objects.create(webinar=webinar, kind="slides", title=f"Lysark {number}", pages=12, is_planned=True)
    webinar.facts_boxes = [("facts_box", _box(number)) for number in range(size)]
    keep(webinar)
    SessionFactory(
        activity=webinar,
        days_ahead=days_ahead,
        join_url="https://example.org/live",
        **{"capacity": 300, **(session or {})},
    )
    return webinar


def make_recording(module, size: int = 1, days_ago: int = 9, *, with_film: bool = True, **fields) -> Recording:
    webinar = make_webinar(module, size, days_ahead=-days_ago, **fields)
    Handout.objects.filter(webinar=webinar).update(is_planned=False)
    film = MediaFile.objects.create(title="Film", file="film.mp4", duration=3600) if with_film else None
    recording = Recording.objects.create(
        webinar=webinar, published_at=timezone.now() - dt.timedelta(days=1), seconds=3600, media=film
    )
    for number, code in zip(range(size), ("nb", "nn", "en"), strict=False):
        make_captions(recording, code, [(10, "", "Velkommen."), (700, "", "Takk for i dag.")][:size])
        Chapter.objects.create(recording=recording, second=number * 600, title=f"Kapittel {number}")
    for handout in Handout.objects.filter(webinar=webinar):
        make_slides(handout, size)
    return recording


def make_captions(recording: Recording, language: str, lines: list[tuple[int, str, str]]) -> CaptionTrack:
    """Captions from (second, speaker, text); each lasts five seconds."""
    track = CaptionTrack.objects.create(
        recording=recording, language=language, added_on=timezone.localdate(), vtt="WEBVTT\n"
    )
    for number, (second, speaker, text) in enumerate(lines, 1):
        start = second * 1000
        Cue.objects.create(track=track, number=number, start_ms=start, end_ms=start + 5000, speaker=speaker, text=text)
    return track


def make_slides(handout: Handout, pages: int, seconds: int | None = None) -> None:
    """The slides of a presentation; with `seconds`, each is shown for that long."""
    said = Coalesce("pages", pages)
    row = Handout.objects.filter(pk=handout.pk)
    row.update(file="handouts/lysark.pdf", size=298_800, pages=said, pages_read=said)
    for number in range(1, pages + 1):
        second = None if seconds is None else (number - 1) * seconds
        Slide.objects.create(
            handout=handout,
            number=number,
            image="side.webp",
            width=320,
            height=180,
            text=f"Side {number}",
            second=second,
        )


def make_viewing(
    participant: Participant, recording: Recording, segments: list[list[int]] | None = None, position: int = 600
) -> Viewing:
    """A viewing, by default of the first ten minutes."""
    segments = [[0, 600]] if segments is None else segments
    return Viewing.objects.create(
        participant=participant,
        recording=recording,
        media_version=recording.media_version,
        duration=recording.seconds,
        segments=segments,
        covered=sum(end - start for start, end in segments),
        position=position,
        position_at=timezone.now(),
        updated_at=timezone.now(),
    )


def make_gathering(parent, size: int = 1, days_ahead: int = 20, days: int = 2, **fields) -> GatheringPage:
    """A gathering; each day has `size` sessions at nine and as many at eleven."""
    gathering = GatheringPageFactory(
        parent=parent,
        **{"venue": "Demohallen", "audience_text": "For alle.", "goal": "Møtes og lage planer.", **fields},
    )
    gathering.themes.add(ThemeFactory())
    for number in range(size):
        gathering.rooms.add(Room(name=f"Sal {number}", capacity=30))
    gathering.facts_boxes = [("facts_box", _box(number)) for number in range(size)]
    keep(gathering)
    first = timezone.localdate() + dt.timedelta(days=days_ahead)
    last = first + dt.timedelta(days=days - 1)
    whole = SessionFactory(
        activity=gathering,
        date=first,
        last_date=last if days > 1 else None,
        ends_at=_at(last, 16),
        capacity=110,
        live_minutes=None,
    )
    Admission.objects.create(session=whole, max_per_organisation=3)
    for number in range(days):
        day = DayFactory(parent=whole, date=first + dt.timedelta(days=number), order=number)
        for hour in (9, 11):
            for place in range(size):
                _item(day, hour, place, gathering)
    return gathering


def _item(day: Session, hour: int, place: int, gathering: GatheringPage) -> Session:
    row = Session.objects.create(
        activity=day.activity,
        parent=day,
        level=Level.SESSION,
        order=place,
        title=f"Økt {hour} {place}",
        date=day.date,
        starts_at=_at(day.date, hour),
        ends_at=_at(day.date, hour + 1),
        capacity=110,
    )
    item = AgendaItem.objects.create(session=row, kind="talk", room=gathering.rooms.first())
    AgendaSpeaker.objects.create(item=item, role="Professor", organisation=OrganisationFactory())
    return row


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
