"""Stores the pages of a presentation one by one as they are read, so that reading can continue after an
interruption."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction

from content.models import private_storage
from webinars.models import Handout, Slide
from webinars.presentations.problems import code_of
from webinars.presentations.reading import PageRead, Unreadable, read_pages

A_WHILE = 20.0
"""Seconds after which other tasks get their turn."""


def read_on(handout: int, checksum: str, *, seconds: float = A_WHILE) -> bool:
    """Read unread pages for a while; returns whether there are more.

    Two that read the same presentation do no harm: the one that finds its page stored leaves the rest to the other.
    """
    row = Handout.objects.filter(pk=handout, checksum=checksum, kind=Handout.Kind.SLIDES).first()
    if row is None or not row.is_being_read:
        return False
    until = time.monotonic() + seconds
    try:
        with row.file.open("rb") as file:
            for page in read_pages(file, row.pages_read + 1):
                row = _keep(handout, checksum, page)
                if row is None or not row.is_being_read:
                    return False
                if time.monotonic() >= until:
                    return True
    except (Unreadable, FileNotFoundError) as problem:
        code = code_of(problem) if isinstance(problem, Unreadable) else "broken"
        Handout.objects.filter(pk=handout, checksum=checksum).update(problem=code)
    return False


@transaction.atomic
def _keep(handout: int, checksum: str, page: PageRead) -> Handout | None:
    """Store a page and return the presentation; None if another process has stored it, or the file has been
    replaced."""
    row = Handout.objects.select_for_update().filter(pk=handout, checksum=checksum).first()
    if row is None or row.pages_read != page.number - 1:
        return None
    storage = private_storage()
    name = f"{_folder(handout)}/{checksum[:16]}-{page.number}.webp"
    # Left by an attempt that was interrupted before its commit.
    storage.delete(name)
    name = storage.save(name, ContentFile(page.image))
    values = {"image": name, "width": page.width, "height": page.height, "text": page.text}
    Slide.objects.update_or_create(handout=row, number=page.number, defaults=values)
    row.pages_read = page.number
    row.save(update_fields=["pages_read"])
    if not row.is_being_read:
        row.slides.filter(number__gt=row.pages).delete()
        transaction.on_commit(lambda: _tidy(handout, storage))
    return row


def pictures_of(handout: int) -> Iterator[str]:
    """The names of all pictures of a presentation's pages, also those of a former file."""
    folder = _folder(handout)
    try:
        names = private_storage().listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        yield f"{folder}/{name}"


def _tidy(handout: int, storage: Storage) -> None:
    """Delete the pictures of a former file."""
    kept = set(Slide.objects.filter(handout=handout).values_list("image", flat=True))
    for name in pictures_of(handout):
        if name not in kept:
            storage.delete(name)


def _folder(handout: int) -> str:
    return f"slides/{handout}"
