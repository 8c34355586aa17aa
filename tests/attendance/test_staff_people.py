"""A person at a session: the trail of evidence, and staff's actions on it, which require a reason."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, PageLogEntry

from attendance.actions import ByHand, by_hand, set_presence
from attendance.models import Attendance
from progress.actions import declare_done
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import record_attendance
from tests.factories import ParticipantFactory, RegistrationFactory
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def who(webinar):
    participant = ParticipantFactory(name="Anne Prøve")
    RegistrationFactory(session=webinar, participant=participant)
    return participant


@pytest.fixture
def scanned(webinar, who):
    """Evidence from a report."""
    record_attendance(session=webinar, participant=who, source=Source.TEAMS, at=webinar.starts_at, by=None, minutes=60)
    return Evidence.objects.get()


@pytest.fixture
def address(programme, webinar, who):
    return reverse("staff_person", args=[programme.slug, webinar.pk, who.pk])


def presence(who, was, present, minutes, reason=""):
    data = {f"p{who.pk}-was": was, f"p{who.pk}-minutes": minutes, "reason": reason}
    return data | ({f"p{who.pk}-present": "on"} if present else {})


def take_back(programme, webinar, who, piece, reason):
    address = reverse("staff_take_back", args=[programme.slug, webinar.pk, who.pk, piece.pk])
    return address, {f"e{piece.pk}-reason": reason}


@pytest.mark.database
def test_the_page_tells_everything_that_is_known(desk, address, webinar, who, scanned, staff):
    row = ByHand(participant=who, present=True, minutes=20, reason="Left early")
    set_presence(session=webinar, rows=[row], by=staff)
    page = text(desk.get(address))
    for said in ("Anne Prøve", who.email, "Present for 20 minutes.", "Teams report", "Reason: Left early"):
        assert said in page
    assert "Correction by staff, Marit Demo." in page
    assert "Registered" in page


def test_nothing_known_says_so(desk, address):
    page = text(desk.get(address))
    assert "Not recorded as present." in page
    assert "Nothing is recorded yet." in page


def test_presence_is_set_here_too(desk, address, who):
    response = desk.post(address, presence(who, "0:", True, "45"), follow=True)
    assert "Saved." in text(response)
    assert Attendance.objects.get().minutes == 45


def test_a_reason_is_asked_for_where_something_is_known_and_only_there(desk, address, programme, webinar, who):
    def asked():
        return desk.get(address).content.decode().count('name="reason"')

    assert asked() == 0
    desk.post(address, presence(who, "0:", True, "45"))
    assert asked() == 1
    assert "Reason (optional)" not in text(desk.get(address))
    desk.post(*take_back(programme, webinar, who, Evidence.objects.get(), "Wrong person"))
    assert asked() == 0


def test_a_correction_asks_why_and_keeps_what_was_typed(desk, address, who, scanned):
    response = desk.post(address, presence(who, "1:60", True, "20"))
    assert response.status_code == 422
    assert "Say why you correct it." in text(response)
    assert response.context["presence"]["minutes"].value() == "20"
    assert Attendance.objects.get().minutes == 60


@pytest.mark.database
def test_taking_back_leaves_a_trace_and_judges_anew(desk, programme, address, webinar, who, scanned, staff):
    desk.post(*take_back(programme, webinar, who, scanned, "Wrong person"))
    assert not Attendance.objects.get().present
    assert not Completion.objects.get(activity=webinar.activity).is_complete
    withdrawal = Evidence.objects.get(kind="withdrawal")
    assert (withdrawal.recorded_by, withdrawal.reason) == (staff, "Wrong person")
    page = text(desk.get(address))
    assert "Teams report" in page
    assert "Wrong person (Marit Demo)" in page


def test_taking_back_twice_is_once(desk, programme, webinar, who, scanned):
    for _click in range(2):
        desk.post(*take_back(programme, webinar, who, scanned, "Wrong person"))
    assert Evidence.objects.filter(kind="withdrawal").count() == 1


def test_taking_back_waits_for_what_else_is_done_at_the_session(webinar, who, scanned, staff, monkeypatch):
    locked = []
    monkeypatch.setattr(by_hand, "lock_session", lambda row: locked.append((row, scanned.withdrawn_by.count())))
    by_hand.take_back(evidence=scanned, reason="Wrong person", by=staff)
    assert locked == [(webinar, 0)]


def test_taking_back_without_a_reason_is_refused_at_the_piece(desk, programme, webinar, who, scanned):
    response = desk.post(*take_back(programme, webinar, who, scanned, "  "))
    assert response.status_code == 422
    assert "Say why. It is kept with the record." in text(response)
    assert Attendance.objects.get().present


def test_taking_a_correction_back_brings_the_report_to_light_again(desk, programme, webinar, who, scanned, staff):
    row = ByHand(participant=who, present=True, minutes=20, reason="Left early")
    set_presence(session=webinar, rows=[row], by=staff)
    correction = Evidence.objects.get(source=Source.CORRECTION)
    desk.post(*take_back(programme, webinar, who, correction, "Wrong row"))
    assert Attendance.objects.get().minutes == 60


def test_evidence_of_somebody_else_cannot_be_taken_back_through_this_page(desk, programme, webinar, who):
    other = ParticipantFactory()
    record_attendance(session=webinar, participant=other, source=Source.TEAMS, at=webinar.starts_at, by=None)
    response = desk.post(*take_back(programme, webinar, who, Evidence.objects.get(), "Why not"))
    assert response.status_code == 404
    assert Attendance.objects.get().present


def test_a_declaration_can_be_taken_back_as_well(desk, programme, webinar, who):
    piece = declare_done(participant=who, activity=webinar.activity, by=None)
    desk.post(*take_back(programme, webinar, who, piece, "Was not there"))
    assert not Completion.objects.get(activity=webinar.activity).is_complete


@pytest.mark.database
def test_a_waiver_completes_with_its_reason_and_can_be_taken_back(desk, programme, address, webinar, who, staff):
    waiver = reverse("staff_waive", args=[programme.slug, webinar.pk, who.pk])
    desk.post(waiver, {"waive-reason": "Held the webinar herself"})
    completion = Completion.objects.get(activity=webinar.activity)
    assert (completion.reason, completion.earned) == ("waived", True)
    assert "Reason: Held the webinar herself" in text(desk.get(address))
    desk.post(waiver, {"waive-reason": "Once more"})
    piece = Evidence.objects.get()
    assert (piece.reason, piece.recorded_by) == ("Held the webinar herself", staff)
    desk.post(*take_back(programme, webinar, who, piece, "She did not"))
    completion.refresh_from_db()
    assert not completion.is_complete


def test_a_waiver_without_a_reason_is_refused(desk, programme, webinar, who):
    waiver = reverse("staff_waive", args=[programme.slug, webinar.pk, who.pk])
    assert desk.post(waiver, {"waive-reason": ""}).status_code == 422
    assert Evidence.objects.count() == 0


def test_each_act_is_in_the_log_under_its_own_name(desk, programme, webinar, who, scanned, staff):
    desk.post(*take_back(programme, webinar, who, scanned, "Wrong person"))
    desk.post(reverse("staff_waive", args=[programme.slug, webinar.pk, who.pk]), {"waive-reason": "Spoke there"})
    assert ModelLogEntry.objects.get(action="attendance.evidence_withdrawn").user == staff
    assert PageLogEntry.objects.get(action="progress.waived").user == staff


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_queries_however_much_evidence(
    desk, address, webinar, who, number, django_assert_num_queries
):
    for source in (Source.TEAMS, Source.DOOR, Source.ZOOM)[:number]:
        record_attendance(session=webinar, participant=who, source=source, at=webinar.starts_at, by=None)
    desk.get(address)
    with django_assert_num_queries(12):
        desk.get(address)
