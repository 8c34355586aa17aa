"""The public addresses of the site that are not pages of the tree, and the one pattern that serves the pages."""

from collections.abc import Callable
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_safe
from wagtail.urls import serve_pattern

from content.kept import same_for_everybody
from home import machines, views
from home.feeds import ComingFeed, NewsFeed, RecordingsFeed


def _feed(feed: Feed[Any, Any]) -> Callable[..., HttpResponse]:
    return require_safe(same_for_everybody("programme", *views.FILTERS)(feed))


urlpatterns = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("calendar/", views.calendar_month, name="calendar"),
    path("calendar/list/", views.calendar_list, name="calendar_list"),
    path("calendar/feed/", _feed(ComingFeed()), name="coming_feed"),
    path("calendar/<int:year>/<int:month>/", views.calendar_month, name="calendar_month"),
    path("calendar/<slug:programme>.ics", views.calendar_feed, name="calendar_feed"),
    path("search/", views.search, name="search"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:slug>/", views.theme, name="theme"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("alliances/<int:pk>/", views.alliance, name="alliance"),
    path("recordings/", views.recordings, name="recordings"),
    path("recordings/feed/", _feed(RecordingsFeed()), name="recordings_feed"),
    path("news/", views.news, name="news"),
    path("news/feed/", _feed(NewsFeed()), name="news_feed"),
    path("initiatives/", views.initiatives, name="initiatives"),
    path("regions/<int:pk>/", views.region, name="region"),
    path("cards/<int:pk>/<slug:version>.png", machines.social_card, name="social_card"),
    path("cards/<slug:version>.png", machines.site_card, name="site_card"),
    path("accessibility/", views.site_page, {"shows": "accessibility"}, name="accessibility"),
    path("privacy/", views.site_page, {"shows": "privacy"}, name="privacy"),
    path("contact/", views.site_page, {"shows": "contact"}, name="contact"),
    path("glossary/", views.glossary, name="glossary"),
    path("my-page/", views.my_page, name="my_page"),
    path("my-page/modules/<int:pk>/drop/", views.drop, name="drop_module"),
    path("my-page/modules/<int:pk>/keep/", views.keep, name="keep_module"),
]

# Wagtail reverses this name for page URLs. Last, as it matches any path.
page_patterns = [re_path(serve_pattern, views.page, name="wagtail_serve")]
