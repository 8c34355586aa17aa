"""Publishing a recording: permissions, choices, the time of publication, and that repetition changes nothing."""

import datetime as dt
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task_backends
from PIL import Image
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from attendance.models import Registration
from content import uploads
from content.models import MediaFile, private_storage
from content.uploads import Announced
from courses.actions import grant_role
from courses.models import Role, Session
from courses.refusals import Refused
from progress.models import Completion
from tests.factories import (
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegistrationFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_recording, make_webinar
from tests.html import flaws
from webinars.actions import publishing, videos
from webinars.actions.removing import KEPT_FOR, bring_back, sweep_removed
from webinars.models import Handout, Recording, Removed, Viewing
from webinars.permissions import user_can_watch
from webinars.video_facts import VideoFacts

pytestmark = pytest.mark.django_db

LONG = f"https://youtu.be/abcdefghijk?{'x' * 500}"
TOMORROW = timezone.localdate() + dt.timedelta(days=2)


@pytest.fixture
def programme():
    return ProgrammePageFactory()


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme))


@pytest.fixture
def recording(module):
    """An unpublished recording with a video, of a webinar two days ago."""
    made = make_recording(module, days_ago=2, responsible=OrganisationFactory())
    made.published_at = None
    made.save()
    return made


@pytest.fixture
def owner(client, programme):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    return user


@pytest.fixture
def deferred():
    waiting = task_backends["default"].deferred
    waiting.clear()
    return waiting


def media(name="ny.mp4"):
    made = MediaFile(title="Ny", type="video", duration=1800.9, checksum=name)
    made.file.save(name, ContentFile(b"film"))
    return made


def page_of(response):
    return BeautifulSoup(response.content, "html.parser")


def post(client, route, recording, **data):
    return client.post(reverse(route, args=[recording.webinar_id]), data)


def screen(client, recording):
    with translation.override("en"):
        response = client.get(reverse("publish_recording", args=[recording.webinar_id]))
    assert response.status_code == 200
    return response


def acts():
    return list(PageLogEntry.objects.filter(action__startswith="webinars.").values_list("action", flat=True))


# Who may


@pytest.mark.database
def test_screen_is_for_those_in_charge_of_the_webinar(client, programme, recording):
    def answer(user):
        client.force_login(user)
        return client.get(reverse("publish_recording", args=[recording.webinar_id])).status_code

    def partner(organisation):
        user = UserFactory()
        grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=organisation, by=None)
        return user

    own, other = partner(recording.webinar.responsible), partner(OrganisationFactory())
    elsewhere = UserFactory()
    grant_role(user=elsewhere, programme=ProgrammePageFactory(), role=Role.COURSE_OWNER, by=None)
    assert [answer(user) for user in (own, other, elsewhere)] == [200, 404, 404]
    client.force_login(other)
    assert post(client, "publish", recording).status_code == 404
    assert not Recording.objects.get().is_published()


def test_the_way_there_is_on_the_page_that_has_been_held(client, owner, recording, module):
    coming = make_webinar(module)
    held, to_come = (
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        for page in (recording.webinar, coming)
    )
    address = reverse("publish_recording", args=[recording.webinar_id])
    assert held.count(f'href="{address}"') == 2
    assert reverse("publish_recording", args=[coming.pk]) not in to_come
    listing = client.get(reverse("wagtailadmin_explore", args=[module.pk])).content.decode()
    assert address in listing
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()


def test_editor_sees_the_film_before_it_is_public_and_nobody_else_does(recording, owner, client):
    assert user_can_watch(owner, recording)
    assert not user_can_watch(ParticipantFactory(user=UserFactory()).user, recording)
    page = client.get(reverse("preview_recording", args=[recording.webinar_id]))
    document = page_of(page)
    assert document.video is not None
    assert document.select_one(".notice--preview") is not None
    assert not Recording.objects.get().is_published()
    public = client.get(recording.webinar.url)
    assert page_of(public).video is None


