"""Names of the entries about seats, presence and lists in Wagtail's log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

ACTIONS = {
    "attendance.presence_set": (_("Set presence"), _("Presence set by hand")),
    "attendance.saving_undone": (_("Undo saving of the list"), _("Saving of the list undone")),
    "attendance.evidence_withdrawn": (_("Take back evidence"), _("Evidence taken back")),
    "attendance.excused": (_("Excuse somebody"), _("Somebody excused")),
    "attendance.objection_answered": (_("Answer objection"), _("Objection answered")),
    "attendance.walk_in_added": (_("Add walk-in"), _("Walk-in added")),
    "attendance.registration_approved": (_("Approve registration"), _("Registration approved")),
    "attendance.registration_turned_down": (_("Turn down registration"), _("Registration turned down")),
    "attendance.registration_withdrawn": (_("Withdraw registration"), _("Registration withdrawn by staff")),
    "attendance.registered_by_staff": (_("Register somebody"), _("Participant registered by staff")),
    "attendance.session_cancelled": (_("Cancel session"), _("Session cancelled")),
    "attendance.report_applied": (_("Save attendance report"), _("Attendance report saved")),
    "attendance.report_discarded": (_("Discard attendance report"), _("Attendance report discarded")),
    "attendance.report_undone": (_("Undo attendance report"), _("Attendance report undone")),
    "attendance.choice_forgotten": (_("Forget a choice"), _("Remembered choice forgotten")),
    "attendance.planned": (_("Change times, seats or rule"), _("Times, seats or rule changed")),
    "attendance.columns_forgotten": (_("Forget columns"), _("What was said about columns forgotten")),
    "attendance.list_read": (_("Read list of people"), _("List of people read")),
    "attendance.list_exported": (_("Export list of people"), _("List of people exported")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)
