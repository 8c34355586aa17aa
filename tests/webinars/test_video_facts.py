"""Reading the facts of a video, and warnings about videos that some browsers cannot play."""

import os

import pytest
from django.conf import settings

from tests.films import film
from webinars import video_facts
from webinars.video_facts import EMPTY, NO_VIDEO, SOUND_ONLY, NotAVideo, VideoFacts, read


def test_facts_are_read_from_the_file(tmp_path):
    path = film(tmp_path / "a.mp4", picture="libx264", sound="aac", movflags="faststart")
    facts = read(path)
    assert facts == VideoFacts(
        container="MPEG-4",
        profile="Base Media",
        picture="AVC",
        sound="AAC",
        seconds=3.0,
        width=320,
        height=180,
        bit_depth=8,
        chroma="4:2:0",
        size=path.stat().st_size,
        fast_start=True,
        cut_off=False,
    )
    assert (facts.container_name, facts.picture_name, facts.problems, facts.plays) == ("MP4", "H.264", [], True)
    assert VideoFacts.of(facts.stored()) == facts
    assert VideoFacts.of({}) is None


@pytest.mark.parametrize(
    ("name", "how", "codes", "plays"),
    [
        ("a.webm", {}, [], True),
        ("a.mp4", {}, ["slow_start"], True),
        ("a.mp4", {"sound": None, "movflags": "faststart"}, ["silent"], True),
        ("a.mp4", {"picture": "libx265", "sound": "aac", "movflags": "faststart"}, ["hevc"], False),
        ("a.mp4", {"picture": "libx264", "pixels": "yuv420p10le", "movflags": "faststart"}, ["colours"], False),
        ("a.mkv", {"picture": "libx264", "sound": "aac"}, ["container"], False),
        ("a.avi", {"picture": "mpeg4", "sound": "mp3"}, ["container"], False),
        ("a.wmv", {"picture": "wmv2", "sound": None}, ["container", "silent"], False),
        ("a.mov", {"picture": "libx264", "sound": "aac", "movflags": "faststart"}, ["quicktime"], False),
        ("a.mp4", {"picture": "libx264", "sound": "ac3", "movflags": "faststart"}, ["sound"], False),
    ],
)  # fmt: skip
def test_what_browsers_make_of_it(tmp_path, name, how, codes, plays):
    facts = read(film(tmp_path / name, seconds=1, **how))
    assert ([problem.code for problem in facts.problems], facts.plays) == (codes, plays)
    assert all(str(problem.what) and str(problem.todo) for problem in facts.problems)


@pytest.mark.parametrize("options", [{}, {"movflags": "faststart"}])
def test_file_that_ends_in_the_middle_is_told(tmp_path, options):
    path = film(tmp_path / "a.mp4", picture="libx264", sound="aac", **options)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert read(path).problems[0].code == "cut_off"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", EMPTY),
        (b"no film at all" * 100, NO_VIDEO),
        (b"%PDF-1.7\n" * 100, NO_VIDEO),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00" + b"\xff" * 4000, NO_VIDEO),
        (b"\x1aE\xdf\xa3" + b"\xff" * 4000, NO_VIDEO),
    ],
)
def test_what_is_no_video_is_refused_with_a_sentence(tmp_path, data, problem):
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    with pytest.raises(NotAVideo) as refused:
        read(path)
    assert (refused.value.code, refused.value.reason) == problem


def test_sound_alone_is_no_video(tmp_path):
    with pytest.raises(NotAVideo) as refused:
        read(film(tmp_path / "a.m4a", picture=None, sound="aac", seconds=1))
    assert refused.value.code == SOUND_ONLY[0]


def test_what_reads_a_video_has_no_secret_of_ours_and_little_memory(tmp_path, monkeypatch):
    film(tmp_path / "blåbær.webm", seconds=1)
    assert read(tmp_path / "blåbær.webm").plays
    with monkeypatch.context() as patch:
        patch.setattr(video_facts, "LIMITS", {"memory": 1024**2, "seconds": 5})
        with pytest.raises(NotAVideo):
            read(tmp_path / "blåbær.webm")
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, sys\n"
        "known = [*os.environ, *sys.path]\n"
        'tracks = {"General": {"format": known}, "Video": {"width": os.getsid(0)}}\n'
        "print(json.dumps(tracks))\n"
    )
    monkeypatch.setenv("SECRET_KEY", "of ours")
    monkeypatch.setattr(video_facts, "CHILD", spy)
    facts = read(tmp_path / "blåbær.webm")
    assert {"SECRET_KEY", str(settings.BASE_DIR), ""}.isdisjoint(facts.container)
    assert facts.width != os.getsid(0)
