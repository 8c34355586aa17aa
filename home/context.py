"""What the frame of every page shows: names, owners, languages, notice. Lazy: a partial asks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.text import get_text_list
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from courses.models import ProgrammeOwner, ProgrammePage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH

MOST_PROGRAMMES = 20


@dataclass
class Frame:
    """The programme the reader is in, or the only one there is; None among several."""

    programme: ProgrammePage | None
    owners: list[str]

    @property
    def name(self) -> str:
        return self.programme.short_title if self.programme else settings.WAGTAIL_SITE_NAME

    @property
    def owner_line(self) -> str:
        return get_text_list(self.owners, _("and"))

    @property
    def notice(self) -> str:
        return self.programme.notice if self.programme else ""


def frame(request: HttpRequest, page: Any = None) -> Frame:
    """Reads the programme and its owners together: one query."""
    links = ProgrammeOwner.objects.filter(programme__live=True).select_related("programme", "organisation")
    if page is not None and page.depth >= PROGRAMME_DEPTH:
        links = links.filter(programme__path=page.path[: PATH_STEP * PROGRAMME_DEPTH])
    owners: dict[int, list[str]] = {}
    programmes: dict[int, ProgrammePage] = {}
    for link in links.order_by("programme__path", "sort_order")[: MOST_PROGRAMMES * 4]:
        programmes[link.programme_id] = link.programme
        owners.setdefault(link.programme_id, []).append(link.organisation.name)
    if len(programmes) != 1:
        return Frame(None, [])
    [(pk, programme)] = programmes.items()
    return Frame(programme, owners[pk])


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """This address in every language of the interface."""
    current = get_language()
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"].capitalize(),
            "url": translate_url(request.get_full_path(), code),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` and `language_links`."""
    route = getattr(request, "_wagtail_route_for_request", None)
    return {
        "frame": SimpleLazyObject(lambda: frame(request, route.page if route else None)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
    }
