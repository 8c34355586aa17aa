"""A course owner corrects captions while the video plays; it pauses while they type."""

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
from webinars.actions.captions import take_captions
from webinars.models import Recording

pytestmark = pytest.mark.django_db(transaction=True)

CAPTIONS = """WEBVTT

00:00.000 --> 00:01.200
<v Kari>Velkomen skal dere vere.

00:01.200 --> 00:02.400
<v Kari>Vi begynner.

00:02.400 --> 00:03.600
<v Ola>Takk for det.

00:03.600 --> 00:06.000
<v Ola>Da går vi.
"""


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_lines_are_corrected_while_the_video_follows(
    page: Page, sign_in: Callable[[User], None], barriers: Callable[[Page], list[str]], tmp_path: Path, size: str
) -> None:
    programme = ProgrammePageFactory()
    recording = make_recording(ModulePageFactory(parent=TrackPageFactory(parent=programme)), size=0)
    video = film(tmp_path / "film.webm", seconds=6, sound=None)
    recording.media.file.save("film.webm", ContentFile(video.read_bytes()))
    Recording.objects.update(seconds=6)
    track = take_captions(recording=recording, data=CAPTIONS.encode(), name="tekst.nb.vtt", by=None)
    owner = UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    sign_in(owner)

    page.goto(f"/admin/recordings/{recording.webinar_id}/captions/nb/")
    lines, texts = page.locator("[data-line]"), page.locator("[data-line] textarea")
    film_shown = page.locator("video")
    assert barriers(page) == []

    # It waits at the end of the line that is written in …
    texts.nth(0).click()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Home")
    page.keyboard.type("Hei! ")
    expect(lines.nth(0)).to_have_attribute("data-is", "changed")
    page.wait_for_function("() => document.querySelector('video').paused", timeout=8_000)
    assert 1.1 < film_shown.evaluate("video => video.currentTime") < 2.3
    # … and goes on once that is stored, taking the cursor along.
    page.keyboard.press("Enter")
    expect(lines.nth(0)).to_have_attribute("data-is", "stored")
    expect(lines.nth(2)).to_have_attribute("aria-current", "true")
    expect(texts.nth(2)).to_be_focused()
    assert track.cues.first().text == "Hei! Velkomen skal dere vere."
    film_shown.evaluate("video => video.pause()")

    # What is typed by mistake is undone; a click on a time jumps there.
    texts.nth(2).fill("Feil")
    page.keyboard.press("Escape")
    expect(texts.nth(2)).to_have_value("Takk for det.")
    lines.nth(1).locator("[data-jump]").click()
    expect(lines.nth(1)).to_have_attribute("aria-current", "true")
    film_shown.evaluate("video => video.pause()")

    # Two clicks on the same button divide a line once, at the cursor.
    texts.nth(1).evaluate("text => { text.focus(); text.setSelectionRange(3, 3); }")
    lines.nth(1).locator("summary").click()
    lines.nth(1).locator("button[value^=split]").dblclick()
    expect(texts.nth(1)).to_have_value("Vi")
    expect(lines).to_have_count(5)
    assert track.cues.count() == 5

    # A chapter from a line: its words are chosen, ready to be written over.
    lines.nth(1).locator("summary").click()
    lines.nth(1).locator("button[value^=chapter]").click()
    expect(page.locator("[data-write]")).to_be_focused()
    page.keyboard.type("Begynnelsen")
    page.keyboard.press("Enter")
    expect(texts.nth(1)).to_be_focused()
    assert list(recording.chapters.values_list("second", "title")) == [(1, "Begynnelsen")]
    assert "Hei! Velkomen" in recording.captions.get().vtt
    assert barriers(page) == []
