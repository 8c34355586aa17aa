"""Builds the e-mails about recordings."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from attendance.descriptions import address_of, sender_of
from attendance.messages import compose, reader_of
from courses.requirements import rules_of
from webinars.models import Handout, Recording


def recording_ready(recording: int, participant: int) -> EmailMultiAlternatives | None:
    """To somebody who had a seat and did not attend: the recording is available.

    None if it is not public any more; it is sent when it is published again.
    """
    row = Recording.objects.public().select_related("webinar").filter(pk=recording).first()
    if row is None:
        return None
    person = reader_of(participant)
    webinar = row.webinar
    with translation.override(person.language):
        sender = sender_of([webinar])
        languages = [str(track.get_language_display()) for track in row.captions.order_by("pk") if track.has_text]
        context = {
            "title": webinar.shown_title,
            "url": address_of(webinar),
            "minutes": row.minutes,
            "captions": get_text_list(languages, _("and")),
            "chapters": row.chapters.count(),
            "presentations": webinar.handouts.filter(kind=Handout.Kind.SLIDES, is_planned=False).count(),
            "is_restricted": row.is_restricted,
            # Watching at another host is not measured, so no share is mentioned.
            "share": rules_of([webinar])[webinar.pk].watched_share if row.media_id else None,
        }
        with timezone.override(sender.zone):
            return compose("recording", person, sender, context)
