from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from home.actions import open_news_to_owners
from home.models import NewsIndexPage


@hooks.register("after_create_page")
def let_owners_write_news(request: HttpRequest, page: Page) -> None:
    """Whoever makes the place for news makes it for all who write."""
    if isinstance(page, NewsIndexPage):
        open_news_to_owners(index=page)
