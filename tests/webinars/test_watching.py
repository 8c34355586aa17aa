"""Progress reports of the player: repeated, late, forged, and from two devices."""

import datetime as dt
import json
import random
from decimal import Decimal

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import ProgrammePage
from progress.actions import set_rule, withdraw_evidence
from progress.models import Completion, Evidence, EvidenceKind, Source
from tests.factories import ModulePageFactory, ParticipantFactory, UserFactory
from tests.factories.programme import make_recording
from webinars import tokens
from webinars.models import Recording, Viewing
from webinars.tokens import view_token
from webinars.watch_progress import watch_progress_of

pytestmark = pytest.mark.django_db

HOUR = 3600


class Player:
    """A page with a player, opened some seconds ago by a participant, that reports over HTTP."""

    def __init__(self, client, recording, participant, opened=HOUR):
        self.client, self.recording, self.participant, self.seq = client, recording, participant, 0
        self.token = view_token(participant, recording, timezone.now() - dt.timedelta(seconds=opened))

    def says(self, *ranges, position=0, **fields):
        self.seq += 1
        data = {"token": self.token, "seq": self.seq, "ranges": json.dumps(ranges), "position": position} | fields
        return self.client.post(reverse("recording_watched", args=[self.recording.pk]), data)

    def seen(self):
        return Viewing.objects.get().segments


@pytest.fixture
def recording():
    """A recording of one hour."""
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
        "missing": [[730, 1120], [1500, 3600]],
        "seconds_left": 2130,
        "is_complete": False,
    }
    assert (player.seen(), Viewing.objects.get().position) == ([[0, 730], [1120, 1500]], 1500)
    assert not Evidence.objects.exists()


def test_who_asks_for_html_gets_the_words_of_the_page(player):
    response = player.client.post(
        reverse("recording_watched", args=[player.recording.pk]),
        {"token": player.token, "seq": 1, "ranges": "[[0, 1800]]", "position": 1800},
        headers={"accept": "text/html"},
    )
    assert response.templates[0].name == "webinars/includes/watch_status.html"
    assert "50" in response.text


def test_messages_repeated_shuffled_and_lost_come_to_the_same(player):
    played = [[[0, end]] for end in range(20, 400, 20)] + [[[0, 400], [900, 900 + end]] for end in range(20, 200, 20)]
    order = played * 2
    random.Random(3).shuffle(order)
    for ranges in [*order[::2], played[-1]]:
        assert player.says(*ranges).status_code == 200
    assert player.seen() == [[0, 400], [900, 1080]]


@pytest.mark.database
def test_moment_of_completion_is_the_moment_of_reaching(player):
    player.says([0, 3239])
    assert not Evidence.objects.exists()
    response = player.says([0, 3240], position=3240)
    assert response.json() | {"missing": []} == {
        "percent": 90, "seen": 3240, "duration": 3600, "missing": [], "seconds_left": 0,
        "is_complete": True,
    }  # fmt: skip
    piece, completion = Evidence.objects.get(), Completion.objects.get(activity__isnull=False)
    assert (piece.kind, piece.source, piece.share, piece.minutes) == ("watched", "player", Decimal("0.9"), 54)
    assert piece.recorded_by == player.participant.user
    assert (completion.reason, completion.progress, completion.completed_at) == ("watched", 1, piece.happened_at)
    assert piece.happened_at == Viewing.objects.get().updated_at
    player.says([0, 3600], position=3600)
    player.says([0, 3600], position=100)
    assert Evidence.objects.count() == 1


def test_two_devices_add_up_and_the_last_to_write_says_where(player, recording, participant):
    other = Client()
    other.force_login(participant.user)
    phone = Player(other, recording, participant)
    player.says([0, 600], position=600)
    phone.says([600, 1200], position=1200)
    player.says([0, 620], position=620)
    assert (player.seen(), Viewing.objects.get().position) == ([[0, 1200]], 620)


def test_message_that_was_overtaken_moves_nothing(player):
    player.says([0, 500], position=500, seq=7)
    player.says([0, 480], position=480, seq=6)
    player.says([0, 500], position=499, seq=7)
    viewing = Viewing.objects.get()
    assert (viewing.segments, viewing.position) == ([[0, 500]], 500)


def test_repeated_message_writes_nothing(player):
    player.says([0, 500], position=500, seq=1)
    before = Viewing.objects.get().updated_at
    player.says([0, 500], position=500, seq=1)
    assert Viewing.objects.get().updated_at == before


def test_nothing_is_written_before_something_was_watched(player):
    assert player.says(position=900).json()["percent"] == 0
    assert player.says([5, 5.2], position=900).status_code == 200
    assert not Viewing.objects.exists()


def test_dragging_to_the_end_gives_next_to_nothing(player):
    player.says([0, 2.2], [3599.1, 3600], position=3600)
    assert (player.seen(), Viewing.objects.get().covered) == ([[0, 2], [3599, 3600]], 3)