def test_whoever_may_not_enter_the_cms_is_not_sent_round_in_circles(client, recording):
    client.force_login(ParticipantFactory(user=UserFactory()).user)
    response = client.get(reverse("publish_recording", args=[recording.webinar_id]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("my_page")


# Publishing


def test_published_twice_is_once(client, owner, recording):
    for _ in range(2):
        assert post(client, "publish", recording, when="now").status_code == 302
    recording.refresh_from_db()
    first = recording.published_at
    assert recording.is_published()
    post(client, "publish", recording, when="now")
    recording.refresh_from_db()
    assert recording.published_at == first
    assert acts() == ["webinars.recording_published"]


@pytest.mark.django_db(transaction=True)
def test_e_mail_goes_out_once_however_often_it_is_published(recording, mailoutbox):
    session = Session.objects.get(activity=recording.webinar_id)
    RegistrationFactory(session=session, participant=ParticipantFactory(email="kari@example.org"))
    for _ in range(2):
        publishing.publish(recording=recording, at=None, by=None)
        publishing.publish(recording=recording, at=None, by=None)
        publishing.unpublish(recording=recording, by=None)
    assert [message.to for message in mailoutbox] == [["kari@example.org"]]
    assert Registration.objects.count() == 1


def at_once(*works):
    """The result or exception of each function, run at once in threads."""
    gate = threading.Barrier(len(works))

    def run(work):
        try:
            gate.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_double_click_publishes_once_and_the_same_file_sent_twice_is_one(recording, mailoutbox):
    session = Session.objects.get(activity=recording.webinar_id)
    RegistrationFactory(session=session, participant=ParticipantFactory(email="kari@example.org"))
    first, second = at_once(*[lambda: publishing.publish(recording=recording, at=None, by=None)] * 2)
    assert first.published_at == second.published_at
    assert acts() == ["webinars.recording_published"]
    assert len(mailoutbox) == 1

    def take():
        upload = uploads.begin(owner=owner, place="x", announced=Announced("a.mp4", 5))
        upload = uploads.add_whole(upload, io.BytesIO(b"bytes")) if not upload.is_whole else upload
        with uploads.joined(upload) as file:
            facts = VideoFacts(container="MPEG-4", seconds=60)
            return videos.take_video(recording=recording, file=file, facts=facts, stem=upload.pk.hex, by=None)

    owner = UserFactory()
    upload = uploads.begin(owner=owner, place="x", announced=Announced("a.mp4", 5))
    uploads.add_whole(upload, io.BytesIO(b"bytes"))
    one, other = at_once(take, take)
    recording.refresh_from_db()
    assert one == other == recording.media
    assert (recording.media_version, MediaFile.objects.filter(checksum=one.checksum).count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_published_later_it_comes_out_at_that_time_of_the_programmes_clock(client, recording, deferred, mailoutbox):
    programme = recording.webinar.get_parent().get_parent().get_parent().specific
    programme.timezone = "America/New_York"
    programme.save()
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    year = timezone.now().year + 1
    assert post(client, "publish", recording, when="later", at=f"{year}-01-15T09:00").status_code == 302
    recording.refresh_from_db()
    assert recording.published_at == dt.datetime(year, 1, 15, 14, tzinfo=dt.UTC)
    assert not recording.is_published()
    assert [task.task.run_after for task in deferred] == [recording.published_at]
    assert mailoutbox == []
    # Brought forward.
    post(client, "publish", recording, when="now")
    recording.refresh_from_db()
    assert recording.is_published()


@pytest.mark.parametrize("at", ["", "soon", "2020-01-01T09:00", "2026-13-45T99:99", "2026-11-22"])
def test_time_that_is_none_or_has_passed_is_asked_for_again(client, owner, recording, at):
    answer = post(client, "publish", recording, when="later", at=at)
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.select_one("#publish-at")["value"] == at
    assert page.select_one("#publish-error") is not None
    assert not Recording.objects.get().published_at


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row, session: Recording.objects.update(media=None), "no_video"),
        (lambda row, session: session.update(cancelled_at=timezone.now()), "cancelled"),
        (lambda row, session: session.update(date=TOMORROW, starts_at=None, ends_at=None), "not_held"),
        (lambda row, session: session.delete(), "not_held"),
    ],
)  # fmt: skip
def test_nothing_to_show_is_not_published(recording, change, code):
    change(recording, Session.objects.filter(activity=recording.webinar_id))
    with pytest.raises(Refused) as refused:
        publishing.publish(recording=recording, at=None, by=None)
    assert refused.value.refusal.code == code


