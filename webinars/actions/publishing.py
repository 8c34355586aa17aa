"""Making a recording public, and what must be decided about it."""

from __future__ import annotations

from webinars.models import Recording, WebinarPage


def recording_of(webinar: WebinarPage) -> Recording:
    """The recording of a webinar. Its row is made when it is first asked for, and shows nothing until published.

    Captions are owed in the language that was spoken.
    """
    return Recording.objects.select_related("media", "described_media").get_or_create(
        webinar=webinar, defaults={"captions_required": [webinar.language]}
    )[0]
