"""The cue text tokenizer and parsing rules of WebVTT."""

import pytest

from webinars.captions.cue_text import Close, Open, Text, Timestamp, nodes, plain_text, speakers, unescape, utterances


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a", [Text("a")]),
        ("<b>a</b>", [Open("b"), Text("a"), Close("b")]),
        ("<i.x.y..z>a", [Open("i", ("x", "y", "z")), Text("a")]),
        ("<c.red\tnote here >a</c>", [Open("c", ("red",), "note here"), Text("a"), Close("c")]),
        ("<v Kari\n \tNordmann >a", [Open("v", (), "Kari Nordmann"), Text("a")]),
        ("<v.loud Ola &amp; Kari &lt;3&gt;>a", [Open("v", ("loud",), "Ola & Kari <3>"), Text("a")]),
        ("<v>a", [Open("v"), Text("a")]),
        ("<lang nn>a</lang>", [Open("lang", (), "nn"), Text("a"), Close("lang")]),
        ("<ruby>a<rt>b</rt></ruby>", [Open("ruby"), Text("a"), Open("rt"), Text("b"), Close("rt"), Close("ruby")]),
        (
            "<ruby>a<rt>b</ruby>c",
            [Open("ruby"), Text("a"), Open("rt"), Text("b"), Close("rt"), Close("ruby"), Text("c")],
        ),
        ("<rt>a</rt>", [Text("a")]),
        ("<ruby><b><rt>a", [Open("ruby"), Open("b"), Text("a")]),
        ("<b>a</i></b>", [Open("b"), Text("a"), Close("b")]),
        ("<b><i>a</b></i>b</b>", [Open("b"), Open("i"), Text("a"), Close("i"), Text("b"), Close("b")]),
        ("</b>a", [Text("a")]),
        ("<b>a</b >", [Open("b"), Text("a")]),
        ("<B>a</B><script>b</script><img src=x>", [Text("a"), Text("b")]),
        ("<>a<.x>b< v A>c", [Text("a"), Text("b"), Text("c")]),
        ("a<b", [Text("a"), Open("b")]),
        ("a<v Kari", [Text("a"), Open("v", (), "Kari")]),
        ("a<", [Text("a")]),
        ("1 < 2 > 1", [Text("1 "), Text(" 1")]),
        ("a > b", [Text("a > b")]),
        ("<b<i>a", [Text("a")]),
        ("a<00:01.500>b", [Text("a"), Timestamp(1500), Text("b")]),
        ("<1:00:01.500>b<00:01.500 ><00:61.000><0>", [Timestamp(3_601_500), Text("b")]),
    ],
)
def test_nodes(text, expected):
    assert list(nodes(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&amp;&lt;&gt;&lrm;&rlm;&nbsp;", "&<>\u200e\u200f\u00a0"),
        ("&amp&copy2", "&©2"),
        ("&notit; &notin;", "¬it; ∉"),
        ("& &; &1 &&", "& &; &1 &&"),
        ("&unknown; &zz", "&unknown; &zz"),
        ("&#65;&#x42;&#X43;&#68", "ABCD"),
        ("&#0;&#xD800;&#x110000;&#99999999999;", "\ufffd" * 4),
        ("&#128;&#x9f;&#129;", "€Ÿ\x81"),
        ("&#0000000000065; &#; &#x;", "A &#; &#x;"),
        ("&CounterClockwiseContourIntegral;", "∳"),
        ("&lt;script&gt;", "<script>"),
    ],
)
def test_character_references(text, expected):
    assert unescape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<v Kari Nordmann>Hei\nog hopp</v>", [("Kari Nordmann", "Hei\nog hopp")]),
        ("<v A>one</v>\n<v B>two</v>", [("A", "one\n"), ("B", "two")]),
        ("- <v A>one\n- <v B>two", [("A", "- one\n- "), ("B", "two")]),
        ("<v A>one <b>t<00:01.000>wo</b></v>, <v A>three", [("A", "one two, three")]),
        ("<v A>one<v B>two</v>three", [("A", "one"), ("B", "two"), ("A", "three")]),
        ("<v A>one</v> two", [("A", "one"), ("", " two")]),
        ("♪♪", [("", "♪♪")]),
        ("<v>one", [("", "one")]),
        ("<ruby>漢<rt>kan</rt></ruby>字", [("", "漢字")]),
        ("<script>alert(1)</script>", [("", "alert(1)")]),
    ],
)
def test_who_says_what(text, expected):
    assert [(said.speaker, said.text) for said in utterances(text)] == expected
    assert plain_text(text) == "".join(part for _, part in expected)
    assert speakers(text) == list(dict.fromkeys(speaker for speaker, _ in expected if speaker))


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("<b>", 0),
        ("<v a>x", 1),
        ("<ruby><rt>", 0),
        ("<", 0),
        ("&", 1),
        ("&a", 1),
        ("x<b></b>", 1),
        ("</", 0),
        ("<c.a", 0),
    ],
)
def test_any_depth_and_length_is_read_to_its_end(piece, said):
    assert len(utterances(piece * 40_000)) == said
