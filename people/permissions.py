from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import Participant, User


def participant_of(user: User | AnonymousUser) -> Participant | None:
    """The participant that an account is, or None: a visitor, or staff who never took part."""
    return getattr(user, "participant", None) if user.is_authenticated else None
