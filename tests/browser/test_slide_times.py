"""A course owner sets the times of slides during playback, with one button and by keyboard."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from courses.actions import grant_role
from courses.models import Role
from people.models import User
from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_recording
from tests.films import film
from tests.webinars import pdfs
from webinars.actions.handouts import add_handout

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", ["phone"])
def test_slides_are_timed_while_the_video_plays(
    page: Page, sign_in: Callable[[User], None], barriers: Callable[[Page], list[str]], tmp_path: Path, size: str
) -> None:
    programme = ProgrammePageFactory()
    recording = make_recording(ModulePageFactory(parent=TrackPageFactory(parent=programme)), size=0)
    video = film(tmp_path / "film.webm", seconds=6, sound=None)
    recording.media.file.save("film.webm", ContentFile(video.read_bytes()))
    handout = add_handout(webinar=recording.webinar, file=io.BytesIO(pdfs.deck(3)), name="lysark.pdf", by=None)
    owner = UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    sign_in(owner)

    page.goto(f"/admin/recordings/{recording.webinar_id}/")
    page.locator(f"#handout-{handout.pk} .pub-file__doing > a").first.click()
    fields = page.locator(".times__slide input")
    expect(fields).to_have_count(3)
    for second, shown in ((1.4, "00:01"), (4.2, "00:04")):
        page.locator("video").evaluate("(video, second) => { video.currentTime = second }", second)
        page.locator("[data-now]").press("Enter")
        expect(page.locator("[data-told]")).to_contain_text(shown)
    expect(page.locator(".times__slide.is-next")).to_have_attribute("data-slide", "3")
    expect(page.locator(".times__slide[aria-current]")).to_have_attribute("data-slide", "2")
    assert barriers(page) == []

    # Nothing more was pressed: both are kept.
    page.reload()
    expect(fields.nth(0)).to_have_value("00:01")
    expect(fields.nth(1)).to_have_value("00:04")
    expect(fields.nth(2)).to_have_value("")
    fields.nth(2).fill("0:90")
    page.locator(".times__save button").click()
    expect(page.locator(".times__slide .pub-error")).to_have_count(1)
    fields.nth(2).fill("0:05")
    page.locator(".times__save button").click()
    expect(page.locator(f"#handout-{handout.pk} .pub-file__doing > a").first).to_contain_text("3")
    assert list(handout.slides.order_by("number").values_list("second", flat=True)) == [1, 4, 5]
