"""The files of a demonstration's recordings: made before anything is stored, once, and found again by what they show.

Each recording has a folder in private storage, named after what its files show. Its list of them is written last, so
that a folder which a load left half done is told from one that is whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile

from content.models import MediaFile, private_storage
from home.programme_file.document import ProgrammeFile
from home.programme_file.material.recording import CONTENTS, POSTER, Contents, Material, make_all, material_of
from home.programme_file.material.subject import subjects_of
from home.programme_file.material.video import can_draw
from home.programme_file.material.written import Reports, Written, read_reports, read_written
from webinars.models import Handout, Recording, Slide

FOLDER = "drawn"


@dataclass(frozen=True)
class Drawn:
    """The files of one recording, as they lie in storage."""

    material: Material
    contents: Contents

    @property
    def video(self) -> str:
        return self.name(self.contents.video.name)

    @property
    def poster(self) -> str:
        return self.name(POSTER)

    def name(self, file: str) -> str:
        return f"{folder_of(self.material)}/{file}"


def folder_of(material: Material) -> str:
    """Another programme's is another folder: owners delete files, and no two recordings may share one."""
    return f"{FOLDER}/{material.programme}/{material.id}-{material.digest[:32]}"


def is_drawn(name: str | None) -> bool:
    """Whether a file in storage is one that a load has drawn, and not an owner's."""
    return bool(name) and str(name).startswith(f"{FOLDER}/")


def written_for(file: ProgrammeFile) -> Written:
    """What somebody has written for a demonstration. There is no place for it in its file."""
    return read_written(settings.BASE_DIR / "demo" / file.id) if file.sections.meta.demo else Written()


def reports_for(file: ProgrammeFile) -> Reports:
    """Of which webinars of a demonstration there is an attendance report."""
    return read_reports(settings.BASE_DIR / "demo" / file.id) if file.sections.meta.demo else Reports()


def materials_of(file: ProgrammeFile, written: Written) -> dict[str, Material]:
    """By webinar, what its recording shows. A real programme has recordings of its own, and none is drawn."""
    if not file.sections.meta.demo:
        return {}
    return {id: material_of(subject, written) for id, subject in subjects_of(file).items()}


def draw(materials: Sequence[Material], say: Callable[[str], None], notes: list[str]) -> dict[str, Drawn]:
    """By webinar, its files, made where storage does not hold them. Without PyAV there are only those it holds."""
    found = {material.id: Drawn(material, contents) for material in materials if (contents := _kept(material))}
    missing = [material for material in materials if material.id not in found]
    if missing and not can_draw():
        notes.append(
            f"{len(missing)} recordings have no video and no files: PyAV or Typst, which make them, is not installed."
        )
        return found
    with tempfile.TemporaryDirectory() as folder:
        made = make_all(missing, Path(folder), _typeface())
        for number, material in enumerate(missing, 1):
            say(
                f"drawing {material.id}: {material.video.seconds // 60} minutes of video, "
                f"{material.pages} slides ({number} of {len(missing)})"
            )
            found[material.id] = Drawn(material, _keep(material, next(made)))
    return found


def _kept(material: Material) -> Contents | None:
    """The list of a folder that is whole."""
    storage, folder = private_storage(), folder_of(material)
    try:
        with storage.open(f"{folder}/{CONTENTS}") as file:
            contents = Contents.read(file.read())
        there = set(storage.listdir(folder)[1])
    except (FileNotFoundError, ValueError):
        return None
    return contents if contents.names <= there else None


def _keep(material: Material, made: Path) -> Contents:
    storage, folder = private_storage(), folder_of(material)
    data = (made / CONTENTS).read_bytes()
    contents = Contents.read(data)
    # An outdated or broken list must not speak for files that are on their way.
    storage.delete(f"{folder}/{CONTENTS}")
    for name in sorted(contents.names):
        storage.delete(f"{folder}/{name}")
        with (made / name).open("rb") as file:
            storage.save(f"{folder}/{name}", File(file))
    storage.save(f"{folder}/{CONTENTS}", ContentFile(data))
    return contents


def _typeface() -> Path | None:
    path = Path(settings.NODE_MODULES / "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2")
    return path if path.exists() else None


def sweep(programme: str, materials: Collection[Material]) -> None:
    """Deletes what was drawn for recordings that look different by now, and that no row names."""
    storage, place = private_storage(), f"{FOLDER}/{programme}"
    wanted = {folder_of(material) for material in materials}
    try:
        folders = [f"{place}/{name}" for name in storage.listdir(place)[0]]
    except FileNotFoundError:
        return
    for folder in folders:
        if folder in wanted:
            continue
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        for name in names - _used(folder):
            storage.delete(name)
        if not _used(folder):
            storage.delete(folder)


def _used(folder: str) -> set[str]:
    begin = f"{folder}/"
    return {
        *MediaFile.objects.filter(file__startswith=begin).values_list("file", flat=True),
        *Recording.objects.filter(poster__startswith=begin).values_list("poster", flat=True),
        *Handout.objects.filter(file__startswith=begin).values_list("file", flat=True),
        *Slide.objects.filter(image__startswith=begin).values_list("image", flat=True),
    }
