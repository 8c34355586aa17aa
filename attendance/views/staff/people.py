"""One person at one session: all evidence, and what staff can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from attendance.actions import RowsRefused, excuse, set_presence, take_back
from attendance.actions.by_hand import is_correction
from attendance.forms.staff import PresenceForm, ReasonForm
from attendance.models import Attendance, Registration
from attendance.reading_log import note_reading
from attendance.records import times_of
from attendance.refusals import excuse_refusal, presence_refusal
from attendance.roster import Roster
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import name_of, session_context
from courses.models import ProgrammePage, Session
from courses.refusals import Refused
from people.models import Participant
from people.permissions import signed_in
from progress.actions import waive
from progress.models import Completion, Evidence, EvidenceKind, Source
from progress.rules import missing


@dataclass
class Piece:
    """A piece of evidence, with the piece that withdrew it."""

    evidence: Evidence
    where: str
    withdrawal: Evidence | None
    form: ReasonForm

    @property
    def is_correction(self) -> bool:
        return self.evidence.source == Source.CORRECTION

    @property
    def says_absent(self) -> bool:
        return self.evidence.kind == EvidenceKind.PRESENT and self.evidence.minutes == 0

    @property
    def times(self) -> str:
        return times_of(self.evidence)

    @property
    def percent(self) -> int | None:
        return None if self.evidence.share is None else int(self.evidence.share * 100)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def person(request: HttpRequest, programme: ProgrammePage, pk: int, participant: int) -> HttpResponse:
    """Shows all of it; a POST sets presence by hand."""
    session, who = session_of(programme, pk), _participant(pk, participant)
    if request.method != "POST":
        return _show(request, programme, session, who)
    form = PresenceForm(request.POST, participant=who, held=_held(session, who))
    reason = ReasonForm(request.POST, required=False, is_shown=True)
    if all([form.is_valid(), reason.is_valid()]):
        row = form.row(reason.cleaned_data["reason"])
        try:
            saved = set_presence(session=session, rows=[row] if row else [], by=signed_in(request.user))
        except RowsRefused as refused:
            form.refuse(refused.refusals[who.pk])
        except Refused as refused:
            form.refuse(refused.refusal)
        else:
            messages.success(request, _("Saved.")) if saved else messages.info(request, _("Nothing was changed."))
            return redirect("staff_person", programme.slug, session.pk, who.pk)
    return _show(request, programme, session, who, presence=form, reason=reason, status=422)


@require_POST
@staff_view
def take_evidence_back(
    request: HttpRequest, programme: ProgrammePage, pk: int, participant: int, evidence: int
) -> HttpResponse:
    """Withdraw one piece of evidence, with a reason; it remains on the page."""
    session, who = session_of(programme, pk), _participant(pk, participant)
    pieces = Evidence.objects.select_related("session", "activity", "participant")
    piece = get_object_or_404(pieces, pk=evidence, participant=who, activity=session.activity_id)

    def act(reason: str) -> None:
        take_back(evidence=piece, reason=reason, by=signed_in(request.user))

    form = ReasonForm(request.POST, prefix=f"e{piece.pk}")
    return _with_reason(request, programme, session, who, form, act, _("Taken back. It stays here, with the reason."))


@require_POST
@staff_view
def excuse_person(request: HttpRequest, programme: ProgrammePage, pk: int, participant: int) -> HttpResponse:
    """Record why the person is excused."""
    session, who = session_of(programme, pk), _participant(pk, participant)

    def act(reason: str) -> None:
        excuse(session=session, participant=who, reason=reason, by=signed_in(request.user))

    form = ReasonForm(request.POST, prefix="excuse", is_shown=True)
    return _with_reason(request, programme, session, who, form, act, _("Excused. It can be taken back."))


@require_POST
@staff_view
def waive_activity(request: HttpRequest, programme: ProgrammePage, pk: int, participant: int) -> HttpResponse:
    """Let the activity count as completed, with a reason."""
    session, who = session_of(programme, pk), _participant(pk, participant)

    def act(reason: str) -> None:
        waive(participant=who, activity=session.activity, reason=reason, by=signed_in(request.user))

    form = ReasonForm(request.POST, prefix="waive")
    return _with_reason(request, programme, session, who, form, act, _("Counts as completed from now on."))


def _with_reason(
    request: HttpRequest,
    programme: ProgrammePage,
    session: Session,
    who: Participant,
    form: ReasonForm,
    act: Callable[[str], None],
    said: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error("reason", str(refused.refusal))
        else:
            messages.success(request, said)
            return redirect("staff_person", programme.slug, session.pk, who.pk)
    return _show(request, programme, session, who, given={str(form.prefix): form}, status=422)


def _participant(session: int, pk: int) -> Participant:
    """A participant who has to do with the activity, or 404: staff sees nobody else."""
    here = {"participant": OuterRef("pk"), "session__activity__sessions": session}
    found = Participant.objects.filter(
        Q(Exists(Registration.objects.filter(**here)))
        | Q(Exists(Attendance.objects.filter(**here)))
        | Q(Exists(Evidence.objects.filter(participant=OuterRef("pk"), activity__sessions=session)))
    )
    participant = found.select_related("organisation").filter(pk=pk).first()
    if participant is None:
        raise Http404
    return participant


def _held(session: Session, who: Participant) -> tuple[bool, int | None]:
    record = Attendance.objects.filter(session=session, participant=who).first()
    return (record.present, record.minutes) if record else (False, None)


def _show(
    request: HttpRequest,
    programme: ProgrammePage,
    session: Session,
    who: Participant,
    *,
    presence: PresenceForm | None = None,
    reason: ReasonForm | None = None,
    given: dict[str, ReasonForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    people = roster_of(programme, session)
    completion = Completion.objects.filter(participant=who, activity=session.activity_id).first()
    requirement = people.requirement
    held = _held(session, who)
    given = given or {}
    note_reading(request, session, "person", participant=who.pk)
    pieces = _pieces(people, who, given)
    reason = reason or ReasonForm(is_shown=True)
    # The submitted values have been checked. What follows depends on the stored evidence.
    standing = [piece.evidence for piece in pieces if not piece.withdrawal]
    reason.fields["reason"].required = is_correction(session, people.tree, standing)
    context = {
        "who": who,
        "held": {"present": held[0], "minutes": held[1]},
        "seats": _seats(people, who),
        "pieces": pieces,
        "completion": completion,
        "missing": missing(requirement, completion),
        "is_waived": any(piece.evidence.kind == EvidenceKind.WAIVED and not piece.withdrawal for piece in pieces),
        "presence": presence or PresenceForm(participant=who, held=held),
        "presence_refusal": presence_refusal(session),
        "reason": reason,
        "is_excused": any(piece.evidence.kind == EvidenceKind.EXCUSED and not piece.withdrawal for piece in pieces),
        "excuse_refusal": excuse_refusal(session),
        "excuse": given.get("excuse") or ReasonForm(prefix="excuse", is_shown=True),
        "waiver": given.get("waive") or ReasonForm(prefix="waive"),
        **session_context(programme, people, here=who.name or str(who)),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/person.html", context, status=status)


def _pieces(people: Roster, who: Participant, given: dict[str, ReasonForm]) -> list[Piece]:
    """All evidence about this person at the activity, latest first. A withdrawal is shown with what it withdrew."""
    evidence = (
        Evidence.objects.filter(participant=who, activity=people.session.activity_id)
        .exclude(kind=EvidenceKind.WITHDRAWAL)
        .select_related("recorded_by")
        .prefetch_related("withdrawn_by__recorded_by")
        .order_by("-recorded_at", "-pk")
    )
    pieces = []
    for piece in evidence:
        session = people.tree.get(piece.session_id) if piece.session_id else None
        taken_back = list(piece.withdrawn_by.all())
        pieces.append(
            Piece(
                evidence=piece,
                where=name_of(session, people) if session and session.parent_id else "",
                withdrawal=taken_back[0] if taken_back else None,
                form=given.get(f"e{piece.pk}") or ReasonForm(prefix=f"e{piece.pk}"),
            )
        )
    return pieces


def _seats(people: Roster, who: Participant) -> list[dict[str, Any]]:
    """The person's registrations at this activity, from the root down."""
    rows = Registration.objects.filter(participant=who, session__in=people.tree)
    by_session = {row.session_id: row for row in rows}
    return [
        {
            "where": name_of(session, people) if session.parent_id else session.get_level_display(),
            "registration": by_session[pk],
        }
        for pk, session in people.tree.items()
        if pk in by_session
    ]
