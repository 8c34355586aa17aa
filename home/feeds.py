"""Syndication feeds for feed readers and partners' own sites; each entry links to this site (V29)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from content import looks
from home import recordings
from home.calendar import coming
from home.cards import Card
from home.context import Frame, read_frame
from home.models import NewsPage
from home.news import published_news
from webinars.models import WebinarPage

IN_FEED = 20


@dataclass
class FeedRequest:
    """The parameters of a request for a feed."""

    frame: Frame
    request: HttpRequest


class _Feed(Feed[Any, FeedRequest]):
    """Base class of feeds, in the active language; entries that are not translated are in their own."""

    feed_type = Atom1Feed
    place = ""
    """The URL name of the corresponding page, and of the feed."""

    def get_object(self, request: HttpRequest) -> FeedRequest:
        return FeedRequest(read_frame(look=looks.of_request(request)), request)

    def subtitle(self, asked: FeedRequest) -> str:
        return asked.frame.about

    def author_name(self, asked: FeedRequest) -> str:
        return asked.frame.owner_line or asked.frame.name

    def link(self) -> str:
        return reverse(self.place)

    def feed_url(self, asked: FeedRequest) -> str:
        return asked.request.get_full_path()

    def item_title(self, item: Any) -> str:
        return item.shown_title

    def item_link(self, item: Any) -> str:
        return item.get_url() or ""

    def item_guid(self, item: Any) -> str:
        """An identifier that depends neither on the language nor on the title."""
        return f"urn:uuid:{item.translation_key}"


class NewsFeed(_Feed):
    """The newest articles."""

    place = "news"

    def title(self, asked: FeedRequest) -> str:
        return _("News from %(name)s") % {"name": asked.frame.name}

    def items(self, asked: FeedRequest) -> list[NewsPage]:
        return list(published_news()[:IN_FEED])

    def item_description(self, item: NewsPage) -> str:
        return escape(item.word("lead"))

    def item_pubdate(self, item: NewsPage) -> dt.datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: NewsPage) -> dt.datetime | None:
        return item.last_published_at


class RecordingsFeed(_Feed):
    """The newest recordings, narrowed by the filters in the query string (by partner, theme and so on)."""

    place = "recordings"

    def title(self, asked: FeedRequest) -> str:
        return _("Recordings from %(name)s") % {"name": asked.frame.name}

    def items(self, asked: FeedRequest) -> list[WebinarPage]:
        return recordings.newest(asked.request.GET, IN_FEED)

    def item_description(self, item: WebinarPage) -> str:
        return escape(item.word("abstract_text"))

    def item_pubdate(self, item: WebinarPage) -> dt.datetime | None:
        return item.recording.published_at


class ComingFeed(_Feed):
    """Upcoming activities in order of time, optionally of one programme given in the address."""

    place = "calendar_list"

    def title(self, asked: FeedRequest) -> str:
        return _("What is coming from %(name)s") % {"name": asked.frame.name}

    def items(self, asked: FeedRequest) -> list[Card]:
        return coming(asked.request.GET.get("programme", ""), IN_FEED)

    def item_title(self, item: Card) -> str:
        return item.page.shown_title

    def item_link(self, item: Card) -> str:
        return item.url

    def item_guid(self, item: Card) -> str:
        return f"urn:uuid:{item.page.translation_key}"

    def item_description(self, item: Card) -> str:
        """The date and a summary."""
        return "".join(f"<p>{escape(text)}</p>" for text in (item.day, item.page.word("abstract_text")) if text)

    def item_pubdate(self, item: Card) -> dt.datetime | None:
        return item.page.first_published_at

    def item_updateddate(self, item: Card) -> dt.datetime | None:
        """The last change of the page or of its date."""
        moments = (item.page.last_published_at, item.session and item.session.calendar_changed_at)
        return max((moment for moment in moments if moment), default=None)