def test_more_than_the_clock_allows_is_left_out_and_counted_once(client, recording, participant):
    client.force_login(participant.user)
    player = Player(client, recording, participant, opened=100)
    assert player.says([0, 3600]).json()["seen"] == 280
    player.says([0, 3600])
    viewing = Viewing.objects.get()
    assert viewing.covered in (280, 281, 282)
    assert viewing.clamped == 3320
    assert not Evidence.objects.exists()


def test_double_speed_counts_in_full(client, recording, participant):
    client.force_login(participant.user)
    player = Player(client, recording, participant, opened=600)
    player.says([0, 1200])
    assert (player.seen(), Viewing.objects.get().clamped) == ([[0, 1200]], 0)


@pytest.mark.parametrize(
    "ranges",
    ["[[NaN, 5]]", "[[0, Infinity]]", "[[-20, -5]]", "[[1e999, 5]]", "[[9, 3]]", '[["0", "9"]]', "[[0]]", "{}", "null",
     "7", "[[[0, 9]]]", "[[true, false]]"],
)  # fmt: skip
def test_odd_ranges_add_nothing(player, ranges):
    player.says([10, 20])
    assert player.says(ranges=ranges, position="NaN").status_code == 200
    assert player.seen() == [[10, 20]]


def test_ranges_are_cut_to_the_recording(player):
    player.says([-30, 10], [5, 12.4], [3590, 1e300], position=-(10**30))
    assert (player.seen(), Viewing.objects.get().position) == ([[0, 12], [3590, 3600]], 0)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"ranges": "[[0, 1"}, 400),
        ({"ranges": ""}, 400),
        ({"ranges": "[" * 60_000}, 400),
        ({"ranges": "[[0, 9]]", "position": "there"}, 400),
        ({"ranges": "[[0, 9]]", "seq": "first"}, 400),
        ({"ranges": json.dumps([[n, n + 1] for n in range(0, 20_000, 2)])}, 413),
        ({"ranges": "[[0, 9]]", "token": ""}, 403),
    ],
)
def test_what_is_no_message_is_refused_and_changes_nothing(player, fields, status):
    assert player.says(**fields).status_code == status
    assert not Viewing.objects.exists()


def test_thousands_of_ranges_are_taken_in_stride(player):
    ranges = [[n, n + 1] for n in range(0, 9_000, 3)]
    player.says(*ranges)
    assert (len(player.seen()), Viewing.objects.get().covered) == (500, 500)


def test_token_of_somebody_else_is_refused(player, recording):
    stranger = ParticipantFactory(user=UserFactory())
    player.client.force_login(stranger.user)
    assert player.says([0, 60]).status_code == 403
    player.client.logout()
    assert player.says([0, 60]).status_code == 403
    assert not Viewing.objects.exists()


def test_token_is_of_one_recording_and_cannot_be_made(player, participant):
    other = make_recording(ModulePageFactory(), size=0)
    token = player.token
    player.token = view_token(participant, other, timezone.now())
    assert player.says([0, 60]).status_code == 403
    player.token = token[:-1] + ("a" if token[-1] != "a" else "b")
    assert player.says([0, 60]).status_code == 403
    player.token = signing.dumps(signing.loads(token, salt=tokens.SALT), salt="another door")
    assert player.says([0, 60]).status_code == 403


def test_token_expires(player, monkeypatch):
    monkeypatch.setattr(tokens, "REMEMBERED_FOR", dt.timedelta(seconds=-1))
    response = player.says([0, 60])
    assert (response.status_code, response.json()["refused"]) == (410, "out_of_date")


def test_account_that_was_closed_reports_no_more(player, participant):
    participant.user.is_active = False
    participant.user.save()
    assert player.says([0, 60]).status_code == 404


def test_forged_request_from_another_site_is_refused(recording, participant):
    client = Client(enforce_csrf_checks=True)
    client.force_login(participant.user)
    player = Player(client, recording, participant)
    assert player.says([0, 60]).status_code == 403
    # As `sendBeacon` sends a form: the cookie and the field, no header of ours.
    secret = "a" * 32
    client.cookies["csrftoken"] = secret
    assert player.says([0, 60], csrfmiddlewaretoken=secret).status_code == 200


@pytest.mark.database
def test_video_that_was_replaced_is_watched_anew_and_completion_stays(player, recording, participant):
    player.says([0, 3600], position=700)
    Recording.objects.update(media_version=2, seconds=1800)
    assert player.says([0, 3600]).status_code == 410
    recording.refresh_from_db()
    standing = watch_progress_of(participant, [recording])[recording.pk]
    assert (standing.percent, standing.position, standing.is_complete) == (0, 0, True)
    again = Player(player.client, recording, participant)
    assert again.says([0, 90]).json()["percent"] == 5
    assert Completion.objects.get(activity__isnull=False).is_complete


