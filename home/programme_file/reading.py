"""Parses the bytes of a YAML file to a tree of nodes with line numbers. Values stay strings, dates included.

The file is untrusted input: size, encoding, nesting depth and number of values are limited. Nested aliases (which allow
exponential expansion), tags, merge keys and duplicate keys are rejected, with the line number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TypeAlias

import yaml
from yaml import events

from .problems import Path, Problems, TooManyProblemsError, quoted

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_DEPTH = 32
MOST_VALUES = 1_000_000

# The parser of libyaml is ten times as fast, and is part of PyYAML's wheels. Without it, the Python parser is used.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Characters that YAML does not allow, and Unicode line separators, which editors do not count as lines.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Scalar:
    """A scalar as a string. `plain` means that it is unquoted, so YAML may resolve it to another type than string."""

    value: str
    plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        return self.plain and self.value in ("", "~", "null", "Null", "NULL")

    @property
    def guessed_as(self) -> str:
        """The type that YAML resolves the value to: str, bool, int, float, null, timestamp, merge or value."""
        if not self.plain:
            return "str"
        first = self.value[:1]
        for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(first, ()):
            if pattern.match(self.value):
                return str(tag).rsplit(":", 1)[-1]
        return "str"


@dataclass(slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping


def read_bytes(path: FilePath) -> bytes:
    """Read a file, up to one byte more than is allowed, so that a huge file does not fill the memory.

    Raises ProgrammeFileError if the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        problems = Problems(path.name)
        problems.add(None, (), f"The file cannot be read: {error.strerror or error}.", "Check the name and the access.")
        raise problems.error() from error


def read_tree(data: bytes, problems: Problems) -> Mapping:
    """Parse the document to a tree of nodes.

    Raises ProgrammeFileError if it is too large, is not UTF-8 or valid YAML, or is not a mapping.
    """
    text = _decoded(data, problems)
    try:
        root = _composed(text, problems)
    except TooManyProblemsError as full:
        raise problems.error() from full
    if not problems and not isinstance(root, Mapping):
        line = root.line if root else 1
        problems.add(line, (), "This is not a programme file.", "It must begin with sections such as “meta:”.")
    problems.raise_if_any()
    assert isinstance(root, Mapping)
    return root


def _decoded(data: bytes, problems: Problems) -> str:
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // MEGABYTE
        problems.add(None, (), f"The file is larger than {size} MB.", "A programme file is text, and far smaller.")
        raise problems.error()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(_LINE_BREAK.findall(data[: error.start].decode("utf-8", "replace"))) + 1
        problems.add(line, (), "The text is not UTF-8.", "Save the file with the encoding UTF-8.")
        raise problems.error() from error
    if found := _FORBIDDEN.search(text):
        line = len(_LINE_BREAK.findall(text, 0, found.start())) + 1
        column = found.start() - max(text.rfind("\n", 0, found.start()), text.rfind("\r", 0, found.start()))
        what = f"There is an invisible character (U+{ord(found.group()):04X}) in column {column}."
        problems.add(line, (), what, "Delete it.")
        raise problems.error()
    return text


