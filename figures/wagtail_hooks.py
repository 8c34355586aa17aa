"""The name under which Wagtail's log keeps who took figures out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("figures.exported", _("Export figures"), _("Figures exported"))
