"""Template tags for news pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page as PageOfList

from home import news
from home.cards import Card
from home.models import NewsPage
from people.permissions import participant_of

register = template.Library()


register.simple_tag(news.newest, name="newest_news")


@register.simple_tag(takes_context=True)
def news_list(context: dict[str, Any]) -> PageOfList[NewsPage]:
    """The requested page of the list of news."""
    return news.page_of_news(context["request"].GET.get("page"))


@register.simple_tag(takes_context=True)
def activity_of_news(context: dict[str, Any], article: NewsPage) -> Card | None:
    """The webinar or gathering that an article is about."""
    return news.activity_of(article, participant_of(context["request"].user))


@register.simple_tag
def pages_of_news(article: NewsPage) -> dict[str, Any]:
    """The project, forum or initiative that an article is about, and its plan."""
    about, plan = news.belongs_to(article)
    return {"about": about, "plan": plan}


@register.simple_tag(takes_context=True)
def is_outdated(context: dict[str, Any], article: NewsPage) -> bool:
    """Whether the article is older than the limit in the site settings, so that a notice is shown (K16)."""
    return news.is_outdated(article, context["request"])


@register.filter
def news_row(article: NewsPage) -> dict[str, Any]:
    """The context of `components/news_row.html` for an article."""
    return {
        "url": article.get_url(),
        "title": article.shown_title,
        "lang": article.shown_language,
        "text": article.word("lead"),
        "published": article.first_published_at,
    }
