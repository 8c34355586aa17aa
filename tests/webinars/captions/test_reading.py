"""Reading caption files from bytes to cues and back, with an error message for each invalid file."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webinars.captions.test_webvtt import TIMES, jumble
from webinars.captions.cues import DropReason
from webinars.captions.encodings import decode
from webinars.captions.lines import Line, clean_speaker, clean_text
from webinars.captions.reading import MOST_BYTES, MOST_CUES, CaptionFormat, CaptionProblem, lines_of, read_captions
from webinars.captions.webvtt import parse_blocks
from webinars.captions.writing import write_webvtt

TEXT = "Blåbær – «rødt» og grønt"
VTT = f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{TEXT}\n"
SRT = f"1\r\n00:00:00,000 --> 00:00:01,000\r\n{TEXT}\r\n"


def test_the_package_needs_no_django():
    code = """
import pkgutil, sys
sys.modules["django"] = None
import webinars.captions as package
for module in pkgutil.iter_modules(package.__path__):
    __import__(f"webinars.captions.{module.name}")
from webinars.captions.reading import read_captions
print(read_captions(b"WEBVTT\\n\\n00:00.000 --> 00:01.000\\nhei").lines[0].text)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("hei\n", "")


@pytest.mark.parametrize("text", [VTT, SRT])
@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32-be"),
        ("utf-32-le", b"", "utf-32-le"),
        ("cp1252", b"", "windows-1252"),
    ],
)
def test_any_common_encoding(text, encoding, mark, told):
    captions = read_captions(mark + text.encode(encoding))
    assert captions.lines == (Line(0, 1000, "", TEXT),)
    assert captions.encoding == told


def test_one_damaged_letter_does_not_spoil_the_others():
    assert decode(TEXT.encode() + b"\xff").encoding == "utf-8"


def test_the_content_says_what_it_is_and_the_name_only_the_language():
    captions = read_captions(SRT.encode(), "opptak.nn.vtt")
    assert (captions.format, captions.language) == (CaptionFormat.SUBRIP, "nn")
    assert read_captions(VTT.encode(), "opptak.srt").language == ""


def test_teams_names_its_speakers_in_tags():
    text = """WEBVTT

3f1c2a10-5a7e-4a52-9d8e-1b2c3d4e5f60/12-0
00:00:03.120 --> 00:00:05.480
<v Kari Nordmann>Velkommen til
webinaret</v>

3f1c2a10-5a7e-4a52-9d8e-1b2c3d4e5f60/12-1
00:00:05.480 --> 00:00:07.000
<v Ola Berg (Bærum)>Takk: nå begynner vi.</v>
"""
    assert read_captions(text.encode()).lines == (
        Line(3120, 5480, "Kari Nordmann", "Velkommen til\nwebinaret"),
        Line(5480, 7000, "Ola Berg (Bærum)", "Takk: nå begynner vi."),
    )


def spoken(*texts):
    body = "\n\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{text}" for n, text in enumerate(texts))
    return [(line.speaker, line.text) for line in read_captions(f"WEBVTT\n\n{body}".encode()).lines]


def test_zoom_names_its_speakers_in_the_text():
    assert spoken("Kari Nordmann: Hei", "Kari Nordmann: Tre ting: en", "ola (Bærum): Ja", "ola (Bærum): nei", "…") == [
        ("Kari Nordmann", "Hei"),
        ("Kari Nordmann", "Tre ting: en"),
        ("ola (Bærum)", "Ja"),
        ("ola (Bærum)", "nei"),
        ("", "…"),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["Merk: fristen er i dag", "og vi begynner", "nå"],
        ["Først: dette", "Så: dette", "Til slutt: dette", "og ferdig"],
        ["Er det slik? Ja: slik", "Er det slik? Ja: slik"],
        ["Klokka er 12:30", "Klokka er 12:30"],
        ["12: tolv", "12: tolv"],
        ["Vi har nå kommet frem til dette: pause", "Vi har nå kommet frem til dette: pause"],
        ["<v Kari>Ola: hei", "Ola: hei", "Ola: hei"],
    ],
)
def test_what_is_said_before_a_colon_is_not_always_a_name(texts):
    assert [text for _, text in spoken(*texts)] == [text.removeprefix("<v Kari>") for text in texts]


def test_two_speakers_of_a_cue_share_its_times():
    assert read_captions(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>one</v>\n<v B>two").lines == (
        Line(1000, 2000, "A", "one"),
        Line(1000, 2000, "B", "two"),
    )


