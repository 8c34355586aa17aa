"""The editor for the captions of one language, beside the video.

With script, each line is stored when it is left. Without, a page of lines is stored by its button, and also when
another button of the page is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from content.dates import timecode
from content.numbers import whole_number
from courses.refusals import Refused
from webinars.actions import cues, publishing
from webinars.actions.chapters import change_chapters
from webinars.captions.chapters import LONGEST_TITLE
from webinars.captions.lines import clean_text
from webinars.models import CaptionTrack, Cue
from webinars.proofreading import Proof, TypedTimes, page_of, proof_of
from webinars.views.publishing import chapters
from webinars.views.publishing.captions import track_of
from webinars.views.publishing.desk import Desk, desk_view

SAID = "editor"
AFTER_A_TITLE = " .,:;–-"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def editor(desk: Desk, language: str) -> HttpResponse:
    track = track_of(desk, language)
    if desk.request.method == "POST":
        return _change(desk, track)
    return show(desk, track, query=desk.request.GET)


@require_POST
@desk_view
def line(desk: Desk, language: str, cue: int) -> HttpResponse:
    """Store one line, and answer with it as it is now."""
    track, post = track_of(desk, language), desk.request.POST
    refusal = ""
    try:
        cues.correct_cue(
            cue=Cue(pk=cue, track_id=track.pk),
            text=post.get("text", ""),
            speaker=post.get("speaker", ""),
            seen=post.get("seen", ""),
            by=desk.by,
        )
    except Refused as refused:
        refusal = str(refused.refusal)
    proof = proof_of(track, desk.recording.seconds)
    row = proof.row(cue)
    if row is None:
        return HttpResponse(_("This line is not there any more. Load the page once more."), status=409)
    row.refusal = refusal
    page = page_of(proof, _url(desk, track), page=_number(post, "page"), only=post.get("only", ""))
    context = {"row": row, "proof": proof, "page": page, "webinar": desk.webinar, "track": track}
    status = 422 if refusal else 200
    return render(desk.request, "webinars/publishing/captions/answer.html", context, status=status)


def show(
    desk: Desk,
    track: CaptionTrack,
    *,
    query: QueryDict,
    status: int = 200,
    typed: dict[int, tuple[str, str, str]] | None = None,
    times: dict[int, TypedTimes] | None = None,
    chapter_rows: dict[str, Any] | None = None,
) -> HttpResponse:
    """The screen. `typed` are refused lines with text, speaker and reason; storing them again confirms them.

    `times` are refused times, by line.
    """
    recording = desk.recording
    line_now, chapter = _number(query, "line"), _number(query, "chapter")
    proof = proof_of(track, recording.seconds)
    page = page_of(
        proof,
        _url(desk, track),
        page=_number(query, "page"),
        line=line_now,
        at=_number(query, "at"),
        only=query.get("only", ""),
    )
    for row in page.rows:
        if typed and row.pk in typed:
            row.seen = row.mark
            row.text, row.speaker, row.refusal = typed[row.pk]
        row.typed = (times or {}).get(row.pk)
    context = {
        "desk": desk,
        "webinar": desk.webinar,
        "recording": recording,
        "track": track,
        "proof": proof,
        "page": page,
        "line_now": line_now,
        "line_back": line_now if chapter is not None else None,
        "chapters": chapter_rows or chapters.section(desk),
        "chapter_now": timecode(chapter) if chapter is not None else "",
        "video_url": _video_url(desk, proof, line_now),
        **_said(desk),
        "breadcrumbs_items": _breadcrumbs(desk),
        "header_icon": "media",
        "page_title": _("Captions in %(language)s") % {"language": track.get_language_display().lower()},
    }
    return render(desk.request, "webinars/publishing/captions/editor.html", context, status=status)


def _change(desk: Desk, track: CaptionTrack) -> HttpResponse:
    """Store the submitted lines, then do what the button says."""
    post = desk.request.POST
    sent = [
        (number, post[f"text-{pk}"], post.get(f"speaker-{pk}", ""), post.get(f"seen-{pk}", ""))
        for pk in (name.removeprefix("text-") for name in post if name.startswith("text-"))
        if (number := whole_number(pk))
    ]
    changed, refused = cues.correct_cues(track=track, corrections=sent, by=desk.by)
    if refused:
        _tell_refused(desk, track, refused)
        typed = {pk: (text, speaker, str(refused[pk])) for pk, text, speaker, _seen in sent if pk in refused}
        return show(desk, track, query=post, status=422, typed=typed)
    do, _colon, argument = post.get("do", "").partition(":")
    act = ACTS.get(do)
    if act is not None:
        try:
            return act(desk, track, argument)
        except Refused as refusal:
            desk.say(SAID, refusal.refusal, level=messages.ERROR)
            return _back(desk, track, line=argument)
    text = ngettext("%(count)s line is stored.", "%(count)s lines are stored.", changed) % {"count": changed}
    desk.say(SAID, text if changed else _("Nothing was changed."))
    return _back(desk, track)


def _tell_refused(desk: Desk, track: CaptionTrack, refused: dict[int, Any]) -> None:
    count = len(refused)
    text = ngettext("%(count)s line is not stored.", "%(count)s lines are not stored.", count) % {"count": count}
    if gone := [str(refusal) for refusal in refused.values() if refusal.code == "gone"]:
        text = f"{text} {gone[0]}"
    desk.say(SAID, text, level=messages.ERROR)


def _time(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    post, cue = desk.request.POST, _cue(track, argument)
    start, end = post.get(f"start-{cue.pk}", ""), post.get(f"end-{cue.pk}", "")
    try:
        cues.retime_cue(cue=cue, start=start, end=end, by=desk.by)
    except Refused as refused:
        return show(desk, track, query=post, status=422, times={cue.pk: TypedTimes(start, end, refused.refusal)})
    desk.say(SAID, _("The line is shown at its new time."))
    return _back(desk, track, line=argument)


def _split(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    before = desk.request.POST.get("before")
    at = len(clean_text(before)) if before is not None else None
    second = cues.split_cue(cue=_cue(track, argument), at=at, by=desk.by)
    return _back(desk, track, line=str(second.pk))


def _join(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    cue = cues.join_cue(cue=_cue(track, argument), by=desk.by)
    return _back(desk, track, line=str(cue.pk))


def _remove(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    cue = _cue(track, argument)
    after = track.cues.filter(number__gt=cue.number).order_by("number").first()
    cues.remove_cue(cue=cue, by=desk.by)
    desk.say(SAID, _("The line is removed."))
    return _back(desk, track, line=str(after.pk) if after else "")


def _rename(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    post = desk.request.POST
    count = cues.rename_speaker(track=track, old=post.get("old", ""), new=post.get("new", ""), by=desk.by)
    text = ngettext("The name is changed in %(count)s line.", "The name is changed in %(count)s lines.", count)
    desk.say(SAID, text % {"count": count})
    return _back(desk, track)


def _chapter(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    """Begin a chapter at a line, with its text as a preliminary title."""
    cue = _cue(track, argument)
    if not desk.recording.chapters.filter(second=cue.second).exists():
        title = cue.text.replace("\n", " ")[:LONGEST_TITLE].rstrip(AFTER_A_TITLE) or cue.text[:LONGEST_TITLE]
        change_chapters(recording=desk.recording, added=[(cue.second, title)], by=desk.by)
    return _back(desk, track, line=argument, chapter=str(cue.second), place="chapters")


def _chapters(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    refused = chapters.apply(desk)
    if refused is not None:
        rows, error = refused
        given = chapters.section(desk, rows=rows, error=error)
        return show(desk, track, query=desk.request.POST, status=422, chapter_rows=given)
    desk.say(SAID, _("The chapters are stored."))
    line = desk.request.POST.get("line", "")
    return _back(desk, track, line=line, place="" if line else "chapters")


def _approve(desk: Desk, track: CaptionTrack, argument: str) -> HttpResponse:
    publishing.approve_transcript(recording=desk.recording, by=desk.by)
    desk.say("captions", _("The transcript is approved."))
    return desk.back("captions")


ACTS: dict[str, Callable[[Desk, CaptionTrack, str], HttpResponse]] = {
    "time": _time,
    "split": _split,
    "join": _join,
    "remove": _remove,
    "rename": _rename,
    "chapter": _chapter,
    "chapters": _chapters,
    "approve": _approve,
}


def _cue(track: CaptionTrack, argument: str) -> Cue:
    """The line of a button, or 404."""
    number = whole_number(argument)
    cue = track.cues.filter(pk=number).first() if number else None
    if cue is None:
        raise Http404
    return cue


def _back(desk: Desk, track: CaptionTrack, *, line: str = "", chapter: str = "", place: str = "") -> HttpResponse:
    """Redirect to the same page of lines, at a line or another place."""
    post = desk.request.POST
    query = QueryDict(mutable=True)
    kept = {"only": post.get("only", ""), "page": post.get("page", ""), "line": line, "chapter": chapter}
    query.update({name: value for name, value in kept.items() if value})
    place = place or (f"line-{line}" if line else "")
    url = f"{_url(desk, track)}?{query.urlencode()}"
    return redirect(f"{url}#{place}" if place else url)


def _url(desk: Desk, track: CaptionTrack) -> str:
    return reverse("correct_captions", args=[desk.webinar.pk, track.language])


def _number(query: QueryDict, name: str) -> int | None:
    return whole_number(query.get(name, ""))


def _video_url(desk: Desk, proof: Proof, asked: int | None) -> str:
    """The video at the requested line."""
    if desk.recording.media_id is None:
        return ""
    url = reverse("recording_video", args=[desk.recording.pk])
    row = proof.row(asked) if asked is not None else None
    return f"{url}#t={row.start:.3f}" if row else url


def _said(desk: Desk) -> dict[str, list[Any]]:
    """Messages of this screen, shown in its own place, and others, shown by the admin."""
    found: dict[str, list[Any]] = {"said": [], "messages": []}
    for message in messages.get_messages(desk.request):
        found["said" if message.extra_tags == SAID else "messages"].append(message)
    return found


def _breadcrumbs(desk: Desk) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": f"{desk.url}#captions", "label": desk.webinar.shown_title},
        {"url": "", "label": _("Captions")},
    ]
