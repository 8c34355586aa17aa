"""Plans, projects, forums and initiatives. Their sections are free: what they hold beyond the example is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from courses.models import ProgrammePage
from home.actions import open_to_owners
from home.models import HomePage
from home.programme_file.free_values import Free
from home.programme_file.loading import pages
from home.programme_file.loading.pages import Contents, bring_page, slug_of
from home.programme_file.loading.programmes import name_policy_basis
from home.programme_file.loading.regions import bring_region
from home.programme_file.loading.state import Load
from home.programme_file.schema.activities import BodyPart
from home.programme_file.text import LANGUAGES, Text
from initiatives.models import (
    ADDRESS,
    Deliverable,
    ForumMember,
    ForumPage,
    InitiativeIndexPage,
    InitiativePage,
    PlanPage,
    ProjectPage,
    Supplier,
    TargetArea,
)

PLAN_KINDS = {"regional_planning_strategy": "strategy"}
FORUM_KINDS = {"leadership_forum": "leaders"}
CATEGORIES = {"public_administration": "administration"}
ROLES = {"analyse": "analyst", "analysis": "analyst", "prosess": "facilitator", "process": "facilitator"}
PRECISIONS = {"early_month": "early", "mid_month": "middle", "late_month": "late"}
TO_CLARIFY = {
    "organisation": gettext_noop("How it is organised"),
    "process": gettext_noop("How it is gone about"),
    "concept": gettext_noop("What the idea is"),
}


def load_initiatives(load: Load, programme: ProgrammePage) -> None:
    if not load.file.carried_freely:
        return
    index = _bring_index(load)
    for id, title, entry in _entries(load, "plans"):
        bring_page(load, "plans", id, PlanPage(slug=slug_of(title.get())), index, _plan(load, id, title, entry))
    name_policy_basis(load, programme)
    for id, title, entry in _entries(load, "projects"):
        new = ProjectPage(slug=slug_of(title.get()))
        bring_page(load, "projects", id, new, index, _project(load, title, entry))
    forums = {}
    for id, title, entry in _entries(load, "forums"):
        new_forum = ForumPage(slug=slug_of(title.get()))
        forums[id] = bring_page(load, "forums", id, new_forum, index, _forum(load, title, entry))
        _take_areas(load, forums[id], entry)
    for id, title, entry in _in_order(load):
        parent = forums.get(entry.word("forum"), index)
        new_initiative = InitiativePage(slug=slug_of(title.get()))
        contents = _initiative(load, title, entry)
        bring_page(load, "initiatives", id, new_initiative, parent, contents)


def _entries(load: Load, section: str) -> Iterator[tuple[str, Text, Free]]:
    shift = dt.timedelta(weeks=load.file.weeks_shifted)
    for entry in load.file.free.get(section, []):
        yield entry.id, entry.title, entry.values(shift)


def _in_order(load: Load) -> list[tuple[str, Text, Free]]:
    """The initiatives in the order of the forums that list them; those of none come after."""
    wanted = [id for _id, _title, forum in _entries(load, "forums") for id in forum.words("initiatives")]
    known = {one[0]: one for one in _entries(load, "initiatives")}
    return [known[id] for id in wanted if id in known] + [one for id, one in known.items() if id not in wanted]


def _bring_index(load: Load) -> InitiativeIndexPage:
    """The page that holds them: another programme's load may have made it, and its title is that one's then."""
    home = HomePage.objects.originals().order_by("path")[0]
    title = load.file.sections.pages.get("initiatives")
    index = InitiativeIndexPage.objects.child_of(home).first()
    if index is None or (index.pk == load.ids["pages"].get("initiatives") and title):
        new = index or InitiativeIndexPage(slug=ADDRESS)
        texts: dict[str, Text | None] = {
            "title": title or Text({load.language: _("Plans and projects")}, load.language)
        }
        index = bring_page(load, "pages", "initiatives", new, home, Contents({}, texts))
    open_to_owners(index=index)
    return index


# What each holds


def _plan(load: Load, id: str, title: Text, entry: Free) -> Contents:
    period, consultation = entry.part("period"), entry.part("consultation")
    fields = {
        "kind": _one_of(PlanPage.Kind, PLAN_KINDS.get(entry.word("kind"), entry.word("kind")), "plan"),
        "status": _status_of_plan(entry, consultation),
        "year_from": period.year("from"),
        "year_to": period.year("to"),
        "adopted_on": entry.day("adopted"),
        "consultation_until": consultation.day("until"),
        "feedback_url": consultation.word("url"),
        "responsible_id": _organisation(load, entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    teams = [
        team
        for project in load.file.free.get("projects", [])
        for team in _teams_for(project.values(dt.timedelta()), id)
    ]
    return Contents(
        fields,
        {"title": title, "lead": entry.text("lead"), "vision": entry.text("vision")},
        {"body": _body(entry)},
        relations={"themes": pages.themes(load, _known(load, "themes", entry.words("themes")))},
        children={
            "actor_links": [{"organisation_id": key} for key in _organisations(load, entry.words("actors"))],
            "teams": [{"name": team.get()} for team in teams],
            "milestones": [
                {"date": row.day("date"), "title": _said(load, row.text("label")), "activity_id": _activity(load, row)}
                for row in entry.parts("milestones")
                if row.day("date")
            ],
            "inputs": [{"activity_id": key, "title": words} for key, words in _inputs(load, id, entry)],
        },
        lists={"goals": entry.texts("goals"), "focus_areas": entry.texts("focus_areas")},
    )


def _status_of_plan(entry: Free, consultation: Free) -> str:
    if consultation.word("status") == "open" and consultation.day("until"):
        return PlanPage.Status.CONSULTATION
    if entry.word("status") in PlanPage.Status.values:
        return entry.word("status")
    return PlanPage.Status.ENDED if entry.word("historical") == "true" else PlanPage.Status.ADOPTED


def _teams_for(project: Free, plan: str) -> list[Text]:
    """The teams of a plan stand with the project that follows it up."""
    return project.texts("teams") if project.word("follows_up") == plan else []


def _inputs(load: Load, id: str, entry: Free) -> Iterator[tuple[int | None, str]]:
    """What a plan rests on: what it names, and the gatherings whose workshops feed into it (F17)."""
    for gathering in load.file.sections.gatherings:
        if gathering.workshop_results and gathering.workshop_results.feeds_into == id:
            yield load.of("gatherings", gathering.id), ""
    titles = {event.id: event.title.get(load.language) for event in load.file.free.get("events", [])}
    for named in entry.words("inputs"):
        activity = load.ids["gatherings"].get(named) or load.ids["webinars"].get(named)
        if activity or named in titles:
            yield activity, "" if activity else titles[named]


def _project(load: Load, title: Text, entry: Free) -> Contents:
    period = entry.part("period")
    regions = {row.word("id"): bring_region(load, row.word("name"), row) for row in entry.parts("regions")}
    panels = {row.word("region"): row.words("members") for row in entry.parts("expert_panels")}
    is_over = entry.word("historical") == "true"
    fields = {
        "status": _one_of(ProjectPage.Status, entry.word("status"), "ended" if is_over else "running"),
        "period_from": period.day("from"),
        "period_to": period.day("to"),
        "responsible_id": _organisation(load, entry.word("owner")),
        "plan_id": load.ids["plans"].get(entry.word("follows_up")),
        "manager_id": load.ids["people"].get(entry.word("manager")),
    }
    suppliers = [
        {"organisation_id": _organisation(load, row.word("organisation")), "role": _role(row)}
        for row in entry.parts("supported_by")
    ]
    return Contents(
        fields,
        {"title": title, "lead": entry.text("lead") or title},
        {"body": _body(entry)},
        relations={"themes": pages.themes(load, _known(load, "themes", entry.words("themes")))},
        children={
            "region_links": [
                Contents(
                    {"region_id": region.pk},
                    children={"panel_members": [{"name": name} for name in panels.get(id, [])]},
                )
                for id, region in regions.items()
            ],
            "suppliers": [one for one in suppliers if one["organisation_id"]],
            "deliverables": [_deliverable(load, row, entry, regions) for row in entry.parts("deliverables")],
        },
        lists={"questions": entry.texts("questions"), "expected_results": entry.texts("expected_results")},
    )


def _deliverable(load: Load, row: Free, project: Free, regions: dict[str, Any]) -> Contents:
    """A deliverable of the file says itself into which plans it goes, or its project says it of them all."""
    region = regions.get(row.word("scope"))
    plans = _known(load, "plans", row.words("feeds_into") or project.words("feeds_into"))
    fields = {
        "title": _said(load, row.text("title")),
        "kind": _one_of(Deliverable.Kind, row.word("kind"), "final_report"),
        "region_id": region.pk if region else None,
        "due_on": row.day("due"),
        "due_precision": _precision(row),
    }
    presented = [
        ("presented", {"body": text.get(load.language), "date": None, "outcome": ""})
        for text in row.texts("presented_to")
    ]
    return Contents(
        fields,
        streams={"presented_to": presented},
        relations={"plans": list(PlanPage.objects.filter(pk__in=load.many("plans", plans)))},
    )


def _precision(row: Free) -> str:
    written = row.word("due_precision")
    by_length = {4: "year", 7: "month"}.get(len(row.word("due")), "day")
    return _one_of(Deliverable.Precision, PRECISIONS.get(written, written), by_length)


def _role(row: Free) -> str:
    said = row.text("role")
    words = {ROLES.get(word, word) for word in (said.languages.values() if said else ())}
    return next((word for word in words if word in Supplier.Role.values), Supplier.Role.OTHER)


def _forum(load: Load, title: Text, entry: Free) -> Contents:
    region = entry.word("region_name")
    fields = {
        "kind": _one_of(ForumPage.Kind, FORUM_KINDS.get(entry.word("kind"), entry.word("kind")), "network"),
        "page_date": entry.day("page_date"),
        "region_id": bring_region(load, region).pk if region else None,
        "responsible_id": _organisation(load, entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    members = [
        {
            "name": row.word("name"),
            "organisation_id": _organisation(load, row.word("organisation")),
            "category": _one_of(
                ForumMember.Category, CATEGORIES.get(row.word("category"), row.word("category")), "business"
            ),
        }
        for row in entry.parts("members")
    ]
    areas = [
        {"title": _said(load, row.text("title")), "text": _said(load, row.text("text"))}
        for row in entry.parts("target_picture")
    ]
    return Contents(
        fields,
        {"title": title, "lead": entry.text("lead") or title},
        {"body": _paragraph(entry.text("rationale")), "values": _paragraph(entry.text("values"))},
        relations={"themes": pages.themes(load, _known(load, "themes", entry.words("themes")))},
        children={"members": members, "areas": areas},
        lists={"purposes": entry.texts("purposes")},
    )


def _take_areas(load: Load, page: ForumPage, entry: Free) -> None:
    for row, area in zip(entry.parts("target_picture"), page.areas.all(), strict=True):
        load.take("areas", row.word("id"), area.pk)


def _initiative(load: Load, title: Text, entry: Free) -> Contents:
    fields = {
        "phase": _one_of(InitiativePage.Phase, entry.word("status"), "running"),
        "coordinator_id": _organisation(load, entry.word("coordinator")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    areas = load.many("areas", _known(load, "areas", entry.words("areas")))
    overlaps = load.many("initiatives", _known(load, "initiatives", entry.words("overlaps")))
    return Contents(
        fields,
        {"title": title, "goal": entry.text("goal") or title},
        {"body": _body(entry)},
        relations={
            "themes": pages.themes(load, _known(load, "themes", entry.words("themes"))),
            "areas": list(TargetArea.objects.filter(pk__in=areas)),
            "overlaps": list(InitiativePage.objects.filter(pk__in=overlaps)),
        },
        lists={"to_clarify": _to_clarify(entry)},
    )


def _to_clarify(entry: Free) -> list[Text]:
    """Three words have a meaning of their own; all else is a text."""
    words = entry.words("to_clarify")
    if words and all(word in TO_CLARIFY for word in words):
        return [_in_all_languages(TO_CLARIFY[word]) for word in words]
    return entry.texts("to_clarify")


# Values


def _in_all_languages(message: str) -> Text:
    """Words of our own."""
    said = {}
    for code in LANGUAGES:
        with translation.override(code):
            said[code] = _(message)
    return Text(said, LANGUAGES[0])


def _said(load: Load, text: Text | None) -> str:
    """What is never translated: in the programme's main language, or what there is of it."""
    return load.text(text)


def _one_of(words: Any, written: str, otherwise: str) -> str:
    return written if written in words.values else otherwise


def _body(entry: Free) -> list[BodyPart]:
    return _paragraph(entry.text("body"))


def _paragraph(text: Text | None) -> list[BodyPart]:
    return [BodyPart(type="paragraph", text=text)] if text else []


def _organisation(load: Load, id: str) -> int | None:
    return load.organisation(id) if id else None


def _organisations(load: Load, ids: Iterable[str]) -> list[int]:
    known = load.ids["organisations"]
    return [known[id] for id in ids if id in known]


def _known(load: Load, section: str, ids: Iterable[str]) -> list[str]:
    return [id for id in ids if id in load.ids[section]]


def _activity(load: Load, row: Free) -> int | None:
    return load.ids["gatherings"].get(row.word("gathering")) or load.ids["webinars"].get(row.word("webinar"))