def test_public_already_is_not_put_off(recording):
    publishing.publish(recording=recording, at=None, by=None)
    with pytest.raises(Refused) as refused:
        publishing.publish(recording=recording, at=timezone.now() + dt.timedelta(days=1), by=None)
    assert refused.value.refusal.code == "public"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_page_that_comes_out_after_its_recording_tells_those_who_missed_it_then(client, recording, mailoutbox):
    session = Session.objects.get(activity=recording.webinar_id)
    RegistrationFactory(session=session, participant=ParticipantFactory(email="kari@example.org"))
    recording.webinar.unpublish()
    publishing.publish(recording=recording, at=None, by=None)
    assert mailoutbox == []
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[recording.webinar_id]))
    form = page_of(page).select_one("#page-edit-form")
    data = {
        field["name"]: field.get("value", "") for field in form.select("input[name]") if field.get("type") != "checkbox"
    }
    data |= {field["name"]: field.text.strip() for field in form.select("textarea[name]")}
    data |= {"language": "nb", "facts_boxes-count": "0", "body-count": "0", "action-publish": "1"}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[recording.webinar_id]), data).status_code == 302
    recording.webinar.refresh_from_db()
    assert recording.webinar.live
    assert [message.to for message in mailoutbox] == [["kari@example.org"]]


def test_taken_back_it_is_on_its_way_again(client, owner, recording):
    publishing.publish(recording=recording, at=None, by=None)
    for _ in range(2):
        assert post(client, "unpublish", recording).status_code == 302
    assert Recording.objects.get().published_at is None
    assert acts() == ["webinars.recording_unpublished", "webinars.recording_published"]


# Video


def test_public_without_its_video_it_is_not_called_public(client, owner, recording):
    def badges():
        return len(page_of(screen(client, recording)).select(".pub-standing .pub-badge--public"))

    publishing.publish(recording=recording, at=None, by=None)
    assert badges() == 1
    videos.remove_video(recording=recording, by=None)
    assert badges() == 0
    assert "The film is being made ready" in client.get(f"/en{recording.webinar.url}").content.decode()
    bring_back(removed=Removed.objects.get(), by=None)
    assert badges() == 1


@pytest.mark.database
def test_another_video_starts_watching_over_and_leaves_what_is_completed(recording):
    participant = ParticipantFactory()
    Viewing.objects.create(
        participant=participant,
        recording=recording,
        media_version=1,
        duration=3600,
        segments=[[0, 3600]],
        covered=3600,
        updated_at=timezone.now(),
    )
    done = Completion.objects.create(
        participant=participant, activity_id=recording.webinar_id, completed_at=timezone.now(), progress=1
    )
    new = media()
    for _ in range(2):
        videos.replace_video(recording=recording, media=new, by=None)
    recording.refresh_from_db()
    assert (recording.media, recording.media_version, recording.seconds) == (new, 2, 1800)
    done.refresh_from_db()
    assert done.is_complete
    assert acts() == ["webinars.video_replaced"]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_video_that_nothing_shows_any_more_is_deleted_with_its_file(recording, module):
    old, other = media("gammel.mp4"), make_recording(module)
    videos.replace_video(recording=recording, media=old, by=None)
    videos.replace_video(recording=other, media=old, by=None)
    name = old.file.name
    videos.remove_video(recording=recording, by=None)
    assert private_storage().exists(name)
    videos.replace_video(recording=other, media=media(), by=None)
    assert private_storage().exists(name)  # the one that was removed can be brought back
    Removed.objects.update(removed_at=timezone.now() - KEPT_FOR)
    sweep_removed()
    assert not private_storage().exists(name)
    assert not MediaFile.objects.filter(pk=old.pk).exists()


