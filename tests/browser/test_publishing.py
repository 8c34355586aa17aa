"""Journey 4: from the files of a Teams meeting to a published recording."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, Route, expect

from courses.actions import grant_role
from courses.models import Role
from people.models import User
from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_webinar
from tests.films import film
from tests.webinars.pdfs import deck
from webinars.models import Recording

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
    slides.write_bytes(deck(2))
    return [video, captions, slides]


def lose_the_connection_once(page: Page) -> None:
    lost: list[str] = []

    def once(route: Route) -> None:
        if route.request.method == "PATCH" and not lost:
            lost.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/uploads/*/", once)


def drop(page: Page, path: Path) -> None:
    make = "([name, text]) => { const it = new DataTransfer(); it.items.add(new File([text], name)); return it }"
    carried = page.evaluate_handle(make, [path.name, path.read_text(encoding="utf-8")])
    page.get_by_role("heading", level=1).dispatch_event("drop", {"dataTransfer": carried})


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
    # From the start page, where the webinar waits.
    page.goto("/admin/")
    page.get_by_role("link", name=webinar.title).click()
    expect(page.get_by_role("heading", level=1, name=webinar.title)).to_be_visible()
    assert barriers(page) == []
    # One file is dropped, the others are chosen at once; the net falls out on the way.
    lose_the_connection_once(page)
    video_file, captions_file, slides_file = files
    drop(page, captions_file)
    page.get_by_label(_("Choose files")).set_input_files([video_file, slides_file])
    done = page.locator("[data-transfers] [data-is=done]")
    expect(done).to_have_count(3, timeout=20_000)
    video = page.get_by_role("region", name=_("Video"))
    expect(video.locator("video")).to_be_visible()
    expect(page.get_by_role("region", name=_("Captions"))).to_contain_text("2")
    expect(page.get_by_role("region", name=_("Presentations and attachments"))).to_contain_text("Avtaler mellom naboer")
    # A still picture from the film as it stands.
    video.locator("video").evaluate("video => new Promise(done => { video.onseeked = done; video.currentTime = 2 })")
    video.get_by_role("button", name=_("Use the picture shown")).click()
    expect(video.get_by_role("img")).to_be_visible()
    access = page.get_by_role("region", name=_("Audio description and access"))
    access.get_by_label(_("What matters is said aloud in the recording")).check()
    access.get_by_role("button", name=_("Store the decision")).click()
    expect(access.get_by_text(_("The decision is stored."))).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("region", name=_("Ready to publish?")).get_by_role("button", name=_("Publish now")).click()
    out = page.get_by_role("region", name=_("The recording is out"))
    expect(out.get_by_text(_("The recording is public."))).to_be_visible()
    recording = Recording.objects.get()
    assert (recording.is_published(), recording.seconds, recording.audio_description) == (True, 3, "spoken")
    assert barriers(page) == []
    out.get_by_role("link", name=_("See it on the site")).click()
    expect(page.locator("video")).to_be_visible()
