"""What people intend with seats and with presence. Keyword-only, atomic, safe to repeat."""

from attendance.actions.presence import (
    AttendanceRow,
    correct_attendance,
    record_attendance,
    record_attendances,
    undo_attendance,
)
from attendance.actions.seats import (
    approve_registration,
    drop_module,
    pick_modules,
    record_registrations,
    register,
    turn_down_registration,
    withdraw_registration,
)

__all__ = [
    "AttendanceRow",
    "approve_registration",
    "correct_attendance",
    "drop_module",
    "pick_modules",
    "record_attendance",
    "record_attendances",
    "record_registrations",
    "register",
    "turn_down_registration",
    "undo_attendance",
    "withdraw_registration",
]
