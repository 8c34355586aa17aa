"""The glossary page, and explanations of terms and abbreviations in texts."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from content.models import GlossaryEntry, StandardPage
from home.glossary import Term, TermMarker
from tests.factories import HomePageFactory, OrganisationFactory
from tests.html import flaws, read, words

pytestmark = pytest.mark.django_db


def term(slug: str, word: str, text: str = "Hva det er.", **fields) -> GlossaryEntry:
    return GlossaryEntry.objects.create(slug=slug, term_nb=word, text_nb=text, **fields)


@pytest.fixture
def page():
    text = (
        '<p><a href="/x/">LCA</a> er en livsløpsvurdering. En livsløpsvurdering til, LCA.</p>'
        "<p>Hos NMBU &amp; VGR lager de en epd. Symbiosen lever, livsløpsvurderingsfag også.</p>"
    )
    row = StandardPage(title="Om LCA", slug="om", lead="Les.", body=[("heading", "LCA"), ("paragraph", text)])
    return HomePageFactory().add_child(instance=row)


@pytest.mark.parametrize("number", [1, 3])
def test_all_terms_stand_in_norwegian_order_with_what_they_are_called_elsewhere(
    client, number, page, django_assert_num_queries
):
    """V26"""
    for place in range(number):
        term(f"ord-{place}", ("øy", "ånd", "eple")[place], term_sv=f"sv {place}", text_sv="Vad det är.")
    client.get(reverse("glossary"))
    with django_assert_num_queries(1):
        shown = read(client, reverse("glossary"))
    assert flaws(shown) == []
    assert [words(one) for one in shown.select("dt dfn")] == {1: ["øy"], 3: ["eple", "øy", "ånd"]}[number]
    assert words(shown.select_one("#ord-0 [lang=sv]")) == "sv 0"
    with override("sv"):
        assert words(read(client, reverse("glossary")).select_one("#ord-0 dt")) == "sv 0"


def test_a_term_is_explained_once_where_it_stands(client, page, django_capture_on_commit_callbacks):
    """V26, V27: by a button, without script; not in links or headings, and abbreviations in capitals only."""
    term("lca", "livsløpsvurdering (LCA)", "Beregning <av> alt.")
    term("epd", "miljødeklarasjon (EPD)")
    term("symbiose", "symbiose")
    OrganisationFactory(name="NMBU", full_name="Norges miljø- og biovitenskapelige universitet")
    shown = read(client, page.url)
    assert flaws(shown) == []
    buttons = shown.select(".prose button.term")
    assert [words(one) for one in buttons] == ["livsløpsvurdering", "NMBU", "Symbiosen"]
    notes = [shown.find(id=one["popovertarget"]) for one in buttons]
    assert [words(note) for note in notes] == [
        "Beregning <av> alt.",
        "Norges miljø- og biovitenskapelige universitet",
        "Hva det er.",
    ]
    assert all(
        "popover" in note.attrs and note.previous_sibling == one for note, one in zip(notes, buttons, strict=True)
    )
    with django_capture_on_commit_callbacks(execute=True):
        GlossaryEntry.objects.get(slug="lca").delete()
    assert len(read(client, page.url).select("button.term")) == 2
    with override("en"):
        english = read(client, page.url)
    assert english.find(id=english.select(".term")[-1]["popovertarget"])["lang"] == "nb"


def test_a_term_in_a_quotation_is_left_and_one_before_a_mark_keeps_it():
    explaining = TermMarker([Term("lca", {"nb": "livsløpsvurdering"}, {"nb": "Hva det er."})])
    assert explaining.explain("Les «Livsløpsvurdering».") == "Les «Livsløpsvurdering»."
    html = explaining.explain("En (livsløpsvurdering), altså.")
    assert html.startswith('En <span class="nowrap">(<button')
    assert html.endswith("),</span> altså.")
