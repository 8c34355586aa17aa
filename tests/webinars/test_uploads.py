"""Uploads in chunks: resumable, private to the user who began them, and idempotent."""

import datetime as dt
import io
import json
import os
import shutil
import uuid

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content import uploads, workers
from content.models import MediaFile, Upload, private_storage
from content.uploads import Announced
from courses.actions import grant_role
from courses.models import Role
from people.models import User
from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_webinar
from tests.films import film
from webinars.actions.publishing import recording_of
from webinars.actions.removing import KEPT_FOR, sweep_removed
from webinars.actions.videos import remove_video, take_video
from webinars.models import CaptionTrack, Handout, Recording, Removed
from webinars.video_facts import VideoFacts

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
VTT = b"WEBVTT\n\n00:00.100 --> 00:01.000\n<v Kari>Hei</v>\n"


@pytest.fixture(scope="session")
def video(tmp_path_factory):
    return film(tmp_path_factory.mktemp("films") / "opptak.mp4", movflags="faststart").read_bytes()


@pytest.fixture(autouse=True)
def empty_storage():
    """Delete files of earlier tests."""
    for folder in ("uploads", "media"):
        shutil.rmtree(private_storage().path(folder), ignore_errors=True)


@pytest.fixture
def webinar():
    programme = ProgrammePageFactory()
    return make_webinar(ModulePageFactory(parent=TrackPageFactory(parent=programme)), size=0, days_ahead=-2)


def owner_of(webinar):
    user = UserFactory()
    programme = webinar.get_parent().get_parent().get_parent().specific
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    return user


@pytest.fixture
def owner(client, webinar):
    user = owner_of(webinar)
    client.force_login(user)
    return user


@pytest.fixture
def begin(client, owner, webinar):
    def begin(name, size, changed="1", **more):
        data = {"name": name, "size": size, "changed": changed} | more
        return client.post(reverse("begin_upload", args=[webinar.pk]), data, headers=JSON)

    return begin


@pytest.fixture
def send(client):
    def send(state, piece, offset=None):
        headers = JSON | {"upload-offset": str(state["offset"] if offset is None else offset)}
        return client.patch(state["url"], piece, content_type="application/octet-stream", headers=headers)

    return send


@pytest.fixture
def finish(client):
    return lambda state, **data: client.post(state["finish_url"], data, headers=JSON)


@pytest.fixture
def whole(begin, send, finish):
    """A function that uploads a file and puts it in place."""

    def whole(name, data, **more):
        state = begin(name, len(data), **more).json()
        send(state, data)
        return finish(state)

    return whole


def content_of(media):
    with media.file.open() as file:
        return file.read()


def files_below(folder):
    """The number of files below a folder of private storage."""
    root = private_storage().path(folder)
    return sum(len(names) for _folder, _folders, names in os.walk(root))


def test_file_arrives_in_pieces_and_goes_where_it_belongs(begin, send, finish, video, webinar):
    state = begin("Møte.mp4", len(video)).json()
    assert (state["offset"], state["piece"]) == (0, uploads.PIECE)
    middle = len(video) // 2
    assert send(state, video[:middle]).json()["offset"] == middle
    assert send(state, video[middle:], offset=middle).json()["offset"] == len(video)
    outcome = finish(state)
    assert (outcome.status_code, outcome.json()["section"], outcome.json()["level"]) == (200, "video", "success")
    media = Recording.objects.get(webinar=webinar).media
    assert content_of(media) == video
    assert (media.width, media.height, round(media.duration)) == (320, 180, 3)
    assert files_below("uploads") == 0


def test_lost_connection_or_reloaded_page_goes_on_where_it_stopped(begin, send, finish, client, webinar):
    state = begin("a.vtt", len(VTT)).json()
    send(state, VTT[:10])
    assert client.get(state["url"], headers=JSON).json()["offset"] == 10
    page = client.get(reverse("publish_recording", args=[webinar.pk]))
    assert [file["received"] for file in page.context["files"]["waiting"]] == [10]
    again = begin("a.vtt", len(VTT)).json()
    assert (again["url"], again["offset"]) == (state["url"], 10)
    # Another version of the file is another file.
    assert begin("a.vtt", len(VTT), changed="2").json()["url"] != state["url"]
    send(again, VTT[10:])
    assert finish(again).json()["section"] == "captions"
    assert CaptionTrack.objects.get().recording.webinar == webinar


