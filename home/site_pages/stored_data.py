"""Which personal data is stored and for how long. The periods are the settings and constants that the code uses."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import uploads
from gatherings.actions import KEPT as ANSWERS_KEPT


class Item(NamedTuple):
    what: str
    how_long: str


def stored_data() -> list[Item]:
    """The personal data stored in the database."""
    until_deleted = _("Until whoever runs the programme deletes it, or you ask for it")
    return [
        Item(_("Name, e-mail address, workplace and municipality"), until_deleted),
        Item(_("Registrations, attendance, what you have seen of recordings, completions"), until_deleted),
        Item(
            _("What you answer on food and on what you need to take part"),
            _("%(time)s after the gathering, then it is deleted") % {"time": length(ANSWERS_KEPT)},
        ),
        Item(_("The code that you sign in with"), length(dt.timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT))),
        Item(_("Uploads of editors that were broken off"), length(uploads.KEEP)),
        Item(_("What you search for"), _("Not kept")),
    ]


def cookies() -> list[Item]:
    """The data stored in the browser (cookies and web storage). It is strictly necessary, so no consent is needed."""
    return [
        Item(
            _("%(name)s: that you are signed in") % {"name": settings.SESSION_COOKIE_NAME},
            length(dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        ),
        Item(
            _("%(name)s: that a form comes from you") % {"name": settings.CSRF_COOKIE_NAME},
            length(dt.timedelta(seconds=settings.CSRF_COOKIE_AGE)),
        ),
        Item(
            _("What you have typed in a form, while you change language or sign in"),
            _("Until you are back at the form"),
        ),
        Item(_("The speed and the captions you have chosen for recordings"), _("Until you delete it in your browser")),
    ]


def length(time: dt.timedelta) -> str:
    """A period in words, such as “30 days” or “15 minutes”."""
    if time.days:
        return ngettext("%(number)s day", "%(number)s days", time.days) % {"number": time.days}
    minutes = time.seconds // 60
    return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
