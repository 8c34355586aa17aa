"""The place to drop files, and the uploads in progress."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from webinars.views.publishing import uploads
from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {
        "waiting": uploads.waiting(desk),
        "most": settings.MAX_UPLOAD_BYTES,
        "begin_url": reverse("begin_upload", args=[desk.webinar.pk]),
        "words": _words(),
        "whole_url": reverse("upload_whole_files", args=[desk.webinar.pk]),
    }


def _words() -> dict[str, str]:
    """Texts for the script that uploads files."""
    return {
        "amount": _("%(received)s of %(size)s"),
        "waiting": _("Waits for its turn"),
        "sending": _("On its way"),
        "offline": _("The connection is lost. It goes on by itself when it is back."),
        "reading": _("Arrived. The file is being read …"),
        "cancelled": _("Cancelled."),
        "failed": _("It did not work. Try again."),
        "changed": _("The file was changed or moved meanwhile. Choose it again."),
        "signedOut": _("You are signed out. Sign in again in another tab, then try again."),
        "tooLarge": _("“%(name)s” is %(size)s, and at most %(most)s is taken. Export it smaller."),
        "empty": _("“%(name)s” is empty."),
        "folder": _("Drop files, not a folder."),
    }
