"""A programme file's `expected_report` comes out to the digit, by the object and by the command (X5)."""

import io
import json
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from courses.models import ProgrammePage
from figures.figures import programme_figures
from home.programme_file.document import read_programme
from home.programme_file.loading import load_programme_file
from tests import worlds

pytestmark = pytest.mark.django_db


def content_of(name: str) -> dict[str, Any]:
    return yaml.load(worlds.text_of(name), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.world(name)) for name in ("demo", "other")])
def test_expected_report_comes_out_exactly(name):
    content = content_of(name)
    page = ProgrammePage.objects.originals().get(programme_file__file_id=content["programme"]["id"])
    report = programme_figures(page, content["meta"]["anchor_date"]).to_json()
    assert report == content["expected_report"]
    assert list(report) == list(content["expected_report"])


@pytest.mark.database
@pytest.mark.world("demo")
def test_two_programmes_beside_each_other_keep_their_own_figures():
    worlds.load("other")
    for content in (content_of("demo"), content_of("other")):
        printed = io.StringIO()
        call_command(
            "attendance_figures",
            content["programme"]["id"],
            "--as-of",
            str(content["meta"]["anchor_date"]),
            stdout=printed,
        )
        assert json.loads(printed.getvalue()) == content["expected_report"]


@pytest.mark.world("demo")
def test_loading_twice_changes_no_figure():
    # The comment makes it another file, so that all of it is gone through again.
    load_programme_file(read_programme(worlds.text_of("demo").encode() + b"# again\n"))
    content = content_of("demo")
    page = ProgrammePage.objects.originals().get()
    assert programme_figures(page, content["meta"]["anchor_date"]).to_json() == content["expected_report"]