@pytest.mark.parametrize("offset", [0, 5, 11, 10**17])
def test_piece_from_elsewhere_is_told_where_to_begin(begin, send, offset):
    state = begin("a.vtt", len(VTT)).json()
    send(state, VTT[:10])
    answer = send(state, b"other bytes", offset=offset)
    assert (answer.status_code, answer.json()["offset"]) == (409, 10)
    assert Upload.objects.get().received == 10


def test_more_than_was_announced_is_left_out(begin, send, finish):
    state = begin("a.vtt", len(VTT)).json()
    assert send(state, VTT + b"more").json()["offset"] == len(VTT)
    assert finish(state).json()["level"] == "success"


def test_too_large_is_refused_before_a_byte_is_sent(begin, client, webinar, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    answer = begin("film.mp4", 1001)
    assert answer.status_code == 413
    assert "film.mp4" in answer.json()["message"]
    assert begin("film.mp4", 1000).status_code == 201
    assert 'data-most="1000"' in client.get(reverse("publish_recording", args=[webinar.pk])).content.decode()
    # The plain form is asked its size before it is read; so near the limit that only its file tells, after that.
    for size in (70_000, 1001):
        form = client.post(
            reverse("upload_whole_files", args=[webinar.pk]), {"file": SimpleUploadedFile("a.pdf", b"x" * size)}
        )
        assert form.status_code == 302
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(("name", "size"), [("a.mp4", 0), ("a.mp4", ""), ("a.mp4", "-1"), ("a.mp4", "1" * 19), ("", 5)])
def test_file_that_is_none_is_refused(begin, name, size):
    assert begin(name, size).status_code == 422
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\kari\\møte.pdf", "møte.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_name_is_never_a_path(begin, name, kept):
    assert begin(name, 5).status_code == 201
    assert Upload.objects.get().name == kept


def test_upload_is_its_owners_alone(begin, send, finish, client, webinar):
    state = begin("a.vtt", len(VTT)).json()
    client.force_login(owner_of(webinar))
    answers = [client.get(state["url"]), send(state, VTT), finish(state), client.delete(state["url"])]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert Upload.objects.get().received == 0


def test_upload_is_taken_where_it_was_begun_only(begin, client, owner, webinar):
    state = begin("a.vtt", len(VTT)).json()
    other = make_webinar(webinar.get_parent().specific, size=0, days_ahead=-3)
    elsewhere = state["url"].replace(f"/{webinar.pk}/", f"/{other.pk}/")
    assert client.get(elsewhere).status_code == 404
    for strange in (uuid.uuid4(), "1", "..%2F..%2Fetc"):
        assert client.get(f"/admin/recordings/{webinar.pk}/uploads/{strange}/").status_code == 404


def test_finishing_twice_is_once(begin, send, finish, video, webinar):
    state = begin("a.mp4", len(video)).json()
    send(state, video)
    assert finish(state).json() == finish(state).json()
    assert MediaFile.objects.count() == 1
    # The same file from the start, as after a reloaded page: nothing is made anew, nobody starts over.
    state = begin("a.mp4", len(video)).json()
    assert state["offset"] == 0
    send(state, video)
    assert finish(state).json()["level"] == "success"
    assert (MediaFile.objects.count(), Recording.objects.get().media_version) == (1, 1)


def test_unfinished_file_is_not_taken(begin, send, finish, webinar):
    state = begin("a.vtt", len(VTT)).json()
    send(state, VTT[:10])
    answer = finish(state)
    assert (answer.status_code, answer.json()["offset"]) == (409, 10)
    assert not CaptionTrack.objects.exists()


def test_pieces_that_are_gone_are_asked_for_again(begin, send, finish, client):
    state = begin("a.vtt", len(VTT)).json()
    send(state, VTT)
    private_storage().delete(Upload.objects.get().pieces[0])
    assert finish(state).json()["level"] == "error"
    assert client.get(state["url"]).json()["offset"] == 0


def test_video_that_is_there_is_replaced_only_when_that_is_said(whole, finish, begin, video, webinar, tmp_path):
    whole("a.mp4", video)
    other = film(tmp_path / "b.mp4", seconds=2).read_bytes()
    asked = whole("b.mp4", other)
    assert asked.json()["level"] == "question"
    assert content_of(Recording.objects.get().media) == video
    said = finish(begin("b.mp4", len(other)).json(), replace="yes")
    assert said.json()["level"] == "success"
    recording = Recording.objects.get()
    assert (content_of(recording.media), recording.media_version, recording.seconds) == (other, 2, 2)


@pytest.mark.parametrize("data", [b"not a film at all", b"%PDF-1.7 no film", b"\0" * 5000])
def test_what_is_called_a_video_and_is_none_changes_nothing(whole, data, webinar):
    answer = whole("film.mp4", data)
    assert (answer.status_code, answer.json()["level"]) == (422, "error")
    assert not MediaFile.objects.exists()
    assert not Recording.objects.get().has_video


def test_files_are_told_by_what_is_in_them(whole, video, webinar):
    """By content where that says it, by name else."""
    deck = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    sections = [
        whole("lyd og bilde.bin", video).json()["section"],
        whole("undertekster.txt", VTT).json()["section"],
        whole("notat.txt", "Husk å øve.".encode()).json()["section"],
    ]
    assert sections == ["video", "captions", "presentations"]
    assert whole("lysark.pdf", deck).json()["level"] == "error"
    assert [row.kind for row in Handout.objects.filter(webinar=webinar)] == ["attachment"]


def test_described_version_has_its_own_place(whole, video, tmp_path):
    whole("a.mp4", video)
    other = film(tmp_path / "b.mp4", seconds=2).read_bytes()
    assert whole("b.mp4", other, purpose="described").json()["section"] == "access"
    recording = Recording.objects.get()
    assert content_of(recording.media) == video
    assert content_of(recording.described_media) == other
    assert (recording.audio_description, recording.media_version) == ("separate", 1)


def test_without_script_a_plain_form_does_the_same(client, owner, webinar, video):
    address = reverse("upload_whole_files", args=[webinar.pk])
    sent = [SimpleUploadedFile("Møte.mp4", video), SimpleUploadedFile("a.vtt", VTT), SimpleUploadedFile("b.txt", b"x")]
    response = client.post(address, {"file": sent})
    assert (response.status_code, response["Location"].split("#")[0]) == (
        302,
        reverse("publish_recording", args=[webinar.pk]),
    )
    recording = Recording.objects.get()
    assert content_of(recording.media) == video
    assert (recording.captions.count(), webinar.handouts.count()) == (1, 1)
    assert client.post(address).status_code == 302
    assert client.post(address, {"file": SimpleUploadedFile("c.mp4", b"no film")}).status_code == 302
    assert Recording.objects.get().media == recording.media


def test_plain_form_needs_its_token(webinar):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner_of(webinar))
    response = client.post(reverse("upload_whole_files", args=[webinar.pk]), {"file": SimpleUploadedFile("a.vtt", VTT)})
    assert response.status_code == 403
    assert not CaptionTrack.objects.exists()


