"""Presentations and other files of a webinar: add, replace, edit, order, remove, and set the times of slides."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.refusals import Refusal, Refused
from webinars import tasks
from webinars.actions.removing import set_aside
from webinars.models import Handout, Recording, Removed, Slide, WebinarPage
from webinars.presentations import problems
from webinars.presentations.kinds import PDF, kind_of
from webinars.presentations.reading import Facts, Unreadable, facts_of
from webinars.presentations.titles import is_announced, readable_title

if TYPE_CHECKING:
    from people.models import User

CHANGEABLE = ("kind", "title", "speaker", "organisation", "is_accessible")


@dataclass(frozen=True)
class Checked:
    """A file that may be handed out, and what was read from it."""

    file: File
    name: str
    title: str
    format: str
    checksum: str
    facts: Facts | None

    @property
    def kind(self) -> Handout.Kind:
        return Handout.Kind.SLIDES if self.facts else Handout.Kind.ATTACHMENT


def add_handout(*, webinar: WebinarPage, file: IO[bytes], name: str, by: User | None) -> Handout:
    """Add a file to a webinar: a PDF as a presentation, others as attachments.

    The same file again returns the existing row. A planned file with this title becomes this file. Raises `Refused`,
    with nothing changed, if the file cannot be read or must not be handed out.
    """
    whole = _whole(file)
    checksum = _checksum(whole)
    if known := webinar.handouts.filter(checksum=checksum).first():
        return known
    checked = _checked(whole, name, checksum)
    with transaction.atomic():
        _lock(webinar)
        if known := webinar.handouts.filter(checksum=checksum).first():
            return known
        row = _announced(webinar, checked) or Handout(webinar=webinar, title=checked.title, order=_next(webinar))
        _take(row, checked, by)
        return row


def replace_handout(*, handout: Handout, file: IO[bytes], name: str, by: User | None) -> Handout:
    """Replace the file. Title, speaker and times of slides stay."""
    whole = _whole(file)
    checksum = _checksum(whole)
    if handout.checksum == checksum:
        return handout
    checked = _checked(whole, name, checksum)
    with transaction.atomic():
        _lock(handout.webinar)
        row = Handout.objects.select_for_update().get(pk=handout.pk)
        if row.webinar.handouts.filter(checksum=checksum).exclude(pk=row.pk).exists():
            raise Refused(Refusal("known", _("This file is already among the files of the webinar.")))
        if row.checksum != checksum:
            _take(row, checked, by)
        return row


@transaction.atomic
def change_handout(*, handout: Handout, by: User | None, **changes: Any) -> Handout:
    """Change any of kind, title, speaker, organisation and is_accessible."""
    row = Handout.objects.select_for_update().get(pk=handout.pk)
    changed = [field for field in CHANGEABLE if field in changes and getattr(row, field) != changes[field]]
    if unknown := set(changes) - set(CHANGEABLE):
        raise TypeError(f"Not to be changed here: {', '.join(sorted(unknown))}")
    for field in changed:
        setattr(row, field, changes[field])
    if not row.title.strip():
        raise Refused(Refusal("no_title", _("Give the file a title.")))
    if row.kind == Handout.Kind.SLIDES and row.file and row.format != PDF:
        raise Refused(Refusal("not_pdf", _("Only a PDF is shown as a presentation. Save it as PDF and upload that.")))
    if changed:
        row.save(update_fields=changed)
        log(row.webinar, "webinars.handout_changed", user=by, data={"title": row.title, "changed": changed})
        if "kind" in changed:
            _read_soon(row)
    return row


@transaction.atomic
def move_handout(*, handout: Handout, places: int, by: User | None) -> None:
    """Move a file down its list by a number of places (up if negative), as far as possible.

    One that has been removed meanwhile stays so.
    """
    _lock(handout.webinar)
    rows = list(Handout.objects.filter(webinar=handout.webinar_id, kind=handout.kind).order_by("order", "pk"))
    place = next((number for number, row in enumerate(rows) if row.pk == handout.pk), None)
    if place is None:
        return
    rows.insert(max(0, place + places), rows.pop(place))
    moved = [row for number, row in enumerate(rows) if row.order != number]
    for number, row in enumerate(rows):
        row.order = number
    if moved:
        Handout.objects.bulk_update(moved, ["order"])
        log(handout.webinar, "webinars.handouts_moved", user=by, data={"title": handout.title})


@transaction.atomic
def remove_handout(*, handout: Handout, by: User | None) -> None:
    """Remove a file with its pages. It can be restored for a while. Idempotent."""
    row = Handout.objects.select_for_update().select_related("webinar").filter(pk=handout.pk).first()
    if row is None:
        return
    log(row.webinar, "webinars.handout_removed", user=by, data={"title": row.title})
    kept = [row, *row.slides.order_by("number")]
    set_aside(webinar=row.webinar, kind=Removed.Kind.HANDOUT, title=row.title, rows=kept)
    row.delete()


@transaction.atomic
def time_slides(*, handout: Handout, seconds: Mapping[int, int | None], by: User | None) -> list[Slide]:
    """Set the second at which slides are first shown, by their number; None removes it.

    Raises `Refused`, with nothing changed, if there is no such slide or the recording is shorter.
    """
    row = Handout.objects.select_for_update().get(pk=handout.pk)
    slides = {slide.number: slide for slide in row.slides.all()}
    length = Recording.objects.filter(webinar=row.webinar_id).values_list("seconds", flat=True).first()
    for number, second in sorted(seconds.items()):
        if number not in slides:
            message = _("There is no slide %(number)s: the presentation has %(pages)s.")
            raise Refused(Refusal("no_slide", message % {"number": number, "pages": row.pages or len(slides)}))
        if second is not None and (second < 0 or (length is not None and second > length)):
            message = _("Slide %(number)s: the recording is over before that time.")
            raise Refused(Refusal("too_late", message % {"number": number}))
    changed = [slides[number] for number, second in seconds.items() if slides[number].second != second]
    for slide in changed:
        slide.second = seconds[slide.number]
    if changed:
        Slide.objects.bulk_update(changed, ["second"])
        log(row.webinar, "webinars.slides_timed", user=by, data={"title": row.title, "slides": len(changed)})
    return sorted(slides.values(), key=lambda slide: slide.number)


@transaction.atomic
def read_again(*, handout: Handout, by: User | None) -> None:
    """Read the pages again, after the problem has been solved."""
    Handout.objects.filter(pk=handout.pk).exclude(problem="").update(problem="")
    handout.refresh_from_db()
    _read_soon(handout)


def size_refusal(size: int) -> Refusal | None:
    """Why a file of this size is not accepted, whatever its content."""
    if size == 0:
        return Refusal("empty", problems.sentence("empty"))
    if size > settings.HANDOUT_MAX_BYTES:
        message = _("The file is %(size)s, and %(most)s is the most there is room for. Make its pictures smaller.")
        sizes = {"size": filesizeformat(size), "most": filesizeformat(settings.HANDOUT_MAX_BYTES)}
        return Refusal("too_large", message % sizes)
    return None


def _whole(file: IO[bytes]) -> File:
    return file if isinstance(file, File) else File(file)


def _checksum(file: File) -> str:
    """Checks the size first, so that a file that is too large is not read."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if refusal := size_refusal(size):
        raise Refused(refusal)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _checked(file: File, name: str, checksum: str) -> Checked:
    file.seek(0)
    head = file.read(4096)
    file_format = kind_of(name, head)
    if not file_format and name.lower().endswith(f".{PDF}"):
        raise Refused(Refusal("broken", problems.sentence("broken")))
    if not file_format:
        message = _("Files of this kind are not handed out. Upload PDF, or a document, spreadsheet, picture or text.")
        raise Refused(Refusal("not_handed_out", message))
    try:
        facts = facts_of(file) if file_format == PDF else None
    except Unreadable as problem:
        raise Refused(Refusal(problem.code, problems.sentence(problem.code, problem.page))) from None
    title = readable_title(name) or _("Presentation")
    return Checked(file, name, title, file_format, checksum, facts)


