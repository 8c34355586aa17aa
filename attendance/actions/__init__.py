"""What people intend with seats and with presence. Keyword-only, atomic, safe to repeat."""

from attendance.actions.by_address import Typed, pick_modules_by_address, register_by_address
from attendance.actions.by_hand import (
    ByHand,
    RowsRefused,
    correct_attendance,
    set_presence,
    take_back,
    undo_attendance,
)
from attendance.actions.cancelling import cancel_session
from attendance.actions.presence import AttendanceRow, record_attendance, record_attendances
from attendance.actions.seats import (
    approve_registration,
    drop_module,
    give_free_seats,
    keep_module,
    pick_modules,
    record_registrations,
    register,
    turn_down_registration,
    withdraw_registration,
)
from attendance.actions.walk_ins import add_unknown_walk_in, add_walk_in

__all__ = [
    "AttendanceRow",
    "ByHand",
    "RowsRefused",
    "Typed",
    "add_unknown_walk_in",
    "add_walk_in",
    "approve_registration",
    "cancel_session",
    "correct_attendance",
    "drop_module",
    "give_free_seats",
    "keep_module",
    "pick_modules",
    "pick_modules_by_address",
    "record_attendance",
    "record_attendances",
    "record_registrations",
    "register",
    "register_by_address",
    "set_presence",
    "take_back",
    "turn_down_registration",
    "undo_attendance",
    "withdraw_registration",
]
