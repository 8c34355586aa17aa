"""Panels of the form of a webinar's page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from courses.models import Phase, Session


class RecordingPanel(Panel):
    """A link from a held webinar's page to the screen for publishing its recording."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "webinars/publishing/page_panel.html"

        def is_shown(self) -> bool:
            if self.instance.pk is None or self.instance.original_id is not None:
                return False
            session = Session.objects.roots().filter(activity=self.instance.pk).first()
            return session is not None and session.phase() == Phase.AFTER

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            recording = getattr(self.instance, "recording", None)
            return {
                **super().get_context_data(parent_context),
                "recording": recording,
                "is_public": recording is not None and recording.is_published(),
                "url": reverse("publish_recording", args=[self.instance.pk]),
            }
