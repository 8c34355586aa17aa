"""Translated pages: which language is shown, how it is marked, and no duplicates in lists."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from attendance.actions import pick_modules, register
from content import versions
from courses.models import ActivityPage, Enrolment, LessonPage
from figures.figures import programme_figures
from progress.actions import declare_done
from progress.models import Completion, Evidence
from tests.factories import LessonPageFactory, ParticipantFactory, SessionFactory, UserFactory, WebinarPageFactory
from tests.factories.programme import made_programme
from tests.factories.versions import translate
from tests.home.test_every_page import addresses, signed_in
from tests.html import flaws, links, read, words

pytestmark = [pytest.mark.django_db]


def alternates(page) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.select("head link[rel=alternate]")}


def canonical(page) -> str:
    return page.select_one("head link[rel=canonical]")["href"].removeprefix("http://testserver")


def notice(page):
    return page.select_one(".language-notice")


@pytest.mark.database
def test_a_page_is_read_in_its_readers_language_where_it_exists_in_it(client):
    """X2"""
    lesson = LessonPageFactory(slug="begynn-her", title="Begynn her", lead="Les dette.")
    here = lesson.url
    translate(lesson, "nn", title="Byrja her", lead="Les det.", body=[("paragraph", "<p>Byrja her.</p>")])
    nynorsk = read(client, f"/nn{here}")
    assert (words(nynorsk.h1), words(nynorsk.select_one(".lead"))) == ("Byrja her", "Les det.")
    assert "Byrja her." in words(nynorsk.select_one(".prose"))
    assert (nynorsk.html["lang"], nynorsk.h1.get("lang"), notice(nynorsk)) == ("nn", None, None)
    assert canonical(nynorsk) == f"/nn{here}"
    assert words(read(client, here).h1) == "Begynn her"


def test_a_page_that_is_missing_in_a_language_is_shown_in_its_own_and_says_so(client):
    """X2: a missing version falls back and says so; the language is marked in the page's code."""
    lesson = LessonPageFactory(title="Begynn her")
    here = lesson.url
    translate(lesson, "nn", title="Byrja her")
    page = read(client, f"/sv{here}")
    assert (page.html["lang"], page.h1["lang"], words(page.h1)) == ("sv", "nb", "Begynn her")
    assert (notice(page).a["href"], notice(page).a["hreflang"]) == (here, "nb")
    assert canonical(page) == here
    assert alternates(page) == {
        "nb": f"http://testserver{here}",
        "nn": f"http://testserver/nn{here}",
        "x-default": f"http://testserver{here}",
    }


def test_a_title_alone_is_not_a_page(client):
    """A page exists in a language when its title and its main text do."""
    webinar = WebinarPageFactory(title="Opptaket", abstract_text="Om dette.")
    translate(webinar, "nn", title="Opptaket på nynorsk", abstract_text="")
    webinar.refresh_from_db()
    assert webinar.languages == ["nb"]
    translate(webinar, "nn", title="Opptaket på nynorsk", abstract_text="Om dette.")
    webinar.refresh_from_db()
    assert webinar.languages == ["nb", "nn"]


@pytest.mark.parametrize("recap", ["", "Dette kom ut av det."])
def test_what_a_translation_leaves_out_or_as_it_was_is_said_in_the_originals_words_and_marked(client, recap):
    made = a_held_gathering()
    made.recap = "Dette kom ut av det."
    made.save()
    translate(made, "sv", title="Träffen", goal="Att mötas.", recap=recap)
    page = read(client, f"/sv{made.url}")
    assert (words(page.h1), page.h1.get("lang")) == ("Träffen", None)
    assert page.find(string=lambda text: text and "Dette kom ut av det." in text).find_parent(lang=True)["lang"] == "nb"


def a_held_gathering():
    from tests.factories import GatheringPageFactory, SessionFactory

    gathering = GatheringPageFactory()
    SessionFactory(activity=gathering, days_ahead=-9)
    return gathering


