"""Snippets: on which pages they are used, and that a change shows on all of them (V25, F19)."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import ReferenceIndex

from content.models import FactsBox, GlossaryEntry, Theme
from content.usage import number_of_pages, pages_with
from courses.actions import translate_page
from people.models import ContactPerson
from tests.factories import ModulePageFactory, ProgrammePageFactory, ThemeFactory, UserFactory, WebinarPageFactory
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def with_box(box, **values):
    page = WebinarPageFactory(**values)
    page.facts_boxes = [("facts_box", box)]
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def test_box_knows_its_pages_each_once_and_its_list_counts_them(admin):
    box, other = (FactsBox.objects.create(slug=name, title=name, text="Tekst.") for name in ("mange", "ingen"))
    first, second = with_box(box, title="Å først"), with_box(box, title="Avfall")
    version = translate_page(page=first, language="nn", by=None)
    version.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(version)
    assert [page.pk for page in pages_with(box)] == [second.pk, first.pk]
    counted = FactsBox.objects.annotate(pages=number_of_pages(FactsBox)).values_list("slug", "pages")
    assert dict(counted) == {"mange": 2, "ingen": 0}
    edit = admin.get(reverse("wagtailsnippets_content_factsbox:edit", args=[box.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[first.pk]) in edit
    assert admin.get(reverse("wagtailsnippets_content_factsbox:edit", args=[other.pk])).status_code == 200
    assert admin.get(reverse("wagtailsnippets_content_factsbox:list")).status_code == 200


def test_what_is_changed_in_one_place_is_changed_on_every_page(admin):
    box = FactsBox.objects.create(slug="fakta", title="Fakta", text="Gammelt.")
    pages = [with_box(box), with_box(box)]
    words = {"title_nb": "Fakta", "text_nb": "Nytt her.", "title_en": "Facts", "text_en": "New here.", "slug": "fakta"}
    assert admin.post(reverse("wagtailsnippets_content_factsbox:edit", args=[box.pk]), words).status_code == 302
    for page in pages:
        assert "Nytt her." in read(admin, page.url).get_text()
        with override("en"):
            assert "New here." in read(admin, page.url).get_text()


def test_term_is_written_in_the_first_language_and_names_itself(admin):
    add = reverse("wagtailsnippets_content_glossaryentry:add")
    refused = admin.post(add, {"term_en": "Life cycle", "text_en": "From cradle to grave."})
    assert {"term_nb", "text_nb"} <= set(refused.context["form"].errors)
    words = {"term_nb": "Livsløp", "text_nb": "Fra vugge til grav."}
    for _twice in range(2):
        assert admin.post(add, words).status_code == 302
    assert sorted(GlossaryEntry.objects.values_list("slug", flat=True)) == ["livslop", "livslop-2"]


def test_contact_person_says_where_they_stand(admin):
    programme = ProgrammePageFactory()
    ReferenceIndex.create_or_update_for_object(programme)
    person = ContactPerson.objects.get(pk=programme.contact_id)
    shown = admin.get(reverse("wagtailsnippets_people_contactperson:edit", args=[person.pk])).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[programme.pk]) in shown


def test_a_theme_that_pages_have_is_not_deleted(admin):
    used, unused = ThemeFactory(), ThemeFactory()
    module = ModulePageFactory()
    module.themes = [used]
    module.save()
    bulk = reverse("wagtail_bulk_action", args=["content", "theme", "delete"])
    for theme in (used, unused):
        admin.post(f"{bulk}?id={theme.pk}")
        admin.post(reverse("wagtailsnippets_content_theme:delete", args=[theme.pk]))
    assert list(Theme.objects.all()) == [used]
