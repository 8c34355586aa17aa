"""The front page with one programme, with several, and with none."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from attendance.actions import pick_modules
from courses.models import ProgrammeOwner, Session
from tests.factories import (
    CompletionRuleFactory,
    HomePageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import made_programme, make_gathering, make_programme, make_recording, make_webinar
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db

OFFICIAL = (
    "Kompetanseheving innen bærekraftig verdiskaping og grønn omstilling – ved hjelp av «digital omstilling» og "
    "sirkulære forretningsmodeller i tre fylker"
)


@pytest.fixture
def programme():
    return ProgrammePageFactory(title=OFFICIAL, short_title="Grønn omstilling i praksis")


@pytest.fixture
def track(programme):
    return TrackPageFactory(parent=programme, title="Basisdelen")


def front(client):
    with override("en"):
        return read(client, reverse("wagtail_serve", args=[""]))


def test_one_programme_is_named_by_its_short_title(client, programme):
    """V1: the long title is the programme page's, lists and front use the short."""
    page = front(client)
    assert words(page.h1) == "Grønn omstilling i praksis"
    assert OFFICIAL not in words(page)


@pytest.mark.database
def test_both_tracks_stand_side_by_side_with_their_text_and_modules(client, programme, track):
    """V8"""
    ModulePageFactory(parent=track, title="Klimaregnskap steg for steg")
    TrackPageFactory(parent=programme, number=2, title="Den avanserte delen", text="I dybden.")
    cards = front(client).select(".track-card")
    assert [words(card.h3) for card in cards] == ["Basisdelen", "Den avanserte delen"]
    assert [words(card.h4) for card in cards] == ["Klimaregnskap steg for steg", ""]
    assert "I dybden." in words(cards[1])


def test_modules_are_picked_with_one_form(client, track):
    """V10: it leads to registration with what is ticked."""
    modules = [ModulePageFactory(parent=track) for _ in range(2)]
    form = front(client).find("form", id="pick")
    with override("en"):
        assert (form["action"], form["method"]) == (reverse("register"), "get")
    boxes = form.select("input[name=module]")
    assert [box["value"] for box in boxes] == [str(module.pk) for module in modules]
    assert client.get(form["action"], {"module": [box["value"] for box in boxes]}).status_code == 200


def test_what_somebody_has_picked_is_ticked(client, track):
    modules = [ModulePageFactory(parent=track) for _ in range(2)]
    participant = ParticipantFactory(user=UserFactory())
    pick_modules(participant=participant, modules=modules[1:], by=participant.user)
    client.force_login(participant.user)
    page = front(client)
    assert [box.get("value") for box in page.select("input[name=module][checked]")] == [str(modules[1].pk)]
    assert "1 module selected" in words(page.select_one(".pick-bar"))


def test_a_module_says_what_there_is_of_it(client, track):
    def module(title):
        return ModulePageFactory(parent=track, title=title)

    make_recording(module("one"))
    two = module("two")
    make_recording(two, days_ago=9)
    make_recording(two, days_ago=3)
    both = module("both")
    make_recording(both)
    make_webinar(both, session={"date": dt.date(2031, 11, 26), "starts_at": _at(2031, 11, 26, 9), "ends_at": None})
    make_webinar(module("pending"), days_ahead=-2)
    module("nothing")
    said = {words(row.h4): words(row.select_one(".pick__what")) for row in front(client).select(".pick")}
    assert {title: text.replace("\xa0", " ") for title, text in said.items()} == {
        "one": "Recording, 60 min",
        "two": "2 recordings, 60 and 60 min",
        "both": "Live 26 November 09:00, and one recording",
        "pending": "The recording is on its way",
        "nothing": "More is on its way",
    }


def test_what_comes_next_stands_in_the_band_and_the_three_after_it_beside(client, track):
    module = ModulePageFactory(parent=track)
    for days in (40, 5, 20, 10, 30):
        make_webinar(module, days_ahead=days, title=f"In {days}")
    band = front(client).select_one(".next")
    assert words(band.h2) == "In 5"
    assert words(band.select_one(".next__when")) == "Next, in five days"
    assert [words(row.a) for row in band.select(".rows li")] == ["In 10", "In 20", "In 30"]


def test_the_band_leads_to_the_form_while_registration_is_open(client, track):
    """V9"""
    webinar = make_webinar(ModulePageFactory(parent=track))
    with override("en"):
        assert front(client).select_one(".next .ds-button")["href"] == reverse("register_webinar", args=[webinar.pk])
    Session.objects.filter(activity=webinar.pk).update(registration_opens_at=timezone.now() + dt.timedelta(days=1))
    assert front(client).select_one(".next .ds-button") is None


