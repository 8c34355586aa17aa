"""What participants answer when they register for a gathering."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from attendance.models import Registration
from gatherings.models import Answers

if TYPE_CHECKING:
    from people.models import User

KEPT = dt.timedelta(days=30)
"""How long after the last day what somebody eats or needs is kept."""


@transaction.atomic
def keep_answers(
    *,
    registration: Registration,
    dietary_needs: str = "",
    access_needs: str = "",
    overnight: bool = False,
    by: User | None,
) -> Answers:
    """Stores what was answered last, in place of what was answered before."""
    values = {"dietary_needs": dietary_needs.strip(), "access_needs": access_needs.strip(), "overnight": overnight}
    answers, _ = Answers.objects.update_or_create(registration=registration, defaults=values)
    return answers


@transaction.atomic
def purge_answers(*, today: dt.date | None = None) -> int:
    """Deletes answers about gatherings that ended more than 30 days ago, and says how many."""
    last = (today or timezone.localdate()) - KEPT
    old = Answers.objects.annotate(ended=Coalesce("registration__session__last_date", "registration__session__date"))
    count, _ = old.filter(ended__lt=last).delete()
    return count
