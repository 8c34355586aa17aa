"""Panels in the admin forms of a programme's pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, Panel
from wagtail.models import WorkflowState

from courses.approvals import SENT, TO_BE_CHANGED


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


class ApprovalPanel(Panel):
    """The approval of a page that was submitted: to an approver, who submitted it; to others, which changes were asked
    for."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/approval.html"

        @cached_property
        def sent(self) -> WorkflowState | None:
            """The current approval of the page."""
            sent = self.instance.current_workflow_state if self.instance.pk else None
            return sent if sent and sent.current_task_state else None

        @cached_property
        def may_decide(self) -> bool:
            if self.sent is None or self.sent.status != SENT or self.request is None:
                return False
            task = self.sent.current_task_state.task.specific
            return bool(task.get_actions(self.instance, self.request.user))

        def is_shown(self) -> bool:
            return self.may_decide or bool(self.sent and self.sent.status == TO_BE_CHANGED)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            assert self.sent is not None
            compare = reverse("wagtailadmin_pages:revisions_compare", args=[self.instance.pk, "live", "latest"])
            return {
                **super().get_context_data(parent_context),
                "sent": self.sent,
                "may_decide": self.may_decide,
                "asked": self.sent.current_task_state.specific,
                "compare_url": compare if self.instance.live else "",
            }


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
