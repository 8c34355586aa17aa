"""Panels in the admin forms of a programme's pages."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import WorkflowState


def plain(name: str) -> FieldPanel:
    """A panel for a form field that is not a field of the page. It is not in drafts, so it has no comments."""
    return FieldPanel(name, disable_comments=True)


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([plain(name) for name in names])


class EffectsPanel(Panel):
    """What a change means for participants, to be confirmed before it is saved. At the top of the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/effects.html"

        def is_shown(self) -> bool:
            return bool(self.form is not None and getattr(self.form, "effects", None) and self.form.errors)


class AskedForPanel(Panel):
    """Changes that an approver has asked for, shown to the one who submitted the page."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/asked_for.html"

        @cached_property
        def sent(self) -> WorkflowState | None:
            """The current approval of the page, if changes were asked for."""
            sent = self.instance.current_workflow_state if self.instance.pk else None
            return sent if sent and sent.status == WorkflowState.STATUS_NEEDS_CHANGES else None

        def is_shown(self) -> bool:
            return self.sent is not None and self.sent.current_task_state is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            assert self.sent is not None
            return {**super().get_context_data(parent_context), "asked": self.sent.current_task_state.specific}


class RulePanel(Panel):
    """What completes the activity, in the words that participants read, and why that may be impossible."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/rule.html"

        def is_shown(self) -> bool:
            return self.form is None or getattr(self.form, "is_of_original", True)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from courses.requirements import requirements_of
            from courses.wording import completion_words

            context = super().get_context_data(parent_context)
            page = self.instance
            context["words"] = completion_words(requirements_of([page])[page.pk]) if page.pk else []
            context["warnings"] = getattr(self.form, "rule_warnings", [])
            return context


class DefaultRulePanel(Panel):
    """Why the programme's rule cannot be met: by a whole track, or at one activity."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/default_rule.html"

        def is_shown(self) -> bool:
            return bool(self.form is not None and getattr(self.form, "rule_warnings", None))
