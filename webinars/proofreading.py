"""Captions for proofreading: lines with the findings about each, in pages."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from courses.refusals import Refusal
from webinars.actions.cues import OF_THE_START, mark_of
from webinars.caption_sentences import AT_A_LINE, MOST_NAMED, finding_sentence
from webinars.captions.checking import WEIGHTS, Finding, FindingCode, Weight, check
from webinars.captions.cues import Dropped, DropReason
from webinars.captions.lines import Line
from webinars.captions.times import clock
from webinars.models import CaptionTrack, Cue

PAGE = 100
MOST_SPEAKERS = 40


@dataclass(frozen=True)
class TypedTimes:
    """Typed times of a line that were refused, and why."""

    start: str
    end: str
    refusal: Refusal

    @property
    def is_start_wrong(self) -> bool:
        return self.refusal.code in OF_THE_START


@dataclass
class Row:
    """A line on the screen, with its number and findings."""

    pk: int
    number: int
    start_ms: int
    end_ms: int
    speaker: str
    text: str
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Weight and text of the findings about this line."""
    refusal: str = ""
    """Why what was typed here was not stored."""
    seen: str = ""
    """The mark of the line when it was edited."""
    typed: TypedTimes | None = None
    """Typed times that were not stored."""

    @property
    def mark(self) -> str:
        return self.seen or mark_of(self.speaker, self.text)

    @property
    def start(self) -> float:
        return self.start_ms / 1000

    @property
    def end(self) -> float:
        return self.end_ms / 1000

    @property
    def clocks(self) -> tuple[str, str]:
        """Begin and end for editing; refused input is kept."""
        return (self.typed.start, self.typed.end) if self.typed else (clock(self.start_ms), clock(self.end_ms))

    @property
    def height(self) -> int:
        """The number of text rows, for browsers that do not adapt the height."""
        return sum(1 + len(row) // 60 for row in self.text.split("\n"))


@dataclass(frozen=True)
class Found:
    """A finding in words, with the first lines that it is about."""

    code: str
    weight: str
    text: str
    rows: Sequence[Row]
    places: Sequence[int]
    """Line numbers in the file, for what was left out."""
    more: int


@dataclass
class Proof:
    """All lines of one track, with findings."""

    track: CaptionTrack
    rows: list[Row]
    findings: list[Finding]

    @cached_property
    def found(self) -> list[Found]:
        """Most important first."""
        return [self._found(finding) for finding in self.findings]

    def _found(self, finding: Finding) -> Found:
        named = finding.numbers[:MOST_NAMED]
        in_file = finding.code == FindingCode.DROPPED
        return Found(
            code=finding.code,
            weight=finding.weight,
            text=finding_sentence(finding),
            rows=[] if in_file else [self.rows[number - 1] for number in named],
            places=named if in_file else (),
            more=len(finding.numbers) - len(named),
        )

    @property
    def problems(self) -> int:
        return sum(finding.weight == Weight.PROBLEM for finding in self.findings)

    @property
    def speakers(self) -> list[tuple[str, int]]:
        """Speakers with the number of their lines, most frequent first."""
        counted = Counter(row.speaker for row in self.rows if row.speaker)
        return counted.most_common(MOST_SPEAKERS)

    def row(self, pk: int) -> Row | None:
        return next((row for row in self.rows if row.pk == pk), None)

    def only(self, code: str) -> list[Row] | None:
        """The lines that a finding is about; None if there is no such finding."""
        finding = next((finding for finding in self.findings if finding.code == code), None)
        if finding is None or code == FindingCode.DROPPED:
            return None
        return [self.rows[number - 1] for number in finding.numbers]


@dataclass
class PageOfLines:
    """A page of lines, with links to the others. `only` is the code of the finding that all lines are about."""

    proof: Proof
    rows: list[Row]
    number: int
    pages: int
    only: str
    url: str

    def link(self, **query: object) -> str:
        kept = {name: value for name, value in {"only": self.only, **query}.items() if value}
        return f"{self.url}?{urlencode(kept)}" if kept else self.url

    @property
    def here(self) -> str:
        return self.link(page=self.number if self.number > 1 else "")

    @property
    def previous(self) -> str:
        return self.link(page=self.number - 1) if self.number > 1 else ""

    @property
    def following(self) -> str:
        return self.link(page=self.number + 1) if self.number < self.pages else ""

    @property
    def numbers(self) -> list[tuple[int, str]]:
        """All page numbers with their addresses."""
        return [(number, self.link(page=number)) for number in range(1, self.pages + 1)]

    @property
    def starts(self) -> float:
        """The second of the video at which the lines of this page begin."""
        return self.rows[0].start if self.rows and self.number > 1 else 0

    @property
    def ends(self) -> float | None:
        """The second at which they end; None on the last page."""
        after = self.number * PAGE
        return self.proof.rows[after].start if not self.only and after < len(self.proof.rows) else None


def proof_of(track: CaptionTrack, seconds: int | None) -> Proof:
    """One query."""
    return proof_from(track, list(track.cues.order_by("number")), seconds)


def proofs_of(tracks: Sequence[CaptionTrack], seconds: int | None) -> list[Proof]:
    """One query for all of them."""
    cues: dict[int, list[Cue]] = {track.pk: [] for track in tracks}
    for cue in Cue.objects.filter(track__in=tracks).order_by("track", "number"):
        cues[cue.track_id].append(cue)
    return [proof_from(track, cues[track.pk], seconds) for track in tracks]


def proof_from(track: CaptionTrack, cues: Sequence[Cue], seconds: int | None) -> Proof:
    rows = [Row(cue.pk, number, cue.start_ms, cue.end_ms, cue.speaker, cue.text) for number, cue in enumerate(cues, 1)]
    lines = [Line(row.start_ms, row.end_ms, row.speaker, row.text) for row in rows]
    moved, mended = (set(track.facts.get(name, ())) for name in ("moved", "mended"))
    findings = check(
        lines,
        seconds * 1000 if seconds else None,
        dropped=[Dropped(line, DropReason(reason)) for line, reason in track.facts.get("dropped", ())],
        moved=[row.number for row in rows if row.start_ms in moved],
        mended=[row.number for row in rows if row.start_ms in mended],
    )
    for finding in findings:
        if finding.code in AT_A_LINE:
            words = AT_A_LINE[finding.code]()
            for number in finding.numbers:
                rows[number - 1].notes.append((WEIGHTS[finding.code], words))
    return Proof(track, rows, findings)


def page_of(
    proof: Proof, url: str, *, page: int | None = None, line: int | None = None, at: int | None = None, only: str = ""
) -> PageOfLines:
    """The requested page: by number, by a line on it, or by a second of the video. Else the first."""
    rows = proof.only(only) if only else None
    if rows is None:
        rows, only = proof.rows, ""
    pages = max(1, -(-len(rows) // PAGE))
    if line is not None:
        place = next((place for place, row in enumerate(rows) if row.pk == line), 0)
        page = place // PAGE + 1
    elif at is not None:
        place = max(0, bisect_right(rows, at * 1000, key=lambda row: row.start_ms) - 1)
        page = place // PAGE + 1
    number = min(max(page or 1, 1), pages)
    return PageOfLines(proof, rows[(number - 1) * PAGE : number * PAGE], number, pages, only, url)
