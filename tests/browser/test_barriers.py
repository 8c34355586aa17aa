"""axe finds no violations on any page type in any of the four languages, light and dark, and no page overflows.

Two languages are tested completely, one on the narrowest screen and one on a desktop. The other two have the same
markup with other texts, so only the rules that texts can break are run there, on the narrowest screen. Colours do
not depend on the language, and checking contrast takes as long as all other rules together: it is done on the
desktop only, where nothing is collapsed, once in each colour scheme.
"""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, ViewportSize

from attendance.links import manage_token
from attendance.models import Registration, ReportImport
from courses.models import ActivityPage, ModulePage, ProgrammePage, Session, TrackPage
from home.initiatives.lists import KINDS
from home.models import NewsPage
from people.models import Alliance, Participant, Region, User
from tests.browser import demo
from tests.browser.conftest import OF_COLOURS, OF_WORDS, Look

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
    yield from (reverse(name) for name in ("glossary", "accessibility", "privacy", "contact"))
    yield "/initiatives/"
    yield from (page.get_url() for kind in KINDS.values() if (page := kind.objects.filter(original=None).first()))
    yield reverse("region", args=[Region.objects.first().pk])  # type: ignore[union-attr]
    yield "/nowhere/"
    yield "/account/login/"
    yield f"/register/?module={ModulePage.objects.originals().first().pk}"  # type: ignore[union-attr]
    yield reverse("register_webinar", args=[coming.pk])
    yield reverse("register_gathering", args=[gathering.pk])
    registration = Registration.objects.filter(participant__email="deltaker04@example.org", state="registered").first()
    yield reverse("manage", args=[manage_token(registration.participant)])  # type: ignore[union-attr]
    yield reverse("manage_withdraw", args=[manage_token(registration.participant), registration.pk])  # type: ignore[union-attr]
    yield reverse("manage", args=["expired"])


def own() -> Iterator[str]:
    yield reverse("my_page")
    yield reverse("recordings")
    yield reverse("my_details")
    yield reverse("my_calendar_address")
    yield reverse("my_records")
    yield session("Industriell symbiose 2").activity.specific.get_url()
    yield session("Industriell symbiose 1").activity.specific.get_url()
    yield reverse("register_gathering", args=[session("Sirkulærøkonomi i praksis").activity_id])
    yield reverse("account_logout")


def staff() -> Iterator[str]:
    programme, held = "gronn-omstilling", session("Bærekraftsrapportering når")
    day = Session.objects.days().filter(activity__title__startswith="Sammen om").first()
    person = Participant.objects.get(email="deltaker04@example.org")
    yield reverse("staff_home")
    yield reverse("staff_sessions", args=[programme])
    yield reverse("staff_sessions", args=[programme]) + "?q=x"
    yield reverse("staff_recordings", args=[programme])
    yield reverse("staff_roster", args=[programme, held.pk])
    yield reverse("staff_roster", args=[programme, day.pk])  # type: ignore[union-attr]
    yield reverse("staff_paper_list", args=[programme, held.pk])
    yield reverse("staff_add", args=[programme, held.pk]) + "?q=Kari"
    yield reverse("staff_seats", args=[programme, session("Sirkulærøkonomi i praksis").pk])
    yield reverse("staff_cancel", args=[programme, session("Industriell symbiose 2").pk])
    yield reverse("staff_person", args=[programme, held.pk, person.pk])
    yield reverse("staff_objections", args=[programme])
    yield reverse("staff_reports", args=[programme, held.pk])
    report = ReportImport.objects.get()
    for name in ("staff_report", "staff_report_undo"):
        yield reverse(name, args=[programme, report.session_id, report.pk])
    yield reverse("staff_remembered", args=[programme])
    yield reverse("staff_matrix", args=[programme])
    yield reverse("staff_figures", args=[programme]) + "?published=on"


def editors() -> Iterator[str]:
    """Our own screens in the CMS. The rest of its interface is Wagtail's."""
    held = session("Industriell symbiose 1").activity_id
    yield reverse("programme_board", args=[ProgrammePage.objects.originals().get().pk])
    yield reverse("copy_programme", args=[ProgrammePage.objects.originals().get().pk])
    yield reverse("programme_roles", args=[ProgrammePage.objects.originals().get().pk])
    yield reverse("languages")
    yield reverse("recordings_in_charge")
    yield reverse("publish_recording", args=[held])
    yield reverse("preview_recording", args=[held])


ROLES = {
    "public": (public, None),
    "own": (own, "deltaker04@example.org"),
    "staff": (staff, "saksbehandler@example.org"),
    "editors": (editors, "kursansvarlig@example.org"),
}
ALL = None
NARROWEST, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=900)
# Lengths and the widths where the layout changes are counted in letters: text of 200 % leaves a desk half of its room.
TWICE_THE_TEXT = ViewportSize(width=640, height=900)
# By language: how wide the screen is, and by which rules axe asks. Colours are looked at on the desk.
WALKS: dict[str, tuple[str, list[str] | None]] = {
    "nb": ("phone", ALL),
    # How large targets are is asked in Swedish alone: that takes axe longer than all other rules here together.
    "nn": ("phone", [rule for rule in OF_WORDS if rule != "target-size"]),
    "sv": ("phone", OF_WORDS),
    "en": ("desk", ALL),
}
# The CMS has no address for each language: its screens are the same in every walk, so two are enough.
IN_TWO = ("nb", "en")
CASES = [
    (role, language, walk[0])
    for role in ROLES
    for language, walk in WALKS.items()
    if role != "editors" or language in IN_TWO
]


@pytest.mark.parametrize(("role", "language", "size"), CASES)
def test_no_page_has_a_barrier(
    page: Page,
    sign_in: Callable[[User], None],
    barriers: Look,
    role: str,
    language: str,
    size: str,
) -> None:
    demo.load()
    pages, address = ROLES[role]
    if address:
        Participant.objects.filter(email=address, user=None).update(user=User.objects.filter(email=address).first())
        sign_in(User.objects.get(email=address))
    with translation.override("nb"):
        addresses = list(pages())
    _size, rules = WALKS[language]
    prefix = "" if language == "nb" or role == "editors" else f"/{language}"
    page.set_viewport_size(NARROWEST if size == "phone" else DESK)
    found = {}
    for target in addresses:
        page.goto(f"{prefix}{target}")
        problems = barriers(page, rules, without=[] if size == "desk" else OF_COLOURS)
        if size == "desk":
            page.emulate_media(color_scheme="dark")
            assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            problems += [f"in the dark: {problem}" for problem in barriers(page, OF_COLOURS)]
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(TWICE_THE_TEXT)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            problems.append("wider than the screen")
        if size == "desk":
            page.set_viewport_size(DESK)
        if problems:
            found[f"{prefix}{target}"] = problems
    assert found == {}
