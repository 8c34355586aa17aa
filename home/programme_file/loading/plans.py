"""Loads plans and strategies with their inputs: maps their entries in the file to page contents."""

from __future__ import annotations

from collections.abc import Iterator

from home.programme_file.free_values import Free
from home.programme_file.loading import free_contents
from home.programme_file.loading.pages import Contents
from home.programme_file.loading.state import Load
from home.programme_file.text import Text
from initiatives.models import PlanPage

PLAN_KINDS = {"regional_planning_strategy": "strategy"}


def plan_contents(load: Load, id: str, title: Text, entry: Free) -> Contents:
    period, consultation = entry.part("period"), entry.part("consultation")
    fields = {
        "kind": free_contents.one_of(PlanPage.Kind, PLAN_KINDS.get(entry.word("kind"), entry.word("kind")), "plan"),
        "status": _status_of_plan(entry, consultation),
        "year_from": period.year("from"),
        "year_to": period.year("to"),
        "adopted_on": entry.day("adopted"),
        "consultation_until": consultation.day("until"),
        "feedback_url": consultation.word("url"),
        "responsible_id": free_contents.organisation(load, entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    projects = free_contents.entries(load, "projects")
    teams = [team for _id, _title, project in projects for team in _teams_for(project, id)]
    actors = free_contents.organisations(load, entry.words("actors"))
    return Contents(
        fields,
        {"title": title, "lead": entry.text("lead"), "vision": entry.text("vision")},
        {"body": free_contents.body(entry)},
        relations={"themes": free_contents.themes(load, entry)},
        children={
            "actor_links": [{"organisation_id": key} for key in actors],
            "teams": [{"name": team.get(load.language)[:160]} for team in teams],
            "milestones": [
                {
                    "date": row.day("date"),
                    "title": load.text(row.text("label"))[:200],
                    "activity_id": _activity(load, row),
                }
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
    """The teams of a plan, which the file lists under the project that implements it."""
    return project.texts("teams") if project.word("follows_up") == plan else []


def _inputs(load: Load, id: str, entry: Free) -> Iterator[tuple[int | None, str]]:
    """The inputs of a plan: those it lists, and the gatherings whose workshop results feed into it (F17)."""
    for gathering in load.file.sections.gatherings:
        if gathering.workshop_results and gathering.workshop_results.feeds_into == id:
            yield load.of("gatherings", gathering.id), ""
    titles = {event.id: event.title.get(load.language) for event in load.file.free.get("events", [])}
    for named in entry.words("inputs"):
        activity = load.ids["gatherings"].get(named) or load.ids["webinars"].get(named)
        if activity or named in titles:
            yield activity, "" if activity else titles[named]


def _activity(load: Load, row: Free) -> int | None:
    return load.ids["gatherings"].get(row.word("gathering")) or load.ids["webinars"].get(row.word("webinar"))
