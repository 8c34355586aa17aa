"""Validators of names."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What e-mail programs turn into links: web addresses, with or without a scheme, and e-mail addresses.
_ADDRESS = re.compile(r"@|://|\w\.\w{2,}")


def validate_no_address(text: str) -> None:
    """Refuse addresses in names. Names appear in e-mails to any address that is typed, and could be misused to spread
    links."""
    if _ADDRESS.search(unicodedata.normalize("NFKC", text)):
        raise ValidationError(
            _("Write the name without addresses of web pages or e-mail. After a full stop comes a space."),
            code="address",
        )
