"""Loads news articles below the one index page of the site. Events have no page yet: only their title is stored."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from home.models import NEWS, NewsIndexPage, NewsPage
from home.programme_file.loading.load import Load, assign
from home.programme_file.loading.pages import Contents, slug_of, upsert_index, upsert_page
from home.programme_file.schema.activities import News
from home.programme_file.text import Text

NOON = dt.time(12)
"""The time used for a date without one: at noon the date is the same in all time zones of Europe."""


def load_news(load: Load) -> None:
    if not load.file.sections.news:
        return
    index = upsert_index(load, NewsIndexPage(slug=NEWS), "news", _("News"))
    for entry in load.file.sections.news:
        texts: dict[str, Text | None] = {"title": entry.title, "lead": entry.lead or entry.title}
        contents = Contents(_fields(load, entry), texts, {"body": entry.body})
        new = NewsPage(slug=slug_of(load.text(entry.title)))
        _date(load, upsert_page(load, "news", entry.id, new, index, contents), entry)


def _fields(load: Load, entry: News) -> dict[str, object]:
    activity = load.of("webinars", entry.webinar) or load.of("gatherings", entry.gathering)
    return {
        "activity_id": activity,
        "about_page_id": load.of("projects", entry.project),
        "about_title": load.file.kept_title(entry.event),
        "plan_id": load.of("plans", entry.plan),
    }


def _date(load: Load, page: NewsPage, entry: News) -> None:
    """Set the dates of publication and change to those in the file, instead of the time of loading."""
    if entry.published is None:
        return
    values = {
        "first_published_at": load.file.moment(entry.published, NOON),
        "last_published_at": load.file.moment(entry.updated or entry.published, NOON),
    }
    if assign(page, values):
        NewsPage.objects.filter(pk=page.pk).update(**values)
        load.amend("news")
