"""What a text that somebody types may not hold."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What a mail program makes a link of: an address on the web with or without what comes before it, and one of e-mail.
_ADDRESS = re.compile(r"@|://|\w\.\w{2,}")


def validate_no_address(text: str) -> None:
    """A name stands in e-mails to an address that anybody can type: it must not be a way to send people somewhere."""
    if _ADDRESS.search(unicodedata.normalize("NFKC", text)):
        raise ValidationError(
            _("Write the name without addresses of web pages or e-mail. After a full stop comes a space."),
            code="address",
        )