def test_thrown_away_is_gone(begin, send, client, webinar):
    one, other = begin("a.vtt", len(VTT)).json(), begin("b.vtt", len(VTT)).json()
    send(one, VTT[:10])
    send(other, VTT[:10])
    assert client.delete(one["url"]).status_code == 204
    key = other["url"].rstrip("/").rpartition("/")[2]
    for _click in range(2):
        assert client.post(reverse("throw_upload_away", args=[webinar.pk, key])).status_code == 302
    assert (Upload.objects.count(), files_below("uploads")) == (0, 0)


def test_worker_deletes_stale_uploads_and_what_no_upload_names(begin, send):
    fresh, stale = begin("a.vtt", len(VTT)).json(), begin("b.vtt", len(VTT)).json()
    send(fresh, VTT[:10])
    send(stale, VTT[:10])
    old = timezone.now() - dt.timedelta(days=8)
    Upload.objects.filter(name="b.vtt").update(updated_at=old)
    private_storage().save(f"uploads/{uuid.uuid4().hex}/0-lost", io.BytesIO(b"lost"))
    workers.recover_tasks()
    assert [row.name for row in Upload.objects.all()] == ["a.vtt"]
    assert files_below("uploads") == 1


class Half:
    """A request body that breaks off in the middle of a chunk."""

    def __init__(self, data):
        self.data = data

    def read(self, size):
        if not self.data:
            raise OSError("connection lost")
        data, self.data = self.data, b""
        return data


