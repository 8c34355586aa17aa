"""Access to the screens for publishing a recording, and their common context."""

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
from courses.requirements import programme_path
from webinars.actions.publishing import recording_of, recording_to_read
from webinars.actions.removing import lately_removed
from webinars.models import Recording, Removed, WebinarPage

if TYPE_CHECKING:
    from people.models import User

P = ParamSpec("P")


@dataclass
class Desk:
    """A webinar and the user who may edit its recording."""

    request: HttpRequest
    webinar: WebinarPage
    programme: ProgrammePage

    @property
    def by(self) -> User:
        """The user. The admin has checked that they are signed in."""
        return cast("User", self.request.user)

    @property
    def url(self) -> str:
        return reverse("publish_recording", args=[self.webinar.pk])

    @cached_property
    def recording(self) -> Recording:
        """The webinar's recording. Looking at the screen does not create it."""
        is_read_only = self.request.method in ("GET", "HEAD")
        return recording_to_read(self.webinar) if is_read_only else recording_of(self.webinar)

    @cached_property
    def session(self) -> Session | None:
        """The session of the live webinar."""
        return Session.objects.roots().filter(activity=self.webinar.pk).first()

    @cached_property
    def _removed(self) -> list[Removed]:
        return lately_removed(self.webinar)

    def removed(self, kind: str) -> list[Removed]:
        """Removed files of this kind that can be restored."""
        return [row for row in self._removed if row.kind == kind]

    def say(self, section: str, text: Any, *, level: int = messages.SUCCESS) -> None:
        """Add a message that is shown in a section of the screen."""
        messages.add_message(self.request, level, str(text), extra_tags=section)

    def back(self, section: str) -> HttpResponse:
        """Redirect to a section of the screen."""
        return redirect(f"{self.url}#{section}")

    def show(self, **given: Any) -> HttpResponse:
        """The whole screen, with what was typed. See `screen.show`."""
        # Imported here because the screen imports the sections, whose views call this.
        from webinars.views.publishing import screen

        return screen.show(self, **given)

    def refuse(self, section: str, reason: Any) -> HttpResponse:
        """Redirect to the section, with the reason as an error."""
        self.say(section, reason, level=messages.ERROR)
        return self.back(section)


DeskView = Callable[Concatenate[Desk, P], HttpResponseBase]


def desk_view(view: DeskView[P]) -> Callable[..., HttpResponseBase]:
    """Opens a screen to those who may edit the webinar `pk`; to others, it does not exist (404).

    Times are in the programme's time zone. Wagtail has checked access to the admin.
    """

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        webinar = WebinarPage.objects.known_as(pk).select_related("responsible").first()
        if webinar is None or not user_can_edit(request.user, webinar):
            raise Http404
        programme = ProgrammePage.objects.get(path=programme_path(webinar.path))
        desk = Desk(request, webinar, programme)
        with timezone.override(programme.zone):
            return view(desk, *args, **kwargs)

    return guarded