def test_length_that_was_put_right_cuts_what_was_seen(player, recording):
    player.says([0, 100], [3000, 3600])
    Recording.objects.update(seconds=3100)
    assert player.says([0, 100], [3000, 3600]).json()["missing"] == [[100, 3000]]
    assert Viewing.objects.get().covered == 200


def test_no_token_where_nothing_can_be_measured(recording, participant):
    now = timezone.now()
    assert view_token(None, recording, now) == ""
    assert view_token(ParticipantFactory(), recording, now) == ""
    recording.seconds = None
    assert view_token(participant, recording, now) == ""
    recording.seconds, recording.media = 3600, None
    assert view_token(participant, recording, now) == ""


def test_video_of_another_host_is_not_measured(player, recording, participant):
    Recording.objects.update(media=None, external_url="https://video.example/1")
    assert player.says([0, 60]).status_code == 404
    assert watch_progress_of(participant, [recording]) == {}


# The rule


@pytest.mark.database
def test_rule_of_the_webinar_goes_before_that_of_the_programme(player, recording):
    programme = ProgrammePage.objects.ancestor_of(recording.webinar).get()
    set_rule(programme=programme, values={"watched_share": Decimal("0.5")}, by=None)
    assert player.says([0, 100]).json()["seconds_left"] == 1800 - 100
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.255")}, by=None)
    assert player.says([0, 101]).json()["seconds_left"] == 918 - 101


@pytest.mark.database
def test_lowered_threshold_reaches_those_who_now_suffice(player, recording, participant):
    player.says([0, 1800])
    watched_at = Viewing.objects.get().updated_at
    less = ParticipantFactory(user=UserFactory())
    player.client.force_login(less.user)
    Player(player.client, recording, less).says([0, 1700])
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.5")}, by=None)
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.45")}, by=None)
    done = Completion.objects.filter(activity=recording.webinar).complete().order_by("completed_at")
    assert list(done.values_list("participant", "reason")) == [(participant.pk, "watched"), (less.pk, "watched")]
    assert done[0].completed_at == watched_at
    assert Evidence.objects.count() == 2


def test_lowered_threshold_does_not_count_a_video_that_was_replaced(player, recording):
    player.says([0, 1800])
    Recording.objects.update(media_version=2)
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.5")}, by=None)
    assert not Evidence.objects.exists()


def test_raised_threshold_takes_nothing_away(player, recording):
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.5")}, by=None)
    player.says([0, 1800])
    set_rule(activity=recording.webinar, values={"watched_share": Decimal("0.9")}, by=None)
    assert player.says([0, 1900]).json()["is_complete"]
    assert Evidence.objects.count() == 1
    player.says([0, 3300])
    assert list(Evidence.objects.values_list("share", flat=True)) == [Decimal("0.5"), Decimal("0.9166")]


# Taken back


def test_what_was_taken_back_does_not_come_back_by_itself(player, recording, participant):
    player.says([0, 3600])
    withdraw_evidence(evidence=Evidence.objects.get(), reason="Two people, one account", by=None)
    completion = Completion.objects.get(activity=recording.webinar)
    assert not completion.is_complete
    assert player.says([0, 3600]).status_code == 410
    completion.refresh_from_db()
    assert not completion.is_complete
    assert watch_progress_of(participant, [recording])[recording.pk].percent == 0


@pytest.mark.database
def test_after_taking_back_the_recording_can_be_watched_anew(player, recording, participant):
    player.says([0, 3600])
    first = Evidence.objects.get()
    withdraw_evidence(evidence=first, reason="Two people, one account", by=None)
    Viewing.objects.update(counts_from=timezone.now() - dt.timedelta(hours=2))
    again = Player(player.client, recording, participant)
    again.says([0, 3000])
    assert not Completion.objects.get(activity=recording.webinar).is_complete
    withdraw_evidence(evidence=first, reason="Clicked twice", by=None)
    again.says([0, 3600])
    assert Completion.objects.get(activity=recording.webinar).is_complete
    assert Evidence.objects.filter(kind=EvidenceKind.WATCHED, source=Source.PLAYER).count() == 2


# Queries


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.database
def test_message_asks_at_most_three_queries(player):
    assert asked(lambda: player.says([0, 20])) == 3
    assert asked(lambda: player.says([0, 40])) == 2
    assert asked(lambda: player.says([0, 40], seq=2)) == 1
    player.says([0, 3300])
    assert asked(lambda: player.says([0, 3320])) == 3


def test_standings_of_many_recordings_are_one_query(recording, participant, django_assert_num_queries):
    others = [make_recording(ModulePageFactory(), size=0) for _ in range(2)]
    with django_assert_num_queries(1):
        watch_progress_of(participant, [recording])
    with django_assert_num_queries(1):
        assert len(watch_progress_of(participant, [recording, *others])) == 3
