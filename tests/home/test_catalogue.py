"""The catalogue: filters and search, shareable URLs, and no errors for any query string."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from attendance.actions import register
from attendance.refusals import clock_refusal
from courses.models import Phase, Session
from courses.querysets import is_over
from home import index
from home.listing import SHOWN
from progress.models import Completion
from tests.factories import (
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    SessionFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.factories.programme import made_programme, make_captions, make_gathering, make_recording, make_webinar
from tests.html import flaws, parse, read, words
from webinars.models import Chapter, Recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory()


@pytest.fixture
def track(programme):
    return TrackPageFactory(parent=programme, title="Basisdelen")


@pytest.fixture
def module(track):
    return ModulePageFactory(parent=track)


def catalogue(client, address="", **parameters):
    with override("en"):
        return read(client, reverse("catalogue") + address, **parameters)


def titles(page):
    return [words(card.h3) for card in page.select(".results .card")]


def counts(page):
    """The count of each option, by label."""
    rows = page.select(".filter")
    return {words(row.find("span")): int(words(row.select_one(".filter__count"))) for row in rows}


@pytest.mark.database
def test_everything_is_there_in_the_order_of_the_clock(client, module, programme):
    make_webinar(module, days_ahead=9, title="Second")
    make_webinar(module, days_ahead=2, title="First")
    LessonPageFactory(parent=module, title="Third, without a date")
    make_recording(module, days_ago=2, title="Fourth, held lately")
    make_gathering(programme, days_ahead=-30, title="Fifth, held long ago")
    make_webinar(module, days_ahead=1, title="Last, cancelled", session={"cancelled_at": timezone.now()})
    assert titles(catalogue(client)) == [
        "First", "Second", "Third, without a date", "Fourth, held lately", "Fifth, held long ago", "Last, cancelled",
    ]  # fmt: skip


@pytest.mark.database
@pytest.mark.parametrize("text", ["åpen", "ÅPEN", "Åp", "vei åpen"])
def test_text_is_found_in_either_case(client, module, text):
    make_webinar(module, title="Veien er åpen")
    make_webinar(module, title="Something else")
    assert titles(catalogue(client, text=text)) == ["Veien er åpen"]


@pytest.mark.database
@pytest.mark.parametrize("text", ["regneark", "norsus", "bærekraftsforskning", "kretsløp", "avtaletyper"])
def test_text_is_found_in_abstract_partner_theme_and_chapters(client, module, text):
    partner = OrganisationFactory(name="NORSUS", full_name="Norsk institutt for bærekraftsforskning")
    webinar = make_recording(module, abstract_text="Vi fyller ut et regneark.", responsible=partner).webinar
    webinar.themes.add(ThemeFactory(slug="kretslop", name_nb="Kretsløp"))
    webinar.save()
    Chapter.objects.create(recording=webinar.recording, second=99, title="Avtaletyper")
    make_webinar(module, title="Something else")
    assert titles(catalogue(client, text=text)) == [webinar.title]


@pytest.mark.database
def test_a_sign_that_means_something_to_the_database_is_searched_for_as_it_is(client, module):
    make_webinar(module, title="100 % fornybart")
    make_webinar(module, title="100 prosent")
    assert titles(catalogue(client, text="%")) == ["100 % fornybart"]
    assert titles(catalogue(client, text="_")) == []


@pytest.mark.database
def test_filters_narrow_and_choices_within_one_widen(client, programme):
    basic = TrackPageFactory(parent=programme, number=1)
    advanced = TrackPageFactory(parent=programme, number=2)
    usn, ncce = OrganisationFactory(name="USN"), OrganisationFactory(name="NCCE")
    for track, partner in ((basic, usn), (basic, ncce), (advanced, usn)):
        page = WebinarPageFactory(
            parent=ModulePageFactory(parent=track), title=f"{track.number} {partner}", responsible=partner
        )
        SessionFactory(activity=page)
    assert set(titles(catalogue(client, track=basic.pk))) == {"1 USN", "1 NCCE"}
    assert set(titles(catalogue(client, track=[basic.pk, advanced.pk]))) == {"1 USN", "1 NCCE", "2 USN"}
    assert titles(catalogue(client, track=[basic.pk, advanced.pk], partner=ncce.pk)) == ["1 NCCE"]
    assert titles(catalogue(client, track=advanced.pk, partner=ncce.pk)) == []


def test_kinds_follow_the_clock(client, programme, module):
    make_webinar(module, title="coming")
    make_recording(module, title="recording")
    make_webinar(module, days_ahead=-1, title="on its way")
    make_gathering(programme, title="gathering")
    LessonPageFactory(parent=module, title="lesson")
    make_webinar(module, title="cancelled", session={"cancelled_at": timezone.now()})
    now = timezone.now()
    ended = {"date": timezone.localdate(now), "starts_at": now - dt.timedelta(minutes=2), "ends_at": now}
    make_webinar(module, title="ended today", session=ended)
    found = {
        kind: set(titles(catalogue(client, kind=kind))) for kind in ("webinar", "recording", "gathering", "lesson")
    }
    assert found == {
        "webinar": {"coming"},
        "recording": {"recording", "on its way", "ended today"},
        "gathering": {"gathering"},
        "lesson": {"lesson"},
    }


def test_a_held_webinar_says_that_its_recording_is_on_its_way(client, module):
    make_webinar(module, days_ahead=-1)
    assert "The recording is on its way" in words(catalogue(client).select_one(".card"))


@pytest.mark.database
def test_each_choice_says_how_many_it_gives_beside_the_other_filters(client, programme, track, module):
    """A choice that gives nothing stays to be seen."""
    usn = OrganisationFactory(name="USN")
    webinar = make_webinar(module, responsible=usn)
    webinar.themes.set([ThemeFactory(slug="klima", name_nb="Klima", name_en="Climate")])
    webinar.save()
    make_gathering(programme, responsible=OrganisationFactory(name="NCCE"))
    whole = counts(catalogue(client))
    assert (whole["Climate"], whole["Coming webinar"], whole["Gathering"], whole["Lesson"]) == (1, 1, 1, 0)
    assert (whole["Basisdelen"], whole["USN"], whole["NCCE"]) == (1, 1, 1)
    gatherings = counts(catalogue(client, kind="gathering"))
    # What another kind would give does not depend on the kind that is chosen; all else does.
    assert (gatherings["Coming webinar"], gatherings["Gathering"]) == (1, 1)
    assert (gatherings["Climate"], gatherings["Basisdelen"], gatherings["USN"], gatherings["NCCE"]) == (0, 0, 0, 1)


def test_filters_in_use_are_chips_that_take_them_away(client, module):
    webinar = make_webinar(module)
    webinar.themes.set([ThemeFactory(slug="klima", name_nb="Klima", name_en="Climate")])
    webinar.save()
    page = catalogue(client, theme="klima", kind="webinar", text="web")
    chips = {words(chip).removeprefix("Remove "): chip["href"] for chip in page.select(".chip")}
    assert chips == {
        "“web”": "?theme=klima&kind=webinar",
        "Climate": "?text=web&kind=webinar",
        "Coming webinar": "?text=web&theme=klima",
    }
    assert page.find(id="filter-theme-klima").has_attr("checked")
    assert not page.find(id="filter-kind-lesson").has_attr("checked")
    assert page.select_one("[type=search]")["value"] == "web"


def test_an_address_gives_the_same_to_everybody(client, module):
    make_recording(module, title="Found")
    make_webinar(module)
    page = catalogue(client, "?kind=recording")
    assert titles(page) == ["Found"]
    assert words(page.select_one("#results h2")) == "1 result"


def test_a_result_that_is_empty_helps_on(client, module):
    make_webinar(module)
    page = catalogue(client, text="nothing has this in it", kind="gathering")
    assert words(page.select_one("#results h2")) == "0 results"
    assert words(page.select_one(".empty .h3")) == "Nothing matches all of this"
    with override("en"):
        assert page.select_one(".empty .actions a")["href"] == reverse("catalogue")
    assert page.select(".ways-out a") == []
    assert flaws(page) == []


def test_an_empty_result_says_which_filter_to_drop_and_shows_the_nearest(client, module):
    for number in range(4):
        make_webinar(module, size=0, title=f"Webinar {number}", days_ahead=number + 1)
    LessonPageFactory(parent=module)
    page = catalogue(client, "?kind=webinar&language=sv&only=recording")
    ways = {link["href"]: words(link)[-9:] for link in page.select(".ways-out a")}
    assert ways == {}
    page = catalogue(client, "?kind=webinar&language=sv")
    ways = {link["href"]: words(link) for link in page.select(".ways-out a")}
    assert list(ways) == ["?kind=webinar"]
    assert "4" in ways["?kind=webinar"]
    assert [words(card.h3) for card in page.select("#nearest-title ~ ul .card, section .card")] == [
        "Webinar 0", "Webinar 1", "Webinar 2",
    ]  # fmt: skip
    assert flaws(page) == []


@pytest.mark.database
def test_period_place_language_and_what_is_open(client, programme, module):
    """Each says how many it gives, and gives them."""
    held = make_recording(module, size=0, title="held", language="en")
    make_captions(held, "sv", [(1, "", "Hej.")])
    today = timezone.localdate()
    make_webinar(module, size=0, title="soon", days_ahead=40)
    make_webinar(module, size=0, title="far", days_ahead=200)
    late = {"registration_opens_at": timezone.now() + dt.timedelta(days=3)}
    make_webinar(module, size=0, title="not open yet", days_ahead=41, session=late)
    make_webinar(module, size=0, title="full", days_ahead=300, session={"capacity": 0, "has_waiting_list": False})
    make_webinar(module, size=0, title="without recording", days_ahead=-3)
    drammen = MunicipalityFactory(code="3301")
    make_gathering(programme, 0, days_ahead=50, days=1, title="meeting", municipality=drammen)
    asked = {
        "when=held": {"held", "without recording"},
        "when=quarter": {"soon", "not open yet", "meeting"},
        "when=later": {"far", "full"},
        "when=later&when=held": {"held", "without recording", "far", "full"},
        "place=3301": {"meeting"},
        "place=online": {"held", "soon", "far", "full", "not open yet", "without recording"},
        "language=sv": {"held"},
        "language=en": {"held"},
        "language=nb&kind=gathering": {"meeting"},
        "only=recording": {"held"},
        "only=open": {"soon", "far", "meeting"},
        "only=open&only=recording": set(),
        "only=undone": {"held", "soon", "far", "full", "not open yet", "without recording", "meeting"},
    }
    assert {query: set(titles(catalogue(client, f"?{query}"))) for query in asked} == asked
    whole = counts(catalogue(client))
    assert (whole["Has been held"], whole["Later"], whole["Drammen"], whole["Online"]) == (2, 2, 1, 6)
    assert (whole["Swedish"], whole["With a recording"], whole["Open for registration"]) == (1, 1, 3)
    assert "What I have not done" not in whole
    assert "Full: 0 seats" in words(catalogue(client, "?when=later"))
    make_webinar(module, size=0, title="today", days_ahead=0, session=_at_the_end_of(today))
    assert "today" in titles(catalogue(client, "?when=month"))


def _at_the_end_of(day):
    end = timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59)))
    return {"starts_at": end - dt.timedelta(minutes=1), "ends_at": end}


@pytest.mark.database
def test_who_is_signed_in_sees_what_is_not_done(client, module):
    participant = ParticipantFactory(user=UserFactory())
    done = LessonPageFactory(parent=module, title="done")
    LessonPageFactory(parent=module, title="left")
    Completion.objects.create(participant=participant, activity=done, completed_at=timezone.now(), progress=1)
    client.force_login(participant.user)
    page = catalogue(client, "?only=undone")
    assert titles(page) == ["left"]
    assert counts(page)["What I have not done"] == 1


DAY = dt.date(2026, 11, 26)


def at(hour, days=0):
    return timezone.make_aware(dt.datetime.combine(DAY + dt.timedelta(days=days), dt.time(hour)))


@pytest.mark.database
def test_clock_says_the_same_of_a_session_in_lists_and_on_its_page(module):
    """Of a session, of a row in SQL and of a fact in memory: three forms of one rule."""
    times = [
        {"date": None},
        {"date": DAY},
        {"date": DAY, "last_date": DAY + dt.timedelta(days=1)},
        {"date": DAY, "starts_at": at(9)},
        {"date": DAY, "starts_at": at(9), "ends_at": at(11)},
        {"date": DAY, "starts_at": at(23), "ends_at": at(1, days=1)},
        {"date": DAY, "starts_at": at(9), "last_date": DAY + dt.timedelta(days=1)},
        {"date": DAY, "starts_at": at(9), "ends_at": at(11, days=1), "last_date": DAY + dt.timedelta(days=1)},
    ]
    windows = [
        {},
        {"registration_opens_at": at(8)},
        {"registration_closes_at": at(8)},
        {"registration_closes_at": at(10)},
        {"cancelled_at": at(0, days=-1)},
    ]
    moments = [at(12, days=-1), *(at(hour) for hour in (0, 8, 9, 10, 11, 23))]
    moments += [*(at(hour, days=1) for hour in (0, 1, 11, 12)), at(0, days=2)]
    pk = SessionFactory(activity=WebinarPageFactory(parent=module)).pk
    nothing = {field: None for fields in (*times, *windows) for field in fields}
    for fields in ({**nothing, **when, **window} for when in times for window in windows):
        Session.objects.filter(pk=pk).update(**fields)
        session = Session.objects.get(pk=pk)
        [fact] = index.read().facts.activities
        for now in moments:
            today, phase = timezone.localdate(now), session.phase(now)
            is_open = clock_refusal(session, now) is None
            is_coming = phase in (Phase.BEFORE, Phase.TODAY) and session.date is not None
            assert fact.takes_registrations(now, today) == is_open, (fields, now)
            assert fact.is_coming(now, today) == is_coming, (fields, now)
            assert fact.is_over(now, today) == (phase == Phase.AFTER) or session.is_cancelled, (fields, now)
            if not (fact.opens_at or fact.closes_at):
                assert Session.objects.upcoming(now).exists() == is_coming, (fields, now)
                assert Session.objects.filter(is_over(now)).exists() == fact.is_over(now, today), (fields, now)


@pytest.mark.database
@pytest.mark.usefixtures("upkeep")
def test_text_finds_what_is_said(client, module):
    """Inflected, and in either case; the index is kept by itself."""
    recording = make_recording(module, size=0, title="Said")
    track = make_captions(recording, "nb", [(12, "", "Her snakker vi om Avtalene og øret.")])
    track.save()
    make_webinar(module, size=0, title="Else")
    for text in ("avtaler", "AVTALE", "Øret", "avtalene øre"):
        page = catalogue(client, text=text)
        assert titles(page) == ["Said"], text
        with override("en"):
            assert page.select_one(".card__said a")["href"] == f"{recording.webinar.url}?t=12&text=nb#replikk-1"
    assert flaws(page) == []
    # What is said to the registered only is not told to others.
    Recording.objects.update(is_restricted=True)
    assert titles(catalogue(client, text="avtaler")) == []


def test_a_site_with_nothing_in_it_has_a_catalogue(client, programme):
    page = catalogue(client)
    assert words(page.select_one(".empty .h3")) == "Nothing is published yet"
    assert flaws(page) == []


HOSTILE = [
    "page=abc", "page=-1", "page=99999999999999999999", "theme=nonsense", "theme=%00", "theme='%20OR%201=1--",
    "track=abc", "track=999999999999999999999", "track=-1", "partner=1.5", "partner=999999999999999999999",
    "kind=nonsense", "kind[]=webinar", "text=%00%ff", "text=" + "a" * 5000, "text=" + "%20b" * 500, "text[$ne]=1",
    "&".join(f"theme=t{number}" for number in range(500)), "unknown=1", "=",
]  # fmt: skip


@pytest.mark.database
@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: query[:24])
def test_no_address_ends_in_an_error(client, module, query):
    make_webinar(module)
    for headers in ({}, {"HX-Request": "true"}):
        assert client.get(f"{reverse('catalogue')}?{query}", headers=headers).status_code == 200


@pytest.mark.database
@pytest.mark.parametrize("query", ["theme=nonsense", "track=999999", "partner=999999", "kind=nonsense"])
def test_a_choice_that_is_not_there_finds_nothing_and_can_be_taken_away(client, module, query):
    make_webinar(module)
    page = catalogue(client, f"?{query}")
    assert titles(page) == []
    assert [words(chip) for chip in page.select(".chip")] == ["Remove Unknown choice"]


def test_many_results_come_in_pages_that_keep_the_filters(client, module):
    for number in range(14):
        SessionFactory(activity=WebinarPageFactory(parent=module, title=f"W{number:02}"), days_ahead=number + 1)
    first = catalogue(client, kind="webinar")
    assert len(titles(first)) == 12
    assert words(first.select_one("#results h2")) == "14 results"
    assert first.select_one("a[rel=next]")["href"] == "?kind=webinar&page=2"
    assert titles(catalogue(client, "?kind=webinar&page=2")) == ["W12", "W13"]
    assert titles(catalogue(client, "?page=abc")) == titles(catalogue(client))
    assert titles(catalogue(client, "?page=99")) == ["W12", "W13"]


def test_script_gets_the_results_the_counts_and_what_is_read_out(client, module):
    make_webinar(module)
    response = client.get(f"{reverse('catalogue')}?text=&kind=webinar", headers={"HX-Request": "true"})
    part = parse(response)
    assert part.html is None
    assert len(part.select(".results .card")) == 1
    assert {tag["id"] for tag in part.select("[hx-swap-oob]")} == {"facets", "voice", "shown-count"}
    assert words(part.find(id="voice")) == words(part.h2)
    assert response["HX-Push-Url"] == f"{reverse('catalogue')}?kind=webinar"
    assert "HX-Request" in response["Vary"]


def test_going_back_with_script_gets_the_whole_page(client, module):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert parse(client.get(reverse("catalogue"), headers=headers)).html is not None


def test_without_script_a_button_gives_the_same(client, module):
    form = catalogue(client).find(id="catalogue")
    with override("en"):
        assert (form["action"], form["method"]) == (reverse("catalogue"), "get")
    assert words(form.select_one("[type=submit]")) == "Show the results"
    assert {tag["name"] for tag in form.select("input")} == {
        "text", "kind", "only", "track", "when", "place", "language",
    }  # fmt: skip


def test_choices_of_several_programmes_say_which(client):
    for title in ("Grønn omstilling", "Kyst og hav"):
        TrackPageFactory(parent=ProgrammePageFactory(short_title=title), title="Basisdelen")
    assert {"Basisdelen, Grønn omstilling", "Basisdelen, Kyst og hav"} <= counts(catalogue(client)).keys()


def test_of_many_choices_those_that_give_most_and_the_chosen_are_shown_and_all_on_request(client, module):
    themes = [ThemeFactory(slug=f"tema-{number:02}", name=f"Tema {number:02}") for number in range(20)]
    for theme in themes[-SHOWN + 1 :]:
        WebinarPageFactory(parent=module, themes=[theme])

    def shown(query):
        page = read(client, f"/catalogue/?{query}")
        return page, [box["value"] for box in page.select("input[name=theme]")]

    page, values = shown(f"theme={themes[9].slug}")
    assert len(values) == SHOWN
    assert {themes[9].slug, *(theme.slug for theme in themes[-SHOWN + 1 :])} == set(values)
    way = page.select_one(".filter-group__all")
    assert "20" in way.get_text()
    page, values = shown(way["href"].partition("#")[0].lstrip("?"))
    assert values == [theme.slug for theme in themes]
    assert [box["value"] for box in page.select("input[type=hidden][name=all]")] == ["theme"]
    assert page.select_one(f"input[value={themes[9].slug}]").has_attr("checked")


def test_a_card_that_is_drawn_knows_when_the_last_seat_is_taken(client, module, monkeypatch):
    session = Session.objects.get(activity=make_webinar(module, 7, title="Trangt").pk)
    Session.objects.filter(pk=session.pk).update(capacity=1)
    known = index.read()
    monkeypatch.setattr("home.catalogue.index.read", lambda: known)

    def said():
        return words(catalogue(client).select_one(".card .tags"))

    first, again = said(), said()
    register(session=session, participant=ParticipantFactory(), by=None)
    assert first == again
    assert "Registration open" in first
    assert "Waiting list" in said()


@pytest.mark.world("programme of 1")
def test_a_card_says_where_its_reader_stands(client):
    made = made_programme()
    participant = ParticipantFactory(user=UserFactory())
    register(session=Session.objects.get(activity=made.coming[0].pk), participant=participant, by=None)
    client.force_login(participant.user)
    cards = {words(card.h3): words(card.select_one(".tags")) for card in catalogue(client).select(".card")}
    assert "You are registered" in cards[made.coming[0].title]
    assert "Registration open" in cards[made.coming[1].title]


def test_a_translation_is_not_listed_beside_its_original(client, programme, module):
    original = make_webinar(module, title="Original")
    WebinarPageFactory(parent=module, title="Translation", original=original)
    assert titles(catalogue(client)) == ["Original"]


@pytest.mark.database
def test_a_gathering_without_a_date_is_listed(client, programme):
    GatheringPageFactory(parent=programme, title="Some day")
    assert titles(catalogue(client)) == ["Some day"]


@pytest.mark.database
def test_activity_is_found_by_the_name_of_its_module(client, module):
    make_webinar(module, title="Veien er åpen")
    module.title = "Å tenke i livsløp"
    module.save_revision().publish()
    assert titles(catalogue(client, text="TENKE")) == ["Veien er åpen"]
