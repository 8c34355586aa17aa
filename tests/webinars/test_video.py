"""V13: the video of a held webinar, in ranges, for those who may see it."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from attendance.actions import register
from content.models import MediaFile
from tests.factories import ParticipantFactory, SessionFactory, UserFactory
from webinars.models import Recording

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 1000


@pytest.fixture
def recording():
    session = SessionFactory()
    media = MediaFile(title="Video", type="video", duration=60)
    media.file.save("video.mp4", ContentFile(BYTES))
    return Recording.objects.create(webinar=session.activity, published_at=timezone.now(), media=media, seconds=60)


def get(client, recording, method="get", **headers):
    """The response, read to its end, which closes it; what it held is in `body`."""
    response = getattr(client, method)(reverse("recording_video", args=[recording.pk]), headers=headers)
    response.body = response.getvalue() if response.streaming else response.content
    return response


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


def test_unpublished_recording_does_not_exist(client, recording):
    Recording.objects.update(published_at=timezone.now() + dt.timedelta(days=1))
    assert get(client, recording).status_code == 404


def test_recording_of_an_unpublished_page_does_not_exist(client, recording):
    recording.webinar.unpublish()
    assert get(client, recording).status_code == 404


def test_restricted_recording_is_for_the_registered(client, recording):
    Recording.objects.update(is_restricted=True)
    assert get(client, recording).status_code == 404
    person = ParticipantFactory(user=UserFactory())
    client.force_login(person.user)
    assert get(client, recording).status_code == 404
    register(session=recording.webinar.sessions.get(), participant=person, by=None)
    assert get(client, recording).status_code == 200


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
