"""Chapters from a file or from pasted lines."""

import pytest

from webinars.captions.chapters import MOST_CHAPTERS, read_chapters


@pytest.mark.parametrize(
    ("row", "second"),
    [
        ("00:17:35 Tittel", 1055),
        ("17:35 – Tittel", 1055),
        ("1:02:05 Tittel", 3725),
        ("75:00 Tittel", 4500),
        ("0:00 Tittel", 0),
        ("- 17:35 Tittel", 1055),
        ("• [00:17:35] Tittel", 1055),
        ("(17:35): Tittel", 1055),
        ("3. 17:35 | Tittel", 1055),
        ("12) 17.35 Tittel", 1055),
        ("  17:35\tTittel  ", 1055),
        ("17:35 - 20:00 Tittel", 1055),
        ("00:17:35.500 --- Tittel", 1055),
        ("17:35Tittel", 1055),
        ("Tittel 17:35", 1055),
        ("Tittel – (00:17:35)", 1055),
        ("* Tittel, 17:35", 1055),
    ],
)
def test_pasted_row(row, second):
    found = read_chapters(row)
    assert (found.chapters, found.problems) == (((second, "Tittel"),), ())


def test_title_may_hold_numbers_and_dashes():
    assert read_chapters("00:10 Kapittel 3: 10–12 år (del 2) – på 5:1").chapters == (
        (10, "Kapittel 3: 10–12 år (del 2) – på 5:1"),
    )


def test_problems_name_their_row():
    found = read_chapters(
        "00:00 Start\r\n\r\nNoe annet\r\n05:00\r\n07:75 Slutt\r\n1:75:00 Slutt\r\n06:00 A\r\n03:00 B\r\n06:00 C\r\n"
        f"09:00 {'x' * 201}\r\n59:00 Etter slutt",
        duration_ms=600_000,
    )
    assert found.chapters == ((0, "Start"), (180, "B"), (360, "A"))
    assert [(problem.line_number, problem.code) for problem in found.problems] == [
        (3, "no_time"),
        (4, "no_title"),
        (5, "bad_time"),
        (6, "bad_time"),
        (8, "out_of_order"),
        (9, "same_time"),
        (10, "title_too_long"),
        (11, "after_end"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_chapters_file(encoding):
    text = (
        "WEBVTT\n\nInnledning\n00:00:00.000 --> 00:01:30.900\n<b>Blåbær &amp; bringebær</b>\n\n"
        "00:01:30.900 --> 00:02\nmistet\n\n00:01:30.900 --> 00:02:00.000\nTo\nrader"
    )
    found = read_chapters(text.encode(encoding))
    assert found.chapters == ((0, "Blåbær & bringebær"), (90, "To rader"))
    assert [(problem.line_number, problem.code) for problem in found.problems] == [(7, "bad_time")]


def test_chapters_as_subrip():
    assert read_chapters("1\n00:00:05,000 --> 00:01:00,000\nÉn\n").chapters == ((5, "Én"),)


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff"])
def test_nothing(text):
    assert read_chapters(text) == read_chapters(b"")


@pytest.mark.parametrize("piece", ["1. ", "- ", "a 1:11", "1:00 a\n", "\0", "(", "1:"])
def test_hostile_rows_end_soon(piece):
    found = read_chapters(piece * 200_000)
    assert len(found.chapters) + len(found.problems) <= MOST_CHAPTERS + 1
