"""Loads forums and initiatives: maps their entries in the file to page contents."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from home.programme_file.loading.load import Load
from home.programme_file.loading.pages import Contents, paragraph, themes
from home.programme_file.loading.regions import upsert_region
from home.programme_file.schemaless import Entry, Values
from home.programme_file.text import LANGUAGES, Text
from initiatives.models import ForumMember, ForumPage, InitiativePage, TargetArea

FORUM_KINDS = {"leadership_forum": "leaders"}
CATEGORIES = {"public_administration": "administration"}
TO_CLARIFY = {
    "organisation": gettext_noop("How it is organised"),
    "process": gettext_noop("How it is gone about"),
    "concept": gettext_noop("What the idea is"),
}


def forum_contents(load: Load, entry: Entry) -> Contents:
    region = entry.word("region_name")
    fields = {
        "kind": entry.choice("kind", ForumPage.Kind, "network", FORUM_KINDS),
        "page_date": entry.day("page_date"),
        "region_id": upsert_region(load, region).pk if region else None,
        "responsible_id": load.organisation(entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    members = [
        {
            "name": row.word("name")[:160],
            "organisation_id": load.organisation(row.word("organisation")),
            "category": row.choice("category", ForumMember.Category, "business", CATEGORIES),
        }
        for row in entry.parts("members")
    ]
    areas = [
        {"title": load.text(row.text("title"))[:120], "text": load.text(row.text("text"))}
        for row in entry.parts("target_picture")
    ]
    return Contents(
        fields,
        {"title": entry.title, "lead": entry.text("lead") or entry.title},
        {
            "body": paragraph(entry.text("rationale")),
            "values": paragraph(entry.text("values")),
        },
        relations={"themes": themes(load, entry.words("themes"))},
        children={"members": members, "areas": areas},
        lists={"purposes": entry.texts("purposes")},
    )


def take_areas(load: Load, page: ForumPage, entry: Entry) -> None:
    for row, area in zip(entry.parts("target_picture"), page.areas.all(), strict=True):
        if row.word("id"):
            load.take("areas", row.word("id"), area.pk)


def initiative_contents(load: Load, entry: Entry) -> Contents:
    owner = load.file.sections.programme.owners[0]
    fields = {
        "phase": entry.choice("status", InitiativePage.Phase, "running"),
        "coordinator_id": load.organisation(entry.word("coordinator") or owner),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    areas = load.known("areas", entry.words("areas"))
    overlaps = load.known("initiatives", entry.words("overlaps"))
    return Contents(
        fields,
        {"title": entry.title, "goal": entry.text("goal") or entry.title},
        {"body": paragraph(entry.text("body"))},
        relations={
            "themes": themes(load, entry.words("themes")),
            "areas": list(TargetArea.objects.filter(pk__in=areas)),
            "overlaps": list(InitiativePage.objects.filter(pk__in=overlaps)),
        },
        lists={"to_clarify": _to_clarify(entry)},
    )


def _to_clarify(entry: Values) -> list[Text]:
    """The questions that are still open: three keywords give predefined texts, anything else is used as it is."""
    words = entry.words("to_clarify")
    if words and all(word in TO_CLARIFY for word in words):
        return [_in_all_languages(TO_CLARIFY[word]) for word in words]
    return entry.texts("to_clarify")


def _in_all_languages(message: str) -> Text:
    """A message of the interface, translated to all languages."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            said[code] = gettext(message)
    return Text(said, LANGUAGES[0])
