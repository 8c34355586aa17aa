"""Querysets of activities, sessions and enrolments. Every list starts from one of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageManager

from content.querysets import VersionQuerySet

if TYPE_CHECKING:
    from wagtail.models import Page


def below(page: Page, prefix: str = "") -> Q:
    """A condition: pages below `page` in the tree. `prefix` is the path to the page, such as `activity__`."""
    return Q(**{f"{prefix}path__under": page.path, f"{prefix}depth__gt": page.depth})


def within(paths: Iterable[str]) -> Q:
    """A condition: pages with one of these tree paths, and pages below them."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__under=path)
    return found


def is_over(now: dt.datetime) -> Q:
    """A condition: sessions that are over, cancelled or not. The query form of `Session.phase`."""
    today = timezone.localdate(now)
    by_date = Q(last_date__lt=today) | Q(last_date__isnull=True, date__lt=today)
    return Q(ends_at__lte=now) | (Q(ends_at__isnull=True) & by_date)


class ActivityQuerySet(VersionQuerySet):
    def known_as(self, pk: int) -> ActivityQuerySet:
        """The original whose key this is, or whose translation's."""
        translated = self.model._default_manager.filter(id=pk).values("original")
        return self.originals().filter(Q(id=pk) | Q(pk__in=translated))

    def in_programme(self, programme: Page) -> ActivityQuerySet:
        return self.filter(below(programme))


ActivityManager = PageManager.from_queryset(ActivityQuerySet, "ActivityManager")


class SessionQuerySet(models.QuerySet[Any]):
    def roots(self) -> SessionQuerySet:
        return self.filter(parent__isnull=True)

    def days(self) -> SessionQuerySet:
        return self.filter(level="day")

    def not_cancelled(self) -> SessionQuerySet:
        return self.filter(cancelled_at__isnull=True)

    def in_programme(self, programme: Page) -> SessionQuerySet:
        return self.filter(below(programme, "activity__"), activity__original__isnull=True)

    def upcoming(self, now: dt.datetime | None = None) -> SessionQuerySet:
        """Dated, not cancelled and not over, in order of time: the query form of `Session.phase`."""
        dated = self.not_cancelled().filter(date__isnull=False)
        return dated.exclude(is_over(now or timezone.now())).order_by("date", "starts_at", "pk")


class EnrolmentQuerySet(models.QuerySet[Any]):
    def active(self) -> EnrolmentQuerySet:
        return self.filter(dropped_at__isnull=True)
