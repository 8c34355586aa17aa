"""The secret address of one's own calendar: made on demand, made anew when it has leaked, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance.models import CalendarAddress
from attendance.models.presence import new_key

if TYPE_CHECKING:
    from people.models import Participant, User


@transaction.atomic
def give_calendar_address(*, participant: Participant, by: User | None) -> CalendarAddress:
    """The address there is, or a first one. Twice is once."""
    return CalendarAddress.objects.get_or_create(participant=participant)[0]


@transaction.atomic
def renew_calendar_address(*, participant: Participant, by: User | None) -> CalendarAddress:
    """Another address; the one there was opens nothing any more."""
    address = CalendarAddress.objects.select_for_update().get_or_create(participant=participant)[0]
    address.key, address.made_at = new_key(), timezone.now()
    address.save(update_fields=["key", "made_at"])
    return address


@transaction.atomic
def revoke_calendar_address(*, participant: Participant, by: User | None) -> None:
    """Takes the address away. Twice is once."""
    CalendarAddress.objects.filter(participant=participant).delete()
