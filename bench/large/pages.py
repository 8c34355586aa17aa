"""The pages of the large site, what belongs to them, and who stands behind them."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.large.rows import (
    ARTICLES,
    GATHERINGS,
    MODULES,
    PARTNERS,
    PROGRAMMES,
    TERMS,
    THEMES,
    TRACKS,
    TRANSLATED_PROGRAMMES,
    count_on,
    in_bulk,
    pages_in_bulk,
)
from content.models import FactsBox, GlossaryEntry, MediaFile, SiteSettings, StandardPage, Theme
from courses.models import (
    ActivityPage,
    CompletionRule,
    LessonPage,
    Level,
    Mission,
    ModulePage,
    ProgrammeOwner,
    ProgrammePage,
    ProgrammePartner,
    Session,
    TrackPage,
)
from gatherings.models import Admission, AgendaItem, AgendaSpeaker, GatheringPage, Room
from home.models import HomePage, NewsIndexPage, NewsPage
from people.models import Alliance, ContactPerson, Municipality, Organisation
from people.places import ensure_municipalities
from tests.factories import HomePageFactory
from webinars.models import CaptionTrack, Chapter, Cue, Handout, Recording, Slide, Speaker, WebinarPage

TEXT = (
    "Virksomheter i regionen skal om noen år rapportere på klima, natur og ressurser. Her får du vite hva som kreves, "
    "hvilke tall som må finnes, og hvordan andre har gått fram. Deltakerne arbeider med egne eksempler mellom "
    "samlingene, og tar med seg en plan hjem. "
)
SUBJECTS = (
    *("Sirkulær økonomi", "Klimaregnskap", "Grønne innkjøp", "Naturrisiko", "Energibruk i bygg", "Taksonomien"),
    *("Livsløpsvurdering", "Ombruk av byggevarer", "Grønn finansiering", "Bærekraftsrapportering", "Logistikk"),
)
LINES = ("Velkommen til dette webinaret.", "Vi begynner med tallene.", "Hva betyr det for en liten bedrift?", "Takk.")


@dataclass
class Made:
    sessions: list[Session] = field(default_factory=list)
    """Of whole activities."""
    programmes: list[ProgrammePage] = field(default_factory=list)


class Tree:
    """Pages with their places in the tree, put into the database kind by kind."""

    def __init__(self, home: HomePage) -> None:
        self.home = home
        self.next = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        self.pages: dict[type, list[Any]] = defaultdict(list)
        self.now = timezone.now()
        self.types: dict[type, ContentType] = {}

    def add(self, kind: type[Page], parent: Any, title: str, slug: str, *, days_old: int = 30, **fields: Any) -> Any:
        if kind not in self.types:
            self.types[kind] = ContentType.objects.get_for_model(kind)
        published = self.now - dt.timedelta(days=days_old)
        page = kind(
            title=title,
            draft_title=title,
            slug=slug,
            locale_id=fields.pop("locale_id", parent.locale_id),
            first_published_at=published,
            last_published_at=published,
            **fields,
        )
        # The links between the tables of its kind are all the same key.
        for name in ["id", *(link.attname for link in kind._meta.get_fields() if _is_link_up(link))]:
            setattr(page, name, self.next)
        page.content_type = self.types[kind]
        self.next += 1
        parent.numchild += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, parent.numchild)
        page.url_path = f"{parent.url_path}{slug}/"
        self.pages[kind].append(page)
        return page

    def save(self) -> None:
        for kind, pages in self.pages.items():
            pages_in_bulk(pages)
            count_on([kind])
        Page.objects.filter(pk=self.home.pk).update(numchild=self.home.numchild)


def is_made() -> bool:
    return ProgrammePage.objects.originals().count() >= PROGRAMMES


def make(tell: Callable[[str], None]) -> Made:
    chance = random.Random(1)  # noqa: S311  # nothing secret about it
    home = HomePageFactory()
    home.refresh_from_db()
    Page.objects.filter(pk=home.pk).update(live=True)
    SiteSettings.objects.update_or_create(
        site_id=home.get_site().pk, defaults={"name": "Løft", "owner_line": "Østfold fylkeskommune"}
    )
    makers = _Makers(chance, Tree(home))
    tell("organisations, themes and texts")
    makers.surroundings()
    tell("pages")
    for number in range(PROGRAMMES):
        makers.programme(number)
    makers.news()
    makers.site_pages()
    translated(makers.tree)
    makers.tree.save()
    tell("sessions, recordings and captions")
    makers.save_rows()
    return Made(makers.sessions, makers.tree.pages[ProgrammePage])


def translated(tree: Tree) -> None:
    """Some programmes in nynorsk with all their pages: rows of their own, and the words with the originals."""
    locale = Locale.objects.get(language_code="nn")
    below = Page.objects.get(depth=1)
    home: Any = tree.add(
        HomePage, below, "Løft", "loft-nn", locale_id=locale.pk, translation_key=tree.home.translation_key
    )
    home.original_id = tree.home.pk
    Page.objects.filter(pk=below.pk).update(numchild=below.numchild)
    above = {tree.home.path: home}
    first = [page.path for page in tree.pages[ProgrammePage][:TRANSLATED_PROGRAMMES]]
    kinds = (ProgrammePage, TrackPage, ModulePage, WebinarPage, GatheringPage, LessonPage)
    for kind in kinds:
        for page in list(tree.pages[kind]):
            parent = above.get(page.path[: -Page.steplen])
            if parent is None or not page.path.startswith(tuple(first)):
                continue
            names = {*kind.translated_fields, *kind.main_texts}
            known = {name.attname for name in kind._meta.concrete_fields} - {
                name.attname for name in Page._meta.concrete_fields
            }
            kept = {
                name: getattr(page, name) for name in known if not name.endswith("_ptr_id") and name != "original_id"
            }
            copy = tree.add(
                kind,
                parent,
                f"{page.title} på nynorsk",
                page.slug,
                **kept,
                locale_id=locale.pk,
                translation_key=page.translation_key,
                original_id=page.pk,
            )
            above[page.path] = copy
            streams = {"body", "facts_boxes"}
            page.versions = {
                "nn": {name: getattr(copy, name) for name in sorted(names - streams) if getattr(copy, name)}
            }


class _Makers:
    def __init__(self, chance: random.Random, tree: Tree) -> None:
        self.chance = chance
        self.tree = tree
        self.rows: dict[type, list[Any]] = defaultdict(list)
        self.sessions: list[Session] = []
        self.next_session = (Session.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1

    # Beside the pages

    def surroundings(self) -> None:
        ensure_municipalities()
        self.municipalities = list(Municipality.objects.order_by("code"))
        self.themes = [Theme(slug=f"tema-{n}", name=f"Tema {n}: {_subject(n)}") for n in range(THEMES)]
        self.partners = [
            Organisation(
                name=f"Partner {n}" if n % 4 else f"ABC{chr(65 + n % 26)}{chr(65 + n // 26)}",
                full_name=f"Norsk institutt for arbeid med fag {n}",
                type="research_institute",
                municipality=self.chance.choice(self.municipalities),
            )
            for n in range(PARTNERS)
        ]
        in_bulk(self.themes)
        in_bulk(self.partners)
        self.themes = list(Theme.objects.all())
        self.partners = list(Organisation.objects.order_by("pk"))[:PARTNERS]
        in_bulk(
            ContactPerson(name=f"Kontakt {n}", title="Rådgiver", organisation=row, email=f"kontakt{n}@example.org")
            for n, row in enumerate(self.partners)
        )
        self.contacts = list(ContactPerson.objects.all())
        alliances = [Alliance(name=f"Allianse {n}") for n in range(4)]
        in_bulk(alliances)
        for number, alliance in enumerate(Alliance.objects.all()):
            alliance.members.set(self.partners[number * 5 : number * 5 + 8])
            Mission.objects.create(slug=f"oppdrag-{number}", title=f"Samfunnsoppdrag {number}", alliance=alliance)
        self.missions = list(Mission.objects.all())
        in_bulk(GlossaryEntry(slug=f"ord-{n}", term=_term(n), text=TEXT[:120]) for n in range(TERMS))
        in_bulk(FactsBox(slug=f"fakta-{n}", title=f"Fakta {n}", text=TEXT) for n in range(10))
        self.boxes = list(FactsBox.objects.all())

    # Pages

    def programme(self, number: int) -> None:
        chance = self.chance
        page = self.tree.add(
            ProgrammePage,
            self.tree.home,
            f"{_subject(number)}: kompetanse for omstilling i region {number}",
            f"program-{number}",
            short_title=f"Program {number}",
            lead=TEXT[:160],
            body=_body(),
            period_from=dt.date(2026, 1, 1),
            period_to=dt.date(2027, 12, 31),
            contact=chance.choice(self.contacts),
            mission=chance.choice(self.missions),
            facts_boxes=self._boxes(2),
        )
        for order in range(3):
            owner = self.partners[(number + order) % PARTNERS]
            self.rows[ProgrammeOwner].append(ProgrammeOwner(programme=page, organisation=owner, sort_order=order))
        for order in range(4):
            partner = self.partners[(number + order + 7) % PARTNERS]
            link = ProgrammePartner(programme=page, organisation=partner, role="academic", sort_order=order)
            self.rows[ProgrammePartner].append(link)
        self.rows[CompletionRule].append(CompletionRule(programme=page, track_activities=4))
        for order in range(1, TRACKS + 1):
            track = self.tree.add(TrackPage, page, f"Del {order}", f"del-{order}", number=order, text=TEXT[:200])
            for place in range(MODULES):
                self._module(track, place)
        for place in range(GATHERINGS):
            self._gathering(page, f"samling-{place}", ahead=chance.randrange(-300, 300))

    def _module(self, track: Any, number: int) -> None:
        module = self.tree.add(
            ModulePage,
            track,
            f"{_subject(number + track.pk)} i praksis",
            f"modul-{number}",
            text=TEXT,
            lead_partner=self.chance.choice(self.partners),
        )
        through = ModulePage.themes.through
        self.rows[through].append(through(modulepage_id=module.pk, theme_id=self.chance.choice(self.themes).pk))
        for place in range(4):
            self._webinar(module, place, is_held=place < 2)
        self._gathering(module, "samling", ahead=self.chance.randrange(-300, 300))
        lesson = self.tree.add(
            LessonPage,
            module,
            f"Leksjon om {_subject(number).lower()}",
            "leksjon",
            abstract_text=TEXT[:150],
            lead=TEXT[:150],
            body=_body(),
            duration_minutes=15,
            responsible=self.chance.choice(self.partners),
        )
        self._themes(lesson)

    def _webinar(self, module: Any, number: int, *, is_held: bool) -> None:
        chance = self.chance
        page = self.tree.add(
            WebinarPage,
            module,
            f"{_subject(number + module.pk)}: hva gjør vi nå?",
            f"webinar-{number}",
            days_old=chance.randrange(1, 400),
            abstract_text=TEXT,
            responsible=chance.choice(self.partners),
            facts_boxes=self._boxes(1),
        )
        self._themes(page)
        for order in range(2):
            self.rows[Speaker].append(
                Speaker(
                    webinar=page,
                    role="Forsker",
                    name=f"Foredragsholder {chance.randrange(300)}",
                    organisation=chance.choice(self.partners),
                    sort_order=order,
                )
            )
        away = chance.randrange(1, 500)
        self._session(
            page,
            day=timezone.localdate() + dt.timedelta(days=-away if is_held else away),
            hour=chance.choice((9, 10, 12)),
            capacity=300 if number % 2 else None,
            live_minutes=60,
            join_url="https://example.org/live",
        )
        if is_held:
            self._recording(page, away)

    def _recording(self, page: Any, days_ago: int) -> None:
        media = MediaFile(pk=page.pk, title="Opptak", type="video", file="media/opptak.mp4", duration=3600)
        self.rows[MediaFile].append(media)
        recording = Recording(
            pk=page.pk,
            webinar=page,
            published_at=timezone.now() - dt.timedelta(days=days_ago - 1, hours=1),
            media=media,
            seconds=3600,
            captions_required=["nb"],
        )
        self.rows[Recording].append(recording)
        for number, code in enumerate(("nb", "en")[: 1 + page.pk % 2]):
            track = CaptionTrack(
                pk=page.pk * 2 + number,
                recording=recording,
                language=code,
                added_on=timezone.localdate() - dt.timedelta(days=max(0, days_ago - 3)),
                vtt="WEBVTT\n",
            )
            self.rows[CaptionTrack].append(track)
            self.rows[Cue] += [
                Cue(
                    track=track,
                    number=line + 1,
                    start_ms=line * 60_000,
                    end_ms=line * 60_000 + 5_000,
                    text=f"{LINES[line % 4]} {_subject(line)}",
                )
                for line in range(12)
            ]
        for number in range(3):
            self.rows[Chapter].append(Chapter(recording=recording, second=number * 600, title=f"Kapittel {number + 1}"))
        handout = Handout(
            pk=page.pk,
            webinar=page,
            kind="slides",
            title="Lysark",
            file="handouts/lysark.pdf",
            size=300_000,
            pages=4,
            pages_read=4,
        )
        self.rows[Handout].append(handout)
        self.rows[Slide] += [
            Slide(
                handout=handout, number=n + 1, image="side.webp", width=320, height=180, text=f"Side {n}: {TEXT[:80]}"
            )
            for n in range(4)
        ]

    def _gathering(self, parent: Any, slug: str, *, ahead: int) -> None:
        chance = self.chance
        page = self.tree.add(
            GatheringPage,
            parent,
            f"Samling om {_subject(parent.pk).lower()}",
            slug,
            abstract_text=TEXT[:200],
            goal=TEXT,
            audience_text="For alle som vil være med.",
            venue="Kulturhuset",
            street="Storgata 1",
            municipality=chance.choice(self.municipalities[:60]),
            contact=chance.choice(self.contacts),
            responsible=chance.choice(self.partners),
            mission=chance.choice(self.missions),
        )
        self._themes(page)
        self.rows[Room].append(Room(pk=page.pk, gathering=page, name="Storsalen", capacity=120, sort_order=0))
        first = timezone.localdate() + dt.timedelta(days=ahead)
        days = 1 + page.pk % 2
        whole = self._session(page, day=first, hour=9, hours=7, days=days, capacity=110)
        self.rows[Admission].append(Admission(session=whole, max_per_organisation=4))
        for number in range(days):
            date = first + dt.timedelta(days=number)
            day = self._add_session(activity=page, parent=whole, level=Level.DAY, order=number, date=date)
            for hour in (9, 11, 13):
                session = self._add_session(
                    activity=page,
                    parent=day,
                    level=Level.SESSION,
                    order=hour,
                    title=f"Økt kl. {hour}",
                    date=date,
                    starts_at=_at(date, hour),
                    ends_at=_at(date, hour + 1),
                    capacity=110,
                )
                item = AgendaItem(pk=session.pk, session=session, kind="talk", room_id=page.pk)
                self.rows[AgendaItem].append(item)
                speaker = AgendaSpeaker(item=item, role="Professor", organisation=chance.choice(self.partners))
                self.rows[AgendaSpeaker].append(speaker)

    def _session(self, page: Any, *, day: dt.date, hour: int, hours: int = 1, days: int = 1, **fields: Any) -> Session:
        last = day + dt.timedelta(days=days - 1)
        row = self._add_session(
            activity=page,
            level=Level.WHOLE,
            date=day,
            last_date=last if days > 1 else None,
            starts_at=_at(day, hour),
            ends_at=_at(last, hour + hours),
            **fields,
        )
        self.sessions.append(row)
        return row

    def _add_session(self, **fields: Any) -> Session:
        row = Session(pk=self.next_session, **fields)
        self.next_session += 1
        self.rows[Session].append(row)
        return row

    def news(self) -> None:
        index = self.tree.add(NewsIndexPage, self.tree.home, "Nyheter", "news", lead="Hva skjer.")
        webinars = self.tree.pages[WebinarPage]
        for number in range(ARTICLES):
            self.tree.add(
                NewsPage,
                index,
                f"Nytt om {_subject(number).lower()}",
                f"nytt-{number}",
                days_old=number * 3,
                lead=TEXT[:150],
                body=[("paragraph", f"<p>{TEXT}</p>")],
                activity=self.chance.choice(webinars),
            )

    def site_pages(self) -> None:
        for shows in ("accessibility", "privacy", "contact"):
            self.tree.add(
                StandardPage, self.tree.home, shows.capitalize(), shows, shows=shows, lead=TEXT[:90], body=_body()
            )

    def _themes(self, page: Any) -> None:
        through = ActivityPage.themes.through
        for theme in self.chance.sample(self.themes, 1 + page.pk % 2):
            self.rows[through].append(through(activitypage_id=page.pk, theme_id=theme.pk))

    def _boxes(self, count: int) -> list[tuple[str, FactsBox]]:
        return [("facts_box", box) for box in self.chance.sample(self.boxes, count)]

    def save_rows(self) -> None:
        kinds: Iterable[type] = (Session, MediaFile, Recording, CaptionTrack, Handout, Room, AgendaItem)
        kinds = [*kinds, *(kind for kind in self.rows if kind not in kinds)]
        for kind in kinds:
            in_bulk(self.rows[kind])
        count_on(kinds)


def _is_link_up(link: Any) -> bool:
    return bool(link.concrete and link.is_relation and link.one_to_one and link.remote_field.parent_link)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def _subject(number: int) -> str:
    return SUBJECTS[number % len(SUBJECTS)]


def _term(number: int) -> str:
    return f"{_subject(number).split()[0].lower()}begrep{number}" if number % 4 else _subject(number).lower()


def _body() -> list[tuple[str, str]]:
    return [("heading", "Om dette"), ("paragraph", f"<p>{TEXT}</p><p>{TEXT}</p>")]
