"""The cost of each type of page on a large site, rendered and from the cache, compared to an empty view.

The facts and the index behind lists (`home.facts`, `home.index`) and the rendered cards are in memory, as on a site
without a recent change. The catalogue is also measured without cached cards, and with nothing cached: the first request
after a change.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from http import HTTPStatus

from django.core.cache import caches
from django.db import connection
from django.db.models import Count, F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import large
from bench.large import people
from bench.measuring import Call, beside, show
from bench.site import Site, cookie_of
from content.models import Theme
from courses.models import LessonPage, ModulePage, ProgrammePage, Session, TrackPage
from courses.querysets import below
from gatherings.models import GatheringPage
from home.models import NewsPage
from home.organisations import public_alliances, public_organisations
from people.models import User
from webinars.models import WebinarPage

NOTHING = "a view that answers «ok»"
ROUNDS = 5
TAKES = "gzip, deflate, br"


def run(site: Site) -> None:
    large.use()
    bare = site.request("GET", "/health/", HTTP_ACCEPT_ENCODING=TAKES)
    for name, address in addresses().items():
        path, _mark, query = address.partition("?")
        ask = site.request("GET", path, query=query, HTTP_ACCEPT_ENCODING=TAKES)
        _show(name, _made_anew(ask), bare, times=1)
        # Answers to typed text are never cached.
        if "text=" not in query:
            _show(f"{name}, kept", ask, bare, times=20)
    catalogue = reverse("catalogue")
    _show("catalogue, pages nobody has read", _page_after_page(site, catalogue), bare, times=1)
    for name, address in {"front": "/", "catalogue": catalogue}.items():
        ask = site.request("GET", address, HTTP_ACCEPT_ENCODING=TAKES)
        _show(f"{name}, first after a change", _after_a_change(ask), bare, times=1)
    for email, own in {people.PARTICIPANT: addresses_of_one(), people.STAFF: addresses_of_staff()}.items():
        cookie = cookie_of(User.objects.get(email=email))
        for name, address in own.items():
            ask = site.request("GET", address, HTTP_ACCEPT_ENCODING=TAKES, HTTP_COOKIE=cookie)
            _show(name, ask, bare, times=1)


def _page_after_page(site: Site, address: str) -> Call:
    """Requests the next result page each time, whose cards are not cached yet."""
    pages = itertools.count(2)

    def asked() -> object:
        return site.request("GET", address, query=f"page={next(pages)}", HTTP_ACCEPT_ENCODING=TAKES)()

    return asked


def _after_a_change(ask: Call) -> Call:
    def asked() -> object:
        Theme.objects.update(slug=F("slug"))
        return ask()

    return asked


def _made_anew(ask: Call) -> Call:
    def asked() -> object:
        for place in ("answers", "filtered answers"):
            caches[place].clear()
        return ask()

    return asked


def _show(name: str, ask: Call, bare: Call, *, times: int) -> None:
    answer = ask()
    assert isinstance(answer, tuple)
    assert answer[0] == HTTPStatus.OK, (name, answer[0])
    with CaptureQueriesContext(connection) as queries:
        ask()
    asked = [row["sql"] for row in queries if not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", row["sql"])]
    measured, raw = beside(ask, bare, times=times, rounds=ROUNDS)
    ratio = measured.processor / raw.processor
    show(name, measured.processor * 1000, "ms of processor time", ratio=ratio, raw=NOTHING)
    show(name, 1 / measured.wall, "requests a second", ratio=raw.wall / measured.wall, raw=NOTHING)
    show(name, len(asked), "queries")


def addresses_of_one() -> dict[str, str]:
    """Pages of a participant with many registrations."""
    return {
        "my page, signed in": reverse("my_page"),
        "my attendance, signed in": reverse("my_records"),
        "catalogue, signed in": reverse("catalogue"),
    }


def addresses_of_staff() -> dict[str, str]:
    """The largest pages of the first programme."""
    programme = ProgrammePage.objects.originals().order_by("pk")[0]
    roots = Session.objects.roots().filter(below(programme, "activity__"), ends_at__lt=timezone.now())
    session = roots.annotate(seats=Count("registrations")).order_by("-seats", "pk")[0]
    return {
        "staff, programmes": reverse("staff_home"),
        "staff, sessions": reverse("staff_sessions", args=[programme.slug]),
        "staff, roster": reverse("staff_roster", args=[programme.slug, session.pk]),
        "staff, participants": reverse("staff_matrix", args=[programme.slug]),
        "staff, figures": reverse("staff_figures", args=[programme.slug]),
    }


def addresses() -> dict[str, str]:
    """One public URL of each type of page."""
    today = timezone.localdate()
    webinars = WebinarPage.objects.originals().order_by("pk")
    gatherings = GatheringPage.objects.originals().filter(sessions__date__gte=today + dt.timedelta(days=3))
    programme = ProgrammePage.objects.originals().order_by("pk")[0]
    theme = Theme.objects.order_by("pk")[0]
    partner = public_organisations().filter(activities__isnull=False).order_by("pk")[0]
    pages = {
        "front": "/",
        "programme": programme.url,
        "track": TrackPage.objects.originals().order_by("pk")[0].url,
        "module": ModulePage.objects.originals().order_by("pk")[0].url,
        "webinar, coming": webinars.filter(sessions__starts_at__gt=timezone.now())[0].url,
        "webinar, recording": webinars.filter(recording__published_at__lt=timezone.now())[0].url,
        "gathering": gatherings.order_by("pk")[0].url,
        "lesson": LessonPage.objects.originals().order_by("pk")[0].url,
        "article": NewsPage.objects.originals().order_by("pk")[0].url,
    }
    catalogue = reverse("catalogue")
    return pages | {
        "catalogue": catalogue,
        "catalogue, two filters": f"{catalogue}?theme={theme.slug}&kind=webinar",
        "catalogue, text": f"{catalogue}?text=ombruk",
        "catalogue, nothing found": f"{catalogue}?partner={partner.pk}&kind=lesson&when=later",
        "catalogue, in nynorsk": f"/nn{catalogue}",
        "calendar": reverse("calendar"),
        "calendar, list": reverse("calendar_list"),
        "calendar, file": reverse("calendar_feed", args=[programme.slug]),
        "recordings": reverse("recordings"),
        "search": f"{reverse('search')}?text=ombruk",
        "themes": reverse("themes"),
        "theme": reverse("theme", args=[theme.slug]),
        "organisation": reverse("organisation", args=[partner.pk]),
        "alliance": reverse("alliance", args=[public_alliances().order_by("pk")[0].pk]),
        "news": reverse("news"),
        "glossary": reverse("glossary"),
        "accessibility": reverse("accessibility"),
        "privacy": reverse("privacy"),
        "contact": reverse("contact"),
        "sitemap": reverse("sitemap"),
        "sitemap, pages": reverse("sitemap_section", args=["pages"]),
        "feed of news": reverse("news_feed"),
        "feed of recordings": reverse("recordings_feed"),
        "feed of what comes": reverse("coming_feed"),
    }
