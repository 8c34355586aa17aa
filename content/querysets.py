"""Reads over pages. A list, a count or a fact begins with the originals, so that nothing is there twice."""

from __future__ import annotations

from typing import Self

from wagtail.models import PageManager, PageQuerySet


class VersionQuerySet(PageQuerySet):
    def originals(self) -> Self:
        """Without translations: what every list, count and fact uses."""
        return self.filter(original__isnull=True)


VersionManager = PageManager.from_queryset(VersionQuerySet, "VersionManager")
