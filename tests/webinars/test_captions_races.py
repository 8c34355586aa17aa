"""Concurrent corrections of different cues: with the lock and, as a control, without it."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import WebinarPageFactory
from tests.races import KEPT_AWAY, SURE_TO_COME, until_both_have
from webinars.actions import cues
from webinars.actions.captions import take_captions
from webinars.actions.cues import correct_cue
from webinars.captions.reading import read_captions
from webinars.models import CaptionTrack, Recording

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL"),
]

CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:02.000\nEn\n\n00:02.000 --> 00:03.000\nTo\n"


def served_after_two_corrections(monkeypatch, patience):
    """The WebVTT file served after two concurrent corrections."""
    recording = Recording.objects.create(webinar=WebinarPageFactory())
    track = take_captions(recording=recording, data=CAPTIONS, name="a.vtt", language="nb", by=None)
    barrier = threading.Barrier(2)
    monkeypatch.setattr(cues, "write_webvtt", until_both_have(cues.write_webvtt, patience))

    def correct(cue):
        barrier.wait()
        try:
            correct_cue(cue=cue, text=f"{cue.text}!", speaker="", by=None)
        finally:
            connection.close()

    threads = [threading.Thread(target=correct, args=(cue,)) for cue in track.cues.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    track.refresh_from_db()
    assert [cue.text for cue in track.cues.all()] == ["En!", "To!"]
    return [line.text for line in read_captions(track.vtt.encode()).lines], track.corrected


def test_two_corrections_at_once_are_both_served_on_postgresql(monkeypatch):
    assert served_after_two_corrections(monkeypatch, KEPT_AWAY) == (["En!", "To!"], 2)


def test_one_of_two_corrections_is_lost_without_the_lock_on_postgresql(monkeypatch):
    """The control: it proves that the race above is one."""

    def without_lock(pk):
        return CaptionTrack.objects.select_related("recording__webinar").get(pk=pk)

    monkeypatch.setattr(cues, "locked_track", without_lock)
    served, counted = served_after_two_corrections(monkeypatch, SURE_TO_COME)
    assert (sum(text.endswith("!") for text in served), counted) == (1, 1)
