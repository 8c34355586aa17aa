from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from attendance.forms.registering import RegisteringForm
from attendance.models import Registration
from attendance.refusals import registration_refusal
from attendance.standing import Standing, standings
from attendance.views.registering import RegisteringView
from courses.models import Session
from gatherings.actions import register_for_gathering, register_for_gathering_by_address
from gatherings.forms import NONE, GatheringForm, slots_of
from gatherings.models import Admission, Answers, GatheringPage
from people.models import Participant


class GatheringView(RegisteringView):
    """The registration page of a gathering, with days, sessions and questions; or why registering is not possible
    (V18)."""

    template_name = "gatherings/register.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.activity = get_object_or_404(GatheringPage.objects.live().known_as(kwargs["pk"]))
        sessions = Session.objects.filter(activity=self.activity).select_related(
            "activity__content_type", "admission", "agenda_item__room"
        )
        self.sessions = list(sessions.order_by("date", "starts_at", "order", "pk"))
        roots = [session for session in self.sessions if session.parent_id is None]
        if not roots:
            raise Http404
        self.root = roots[0]

    @cached_property
    def admission(self) -> Admission | None:
        return getattr(self.root, "admission", None)

    @cached_property
    def standing(self) -> Standing | None:
        """The signed-in participant's registration for this gathering."""
        if self.participant is None:
            return None
        rows = Registration.objects.active().filter(participant=self.participant, session__in=self.sessions)
        told = standings(rows.select_related("session__activity").order_by("session__date", "session__order"))
        return next((row for row in told if row.session.pk == self.root.pk), None)

    def make_form(self, data: Any) -> GatheringForm:
        return GatheringForm(
            data,
            user=self.request.user,
            sessions=self.sessions,
            admission=self.admission,
            waiting=self.full,
            closed=self.closed,
            initial=self._initial(),
        )

    def context(self, form: RegisteringForm) -> dict[str, Any]:
        refusal = registration_refusal(self.root, self.participant)
        return {
            "activity": self.activity,
            "session": self.root,
            "standing": self.standing,
            "admission": self.admission,
            "refusal": refusal,
            "is_full": self.root.pk in self.full,
        }

    def register(self, participant: Participant, form: RegisteringForm) -> None:
        assert isinstance(form, GatheringForm)
        register_for_gathering(
            session=self.root,
            participant=participant,
            by=participant.user,
            days=form.days,
            choices=form.choices,
            answers=form.answers,
            details=form.person,
            key=form.cleaned_data["key"],
        )

    def register_by_address(self, form: RegisteringForm) -> None:
        assert isinstance(form, GatheringForm)
        register_for_gathering_by_address(
            session=self.root,
            typed=form.typed,
            days=form.days,
            choices=form.choices,
            answers=form.answers,
            key=form.cleaned_data["key"],
        )

    def done(self, form: RegisteringForm) -> dict[str, list[int]]:
        return {"modules": [], "activities": [self.activity.pk]}

    @cached_property
    def full(self) -> set[int]:
        """The sessions that are full. Each is told how many seats are taken."""
        limited = [session for session in self.sessions if session.capacity is not None]
        taken = Registration.objects.filter(session__in=limited).holding_seat().by_session()
        for session in limited:
            session.taken = taken.get(session.pk, 0)  # type: ignore[attr-defined]
        return {session.pk for session in limited if taken.get(session.pk, 0) >= (session.capacity or 0)}

    @property
    def closed(self) -> set[int]:
        """The full sessions without a waiting list in which the participant has no seat."""
        own = {row.session.pk for row in self.standing.below} if self.standing else set()
        return {row.pk for row in self.sessions if row.pk in self.full and not row.has_waiting_list} - own

    def _initial(self) -> dict[str, Any]:
        """The participant's earlier choices and answers."""
        if self.standing is None:
            return {}
        chosen = {row.session.pk for row in self.standing.below}
        initial: dict[str, Any] = {"days": [str(row.session.pk) for row in self.standing.days]}
        for slot in slots_of(self.sessions):
            initial[slot.name] = next((str(row.pk) for row in slot.sessions if row.pk in chosen), NONE)
        answers = Answers.objects.filter(registration=self.standing.registration).first()
        if answers is not None:
            initial |= {name: getattr(answers, name) for name in ("dietary_needs", "access_needs", "overnight")}
        return initial
