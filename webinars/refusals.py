"""Refusals about recordings, used by the button, the action and the message."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Phase, Session
from courses.refusals import Refusal
from webinars.models import Recording

NO_VIDEO = Refusal("no_video", _("There is no video yet. Drop the file, or give the address of one elsewhere."))
NOT_HELD = Refusal("not_held", _("The webinar has not been held yet. Its recording is published afterwards."))
CANCELLED = Refusal("cancelled", _("The webinar is cancelled, so there is no recording to publish."))
PASSED = Refusal("passed", _("That time has passed. Choose one to come, or publish now."))
PUBLIC = Refusal("public", _("It is public already. Take it back first if it is to come later."))
NEEDS_REASON = Refusal("needs_reason", _("Say why it would be a disproportionate burden."))
NOT_AN_IMAGE = Refusal("not_an_image", _("This is not a picture that we can read. Use JPEG, PNG or WebP."))
IMAGE_TOO_LARGE = Refusal("image_too_large", _("The picture is too large. At most 10 MB and 40 megapixels."))


def publishing_refusal(recording: Recording, session: Session | None, at: dt.datetime | None = None) -> Refusal | None:
    """Why the recording cannot be published now, or at a time. What is only missing is a warning and no refusal."""
    now = timezone.now()
    phase = session.phase(now) if session else Phase.BEFORE
    if phase == Phase.CANCELLED:
        return CANCELLED
    if phase != Phase.AFTER:
        return NOT_HELD
    if not recording.has_video:
        return NO_VIDEO
    if at is not None and at <= now:
        return PASSED
    if at is not None and recording.is_published(now):
        return PUBLIC
    return None
