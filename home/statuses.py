"""The status labels of activities: live, full, open for registration, held and so on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    """The status of an activity: `code` is for styles and tests, `label` is shown to users."""

    code: str
    label: Any
    tone: str = ""


STATUSES = {
    status.code: status
    for status in (
        Status("cancelled", _("Cancelled")),
        Status("live", _("Live now"), "green"),
        Status("today", _("Today"), "green"),
        Status("not_yet", _("Registration opens later")),
        Status("closed", _("Registration has closed")),
        Status("full", _("Waiting list")),
        Status("open", _("Registration open"), "green"),
        Status("recording_pending", _("The recording is on its way")),
        Status("held", _("Held")),
    )
}