def test_lines_come_in_order_of_start_and_moved_ones_are_told():
    captions = read_captions(
        b"WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na\n\n00:05.000 --> 00:07.000\nc"
    )
    assert [line.text for line in captions.lines] == ["a", "b", "c"]
    assert captions.moved == (1,)


def test_blocks_without_use_are_left_out_and_told():
    captions = read_captions(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>\n\n999:00:00.000 --> 999:00:01.000\nlate\n\n"
        b"00:01.000 --> 00:02.000\n" + b"x" * 3000 + b"\n\n00:01.000 --> 00:02.000\nkept"
    )
    assert [line.text for line in captions.lines] == ["kept"]
    assert [(block.line_number, block.reason) for block in captions.dropped] == [
        (3, DropReason.NO_TEXT),
        (6, DropReason.TIME_TOO_LATE),
        (9, DropReason.TEXT_TOO_LONG),
    ]


@pytest.mark.parametrize(
    ("data", "code", "values"),
    [
        (b"", "empty", {}),
        (b"\xef\xbb\xbf \r\n\t\0", "empty", {}),
        ("\ufeff".encode("utf-16-le"), "empty", {}),
        (b"\0" * 1000, "empty", {}),
        (b"x" * (MOST_BYTES + 1), "too_large", {"size": MOST_BYTES + 1, "limit": MOST_BYTES}),
        (b"a" * 5_000_000, "not_captions", {"kind": ""}),
        (b"PK\x03\x04\x14\0\x06", "not_captions", {"kind": "office"}),
        (b"%PDF-1.7\n", "not_captions", {"kind": "pdf"}),
        (b"<tt xmlns='http://www.w3.org/ns/ttml'>", "not_captions", {"kind": "xml"}),
        (bytes(range(256)) * 20, "not_captions", {"kind": ""}),
        (b"WEBVTT\n\nNOTE nothing", "no_cue", {"dropped": ()}),
        (b"WEBVTT\n\n" + b"00:00.000-->00:01.000\nx\n" * (MOST_CUES + 1), "too_many", {"limit": MOST_CUES}),
        (b"-->\n" * 100_000, "too_many", {"limit": MOST_CUES}),
        (b"WEBVTT\n\n" + b"-->\n" * 100_000, "too_many", {"limit": MOST_CUES}),
    ],
)
def test_refusals(data, code, values):
    with pytest.raises(CaptionProblem) as refused:
        read_captions(data)
    assert (refused.value.code, refused.value.values) == (code, values)


def test_a_comma_where_a_point_belongs_is_told():
    with pytest.raises(CaptionProblem) as refused:
        read_captions(b"WEBVTT\n\n00:00:00,000 --> 00:00:01,000\nhei")
    assert refused.value.code == "no_cue"
    assert refused.value.values["dropped"][0].reason == DropReason.DECIMAL_COMMA


def test_script_in_a_cue_is_text_and_stays_so():
    hostile = "<script>alert(1)</script> &lt;img src=x onerror=alert(2)&gt; --&gt;"
    captions = read_captions(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{hostile}".encode())
    assert captions.lines[0].text == "alert(1) <img src=x onerror=alert(2)> -->"
    written = write_webvtt(captions.lines)
    assert "<img" not in written
    assert written.count("-->") == 1


def test_the_file_we_write():
    lines = [
        Line(0, 1500, "Kari & Ola", "Én\n\nto --> tre"),
        Line(3_661_001, 3_662_000, "", "<b>"),
        Line(1, 2, "A", " \n"),
    ]
    assert write_webvtt(lines) == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\n<v Kari &amp; Ola>Én\nto --&gt; tre</v>\n\n"
        "2\n01:01:01.001 --> 01:01:02.000\n&lt;b&gt;\n"
    )


times = st.integers(0, 360_000_000)
odd_text = st.text(st.one_of(st.sampled_from("<>&-/\n\r\t v:;#\0\ufeff\u2028"), st.characters()), max_size=30)
lines = st.lists(
    st.builds(Line, times, times, odd_text.map(clean_speaker), odd_text.map(clean_text).filter(bool)), max_size=8
)


@settings(max_examples=100)
@given(lines)
def test_reading_what_we_wrote_gives_the_same_lines(written):
    assert list(lines_of(parse_blocks(write_webvtt(written)))) == written


@settings(max_examples=60)
@given(jumble)
def test_what_was_read_once_is_read_the_same_again(text):
    for beginning in (f"WEBVTT\n\n{TIMES}\nA: a\n", f"{TIMES}\na\n"):
        first = read_captions((beginning + text).encode())
        again = read_captions(write_webvtt(first.lines).encode())
        assert (again.lines, again.dropped, again.moved) == (first.lines, (), ())
