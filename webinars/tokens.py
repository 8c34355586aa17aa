"""The view token: given to a page with a player, to authenticate the reports of that player.

It replaces a request at the start: nothing is written before something has been watched.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import astuple, dataclass

from django.core import signing

from people.models import Participant
from webinars.credit import REMEMBERED_FOR
from webinars.models import Recording

SALT = "webinars.viewing"


@dataclass(frozen=True)
class ViewToken:
    """Who opened the page of which recording, and when."""

    participant: int
    user: int
    recording: int
    media_version: int
    issued_at: float
    view_id: str

    def signed(self) -> str:
        return signing.dumps(astuple(self), salt=SALT)

    @classmethod
    def read(cls, text: str) -> ViewToken:
        """Raises `signing.SignatureExpired` if it is too old, and `signing.BadSignature` for anything else."""
        return cls(*signing.loads(text, salt=SALT, max_age=REMEMBERED_FOR))


def view_token(participant: Participant | None, recording: Recording, now: dt.datetime) -> str:
    """The token of a page view. Empty if nothing can be measured: no account, no file of ours, or length unknown."""
    if participant is None or participant.user_id is None or recording.media_id is None or not recording.seconds:
        return ""
    return ViewToken(
        participant=participant.pk,
        user=participant.user_id,
        recording=recording.pk,
        media_version=recording.media_version,
        issued_at=round(now.timestamp(), 3),
        view_id=secrets.token_urlsafe(6),
    ).signed()
