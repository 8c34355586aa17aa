"""Admin screen: who has which role in a programme."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions import grant_role_by_address, revoke_role
from courses.forms import RoleForm
from courses.models import ProgrammePage, ProgrammeRole, Role
from courses.permissions import grantable_roles, revocation_refusal
from courses.refusals import Refused
from people.permissions import signed_in

EXPLAINED = {
    Role.COURSE_OWNER: gettext_lazy("Writes all pages of the programme, publishes recordings and approves."),
    Role.PARTNER_EDITOR: gettext_lazy("Writes and publishes the activities of one organisation, in all languages."),
    Role.COUNTY_STAFF: gettext_lazy("Sees participants, attendance and figures, and corrects them."),
    Role.DOOR: gettext_lazy("Checks people in at the door."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def programme_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """All accounts with a role, and a form to give one, filled in from the query string."""
    user = signed_in(request.user)
    programme, roles = _programme(request, pk)
    form = RoleForm(request.POST or None, programme=programme, roles=roles, initial=request.GET.dict())
    if form.is_valid():
        said = form.cleaned_data
        try:
            row = grant_role_by_address(
                email=said["email"],
                name=said["name"],
                programme=programme,
                role=Role(said["role"]),
                organisation=said["organisation"],
                by=user,
            )
        except Refused as refused:
            form.add_error("email", str(refused.refusal))
        else:
            message = _("%(name)s has the role and signs in with %(email)s. No e-mail is sent: tell them.")
            messages.success(request, message % {"name": row.user, "email": row.user.email})
            return redirect("programme_roles", programme.pk)
    for name in list(form.errors)[:1]:
        # The form is below the list of people: what is wrong would be out of sight.
        form.fields[name].widget.attrs["autofocus"] = True
    rows = list(programme.roles.select_related("user", "organisation", "programme").order_by("role", "user__email"))
    context = {
        "form": form,
        "programme": programme,
        "rows": [(row, revocation_refusal(row, by=user, grantable=roles)) for row in rows],
        "explained": [(role.label, EXPLAINED[role]) for role in roles],
        "page_title": _("Roles"),
        "breadcrumbs_items": [
            {"url": reverse("programme_board", args=[programme.pk]), "label": programme.short_title},
            {"url": "", "label": _("Roles")},
        ],
        "header_icon": "group",
    }
    return render(request, "courses/admin/roles.html", context, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    """Revoke a role, and redirect to the form filled in with the same role, to undo it."""
    user = signed_in(request.user)
    programme, _roles = _programme(request, pk)
    row = get_object_or_404(ProgrammeRole.objects.select_related("user"), pk=role, programme=programme)
    address = reverse("programme_roles", args=[programme.pk])
    try:
        revoke_role(role=row, by=user)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect(address)
    message = _("%(name)s no longer has the role. If that was a mistake, grant it again: the form below is filled in.")
    messages.success(request, message % {"name": row.user})
    again = {
        "email": row.user.email,
        "name": str(row.user),
        "role": row.role,
        "organisation": row.organisation_id or "",
    }
    return redirect(f"{address}?{urlencode(again)}")


def _programme(request: HttpRequest, pk: int) -> tuple[ProgrammePage, tuple[Role, ...]]:
    """The programme, and the roles that this user may grant in it; 404 if there are none."""
    programme = get_object_or_404(ProgrammePage, pk=pk, original=None)
    roles = grantable_roles(request.user, programme)
    if not roles:
        raise Http404
    return programme, roles