def _lock(webinar: WebinarPage) -> None:
    """Lock the list of files, so that the same file sent twice at once becomes one row."""
    WebinarPage.objects.select_for_update(of=("self",)).get(pk=webinar.pk)


def _announced(webinar: WebinarPage, checked: Checked) -> Handout | None:
    """The planned file with this title; None if there are several."""
    rows = webinar.handouts.filter(is_planned=True, file="", kind=checked.kind)
    meant = [row for row in rows if is_announced(checked.title, row.title)]
    return meant[0] if len(meant) == 1 else None


def _next(webinar: WebinarPage) -> int:
    last = webinar.handouts.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _take(row: Handout, checked: Checked, by: User | None) -> None:
    """Store the file with the row. The former file is deleted after the commit, the new one if there is a rollback."""
    storage, former = row.file.storage, row.file.name
    stem = get_valid_filename(checked.title.replace(" ", "-"))[:80] if checked.title.strip(".-_ ") else "file"
    checked.file.seek(0)
    row.file.save(f"{stem}.{checked.format}", checked.file, save=False)
    try:
        row.kind, row.format, row.checksum = checked.kind, checked.format, checked.checksum
        row.size, row.is_planned = checked.file.size, False
        row.pages = checked.facts.pages if checked.facts else None
        row.is_tagged = checked.facts.is_tagged if checked.facts else None
        # A default until somebody has checked it.
        row.is_accessible = row.is_tagged is not False
        row.pages_read, row.problem = 0, ""
        row.save()
        log(row.webinar, "webinars.handout_added", user=by, data={"title": row.title, "name": checked.name})
    except BaseException:
        storage.delete(str(row.file.name))
        raise
    if former:
        transaction.on_commit(partial(storage.delete, former))
    _read_soon(row)


def _read_soon(row: Handout) -> None:
    if row.kind == Handout.Kind.SLIDES and row.is_being_read:
        transaction.on_commit(partial(tasks.read_presentation.enqueue, row.pk, row.checksum))
