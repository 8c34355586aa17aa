"""Drops a module that the participant has picked, or takes that back; both are done on *Min side*."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from attendance.actions import drop_module, keep_module
from courses.models import Enrolment, ModulePage
from people.models import Participant
from people.signing_in import login_required


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a picked module."""
    participant, module = _own_module(request, pk)
    drop_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is not among your modules any more.") % {"title": module.shown_title})
    return redirect(f"{reverse('my_page')}#modules")


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo dropping a module."""
    participant, module = _own_module(request, pk)
    keep_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is among your modules again.") % {"title": module.shown_title})
    return redirect(f"{reverse('my_page')}#modules")


def _own_module(request: HttpRequest, pk: int) -> tuple[Participant, ModulePage]:
    """A module that the signed-in participant has picked, dropped ones included; else 404."""
    enrolments = Enrolment.objects.select_related("participant__user", "module")
    own = get_object_or_404(enrolments, participant__user=request.user, module__id=pk)
    return own.participant, own.module