def test_video_elsewhere_at_an_allowed_host(client, owner, recording):
    videos.remove_video(recording=recording, by=None)
    for url in ("https://example.org/film", "javascript:alert(1)", "https://youtube.com.example.org/x", "", LONG):
        answer = post(client, "link_video", recording, url=url)
        assert answer.status_code == 422
        assert page_of(answer).select_one("#video-url")["value"] == url
    assert post(client, "link_video", recording, url="https://youtu.be/abcdefghijk?\0").status_code == 422
    assert post(client, "link_video", recording, url=" https://youtu.be/abcdefghijk ").status_code == 302
    assert Recording.objects.get().external_url == "https://youtu.be/abcdefghijk"
    screen(client, recording)


def test_video_here_gives_way_to_one_elsewhere_only_when_that_is_said(client, owner, recording):
    url = "https://vimeo.com/123456"
    assert post(client, "link_video", recording, url=url).status_code == 422
    assert Recording.objects.get().media == recording.media
    assert post(client, "link_video", recording, url=url, replace="yes").status_code == 302
    row = Recording.objects.get()
    assert (row.media, row.external_url, row.media_version, row.seconds) == (None, url, 2, None)


def picture(image_format="PNG", **more):
    data = io.BytesIO()
    Image.new("RGB", (1600, 900), (20, 90, 60)).save(data, image_format, **more)
    return data.getvalue()


def bomb():
    """An image of some kilobytes that decodes to 300 MB."""
    data = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(data, "PNG")
    return data.getvalue()


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "WEBP"])
def test_still_picture_is_drawn_anew(client, owner, recording, image_format):
    exif = Image.Exif()
    exif[0x010E] = "secret"
    file = SimpleUploadedFile("p", picture(image_format, exif=exif) + b"<script>more</script>")
    for _ in range(2):
        file.seek(0)
        post(client, "set_poster", recording, picture=file)
    row = Recording.objects.get()
    with row.poster.open() as stored, Image.open(stored) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (1280, 720), {})
    assert acts() == ["webinars.poster_set"]
    screen(client, recording)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:500],
        picture("GIF"),
        b"\x89PNG\r\n\x1a\n" + b"0" * (10 * 1024 * 1024),
        bomb(),
    ],
    ids=["empty", "text", "svg", "cut off", "gif", "large", "bomb"],
)
def test_what_is_no_fit_picture_is_refused_and_changes_nothing(client, owner, recording, data):
    response = client.post(
        reverse("set_poster", args=[recording.webinar_id]), {"picture": SimpleUploadedFile("p.png", data)}, follow=True
    )
    assert page_of(response).select_one("#video .pub-said--error") is not None
    assert not Recording.objects.get().poster


# Decisions


def test_burden_needs_a_reason(client, owner, recording):
    answer = post(client, "decide_description", recording, choice="burden", burden="  ")
    assert answer.status_code == 422
    page = page_of(answer)
    assert page.select_one('input[value="burden"]').has_attr("checked")
    assert page.select_one("#burden-error") is not None
    assert post(client, "decide_description", recording, choice="burden", burden="For dyrt.").status_code == 302
    row = Recording.objects.get()
    assert (row.audio_description, row.audio_description_note) == ("burden", "For dyrt.")
    # As long as the field allows, which counts a line break as one letter.
    longest = "\r\n".join(["x" * 99] * 20)
    assert post(client, "decide_description", recording, choice="burden", burden=longest).status_code == 302
    assert Recording.objects.get().audio_description_note == longest.replace("\r\n", "\n")
    for wrong in (longest + "xxx", "For\0dyrt"):
        answer = post(client, "decide_description", recording, choice="burden", burden=wrong)
        assert (answer.status_code, page_of(answer).select_one("#burden-error") is None) == (422, False)
    post(client, "decide_description", recording, choice="spoken", burden="For dyrt.")
    row = Recording.objects.get()
    assert (row.audio_description, row.audio_description_note) == ("spoken", "")


