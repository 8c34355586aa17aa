"""V13: files of a recording, with range requests, for users with access."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from attendance.models import Registration
from content import serving
from content.models import MediaFile
from courses.models import ProgrammePage, Role
from tests.factories import (
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.factories.programme import make_recording
from webinars.models import CaptionTrack, Cue, Handout, Recording, Slide

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 1000


@pytest.fixture
def recording():
    recording = make_recording(ModulePageFactory(), size=0, with_film=False, title="Fra strøm til verdi")
    media = MediaFile(title="Video", type="video", duration=60)
    media.file.save("video.mp4", ContentFile(BYTES))
    recording.media = media
    recording.save()
    return recording


@pytest.fixture
def files(recording):
    """The URL of each kind of file of a recording, by route."""
    described = MediaFile(title="Described", type="video", duration=60)
    described.file.save("described.mp4", ContentFile(BYTES))
    recording.described_media = described
    recording.poster.save("poster.webp", ContentFile(b"picture"))
    track = CaptionTrack.objects.create(
        recording=recording,
        language="nb",
        added_on=timezone.localdate(),
        vtt="WEBVTT\n\n00:01.000 --> 00:02.000\nHei\n",
    )
    Cue.objects.create(track=track, number=1, start_ms=1000, end_ms=2000, speaker="Kari", text="Hei\n<b>alle</b>")
    Cue.objects.create(track=track, number=2, start_ms=3000, end_ms=4000, speaker="Kari", text="sammen.")
    Cue.objects.create(track=track, number=3, start_ms=65000, end_ms=66000, text="Takk.")
    slides = Handout(webinar=recording.webinar, kind="slides", title="Lysark: «strøm»", format="pdf")
    slides.file.save("slides.pdf", ContentFile(b"%PDF-1.7"))
    page = Slide(handout=slides, number=1, width=320, height=180)
    page.image.save("1.webp", ContentFile(b"picture"))
    attachment = Handout(webinar=recording.webinar, kind="attachment", title="Ark", format="html")
    attachment.file.save("ark.html", ContentFile(b"<script>alert(1)</script>"))
    return {
        "recording_video": reverse("recording_video", args=[recording.pk]),
        "recording_described": reverse("recording_described", args=[recording.pk]),
        "recording_poster": reverse("recording_poster", args=[recording.pk]),
        "recording_captions": reverse("recording_captions", args=[recording.pk, "nb"]),
        "recording_transcript": reverse("recording_transcript", args=[recording.pk, "nb"]),
        "slide_image": reverse("slide_image", args=[page.pk]),
        "handout_file": reverse("handout_file", args=[slides.pk]),
        "attachment": reverse("handout_file", args=[attachment.pk]),
    }


def get(client, recording, method="get", **headers):
    """The response, closed, with its content in `body`."""
    return fetch(client, reverse("recording_video", args=[recording.pk]), method, **headers)


def fetch(client, address, method="get", **headers):
    response = getattr(client, method)(address, headers=headers)
    response.body = response.getvalue() if response.streaming else response.content
    return response


def statuses(client, files):
    return {route: fetch(client, address).status_code for route, address in files.items()}


def test_whole_video_without_an_account(client, recording):
    response = get(client, recording)
    assert (response.status_code, response["Accept-Ranges"], response["Content-Type"]) == (200, "bytes", "video/mp4")
    assert response.body == BYTES


@pytest.mark.parametrize(
    ("wanted", "content_range", "start", "end"),
    [
        ("bytes=0-9", "bytes 0-9/256000", 0, 10),
        ("bytes=255990-", "bytes 255990-255999/256000", 255990, 256000),
        ("bytes=-5", "bytes 255995-255999/256000", 255995, 256000),
        ("bytes=100-999999", "bytes 100-255999/256000", 100, 256000),
    ],
)
def test_range_of_bytes(client, recording, wanted, content_range, start, end):
    response = get(client, recording, range=wanted)
    assert (response.status_code, response["Content-Range"]) == (206, content_range)
    assert response["Content-Length"] == str(end - start)
    assert response.body == BYTES[start:end]


def test_range_past_the_end_is_refused(client, recording):
    response = get(client, recording, range="bytes=256000-")
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize("wanted", ["bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=1-2,5-6"])
def test_range_that_says_nothing_is_answered_with_the_whole(client, recording, wanted):
    assert get(client, recording, range=wanted).status_code == 200


def test_range_of_another_version_is_answered_with_the_whole(client, recording):
    etag = get(client, recording)["ETag"]
    assert get(client, recording, range="bytes=0-9", **{"if-range": etag}).status_code == 206
    assert get(client, recording, range="bytes=0-9", **{"if-range": '"old"'}).status_code == 200


def test_head_has_the_length_and_no_body(client, recording):
    response = get(client, recording, method="head")
    assert (response.status_code, response["Content-Length"]) == (200, "256000")


def test_range_is_not_for_head(client, recording):
    response = get(client, recording, method="head", range="bytes=0-9")
    assert (response.status_code, response["Content-Length"]) == (200, "256000")


def test_range_with_its_end_before_its_start_is_none(client, recording):
    assert get(client, recording, range="bytes=9-0").status_code == 200


@pytest.mark.parametrize("wanted", ["bytes=-0", f"bytes={'9' * 90}-"])
def test_range_of_no_bytes_is_refused(client, recording, wanted):
    assert get(client, recording, range=wanted).status_code == 416


def test_range_since_a_day_is_answered_by_the_day(client, recording):
    changed = get(client, recording)["Last-Modified"]
    assert get(client, recording, range="bytes=0-9", **{"if-range": changed}).status_code == 206
    assert get(client, recording, range="bytes=0-9", **{"if-range": "Sat, 01 Jan 2000 00:00:00 GMT"}).status_code == 200


def test_what_the_browser_has_is_not_sent_again(client, recording):
    response = get(client, recording)
    again = get(client, recording, **{"if-none-match": response["ETag"], "range": "bytes=0-9"})
    assert (again.status_code, again.body, again["ETag"]) == (304, b"", response["ETag"])
    assert get(client, recording, **{"if-modified-since": response["Last-Modified"]}).status_code == 304
    assert get(client, recording, **{"if-match": '"old"'}).status_code == 412


def test_long_answers_are_read_piece_by_piece_and_open_ends_shortened(client, recording, monkeypatch):
    monkeypatch.setattr(serving, "AT_ONCE", 100_000)
    whole = get(client, recording)
    assert (whole.streaming, whole.body) == (True, BYTES)
    closed = get(client, recording, range="bytes=10-150009")
    assert (closed.streaming, closed.body) == (True, BYTES[10:150_010])
    open_ended = get(client, recording, range="bytes=10-")
    assert (open_ended.streaming, open_ended["Content-Range"]) == (False, "bytes 10-100009/256000")
    assert open_ended.body == BYTES[10:100_010]


def test_file_that_is_lost_does_not_exist(client, recording):
    recording.media.file.storage.delete(recording.media.file.name)
    assert get(client, recording).status_code == 404


# What each file is


def test_files_say_what_they_are(client, files):
    said = {}
    for route, address in files.items():
        response = fetch(client, address)
        kept = response["Cache-Control"] != "private, no-store"
        said[route] = (response["Content-Type"], response.get("Content-Disposition", ""), kept)
        assert response["X-Content-Type-Options"] == "nosniff"
    assert said == {
        "recording_video": ("video/mp4", "", True),
        "recording_described": ("video/mp4", "", True),
        "recording_poster": ("image/webp", "", True),
        "recording_captions": ("text/vtt; charset=utf-8", "", True),
        "recording_transcript": (
            "text/plain; charset=utf-8",
            "attachment; filename*=utf-8''Fra%20str%C3%B8m%20til%20verdi%20%28nb%29.txt",
            True,
        ),
        "slide_image": ("image/webp", "", True),
        "handout_file": ("application/pdf", "", True),
        "attachment": ("text/html", 'attachment; filename="Ark.html"', True),
    }  # fmt: skip


def test_still_picture_comes_as_small_as_it_is_shown(client, recording):
    picture = BytesIO()
    Image.new("RGB", (1280, 720)).save(picture, "WEBP")
    recording.poster.save("large.webp", ContentFile(picture.getvalue()))
    address = reverse("recording_poster", args=[recording.pk])
    found = {}
    for query, accept in (("", "image/avif"), ("?width=800", "image/avif"), ("?width=400", "*/*"), ("?width=9", "")):
        answers = [fetch(client, address + query, accept=accept) for _twice in range(2)]
        assert answers[0].body == answers[1].body
        with Image.open(BytesIO(answers[0].body)) as shown:
            found[query] = (answers[0]["Content-Type"], shown.width)
    assert found == {
        "": ("image/webp", 1280),
        "?width=800": ("image/avif", 800),
        "?width=400": ("image/webp", 400),
        "?width=9": ("image/webp", 1280),
    }

    storage = recording.poster.storage
    storage.delete(storage.path(recording.poster.name))
    assert [fetch(client, address + query).status_code for query in ("", "?width=1200")] == [404, 404]


def test_attachment_can_do_nothing_even_if_shown(client, files):
    response = fetch(client, files["attachment"])
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_part_of_a_text_is_not_compressed(client, files):
    part = fetch(client, files["attachment"], range="bytes=1-6", **{"accept-encoding": "gzip"})
    assert (part.status_code, part.body) == (206, b"script")


def test_transcript_reads_as_text(client, files):
    text = fetch(client, files["recording_transcript"]).text
    assert text.split("\r\n") == [
        "Fra strøm til verdi", "", "Kari:", "00:01  Hei <b>alle</b>", "00:03  sammen.", "", "01:05  Takk.", ""
    ]  # fmt: skip


def test_captions_that_did_not_change_are_not_sent_again(client, files):
    etag = fetch(client, files["recording_captions"])["ETag"]
    assert fetch(client, files["recording_captions"], **{"if-none-match": etag}).status_code == 304


def test_what_is_not_there_does_not_exist(client, recording):
    CaptionTrack.objects.create(recording=recording, language="nb", added_on=timezone.localdate())
    planned = Handout.objects.create(webinar=recording.webinar, kind="slides", title="Later", is_planned=True)
    for route, args in {
        "recording_described": [recording.pk],
        "recording_poster": [recording.pk],
        "recording_captions": [recording.pk, "nb"],
        "recording_transcript": [recording.pk, "sv"],
        "handout_file": [planned.pk],
    }.items():
        assert client.get(reverse(route, args=args)).status_code == 404


# Who may


def test_unpublished_recording_is_for_those_who_edit_it(client, recording, files):
    Recording.objects.update(published_at=timezone.now() + dt.timedelta(days=1))
    assert set(statuses(client, files).values()) == {404}
    client.force_login(ParticipantFactory(user=UserFactory()).user)
    assert set(statuses(client, files).values()) == {404}
    programme = ProgrammePage.objects.ancestor_of(recording.webinar).get()
    client.force_login(ProgrammeRoleFactory(programme=programme, role=Role.COUNTY_STAFF).user)
    assert set(statuses(client, files).values()) == {404}
    client.force_login(ProgrammeRoleFactory(programme=programme, role=Role.COURSE_OWNER).user)
    assert set(statuses(client, files).values()) == {200}
    assert {fetch(client, address)["Cache-Control"] for address in files.values()} == {"private, no-store"}


def test_partners_editor_sees_before_publishing_what_is_their_own(client, recording, files):
    Recording.objects.update(published_at=None)
    programme = ProgrammePage.objects.ancestor_of(recording.webinar).get()
    role = ProgrammeRoleFactory(programme=programme, role=Role.PARTNER_EDITOR, organisation=OrganisationFactory())
    client.force_login(role.user)
    assert set(statuses(client, files).values()) == {404}
    recording.webinar.responsible = role.organisation
    recording.webinar.save()
    assert set(statuses(client, files).values()) == {200}


def test_recording_of_an_unpublished_page_does_not_exist(client, recording, files):
    recording.webinar.unpublish()
    assert set(statuses(client, files).values()) == {404}


def test_restricted_recording_is_for_the_registered(client, recording, files):
    Recording.objects.update(is_restricted=True)
    assert set(statuses(client, files).values()) == {404}
    person = ParticipantFactory(user=UserFactory())
    client.force_login(person.user)
    assert set(statuses(client, files).values()) == {404}
    seat = RegistrationFactory(
        session=recording.webinar.sessions.get(), participant=person, state=Registration.State.WAITING
    )
    assert set(statuses(client, files).values()) == {404}
    seat.state = Registration.State.REGISTERED
    seat.save()
    assert set(statuses(client, files).values()) == {200}
    assert {fetch(client, address)["Cache-Control"] for address in files.values()} == {"private, no-store"}


def test_page_closed_in_the_cms_closes_its_files(client, recording, files):
    programme = ProgrammePage.objects.ancestor_of(recording.webinar).get()
    PageViewRestriction.objects.create(page=programme, restriction_type=PageViewRestriction.LOGIN)
    assert set(statuses(client, files).values()) == {404}
    client.force_login(UserFactory())
    assert set(statuses(client, files).values()) == {200}
    assert {fetch(client, address)["Cache-Control"] for address in files.values()} == {"private, no-store"}


def test_presentations_come_with_the_recording(client, recording, files):
    recording.delete()
    assert fetch(client, files["handout_file"]).status_code == 404
    assert fetch(client, files["slide_image"]).status_code == 404


def test_part_of_a_public_video_asks_two_queries(client, recording, django_assert_num_queries):
    with django_assert_num_queries(2):
        get(client, recording, range="bytes=0-9")


# Handed over


def test_web_server_in_front_is_told_the_name(client, recording, settings):
    settings.FILE_DELIVERY = "x-accel"
    recording.media.file.name = recording.media.file.storage.save("media/å %41?#\r\nX: y.mp4", ContentFile(b"film"))
    recording.media.save()
    response = get(client, recording, range="bytes=0-1")
    assert (response.status_code, response.body) == (200, b"")
    assert response["X-Accel-Redirect"] == "/private-files/media/%C3%A5%20%2541%3F%23%0D%0AX%3A%20y.mp4"
    Recording.objects.update(is_restricted=True)
    refused = get(client, recording)
    assert (refused.status_code, refused.get("X-Accel-Redirect")) == (404, None)


def test_editors_view_of_a_file_is_closed_to_all_others(client, recording):
    address = reverse("media_file", args=[recording.media_id])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(address)
    assert response.getvalue() == BYTES


def test_video_is_not_compressed_on_the_way(client, recording):
    response = get(client, recording, range="bytes=0-99999", **{"accept-encoding": "gzip"})
    assert (response.status_code, response.get("Content-Encoding")) == (206, None)
