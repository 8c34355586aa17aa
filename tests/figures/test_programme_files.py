"""The figures equal the `expected_report` of a programme file, in Python and by the command (X5)."""

import io
import json
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from courses.models import ProgrammePage
from figures.figures import programme_figures
from tests import worlds

pytestmark = pytest.mark.django_db


def content_of(name: str) -> dict[str, Any]:
    return yaml.load(worlds.text_of(name), Loader=yaml.CSafeLoader)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("demo", marks=pytest.mark.world("demo")),
        pytest.param("other", marks=[pytest.mark.world("other"), pytest.mark.database]),
    ],
)
def test_expected_report_comes_out_exactly(name):
    content = content_of(name)
    page = ProgrammePage.objects.originals().get(programme_file__file_id=content["programme"]["id"])
    report = programme_figures(page, content["meta"]["anchor_date"]).to_json()
    assert report == content["expected_report"]
    assert list(report) == list(content["expected_report"])


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
