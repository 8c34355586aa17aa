"""When public pages of a programme change by the clock alone. See `content.validity`."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.db.models import Min, Q
from django.utils import timezone

from courses.models import ProgrammePage, Session

BY_THE_CLOCK = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "cancel_by")


def of_sessions(now: dt.datetime) -> dt.datetime | None:
    """The next time that a session begins or ends, or that registration opens or closes. One query."""
    coming = {f"next_{name}": Min(name, filter=Q(**{f"{name}__gt": now})) for name in BY_THE_CLOCK}
    found = Session.objects.aggregate(**coming)
    return min((moment for moment in found.values() if moment), default=None)


def of_days(now: dt.datetime) -> dt.datetime | None:
    """The next midnight in the time zone of any programme. One query."""
    zones = ProgrammePage.objects.order_by().values_list("timezone", flat=True).distinct()
    return min((_midnight(now, zoneinfo.ZoneInfo(name)) for name in zones), default=None)


def _midnight(now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    tomorrow = timezone.localdate(now, zone) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()), zone)
