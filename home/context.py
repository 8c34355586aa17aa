"""What the frame of every page shows: names, owners, menus, languages, notice. The keys are those of `base.html`.

All of it is lazy, so that a partial or a redirect asks nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.languages import OWN_NAMES
from courses.models import ProgrammeOwner, ProgrammePage
from courses.permissions import staff_programmes
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from people.permissions import participant_of

MOST_OWNERS = 80


@dataclass
class Frame:
    """The programme the reader is in, or the only one there is; None among several."""

    programme: ProgrammePage | None = None
    owners: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.programme.short_title if self.programme else settings.WAGTAIL_SITE_NAME

    @property
    def owner_line(self) -> str:
        return get_text_list(self.owners, _("and"))

    @property
    def about(self) -> str:
        if not self.programme:
            return _("Competence programmes for the green transition.")
        return _("A competence programme by %(owners)s.") % {"owners": self.owner_line}

    @property
    def notice(self) -> str:
        return self.programme.notice if self.programme else ""


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    route = getattr(request, "_wagtail_route_for_request", None)
    frame: Any = SimpleLazyObject(lambda: read_frame(route.page if route else None))
    return {
        "site_name": SimpleLazyObject(lambda: frame.name),
        "site_owner_line": SimpleLazyObject(lambda: frame.owner_line),
        "site_about": SimpleLazyObject(lambda: frame.about),
        "site_nav": SimpleLazyObject(lambda: menu(request, frame)),
        "site_footer": SimpleLazyObject(lambda: footer(frame)),
        "site_search_url": reverse("catalogue"),
        "site_theme_url": "",
        "account": SimpleLazyObject(lambda: account(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "demo_notice": SimpleLazyObject(lambda: frame.notice),
        "canonical_url": request.build_absolute_uri(request.path),
    }


def read_frame(page: Any = None) -> Frame:
    """The programme and its owners together: one query."""
    links = ProgrammeOwner.objects.filter(programme__live=True).select_related("programme", "organisation")
    if page is not None and page.depth >= PROGRAMME_DEPTH:
        links = links.filter(programme__path=page.path[: PATH_STEP * PROGRAMME_DEPTH])
    programmes: dict[int, Frame] = {}
    for link in links.order_by("programme__path", "sort_order")[:MOST_OWNERS]:
        programmes.setdefault(link.programme_id, Frame(link.programme)).owners.append(link.organisation.name)
    return programmes.popitem()[1] if len(programmes) == 1 else Frame()


def menu(request: HttpRequest, frame: Frame) -> list[dict[str, Any]]:
    recordings = f"{reverse('catalogue')}?kind=recording"
    items = [
        (_("Programme") if frame.programme else _("Programmes"), programme_url(frame)),
        (_("Catalogue"), reverse("catalogue")),
        (_("Recordings"), recordings),
    ]
    here = request.get_full_path()
    current = recordings if here.startswith(recordings) else request.path
    return [{"label": label, "url": url, "current": url == current} for label, url in items]


def footer(frame: Frame) -> list[dict[str, Any]]:
    catalogue = reverse("catalogue")
    programme = [
        (_("The programme") if frame.programme else _("Programmes"), programme_url(frame)),
        (_("Catalogue"), catalogue),
        (_("Recordings and presentations"), f"{catalogue}?kind=recording"),
    ]
    yours = [(_("My page"), reverse("wagtail_serve", args=["my-page/"]))]
    if frame.programme:
        yours.append((_("Contact us"), f"{frame.programme.get_url()}#contact"))
    columns = [(_("Programme"), programme), (_("For you"), yours), (_("Languages"), [])]
    return [
        {"heading": heading, "links": [{"label": label, "url": url} for label, url in links]}
        for heading, links in columns
    ]


def programme_url(frame: Frame) -> str:
    return (frame.programme.get_url() if frame.programme else None) or reverse("wagtail_serve", args=[""])


def account(request: HttpRequest) -> dict[str, Any]:
    """The way to one's own page; to the staff area for those who have nothing else here."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"label": _("Sign in"), "url": reverse("account_login"), "signed_in": False}
    if participant_of(user) is None and staff_programmes(user).exists():
        return {"label": str(user), "url": reverse("wagtail_serve", args=["staff/"]), "signed_in": True}
    return {"label": _("My page"), "url": reverse("wagtail_serve", args=["my-page/"]), "signed_in": True}


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """This address in every language of the interface."""
    current = get_language()
    return [
        {
            "code": code,
            "label": OWN_NAMES[code],
            "url": translate_url(request.get_full_path(), code),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
