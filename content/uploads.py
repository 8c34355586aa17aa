"""Uploads in pieces, which can be resumed after an interruption.

The row of the upload is authoritative: what has arrived is the pieces it names, and nothing else. A piece is first
stored under a new name; then one statement adds it to the row, provided that the row still ends where the piece begins.
If a process is killed between the two, it leaves a file that no row names, which `purge` deletes. A piece that is sent
twice counts once, and any web process on any machine can take the next one, since they share the storage.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from content.models import Upload, private_storage

PIECE = 8 * 1024 * 1024
"""Bytes that a browser is told to send at a time, and the most that are accepted at a time."""
READ = 256 * 1024
KEEP = dt.timedelta(days=7)
"""How long an upload is kept that nobody resumes."""
LONGEST_NAME = 255


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class TooLarge(Exception):
    """The file is larger than the site allows."""


class WrongOffset(Exception):
    """A piece does not begin where the last one ended. `upload` says where that is."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(f"{upload.pk} has {upload.received} bytes")
        self.upload = upload


class Incomplete(Exception):
    """Stored pieces are missing; the row has been corrected to what there is."""


class WholeFile(File):
    """All bytes of an upload as one local file. Local storage moves it to its place instead of copying."""

    def __init__(self, file: IO[bytes], name: str, size: int, checksum: str) -> None:
        super().__init__(file, name)
        self.checksum = checksum
        self.path = file.name
        self._size = size

    @property
    def size(self) -> int:
        return self._size

    def temporary_file_path(self) -> str:
        """Django's local storage asks for this path, and renames the file."""
        return self.path


@dataclass(frozen=True)
class Announced:
    """What a browser says about a file before sending it."""

    name: str
    size: int
    changed: str = ""

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.name}\0{self.size}\0{self.changed}".encode()).hexdigest()


def plain_name(name: str) -> str:
    """The last part of a file's name, without unprintable characters. For display only; it is never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-LONGEST_NAME:] if printable.strip(".") else "file"


def begin(*, owner: Any, place: str, announced: Announced) -> Upload:
    """The upload of this file to this place: a new one, or the one to resume. A finished one starts over."""
    if announced.size > settings.MAX_UPLOAD_BYTES:
        raise TooLarge
    name = plain_name(announced.name)
    known = Upload.objects.filter(owner=owner, place=place, key=announced.key).first()
    if known is not None and known.is_finished:
        discard(known)
    return Upload.objects.get_or_create(
        owner=owner, place=place, key=announced.key, defaults={"name": name, "size": announced.size}
    )[0]


def add_piece(upload: Upload, *, offset: int, source: Source) -> Upload:
    """Store what `source` sends, up to the end of the file, and return how far the upload has come.

    If the connection breaks, what came before is kept.
    """
    if upload.is_finished or offset != upload.received:
        raise WrongOffset(upload)
    with tempfile.SpooledTemporaryFile(PIECE) as piece:
        length = _copy(source, piece, min(PIECE, upload.size - offset))
        if not length:
            return upload
        piece.seek(0)
        name = private_storage().save(f"{upload.folder}/{offset}-{secrets.token_hex(4)}", File(piece))
    taken = Upload.objects.filter(pk=upload.pk, received=offset, finished_at=None).update(
        received=offset + length, pieces=[*upload.pieces, name], updated_at=timezone.now()
    )
    if not taken:
        # Another process has added this piece, or the upload has been discarded.
        private_storage().delete(name)
        upload.refresh_from_db()
        raise WrongOffset(upload)
    upload.refresh_from_db()
    return upload


def add_whole(upload: Upload, source: Source) -> Upload:
    """Store a file that is sent in one request."""
    while not upload.is_whole:
        before = upload.received
        upload = add_piece(upload, offset=before, source=source)
        if upload.received == before:
            raise Incomplete
    return upload


@contextmanager
def joined(upload: Upload) -> Iterator[WholeFile]:
    """The whole file, deleted at the end of the block unless it has been moved."""
    storage, checksum = private_storage(), hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=upload.pk.hex, delete=False) as whole:
        try:
            for name in upload.pieces:
                # A missing piece is noticed below, as missing bytes.
                with suppress(FileNotFoundError), storage.open(name) as piece:
                    while data := piece.read(READ):
                        checksum.update(data)
                        whole.write(data)
            whole.flush()
            size = whole.tell()
            if size != upload.size:
                start_over(upload)
                raise Incomplete
            whole.seek(0)
            yield WholeFile(whole, upload.name, size, checksum.hexdigest())
        finally:
            with suppress(FileNotFoundError):
                Path(whole.name).unlink()


def finish(upload: Upload, outcome: dict[str, Any]) -> None:
    """Record that the file is in its place, and the answer that was given; its pieces are no longer needed."""
    now = timezone.now()
    Upload.objects.filter(pk=upload.pk).update(finished_at=now, updated_at=now, outcome=outcome, pieces=[])
    _sweep(upload.folder)
    upload.refresh_from_db()


def note(upload: Upload, outcome: dict[str, Any]) -> None:
    """Record the answer for a file that waits for somebody's decision."""
    Upload.objects.filter(pk=upload.pk).update(outcome=outcome, updated_at=timezone.now())


def discard(upload: Upload) -> None:
    """Delete an upload with all its pieces."""
    folder = upload.folder
    Upload.objects.filter(pk=upload.pk).delete()
    _sweep(folder)


def start_over(upload: Upload) -> None:
    """Start from zero, as the stored pieces are missing."""
    Upload.objects.filter(pk=upload.pk).update(received=0, pieces=[], updated_at=timezone.now())
    _sweep(upload.folder)
    upload.refresh_from_db()


def purge(*, before: dt.datetime | None = None) -> int:
    """Delete uploads that nobody has resumed for long, and files that belong to no upload."""
    before = before or timezone.now() - KEEP
    try:
        # Listed before the rows are read: a folder made in between has a row.
        folders, _files = private_storage().listdir("uploads")
    except FileNotFoundError:
        folders = []
    stale = list(Upload.objects.filter(updated_at__lt=before))
    for upload in stale:
        discard(upload)
    kept = {pk.hex for pk in Upload.objects.values_list("pk", flat=True)}
    for name in set(folders) - kept:
        _sweep(f"uploads/{name}")
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
    return len(stale)


def _copy(source: Source, target: IO[bytes], most: int) -> int:
    """Copy up to `most` bytes; returns how many came before the source ended or broke off."""
    length = 0
    with suppress(OSError):
        while length < most and (data := source.read(min(READ, most - length))):
            target.write(data)
            length += len(data)
    return length


def _sweep(folder: str) -> None:
    storage = private_storage()
    try:
        _folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        storage.delete(f"{folder}/{name}")
    with suppress(OSError):
        # Disks keep empty folders; object storage has none.
        storage.delete(folder)