def test_what_came_before_the_connection_broke_off_is_kept():
    upload = uploads.begin(owner=UserFactory(), place="x", announced=Announced("a.txt", 10))
    assert uploads.add_piece(upload, offset=0, source=Half(b"12345")).received == 5
    assert uploads.add_whole(upload, io.BytesIO(b"67890")).is_whole
    with uploads.joined(upload) as file:
        assert file.read() == b"1234567890"


@pytest.mark.django_db(transaction=True)
def test_killed_anywhere_it_goes_on_and_nothing_is_there_twice(webinar, video):
    """The whole way of a file is walked again and again, killed one step later each time, and taken up after it."""
    owner, announced = owner_of(webinar), Announced("a.mp4", len(video))
    step, was_killed = 0, True
    while was_killed:
        step += 1
        assert step < 60
        was_killed = _walk_and_be_killed(step, owner.pk, webinar, announced, video)
        # Taken up by the next request.
        _walk(owner, webinar, announced, video)
        recording = Recording.objects.get()
        assert content_of(recording.media) == video
        assert (MediaFile.objects.count(), recording.media_version) == (1, step)
        assert files_below("media") == 1
        uploads.purge(before=timezone.now() + dt.timedelta(days=1))
        assert (Upload.objects.count(), files_below("uploads")) == (0, 0)
        remove_video(recording=recording, by=None)
        Removed.objects.update(removed_at=timezone.now() - KEPT_FOR)
        sweep_removed()
    # Otherwise no step was looked at.
    assert step > 8


def _walk(owner, webinar, announced, video):
    upload = uploads.begin(owner=owner, place="x", announced=announced)
    while not upload.is_whole:
        piece = io.BytesIO(video[upload.received : upload.received + len(video) // 2 + 1])
        upload = uploads.add_piece(upload, offset=upload.received, source=piece)
    facts, stem = VideoFacts(container="MPEG-4", seconds=3), upload.pk.hex
    with uploads.joined(upload) as file:
        take_video(recording=recording_of(webinar), file=file, facts=facts, stem=stem, by=owner)
    uploads.finish(upload, {"level": "success"})


def _walk_and_be_killed(step, owner, webinar, announced, video):
    """Run in a separate process, which kills itself before its `step`-th change of a file or the database."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            _end_before(step)
            _walk(User.objects.get(pk=owner), webinar, announced, video)
            os._exit(0)
        except BaseException:
            os._exit(2)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


def _end_before(step):
    left = step

    def counted(do):
        def wrapper(*args, **kwargs):
            nonlocal left
            statement = args[1] if do is CursorWrapper.execute else ""
            if not str(statement).startswith("SELECT"):
                left -= 1
                if not left:
                    os._exit(9)
            return do(*args, **kwargs)

        return wrapper

    FileSystemStorage._save = counted(FileSystemStorage._save)
    FileSystemStorage.delete = counted(FileSystemStorage.delete)
    BaseDatabaseWrapper._commit = counted(BaseDatabaseWrapper._commit)
    CursorWrapper.execute = counted(CursorWrapper.execute)


def test_script_reads_the_words_of_the_screen(client, owner, webinar):
    page = client.get(reverse("publish_recording", args=[webinar.pk])).content.decode()
    words = page.partition('id="upload-words"')[2].partition(">")[2].partition("<")[0]
    assert {"amount", "offline", "tooLarge"} <= set(json.loads(words))
