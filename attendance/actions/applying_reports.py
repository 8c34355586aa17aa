"""Applying and undoing a report: a large one in the background. `report_evidence` changes the evidence."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from attendance import report_tasks
from attendance.actions.locking import lock_session
from attendance.actions.report_evidence import Update
from attendance.actions.taking_reports import Progress, refuse, rematch
from attendance.models import ReportImport
from attendance.refusals import REASON_NEEDED, apply_refusal, undo_refusal
from attendance.report_sentences import FAILED, INTERRUPTED
from courses.refusals import Refused

if TYPE_CHECKING:
    from people.models import User

State = ReportImport.State
LARGE_REPORT = 300
"""The number of people in a report that a request has no time for."""


def is_large(report: ReportImport) -> bool:
    """Whether it has to be applied and undone in the background."""
    return report.entries.matched().count() > LARGE_REPORT


@transaction.atomic
def apply_report(*, report: ReportImport, by: User | None) -> ReportImport:
    """Make the evidence match the decided entries; those that are undecided wait. Idempotent. Raises `Refused`."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    rematch(report)
    return _end_applying(report, _all(_applying(report, by)))


@transaction.atomic
def undo_report(*, report: ReportImport, reason: str, by: User | None) -> ReportImport:
    """Withdraw all evidence that only this report has, with a reason. The report stays, marked as undone.
    Idempotent."""
    report = _locked(report)
    if refusal := undo_refusal(report):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    return _end_undoing(report, _all(_undoing(report, reason.strip(), by))) if report.is_applied else report


@transaction.atomic
def apply_report_later(*, report: ReportImport, by: User | None) -> ReportImport:
    """The same in the background."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    report.state, report.applied_by = State.APPLYING, by
    report.save(update_fields=["state", "applied_by"])
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.apply_or_undo_report.enqueue, report.pk))
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
    transaction.on_commit(partial(report_tasks.apply_or_undo_report.enqueue, report.pk))
    return report


def apply_or_undo(report: ReportImport, progress: Progress) -> None:
    """The background task: a transaction for each batch of entries, so that nobody else waits long for the database.

    After an interruption it continues with the next batch. Two workers with the same report do no harm.
    """
    if report.state == State.APPLYING and not report.work:
        rematch(report)
    total = report.entries.count()
    while update := _next_batch(report):
        progress(update.done / max(1, total))


@transaction.atomic
def _next_batch(report: ReportImport) -> Update | None:
    """Do the next batch of entries; or end the work, and return None, if there is none left."""
    report = _locked(report)
    if report.state == State.APPLYING:
        update, end = _applying(report, report.applied_by), _end_applying
    elif report.state == State.UNDOING:
        update, end = _undoing(report, report.undo_reason, report.undone_by), _end_undoing
    else:
        return None
    if not update.step():
        end(report, update)
        return None
    report.work = update.so_far()
    report.save(update_fields=["work"])
    return update


@transaction.atomic
def give_up(report: ReportImport) -> None:
    """The background task failed, and the page of the report says so. A batch that failed has written nothing; what
    was done before it stays, and is found again the next time."""
    report = _locked(report)
    if report.state == State.READING:
        refuse(report, {"code": INTERRUPTED})
        return
    if not report.is_busy:
        return
    counted = report.applied_at is not None and report.undone_at is None
    if report.state == State.APPLYING and report.work and not counted:
        # Partly applied: it can be applied again, but no longer be discarded.
        report.state, report.applied_at, report.undone_at = State.READY, timezone.now(), None
    elif report.applied_at:
        report.state = State.UNDONE if report.undone_at else State.APPLIED
    else:
        report.state = State.READY
    report.work, report.problem = {}, {"code": FAILED}
    report.save(update_fields=["state", "applied_at", "undone_at", "work", "problem"])


def _locked(report: ReportImport) -> ReportImport:
    """Lock the session: reports of one session wait for each other, and for staff who save its roster."""
    session = lock_session(report.session)
    report = ReportImport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.session = session
    return report


def _applying(report: ReportImport, by: User | None) -> Update:
    return Update(report, by, _("The report says otherwise."), applies=True, **report.work)


def _undoing(report: ReportImport, reason: str, by: User | None) -> Update:
    return Update(report, by, reason, applies=False, **report.work)


def _all(update: Update) -> Update:
    while update.step():
        pass
    return update


def _end_applying(report: ReportImport, update: Update) -> ReportImport:
    changed = update.outcome
    decided_since = report.entries.filter(decided_at__gt=report.applied_at).exists() if report.applied_at else True
    if changed["added"] or changed["withdrawn"] or decided_since or not report.is_applied:
        report.applied_at, report.applied_by, report.outcome = timezone.now(), update.by, changed
        log(report.session, "attendance.report_applied", user=update.by, data={"report": report.pk, **_counts(changed)})
    report.state, report.undone_at, report.undone_by, report.undo_reason = State.APPLIED, None, None, ""
    report.work, report.problem = {}, {}
    report.save()
    return report


def _end_undoing(report: ReportImport, update: Update) -> ReportImport:
    report.state, report.undone_at, report.undone_by = State.UNDONE, timezone.now(), update.by
    report.undo_reason, report.outcome = update.reason, update.outcome
    report.work, report.problem = {}, {}
    report.save()
    data = {"report": report.pk, **_counts(update.outcome)}
    log(report.session, "attendance.report_undone", user=update.by, data=data)
    return report


def _counts(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in outcome.items() if name != "changes"}
