"""The public pages of programmes, tracks, modules and lessons."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from content.models import FactsBox
from courses.models import Mission, ProgrammeOwner, ProgrammePartner
from people.models import Alliance
from progress.actions import declare_done
from tests.factories import (
    CompletionRuleFactory,
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_gathering, make_recording, make_webinar
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db

OFFICIAL = (
    "Kompetanseheving innen bærekraftig verdiskaping og grønn omstilling – ved hjelp av «digital omstilling» og "
    "sirkulære forretningsmodeller"
)


@pytest.fixture
def programme():
    return ProgrammePageFactory(
        title=OFFICIAL,
        short_title="Grønn omstilling i praksis",
        period_from=dt.date(2026, 9, 1),
        period_to=dt.date(2027, 3, 31),
    )


@pytest.fixture
def track(programme):
    return TrackPageFactory(parent=programme, title="Basisdelen", text="For deg som er ny på feltet.")


@pytest.fixture
def module(track):
    return ModulePageFactory(parent=track, title="Klimaregnskap", text="Fra tomt ark til ferdig tall.")


def english(client, page):
    with override("en"):
        return read(client, page.url)


def about(client, programme):
    return english(client, programme).find(id="about")


def details(section):
    """A description list as a dict."""
    rows = section.select("dl > div")
    return {words(row.dt): [words(dd).replace(" ,", ",") for dd in row.find_all("dd")] for row in rows}


def test_the_official_title_stands_in_full_on_the_programme_page(client, programme):
    """V1: over 120 characters, with quotation marks and a dash."""
    assert len(OFFICIAL) > 120
    page = english(client, programme)
    assert words(page.h1) == "Grønn omstilling i praksis"
    assert words(page.select_one(".official-title")) == OFFICIAL
    assert words(page.title) == "Grønn omstilling i praksis"


@pytest.mark.database
def test_owners_and_partners_stand_apart_each_partner_with_its_role_in_order(client, programme):
    """V2, V3"""
    programme.owner_links.add(ProgrammeOwner(organisation=OrganisationFactory(name="Østfold fylkeskommune")))
    for name, role in (("NORSUS", "academic"), ("USN", "academic"), ("NCCE", "cluster")):
        organisation = OrganisationFactory(name=name, url=f"https://{name.lower()}.example/")
        programme.partner_links.add(ProgrammePartner(organisation=organisation, role=role))
    programme.historical_owner = OrganisationFactory(name="Viken fylkeskommune")
    programme.save()
    found = details(about(client, programme))
    assert found["Owned by"] == ["Østfold fylkeskommune"]
    assert found["Earlier owner"] == ["Viken fylkeskommune"]
    assert found["Partners"] == ["NORSUS, academic partner", "USN, academic partner", "NCCE, business cluster"]
    assert {"https://norsus.example/", "https://ncce.example/"} <= links(english(client, programme))


def test_a_pilot_is_marked_as_one(client, programme):
    """V4"""
    assert "Stage" not in details(about(client, programme))
    programme.is_pilot = True
    programme.save()
    page = english(client, programme)
    assert words(page.select_one(".hero .ds-tag")) == "Pilot: tried out for the first time"
    assert details(page)["Stage"] == ["Pilot: tried out for the first time"]


def test_the_policy_basis_is_quoted_with_its_source(client, programme):
    """V5"""
    programme.policy_basis_title = "Veien til et bærekraftig Viken"
    programme.policy_basis_text = "Forskningsmiljøene bør gå foran."
    programme.save()
    figure = about(client, programme).figure
    assert words(figure.blockquote) == "Forskningsmiljøene bør gå foran."
    assert words(figure.cite) == "Veien til et bærekraftig Viken"


def test_the_mission_is_named_with_who_carries_it(client, programme):
    """V6"""
    alliance = Alliance.objects.create(name="The four-party cooperation")
    programme.mission = Mission.objects.create(slug="m", title="Grønn sirkulær industri", alliance=alliance)
    programme.save()
    assert details(about(client, programme))["Contributes to the mission"] == [
        "Grønn sirkulær industri",
        "Carried by The four-party cooperation",
    ]


@pytest.mark.database
def test_all_held_webinars_are_listed_with_what_their_recording_has(client, programme, module):
    """V13"""
    for days in range(1, 6):
        make_recording(module, days_ago=days * 3, title=f"Held {days}")
    section = english(client, programme).find(attrs={"aria-labelledby": "held-title"})
    assert [words(row) for row in section.select("h3")] == [f"Held {days}" for days in range(1, 6)]
    assert [words(fact) for fact in section.select_one(".facts-line")("li")] == [
        "60 min",
        "Captioned",
        "1 presentation",
        "In Norwegian",
    ]


def test_gatherings_have_a_section_of_their_own(client, programme):
    """V17"""
    make_gathering(programme, title="Sammen om grønn verdiskaping")
    assert [words(row) for row in english(client, programme).select("#gatherings h3")] == [
        "Sammen om grønn verdiskaping"
    ]


def test_each_facts_box_is_a_complementary_section_with_its_title(client, programme):
    """V25: written once, placed on many pages, announced as what it is."""
    boxes = [
        FactsBox.objects.create(
            slug=title.lower(), title_en=title, title_nb=title, text_en="In English.", text_nb="Nb."
        )
        for title in ("Mission", "Symbiosis")
    ]
    programme.facts_boxes = [("facts_box", box) for box in boxes]
    programme.save()
    asides = english(client, programme).select(".facts-panel aside")
    assert [aside["aria-label"] for aside in asides] == ["Mission", "Symbiosis"]
    assert all("In English." in words(aside) for aside in asides)
    lesson = LessonPageFactory(
        parent=ModulePageFactory(parent=TrackPageFactory(parent=programme)), facts_boxes=[("facts_box", boxes[1])]
    )
    [aside] = english(client, lesson).select("aside.facts-box")
    assert aside["aria-label"] == "Symbiosis"
    # It stands in no other landmark but the main one.
    assert [parent.name for parent in aside.find_parents(["aside", "section", "nav", "form"])] == []


def test_a_facts_box_that_is_not_written_in_the_readers_language_says_which_it_is_in(client, programme):
    box = FactsBox.objects.create(slug="b", title_nb="Fakta", text_nb="Bare på bokmål.")
    programme.facts_boxes = [("facts_box", box)]
    programme.save()
    assert english(client, programme).select_one(".facts-panel aside")["lang"] == "nb"
    assert read(client, programme.url).select_one(".facts-panel aside").get("lang") is None


def test_the_contact_can_be_written_to(client, programme):
    programme.contact.phone = "+47 00 00 00 01"
    programme.contact.save()
    card = english(client, programme).find(id="contact")
    assert {f"mailto:{programme.contact.email}", "tel:+4700000001"} <= links(card)
    assert "Kari Eksempel is coordinator" in words(card)


def test_a_track_is_numbered_and_says_what_level_it_is(client, track):
    """V8"""
    page = english(client, track)
    assert words(page.h1) == "Basisdelen"
    assert words(page.select_one(".page-head")) == "Part 1 of the programme Basisdelen For deg som er ny på feltet."


def test_a_track_lists_its_own_modules_to_tick_and_leads_to_the_other(client, programme, track, module):
    """V8: a label of level, never a gate."""
    other = TrackPageFactory(parent=programme, number=2, title="Den avanserte delen")
    ModulePageFactory(parent=other, title="Not here")
    page = english(client, track)
    assert [words(row.h3) for row in page.select(".pick")] == ["Klimaregnskap"]
    assert other.url.removeprefix("/") in {link.removeprefix("/en/") for link in links(page.main)}


def test_a_track_shows_what_comes_in_it(client, track, module):
    make_webinar(module, days_ahead=9, title="Later")
    make_webinar(module, days_ahead=2, title="Soon")
    make_recording(module, title="Over")
    panel = english(client, track).find(attrs={"aria-labelledby": "coming-title"})
    assert [words(row) for row in panel.select("h3")] == ["Soon", "Later"]


def test_a_track_without_modules_says_so(client, track):
    page = english(client, track)
    assert "The modules are on their way" in words(page.main)
    assert flaws(page) == []


def test_a_module_shows_its_activities_who_leads_it_and_its_themes(client, module):
    module.lead_partner = OrganisationFactory(name="USN")
    module.themes.add(ThemeFactory(slug="klimaregnskap", name_nb="Klimaregnskap", name_en="Climate accounting"))
    module.save()
    make_recording(module, title="Held")
    make_webinar(module, title="Coming")
    LessonPageFactory(parent=module, title="Lesson")
    page = english(client, module)
    assert [words(card.h3) for card in page.select(".results .card")] == ["Coming", "Lesson", "Held"]
    assert "Led by USN" in words(page.select_one(".page-facts"))
    assert "Fra tomt ark til ferdig tall." in words(page.select_one(".page-head"))
    with override("en"):
        assert page.find("a", string="Climate accounting")["href"] == reverse("theme", args=["klimaregnskap"])


def test_a_module_is_picked_from_its_page(client, module):
    """V9"""
    form = english(client, module).select_one("#main form")
    with override("en"):
        assert form["action"] == reverse("register")
    assert form.find("input", attrs={"name": "module"})["value"] == str(module.pk)
    assert client.get(form["action"], {"module": module.pk}).status_code == 200


def test_what_costs_is_not_called_free_where_one_registers(client, programme, module):
    webinar = make_webinar(module)

    def boxes():
        yield words(english(client, module).find(attrs={"aria-labelledby": "pick-title"}))
        yield words(english(client, webinar).find(id="registration"))

    assert all("Free, and without a password" in box for box in boxes())
    programme.price_nok = 1500
    programme.save()
    assert all("The price is NOK 1,500" in box and "Free" not in box for box in boxes())


def test_a_module_shows_the_reader_how_far_they_have_come(client, module):
    done, _other = LessonPageFactory(parent=module), LessonPageFactory(parent=module)
    participant = ParticipantFactory(user=UserFactory())
    declare_done(participant=participant, activity=done, by=participant.user)
    assert english(client, module).find(attrs={"aria-labelledby": "progress-title"}) is None
    client.force_login(participant.user)
    panel = english(client, module).find(attrs={"aria-labelledby": "progress-title"})
    assert "1 of 2 activities done" in words(panel)
    assert panel.progress["value"] == "50"


def test_an_empty_module_can_be_picked_already(client, module):
    page = english(client, module)
    assert "The first activity is on its way" in words(page.main)
    assert flaws(page) == []


def test_a_lesson_is_set_as_it_was_written(client, module):
    body = [
        ("heading", "Begynn her"),
        ("paragraph", "<p>Tre <b>ting</b> – «og» én til.</p>"),
        ("quote", {"text": "Vi begynte i det små.", "person": "Kari", "title": "Rådgiver"}),
        ("facts_box", FactsBox.objects.create(slug="f", title="Fakta", text="Tekst.")),
    ]
    lesson = LessonPageFactory(parent=module, title="Velg moduler", lead="Tolv er mange.", body=body)
    page = english(client, lesson)
    article = page.article
    assert article["lang"] == "nb"
    assert words(article.select_one(".lead")) == "Tolv er mange."
    assert words(article.h2) == "Begynn her"
    assert words(article.select_one(".prose > p")) == "Tre ting – «og» én til."
    assert words(article.blockquote) == "Vi begynte i det små."
    assert words(article.figcaption) == "Kari, Rådgiver"
    assert article.aside["aria-label"] == "Fakta"
    assert flaws(page) == []


def test_a_lesson_is_marked_as_done_on_its_page(client, module):
    lesson = LessonPageFactory(parent=module)
    assert "Sign in and mark it as done" in words(english(client, lesson).main)
    participant = ParticipantFactory(user=UserFactory())
    client.force_login(participant.user)
    form = english(client, lesson).find("form", action=lambda value: value and "done" in value)
    client.post(form["action"], {"next": lesson.url})
    assert "Completed" in words(english(client, lesson).select_one(".page-head"))


def test_a_lesson_shows_what_else_there_is_in_its_module(client, module):
    lesson = LessonPageFactory(parent=module)
    make_webinar(module, title="Also here")
    assert [words(card.h3) for card in english(client, lesson).select(".card")] == ["Also here"]


def test_the_rule_of_a_track_is_the_programmes(client, programme, track, module):
    CompletionRuleFactory(programme=programme, track_activities=1)
    assert "You complete a part with one of its activities." in words(english(client, track).main)


def test_crumbs_lead_up_to_the_programme(client, programme, track, module):
    lesson = LessonPageFactory(parent=module)
    with override("en"):
        crumbs = [(words(link), link["href"]) for link in read(client, lesson.url).select(".ds-breadcrumbs a")]
        assert crumbs == [
            ("Grønn omstilling i praksis", programme.url),
            ("Basisdelen", track.url),
            ("Klimaregnskap", module.url),
        ]
