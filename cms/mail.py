"""An e-mail backend that sends nothing: every message becomes a file."""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.policy import SMTPUTF8
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify

# Headers in UTF-8 instead of encoded words, and the line endings of this computer.
READABLE = SMTPUTF8.clone(refold_source="all", linesep="\n")


class FolderEmailBackend(BaseEmailBackend):
    """Write each message to EMAIL_FILE_PATH as one .eml file: readable as text, and opened by any e-mail program."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            # UTF-8 throughout, so that subject and addresses are legible in the file itself.
            content = message_from_bytes(message.message().as_bytes(), policy=READABLE).as_bytes()
            path = _free_path(folder, message)
            path.write_bytes(content)
            print(f"E-mail: {path}", flush=True)
        return len(email_messages)


def _free_path(folder: Path, message: EmailMessage) -> Path:
    """A file name that sorts by time and shows recipient and subject."""
    when = timezone.localtime().strftime("%Y-%m-%d-%H%M%S-%f")
    to = re.sub(r"[^\w.@+-]", "_", ",".join(message.to))[:80]
    return folder / f"{when} {to} {slugify(message.subject, allow_unicode=True)[:60]}.eml"
