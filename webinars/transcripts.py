"""The transcript of a recording as plain text."""

from __future__ import annotations

from content.dates import timecode
from webinars.models import CaptionTrack


def transcript_text(track: CaptionTrack) -> str:
    """The title, then a line with its time for each cue, with the speaker above when that changes."""
    lines, speaker = [track.recording.webinar.title], ""
    for cue in track.cues.all():
        if cue.speaker != speaker:
            speaker = cue.speaker
            lines += ["", f"{speaker}:"] if speaker else [""]
        elif len(lines) == 1:
            lines.append("")
        lines.append(f"{timecode(cue.second)}  {' '.join(cue.text.split())}")
    return "\r\n".join(lines) + "\r\n"
