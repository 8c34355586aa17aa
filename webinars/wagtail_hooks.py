"""Admin screens for recordings, and links to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.models import Page

from courses.models import Phase, Session
from courses.permissions import editable_activities, has_activities_in_charge, user_can_edit
from webinars import publishing_urls
from webinars.due import held_webinars, most_urgent_first
from webinars.models import Recording, WebinarPage
from webinars.tasks import tell_those_who_missed_it

if TYPE_CHECKING:
    from people.models import User

RenderContext = Mapping[str, Any]
MOST_ON_START_PAGE = 8
ACTIONS = {
    "webinars.recording_published": (gettext_lazy("Publish recording"), gettext_lazy("Recording published")),
    "webinars.recording_scheduled": (gettext_lazy("Publish recording later"), gettext_lazy("Recording given a time")),
    "webinars.recording_unpublished": (gettext_lazy("Take back recording"), gettext_lazy("Recording taken back")),
    "webinars.video_replaced": (gettext_lazy("Set video"), gettext_lazy("Video of the recording set")),
    "webinars.video_linked": (gettext_lazy("Link video"), gettext_lazy("Video elsewhere linked")),
    "webinars.brought_back": (gettext_lazy("Bring back"), gettext_lazy("Removed file brought back")),
    "webinars.video_removed": (gettext_lazy("Remove video"), gettext_lazy("Video of the recording removed")),
    "webinars.poster_set": (gettext_lazy("Set still picture"), gettext_lazy("Still picture set")),
    "webinars.description_decided": (
        gettext_lazy("Decide on audio description"),
        gettext_lazy("Audio description decided"),
    ),
    "webinars.access_decided": (gettext_lazy("Decide access"), gettext_lazy("Access to the recording decided")),
    "webinars.transcript_approved": (gettext_lazy("Approve transcript"), gettext_lazy("Transcript approved")),
    "webinars.captions_added": (gettext_lazy("Add captions"), gettext_lazy("Captions added")),
    "webinars.captions_replaced": (gettext_lazy("Replace captions"), gettext_lazy("Captions replaced")),
    "webinars.captions_corrected": (gettext_lazy("Correct captions"), gettext_lazy("Captions corrected")),
    "webinars.captions_removed": (gettext_lazy("Remove captions"), gettext_lazy("Captions removed")),
    "webinars.captions_language_changed": (
        gettext_lazy("Change language of captions"),
        gettext_lazy("Language of captions changed"),
    ),
    "webinars.chapters_set": (gettext_lazy("Set chapters"), gettext_lazy("Chapters set")),
    "webinars.handout_added": (gettext_lazy("Add file"), gettext_lazy("File added")),
    "webinars.handout_changed": (gettext_lazy("Change file"), gettext_lazy("File changed")),
    "webinars.handouts_moved": (gettext_lazy("Change order of files"), gettext_lazy("Order of files changed")),
    "webinars.handout_removed": (gettext_lazy("Remove file"), gettext_lazy("File removed")),
    "webinars.slides_timed": (gettext_lazy("Set times of slides"), gettext_lazy("Times of slides set")),
}
"""Names of the entries in Wagtail's log."""


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return publishing_urls.urlpatterns


@hooks.register("after_publish_page")
def tell_those_who_missed(request: HttpRequest, page: Page) -> None:
    """If a recording was published before its page, notify when the page is published. Idempotent."""
    recording = Recording.objects.published().filter(webinar=page.pk).first()
    if recording is not None:
        transaction.on_commit(lambda: tell_those_who_missed_it.enqueue(recording.pk))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RecordingsMenuItem(
        gettext_lazy("Recordings"), reverse("recordings_in_charge"), name="recordings", icon_name="media", order=150
    )


class RecordingsMenuItem(MenuItem):
    """For those who are in charge of recordings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_activities_in_charge(request.user)


@hooks.register("construct_homepage_panels")
def start_page(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(RecordingsPanel())


class RecordingsPanel(Component):
    """Recordings in the user's charge that lack something."""

    order = 50
    template_name = "webinars/publishing/home_panel.html"

    class Media:
        css = {"all": ["css/publishing.css"]}

    def get_context_data(self, parent_context: RenderContext | None = None) -> dict[str, Any]:
        assert parent_context is not None
        every = held_webinars(editable_activities(parent_context["request"].user))
        rows = most_urgent_first([row for row in every if row.needs_work])
        return {
            "heading": _("Recordings to work on"),
            "is_shown": bool(every),
            "rows": rows[:MOST_ON_START_PAGE],
            "more": len(rows[MOST_ON_START_PAGE:]),
        }

    def render_html(self, parent_context: RenderContext | None = None) -> SafeString:
        context = self.get_context_data(parent_context)
        return mark_safe(render_to_string(self.template_name, context)) if context["is_shown"] else mark_safe("")  # noqa: S308


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if has_recording(page, user):
        yield Button(_("Publish the recording"), _address(page), icon_name="media", priority=5)


@hooks.register("register_page_listing_buttons")
def listing_button(page: Page, user: User, next_url: str | None = None) -> Iterator[ListingButton]:
    if has_recording(page, user):
        yield ListingButton(_("Recording"), _address(page), icon_name="media", priority=15)


def has_recording(page: Page, user: Any) -> bool:
    """Whether this is a held webinar whose recording the user may edit."""
    if page.specific_class is not WebinarPage:
        return False
    webinar = page.specific_deferred
    if webinar.original_id is not None:
        return False
    session = Session.objects.roots().filter(activity=page.pk).first()
    return session is not None and session.phase() == Phase.AFTER and user_can_edit(user, webinar)


def _address(page: Page) -> str:
    return reverse("publish_recording", args=[page.pk])
