"""Builds programmes with their tracks and modules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bench.large.activities import gathering, webinar
from bench.large.making import Making
from bench.large.rows import GATHERINGS, MODULES, PARTNERS, TRACKS
from bench.large.words import TEXT, body, subject
from courses.models import (
    CompletionRule,
    LessonPage,
    ModulePage,
    ProgrammeOwner,
    ProgrammePage,
    ProgrammePartner,
    TrackPage,
)


def programme(making: Making, number: int) -> None:
    chance = making.chance
    page = making.tree.add(
        ProgrammePage,
        making.tree.home,
        f"{subject(number)}: kompetanse for omstilling i region {number}",
        f"program-{number}",
        short_title=f"Program {number}",
        lead=TEXT[:160],
        body=body(),
        period_from=dt.date(2026, 1, 1),
        period_to=dt.date(2027, 12, 31),
        contact=chance.choice(making.around.contacts),
        mission=chance.choice(making.around.missions),
        facts_boxes=making.boxes(2),
    )
    for order in range(3):
        owner = making.around.partners[(number + order) % PARTNERS]
        making.rows[ProgrammeOwner].append(ProgrammeOwner(programme=page, organisation=owner, sort_order=order))
    for order in range(4):
        partner = making.around.partners[(number + order + 7) % PARTNERS]
        link = ProgrammePartner(programme=page, organisation=partner, role="academic", sort_order=order)
        making.rows[ProgrammePartner].append(link)
    making.rows[CompletionRule].append(CompletionRule(programme=page, track_activities=4))
    for order in range(1, TRACKS + 1):
        track = making.tree.add(TrackPage, page, f"Del {order}", f"del-{order}", number=order, text=TEXT[:200])
        for place in range(MODULES):
            _module(making, track, place)
    for place in range(GATHERINGS):
        gathering(making, page, f"samling-{place}", ahead=chance.randrange(-300, 300))


def _module(making: Making, track: Any, number: int) -> None:
    module = making.tree.add(
        ModulePage,
        track,
        f"{subject(number + track.pk)} i praksis",
        f"modul-{number}",
        text=TEXT,
        lead_partner=making.chance.choice(making.around.partners),
    )
    through = ModulePage.themes.through
    making.rows[through].append(
        through(modulepage_id=module.pk, theme_id=making.chance.choice(making.around.themes).pk)
    )
    for place in range(4):
        webinar(making, module, place, is_held=place < 2)
    gathering(making, module, "samling", ahead=making.chance.randrange(-300, 300))
    lesson = making.tree.add(
        LessonPage,
        module,
        f"Leksjon om {subject(number).lower()}",
        "leksjon",
        abstract_text=TEXT[:150],
        lead=TEXT[:150],
        body=body(),
        duration_minutes=15,
        responsible=making.chance.choice(making.around.partners),
    )
    making.choose_themes(lesson)
