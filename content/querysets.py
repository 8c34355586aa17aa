"""Querysets of pages. Every list and count starts from the originals, so that no translation is counted as well."""

from __future__ import annotations

from typing import Self

from wagtail.models import PageManager, PageQuerySet


class VersionQuerySet(PageQuerySet):
    def originals(self) -> Self:
        """Pages that are not translations of others."""
        return self.filter(original__isnull=True)


VersionManager = PageManager.from_queryset(VersionQuerySet, "VersionManager")
