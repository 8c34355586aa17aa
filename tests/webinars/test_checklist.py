"""The publishing checklist: what is missing, with legal deadlines; it never blocks publishing."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from content.models import MediaFile
from courses.actions import grant_role
from courses.models import ActivityPage, Role, Session
from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_recording, make_webinar
from tests.html import parse, words
from webinars.actions.publishing import publish
from webinars.checklist import checklist
from webinars.due import held_webinars, most_urgent_first
from webinars.models import CaptionTrack, Chapter, Handout, Recording, Slide
from webinars.video_facts import VideoFacts

pytestmark = pytest.mark.django_db

GOOD = VideoFacts("MPEG-4", "", "AVC", "AAC", 3600, 1280, 720, 8, "4:2:0", 1000, fast_start=True)


@pytest.fixture
def programme():
    return ProgrammePageFactory()


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme))


@pytest.fixture
def recording(module):
    """A recording with nothing missing."""
    made = make_recording(module, days_ago=2)
    MediaFile.objects.update(facts=GOOD.stored())
    CaptionTrack.objects.update(vtt="WEBVTT\n")
    Recording.objects.update(
        captions_required=["nb"], transcript_approved=True, audio_description="spoken", poster="posters/a.webp"
    )
    return made


def items(recording, today=None):
    """State and English text of each item, by code."""
    row = Recording.objects.get(pk=recording.pk)
    session = Session.objects.filter(activity=row.webinar_id).first()
    with translation.override("en"):
        return {item.code: (item.state, item.text) for item in checklist(row, row.webinar, session, today)}


def test_all_is_in_order(recording):
    found = items(recording)
    assert {code for code, (state, _text) in found.items() if state == "ok"} == set(found)
    assert set(found) == {
        "video", "plays", "seekable", "poster", "captions_nb", "transcript", "description", "accessible", "chapters",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lack", "code"),
    [
        (lambda row: Recording.objects.update(media=None), "video"),
        (lambda row: MediaFile.objects.update(facts=GOOD.stored() | {"picture": "HEVC"}), "plays"),
        (lambda row: MediaFile.objects.update(facts=GOOD.stored() | {"fast_start": False}), "slow_start"),
        (lambda row: MediaFile.objects.update(facts=GOOD.stored() | {"sound": ""}), "silent"),
        (lambda row: Recording.objects.update(poster=""), "poster"),
        (lambda row: Recording.objects.update(captions_required=["nb", "en"]), "captions_en"),
        (lambda row: Recording.objects.update(captions_required=[]), "captions"),
        (lambda row: Recording.objects.update(transcript_approved=False), "transcript"),
        (lambda row: Recording.objects.update(audio_description=""), "description"),
        (lambda row: Recording.objects.update(audio_description="separate"), "description"),
        (lambda row: Handout.objects.update(is_accessible=False), "accessible"),
        (lambda row: Handout.objects.update(is_planned=True), "planned"),
        (lambda row: Handout.objects.all().delete(), "presentations"),
        (lambda row: Chapter.objects.all().delete(), "chapters"),
        (lambda row: Chapter.objects.update(second=3600), "chapters"),
        (lambda row: row.webinar.unpublish(), "page"),
        (lambda row: Slide.objects.update(text=""), "slide_text"),
    ],
)
def test_what_is_lacking_is_said_with_what_to_do_and_stops_nobody(recording, lack, code):
    lack(recording)
    found = items(recording)
    assert [name for name, (state, _text) in found.items() if state != "ok"] == [code]
    assert found[code][1].endswith((".", "?"))
    if code != "video":
        Recording.objects.update(published_at=None)
        assert publish(recording=Recording.objects.get(), at=None, by=None).is_published()


def test_captions_have_fourteen_days_from_the_live_date(recording):
    CaptionTrack.objects.all().delete()
    Recording.objects.update(transcript_approved=False)
    held = Session.objects.get(activity=recording.webinar_id).date
    last = held + dt.timedelta(days=14)

    def said(today):
        state, text = items(recording, today)["captions_nb"]
        return state, text

    assert said(held)[0] == "warning"
    assert "14 days left" in said(held)[1]
    assert "1 day left" in said(last - dt.timedelta(days=1))[1]
    assert "today" in said(last)[1]
    assert said(last + dt.timedelta(days=1))[0] == "overdue"
    # A day that was set holds instead.
    Recording.objects.update(caption_deadline=held)
    assert said(held + dt.timedelta(days=1))[0] == "overdue"


def test_recordings_that_lack_something_stand_in_order_of_haste(recording, module):
    now = timezone.now()
    bare = make_webinar(module, size=0, days_ahead=-3)
    late = make_webinar(module, size=0, days_ahead=-20)
    make_webinar(module, size=0, days_ahead=3)
    make_webinar(module, size=0, days_ahead=-5, session={"cancelled_at": now})
    rows = {row.webinar.pk: row for row in held_webinars(ActivityPage.objects.originals())}
    assert list(rows) == [recording.webinar_id, bare.pk, late.pk]
    states = {pk: (row.stage, row.lacking, row.is_overdue, row.is_soon, row.needs_work) for pk, row in rows.items()}
    assert states == {
        recording.webinar_id: ("public", (), False, False, False),
        bare.pk: ("no_video", ("nb",), False, False, True),
        late.pk: ("no_video", ("nb",), True, False, True),
    }
    assert [row.webinar.pk for row in most_urgent_first(list(rows.values()))] == [
        late.pk,
        bare.pk,
        recording.webinar_id,
    ]


def test_start_page_names_what_lacks_something_to_those_in_charge(client, programme, module, recording):
    late = make_webinar(module, size=0, days_ahead=-20)
    owner, elsewhere = UserFactory(), UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    grant_role(user=elsewhere, programme=ProgrammePageFactory(), role=Role.COURSE_OWNER, by=None)
    client.force_login(owner)
    panel = parse(client.get(reverse("wagtailadmin_home")))
    assert [words(link) for link in panel.select(".pub-due__title")] == [late.title]
    assert panel.select_one(".pub-due--overdue") is not None
    client.force_login(elsewhere)
    assert parse(client.get(reverse("wagtailadmin_home"))).select_one(".pub-due") is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["recording", "bare", "late"]),
        ({"show": "overdue"}, ["late"]),
        ({"show": "unpublished"}, ["bare", "late"]),
        ({"show": "captions"}, ["bare", "late"]),
        ({"show": "description"}, ["bare", "late"]),
        ({"q": "SENT ute"}, ["late"]),
        ({"q": "finnes ikke"}, []),
        ({"show": "nonsense", "q": "%"}, []),
    ],
)
def test_staff_finds_recordings_by_what_they_lack(client, programme, module, recording, asked, found):
    pages = {
        "recording": recording.webinar,
        "bare": make_webinar(module, size=0, days_ahead=-3),
        "late": make_webinar(module, size=0, days_ahead=-20, title="For sent ute"),
    }
    staff = UserFactory()
    grant_role(user=staff, programme=programme, role=Role.COUNTY_STAFF, by=None)
    client.force_login(staff)
    page = parse(client.get(reverse("staff_recordings", args=[programme.slug]), asked))
    assert [words(link) for link in page.select("tbody th a")] == [pages[name].title for name in found]


def test_long_list_has_pages(client, programme, module):
    for day in range(26):
        make_webinar(module, size=0, days_ahead=-day - 1)
    staff = UserFactory()
    grant_role(user=staff, programme=programme, role=Role.COUNTY_STAFF, by=None)
    client.force_login(staff)
    address = reverse("staff_recordings", args=[programme.slug])
    assert len(parse(client.get(address)).select("tbody tr")) == 25
    assert len(parse(client.get(address, {"page": 2, "show": "unpublished"})).select("tbody tr")) == 1
