"""What is done with the pages that belong to the whole site."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission

from courses.actions import PAGE_PERMISSIONS
from courses.models import ProgrammePage
from home.models import NewsIndexPage


@transaction.atomic
def open_news_to_owners(*, index: NewsIndexPage) -> None:
    """Lets those who write the pages of a programme write news too. Twice is once."""
    groups = Group.objects.filter(page_permissions__page__in=ProgrammePage.objects.values("pk")).distinct()
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
    for group in groups:
        for permission in permissions:
            for page in (index, *index.translations.all()):
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
