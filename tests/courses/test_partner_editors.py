"""V28: a partner editor edits what their own institution is responsible for, in every language, and nothing else.

Lists each of Wagtail's page views with the expected response for an own page and for another institution's.
"""

import pytest
from django.urls import reverse
from wagtail.admin.urls import pages as page_urls
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from courses.actions import grant_role
from courses.models import Role
from tests.factories import (
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ThemeFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = pytest.mark.django_db

OPEN, CLOSED = True, False
ROUTES = {
    # What they are here for: write, look, publish, take back, and see how it was.
    "edit": OPEN,
    "preview_on_edit": OPEN,
    "view_draft": OPEN,
    "unpublish": OPEN,
    "history": OPEN,
    "history_results": OPEN,
    "revisions_index": OPEN,
    "revisions_view": OPEN,
    "revisions_revert": OPEN,
    "revisions_compare": OPEN,
    "revisions_unschedule": OPEN,
    "workflow_history": OPEN,
    "usage": OPEN,
    # What goes beyond the page, or takes it away.
    "add": CLOSED,
    "preview_on_add": CLOSED,
    "add_subpage": CLOSED,
    "delete": CLOSED,
    "move": CLOSED,
    "move_confirm": CLOSED,
    "set_page_position": CLOSED,
    "copy": CLOSED,
    "set_privacy": CLOSED,
    "lock": CLOSED,
    "unlock": CLOSED,
    # There are no aliases among these: not found.
    "convert_alias": CLOSED,
}
SAY_NOTHING_OF_A_PAGE = {"type_use", "type_use_results", "choose_parent", "search", "search_results"}
NEED_A_WORKFLOW = {
    "workflow_action",
    "collect_workflow_action_data",
    "confirm_workflow_cancellation",
    "workflow_preview",
    "workflow_history_detail",
}
"""Without a workflow in progress these are refused; in a workflow the task decides."""
BULK = {"publish": OPEN, "unpublish": OPEN, "delete": CLOSED, "move": CLOSED}


@pytest.fixture
def world(client):
    """Two institutions with one webinar each in the same module, and a signed-in editor of the first."""
    mine, theirs = OrganisationFactory(), OrganisationFactory()
    own = WebinarPageFactory(responsible=mine)
    module = own.get_parent()
    other = WebinarPageFactory(parent=module, responsible=theirs)
    user = UserFactory()
    programme = module.get_parent().get_parent().specific
    grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=mine, by=None)
    client.force_login(user)
    for page in (own, other):
        page.save_revision()
    return own, other


def address(name, page):
    revision = page.latest_revision.pk
    target = page.get_parent().pk
    below = ("webinars", "webinarpage", target)
    arguments = {
        "add": below,
        "preview_on_add": below,
        "add_subpage": (target,),
        "move_confirm": (page.pk, target),
        "revisions_view": (page.pk, revision),
        "revisions_revert": (page.pk, revision),
        "revisions_unschedule": (page.pk, revision),
        "revisions_compare": (page.pk, "earliest", "latest"),
    }
    return reverse(f"wagtailadmin_pages:{name}", args=arguments.get(name, (page.pk,)))


def is_open(client, address, method="get"):
    """Whether access is granted. Wagtail redirects refused requests to its start page, or answers with an error."""
    response = getattr(client, method)(address)
    while response.status_code in (301, 302):
        # Not drawn to see that it is the start page: that takes longer than everything else here.
        if response["Location"] == reverse("wagtailadmin_home"):
            return False
        response = client.get(response["Location"])
    return response.status_code not in (403, 404, 405)


def test_every_route_to_a_page_stands_in_the_table():
    names = {pattern.name for pattern in page_urls.urlpatterns}
    assert names == {*ROUTES, *SAY_NOTHING_OF_A_PAGE, *NEED_A_WORKFLOW}


def test_every_route_opens_for_ones_own_page_as_the_table_says_and_for_anothers_never(client, world):
    own, other = (page.specific for page in Page.objects.filter(pk__in=[page.pk for page in world]).order_by("pk"))
    asked = {
        name: (
            is_open(client, address(name, own)),
            is_open(client, address(name, other)),
        )
        for name in ROUTES
    }
    # Privacy and locks answer a POST only, the others a GET first.
    for name in ("set_privacy", "lock", "unlock", "preview_on_edit", "convert_alias"):
        asked[name] = (
            asked[name][0] or is_open(client, address(name, own), "post"),
            asked[name][1] or is_open(client, address(name, other), "post"),
        )
    assert asked == {name: (opens, False) for name, opens in ROUTES.items()}


def test_sent_without_asking_nothing_of_anothers_changes(client, world):
    _own, other = world
    before, pages = Page.objects.filter(pk=other.pk).values().get(), Page.objects.count()
    for name in ROUTES:
        client.post(address(name, other), {"title": "Taken", "slug": "taken", "action-publish": "on"})
    for action in BULK:
        client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={other.pk}")
    assert Page.objects.filter(pk=other.pk).values().get() == before
    assert Page.objects.count() == pages


@pytest.mark.parametrize(("action", "opens"), BULK.items())
def test_bulk_actions_reach_ones_own_pages_only(client, world, action, opens):
    own, other = world
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    response = client.get(f"{address}?id={own.pk}&id={other.pk}")
    assert [one["item"].pk for one in response.context["items"]] == ([own.pk] if opens else [])


def test_what_is_stored_says_who_is_in_charge_and_not_a_draft(client, world):
    _own, other = world
    other.responsible = world[0].responsible
    other.save_revision()
    assert not is_open(client, address("edit", other))


def test_own_page_is_published_but_not_given_away(client, world):
    own, _other = world
    form = client.get(address("edit", own)).context["form"]
    assert "responsible" not in form.fields
    assert form.may_plan


@pytest.mark.parametrize("factory", [WebinarPageFactory, LessonPageFactory])
def test_ones_own_is_ones_own_in_every_language(client, world, factory):
    own, other = world
    english, _created = Locale.objects.get_or_create(language_code="en")
    more = [factory(parent=ModulePageFactory(parent=own.get_parent().get_parent()), responsible=own.responsible)]
    for page, opens in ((own, True), (other, False), *((page, True) for page in more)):
        translation = page.copy_for_translation(english, copy_parents=True)
        assert is_open(client, reverse("wagtailadmin_pages:edit", args=[translation.pk])) is opens


def test_course_owner_writes_all_of_the_programme_in_every_language(client, world):
    own, _other = world
    english, _created = Locale.objects.get_or_create(language_code="en")
    translation = own.copy_for_translation(english, copy_parents=True)
    module = translation.get_parent()
    owner = UserFactory()
    programme = own.get_parent().get_parent().get_parent().specific
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(owner)
    for page in (own, translation, module):
        assert is_open(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_nothing_beside_pages_is_open(client, world):
    own, _other = world
    theme = ThemeFactory()
    picture = get_image_model().objects.create(title="Another's", file=get_test_image_file())
    closed = [
        reverse("wagtailsnippets_content_theme:list"),
        reverse("wagtailsnippets_content_theme:edit", args=[theme.pk]),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailsites:index"),
        reverse("wagtailredirects:index"),
        reverse("simple_translation:submit_page_translation", args=[own.pk]),
    ]
    assert [path for path in closed if is_open(client, path)] == []
    # What they write has pictures and documents that they bring.
    brought = [reverse("wagtailimages:add"), reverse("wagtaildocs:add")]
    assert [path for path in brought if not is_open(client, path)] == []
