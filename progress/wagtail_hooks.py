"""Names of the entries about completion in Wagtail's log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("progress.rule_set", _("Change rule"), _("What counts as completed changed"))
    actions.register_action("progress.waived", _("Waive an activity"), _("Activity waived for a participant"))
