"""Generated content of a demonstration programme: videos, captions and files of its recordings, and viewing progress.

A load adds what is missing and updates what an earlier load has generated. It never replaces what an owner has
uploaded, and respects what an owner has changed or removed. No e-mail is sent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content.models import MediaFile
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading import edits, generated_files
from home.programme_file.loading.generated_files import StoredFiles, is_generated
from home.programme_file.loading.load import Load
from home.programme_file.material.handwritten import Handwritten, ViewingProgress
from home.programme_file.material.recording import GeneratedFile, Material, captions_of
from home.programme_file.material.subject import Subject, subjects_of
from people.models import Participant
from webinars.actions.captions import take_captions
from webinars.models import CaptionTrack, Cue, Handout, Recording, Slide, Viewing

VIDEOS, STILLS, FILES, PICTURES = "videos", "still pictures", "files", "slide pictures"
LINES, VIEWINGS = "caption lines", "viewings"


@dataclass
class Demonstration:
    """The generated content for the recordings of a file. `drawn` has those whose files are in storage, by webinar."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    written: Handwritten = field(default_factory=Handwritten)
    materials: dict[str, Material] = field(default_factory=dict)
    drawn: Mapping[str, StoredFiles] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.subjects)


def prepared(load: Load) -> Demonstration:
    """Generate the missing files, before the database transaction begins. `load` must have the ids of earlier loads."""
    if not load.file.sections.meta.demo:
        return Demonstration()
    demo = Demonstration(subjects_of(load.file), generated_files.handwritten_for(load.file))
    demo.materials = generated_files.materials_of(load.file, demo.written)
    places = _demo_recordings(load, demo)
    lacking = [material for id, material in demo.materials.items() if id not in places or places[id].lacks(material)]
    demo.drawn = generated_files.draw(lacking, load.say, load.notes)
    return demo


def is_lacking(load: Load) -> bool:
    """Whether any generated content is missing. A cheap check before `prepared`; outdated content is not looked for."""
    if not load.file.sections.meta.demo:
        return False
    demo = Demonstration(subjects_of(load.file), generated_files.handwritten_for(load.file))
    viewings = {seen.id for seen in demo.written.viewings} - load.ids[VIEWINGS].keys()
    return any(place.is_bare for place in _demo_recordings(load, demo).values()) or bool(viewings)


def attach(load: Load, demo: Demonstration) -> None:
    """Attach generated files and captions to recordings, and create the viewing progress of some participants."""
    for id, place in _demo_recordings(load, demo).items():
        _attach_captions(load, place, demo)
        if drawn := demo.drawn.get(id):
            _attach_video(load, place, drawn)
            _attach_files(load, place, drawn)
    _create_viewings(load, demo.written.viewings)
    if demo.materials:
        transaction.on_commit(partial(generated_files.sweep, load.file.id, demo.materials.values()))


@dataclass
class _DemoRecording:
    """A recording in the database, and which generated content may be attached to it.

    `leaves_files` and `leaves_captions`: people have changed those since the last load, so they are left alone.
    """

    subject: Subject
    recording: Recording
    handouts: dict[str, Handout]
    """By id in the programme file."""
    tracks: list[CaptionTrack]
    leaves_files: bool
    leaves_captions: bool

    @property
    def takes_video(self) -> bool:
        """Whether no owner has uploaded, linked or removed a video."""
        row = self.recording
        if row.media is None:
            return not row.external_url and row.media_version == 1
        return _is_ours(row.media)

    @property
    def takes_poster(self) -> bool:
        return self.takes_video and (not self.recording.poster or is_generated(self.recording.poster.name))

    def takes_file(self, row: Handout) -> bool:
        """Whether a handout may get a generated file: it has none, or has a generated one and nobody has changed the
        handouts."""
        return not row.file or (is_generated(row.file.name) and not self.leaves_files)

    @property
    def is_bare(self) -> bool:
        waits = self.takes_video and self.recording.media is None
        return waits or any(not row.file for row in self.handouts.values()) or bool(self.silent_tracks)

    @property
    def silent_tracks(self) -> list[CaptionTrack]:
        return [] if self.leaves_captions else [track for track in self.tracks if not track.has_text]

    def lacks(self, material: Material) -> bool:
        """Whether a file that may be generated is missing or outdated."""
        folder = f"{generated_files.folder_of(material)}/"
        names = [row.file.name for row in self.handouts.values() if self.takes_file(row)]
        if self.takes_video:
            names.append(self.recording.media.file.name if self.recording.media else "")
        if self.takes_poster:
            names.append(self.recording.poster.name)
        return any(not (name or "").startswith(folder) for name in names)


def _demo_recordings(load: Load, demo: Demonstration) -> dict[str, _DemoRecording]:
    """The recordings in the database, by webinar. Four queries."""
    pks = {id: load.ids["webinars"][id] for id in demo.subjects if id in load.ids["webinars"]}
    edited = edits.Edits(pks.values())
    recordings = {
        row.webinar_id: row
        for row in Recording.objects.filter(webinar__in=pks.values()).select_related("media", "webinar")
    }
    tracks: dict[int, list[CaptionTrack]] = {row.pk: [] for row in recordings.values()}
    for track in CaptionTrack.objects.filter(recording__in=tracks):
        tracks[track.recording_id].append(track)
    rows = Handout.objects.filter(webinar__in=pks.values(), is_planned=False).in_bulk()
    handouts = {
        id: rows[pk] for section in ("slides", "attachments") for id, pk in load.ids[section].items() if pk in rows
    }
    return {
        id: _DemoRecording(
            subject=demo.subjects[id],
            recording=recordings[pk],
            handouts={name: row for name, row in handouts.items() if row.webinar_id == pk},
            tracks=tracks[recordings[pk].pk],
            leaves_files=edited.has(pk, edits.HANDOUTS),
            leaves_captions=edited.has(pk, edits.CAPTIONS),
        )
        for id, pk in pks.items()
        if pk in recordings
    }


