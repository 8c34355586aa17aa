"""Reading a programme file gives a document, or error messages with line numbers, for any input."""

import contextlib
import copy
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.programme_file import reading
from home.programme_file.document import read_programme, read_programme_file
from home.programme_file.problems import ProgrammeFileError

ROOT = Path(__file__).resolve().parents[3]
DEMO = (ROOT / "demo" / "programme.yaml").read_bytes()
OTHER = (Path(__file__).parent / "other.yaml").read_bytes()


def problems_of(data: bytes | str) -> list[tuple[int | None, str]]:
    data = data.encode() if isinstance(data, str) else data
    with pytest.raises(ProgrammeFileError) as caught:
        read_programme(data, "file.yaml")
    return [(problem.line, f"{problem.what} {problem.remedy}") for problem in caught.value.problems]


def only_problem(data: bytes | str) -> tuple[int | None, str]:
    problems = problems_of(data)
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "This is not a programme file"),
        ("just words", 1, "This is not a programme file"),
        ("- a\n- b", 1, "This is not a programme file"),
        ("meta:\n\tschema: 1", 2, "Indent by spaces"),
        ("meta:\n  a: b: c", 2, "Put quotes around a text that holds a colon"),
        ('meta:\n  a: "never closed\n  b: 1\n', 4, "A text in quotes is never closed. It begins on line 2."),
        ("meta: {a: 1\nb: 2", 2, "A bracket is not closed"),
        ("meta:\n  a: [1, 2}", 2, "A bracket is not closed"),
        ("meta:\n  - a\n  b: 1", 3, "The indentation does not fit"),
        ("meta:\n  a: 1\n b: 2", 3, "The indentation does not fit"),
        ('meta:\n  a: "\\q"', 2, "A backslash"),
        ("meta:\n  a: 1\nmeta:\n  b: 2", 3, "it is already there on line 1"),
        ("meta:\n  a: *x", 2, "which there is none of before this line"),
        ("meta:\n  a: &x [*x]", 2, "which there is none of before this line"),
        ("meta:\n  a: &x [1]\n  b: &y [*x]\n  c: [*y]", 4, "which repeats others itself"),
        ("meta:\n  <<: {a: 1}", 2, "Write the keys out"),
        ("meta:\n  a: !!python/object:os.system {}", 2, "is a YAML tag"),
        ("meta:\n  ? [a, b]\n  : 1", 2, "A key must be a word"),
        ("meta:\n  a: 1\n---\nmeta:", 3, "A second document begins here"),
        ("meta:\n  a: \x07", 2, "invisible character (U+0007) in column 6"),
        ("meta:\n  a: b\u2028c", 2, "invisible character (U+2028) in column 7"),
    ],
)
def test_form_wrong(text: str, line: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(reading, "_Loader", loader)
        found_line, sentence = only_problem(text)
        assert found_line == line
        assert words in sentence


def test_not_utf8() -> None:
    assert only_problem("meta:\n  a: på\n".encode("latin-1")) == (
        2,
        "The text is not UTF-8. Save the file with the encoding UTF-8.",
    )
    assert only_problem("meta:".encode("utf-16"))[1].startswith("The text is not UTF-8.")


def test_byte_order_mark_and_windows_line_ends() -> None:
    windows = b"\xef\xbb\xbf" + DEMO.replace(b"\n", b"\r\n")
    assert read_programme(windows).sections == read_programme(DEMO).sections


def test_file_missing(tmp_path: Path) -> None:
    with pytest.raises(ProgrammeFileError, match=r"nothing\.yaml: The file cannot be read: No such file"):
        read_programme_file(tmp_path / "nothing.yaml")
    with pytest.raises(ProgrammeFileError, match="cannot be read"):
        read_programme_file(tmp_path)


def test_noise_of_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "noise.yaml"
    block = os.urandom(reading.MEGABYTE)
    with path.open("wb") as stream:
        for _ in range(50):
            stream.write(block)
    tracemalloc.start()
    with pytest.raises(ProgrammeFileError, match=r"noise\.yaml: The file is larger than 10 MB"):
        read_programme_file(path)
    assert tracemalloc.get_traced_memory()[1] < 15 * reading.MEGABYTE
    tracemalloc.stop()


def test_alias_bomb() -> None:
    bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"{now}: &{now} [{','.join([f'*{old}'] * 9)}]" for old, now in zip("abcdefgh", "bcdefghi", strict=True)]
    problems = problems_of("\n".join(bomb))
    assert problems[0][0] == 3
    assert all("repeats others itself" in sentence for _, sentence in problems)


