"""Search: finds all public content, case-insensitively and inflected, and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.models import Locale, PageViewRestriction
from wagtail.rich_text import RichText

from attendance.actions import register
from content.models import StandardPage
from content.searching import ends, excerpt, marked, stem, words_of
from courses.models import Session
from tests.factories import (
    ContactPersonFactory,
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_captions, make_recording, make_webinar
from tests.html import flaws, read, words
from webinars.models import Handout, Recording, Slide, Speaker, WebinarPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("upkeep")]


@pytest.fixture
def programme():
    return ProgrammePageFactory(short_title="Grønt", contact=ContactPersonFactory(name="Kari Eksempel"))


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme, title="Basis"), title="Modulen")


def search(client, text, **parameters):
    with override("en"):
        return read(client, reverse("search"), text=text, **parameters)


def found(page):
    """The titles of each group."""
    groups = {section["aria-labelledby"].removeprefix("found-"): section for section in page.select(".search-group")}
    return {code: [words(title) for title in group.select("h3")] for code, group in groups.items()}


@pytest.mark.database
@pytest.mark.parametrize("text", ["ÅPEN vei", "åpne", "veien", "vei åpen", "Veiene"])
def test_pages_are_found_in_either_case_and_inflected(client, module, text):
    make_webinar(module, 0, title="Veien er åpen")
    make_webinar(module, 0, title="Noe annet")
    if text == "åpne":
        # What no ending explains, no index finds: a stem must be there.
        assert found(search(client, text)) in ({}, {"page": ["Veien er åpen"]})
        return
    assert found(search(client, text)) == {"page": ["Veien er åpen"]}


@pytest.mark.database
@pytest.mark.parametrize("text", ["REGNSKAPET", "klima regnskap", "økonomi", "planen"])
def test_a_part_of_a_joined_word_finds_it(client, module, text):
    title = "Klimaregnskap sirkulærøkonomi handlingsplan"
    make_webinar(module, 0, title=title)
    make_webinar(module, 0, title="Noe annet")
    page = search(client, text)
    assert found(page) == {"page": [title]}
    assert page.select(".hit h3 mark")
    with override("en"):
        listed = read(client, reverse("catalogue"), text=text)
    assert title in words(listed.select_one("#results"))
    assert "Noe annet" not in words(listed.select_one("#results"))


@pytest.mark.database
def test_text_is_found_with_the_hit_marked_and_where_it_stands(client, module):
    LessonPageFactory(
        parent=module,
        title="En leksjon",
        body=[("paragraph", "<p>" + "Fyll. " * 60 + "Her er <b>kretsløpene</b> våre. " + "Mer. " * 60 + "</p>")],
    )
    page = search(client, "kretsløp")
    assert found(page) == {"page": ["En leksjon"]}
    hit = page.select_one(".hit")
    assert [words(mark) for mark in hit.select("mark")] == ["kretsløpene"]
    assert len(words(hit.select_one(".hit__text"))) < 300
    assert "Grønt / Basis / Modulen" in words(hit.select_one(".hit__kind"))
    assert flaws(page) == []


@pytest.mark.database
def test_what_is_said_leads_to_the_second(client, module):
    """Journey 3: the spoken word across all recordings, V15."""
    recording = make_recording(module, 0, title="Opptaket")
    make_captions(recording, "nb", [(7, "", "Velkommen."), (754, "Kari", "Da ser vi på avtalene."), (900, "", "Nei.")])
    recording.captions.get().save()
    page = search(client, "AVTALER")
    assert found(page) == {"spoken": ["Opptaket"]}
    line = page.select_one(".hit__lines a")
    with override("en"):
        assert line["href"] == f"{recording.webinar.url}?t=754&text=nb#replikk-2"
    assert words(line.time) == "12:34"
    assert words(line.mark) == "avtalene"
    assert "Kari" in words(line)
    assert client.get(line["href"].split("#")[0]).status_code == 200


@pytest.mark.database
def test_files_are_found_by_title_and_by_what_stands_on_their_pages(client, module):
    webinar = make_recording(module, 0, title="Opptaket").webinar
    handout = Handout.objects.create(webinar=webinar, kind="slides", title="Lysark", pages=2, pages_read=2, size=2048)
    Handout.objects.filter(pk=handout.pk).update(file="handouts/a.pdf")
    Slide.objects.create(handout=handout, number=2, image="a.webp", width=1, height=1, text="Regnskapet for klimaet")
    handout.refresh_from_db()
    handout.save()
    page = search(client, "klimaet regnskap")
    assert found(page) == {"file": ["Lysark"]}
    link = page.select_one(".hit h3 a")
    assert link["href"] == f"{reverse('handout_file', args=[handout.pk])}#page=2"
    assert "PDF" in words(page.select_one(".hit"))
    assert found(search(client, "lysark")) == {"file": ["Lysark"]}


@pytest.mark.database
def test_people_organisations_and_themes_are_found(client, programme, module):
    norsus = OrganisationFactory(name="NORSUS", full_name="Norsk institutt for bærekraftsforskning")
    webinar = make_webinar(module, 0, title="Webinaret", responsible=norsus)
    webinar.speakers.add(Speaker(name="Ola Ås", role="Forsker", organisation=norsus))
    webinar.save()
    ThemeFactory(slug="klima", name_nb="Klimaregnskap", name_en="Carbon accounting")
    assert found(search(client, "Bærekraftsforskning")) == {"organisation": ["NORSUS"]}
    assert found(search(client, "eksempel")) == {"person": ["Kari Eksempel"]}
    page = search(client, "ola ås")
    assert found(page)["person"] == ["Ola Ås"]
    person = page.find("section", attrs={"aria-labelledby": "found-person"})
    assert person.select_one("h3 a")["href"].endswith(f"{webinar.slug}/")
    assert found(search(client, "carbon")) == {"theme": ["Carbon accounting"]}


@pytest.mark.database
def test_only_what_is_public_is_found(client, programme, module):
    """Neither drafts, closed pages, restricted recordings, planned files, nor where participants work."""
    employer = OrganisationFactory(name="Hemmelig Verksted")
    ParticipantFactory(organisation=employer, name="Hemmelig Person")
    ContactPersonFactory(name="Hemmelig Kontakt", organisation=employer)
    make_webinar(module, 0, title="Hemmelig utkast").unpublish()
    closed = make_webinar(module, 0, title="Hemmelig lukket")
    PageViewRestriction.objects.create(page=closed.page_ptr, restriction_type="login")
    later = make_recording(module, 0, title="Senere")
    make_captions(later, "nb", [(1, "", "Hemmelig ord.")])
    later.captions.get().save()
    planned = Handout.objects.create(webinar=later.webinar, kind="slides", title="Hemmelig fil", is_planned=True)
    planned.save()
    Recording.objects.filter(pk=later.pk).update(is_restricted=True)
    get_document_model().objects.create(title="Hemmelig dokument", file=ContentFile(b"x", name="x.pdf"))
    page = search(client, "hemmelig")
    assert found(page) == {}
    # Who is registered has the recording, and finds what is said in it.
    person = ParticipantFactory(user=UserFactory())
    session = Session.objects.get(activity=later.webinar.pk)
    Session.objects.filter(pk=session.pk).update(date=None, starts_at=None, ends_at=None)
    session.refresh_from_db()
    register(session=session, participant=person, by=None)
    client.force_login(person.user)
    assert found(search(client, "hemmelig")) == {"spoken": ["Senere"]}


@pytest.mark.database
def test_a_document_is_found_where_a_public_page_links_to_it(client, programme):
    document = get_document_model().objects.create(title="Årsplanen", file=ContentFile(b"x", name="plan.pdf"))
    text = RichText(f'<p><a linktype="document" id="{document.pk}">Planen</a></p>')
    page = StandardPage(title="Om oss", lead="Les.", body=[("paragraph", text)])
    programme.get_parent().add_child(instance=page)
    assert found(search(client, "årsplan")) == {"file": ["Årsplanen"]}
    page.unpublish()
    assert found(search(client, "årsplan")) == {}


@pytest.mark.database
def test_a_kind_can_be_chosen_and_comes_in_pages(client, module):
    for number in range(12):
        make_webinar(module, 0, title=f"Energi {number:02}")
    whole = search(client, "energi")
    assert len(found(whole)["page"]) == 3
    chips = {words(chip).rsplit(" ", 1)[0]: chip["href"] for chip in whole.select(".chip--switch")}
    assert len(chips) == 2
    first = search(client, "energi", kind="page")
    assert len(found(first)["page"]) == 10
    assert first.select_one("a[rel=next]")["href"] == "?text=energi&kind=page&page=2"
    assert len(found(search(client, "energi", kind="page", page="2"))["page"]) == 2
    assert first.select_one("[aria-current=true]")["href"].endswith("kind=page")
    assert flaws(first) == []


@pytest.mark.database
def test_nothing_found_helps_on(client, module):
    make_webinar(module, 0, title="Sirkulærøkonomi")
    page = search(client, "sirkulerøkonomi finnesikke")
    assert [words(chip) for chip in page.select(".search-suggestions .chip")] == [
        "sirkulærøkonomi", "sirkulerøkonomi", "finnesikke",
    ]  # fmt: skip
    assert page.select_one(".search-suggestions .chip")["href"].startswith("?text=")
    assert flaws(page) == []


def test_searching_for_nothing_shows_the_ways(client, programme):
    for text in ("", "   ", '"', "%_", "\x00"):
        page = search(client, text)
        assert page.select(".search-group") == []
        assert flaws(page) == []
    with override("en"):
        assert reverse("catalogue") in {link["href"] for link in search(client, "").select(".search-ways a")}


@pytest.mark.database
def test_a_translation_leads_to_its_original_once(client, module):
    """X2"""
    page = make_webinar(module, 0, title="Endring")
    locale, _made = Locale.objects.get_or_create(language_code="en")
    for above in (*page.get_ancestors()[1:], page):
        above.specific.copy_for_translation(locale) if not above.specific.has_translation(locale) else None
    translated = WebinarPage.objects.get(translation_key=page.translation_key, locale=locale)
    translated.title, translated.abstract_text = "Endring in English", "Alteration"
    translated.save_revision().publish()
    result = search(client, "endring")
    assert len(found(result)["page"]) == 1
    with override("en"):
        assert result.select_one(".hit h3 a")["href"] == page.url
    # The title is not said twice.
    assert words(result.select_one(".hit__text")) == "Alteration"


@pytest.mark.parametrize("size", [1, 3])
def test_searching_asks_as_little_of_much_as_of_little(client, size, django_assert_num_queries):
    """With something of every kind."""
    module = ModulePageFactory(parent=TrackPageFactory())
    for number in range(size):
        owner = OrganisationFactory(name=f"Felles {number}")
        webinar = make_recording(module, 0, title="Felles", responsible=owner).webinar
        webinar.speakers.add(Speaker(role=f"Felles {number}"))
        webinar.save()
        make_captions(webinar.recording, "nb", [(1, "", "Felles.")]).save()
        handout = Handout.objects.create(webinar=webinar, kind="slides", title="Felles", file="a.pdf")
        Slide.objects.create(handout=handout, number=1, image="a.webp", width=1, height=1, text="Felles")
        ThemeFactory(slug=f"felles-{number}", name_nb="Felles")
    address = f"{reverse('search')}?text=felles"
    assert len(found(read(client, address))) == 6
    with django_assert_num_queries(9):
        client.get(address)
    for kind in ("page", "spoken", "file", "person", "organisation", "theme"):
        assert client.get(f"{address}&kind={kind}").status_code == 200


@pytest.mark.database
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="\"'*():^-+&|!<>\\%_{}[]~ aåAND OR NOT NEAR", max_size=30))
def test_no_query_ends_in_an_error(client, text):
    assert client.get(reverse("search"), {"text": text}).status_code == 200
    assert client.get(reverse("catalogue"), {"text": text}).status_code == 200


@pytest.mark.database
@pytest.mark.parametrize(
    "query", ["kind=nonsense&text=a", "text=a&page=-1&kind=page", "text[]=a", "text=" + "a%20" * 99]
)
def test_no_address_ends_in_an_error(client, query):
    assert client.get(f"{reverse('search')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("avtalene", "avtal"),
        ("webinarer", "webinar"),
        ("åpen", "åpen"),
        ("data", "data"),
        ("2026", "2026"),
    ],
)
def test_a_stem_is_what_the_forms_of_a_word_have_in_common(word, expected):
    assert stem(word) == expected


def test_words_of_no_weight_count_only_alone():
    assert words_of("Veien OG målet, og\x00 så") == ["veien", "målet"]
    assert words_of("og") == ["og"]
    assert len(words_of(" ".join(f"ord{number}" for number in range(50)))) == 8


def test_an_excerpt_is_round_the_hit_and_marks_it():
    text = "Start. " + "fyll " * 80 + "midt i avtalene her. " + "mer " * 80
    pieces = excerpt(text, ["avtale"])
    assert [piece.text for piece in pieces if piece.is_hit] == ["avtalene"]
    whole = "".join(piece.text for piece in pieces)
    assert (whole[:2], whole[-2:]) == ("… ", " …")
    assert len(whole) < 240
    assert "".join(piece.text for piece in marked("<b>avtale</b>", ["avtale"])) == "<b>avtale</b>"


def test_a_joined_word_is_taken_apart_where_a_part_can_begin():
    assert (
        {"regnskap", "skap"} <= set(ends("Klimaregnskap")) <= {"regnskap", "skap", "maregnskap", "aregnskap", "egnskap"}
    )
    for word in ("om", "EPD", "gjenbruk2030", "A4-ark"):
        assert ends(word) == []
