"""Loads forums and initiatives: maps their entries in the file to page contents."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from home.programme_file.free_values import Free
from home.programme_file.loading import free_contents
from home.programme_file.loading.pages import Contents
from home.programme_file.loading.regions import bring_region
from home.programme_file.loading.state import Load
from home.programme_file.text import Text
from initiatives.models import (
    ForumMember,
    ForumPage,
    InitiativePage,
    TargetArea,
)

FORUM_KINDS = {"leadership_forum": "leaders"}
CATEGORIES = {"public_administration": "administration"}
TO_CLARIFY = {
    "organisation": gettext_noop("How it is organised"),
    "process": gettext_noop("How it is gone about"),
    "concept": gettext_noop("What the idea is"),
}


def forum_contents(load: Load, title: Text, entry: Free) -> Contents:
    kind, region = entry.word("kind"), entry.word("region_name")
    fields = {
        "kind": free_contents.one_of(ForumPage.Kind, FORUM_KINDS.get(kind, kind), "network"),
        "page_date": entry.day("page_date"),
        "region_id": bring_region(load, region).pk if region else None,
        "responsible_id": free_contents.organisation(load, entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    members = [
        {
            "name": row.word("name")[:160],
            "organisation_id": free_contents.organisation(load, row.word("organisation")),
            "category": free_contents.one_of(
                ForumMember.Category, CATEGORIES.get(row.word("category"), row.word("category")), "business"
            ),
        }
        for row in entry.parts("members")
    ]
    areas = [
        {"title": load.text(row.text("title"))[:120], "text": load.text(row.text("text"))}
        for row in entry.parts("target_picture")
    ]
    return Contents(
        fields,
        {"title": title, "lead": entry.text("lead") or title},
        {
            "body": free_contents.paragraph(entry.text("rationale")),
            "values": free_contents.paragraph(entry.text("values")),
        },
        relations={"themes": free_contents.themes(load, entry)},
        children={"members": members, "areas": areas},
        lists={"purposes": entry.texts("purposes")},
    )


def take_areas(load: Load, page: ForumPage, entry: Free) -> None:
    for row, area in zip(entry.parts("target_picture"), page.areas.all(), strict=True):
        if row.word("id"):
            load.take("areas", row.word("id"), area.pk)


def initiative_contents(load: Load, title: Text, entry: Free) -> Contents:
    owner = load.file.sections.programme.owners[0]
    fields = {
        "phase": free_contents.one_of(InitiativePage.Phase, entry.word("status"), "running"),
        "coordinator_id": free_contents.organisation(load, entry.word("coordinator") or owner),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    areas = load.many("areas", free_contents.known(load, "areas", entry.words("areas")))
    overlaps = load.many("initiatives", free_contents.known(load, "initiatives", entry.words("overlaps")))
    return Contents(
        fields,
        {"title": title, "goal": entry.text("goal") or title},
        {"body": free_contents.body(entry)},
        relations={
            "themes": free_contents.themes(load, entry),
            "areas": list(TargetArea.objects.filter(pk__in=areas)),
            "overlaps": list(InitiativePage.objects.filter(pk__in=overlaps)),
        },
        lists={"to_clarify": _to_clarify(entry)},
    )


def _to_clarify(entry: Free) -> list[Text]:
    """The questions that are still open: three keywords give predefined texts, anything else is used as it is."""
    words = entry.words("to_clarify")
    if words and all(word in TO_CLARIFY for word in words):
        return [free_contents.in_all_languages(TO_CLARIFY[word]) for word in words]
    return entry.texts("to_clarify")
