"""The lock on the root session of an activity: one for all that happens to its seats and its attendance."""

from __future__ import annotations

from collections.abc import Iterable

from courses.models import Session


def lock_root(session: Session) -> Session:
    """The root session of `session`, locked until the transaction ends."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("activity__content_type")
        .get(activity_id=session.activity_id, parent__isnull=True)
    )


def lock_roots(roots: Iterable[Session]) -> None:
    """Lock several activities, always in the same order, so that there is no deadlock."""
    ids = [root.pk for root in roots]
    list(Session.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def lock_session(session: Session) -> Session:
    """Lock the whole activity and return the session as it is now.

    If two of the staff save the same sheet, the second waits and then sees the first one's changes. Nothing is
    cancelled meanwhile.
    """
    root = lock_root(session)
    return root if root.pk == session.pk else Session.objects.select_related("activity").get(pk=session.pk)
