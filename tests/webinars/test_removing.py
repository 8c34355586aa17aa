"""Removed items can be restored for a week, and are then deleted."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from content.models import MediaFile, private_storage
from courses.actions import grant_role
from courses.models import ProgrammePage, Role
from courses.refusals import Refused
from tests.factories import ModulePageFactory, UserFactory
from tests.factories.programme import make_captions, make_recording
from webinars.actions import captions, handouts, videos
from webinars.actions.removing import KEPT_FOR, bring_back, sweep_removed
from webinars.models import CaptionTrack, Cue, Handout, Recording, Removed, Slide

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def recording():
    recording = make_recording(ModulePageFactory(), size=2)
    recording.media.file.save("film.mp4", ContentFile(b"film"))
    handout = Handout.objects.first()
    handout.file.save("lysark.pdf", ContentFile(b"deck"))
    return recording


def remove(recording, kind):
    if kind == "video":
        videos.remove_video(recording=recording, by=None)
    elif kind == "captions":
        captions.remove_captions(track=recording.captions.get(language="nn"), by=None)
    else:
        handouts.remove_handout(handout=Handout.objects.first(), by=None)


def everything():
    """All rows that belong to a recording."""
    models = (CaptionTrack, Cue, Handout, Slide, Recording)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def sweep(after):
    Removed.objects.update(removed_at=timezone.now() - after)
    sweep_removed()


@pytest.mark.parametrize("kind", Removed.Kind.values)
def test_removed_it_is_gone_and_brought_back_it_is_as_it_was(recording, kind):
    before = everything()
    remove(recording, kind)
    assert everything() != before
    sweep(KEPT_FOR - dt.timedelta(minutes=1))
    row = Removed.objects.get(kind=kind)
    for _click in range(2):
        bring_back(removed=row, by=None)
    assert everything() == before
    assert not Removed.objects.exists()


def test_after_a_week_it_is_not_brought_back_even_if_it_has_not_been_deleted_yet(recording):
    remove(recording, "handout")
    Removed.objects.update(removed_at=timezone.now() - KEPT_FOR)
    before = everything()
    bring_back(removed=Removed.objects.get(), by=None)
    assert everything() == before


@pytest.mark.parametrize("kind", Removed.Kind.values)
def test_after_a_week_it_goes_for_good_with_its_files(recording, kind, django_capture_on_commit_callbacks):
    files = {"video": recording.media.file.name, "handout": Handout.objects.first().file.name, "captions": None}
    with django_capture_on_commit_callbacks(execute=True):
        remove(recording, kind)
    if files[kind]:
        assert private_storage().exists(files[kind])
    with django_capture_on_commit_callbacks(execute=True):
        sweep(KEPT_FOR)
    assert not Removed.objects.exists()
    if files[kind]:
        assert not private_storage().exists(files[kind])
    assert MediaFile.objects.count() == (0 if kind == "video" else 1)


def test_where_another_has_taken_its_place_it_is_not_brought_back(recording):
    remove(recording, "captions")
    make_captions(recording, "nn", [(1, "", "Nye.")])
    remove(recording, "video")
    videos.link_video(recording=recording, url="https://vimeo.com/123456", by=None)
    before = everything()
    for row in Removed.objects.all():
        with pytest.raises(Refused) as refused:
            bring_back(removed=row, by=None)
        assert refused.value.refusal.code == "taken"
    assert everything() == before


def test_another_video_in_between_leaves_watching_where_it_is(recording):
    remove(recording, "video")
    videos.link_video(recording=recording, url="https://vimeo.com/123456", by=None)
    remove(recording, "video")
    bring_back(removed=Removed.objects.last(), by=None)
    row = Recording.objects.get()
    assert (row.media, row.media_version) == (recording.media, 3)


def test_screen_has_the_way_back_for_those_in_charge(client, recording):
    owner = UserFactory()
    grant_role(user=owner, programme=ProgrammePage.objects.get(), role=Role.COURSE_OWNER, by=None)
    client.force_login(owner)
    client.post(reverse("remove_video", args=[recording.webinar_id]))
    address = reverse("bring_back", args=[recording.webinar_id, Removed.objects.get().pk])
    assert address in client.get(reverse("publish_recording", args=[recording.webinar_id])).content.decode()
    assert client.post(address).status_code == 302
    assert Recording.objects.get().media == recording.media