def test_access_and_languages_of_captions_are_decided(client, owner, recording):
    post(client, "decide_access", recording, restricted="yes", captions=["nn", "en", "tlh"])
    row = Recording.objects.get()
    assert (row.is_restricted, row.captions_required) == (True, ["en", "nn"])
    post(client, "decide_access", recording)
    assert not Recording.objects.get().is_restricted
    post(client, "approve_transcript", recording)
    post(client, "approve_transcript", recording)
    assert Recording.objects.get().transcript_approved
    assert acts().count("webinars.transcript_approved") == 1


# The screen


def test_screen_stands_in_every_state(client, owner, recording, module):
    """Sound markup, and everything that a section names is there."""
    page = page_of(screen(client, recording))
    assert [section["id"] for section in page.select("section.pub-section")] == [
        "files", "video", "captions", "chapters", "presentations", "access", "checklist",
    ]  # fmt: skip
    publishing.publish(recording=recording, at=timezone.now() + dt.timedelta(days=1), by=None)
    screen(client, recording)
    publishing.publish(recording=recording, at=None, by=None)
    assert recording.webinar.url in screen(client, recording).content.decode()


def test_recording_is_created_by_the_first_write_and_not_by_looking(client, owner, module):
    webinar = make_webinar(module, size=0, days_ahead=-1)
    with translation.override("en"):
        for route in ("publish_recording", "preview_recording", "recordings_in_charge"):
            arguments = [] if route == "recordings_in_charge" else [webinar.pk]
            assert client.get(reverse(route, args=arguments)).status_code == 200
    assert not Recording.objects.exists()
    handout = Handout.objects.create(webinar=webinar, kind=Handout.Kind.SLIDES, title="Lysark", is_planned=True)
    assert client.get(reverse("publish_slide_times", args=[webinar.pk, handout.pk])).status_code == 200
    assert client.get(reverse("correct_captions", args=[webinar.pk, "nb"])).status_code == 404
    assert not Recording.objects.exists()
    for _click in range(2):
        client.post(reverse("link_video", args=[webinar.pk]), {"url": "https://vimeo.com/123456"})
    assert Recording.objects.get().captions_required == ["nb"]


@pytest.mark.database
def test_screen_asks_as_often_for_one_of_everything_as_for_three(client, owner, module, django_assert_num_queries):
    one, three = make_recording(module, size=1), make_recording(module, size=3)
    Handout.objects.update(pages_read=F("pages"))
    screen(client, one)
    for recording in (one, three):
        with django_assert_num_queries(QUERIES):
            screen(client, recording)


QUERIES = 32


@pytest.mark.database
def test_lists_ask_as_often_for_one_webinar_as_for_three(client, programme, owner, module, django_assert_num_queries):
    staff = UserFactory()
    grant_role(user=staff, programme=programme, role=Role.COUNTY_STAFF, by=None)
    in_charge, of_programme = reverse("recordings_in_charge"), reverse("staff_recordings", args=[programme.slug])
    make_recording(module)
    for number in (1, 3):
        for _ in range(number - 1):
            make_recording(module, responsible=OrganisationFactory())
        for user, address, queries in ((owner, in_charge, 13), (staff, of_programme, 5)):
            client.force_login(user)
            # The addresses of the site's pages are kept from then on.
            client.get(address)
            with django_assert_num_queries(queries):
                client.get(address)


def test_admin_may_be_read_in_nynorsk(client, owner, recording):
    UserProfile.objects.update_or_create(user=owner, defaults={"preferred_language": "nn"})
    assert '<html lang="nn"' in client.get(reverse("publish_recording", args=[recording.webinar_id])).content.decode()


def test_markup_of_lists_is_sound(client, programme, module):
    staff = UserFactory()
    grant_role(user=staff, programme=programme, role=Role.COUNTY_STAFF, by=None)
    client.force_login(staff)
    address = reverse("staff_recordings", args=[programme.slug])
    assert flaws(page_of(client.get(address))) == []
    make_recording(module)
    assert flaws(page_of(client.get(address))) == []
