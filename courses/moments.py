"""When public pages of a programme change by the clock alone. See `content.validity`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from courses.models import Session

BY_THE_CLOCK = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "cancel_by")


def of_sessions(now: dt.datetime) -> Iterator[QuerySet[Any, Any]]:
    """When sessions begin and end, when registration opens and closes, and when cancelling ends."""
    for name in BY_THE_CLOCK:
        yield Session.objects.filter(**{f"{name}__gt": now}).order_by().annotate(moment=F(name)).values_list("moment")
