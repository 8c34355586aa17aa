"""Loads webinars with their recordings and handouts, and lessons. Changes that people have made to recordings since are
kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from courses.models import LessonPage, ModulePage
from home.programme_file.loading import edits
from home.programme_file.loading.load import Load, assign, upsert
from home.programme_file.loading.pages import Contents, facts_boxes, slug_of, themes, upsert_page
from home.programme_file.loading.programmes import set_own_rule
from home.programme_file.loading.sessions import end_of, upsert_root
from home.programme_file.schema.activities import Attachment, Recording, Slides, Webinar
from webinars import models as webinars


def load_webinars(load: Load) -> None:
    modules = ModulePage.objects.in_bulk(load.ids["modules"].values())
    handouts = webinars.Handout.objects.in_bulk([*load.ids["slides"].values(), *load.ids["attachments"].values()])
    edited = edits.Edits(load.ids["webinars"].values())
    for entry in load.file.sections.webinars:
        module = modules[load.ids["modules"][entry.module]]
        page = _upsert_page(load, entry, module)
        _, changed = upsert_root(page.pk, _session_values(load, entry), is_cancelled=entry.is_cancelled)
        changed |= _upsert_recording(load, page, entry, edited)
        if changed:
            load.amend("webinars")
        set_own_rule(page, entry.completion)
        _upsert_handouts(load, page, entry, handouts, edited)


def load_lessons(load: Load) -> None:
    modules = ModulePage.objects.in_bulk(load.ids["modules"].values())
    for entry in load.file.sections.lessons:
        module = modules[load.ids["modules"][entry.module]]
        contents = Contents(
            {
                "duration_minutes": entry.duration_min,
                "responsible_id": load.organisation(entry.partner),
            },
            texts={"title": entry.title, "lead": entry.lead},
            bodies={"body": entry.body},
            relations={"themes": themes(load, entry.themes)},
        )
        page = upsert_page(
            load, "lessons", entry.id, LessonPage(slug=slug_of(load.text(entry.title))), module, contents
        )
        set_own_rule(page, entry.completion)


def _upsert_page(load: Load, entry: Webinar, module: ModulePage) -> webinars.WebinarPage:
    contents = Contents(
        {"responsible_id": load.organisation(entry.partner), "language": entry.language},
        {"title": entry.title, "abstract_text": entry.abstract},
        streams={"facts_boxes": facts_boxes(load, entry.facts_boxes)},
        relations={"themes": themes(load, entry.themes)},
        children={
            "speakers": [
                {"role": load.text(one.role), "organisation_id": load.organisation(one.organisation)}
                for one in entry.speakers
            ]
        },
    )
    new = webinars.WebinarPage(slug=slug_of(load.text(entry.title)))
    return upsert_page(load, "webinars", entry.id, new, module, contents)


def _session_values(load: Load, entry: Webinar) -> dict[str, Any]:
    return {
        "date": entry.date,
        "starts_at": load.file.moment(entry.date, entry.start),
        "ends_at": load.file.moment(entry.date, entry.end),
        "live_minutes": entry.duration_min,
        "capacity": entry.capacity,
        "join_url": entry.join_url or "",
        "registration_closes_at": end_of(load.file, entry.registration_closes),
    }


def _upsert_recording(load: Load, page: webinars.WebinarPage, entry: Webinar, edited: edits.Edits) -> bool:
    """Create or update the recording of a webinar. Returns whether an existing one was changed."""
    said = entry.recording or Recording(status="planned")
    row = webinars.Recording.objects.filter(webinar=page).first()
    new = row is None
    row = row or webinars.Recording(webinar=page)
    changes = assign(row, _recording_values(load, row, entry, said, edited))
    if new or changes:
        row.save()
    changed = not edited.has(page.pk, edits.CAPTIONS) and _upsert_captions(row, said)
    changed |= not edited.has(page.pk, edits.CHAPTERS) and _upsert_chapters(row, said)
    return not new and (bool(changes) or changed)


def _recording_values(
    load: Load, row: webinars.Recording, entry: Webinar, said: Recording, edited: edits.Edits
) -> dict[str, Any]:
    values: dict[str, Any] = {"caption_deadline": entry.caption_deadline}
    if not edited.has(row.webinar_id, edits.ACCESS):
        values["captions_required"] = entry.captions_required or []
        values["is_restricted"] = entry.recording_access not in (None, "public")
    if said.status == "published":
        if not edited.has(row.webinar_id, edits.PUBLICATION):
            values["published_at"] = said.published and load.file.moment(said.published, dt.time())
        # If there is a video, its duration is read from the video file.
        if not row.has_video and not edited.has(row.webinar_id, edits.VIDEO):
            values["seconds"] = said.minutes and said.minutes * 60
    if "transcript" in said.place.lines and not edited.has(row.webinar_id, edits.APPROVAL):
        values["transcript_approved"] = said.transcript
    return values


def _upsert_captions(row: webinars.Recording, said: Recording) -> bool:
    known = {track.language: track for track in row.captions.all()}
    changed = False
    for language, day in said.captions_added.items():
        track = known.get(language) or webinars.CaptionTrack(recording=row, language=language)
        if track.pk is None or track.added_on != day:
            track.added_on = day
            track.save()
            changed = True
    return changed


def _upsert_chapters(row: webinars.Recording, said: Recording) -> bool:
    known = {chapter.second: chapter for chapter in row.chapters.all()}
    wanted = dict(said.chapters)
    if {second: chapter.title for second, chapter in known.items()} == wanted:
        return False
    for second, chapter in known.items():
        if second not in wanted:
            chapter.delete()
        elif chapter.title != wanted[second]:
            chapter.title = wanted[second]
            chapter.save(update_fields=["title"])
    webinars.Chapter.objects.bulk_create(
        webinars.Chapter(recording=row, second=second, title=title)
        for second, title in wanted.items()
        if second not in known
    )
    return True


def _upsert_handouts(
    load: Load, page: webinars.WebinarPage, entry: Webinar, known: Mapping[int, webinars.Handout], edited: edits.Edits
) -> None:
    kinds = webinars.Handout.Kind
    is_changed = edited.has(page.pk, edits.HANDOUTS)
    for section, kind, listed in (
        ("slides", kinds.SLIDES, entry.slides),
        ("attachments", kinds.ATTACHMENT, entry.attachments),
    ):
        for place, one in enumerate(listed):
            pk = load.ids[section].get(one.id)
            row = known.get(pk or 0)
            if pk and is_changed:
                # People have renamed, moved, replaced or removed handouts, so these are left alone.
                load.count(section, "unchanged")
                continue
            values = {"webinar_id": page.pk, "kind": kind.value, "order": place, **_handout_values(load, one, row)}
            upsert(load, section, one.id, row, webinars.Handout(), values)


def _handout_values(load: Load, one: Attachment, row: webinars.Handout | None) -> dict[str, Any]:
    values: dict[str, Any] = {"title": load.text(one.title), "organisation_id": load.organisation(one.organisation)}
    if isinstance(one, Slides):
        values |= {"is_accessible": one.accessible is not False, "is_planned": one.planned}
    if row is not None and row.file:
        # The format and the number of pages are read from the uploaded file.
        return values
    values["format"] = one.format or "pdf"
    if isinstance(one, Slides):
        values["pages"] = one.pages
    return values
