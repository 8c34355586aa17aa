"""The public addresses of the site that are not pages of the tree, and the one pattern that serves the pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_safe
from wagtail.urls import serve_pattern

from content.page_cache import same_for_everybody
from home.feeds import ComingFeed, NewsFeed, RecordingsFeed
from home.views import calendar, lists, machines, my_page, pages


def _feed(feed: Feed[Any, Any]) -> Callable[..., HttpResponse]:
    return require_safe(same_for_everybody("programme", *lists.FILTERS)(feed))


urlpatterns = [
    path("catalogue/", lists.catalogue, name="catalogue"),
    path("calendar/", calendar.calendar_month, name="calendar"),
    path("calendar/list/", calendar.calendar_list, name="calendar_list"),
    path("calendar/feed/", _feed(ComingFeed()), name="coming_feed"),
    path("calendar/<int:year>/<int:month>/", calendar.calendar_month, name="calendar_month"),
    path("calendar/<slug:programme>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("search/", lists.search, name="search"),
    path("themes/", lists.themes, name="themes"),
    path("themes/<slug:slug>/", lists.theme, name="theme"),
    path("organisations/<int:pk>/", lists.organisation, name="organisation"),
    path("alliances/<int:pk>/", lists.alliance, name="alliance"),
    path("recordings/", lists.recordings, name="recordings"),
    path("recordings/feed/", _feed(RecordingsFeed()), name="recordings_feed"),
    path("news/", pages.news, name="news"),
    path("news/feed/", _feed(NewsFeed()), name="news_feed"),
    path("initiatives/", pages.initiatives, name="initiatives"),
    path("regions/<int:pk>/", lists.region, name="region"),
    path("cards/<int:pk>/<slug:version>.png", machines.social_card, name="social_card"),
    path("cards/<slug:version>.png", machines.site_card, name="site_card"),
    path("accessibility/", pages.site_page, {"shows": "accessibility"}, name="accessibility"),
    path("privacy/", pages.site_page, {"shows": "privacy"}, name="privacy"),
    path("contact/", pages.site_page, {"shows": "contact"}, name="contact"),
    path("glossary/", pages.glossary, name="glossary"),
    path("my-page/", my_page.my_page, name="my_page"),
]

# Wagtail reverses this name for page URLs. Last, as it matches any path.
page_patterns = [re_path(serve_pattern, pages.page, name="wagtail_serve")]
