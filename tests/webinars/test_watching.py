"""What the player reports, as the site takes it: once, twice, late, forged, from two screens."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import Evidence
from tests.factories import ModulePageFactory, ParticipantFactory, UserFactory
from tests.factories.programme import make_recording
from webinars.models import Viewing
from webinars.tokens import view_token

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HOUR = 3600


class Player:
    """A page with a player: opened so many seconds ago by somebody, reporting through the front door."""

    def __init__(self, client, recording, participant, opened=HOUR):
        self.client, self.recording, self.participant, self.seq = client, recording, participant, 0
        self.token = view_token(participant, recording, timezone.now() - dt.timedelta(seconds=opened))

    def says(self, *ranges, position=0, **fields):
        self.seq += 1
        data = {"token": self.token, "seq": self.seq, "ranges": json.dumps(ranges), "position": position} | fields
        return self.client.post(reverse("recording_watched", args=[self.recording.pk]), data)

    def seen(self):
        return [tuple(segment) for segment in Viewing.objects.get().segments]


@pytest.fixture
def recording():
    """An hour long."""
    return make_recording(ModulePageFactory(), size=0)


@pytest.fixture
def participant():
    return ParticipantFactory(user=UserFactory())


@pytest.fixture
def player(client, recording, participant):
    client.force_login(participant.user)
    return Player(client, recording, participant)


def test_what_was_played_is_added_and_the_answer_says_where_one_stands(player):
    response = player.says([0, 730.2], [1120.4, 1500], position=1500)
    assert response.json() == {
        "percent": 30,
        "seen": 1110,
        "duration": 3600,
        "threshold_percent": 90,
        "missing": [[730, 1120], [1500, 3600]],
        "seconds_left": 2130,
        "is_complete": False,
    }
    assert (player.seen(), Viewing.objects.get().position) == ([(0, 730), (1120, 1500)], 1500)
    assert not Evidence.objects.exists()
