"""Applying and undoing a report, at once or in the background. `report_evidence` changes the evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from attendance import report_tasks
from attendance.actions.by_hand import REASON_NEEDED, lock_session, sheet_refusal
from attendance.actions.report_evidence import Progress, update_evidence, withdraw_all
from attendance.actions.taking_reports import refuse, rematch
from attendance.models import ReportImport
from attendance.refusals import BUSY
from attendance.report_sentences import FAILED, INTERRUPTED
from courses.refusals import Refusal, Refused

if TYPE_CHECKING:
    from people.models import User

State = ReportImport.State
NOT_READ = Refusal("not_read", gettext_lazy("The report could not be read, so there is nothing to save."))


def apply_refusal(report: ReportImport) -> Refusal | None:
    """Why a report cannot be applied now."""
    if report.is_busy:
        return BUSY
    if report.state == State.REFUSED:
        return NOT_READ
    return sheet_refusal(report.session)


def undo_refusal(report: ReportImport) -> Refusal | None:
    return BUSY if report.is_busy else None


@transaction.atomic
def apply_report(*, report: ReportImport, by: User | None, progress: Progress = lambda part: None) -> ReportImport:
    """Make the evidence match the decided entries; those that are undecided wait. Idempotent. Raises `Refused`."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    return _apply(report, by, progress)


@transaction.atomic
def undo_report(
    *, report: ReportImport, reason: str, by: User | None, progress: Progress = lambda part: None
) -> ReportImport:
    """Withdraw all evidence that only this report has, with a reason. The report stays, marked as undone.
    Idempotent."""
    report = _locked(report)
    if refusal := undo_refusal(report):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    return _undo(report, reason.strip(), by, progress) if report.is_applied else report


@transaction.atomic
def apply_report_later(*, report: ReportImport, by: User | None) -> ReportImport:
    """The same in the background, for a large report."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    report.state, report.applied_by = State.APPLYING, by
    report.save(update_fields=["state", "applied_by"])
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.apply_report.enqueue, report.pk))
    return report


@transaction.atomic
def undo_report_later(*, report: ReportImport, reason: str, by: User | None) -> ReportImport:
    report = _locked(report)
    if refusal := undo_refusal(report):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    if not report.is_applied:
        return report
    report.state, report.undone_by, report.undo_reason = State.UNDOING, by, reason.strip()
    report.save(update_fields=["state", "undone_by", "undo_reason"])
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.undo_report.enqueue, report.pk))
    return report


@transaction.atomic
def apply_or_undo(report: ReportImport, progress: Progress) -> None:
    """The background task. One transaction, so an interruption leaves nothing behind."""
    report = _locked(report)
    if report.state == State.APPLYING:
        _apply(report, report.applied_by, progress)
    elif report.state == State.UNDOING:
        _undo(report, report.undo_reason, report.undone_by, progress)


@transaction.atomic
def give_up(report: ReportImport) -> None:
    """The background task failed: nothing has been written, and the page of the report says so."""
    report = _locked(report)
    if report.state == State.READING:
        refuse(report, {"code": INTERRUPTED})
    elif report.is_busy:
        counted = State.UNDONE if report.undone_at else State.APPLIED
        report.state, report.problem = counted if report.applied_at else State.READY, {"code": FAILED}
        report.save(update_fields=["state", "problem"])


def _locked(report: ReportImport) -> ReportImport:
    """Lock the session: reports of one session wait for each other, and for staff who save its roster."""
    session = lock_session(report.session)
    report = ReportImport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.session = session
    return report


def _apply(report: ReportImport, by: User | None, progress: Progress) -> ReportImport:
    rematch(report)
    changed = update_evidence(report, by=by, reason=_("The report says otherwise."), progress=progress)
    decided_since = report.entries.filter(decided_at__gt=report.applied_at).exists() if report.applied_at else True
    if changed["added"] or changed["withdrawn"] or decided_since or not report.is_applied:
        report.applied_at, report.applied_by, report.outcome = timezone.now(), by, changed
        log(report.session, "attendance.report_applied", user=by, data={"report": report.pk, **_counts(changed)})
    report.state, report.undone_at, report.undone_by, report.undo_reason = State.APPLIED, None, None, ""
    report.problem = {}
    report.save()
    return report


def _undo(report: ReportImport, reason: str, by: User | None, progress: Progress) -> ReportImport:
    outcome = withdraw_all(report, by=by, reason=reason, progress=progress)
    report.state, report.undone_at, report.undone_by, report.undo_reason = State.UNDONE, timezone.now(), by, reason
    report.outcome, report.problem = outcome, {}
    report.save()
    log(report.session, "attendance.report_undone", user=by, data={"report": report.pk, **_counts(report.outcome)})
    return report


def _counts(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in outcome.items() if name != "changes"}
