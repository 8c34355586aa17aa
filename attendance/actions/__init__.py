"""Actions on seats, presence and reports. Keyword-only, atomic, idempotent."""

from attendance.actions.applying_reports import apply_report, apply_report_later, undo_report, undo_report_later
from attendance.actions.by_address import Typed, pick_modules_by_address, register_by_address
from attendance.actions.by_hand import (
    ByHand,
    RowsRefused,
    excuse,
    mark_everybody,
    set_presence,
    take_back,
    undo_saving,
)
from attendance.actions.calendars import give_calendar_address, renew_calendar_address, revoke_calendar_address
from attendance.actions.cancelling import cancel_session
from attendance.actions.deciding_reports import (
    decide,
    decide_as_new,
    decide_unknown,
    forget,
    forget_columns,
    take_decision_back,
)
from attendance.actions.enrolments import drop_module, keep_module, pick_modules
from attendance.actions.objecting import answer_objection, object_to
from attendance.actions.planning import plan_activity
from attendance.actions.presence import AttendanceRow, record_attendances
from attendance.actions.seats import (
    approve_registration,
    give_free_seats,
    record_registrations,
    register,
    turn_down_registration,
    withdraw_registration,
)
from attendance.actions.taking_reports import discard_report, queue_report, take_report
from attendance.actions.walk_ins import (
    add_unknown_walk_in,
    add_walk_in,
    register_by_staff,
    register_unknown_by_staff,
)

__all__ = [
    "AttendanceRow",
    "ByHand",
    "RowsRefused",
    "Typed",
    "add_unknown_walk_in",
    "add_walk_in",
    "answer_objection",
    "apply_report",
    "apply_report_later",
    "approve_registration",
    "cancel_session",
    "decide",
    "decide_as_new",
    "decide_unknown",
    "discard_report",
    "drop_module",
    "excuse",
    "forget",
    "forget_columns",
    "give_calendar_address",
    "give_free_seats",
    "keep_module",
    "mark_everybody",
    "object_to",
    "pick_modules",
    "pick_modules_by_address",
    "plan_activity",
    "queue_report",
    "record_attendances",
    "record_registrations",
    "register",
    "register_by_address",
    "register_by_staff",
    "register_unknown_by_staff",
    "renew_calendar_address",
    "revoke_calendar_address",
    "set_presence",
    "take_back",
    "take_decision_back",
    "take_report",
    "turn_down_registration",
    "undo_report",
    "undo_report_later",
    "undo_saving",
    "withdraw_registration",
]
