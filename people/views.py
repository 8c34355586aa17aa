from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.actions import change_details, claim_participant
from people.forms import DetailsForm
from people.permissions import participant_of, signed_in
from people.signing_in import login_required


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def my_details(request: HttpRequest) -> HttpResponse:
    """A participant's own details, which only they can change."""
    participant = participant_of(request.user)
    after = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        after = ""
    form = DetailsForm(request.POST or None, initial=DetailsForm.initial_of(participant))
    if request.method == "POST" and form.is_valid():
        user = signed_in(request.user)
        participant = claim_participant(user=user, by=user)
        if participant is None:
            raise PermissionDenied
        change_details(participant=participant, by=user, **form.cleaned_data)
        language = participant.language if "language" in form.changed_data else translation.get_language()
        with translation.override(language):
            messages.success(request, _("Saved."))
        return redirect(translate_url(after or request.path, language))
    context = {"form": form, "participant": participant, "email": request.user.email, "next": after}
    return render(request, "people/my_details.html", context, status=422 if form.errors else 200)
