"""Feeds of what is new (V29)."""

from __future__ import annotations

import datetime as dt

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from home.context import Frame, read_frame
from home.models import NewsPage
from home.news import published_news

IN_FEED = 20


class NewsFeed(Feed[NewsPage, Frame]):
    """The newest articles, in the reader's language where they exist in it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Frame:
        return read_frame()

    def title(self, frame: Frame) -> str:
        return _("News from %(name)s") % {"name": frame.name}

    def subtitle(self, frame: Frame) -> str:
        return frame.about

    def author_name(self, frame: Frame) -> str:
        return frame.owner_line or frame.name

    def link(self) -> str:
        return reverse("news")

    def feed_url(self) -> str:
        return reverse("news_feed")

    def items(self, frame: Frame) -> list[NewsPage]:
        return list(published_news()[:IN_FEED])

    def item_title(self, item: NewsPage) -> str:
        return item.shown_title

    def item_description(self, item: NewsPage) -> str:
        return escape(item.word("lead"))

    def item_link(self, item: NewsPage) -> str:
        return item.get_url() or ""

    def item_guid(self, item: NewsPage) -> str:
        """The same in every language and after a new title."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: NewsPage) -> dt.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: NewsPage) -> dt.datetime | None:
        return item.last_published_at