def test_a_draft_is_nobodys_until_it_is_published_and_not_after_it_is_taken_back(client):
    lesson = LessonPageFactory(title="Begynn her")
    copy = translate(lesson, "nn", title="Byrja her", publish=False)
    address = f"/nn{lesson.url}"
    assert words(read(client, address).h1) == "Begynn her"
    copy.get_latest_revision().publish()
    assert words(read(client, address).h1) == "Byrja her"
    lesson.refresh_from_db()
    lesson.title = "Begynn nå"
    lesson.save_revision().publish()
    assert words(read(client, address).h1) == "Byrja her"
    LessonPage.objects.get(pk=copy.pk).unpublish()
    assert words(read(client, address).h1) == "Begynn nå"
    LessonPage.objects.get(pk=copy.pk).save_revision().publish()
    LessonPage.objects.get(pk=copy.pk).delete()
    assert words(read(client, address).h1) == "Begynn nå"


def test_a_translation_has_no_address_of_its_own(client):
    """Whatever its own place in the tree: the address is the original's, with the language before it."""
    lesson = LessonPageFactory(slug="begynn-her")
    copy = translate(lesson, "nn", slug="byrja-her")
    with override("sv"):
        assert copy.url == f"/nn{LessonPage.objects.get(pk=lesson.pk).url.removeprefix('/sv')}"
    own_place = copy.url.replace("begynn-her", "byrja-her")
    assert client.get(own_place).headers["Location"] == copy.url
    # Nor do readers of another language come to this one, such as by an address from before the original was renamed.
    elsewhere = client.get(own_place.removeprefix("/nn"))
    assert elsewhere.headers["Location"] == copy.url.removeprefix("/nn")
    lesson.unpublish()
    assert client.get(copy.url).status_code == 404


def test_a_swedish_programme_is_wholly_in_swedish(client):
    """F1: interface, dates and content."""
    webinar = WebinarPageFactory(title="Cirkulär ekonomi", abstract_text="Vad är det?")
    SessionFactory(activity=webinar, date=dt.date(2026, 11, 5), starts_at=None, ends_at=None)
    for page in (*webinar.get_ancestors().specific()[2:], webinar):
        translate(page, "sv", title=page.title.replace("Basisdelen", "Basdelen"))
    page = read(client, f"/sv{webinar.url}")
    assert page.html["lang"] == "sv"
    assert notice(page) is None
    assert page.main.find_all(lang="nb") == []
    with override("sv"):
        from content import dates

        assert dates.day(dt.date(2026, 11, 5), weekday=True) == "torsdag 5\N{NO-BREAK SPACE}november"


@pytest.fixture
def translated():
    """A programme with all its pages translated into nynorsk and Swedish."""
    made = made_programme()
    for language in ("nn", "sv"):
        for page in made.programme.get_descendants(inclusive=True).specific():
            translate(page, language, body=[("paragraph", f"<p>{language}</p>")])
    return made


def numbers(made, participant) -> dict:
    """The figures that must not depend on translations."""
    with override("nb"):
        return {
            "figures": programme_figures(made.programme, timezone.localdate()).to_json(),
            "activities": ActivityPage.objects.originals().count(),
            "completions": set(participant.completions.values_list("activity", "progress", "reason")),
            "seats": set(participant.registrations.values_list("session", "state")),
        }


@pytest.mark.world("programme of 1")
def test_nothing_is_there_twice_in_any_language(client):
    """X2; progress, registration and figures are the same whatever language was read."""
    made = made_programme()
    participant = signed_in(client, made)
    before = {name: len(links(read(client, address).main)) for name, address in everywhere(made).items()}
    counted = numbers(made, participant)
    for page in made.programme.get_descendants(inclusive=True).specific():
        translate(page, "nn")
    assert numbers(made, participant) == counted
    # As it was written in, translated, and where there is no translation.
    for language in ("nb", "nn", "en"):
        with override(language):
            pages = {name: read(client, address) for name, address in everywhere(made).items()}
        assert {name: len(links(page.main)) for name, page in pages.items()} == before, language


def everywhere(made) -> dict[str, str]:
    return {**addresses(made), "my page": reverse("my_page"), "register": reverse("register")}


