"""Builds webinars with their recordings, and gatherings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from bench.large.making import Making, at
from bench.large.words import LINES, TEXT, subject
from content.models import MediaFile
from courses.models import Level
from gatherings.models import Admission, AgendaItem, AgendaSpeaker, GatheringPage, Room
from webinars.models import CaptionTrack, Chapter, Cue, Handout, Recording, Slide, Speaker, WebinarPage


def webinar(making: Making, module: Any, number: int, *, is_held: bool) -> None:
    chance = making.chance
    page = making.tree.add(
        WebinarPage,
        module,
        f"{subject(number + module.pk)}: hva gjør vi nå?",
        f"webinar-{number}",
        days_old=chance.randrange(1, 400),
        abstract_text=TEXT,
        responsible=chance.choice(making.around.partners),
        facts_boxes=making.boxes(1),
    )
    making.choose_themes(page)
    for order in range(2):
        making.rows[Speaker].append(
            Speaker(
                webinar=page,
                role="Forsker",
                name=f"Foredragsholder {chance.randrange(300)}",
                organisation=chance.choice(making.around.partners),
                sort_order=order,
            )
        )
    away = chance.randrange(1, 500)
    making.session(
        page,
        day=timezone.localdate() + dt.timedelta(days=-away if is_held else away),
        hour=chance.choice((9, 10, 12)),
        capacity=300 if number % 2 else None,
        live_minutes=60,
        join_url="https://example.org/live",
    )
    if is_held:
        _recording(making, page, away)


def _recording(making: Making, page: Any, days_ago: int) -> None:
    media = MediaFile(pk=page.pk, title="Opptak", type="video", file="media/opptak.mp4", duration=3600)
    making.rows[MediaFile].append(media)
    recording = Recording(
        pk=page.pk,
        webinar=page,
        published_at=timezone.now() - dt.timedelta(days=days_ago - 1, hours=1),
        media=media,
        seconds=3600,
        captions_required=["nb"],
    )
    making.rows[Recording].append(recording)
    for number, code in enumerate(("nb", "en")[: 1 + page.pk % 2]):
        track = CaptionTrack(
            pk=page.pk * 2 + number,
            recording=recording,
            language=code,
            added_on=timezone.localdate() - dt.timedelta(days=max(0, days_ago - 3)),
            vtt="WEBVTT\n",
        )
        making.rows[CaptionTrack].append(track)
        making.rows[Cue] += [
            Cue(
                track=track,
                number=line + 1,
                start_ms=line * 60_000,
                end_ms=line * 60_000 + 5_000,
                text=f"{LINES[line % 4]} {subject(line)}",
            )
            for line in range(12)
        ]
    for number in range(3):
        making.rows[Chapter].append(Chapter(recording=recording, second=number * 600, title=f"Kapittel {number + 1}"))
    handout = Handout(
        pk=page.pk,
        webinar=page,
        kind="slides",
        title="Lysark",
        file="handouts/lysark.pdf",
        size=300_000,
        pages=4,
        pages_read=4,
    )
    making.rows[Handout].append(handout)
    making.rows[Slide] += [
        Slide(handout=handout, number=n + 1, image="side.webp", width=320, height=180, text=f"Side {n}: {TEXT[:80]}")
        for n in range(4)
    ]


def gathering(making: Making, parent: Any, slug: str, *, ahead: int) -> None:
    chance = making.chance
    page = making.tree.add(
        GatheringPage,
        parent,
        f"Samling om {subject(parent.pk).lower()}",
        slug,
        abstract_text=TEXT[:200],
        goal=TEXT,
        audience_text="For alle som vil være med.",
        venue="Kulturhuset",
        street="Storgata 1",
        municipality=chance.choice(making.around.municipalities[:60]),
        contact=chance.choice(making.around.contacts),
        responsible=chance.choice(making.around.partners),
        mission=chance.choice(making.around.missions),
    )
    making.choose_themes(page)
    making.rows[Room].append(Room(pk=page.pk, gathering=page, name="Storsalen", capacity=120, sort_order=0))
    first = timezone.localdate() + dt.timedelta(days=ahead)
    days = 1 + page.pk % 2
    whole = making.session(page, day=first, hour=9, hours=7, days=days, capacity=110)
    making.rows[Admission].append(Admission(session=whole, max_per_organisation=4))
    for number in range(days):
        date = first + dt.timedelta(days=number)
        day = making.add_session(activity=page, parent=whole, level=Level.DAY, order=number, date=date)
        for hour in (9, 11, 13):
            session = making.add_session(
                activity=page,
                parent=day,
                level=Level.SESSION,
                order=hour,
                title=f"Økt kl. {hour}",
                date=date,
                starts_at=at(date, hour),
                ends_at=at(date, hour + 1),
                capacity=110,
            )
            item = AgendaItem(pk=session.pk, session=session, kind="talk", room_id=page.pk)
            making.rows[AgendaItem].append(item)
            speaker = AgendaSpeaker(item=item, role="Professor", organisation=chance.choice(making.around.partners))
            making.rows[AgendaSpeaker].append(speaker)
