"""What the form of any activity's page shows beside its fields."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class RulePanel(Panel):
    """What completes the activity, in the words that participants read, and what makes that impossible."""

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
