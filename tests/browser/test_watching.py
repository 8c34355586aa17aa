"""Journey 3: a participant watches, seeks, closes the tab, and resumes on another device."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from people.models import Participant, User
from tests.browser.conftest import FILM_SECONDS
from tests.factories import (
    CompletionRuleFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_captions, make_recording, make_slides
from webinars.models import Handout, Recording, Viewing

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = FILM_SECONDS
LINES = [
    (2, "Kari", "Velkommen til en time om strømmer."),
    (20, "Kari", "Et meieri har varme til overs."),
    (40, "Ola", "Veksthuset fyrte med propan."),
    (50, "Ola", "Takk for i dag."),
]


@pytest.fixture
def recording(film: bytes) -> Recording:
    programme = ProgrammePageFactory()
    CompletionRuleFactory(programme=programme, watched_share="0.5")
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    recording = make_recording(module, size=0, title="Industriell symbiose")
    recording.media.file.save("film.webm", ContentFile(film))
    Recording.objects.filter(pk=recording.pk).update(seconds=SECONDS)
    for second, title in ((0, "Velkommen"), (20, "Meieriet"), (40, "Veksthuset")):
        recording.chapters.create(second=second, title=title)
    make_captions(recording, "nb", LINES)
    slides = Handout.objects.create(webinar=recording.webinar, kind="slides", title="Lysark", pages=3)
    make_slides(slides, 3, seconds=20)
    recording.refresh_from_db()
    return recording


@pytest.fixture
def participant() -> Participant:
    return ParticipantFactory(user=UserFactory())


@pytest.fixture
def elsewhere(browser: Browser, live_server: LiveServer, participant: Participant) -> Iterator[Page]:
    """A second browser, small and in dark mode, signed in as the same participant."""
    client = Client()
    client.force_login(participant.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Poll for a condition; `page.wait_for_function` is blocked by the CSP."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("It did not come to that in ten seconds.")


def of_film(page: Page, name: str) -> float:
    return page.evaluate(f"document.querySelector('video').{name}")


def plays_past(page: Page, second: float) -> None:
    until(page, lambda: of_film(page, "currentTime") > second)


def pause(page: Page) -> None:
    with page.expect_response(re.compile("/watched/$")):
        page.evaluate("document.querySelector('video').pause()")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_participant_watches_jumps_closes_and_goes_on_elsewhere(
    page: Page,
    context: BrowserContext,
    elsewhere: Page,
    sign_in: Callable[[User], None],
    barriers: Callable[[Page], list[str]],
    recording: Recording,
    participant: Participant,
) -> None:
    address = f"/en{recording.webinar.url}"
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(participant.user)
    page.goto(address)
    status = page.locator("[data-watched]")
    expect(status).to_contain_text("You have not seen any of it yet.")

    # Plays from the beginning, and jumps by chapter and by line; the page stays, and the address goes with it.
    page.get_by_role("button", name="Play the recording").click()
    plays_past(page, 0.8)
    page.get_by_role("link", name=re.compile("Meieriet")).click()
    expect(page).to_have_url(re.compile(r"\?t=20#player$"))
    plays_past(page, 20.8)
    expect(page.get_by_role("link", name=re.compile("Meieriet"))).to_have_attribute("aria-current", "true")
    line = page.get_by_role("link", name=re.compile("Veksthuset fyrte"))
    line.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?t=40#replikk-3$"))
    plays_past(page, 40.8)
    expect(line).to_have_attribute("aria-current", "true")
    expect(line).to_be_focused()
    expect(page.locator(".slides [aria-current]")).to_contain_text("page 3")

    # What is seen and what is missing is there at once, and the place can be shared.
    pause(page)
    expect(status).to_contain_text(re.compile(r"You have seen \d+\s%\.\s+Watch 1 minute more"))
    expect(status.get_by_role("link")).to_have_count(3)
    expect(page.locator(".chapters").get_by_role("link", name=re.compile("Velkommen"))).to_contain_text("partly seen")
    stopped = int(of_film(page, "currentTime"))
    copy = page.get_by_role("button", name=f"Copy link to 00:{stopped}")
    copy.click()
    expect(page.get_by_role("status").last).to_have_text(f"The link to 00:{stopped} has been copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"?t={stopped}")

    # By keyboard, while the player has the focus: back and forth, speed, captions, all of the screen.
    player = page.get_by_role("group", name="Player")
    player.get_by_role("button", name="10 s back").press("Enter")
    assert 29 < of_film(page, "currentTime") < 34
    slider = player.get_by_role("slider", name="Place in the recording")
    slider.press("ArrowRight")
    until(page, lambda: 34 < of_film(page, "currentTime") < 39)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^00:3\d of 01:00$"))
    for key in (*">>>", "c", "m", "f"):
        page.keyboard.press(key)
    assert (of_film(page, "playbackRate"), of_film(page, "muted")) == (2, True)
    for button in ("Captions", "Full screen"):
        expect(player.get_by_role("button", name=button)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement.id") == "player"
    page.keyboard.press("f")
    expect(player.get_by_role("button", name="Full screen")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("m")

    # A letter typed elsewhere moves nothing; what is said can be looked through.
    search = page.get_by_role("searchbox", name="Search in the text")
    search.press_sequentially("kf")
    assert (of_film(page, "paused"), page.evaluate("document.fullscreenElement")) == (True, None)
    search.fill("MEIERI")
    expect(page.locator(".transcript li:visible")).to_have_count(1)
    expect(page.locator(".transcript mark")).to_have_text("meieri")
    search.fill("")
    assert barriers(page) == []

    # What was chosen is remembered on this computer.
    page.reload()
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("combobox", name="Speed", exact=True)).to_have_value("2")
    expect(page.get_by_role("combobox", name="Captions", exact=True)).to_have_value("nb")
    assert barriers(page) == []
    assert (of_film(page, "playbackRate"), of_film(page, "textTracks[0].mode")) == (2, "showing")

    # Closes the tab while it plays: nothing is lost.
    page.get_by_role("link", name=re.compile("Takk for i dag")).click()
    plays_past(page, 51)
    page.close()
    until(elsewhere, lambda: Viewing.objects.get().position >= 51)
    viewing = Viewing.objects.get()
    assert 51 <= viewing.position < SECONDS
    assert [start for start, _end in viewing.segments] == [0, 20, 40, 50]

    # Another browser goes on at that second, and knows what has been seen; what was chosen here is not known there.
    elsewhere.goto(address)
    place = f"00:{viewing.position}"
    expect(elsewhere.get_by_role("region", name="Go on watching")).to_contain_text(f"You stopped at {place} last time.")
    until(elsewhere, lambda: of_film(elsewhere, "readyState") > 0)
    assert abs(of_film(elsewhere, "currentTime") - viewing.position) < 1
    status = elsewhere.locator("[data-watched]")
    expect(status).to_contain_text(f"You have seen {viewing.covered * 100 // SECONDS}\N{NO-BREAK SPACE}%.")

    assert barriers(elsewhere) == []

    # The moment that is enough, it is completed, and says so once.
    Viewing.objects.update(segments=[[0, 29]], covered=29)
    elsewhere.get_by_role("link", name=re.compile("Veksthuset fyrte")).click()
    plays_past(elsewhere, 42.5)
    expect(elsewhere.get_by_role("button", name="Mark as done")).to_be_visible()
    pause(elsewhere)
    expect(status).to_contain_text("The webinar is completed.")
    expect(elsewhere.locator("#player-voice")).to_have_text("The webinar is completed.")
    expect(elsewhere.get_by_role("button", name="Mark as done")).to_have_count(0)
    assert participant.completions.get(activity=recording.webinar).reason == "watched"
    elsewhere.goto("/en/recordings/")
    expect(elsewhere.locator("#results .card")).to_contain_text("Completed")
    assert barriers(elsewhere) == []


def test_dragging_to_the_end_gives_next_to_nothing(
    page: Page, sign_in: Callable[[User], None], recording: Recording, participant: Participant
) -> None:
    sign_in(participant.user)
    # A film that is not there says so, and comes when it is there again.
    page.route("**/video/", lambda route: route.fulfill(status=404))
    page.goto(f"/en{recording.webinar.url}")
    expect(page.get_by_role("alert")).to_contain_text("The film cannot be fetched now")
    page.unroute("**/video/")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_be_hidden()
    plays_past(page, 0.3)
    bar = page.get_by_role("slider", name="Place in the recording")
    box = bar.bounding_box()
    assert box
    with page.expect_response(re.compile("/watched/$")):
        bar.click(position={"x": box["width"] * 0.97, "y": box["height"] / 2})
        until(page, lambda: bool(of_film(page, "ended")))
    expect(page.locator("[data-watched]")).to_contain_text(re.compile(r"You have seen \d\s%\.\s+Watch 1 minute more"))
    viewing = Viewing.objects.get()
    assert viewing.position == SECONDS
    assert viewing.covered <= 6
    assert not participant.completions.filter(completed_at__isnull=False).exists()


def test_a_film_elsewhere_asks_nothing_of_its_host_before_it_is_asked_for(
    browser: Browser, live_server: LiveServer, recording: Recording
) -> None:
    Recording.objects.update(media=None, external_url="https://youtu.be/dQw4w9WgXcQ")
    context = browser.new_context(base_url=live_server.url)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<p>The film</p>")

    context.route(lambda address: not address.startswith(live_server.url), answer)
    page = context.new_page()
    page.goto(f"/en{recording.webinar.url}")
    show = page.get_by_role("button", name="Show the film from YouTube")
    expect(show).to_be_visible()
    assert asked == []
    show.click()
    expect(page.frame_locator("iframe").get_by_text("The film")).to_be_visible()
    page.get_by_role("link", name=re.compile("Veksthuset$")).click()
    expect(page).to_have_url(re.compile(r"\?t=40#player$"))
    expect(page.locator("iframe")).to_have_attribute("src", re.compile("start=40"))
    assert [address.split("?")[0] for address in asked] == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"] * 2
    context.close()


def test_without_script_everything_is_there(browser: Browser, live_server: LiveServer, recording: Recording) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/en{recording.webinar.url}")
    for button in ("Play the recording", "10 s back", "Follow along", re.compile("Copy link")):
        expect(page.get_by_role("button", name=button)).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Search in the text")).to_be_hidden()
    expect(page.get_by_text("Veksthuset fyrte med propan.")).to_be_visible()
    expect(page.locator(".slides img")).to_have_count(3)
    page.get_by_role("link", name=re.compile("Et meieri har")).click()
    expect(page).to_have_url(re.compile(r"\?t=20#replikk-2$"))
    expect(page.locator("video")).to_have_attribute("src", re.compile(r"/video/#t=20$"))
    expect(page.locator(".transcript [aria-current]")).to_contain_text("Et meieri har")
    page.get_by_role("link", name=re.compile("Veksthuset$")).click()
    expect(page.locator("video")).to_have_attribute("src", re.compile(r"/video/#t=40$"))
    context.close()
