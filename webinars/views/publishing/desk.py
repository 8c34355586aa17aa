"""The door to the screens on which a recording is published, and what each of them works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from courses.models import ProgrammePage, Session
from courses.permissions import user_can_edit
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from webinars.actions.publishing import recording_of
from webinars.actions.removing import lately_removed
from webinars.models import Recording, Removed, WebinarPage

if TYPE_CHECKING:
    from people.models import User

P = ParamSpec("P")


@dataclass
class Desk:
    """One webinar whose recording somebody works on, who may."""

    request: HttpRequest
    webinar: WebinarPage
    recording: Recording
    programme: ProgrammePage

    @property
    def by(self) -> User:
        """Whose work this is. Nobody gets here without being signed in."""
        return cast("User", self.request.user)

    @property
    def url(self) -> str:
        return reverse("publish_recording", args=[self.webinar.pk])

    @cached_property
    def session(self) -> Session | None:
        """When the webinar was live."""
        return Session.objects.roots().filter(activity=self.webinar.pk).first()

    @cached_property
    def _removed(self) -> list[Removed]:
        return lately_removed(self.webinar)

    def removed(self, kind: str) -> list[Removed]:
        """What was taken away of this kind lately, and can be brought back."""
        return [row for row in self._removed if row.kind == kind]

    def say(self, section: str, text: Any, *, level: int = messages.SUCCESS) -> None:
        """A message that stands in its section of the screen."""
        messages.add_message(self.request, level, str(text), extra_tags=section)

    def back(self, section: str) -> HttpResponse:
        """To the screen, at a section; the page fetched there has all sections as they are now."""
        return redirect(f"{self.url}#{section}")

    def refuse(self, section: str, reason: Any) -> HttpResponse:
        """Back to the section, which says why not."""
        self.say(section, reason, level=messages.ERROR)
        return self.back(section)


DeskView = Callable[Concatenate[Desk, P], HttpResponseBase]


def desk_view(view: DeskView[P]) -> Callable[..., HttpResponseBase]:
    """Opens a screen to those who may change the webinar that `pk` names; to all others it does not exist.

    Times are those of the programme. That somebody is signed in and may enter the admin is asked by Wagtail before.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        webinar = WebinarPage.objects.known_as(pk).select_related("responsible").first()
        if webinar is None or not user_can_edit(request.user, webinar):
            raise Http404
        programme = ProgrammePage.objects.get(path=webinar.path[: PATH_STEP * PROGRAMME_DEPTH])
        desk = Desk(request, webinar, recording_of(webinar), programme)
        with timezone.override(programme.zone):
            return view(desk, *args, **kwargs)

    return guarded
