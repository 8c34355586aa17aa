"""SubRip files as written by various programs."""

import pytest

from webinars.captions.cue_text import plain_text
from webinars.captions.cues import Dropped, DropReason
from webinars.captions.subrip import parse

TIMES = "00:00:00,000 --> 00:00:01,000"


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:01,500 --> 00:00:02,000", 1500, 2000),
        ("00:00:01.500 --> 00:00:02.000", 1500, 2000),
        ("0:0:1,5-->0:0:2", 1500, 2000),
        ("  01:30,250 --> 75:00,000  ", 90_250, 4_500_000),
        ("00:00:01,500 --> 00:00:02,000 X1:100 X2:200 Y1:10 Y2:20", 1500, 2000),
        ("00:00:01,500 -> 00:00:02,000", 1500, 2000),
        ("00:00:01,500 -- > 00:00:02,000", 1500, 2000),
        ("00: 00: 01, 500 --> 00: 00: 02, 000", 1500, 2000),
        ("100:00:00,000 --> 100:00:01,0001", 360_000_000, 360_001_000),
    ],
)
def test_times(times, start, end):
    cues, dropped = parse(f"1\n{times}\ntext\n")
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [(start, end, "text")]
    assert dropped == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"1\n{TIMES}\na\n\n2\n{TIMES}\nb\n", [("1", "a"), ("2", "b")]),
        (f"\ufeff1\r\n{TIMES}\r\na\r\n\r\n2\r\n{TIMES}\r\nb", [("1", "a"), ("2", "b")]),
        (f"1 \n{TIMES} \na  \n \n 2\n{TIMES}\n\nb", [("1", "a"), ("2", "b")]),
        (f"{TIMES}\na\n\n{TIMES}\nb", [("", "a"), ("", "b")]),
        (f"1\n{TIMES}\na\n2\n{TIMES}\nb", [("1", "a"), ("2", "b")]),
        (f"{TIMES}\na\n{TIMES}\nb", [("", "a"), ("", "b")]),
        (f"1\n{TIMES}\na\n\nmore of a\n\n2\n{TIMES}\nb", [("1", "a\nmore of a"), ("2", "b")]),
        (f"1\n{TIMES}\nHow many?\n42\n{TIMES}\nb", [("1", "How many?\n42"), ("", "b")]),
        (f"1\n{TIMES}\n\n2\n{TIMES}\nb", [("1", ""), ("2", "b")]),
        (f"a preface\n\n1\n{TIMES}\na", [("1", "a")]),
    ],
)
def test_blocks(text, expected):
    cues, _ = parse(text)
    assert [(cue.identifier, cue.text) for cue in cues] == expected


def test_bad_times_drop_their_cue_and_no_other():
    cues, dropped = parse(f"1\n{TIMES}\na\n\n2\n00:00:xx --> 00:00:05,000\nlost\n\n3\n{TIMES}\nb\n")
    assert [(cue.identifier, cue.text) for cue in cues] == [("1", "a"), ("3", "b")]
    assert dropped == [Dropped(6, DropReason.TIMINGS)]


@pytest.mark.parametrize(
    ("text", "payload", "plain"),
    [
        ("<i>a</i> <B>b</B>", "<i>a</i> <b>b</b>", "a b"),
        ('{\\an8}<font color="#fff">a</font>', "a", "a"),
        ("{i}a{/i} {y:b}b", "a b", "a b"),
        ("a<br>b<br />c", "a\nb\nc", "a\nb\nc"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("R&amp;D &#39;x&#39;", "R&amp;D &#39;x&#39;", "R&D 'x'"),
        ("<v Kari Nordmann>hei</v>", "<v Kari Nordmann>hei</v>", "hei"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"),
        ("{sukk}", "{sukk}", "{sukk}"),
    ],
)
def test_markup(text, payload, plain):
    (cue,) = parse(f"1\n{TIMES}\n{text}")[0]
    assert (cue.text, plain_text(cue.text)) == (payload, plain)
