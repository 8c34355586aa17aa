"""The drawn recordings of a demonstration programme: as a browser wants them, and only once."""

import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from content.models import MediaFile
from webinars.models import Recording

OTHER = (Path(__file__).parent / "other.yaml").read_text()
DEMO = OTHER.replace("meta:\n", "meta:\n  demo: true\n")


@pytest.fixture
def load(tmp_path: Path) -> Any:
    def load(text: str) -> tuple[str, str]:
        path = tmp_path / "programme.yaml"
        path.write_text(text)
        out, err = StringIO(), StringIO()
        call_command("load_programme", str(path), stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return load


@pytest.mark.django_db
def test_demo_gets_its_videos_once(load: Any) -> None:
    _, progress = load(DEMO)
    assert "drawing the video of w01, 2 minutes (1 of 1)" in progress
    recording = Recording.objects.get(media__isnull=False)
    assert (recording.minutes, recording.media.duration, recording.media.type) == (2, 120, "video")
    assert Path(recording.media.file.path).is_relative_to(recording.media.file.storage.location)
    assert recording.media.file.size > 1000
    said, progress = load(DEMO)
    assert said.endswith("nothing has changed.\n")
    assert "drawing" not in progress
    _, progress = load(DEMO + "#\n")
    assert "drawing" not in progress
    assert MediaFile.objects.count() == 1


@pytest.mark.django_db
def test_programme_that_is_no_demonstration_gets_none(load: Any) -> None:
    _, progress = load(OTHER)
    assert "drawing" not in progress
    assert MediaFile.objects.count() == 0


@pytest.mark.django_db
def test_without_pyav_the_recording_waits_for_its_video(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DEMO.replace("Vad händer", "Vad sker")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "av", None)
        said, _ = load(text)
    assert "Note: 1 recordings have no video: PyAV or Typst, which draw them, is not installed." in said
    assert Recording.objects.filter(media__isnull=False).count() == 0
    load(text)
    assert Recording.objects.filter(media__isnull=False).count() == 1
