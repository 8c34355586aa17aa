"""The pages for registering: for any number of modules, or for one webinar."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from attendance.actions import pick_modules, pick_modules_by_address, register, register_by_address
from attendance.forms.registering import PickForm, RegisteringForm
from attendance.models import Registration
from attendance.picking import module_offers
from attendance.refusals import registration_refusal
from attendance.standing import Standing, standings
from courses.models import ActivityPage, ModulePage, ProgrammePage, Session, TrackPage
from courses.refusals import Refused
from people.actions import claim_participant
from people.models import Participant
from people.permissions import participant_of, signed_in
from people.signing_in import ADDRESS

State = Registration.State
TOO_MANY = gettext_lazy("There have been very many registrations from here. Wait a few minutes, then send it again.")
DONE_WORDS = {
    State.REGISTERED: gettext_lazy("You are registered. An e-mail with the link to the meeting is on its way."),
    State.WAITING: gettext_lazy("You are on the waiting list. An e-mail is on its way."),
    State.AWAITING_APPROVAL: gettext_lazy("We have your registration. An e-mail is on its way."),
}
DONE = "registered"
"""The session key of the last registration, so that the address of the thank-you page contains no personal data."""


@method_decorator(never_cache, name="dispatch")
class RegisteringView(View):
    """A form for a visitor or a participant, and the thank-you page. Subclasses define what is registered for."""

    template_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.participant = participant_of(request.user)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.make_form(None))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        user = signed_in(request.user) if request.user.is_authenticated else None
        address = user.email if user else form.cleaned_data["email"]
        if not ratelimit.consume(request, action="register", key=address.lower()):
            form.add_error(None, TOO_MANY)
            return self.page(form, status=429)
        # Read before registering, so that it is the same whether or not this takes the last seat.
        done = self.done(form)
        try:
            if user is None:
                self.register_by_address(form)
            else:
                participant = self.participant or claim_participant(user=user, by=user)
                if participant is None:
                    raise PermissionDenied
                self.register(participant, form)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
            return self.page(form, status=422)
        request.session[DONE] = {"email": address, **done}
        request.session[ADDRESS] = address
        return redirect("registered")

    def page(self, form: RegisteringForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "participant": self.participant, **self.context(form)}
        return render(self.request, self.template_name, context, status=status)

    def make_form(self, data: Any) -> RegisteringForm:
        return RegisteringForm(data, user=self.request.user)

    def context(self, form: RegisteringForm) -> dict[str, Any]:
        return {}

    def register(self, participant: Participant, form: RegisteringForm) -> None:
        raise NotImplementedError

    def register_by_address(self, form: RegisteringForm) -> None:
        raise NotImplementedError

    def done(self, form: RegisteringForm) -> dict[str, list[int]]:
        """What the thank-you page is about: ids of modules and of activities."""
        raise NotImplementedError


class PickView(RegisteringView):
    """Any number of modules, with their open webinars, in one form (V10)."""

    template_name = "attendance/pick.html"

    def make_form(self, data: Any) -> PickForm:
        asked = [*self.request.GET.getlist("module"), *self.request.GET.getlist("modules")]
        modules = ModulePage.objects.live().originals().order_by("path")
        return PickForm(data, user=self.request.user, modules=modules, initial={"module": asked})

    def context(self, form: RegisteringForm) -> dict[str, Any]:
        assert isinstance(form, PickForm)
        offers = module_offers(form.fields["module"].queryset, self.participant)  # type: ignore[attr-defined]
        ticked = form.ticked
        chosen = [offer for offer in offers if str(offer.module.pk) in ticked]
        tracks = _by_track([offer for offer in offers if offer not in chosen])
        return {"chosen": chosen, "tracks": tracks}

    def register(self, participant: Participant, form: RegisteringForm) -> None:
        data = form.cleaned_data
        pick_modules(
            participant=participant,
            modules=data["module"],
            by=participant.user,
            details=form.person,
            key=data["key"],
        )

    def register_by_address(self, form: RegisteringForm) -> None:
        data = form.cleaned_data
        pick_modules_by_address(typed=form.typed, modules=data["module"], key=data["key"])

    def done(self, form: RegisteringForm) -> dict[str, list[int]]:
        modules = list(form.cleaned_data["module"])
        live = [root.activity_id for offer in module_offers(modules) for root in offer.live]
        return {"modules": [module.pk for module in modules], "activities": live}


class WebinarView(RegisteringView):
    """One webinar: one click for a signed-in reader whose name is known, else a short form."""

    template_name = "attendance/register_webinar.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        activities = ActivityPage.objects.live().known_as(kwargs["pk"]).select_related("content_type")
        self.activity = get_object_or_404(activities)
        roots = Session.objects.roots().select_related("activity__content_type")
        self.root = get_object_or_404(roots, activity=self.activity)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = self.activity.specific_class.kind
        if kind != self.kind:
            return redirect(f"register_{kind}", pk=self.activity.pk)
        return super().dispatch(request, *args, **kwargs)

    kind = "webinar"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.participant is None or not self.participant.name or "key" in request.POST:
            return super().post(request, **kwargs)
        try:
            registration = register(session=self.root, participant=self.participant, by=self.participant.user)
        except Refused as refused:
            messages.error(request, str(refused.refusal))
        else:
            messages.success(request, DONE_WORDS[State(registration.state)])
        return redirect(self.activity.get_url(request))

    def context(self, form: RegisteringForm) -> dict[str, Any]:
        own = Registration.objects.active().filter(participant=self.participant, session=self.root)
        told = standings(own.select_related("session__activity")) if self.participant else []
        return {
            "activity": self.activity,
            "session": self.root,
            "standing": told[0] if told else None,
            "refusal": registration_refusal(self.root, self.participant),
            "is_full": self.root.capacity is not None and self._taken() >= self.root.capacity,
        }

    def _taken(self) -> int:
        """The seats that are held now."""
        return Registration.objects.filter(session=self.root).holding_seat().count()

    def register(self, participant: Participant, form: RegisteringForm) -> None:
        register(
            session=self.root,
            participant=participant,
            by=participant.user,
            details=form.person,
            key=form.cleaned_data["key"],
        )

    def register_by_address(self, form: RegisteringForm) -> None:
        register_by_address(session=self.root, typed=form.typed, key=form.cleaned_data["key"])

    def done(self, form: RegisteringForm) -> dict[str, list[int]]:
        return {"modules": [], "activities": [self.activity.pk]}


@require_safe
@never_cache
def registered(request: HttpRequest) -> HttpResponse:
    """The thank-you page: what was registered, and where the e-mail went. It tells visitors nothing about the
    address."""
    done = request.session.get(DONE)
    if not done:
        return redirect("register")
    participant = participant_of(request.user)
    roots = Session.objects.roots().filter(activity__in=done["activities"]).select_related("activity__content_type")
    sessions = list(roots.order_by("date", "starts_at", "pk"))
    own: dict[int, Standing] = {}
    if participant is not None:
        rows = Registration.objects.active().filter(participant=participant, session__activity__in=done["activities"])
        told = standings(rows.select_related("session__activity").order_by("session__date", "session__order"))
        own = {standing.session.pk: standing for standing in told}
    context = {
        "email": done["email"],
        "rows": [{"session": session, "standing": own.get(session.pk)} for session in sessions],
        "modules": list(ModulePage.objects.filter(pk__in=done["modules"]).order_by("path")),
        "participant": participant,
    }
    return render(request, "attendance/registered.html", context)


def _by_track(offers: list[Any]) -> list[dict[str, Any]]:
    """The offers by track, and the tracks by programme, in tree order."""
    parents = {offer.module.path[: -ModulePage.steplen] for offer in offers}
    tracks = TrackPage.objects.filter(path__in=parents).order_by("path")
    programmes = {
        programme.path: programme
        for programme in ProgrammePage.objects.filter(path__in={path[: -ModulePage.steplen] for path in parents})
    }
    return [
        {
            "track": track,
            "programme": programmes.get(track.path[: -ModulePage.steplen]) if len(programmes) > 1 else None,
            "offers": [offer for offer in offers if offer.module.path.startswith(track.path)],
        }
        for track in tracks
    ]
