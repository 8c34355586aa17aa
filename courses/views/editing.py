"""Wagtail's views of a page's form, for forms that write more than the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.views.pages.workflow import WorkflowAction
from wagtail.models import Page

from content import dates
from courses.approvals import publishing_refusal
from courses.refusals import Refused

APPROVE = "approve"


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

    def add_save_confirmation_message(self) -> None:
        # An action that is not open to this user, or not any more, only saves the draft.
        if self.action_name == "perform_workflow_action":
            # Wagtail would say only that the page is updated.
            _tell(self.request, self.page, self.workflow_action)
        else:
            super().add_save_confirmation_message()

    def run_hook(self, hook_name: str, *args: Any, **kwargs: Any) -> HttpResponse | None:
        # Those have been run already: one of them has called this view.
        return None if hook_name == "before_edit_page" else super().run_hook(hook_name, *args, **kwargs)


class PageEditView(_InOneTransaction):
    """The page as it was last saved."""


class PageRevertView(_InOneTransaction, RevisionsRevertView):
    """An earlier revision of it, to be restored."""


class ApprovalView(WorkflowAction):
    """Approves a page or asks for changes without its form, from Wagtail's lists."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = publishing_refusal([self.object.specific]) if self.action_name == APPROVE else None
        if refusal is None:
            response = super().post(request, *args, **kwargs)
            _tell(request, self.object, self.action_name)
            return response
        messages.error(request, str(refusal))
        edit = reverse("wagtailadmin_pages:edit", args=[self.object.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": edit})
        return redirect(edit)


def _tell(request: HttpRequest, page: Page, action: str) -> None:
    """A message about what an approver's decision has done."""
    page = Page.objects.get(pk=page.pk).specific
    said = {"title": page.get_admin_display_title()}
    scheduled = page.scheduled_revision
    if action != APPROVE:
        text = _("Changes are asked for in “%(title)s”.")
    elif page.workflow_in_progress:
        text = _("“%(title)s” is approved.")
    elif scheduled is not None:
        text = _("“%(title)s” is approved, and goes public %(day)s, %(time)s.")
        said |= {"day": dates.day(scheduled.approved_go_live_at), "time": dates.clock(scheduled.approved_go_live_at)}
    else:
        text = _("“%(title)s” is approved and published.")
    messages.success(request, text % said)