@pytest.mark.world("programme of 1")
def test_lists_have_titles_in_the_readers_language_and_ask_no_more(client, translated, django_assert_num_queries):
    from tests.home.test_every_page import ASKS

    signed_in(client, translated)
    titles = {page.title for page in translated.programme.get_descendants(inclusive=True)}
    with override("nn"):
        for name, address in everywhere(translated).items():
            page = read(client, address)
            assert flaws(page) == [], name
            assert page.main.find_all(string=lambda text: text.strip() in titles) == [], name
            if name in ASKS:
                # The programme's blocks in the language cost the front page a query.
                with_blocks = name == "front"
                with django_assert_num_queries(ASKS[name][1] + with_blocks, info=name):
                    client.get(address)
                assert ASKS[name][1] + with_blocks <= 12


@pytest.mark.world("programme of 1")
def test_what_is_done_on_a_translated_page_is_done_with_the_original(client, translated):
    participant = ParticipantFactory(user=UserFactory())
    client.force_login(participant.user)
    lesson, module, webinar = translated.lessons[0], translated.modules[0], translated.coming[0]
    in_nynorsk = {page.pk: page.translations.get(locale__language_code="nn") for page in (lesson, module, webinar)}
    with override("nn"):
        client.post(reverse("mark_done", args=[in_nynorsk[lesson.pk].pk]))
        client.post(reverse("register_webinar", args=[in_nynorsk[webinar.pk].pk]))
    pick_modules(participant=participant, modules=[in_nynorsk[module.pk], module], by=None)
    declare_done(participant=participant, activity=in_nynorsk[lesson.pk], by=None)
    assert [row.activity_id for row in Evidence.objects.filter(participant=participant)] == [lesson.pk]
    assert [row.module_id for row in Enrolment.objects.filter(participant=participant)] == [module.pk]
    assert participant.registrations.filter(session__activity=webinar.pk).count() == 1
    assert set(Completion.objects.of(participant).values_list("activity__original", flat=True)) == {None}


def test_a_page_in_a_readers_words_cannot_be_saved():
    lesson = LessonPageFactory()
    translate(lesson, "nn")
    lesson.refresh_from_db()
    with pytest.raises(ValueError, match="reading only"):
        versions.in_words(lesson, "nn").save()


@pytest.mark.world("programme of 1")
def test_what_belongs_to_a_page_and_is_not_translated_is_marked(client, translated):
    with override("nn"):
        page = read(client, translated.held[0].url)
        chapter = page.main.find(string=re.compile("Kapittel.0")).find_parent(lang=True)
        handout = page.main.find(string=re.compile("Lysark")).find_parent(lang=True)
        speaker = page.main.find(string=re.compile("Forsker")).find_parent(lang=True)
    assert [tag["lang"] for tag in (page.html, chapter, handout, speaker)] == ["nn", "nb", "nb", "nb"]


def test_e_mail_names_an_activity_in_its_readers_language(mailoutbox, django_capture_on_commit_callbacks):
    webinar = WebinarPageFactory(title="Veien videre")
    translate(webinar, "nn", title="Vegen vidare")
    participant = ParticipantFactory(language="nn")
    with django_capture_on_commit_callbacks(execute=True):
        register(session=SessionFactory(activity=webinar), participant=participant, by=None)
    (message,) = mailoutbox
    assert "Vegen vidare" in message.body
    assert "Veien videre" not in message.body
    assert f"/nn{webinar.url}" in message.body


def test_a_text_is_found_in_any_language_a_page_exists_in(client):
    webinar = WebinarPageFactory(title="Veien videre")
    SessionFactory(activity=webinar)
    translate(webinar, "sv", title="Framåt")
    for language in ("nb", "sv"):
        with override(language):
            assert len(read(client, reverse("catalogue"), text="framåt").select(".results .card")) == 1


@pytest.mark.world("programme of 1")
def test_an_organisation_has_a_short_and_a_full_name(client):
    """F11"""
    made = made_programme()
    partner = made.programme.partner_links.first().organisation
    partner.name, partner.full_name = "VGR", "Västra Götalandsregionen"
    partner.save()
    shown = words(read(client, f"/sv{made.programme.url}").select_one(".partners"))
    assert "VGR" in shown
    assert "Västra Götalandsregionen" in shown
