"""A programme file's `expected_report` comes out to the digit, by the object and by the command (X5)."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from courses.models import ProgrammePage
from figures.figures import programme_figures
from home.programme_file.document import read_programme_file
from home.programme_file.loading import load_programme_file

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FILES = [settings.BASE_DIR / "demo" / "programme.yaml", settings.BASE_DIR / "tests/home/programme_file/other.yaml"]


def load(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    # The videos of a demonstration take long to draw, and no figure needs them.
    copy = settings.VAR_DIR / path.name
    copy.write_text(text.replace("demo: true", "demo: false", 1), encoding="utf-8")
    load_programme_file(read_programme_file(copy), shift_to_today=False, say=lambda line: None)
    return yaml.safe_load(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_expected_report_comes_out_exactly(path):
    content = load(path)
    page = ProgrammePage.objects.get(programme_file__file_id=content["programme"]["id"])
    report = programme_figures(page, content["meta"]["anchor_date"]).to_json()
    assert report == content["expected_report"]
    assert list(report) == list(content["expected_report"])


def test_two_programmes_beside_each_other_keep_their_own_figures():
    for content in [load(path) for path in FILES]:
        printed = io.StringIO()
        call_command(
            "attendance_figures",
            content["programme"]["id"],
            "--as-of",
            str(content["meta"]["anchor_date"]),
            stdout=printed,
        )
        assert json.loads(printed.getvalue()) == content["expected_report"]


def test_loading_twice_changes_no_figure():
    content = load(FILES[0])
    load(FILES[0])
    page = ProgrammePage.objects.get()
    assert programme_figures(page, content["meta"]["anchor_date"]).to_json() == content["expected_report"]
