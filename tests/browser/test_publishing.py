"""Journey 4: from the files that Teams gives to a published recording, without help."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from django.utils.translation import override
from playwright.sync_api import Page

from courses.actions import grant_role
from courses.models import Role
from people.models import User
from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_webinar
from tests.films import film

pytestmark = pytest.mark.django_db(transaction=True)

TEAMS = """WEBVTT

a9c5-0/1-0
00:00:00.200 --> 00:00:01.400
<v Kari Nordmann>Velkommen til et webinar om deling.</v>

a9c5-0/2-0
00:00:01.400 --> 00:00:02.800
<v Ola Hansen>Takk for det. Vi begynner med avtalene.</v>
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    video = film(tmp_path / "Møte-opptak.mp4", movflags="faststart")
    captions = tmp_path / "Møte-opptak.vtt"
    captions.write_text(TEAMS, encoding="utf-8")
    slides = tmp_path / "Avtaler mellom naboer.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(960, 540)
    document.save(slides)
    return [video, captions, slides]


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_course_owner_publishes_a_recording(
    page: Page,
    sign_in: Callable[[User], None],
    barriers: Callable[[Page], list[str]],
    files: list[Path],
    size: str,
) -> None:
    programme = ProgrammePageFactory()
    webinar = make_webinar(ModulePageFactory(parent=TrackPageFactory(parent=programme)), size=0, days_ahead=-2)
    owner = UserFactory(first_name="Siri", last_name="Eier")
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    sign_in(owner)
    with override("en"):
        page.goto("/admin/")
        page.get_by_role("link", name=webinar.title).first.click()