def _is_ours(media: MediaFile | None) -> bool:
    """Whether the video was generated by a load. The first versions used another file name and stored no facts."""
    if media is None:
        return False
    return is_generated(media.file.name) or (not media.facts and media.file.name == f"media/{media.checksum[:32]}.mp4")


def _attach_captions(load: Load, place: _DemoRecording, demo: Demonstration) -> None:
    for track in place.silent_tracks:
        data = captions_of(place.subject, track.language, demo.written)
        name = f"{place.subject.id}.{track.language}.vtt"
        taken = take_captions(recording=place.recording, data=data, name=name, language=track.language, by=None)
        load.count(LINES, "created", Cue.objects.filter(track=taken).count())


def _attach_video(load: Load, place: _DemoRecording, drawn: StoredFiles) -> None:
    row, former = place.recording, place.recording.media
    if place.takes_video and (former is None or former.file.name != drawn.video):
        row.media = _media(drawn)
        seconds = int(row.media.duration)
        if former is not None and row.seconds != seconds:
            # Viewing progress does not apply to a video of another length.
            row.media_version += 1
        row.seconds = seconds
        row.save(update_fields=["media", "seconds", "media_version"])
        if former is not None:
            transaction.on_commit(partial(_delete_unused, former))
        load.count(VIDEOS, "created" if former is None else "updated")
    if place.takes_poster and row.poster.name != drawn.poster:
        load.count(STILLS, "updated" if row.poster else "created")
        row.poster.name = drawn.poster
        row.save(update_fields=["poster"])


def _media(drawn: StoredFiles) -> MediaFile:
    known = MediaFile.objects.filter(file=drawn.video).first()
    if known is not None:
        return known
    made = drawn.manifest.video
    media = MediaFile(
        title=drawn.material.video.title,
        type="video",
        duration=made.facts["seconds"],
        width=made.facts["width"],
        height=made.facts["height"],
        checksum=made.checksum,
        facts=made.facts,
    )
    media.file.name = drawn.video
    media.save()
    return media


def _delete_unused(media: MediaFile) -> None:
    if not Recording.objects.filter(Q(media=media) | Q(described_media=media)).exists():
        media.delete()


def _attach_files(load: Load, place: _DemoRecording, drawn: StoredFiles) -> None:
    seconds: dict[tuple[str, int], int] = {}
    if place.recording.media and place.recording.media.file.name == drawn.video:
        seconds = {(one.deck, one.page): one.second for one in drawn.material.video.shown}
    for id, made in drawn.manifest.handouts.items():
        row, name = place.handouts.get(id), drawn.name(made.name)
        if row is None or not place.takes_file(row) or row.file.name == name:
            continue
        load.count(FILES, "updated" if row.file else "created")
        row.file.name, row.checksum, row.size, row.format = name, made.checksum, made.size, made.format
        row.is_tagged, row.pages_read, row.problem = made.is_tagged, len(made.pages), ""
        row.pages = len(made.pages) or None
        row.save()
        row.slides.all().delete()
        Slide.objects.bulk_create(_slides(row, id, made, drawn, seconds))
        load.count(PICTURES, "created", len(made.pages))


def _slides(
    row: Handout, id: str, made: GeneratedFile, drawn: StoredFiles, seconds: Mapping[tuple[str, int], int]
) -> Iterator[Slide]:
    for number, page in enumerate(made.pages, 1):
        yield Slide(
            handout=row,
            number=number,
            image=drawn.name(made.picture(number)),
            width=page.width,
            height=page.height,
            text=page.text,
            second=seconds.get((id, number)),
        )


def _create_viewings(load: Load, viewings: Sequence[ViewingProgress]) -> None:
    """Create viewings, like the rows that the player creates. Each is created once and not changed by later loads."""
    wanted = [seen for seen in viewings if seen.id not in load.ids[VIEWINGS]]
    if not wanted:
        return
    people = Participant.objects.in_bulk([load.ids["participants"].get(seen.participant, 0) for seen in wanted])
    recordings = {
        row.webinar_id: row
        for row in Recording.objects.filter(
            webinar__in=[load.ids["webinars"].get(seen.recording, 0) for seen in wanted], media__isnull=False
        ).select_related("media")
    }
    for seen in wanted:
        person = load.stored(people, "participants", seen.participant)
        recording = load.stored(recordings, "webinars", seen.recording)
        # Skip participants who have erased their data, and videos uploaded by owners.
        if person is None or not person.email or recording is None or not _is_ours(recording.media):
            continue
        row, is_new = Viewing.objects.get_or_create(
            participant=person, recording=recording, defaults=_viewing(load.file, seen, recording)
        )
        load.take(VIEWINGS, seen.id, row.pk)
        load.count(VIEWINGS, "created" if is_new else "unchanged")


def _viewing(file: ProgrammeFile, seen: ViewingProgress, recording: Recording) -> dict[str, object]:
    shifted = seen.at + dt.timedelta(weeks=file.weeks_shifted)
    at = min(file.moment(shifted.date(), shifted.time()), timezone.now())
    duration = recording.seconds or 0
    return {
        "media_version": recording.media_version,
        "duration": duration,
        "segments": [list(stretch) for stretch in seen.stretches],
        "covered": sum(end - start for start, end in seen.stretches),
        "position": seen.position,
        "position_at": at,
        "updated_at": at,
    }
