from __future__ import annotations

from typing import TYPE_CHECKING

from people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import Participant


def signed_in(user: User | AnonymousUser) -> User:
    """The user of a view that requires an account, with its type."""
    assert isinstance(user, User)
    return user


def participant_of(user: User | AnonymousUser) -> Participant | None:
    """The participant of an account; None for visitors, and for staff who have never taken part."""
    return getattr(user, "participant", None) if user.is_authenticated else None
