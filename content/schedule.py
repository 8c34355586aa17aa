"""Pages that are to be published or taken back at a time. The task worker looks: nothing else need be set up."""

from __future__ import annotations

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision


def publish_what_is_due() -> None:
    """Wagtail's own command, where it has anything to do. Two workers that do it at once do the same."""
    now = timezone.now()
    is_due = Revision.objects.filter(approved_go_live_at__lt=now).exists()
    if is_due or Page.objects.filter(live=True, expire_at__lt=now).exists():
        call_command("publish_scheduled", verbosity=0)
