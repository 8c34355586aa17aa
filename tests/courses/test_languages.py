"""Translations in the admin: who may create and edit them, their protection, and messages to owners."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from attendance.actions import register
from courses.actions import grant_role, translate_page
from courses.approvals import publishing_refusal
from courses.models import LessonPage, Role, Session
from courses.permissions import user_can_edit
from courses.protection import HAS_FACTS, HAS_TRANSLATIONS, deletion_refusal, translation_refusal
from courses.versions import overviews, share_of
from tests.factories import (
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.factories.versions import translate
from tests.html import read, words
from webinars.models import Speaker, WebinarPage

pytestmark = pytest.mark.django_db


def partner_of(page, organisation):
    user = UserFactory()
    programme = page.get_ancestors().specific()[2]
    grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=organisation, by=None)
    return user


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_partner_edits_their_own_in_every_language_and_nothing_else(client):
    """V28"""
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    own = LessonPageFactory(responsible=ours)
    other = LessonPageFactory(parent=own.get_parent().specific, responsible=theirs)
    user = partner_of(own, ours)
    client.force_login(user)
    for page, allowed in ((own, True), (other, False)):
        for one in (page, translate(page, "nn"), translate(page, "sv", publish=False)):
            assert user_can_edit(user, one) is allowed
            assert (client.get(edit(one)).status_code == 200) is allowed
            for address in ("delete", "copy"):
                assert client.get(reverse(f"wagtailadmin_pages:{address}", args=[one.pk])).status_code == 302
    made = client.post(reverse("translate_page", args=[own.pk, "en"]))
    draft = own.translations.get(locale__language_code="en")
    assert made.headers["Location"].startswith(edit(draft))
    assert client.post(reverse("translate_page", args=[other.pk, "en"])).status_code == 404
    form = {"title": "Begin here", "lead": "Read.", "body-count": "1", "body-0-deleted": "", "body-0-order": "0"}
    form |= {"body-0-type": "heading", "body-0-value": "First", "body-0-id": "", "slug": "x", "action-publish": "1"}
    form |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    form |= {"comments-MAX_NUM_FORMS": "", "responsible": str(theirs.pk), "duration_minutes": "99"}
    assert client.post(edit(draft), form).status_code == 302
    own.refresh_from_db()
    assert own.versions["en"] == {"title": "Begin here", "lead": "Read.", "blocks": "body"}
    draft = LessonPage.objects.get(pk=draft.pk)
    assert (draft.responsible, draft.slug, draft.duration_minutes) == (ours, own.slug, own.duration_minutes)


def test_the_text_of_the_original_is_kept_as_a_draft_but_not_published_as_a_translation(client):
    client.force_login(UserFactory(is_superuser=True))
    webinar = WebinarPageFactory(title="Om vatn", abstract_text="Det same.")
    draft = translate_page(page=webinar, language="nn", by=None)
    form = {"title": "Om vatn", "abstract_text": "Det same.", "body-count": "0"}
    form |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
    form["comments-MAX_NUM_FORMS"] = ""
    assert client.post(edit(draft), form).status_code == 302
    publish = {"action-publish": "1"}
    refused = client.post(edit(draft), form | publish)
    assert list(refused.context["form"].errors) == ["abstract_text"]
    assert not WebinarPage.objects.get(pk=draft.pk).live
    # Nor is it in bulk, alone or as one of the drafts below its module.
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for pk, below in ((draft.pk, ""), (draft.get_parent().pk, "on")):
        told = client.post(f"{bulk}?id={pk}", {"include_descendants": below}, follow=True)
        assert [str(message) for message in told.context["messages"]] == [str(publishing_refusal([draft]))]
        assert not WebinarPage.objects.get(pk=draft.pk).live
    assert client.post(edit(draft), form | {"abstract_text": "Noko anna."}).status_code == 302
    client.post(f"{bulk}?id={draft.pk}")
    assert WebinarPage.objects.get(pk=draft.pk).live


def test_a_course_owner_edits_the_programme_in_every_language(client):
    programme = ProgrammePageFactory()
    earlier = translate(programme, "sv")
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    for page in (earlier, translate(programme, "nn"), translate(ModulePageFactory(parent__parent=programme), "nn")):
        assert client.get(edit(page)).status_code == 200
    elsewhere = translate(ProgrammePageFactory(), "nn")
    assert client.get(edit(elsewhere)).status_code == 302


def test_a_translation_brings_no_speakers_and_takes_no_new_pages_below_it():
    webinar = WebinarPageFactory()
    webinar.speakers.add(Speaker(role="Forsker"))
    webinar.save()
    copy = translate(webinar, "nn")
    assert (copy.speakers.count(), Speaker.objects.count()) == (0, 1)
    module = copy.get_parent().specific
    assert module.alias_of_id == webinar.get_parent().pk
    assert not WebinarPage.can_create_at(module)
    assert WebinarPage.can_create_at(webinar.get_parent().specific)


def test_what_was_copied_within_a_language_is_no_translation():
    lesson = LessonPageFactory()
    copy = lesson.copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert (copy.original, copy.versions) == (None, {})


def test_whatever_stands_above_is_translated_as_a_draft_although_something_below_it_was_first():
    lesson = LessonPageFactory()
    translate(lesson, "nn")
    module = lesson.get_parent().specific
    made = translate_page(page=module, language="nn", by=None)
    assert (made.alias_of_id, made.live, made.original_id) == (None, False, module.pk)
    assert translate_page(page=made, language="nn", by=None) == made
    module.refresh_from_db()
    assert module.languages == ["nb"]


@pytest.mark.database
def test_translations_of_what_people_took_part_in_are_protected_too(client):
    client.force_login(UserFactory(is_superuser=True))
    session = SessionFactory()
    copy = translate(session.activity, "nn")
    draft = translate(session.activity, "sv", publish=False)
    untouched = LessonPageFactory()
    translate(untouched, "nn")
    assert deletion_refusal([copy]) is None
    register(session=session, participant=ParticipantFactory(), by=None)
    assert deletion_refusal([copy]) is HAS_FACTS
    assert deletion_refusal([copy.get_parent()]) is HAS_FACTS
    assert deletion_refusal([draft]) is None
    for view in ("delete", "move"):
        client.get(reverse(f"wagtailadmin_pages:{view}", args=[copy.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={copy.pk}&id={untouched.pk}")
    client.post(reverse("wagtailadmin_pages:delete", args=[copy.pk]))
    assert Page.objects.filter(pk__in=[copy.pk, untouched.pk]).count() == 2
    assert translation_refusal([untouched]) is HAS_TRANSLATIONS
    client.post(reverse("wagtailadmin_pages:delete", args=[untouched.pk]))
    assert Page.objects.filter(pk=untouched.pk).exists()


def test_owners_are_told_how_much_exists_in_nynorsk(client):
    lesson = LessonPageFactory()
    programme = lesson.get_ancestors().specific()[2]
    hidden = LessonPageFactory(parent=lesson.get_parent().specific, live=False)
    owner = UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    translate(lesson, "nn")
    translate(lesson.get_parent(), "sv")
    (overview,) = overviews(owner)
    assert (overview.share.there, overview.share.total, overview.share.percent) == (1, 4, 25)
    assert [row.page.pk for row in overview.rows][-2:] == [lesson.pk, hidden.pk]
    assert [version.state for version in overview.rows[-2].versions] == ["original", "there", "missing", "missing"]
    client.force_login(owner)
    assert "25 %" in words(read(client, reverse("wagtailadmin_home")).select_one(".pub-panel"))
    assert "25 %" in words(read(client, reverse("languages")).select_one(".pub-languages"))
    assert share_of([], "nn").percent == 0
    lesson.refresh_from_db()
    lesson.lead = "Les dette først."
    lesson.save_revision().publish()
    assert overviews(owner)[0].rows[-2].versions[1].state == "behind"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_languages_asks_as_much_for_three_as_for_one(number, django_assert_num_queries):
    owner = UserFactory()
    for _ in range(number):
        lesson = LessonPageFactory()
        translate(lesson, "nn")
        programme = lesson.get_ancestors().specific()[2]
        grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    with django_assert_num_queries(19):
        assert len(overviews(owner)) == number


def test_a_draft_of_a_translation_is_looked_at_as_its_readers_will(client):
    client.force_login(UserFactory(is_superuser=True))
    session = SessionFactory()
    draft = translate(session.activity, "nn", title="På nynorsk", publish=False)
    page = read(client, reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
    assert (words(page.h1), page.html["lang"], page.h1.get("lang")) == ("På nynorsk", "nn", None)
    assert Session.objects.filter(activity=draft.pk).count() == 0


def test_every_language_can_be_chosen():
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"nb", "nn", "sv", "en"}
