"""Queries for news articles."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from content.models import SiteSettings
from home import index
from home.cards import Card
from home.initiatives.related import RelatedPages
from home.models import NewsPage
from home.pages import public
from home.reading_cards import cards_of_facts
from people.models import Participant

ON_FRONT = 3
NEW_FOR = dt.timedelta(days=365)
PER_PAGE = 12
DAYS_IN_MONTH = 30.44


def published_news() -> QuerySet[NewsPage]:
    """The public articles, newest first."""
    return public(NewsPage.objects.filter(original=None)).order_by(F("first_published_at").desc(nulls_last=True), "-pk")


def newest() -> list[NewsPage]:
    """The articles for the front page, at most a year old. One query."""
    return list(published_news().filter(first_published_at__gte=timezone.now() - NEW_FOR)[:ON_FRONT])


def page_of_news(number: Any) -> PageOfList[NewsPage]:
    return Paginator(published_news(), PER_PAGE).get_page(number)


def activity_of(article: NewsPage, participant: Participant | None) -> Card | None:
    """The activity that the article is about, as a card with the status of the participant; `None` if there is none."""
    if article.activity_id is None:
        return None
    known = index.read()
    return next(iter(cards_of_facts(known.listed(known.of([article.activity_id])), participant)), None)


def belongs_to(article: NewsPage) -> tuple[Any, Any]:
    """The page that an article is about, and the page of its plan. At most one query."""
    related = RelatedPages([article.about_page_id, article.plan_id])
    if article.about_page_id is None and article.plan_id is None:
        return None, None
    return related.get(article.about_page_id), related.get(article.plan_id)


def is_outdated(article: NewsPage, request: HttpRequest) -> bool:
    """Whether the last change of the article is longer ago than the limit in the site settings (K16)."""
    # Not `SiteSettings.for_request`, which creates the row if it is missing: a read must not write.
    row = SiteSettings.objects.filter(site=Site.find_for_request(request)).first() or SiteSettings()
    months = row.news_old_after_months
    if not months or article.last_published_at is None:
        return False
    return timezone.now() - article.last_published_at > dt.timedelta(days=months * DAYS_IN_MONTH)
