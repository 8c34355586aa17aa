"""Loads projects with their regions, panels and deliverables: maps their entries in the file to page contents."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from home.programme_file.loading.load import Load
from home.programme_file.loading.pages import Contents, paragraph, themes
from home.programme_file.loading.regions import upsert_region
from home.programme_file.schemaless import Entry, Values
from initiatives.models import Deliverable, PlanPage, ProjectPage, Supplier

ROLES = {"analyse": "analyst", "analysis": "analyst", "prosess": "facilitator", "process": "facilitator"}
PRECISIONS = {"early_month": "early", "mid_month": "middle", "late_month": "late"}


def project_contents(load: Load, entry: Entry) -> Contents:
    period = entry.part("period")
    rows = [row for row in entry.parts("regions") if row.word("name")]
    regions = {row.word("id"): upsert_region(load, row.word("name"), row) for row in rows}
    panels = {row.word("region"): row.words("members") for row in entry.parts("expert_panels")}
    last_day = period.day("to")
    is_over = last_day is not None and last_day < timezone.localdate()
    fields = {
        "status": entry.choice("status", ProjectPage.Status, "ended" if is_over else "running"),
        "period_from": period.day("from"),
        "period_to": last_day,
        "responsible_id": load.organisation(entry.word("owner")),
        "plan_id": load.ids["plans"].get(entry.word("follows_up")),
        "manager_id": load.ids["people"].get(entry.word("manager")),
    }
    suppliers = [
        {"organisation_id": load.organisation(row.word("organisation")), "role": _role(row)}
        for row in entry.parts("supported_by")
    ]
    return Contents(
        fields,
        {"title": entry.title, "lead": entry.text("lead") or entry.title},
        {"body": paragraph(entry.text("body"))},
        relations={"themes": themes(load, entry.words("themes"))},
        children={
            "region_links": [
                Contents(
                    {"region_id": region.pk},
                    children={"panel_members": [{"name": name[:160]} for name in panels.get(id, [])]},
                )
                for id, region in regions.items()
            ],
            "suppliers": [one for one in suppliers if one["organisation_id"]],
            "deliverables": [_deliverable(load, row, entry, regions) for row in entry.parts("deliverables")],
        },
        lists={"questions": entry.texts("questions"), "expected_results": entry.texts("expected_results")},
    )


def _deliverable(load: Load, row: Values, project: Entry, regions: dict[str, Any]) -> Contents:
    """The contents of a deliverable. The plans it feeds into are given by itself, or by the project for all of them."""
    region = regions.get(row.word("scope"))
    plans = load.known("plans", row.words("feeds_into") or project.words("feeds_into"))
    fields = {
        "title": load.text(row.text("title"))[:200],
        "kind": row.choice("kind", Deliverable.Kind, "final_report"),
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
        relations={"plans": list(PlanPage.objects.filter(pk__in=plans))},
    )


def _precision(row: Values) -> str:
    by_length = {4: "year", 7: "month"}.get(len(row.word("due")), "day")
    return row.choice("due_precision", Deliverable.Precision, by_length, PRECISIONS)


def _role(row: Values) -> str:
    said = row.text("role")
    words = {ROLES.get(word, word) for word in (said.languages.values() if said else ())}
    return next((word for word in words if word in Supplier.Role.values), Supplier.Role.OTHER)
