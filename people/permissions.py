from __future__ import annotations

from typing import TYPE_CHECKING

from people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import Participant


def signed_in(user: User | AnonymousUser) -> User:
    """The account behind a view that lets in nobody without one."""
    assert isinstance(user, User)
    return user


def participant_of(user: User | AnonymousUser) -> Participant | None:
    """The participant that an account is, or None: a visitor, or staff who never took part."""
    return getattr(user, "participant", None) if user.is_authenticated else None
