"""Loads plans and strategies with their inputs: maps their entries in the file to page contents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from home.programme_file.loading.load import Load
from home.programme_file.loading.pages import Contents, paragraph, themes
from home.programme_file.schemaless import Entry, Values
from initiatives.models import PlanPage

PLAN_KINDS = {"regional_planning_strategy": "strategy"}


def plan_contents(load: Load, entry: Entry) -> Contents:
    period, consultation = entry.part("period"), entry.part("consultation")
    fields = {
        "kind": entry.choice("kind", PlanPage.Kind, "plan", PLAN_KINDS),
        "status": _status_of_plan(entry, consultation, timezone.localdate()),
        "year_from": period.year("from"),
        "year_to": period.year("to"),
        "adopted_on": entry.day("adopted"),
        "consultation_until": consultation.day("until"),
        "feedback_url": consultation.word("url"),
        "responsible_id": load.organisation(entry.word("owner")),
        "contact_id": load.ids["people"].get(entry.word("contact")),
    }
    # The file lists the teams of a plan under the project that implements it.
    projects = [project for project in load.file.entries("projects") if project.word("follows_up") == entry.id]
    teams = [team for project in projects for team in project.texts("teams")]
    return Contents(
        fields,
        {"title": entry.title, "lead": entry.text("lead"), "vision": entry.text("vision")},
        {"body": paragraph(entry.text("body"))},
        relations={"themes": themes(load, entry.words("themes"))},
        children={
            "actor_links": [{"organisation_id": key} for key in load.known("organisations", entry.words("actors"))],
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
            "inputs": [{"activity_id": key, "title": words} for key, words in _inputs(load, entry)],
        },
        lists={"goals": entry.texts("goals"), "focus_areas": entry.texts("focus_areas")},
    )


def _status_of_plan(entry: Entry, consultation: Values, today: dt.date) -> str:
    """The status that the file states or that its dates tell; empty where neither does."""
    if consultation.word("status") == "open" and consultation.day("until"):
        return PlanPage.Status.CONSULTATION
    last_year = entry.part("period").year("to")
    if last_year and last_year < today.year:
        return PlanPage.Status.ENDED
    return entry.choice("status", PlanPage.Status, PlanPage.Status.ADOPTED if entry.day("adopted") else "")


def _inputs(load: Load, entry: Entry) -> Iterator[tuple[int | None, str]]:
    """The inputs of a plan: those it lists, and the gatherings whose workshop results feed into it (F17)."""
    for gathering in load.file.sections.gatherings:
        if gathering.workshop_results and gathering.workshop_results.feeds_into == entry.id:
            yield load.of("gatherings", gathering.id), ""
    titles = {event.id: event.title.get(load.language) for event in load.file.entries("events")}
    for named in entry.words("inputs"):
        activity = load.ids["gatherings"].get(named) or load.ids["webinars"].get(named)
        if activity or named in titles:
            yield activity, "" if activity else titles[named]


def _activity(load: Load, row: Values) -> int | None:
    return load.ids["gatherings"].get(row.word("gathering")) or load.ids["webinars"].get(row.word("webinar"))