def test_the_band_says_that_it_is_live(client, track):
    now = timezone.now()
    starts, ends = now - dt.timedelta(minutes=1), now + dt.timedelta(minutes=1)
    session = {"date": timezone.localdate(), "starts_at": starts, "ends_at": ends}
    make_webinar(ModulePageFactory(parent=track), session=session)
    if timezone.localdate(starts) == timezone.localdate(ends):
        assert words(front(client).select_one(".next__when")) == "Going on now"


@pytest.mark.parametrize(
    ("held", "said"), [(True, "Everything planned has been held"), (False, "The first dates are on their way")]
)
def test_the_band_speaks_also_where_nothing_comes(client, track, held, said):
    module = ModulePageFactory(parent=track)
    if held:
        make_recording(module)
    page = front(client)
    assert words(page.select_one(".next h2")) == said
    assert flaws(page) == []


def test_a_cancelled_webinar_is_not_what_comes_next(client, track):
    module = ModulePageFactory(parent=track)
    make_webinar(module, days_ahead=3, session={"cancelled_at": timezone.now()})
    make_webinar(module, days_ahead=9, title="This one")
    assert words(front(client).select_one(".next h2")) == "This one"


def test_the_three_newest_recordings_are_shown(client, track):
    module = ModulePageFactory(parent=track)
    for days in (30, 3, 20, 10):
        make_recording(module, days_ago=days, title=f"Held {days}")
    titles = [words(card.h3) for card in front(client).select(".cards .card")]
    assert titles == ["Held 3", "Held 10", "Held 20"]


@pytest.mark.database
def test_gatherings_are_listed_apart_from_webinars_the_next_first(client, programme, track):
    """V17"""
    make_webinar(ModulePageFactory(parent=track), title="A webinar")
    make_gathering(programme, days_ahead=-30, title="Held", recap="Femten forslag.")
    make_gathering(programme, days_ahead=30, title="Coming")
    section = front(client).find(id="gatherings")
    assert [words(row.h3) for row in section.select(".row")] == ["Coming", "Held"]
    assert "110 of 110 seats free" in words(section)
    assert "Femten forslag." in words(section)
    assert words(section.p).startswith("Two gatherings")


def test_it_says_how_many_activities_complete_a_part(client, programme, track):
    CompletionRuleFactory(programme=programme, track_activities=3)
    ModulePageFactory(parent=track)
    assert "You complete a part with three of its activities." in words(front(client).find(id="pick"))


def test_the_price_is_said(client, programme):
    assert "Free of charge" in words(front(client).select_one(".hero"))
    programme.price_nok = 1500
    programme.save()
    assert "NOK 1,500" in words(front(client).select_one(".hero"))


def test_county_councils_are_named_together(client, programme):
    """V3"""
    for name in ("Østfold", "Akershus", "Buskerud"):
        programme.owner_links.add(ProgrammeOwner(organisation=OrganisationFactory(name=f"{name} fylkeskommune")))
    programme.save()
    assert words(front(client).select_one(".brand__owner")) == "Østfold, Akershus and Buskerud county councils"


@pytest.mark.database
@pytest.mark.world("programme of 1")
def test_several_programmes_are_each_shown_with_both_tracks_and_what_comes_next(client):
    made = [made_programme(), make_programme(short_title="Kyst og hav")]
    page = front(client)
    cards = page.select("main .card")
    assert [words(card.h3) for card in cards] == [made[0].programme.short_title, "Kyst og hav"]
    for card, one in zip(cards, made, strict=True):
        here = links(card)
        assert {page.url.split("/", 1)[1] for page in (one.programme, *one.tracks)} <= {
            link.removeprefix("/en/") for link in here
        }
        assert words(one.coming[0].title and card.select("dd a")[-1]) in {page.title for page in one.coming}
    assert page.find(id="pick") is None
    assert flaws(page) == []


@pytest.mark.world("programme of 1")
def test_several_programmes_ask_as_little_as_two(client, django_assert_num_queries):
    address = reverse("wagtail_serve", args=[""])
    for programmes in (2, 3):
        make_programme()
        assert len(read(client, address).select("main .card")) == programmes
        with django_assert_num_queries(6):
            client.get(address)


def test_a_site_without_a_programme_says_so_kindly(client):
    HomePageFactory(title="Kompetanseprogram")
    page = front(client)
    assert words(page.h1) == "Kompetanseprogram"
    assert "A competence programme is being made here." in words(page.main)
    assert flaws(page) == []


def test_a_programme_without_anything_in_it_has_a_front_page(client, programme):
    page = front(client)
    assert "The modules are on their way" in words(page.main)
    assert flaws(page) == []


def _at(*when: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*when))  # noqa: DTZ001
