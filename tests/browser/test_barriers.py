"""axe finds nothing on any page type, in bokmål and English, light and dark, on a desk and a phone."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import BrowserContext, Page

from attendance.links import manage_token
from courses.models import ActivityPage, ModulePage, Session, TrackPage
from home.models import NewsPage
from people.models import Alliance, Participant, User
from tests.browser import demo
from tests.browser.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)


def session(title: str) -> Session:
    return Session.objects.roots().get(activity__title__startswith=title)


def public() -> Iterator[str]:
    held, coming = session("Industriell symbiose 1").activity, session("Industriell symbiose 2").activity
    pending, gathering = session("EPD og digitale").activity, session("Sirkulærøkonomi i praksis").activity
    recap, restricted = session("Sammen om grønn").activity, session("Bærekraftsrapportering i praksis").activity
    lesson = ActivityPage.objects.get(lessonpage__isnull=False)
    yield "/"
    for page in (held, coming, pending, gathering, recap, restricted, lesson):
        yield page.specific.get_url()
    yield from (
        row.get_url() for row in (TrackPage.objects.originals().first(), ModulePage.objects.originals().first()) if row
    )
    yield "/gronn-omstilling/"
    yield "/catalogue/"
    yield "/catalogue/?text=finnes+ikke"
    yield "/recordings/"
    day = session("Industriell symbiose 2").date
    yield reverse("calendar_month", args=[day.year, day.month])  # type: ignore[union-attr]
    yield "/calendar/list/"
    yield "/search/?text=avtaler"
    yield "/search/?text=finnesikke"
    yield "/themes/"
    yield "/themes/sirkularokonomi/"
    yield reverse("organisation", args=[held.responsible_id])
    yield reverse("alliance", args=[Alliance.objects.get().pk])
    yield "/news/"
    yield from (NewsPage.objects.get(title__startswith=title).get_url() for title in ("Næringsplanen", "Påmeldingen"))
    yield "/nowhere/"
    yield "/account/login/"
    yield f"/register/?module={ModulePage.objects.originals().first().pk}"  # type: ignore[union-attr]
    yield reverse("register_webinar", args=[coming.pk])
    yield reverse("register_gathering", args=[gathering.pk])
    yield reverse("manage", args=[manage_token(Participant.objects.get(email="deltaker04@example.org"))])


def own() -> Iterator[str]:
    yield reverse("my_page")
    yield reverse("recordings")
    yield reverse("my_details")
    yield reverse("my_calendar_address")
    yield reverse("my_records")
    yield session("Industriell symbiose 2").activity.specific.get_url()
    yield session("Industriell symbiose 1").activity.specific.get_url()
    yield reverse("register_gathering", args=[session("Sirkulærøkonomi i praksis").activity_id])


def staff() -> Iterator[str]:
    programme, held = "gronn-omstilling", session("Bærekraftsrapportering når")
    day = Session.objects.days().filter(activity__title__startswith="Sammen om").first()
    person = Participant.objects.get(email="deltaker04@example.org")
    yield reverse("staff_sessions", args=[programme])
    yield reverse("staff_sessions", args=[programme]) + "?q=x"
    yield reverse("staff_roster", args=[programme, held.pk])
    yield reverse("staff_roster", args=[programme, day.pk])  # type: ignore[union-attr]
    yield reverse("staff_paper_list", args=[programme, held.pk])
    yield reverse("staff_add", args=[programme, held.pk]) + "?q=Kari"
    yield reverse("staff_seats", args=[programme, session("Sirkulærøkonomi i praksis").pk])
    yield reverse("staff_cancel", args=[programme, session("Industriell symbiose 2").pk])
    yield reverse("staff_person", args=[programme, held.pk, person.pk])
    yield reverse("staff_matrix", args=[programme])
    yield reverse("staff_figures", args=[programme]) + "?published=on"


ROLES = {
    "public": (public, None),
    "own": (own, "deltaker04@example.org"),
    "staff": (staff, "saksbehandler@example.org"),
}


@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_a_barrier(
    page: Page,
    context: BrowserContext,
    sign_in: Callable[[User], None],
    barriers: Look,
    role: str,
    size: str,
) -> None:
    demo.load()
    pages, address = ROLES[role]
    if address:
        Participant.objects.filter(email=address, user=None).update(user=User.objects.filter(email=address).first())
        sign_in(User.objects.get(email=address))
    with translation.override("nb"):
        addresses = list(pages())
    found = {}
    # The longer words on the narrower screen. What is wrong in the dark and not in the light is a matter of colours.
    prefix = "/en" if size == "desk" else ""
    for target in addresses:
        page.emulate_media(color_scheme="light")
        page.goto(f"{prefix}{target}")
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        problems = barriers(page) + (["wider than the screen"] if wide else [])
        page.emulate_media(color_scheme="dark")
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        problems += [f"in the dark: {problem}" for problem in barriers(page, for_colours_only=True)]
        if problems:
            found[f"{prefix}{target}"] = problems
    assert found == {}
