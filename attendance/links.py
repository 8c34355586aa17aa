"""The link in e-mails for managing one's registrations without signing in."""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from people.models import Participant

SALT = "attendance.manage"
LASTS = dt.timedelta(days=540)
"""Longer than anything is planned ahead."""


def manage_token(participant: Participant) -> str:
    """A signed token with the participant and their address. It is invalid once they have another address."""
    return signing.TimestampSigner(salt=SALT).sign(f"{participant.pk}-{_print(participant)}")


def participant_of_token(token: str) -> Participant | None:
    """The participant of a token; None if it is forged, expired, or for a former address."""
    try:
        pk, _, fingerprint = signing.TimestampSigner(salt=SALT).unsign(token, max_age=LASTS).partition("-")
    except signing.BadSignature:
        return None
    participant = Participant.objects.filter(pk=pk).exclude(email=None).first()
    if participant is None or not constant_time_compare(fingerprint, _print(participant)):
        return None
    return participant


def _print(participant: Participant) -> str:
    return salted_hmac(SALT, (participant.email or "").lower()).hexdigest()[:16]