def _composed(text: str, problems: Problems) -> Node | None:
    composer = _Composer(problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            composer.take(event)
    except yaml.YAMLError as error:
        problems.add(*_said_plainly(error))
        raise problems.error() from error
    return composer.root


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being parsed: an element of the parser's stack."""

    node: Sequence | Mapping
    anchor: str | None
    values_before: int
    key: str | None = None
    awaits_key: bool = False
    repeats: bool = False
    """Whether it contains an alias of a list or mapping."""


class _Composer:
    """Builds the tree from the events of the YAML parser, with a stack instead of recursion.

    An alias (`*name`) gives the same node again, and its values are counted each time. The anchored part must not
    contain an alias of a list or mapping itself, as nested aliases make a small file expand exponentially.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root: Node | None = None
        self._documents = 0
        self._values = 0
        self._frames: list[_Frame] = []
        self._anchored: dict[str, tuple[Node, int, bool]] = {}

    def take(self, event: events.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case events.DocumentStartEvent():
                self._documents += 1
                if self._documents == 2:
                    self._stop(line, "A second document begins here.", "One file holds one programme: delete “---”.")
            case events.AliasEvent():
                self._repeat(event.anchor or "", line)
            case events.ScalarEvent():
                self._refuse_tag(event, line)
                scalar = Scalar(event.value, plain=not event.style, line=line)
                if event.anchor:
                    self._anchored[event.anchor] = (scalar, 1, False)
                self._place(scalar)
            case events.SequenceStartEvent():
                self._begin(Sequence(line), event)
            case events.MappingStartEvent():
                self._begin(Mapping(line), event)
            case events.SequenceEndEvent() | events.MappingEndEvent():
                self._end()

    def _begin(self, node: Sequence | Mapping, event: events.CollectionStartEvent) -> None:
        self._refuse_tag(event, node.line)
        before = self._values
        self._place(node)
        if len(self._frames) == MOST_DEPTH:
            what = f"Something is nested more than {MOST_DEPTH} deep."
            self._stop(node.line, what, "Check brackets and indentation.")
        self._frames.append(_Frame(node, event.anchor, before, awaits_key=isinstance(node, Mapping)))

    def _end(self) -> None:
        frame = self._frames.pop()
        if frame.anchor:
            self._anchored[frame.anchor] = (frame.node, self._values - frame.values_before, frame.repeats)
        if frame.repeats and self._frames:
            self._frames[-1].repeats = True

    def _repeat(self, anchor: str, line: int) -> None:
        """Resolve an alias: place the anchored node again, or add a problem and place an empty scalar."""
        node, values, repeats = self._anchored.get(anchor, (None, 0, False))
        if node is None or repeats:
            reason = "which repeats others itself" if repeats else "which there is none of before this line"
            what = f"{quoted('*' + anchor)} repeats a part of the file, {reason}."
            self.problems.add(line, self._path(), what, "Write the part out where it belongs.")
            self._place(Scalar("", plain=True, line=line))
        elif isinstance(node, Scalar):
            self._place(Scalar(node.value, node.plain, line))
        else:
            self._place(node, values)
            if self._frames:
                self._frames[-1].repeats = True

    def _place(self, node: Node, values: int = 1) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            self._stop(node.line, f"The file holds more than {MOST_VALUES} values.", "Split the programme.")
        if not self._frames:
            self.root = self.root or node
            return
        frame = self._frames[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.awaits_key:
            frame.awaits_key, frame.key = False, None
            frame.key = self._key(frame.node, node)
        else:
            frame.awaits_key = True
            if frame.key is not None:
                frame.node.entries[frame.key] = node

    def _key(self, mapping: Mapping, node: Node) -> str | None:
        """The key of the next value, or `None` if it is rejected (with a problem)."""
        if not isinstance(node, Scalar):
            self.problems.add(node.line, self._path(), "A key must be a word.", "Check brackets and colons.")
            return None
        key = node.value
        if key == "<<" and node.plain:
            self.problems.add(node.line, self._path(), "“<<” merges another part of the file.", "Write the keys out.")
            return None
        if key in mapping.lines:
            what = f"{quoted(key)} stands here again; it is already there on line {mapping.lines[key]}."
            self.problems.add(node.line, (*self._path(), key), what, "Keep one of the two.")
            return None
        mapping.lines[key] = node.line
        return key

    def _refuse_tag(self, event: events.ScalarEvent | events.CollectionStartEvent, line: int) -> None:
        if event.tag and event.tag != "!":
            self.problems.add(line, self._path(), f"{quoted(event.tag)} is a YAML tag.", "Write the value without it.")

    def _path(self) -> Path:
        return tuple(self._steps())

    def _steps(self) -> Iterator[str]:
        for frame in self._frames:
            if isinstance(frame.node, Sequence):
                yield f"#{len(frame.node.items)}"
            elif frame.key is not None:
                yield frame.key

    def _stop(self, line: int, what: str, remedy: str) -> None:
        self.problems.add(line, (), what, remedy)
        raise self.problems.error()


# Parts of the error messages of the two YAML parsers (libyaml and Python), and the message and advice shown instead.
_SENTENCES = (
    (
        ("'\\t'", "found a tab", "character that cannot start any token"),
        "A text cannot begin with this character, or there is a tab where spaces should be.",
        "Indent by spaces, and put quotes around a text that begins with a special character.",
    ),
    (
        ("mapping values are not allowed", "mapping values not allowed"),
        "A colon stands where no key can be.",
        "Put quotes around a text that holds a colon, or correct the indentation.",
    ),
    (
        ("could not find expected ':'",),
        "A key without its colon.",
        "Write “key: value”, and put quotes around a text that runs over several lines.",
    ),
    (
        ("unexpected end of stream", "unexpected document separator"),
        "A text in quotes is never closed.",
        "Add the closing quotation mark.",
    ),
    (
        ("',' or '}'", "',' or ']'"),
        "A bracket is not closed, or a comma is missing.",
        "Check the brackets, and put quotes around a text that holds one.",
    ),
    (
        ("<block end>", "did not find expected key", "did not find expected '-' indicator", "block sequence entries"),
        "The indentation does not fit the lines above.",
        "Give entries of the same list or section the same indentation.",
    ),
    (
        ("escape character", "escape sequence", "hexdecimal number", "hexadecimal number"),
        "A backslash in a text in double quotes is followed by something that has no meaning.",
        "Write the backslash twice, or use single quotes.",
    ),
)


def _said_plainly(error: yaml.YAMLError) -> tuple[int, Path, str, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = " ".join(str(part) for part in (getattr(error, "problem", ""), getattr(error, "context", "")) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what, remedy = "The text breaks the rules of YAML.", "Check quotes, brackets and indentation."
    for signs, sentence, advice in _SENTENCES:
        if any(sign in said for sign in signs):
            what, remedy = sentence, advice
            break
    begun = getattr(error, "context_mark", None)
    if begun is not None and begun.line + 1 != line:
        what = f"{what} It begins on line {begun.line + 1}."
    return line, (), f"{what} (column {column})", remedy
