"""The secret address of a participant's own calendar: created, replaced if it has leaked, revoked."""

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
    """The existing address, or a new one. Idempotent."""
    return CalendarAddress.objects.get_or_create(participant=participant)[0]


@transaction.atomic
def renew_calendar_address(*, participant: Participant, by: User | None) -> CalendarAddress:
    """A new address; the former one stops working."""
    address = CalendarAddress.objects.select_for_update().get_or_create(participant=participant)[0]
    address.key, address.made_at = new_key(), timezone.now()
    address.save(update_fields=["key", "made_at"])
    return address


@transaction.atomic
def revoke_calendar_address(*, participant: Participant, by: User | None) -> None:
    """Delete the address. Idempotent."""
    CalendarAddress.objects.filter(participant=participant).delete()
