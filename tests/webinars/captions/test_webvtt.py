"""The W3C WebVTT parsing algorithm, case by case."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.captions.cue_settings import DEFAULT, CueSettings, Region
from webinars.captions.cues import Dropped, DropReason
from webinars.captions.webvtt import Document, NotWebVTT, parse

TIMES = "00:00.000 --> 00:01.000"


def cues(body, beginning="WEBVTT\n\n"):
    return parse((beginning + body).encode()).cues


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT",
        b"WEBVTT\n",
        b"WEBVTT ",
        b"WEBVTT\t",
        b"WEBVTT \n",
        b"WEBVTT a title --> of any kind",
        b"\xef\xbb\xbfWEBVTT",
        b"WEBVTT\r\n\r\n",
        b"WEBVTT\r",
        b"WEBVTT\nKind: captions\nLanguage: nb\n",
    ],
)
def test_signature_without_more_is_an_empty_file(data):
    assert parse(data) == Document((), (), (), ())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"WEBVT",
        b"webvtt\n",
        b"WEBVTTX\n",
        b"WEBVTT\0",
        b"WEBVTT\x0c\n",
        "WEBVTT\u00a0".encode(),
        b"\nWEBVTT",
        b" WEBVTT",
        b"\xef\xbb\xbf\xef\xbb\xbfWEBVTT",
        "WEBVTT".encode("utf-16"),
        b"1\n00:00:00,000 --> 00:00:01,000\nSubRip",
    ],
)
def test_other_signatures_are_refused(data):
    with pytest.raises(NotWebVTT):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        f"WEBVTT\n\n{TIMES}\na\nb\n\n{TIMES}\nc",
        f"WEBVTT\n{TIMES}\na\nb\n\n{TIMES}\nc\n",
        f"WEBVTT\nheader\nmore\n{TIMES}\na\nb\n{TIMES}\nc",
        f"WEBVTT\nheader\n\n\n\n{TIMES}\na\nb\n\n\n\n{TIMES}\nc\n\n\n",
        f"WEBVTT\r\n\r\n{TIMES}\r\na\r\nb\r\n\r\n{TIMES}\r\nc\r\n",
        f"WEBVTT\r\r{TIMES}\ra\rb\r\r{TIMES}\rc\r",
        f"WEBVTT\n\r{TIMES}\na\r\nb\r\n\r{TIMES}\rc",
        f"\ufeffWEBVTT -\n\n{TIMES}\na\nb\n\n{TIMES}\nc",
        f"WEBVTT\n\nNOTE\nof one\nor two lines\n\n{TIMES}\na\nb\n\nNOTE short\n\n{TIMES}\nc",
        f"WEBVTT\n\nNOTE\twith tab\n\n{TIMES}\na\nb\n\nNOTE a --> b\n\n{TIMES}\nc",
    ],
)
def test_line_ends_headers_and_notes(data):
    found = parse(data.encode())
    assert [cue.text for cue in found.cues] == ["a\nb", "c"]
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00.000 --> 00:01.000", 0, 1000),
        ("00:00:00.000 --> 00:00:01.000", 0, 1000),
        ("59:59.999 --> 1:00:00.000", 3_599_999, 3_600_000),
        ("60:00:00.000 --> 100:00:00.001", 216_000_000, 360_000_001),
        ("000000001:02:03.004 --> 0:00:00.000", 3_723_004, 0),
        ("00:05.000 --> 00:01.000", 5000, 1000),
        ("00:00.000-->00:01.000", 0, 1000),
        ("\t 00:00.000\t-->\f00:01.000 \t", 0, 1000),
        ("00:00.000 --> 00:01.000garbage", 0, 1000),
        ("00:00.000 --> 00:01.000 --> 00:02.000", 0, 1000),
    ],
)
def test_times(times, start, end):
    (cue,) = cues(f"{times}\ntext")
    assert (cue.start, cue.end, cue.text, cue.settings) == (start, end, "text", DEFAULT)


@pytest.mark.parametrize(
    "times",
    [
        "-->",
        "--> 00:01.000",
        "00:00.000 -->",
        "00:00.000 --->00:01.000",
        "00:00.000 -- > 00:01.000 -->",
        "00:00.000 - --> 00:01.000",
        "a 00:00.000 --> 00:01.000",
        "-00:00.000 --> 00:01.000",
        "00:00.00 --> 00:01.000",
        "00:00.0000 --> 00:01.000",
        "00:00 --> 00:01.000",
        "00.000 --> 00:01.000",
        "0:00.000 --> 00:01.000",
        "000:00.000 --> 00:01.000",
        "60:00.000 --> 61:00.000",
        "00:60.000 --> 01:01.000",
        "00:60:00.000 --> 01:01:00.000",
        "00:0:00.000 --> 00:01.000",
        "00:00:000.000 --> 00:01.000",
        "00:00:00:00.000 --> 00:01.000",
        "00:00.000 --> 00:01.0",
        "00:00.000 --> 00:01.0000",
        "00 :00.000 --> 00:01.000",
        "\u00a000:00.000 --> 00:01.000",
        "\v00:00.000 --> 00:01.000",
        "٠٠:٠٠.٠٠٠ --> 00:01.000",
    ],
)
def test_bad_times_drop_their_cue_and_no_other(times):
    found = parse(f"WEBVTT\n\n{TIMES}\na\n\n{times}\nlost\n\n{TIMES}\nb".encode())
    assert [cue.text for cue in found.cues] == ["a", "b"]
    assert found.dropped == (Dropped(6, DropReason.TIMINGS),)


def test_comma_of_subrip_is_told_apart():
    found = parse(b"WEBVTT\n\n1\n00:00:00,000 --> 00:00:01,000\na\n\n00:00.000 --> 00:01,000\nb")
    assert found.dropped == (Dropped(4, DropReason.DECIMAL_COMMA), Dropped(7, DropReason.DECIMAL_COMMA))


def test_hours_without_end_are_read_and_never_raise():
    (cue,) = cues(f"{'9' * 100_000}:00:00.000 --> 00:01.000")
    assert cue.start > 10**12


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"id\n{TIMES}\na", [("id", "a")]),
        (f" odd id \t\n{TIMES}\na", [(" odd id \t", "a")]),
        (f"one\ntwo\n{TIMES}\na", [("", "a")]),
        (f"{TIMES}", [("", "")]),
        (f"{TIMES}\n\nid\n{TIMES}\n", [("", ""), ("id", "")]),
        (f"{TIMES}\n{TIMES}\na", [("", ""), ("", "a")]),
        (f"-->\n{TIMES}\na", [("", "a")]),
        (f"id\n-->\n{TIMES}\na", [("", "a")]),
        (f"id\n{TIMES}\na\nnot an id\n{TIMES}\nb", [("id", "a\nnot an id"), ("", "b")]),
        (f"{TIMES}\na\nx --> y\nlost\n\n{TIMES}\nb", [("", "a"), ("", "b")]),
        (f"NOTE\n{TIMES}\na", [("NOTE", "a")]),
        (f"NOTES\nlost\n\nSTYLE\n{TIMES}\na", [("STYLE", "a")]),
        (f"REGION\n{TIMES}\na", [("REGION", "a")]),
        (f"{TIMES}\n  a  \n\t\nb", [("", "  a  \n\t\nb")]),
        (f"{TIMES}\na\0b", [("", "a\ufffdb")]),
        (f"i\0d\n{TIMES}\na -- > <b>", [("i\ufffdd", "a -- > <b>")]),
    ],
)
def test_identifiers_blocks_and_payload(body, expected):
    assert [(cue.identifier, cue.text) for cue in cues(body)] == expected


def test_what_is_not_utf_8_is_replaced():
    (cue,) = parse(b"WEBVTT\n\n00:00.000 --> 00:01.000\nbl\xe5b\xc3\xa6r").cues
    assert cue.text == "bl\ufffdbær"


def test_lines_of_the_file_are_counted_through_everything():
    found = parse(f"WEBVTT\nheader\n\n\nNOTE\nx\n\nid\n{TIMES}\na\n\n\nlost\ntext\n\n{TIMES}".encode())
    assert [cue.line_number for cue in found.cues] == [9, 16]
    assert found.dropped == (Dropped(13, DropReason.NO_TIMINGS),)


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ("STYLE\n::cue { color: red }\n", ("::cue { color: red }",)),
        ("STYLE \t\na\nb\n\nSTYLE\nc", ("a\nb", "c")),
        (f"STYLE\na\n{TIMES}\nb", ("a",)),
        ("STYLE\n\n::cue {}", ()),
        ("STYLE x\na", ()),
        (" STYLE\na", ()),
        ("STYLE\u00a0\na", ()),
        ("style\na", ()),
        (f"{TIMES}\n\nSTYLE\na", ()),
        ("bad -->\n\nSTYLE\na", ("a",)),
    ],
)
def test_style_blocks(body, styles):
    assert parse(f"WEBVTT\n\n{body}".encode()).styles == styles


def test_definitions_after_the_first_cue_are_lost_and_told():
    found = parse(f"WEBVTT\n\n{TIMES}\n\nSTYLE\na\n\nREGION\nid:a".encode())
    assert (found.styles, found.regions) == ((), ())
    assert [block.reason for block in found.dropped] == [DropReason.STYLE_AFTER_CUE, DropReason.REGION_AFTER_CUE]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("id:a", Region("a")),
        ("id:a id:b", Region("b")),
        (
            "id:a width:40.5% lines:2\nregionanchor:0%,1% viewportanchor:10%,90.5%\tscroll:up",
            Region("a", 40.5, 2, (0, 1), (10, 90.5), "up"),
        ),
        ("width:0% lines:0", Region(width=0, lines=0)),
        ("width:100% lines:007", Region(width=100, lines=7)),
        ("width:40 width:-1% width:101% width:4.% width:.5% width:%", Region()),
        ("lines:-1 lines:1.5 lines:x lines:\u0663", Region()),
        ("regionanchor:1,1 regionanchor:1% regionanchor:1%,101% regionanchor:,1% regionanchor:1%,1%,1%", Region()),
        ("viewportanchor:0,0 viewportanchor:-0%,0% viewportanchor:0% ,0%", Region()),
        ("scroll:down scroll:UP scroll: up", Region()),
        ("id: :a id ID:a Width:1%", Region()),
        ("id:a:b", Region("a:b")),
    ],
)
def test_regions(text, region):
    assert parse(f"WEBVTT\n\nREGION\n{text}".encode()).regions == (region,)


A, LATER_A, B = Region("a"), Region("a", lines=9), Region("b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vertical:rl", {"vertical": "rl"}),
        ("vertical:lr vertical:x vertical:RL", {"vertical": "lr"}),
        ("line:0", {"line": 0}),
        ("line:-1", {"line": -1}),
        ("line:-1.5,end", {"line": -1.5, "line_align": "end"}),
        ("line:101", {"line": 101}),
        ("line:100%", {"line": 100, "snap_to_lines": False}),
        ("line:5.5%,center", {"line": 5.5, "snap_to_lines": False, "line_align": "center"}),
        ("line:5% line:3", {"line": 3}),
        ("line:1,start", {"line": 1}),
        ("line:1,middle line:1, line:1,start,end line:,start line:1,END", {}),
        ("line:101% line:-0% line:1%% line:%1 line:0%0 line:% line:- line:--1 line:1- line:1-1", {}),
        ("line:.5 line:5. line:1..5 line:1.5.5 line:-.5 line:1e3 line:+1 line:\u0663 line:x1 line:auto", {}),
        ("position:50%", {"position": 50}),
        ("position:0%,line-left", {"position": 0, "position_align": "line-left"}),
        ("position:9%,center position:100%,line-right", {"position": 100, "position_align": "line-right"}),
        ("position:5 position:101% position:5%,left position:5%, position:5%,start position:auto", {}),
        ("size:0%", {"size": 0}),
        ("size:33.3%", {"size": 33.3}),
        ("size:33 size:101% size:-1% size:1.% size:1,5%", {}),
        ("align:start", {"align": "start"}),
        ("align:left align:right", {"align": "right"}),
        ("align:end align:middle align:END", {"align": "end"}),
        ("region:a", {"region": LATER_A}),
        ("region:b region:a", {"region": LATER_A}),
        ("region:a region:none", {}),
        ("region:a line:1", {"line": 1}),
        ("line:1 region:b", {"line": 1, "region": B}),
        ("region:b line:x", {"region": B}),
        ("region:b vertical:rl", {"vertical": "rl"}),
        ("region:b vertical:x", {"region": B}),
        ("vertical:rl region:b", {"vertical": "rl", "region": B}),
        ("region:b size:100%", {"region": B}),
        ("region:b size:50%", {"size": 50}),
        ("region: region:\t:b region :b", {}),
        ("align :end align: end Align:end align", {}),
        ("size:1%\tline:2\falign:end  position:3%", {"size": 1, "line": 2, "align": "end", "position": 3}),
        ("size:1%\u00a0line:2", {}),
        ("unknown:1 size:5% --> x:y", {"size": 5}),
    ],
)
def test_cue_settings(text, expected):
    regions = "REGION\nid:a\n\nREGION\nid:b\n\nREGION\nid:a lines:9\n\n"
    (cue,) = cues(f"{regions}{TIMES} {text}\ntext")
    assert cue.settings == CueSettings(**expected)


def test_settings_may_follow_the_time_at_once():
    (cue,) = cues(f"{TIMES}size:5%")
    assert cue.settings.size == 5


PIECES = ["WEBVTT", "-->", "\n", "\n\n", "\r\n", "\r", "\0", " ", TIMES, "00:01.000", "NOTE", "STYLE", "REGION", "id:a"]
PIECES += ["<v A>", "</v>", "<b", "&amp;", "&#", "line:1", "æ", "9" * 50, "region:a", "\ufeff", "{\\an8}", "A: b"]
jumble = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40).map("".join)


@settings(max_examples=60)
@given(jumble)
def test_nothing_raises_and_no_cue_holds_what_it_cannot(text):
    found = parse(b"WEBVTT\n" + text.encode())
    for cue in found.cues:
        assert "\n\n" not in cue.text
        assert not any("-->" in part or "\r" in part or "\0" in part for part in (cue.text, cue.identifier))
        assert cue.settings.region in {None, *found.regions}


HOSTILE = [
    (b"-->\n" * 25_000, 0, 25_000),
    (b"-->" * 400_000, 0, 1),
    (b"00:00.000-->00:01.000\n" * 10_000, 10_000, 0),
    (b"9" * 1_000_000 + b":00:00.000 -->", 0, 1),
    (TIMES.encode() + b" line:" + b"9" * 1_000_000 + b" size:" + b"0" * 1_000_000, 1, 0),
    (b" " * 1_000_000 + b"-->", 0, 1),
    (b"STYLE" + b" " * 1_000_000 + b"x\ny", 0, 1),
    (b"\r\n\n\r" * 400_000, 0, 0),
    (b"0:" * 500_000 + b",-->" + b"0," * 500_000, 0, 1),
]


@pytest.mark.parametrize(("body", "cues", "dropped"), HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files_are_read_to_their_end(body, cues, dropped):
    """Were a character of them read again for every other one, this would not end within the day."""
    found = parse(b"WEBVTT\n\n" + body)
    assert (len(found.cues), len(found.dropped)) == (cues, dropped)