def test_alias_bomb_of_one_level() -> None:
    bomb = f"a: &a [{'x,' * 10_000}x]\nb: [{','.join(['*a'] * 10_000)}]"
    assert only_problem(bomb) == (1, "The file holds more than 1000000 values. Split the programme.")


def test_part_repeated_by_reference_is_the_part_again() -> None:
    text = OTHER.decode()
    for old, new in (
        ("date: 2025-02-04", "date: &day 2025-02-04"),
        ("published: 2025-02-10", "published: *day"),
        ("themes: [hav]\n    speakers", "themes: &themes [hav]\n    speakers"),
        (
            "partner: hamnklustret\n    date: 2025-05-06",
            "partner: hamnklustret\n    themes: *themes\n    date: 2025-05-06",
        ),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    first, *_, last = read_programme(text.encode()).sections.webinars
    assert first.recording.published == first.date
    assert last.themes == first.themes == ["hav"]


@pytest.mark.parametrize("flow", [False, None, True])
@pytest.mark.parametrize("data", [DEMO, OTHER], ids=["demo", "other"])
def test_file_written_by_a_program(data: bytes, flow: bool | None) -> None:
    """What PyYAML writes of a file it has read is the same file, whichever quotes it finds needless."""
    written = yaml.dump(yaml.safe_load(data), Dumper=yaml.CSafeDumper, default_flow_style=flow)
    assert read_programme(written.encode()).sections == read_programme(data).sections


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("loader", [yaml.CSafeLoader, yaml.SafeLoader])
def test_nested_deeply(opening: str, loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_Loader", loader)
    line, sentence = problems_of("meta:\n  " + opening * 100_000)[-1]
    assert (line, sentence) == (2, "Something is nested more than 32 deep. Check brackets and indentation.")


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_VALUES", 1000)
    assert "more than 1000 values" in only_problem("meta: [" + "a," * 2000 + "a]")[1]


def test_too_many_problems() -> None:
    lines = "".join(f"  a{number}: *x\n" for number in range(500))
    with pytest.raises(ProgrammeFileError) as caught:
        read_programme(f"meta:\n{lines}".encode())
    assert [problem.line for problem in caught.value.problems] == list(range(2, 102))
    assert str(caught.value).endswith("Only the first 100 problems are listed. Put these right, then try again.")


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes(data: bytes) -> None:
    with pytest.raises(ProgrammeFileError):
        read_programme(data)


_SNIPPETS = st.sampled_from(
    [
        "",
        " ",
        "\n",
        "  ",
        "\t",
        ":",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "#",
        "&a ",
        "*a",
        "!!int ",
        "|",
        ">",
        "null",
        "~",
        "0106",
        "no",
        "10:30",
        "2026-02-30",
        "2026-09-01",
        "-1",
        "1e400",
        "9" * 400,
        '"\\0"',
        "\x00",
        "é",
        "🎓",
        "id: w01",
        "historical: true",
        "language: en",
        "programme",
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 9.9\n",
    ]
)


@given(
    st.sampled_from([DEMO.decode(), OTHER.decode()]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), _SNIPPETS), min_size=1, max_size=4),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_files(text: str, changes: list[tuple[float, int, str]]) -> None:
    for share, length, snippet in changes:
        at = int(share * len(text))
        text = text[:at] + snippet + text[at + length :]
    with contextlib.suppress(ProgrammeFileError):
        read_programme(text.encode()).shifted(52)


def _places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from _places(value, (*path, key))


TREES = [yaml.load(data, Loader=yaml.CSafeLoader) for data in (DEMO, OTHER)]
PLACES = [list(_places(tree)) for tree in TREES]
_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, [], {}, "", "x", "w01", "programme", 5, -1, 0.5, True, [[]], {"a": {}}, ["w01", "w01"]]
)


@given(st.integers(0, 1), st.lists(st.tuples(st.floats(0, 0.9999), _JUNK), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_values_of_other_kinds(which: int, changes: list[tuple[float, Any]]) -> None:
    tree = copy.deepcopy(TREES[which])
    for share, junk in changes:
        *way, last = PLACES[which][int(share * len(PLACES[which]))]
        node = tree
        try:
            for step in way:
                node = node[step]
            node[last] = copy.deepcopy(junk)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    with contextlib.suppress(ProgrammeFileError):
        read_programme(yaml.dump(tree, Dumper=NoAliases, allow_unicode=True).encode()).shifted(-52)


class NoAliases(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True
