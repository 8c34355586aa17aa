"""Search per kind of content: which rows match, and how they are shown. The number of queries does not depend on
the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.dates import day, timecode
from content.searching import Piece, excerpt, hits, marked, matching, stem, words_of
from courses.models import Session
from home.cards import Card
from home.pages import ABOVE, ACTIVITIES, KINDS, Place, joined, paths_above, specific
from people.models import Participant
from webinars.models import CaptionTrack, Cue, Handout, Recording, Slide, Speaker
from webinars.templatetags.webinar_tags import file_size

Row = TypeVar("Row", bound=Model)
MOST = 200
"""The maximum number of results per kind."""
MOST_LINES = 3


@dataclass
class Line:
    """A line in a recording, with a link to its time."""

    time: str
    url: str
    pieces: list[Piece]
    speaker: str = ""


@dataclass
class Hit:
    title: list[Piece]
    url: str
    kind: Any = ""
    lang: str = ""
    """The language code of the title if it differs from the active language, else empty."""
    where: str = ""
    where_lang: str = ""
    text: list[Piece] = field(default_factory=list)
    text_lang: str = ""
    facts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    more: int = 0
    """The number of further matching places in the recording."""


# Pages


def page_keys(words: Sequence[str], shown: set[int]) -> list[tuple[int, str, int]]:
    """Primary keys, paths and content types of public originals with all words in one of their languages; matches in
    the title first."""
    found = matching(Page, words).order_by().values("translation_key")
    title = Q()
    for word in words:
        title &= Q(title__icontains=stem(word))
    rows = (
        Page.objects.filter(translation_key__in=found, depth__gt=2)
        .annotate(in_title=Case(When(title, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .order_by("in_title", F("first_published_at").desc(nulls_last=True), "-pk")
    )
    keys = rows.values_list("pk", "path", "content_type").iterator()
    return list(islice((key for key in keys if key[0] in shown), MOST))


def read_pages(keys: Iterable[tuple[int, str, int]], webinars: Iterable[int]) -> dict[str, Any]:
    """Pages with their ancestors, and webinars by primary key; all keyed by tree path. One query."""
    roots = Session.objects.roots().filter(activity_id=OuterRef("pk"))
    paths = [path for _pk, path, _kind in keys]
    found = {ContentType.objects.get_for_id(kind).model for _pk, _path, kind in keys} & KINDS.keys()
    kinds = found | {*ABOVE, *ACTIVITIES}
    pages = Page.objects.filter(Q(path__in={*paths, *paths_above(paths)}) | Q(pk__in=webinars))
    rows = joined(pages, kinds).annotate(
        held_on=roots.values("date")[:1], is_cancelled=Exists(roots.filter(cancelled_at__isnull=False))
    )
    return {row.path: specific(row) for row in rows if row.cached_content_type.model in kinds}


def page_hit(page: Any, pages: dict[str, Any], words: Sequence[str]) -> Hit:
    place = Place.of(page.path, pages)
    above = [one for one in (place.programme, place.track, place.module) if one is not None and one.pk != page.pk]
    reader = get_language() or settings.LANGUAGE_CODE
    version = page.versions.get(reader, {})
    own = [text for name, text in version.items() if name != "title" and isinstance(text, str) and text]
    # The text in the active language if it or its title has the words, else the original text.
    in_title = own[:1] if hits(page.shown_title, words) else []
    text: str = next((text for text in own if hits(text, words)), "".join(in_title))
    text_lang = "" if text or page.shown_in else page.own_language
    text = text or page.searched_text()
    return Hit(
        title=marked(page.shown_title, words),
        url=page.get_url() or "",
        kind=_kind_of(page),
        lang=page.shown_language,
        where=" / ".join(getattr(one, "short_title", "") or one.shown_title for one in above),
        text=excerpt(text, words),
        text_lang=text_lang if text_lang != reader else "",
        facts=[
            *([day(page.held_on, year=True)] if page.held_on else []),
            *([_("Cancelled")] if page.is_cancelled else []),
        ],
    )


def _kind_of(page: Any) -> Any:
    recording = getattr(page, "recording", None) if getattr(page, "kind", "") == "webinar" else None
    if recording is not None and recording.is_published():
        return _("Recording")
    return getattr(page, "kind_label", "") or capfirst(page._meta.verbose_name)


# What belongs to a recording


def _on_public_pages(rows: QuerySet[Row], page_of: Callable[[Row], int], shown: set[int]) -> list[Row]:
    """The first `MOST` rows that belong to public pages."""
    return list(islice((row for row in rows.iterator(chunk_size=MOST) if page_of(row) in shown), MOST))


def tracks(words: Sequence[str], participant: Participant | None, shown: set[int]) -> list[CaptionTrack]:
    """One matching caption track per recording, preferably in the active language."""
    rows = (
        matching(CaptionTrack, words)
        .filter(recording__in=Recording.objects.open_to(participant))
        .only("language", "recording")
        .annotate(
            webinar_id=F("recording__webinar"),
            is_own=Case(When(language=get_language(), then=Value(0)), default=Value(1), output_field=IntegerField()),
        )
        .order_by("-recording__published_at", "recording", "is_own", "pk")
    )
    found: dict[int, CaptionTrack] = {}
    for row in _on_public_pages(rows, lambda row: row.webinar_id, shown):
        found.setdefault(row.recording_id, row)
    return list(found.values())


@dataclass
class Texts:
    """The matching cues and slides."""

    cues: dict[int, list[Cue]] = field(default_factory=lambda: defaultdict(list))
    """Keyed by caption track, in order."""
    slides: dict[int, list[Slide]] = field(default_factory=lambda: defaultdict(list))
    """Keyed by handout, in order."""


def texts_of(tracks: Sequence[CaptionTrack], handouts: Sequence[Handout], words: Sequence[str]) -> Texts:
    """One query; none if there are neither tracks nor handouts."""
    found = Texts()
    wanted = Q()
    for word in words:
        wanted |= Q(text__icontains=stem(word))
    cues = Cue.objects.filter(wanted, track__in=tracks).annotate(of=Value("cue", output_field=CharField()))
    slides = Slide.objects.filter(wanted, handout__in=handouts).annotate(
        of=Value("slide", output_field=CharField()), start=Value(0), by=Value("", output_field=CharField())
    )
    rows = (
        cues.order_by()
        .values_list("of", "track", "number", "text", "start_ms", "speaker")
        .union(slides.order_by().values_list("of", "handout", "number", "text", "start", "by"), all=True)
    )
    for of, key, number, text, start, speaker in rows.order_by("number") if tracks or handouts else ():
        if not hits(text, words):
            continue
        if of == "cue":
            found.cues[key].append(Cue(track_id=key, number=number, text=text, start_ms=start, speaker=speaker))
        else:
            found.slides[key].append(Slide(handout_id=key, number=number, text=text))
    return found


def spoken_hit(track: CaptionTrack, page: Any, cues: Sequence[Cue], words: Sequence[str]) -> Hit:
    best = sorted(cues, key=lambda cue: (-len(hits(cue.text, words)), cue.number))[:MOST_LINES]
    url = page.get_url() or ""
    return Hit(
        title=marked(page.shown_title, words),
        url=f"{url}?text={track.language}#transcript",
        kind=_("Recording"),
        lang=page.shown_language,
        facts=[str(track)],
        lines=[
            Line(
                timecode(cue.second),
                f"{url}?t={cue.second}&text={track.language}#replikk-{cue.number}",
                marked(cue.text, words),
                cue.speaker,
            )
            for cue in sorted(best, key=lambda cue: cue.number)
        ],
        more=len(cues) - len(best),
        text_lang=track.language if track.language != get_language() else "",
    )


def lines_said(cards: Iterable[Card], text: str) -> None:
    """Set on each card of a public recording the line that has most of the words. One query."""
    words = words_of(text)
    shown = {
        card.recording.pk: card for card in cards if card.recording is not None and not card.recording.is_restricted
    }
    if not words or not shown:
        return
    wanted = Q()
    for word in words:
        wanted |= Q(text__icontains=stem(word))
    cues = Cue.objects.filter(wanted, track__recording__in=shown).select_related("track").defer("track__vtt")
    reader = get_language()
    best: dict[int, tuple[tuple[int, bool, int], Cue]] = {}
    for cue in cues:
        # Most words, then the active language, then the earliest.
        rank = (-len(hits(cue.text, words)), cue.track.language != reader, cue.start_ms)
        known = best.get(cue.track.recording_id)
        if rank[0] and (known is None or rank < known[0]):
            best[cue.track.recording_id] = rank, cue
    for pk, (_rank, cue) in best.items():
        shown[pk].said = Line(
            timecode(cue.second),
            f"{shown[pk].url}?t={cue.second}&text={cue.track.language}#replikk-{cue.number}",
            excerpt(cue.text, words, 140),
            cue.speaker,
        )


def handouts(words: Sequence[str], participant: Participant | None, shown: set[int]) -> list[Handout]:
    open_to_reader = Recording.objects.open_to(participant)
    rows = matching(Handout, words).filter(webinar__recording__in=open_to_reader, is_planned=False).exclude(file="")
    rows = rows.select_related("webinar__recording", "organisation").order_by("-webinar__recording__published_at", "pk")
    return _on_public_pages(rows, lambda row: row.webinar_id, shown)


def handout_hit(handout: Handout, slides: Sequence[Slide], words: Sequence[str]) -> Hit:
    page = handout.webinar
    best = max(slides, key=lambda slide: (len(hits(slide.text, words)), -slide.number), default=None)
    url = reverse("handout_file", args=[handout.pk])
    facts = [handout.format.upper(), *([file_size(handout.size)] if handout.size else [])]
    if best is not None:
        facts.append(_("page %(number)s") % {"number": best.number})
    by = ", ".join(str(part) for part in (handout.speaker, handout.organisation) if part)
    return Hit(
        title=marked(handout.title, words),
        url=f"{url}#page={best.number}" if best is not None and handout.format == "pdf" else url,
        kind=handout.get_kind_display(),
        lang=page.own_language if page.own_language != get_language() else "",
        where=" / ".join(part for part in (page.shown_title, by) if part),
        where_lang=page.shown_language,
        text=excerpt(best.text, words) if best is not None else [],
        text_lang=page.own_language if page.own_language != get_language() else "",
        facts=facts,
    )


# People


def speakers(words: Sequence[str], shown: set[int]) -> list[list[Speaker]]:
    """The speakers of public webinars, each with all their rows."""
    rows = matching(Speaker, words).select_related("webinar", "organisation")
    found: dict[tuple[str, int | None], list[Speaker]] = defaultdict(list)
    rows = rows.order_by("-webinar__first_published_at", "pk")
    for row in _on_public_pages(rows, lambda row: row.webinar_id, shown):
        found[row.name or row.role, row.organisation_id].append(row)
    return list(found.values())


def speaker_hit(rows: Sequence[Speaker], words: Sequence[str]) -> Hit:
    first = rows[0]
    about = (first.role if first.name else "", first.organisation.name if first.organisation else "")
    return Hit(
        title=marked(first.name or first.role, words),
        url=f"{first.webinar.get_url() or ''}",
        kind=_("Speaker"),
        text=marked(", ".join(part for part in about if part), words),
        where=" / ".join(row.webinar.shown_title for row in rows[:3]),
        where_lang=first.webinar.shown_language,
    )
