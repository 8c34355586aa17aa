"""*Min side*, the page of the signed-in participant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.permissions import staff_programmes
from home.my_page import my_page as read_my_page
from people.permissions import participant_of
from people.signing_in import login_required


@require_safe
@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """The participant's registrations, modules and completions. Staff without a participant are redirected."""
    participant = participant_of(request.user)
    is_staff = staff_programmes(request.user).exists()
    if participant is None and is_staff:
        return redirect("staff_home")
    context = {"my": read_my_page(participant), "participant": participant, "is_staff": is_staff}
    return render(request, "home/my_page.html", context)
