"""Wagtail's views of a page's form, for forms that write more than the page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView

from courses.refusals import Refused


class _InOneTransaction(EditView):
    """Saves, submits or publishes in one transaction.

    A form's `on_saved` may be refused for what has happened since the form was validated: somebody has registered for
    what is removed. Then nothing is written, and the form is shown again with the reason.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except Refused as refused:
            self.page.latest_revision = self.latest_revision
            form.add_error(None, str(refused.refusal))
            return self.form_invalid(form)

    def run_hook(self, hook_name: str, *args: Any, **kwargs: Any) -> HttpResponse | None:
        # Those have been run already: one of them has called this view.
        return None if hook_name == "before_edit_page" else super().run_hook(hook_name, *args, **kwargs)


class PageEditView(_InOneTransaction):
    """The page as it was last saved."""


class PageRevertView(_InOneTransaction, RevisionsRevertView):
    """An earlier revision of it, to be restored."""
