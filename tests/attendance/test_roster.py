"""The roster: who was expected, who was present, and recording presence for one row or the whole sheet."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from attendance.actions import excuse, take_back
from attendance.models import Attendance, Registration
from courses.models import Level, Session
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import record_attendance
from tests.factories import (
    AttendanceFactory,
    DayFactory,
    GatheringPageFactory,
    OrganisationFactory,
    ParticipantFactory,
    RegistrationFactory,
    SessionFactory,
)
from tests.reading import tables, text

pytestmark = pytest.mark.django_db
State = Registration.State
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def address(programme, webinar):
    return reverse("staff_roster", args=[programme.slug, webinar.pk])


def person(name, session, **fields):
    """A registered participant."""
    participant = ParticipantFactory(name=name, **fields)
    RegistrationFactory(session=session, participant=participant)
    return participant


def scanned(session, participant, minutes=60, source=Source.TEAMS):
    record_attendance(
        session=session, participant=participant, source=source, at=session.starts_at, by=None, minutes=minutes
    )


def sheet(*rows, reason="", only=None):
    """The form data of the sheet, from (participant, shown value, present, minutes)."""
    data = {"person": [row[0].pk for row in rows], "reason": reason}
    for participant, was, present, minutes in rows:
        data[f"p{participant.pk}-was"] = was
        data[f"p{participant.pk}-minutes"] = minutes
        if present:
            data[f"p{participant.pk}-present"] = "on"
    if only:
        data["row"] = only.pk
    return data


def rows(response):
    [table] = tables(response)
    return table[1:]


def test_a_row_says_who_how_long_and_what_it_rests_on(desk, address, webinar, staff):
    here = person("Anne", webinar, organisation=OrganisationFactory(name="Her AS"))
    person("Bo", webinar, organisation=OrganisationFactory(name="Der AS"))
    scanned(webinar, here, minutes=45)
    walk_in = ParticipantFactory(name="Ærlig", organisation=OrganisationFactory(name="Eksempel AS"))
    scanned(webinar, walk_in, minutes=50, source=Source.DOOR)
    assert rows(desk.get(address)) == [
        ["Anne Her AS", "Registered", "[x] Present: Anne", "Anne: [45] min", "Teams report: Anne", "Save: Anne"],
        ["Bo Der AS", "Registered", "[ ] Present: Bo", "Bo: [] min", "", "Save: Bo"],
        [
            "Ærlig Eksempel AS",
            "Not registered",
            "[x] Present: Ærlig",
            "Ærlig: [50] min",
            "Door scan: Ærlig",
            "Save: Ærlig",
        ],
    ]


@pytest.mark.database
def test_counts_stand_on_top_and_lead_to_those_people(desk, address, webinar):
    here, _away = person("Anne", webinar), person("Bo", webinar)
    scanned(webinar, here)
    scanned(webinar, ParticipantFactory(name="Cato"))
    response = desk.get(address)
    assert [(one["number"], one["label"]) for one in response.context["outcomes"]] == [
        (2, "registered"),
        (2, "present"),
        (1, "absent"),
        (1, "not registered"),
    ]
    names = {
        show: [row[0].split()[0] for row in rows(desk.get(address, {"show": show}))]
        for show in ("registered", "present", "absent", "walk_ins")
    }
    assert names == {
        "registered": ["Anne", "Bo"],
        "present": ["Anne", "Cato"],
        "absent": ["Bo"],
        "walk_ins": ["Cato"],
    }


@pytest.mark.database
def test_search_finds_by_name_organisation_and_address_in_any_alphabet(desk, address, webinar):
    person("Åse Bø", webinar, email="aase@example.org", organisation=OrganisationFactory(name="Øst AS"))
    person("Nils", webinar)
    for words in ("åse", "bø ÅSE", "øst", "aase@"):
        assert [row[0] for row in rows(desk.get(address, {"q": words}))] == ["Åse Bø Øst AS"]
    for nobody in ("finnes ikke", "åse " * 2000):
        assert "Nobody fits" in text(desk.get(address, {"q": nobody}))


def test_nobody_yet_says_so(desk, address):
    assert "Nobody yet" in text(desk.get(address))


@pytest.mark.database
def test_the_whole_sheet_is_saved_at_once(desk, address, webinar, staff):
    one, two, three = (person(name, webinar) for name in ("Anne", "Bo", "Cato"))
    data = sheet((one, "0:", True, "45"), (two, "0:", True, ""), (three, "0:", False, ""))
    response = desk.post(address, data, follow=True)
    assert "2 rows saved." in text(response)
    held = Attendance.objects.order_by("participant__name").values_list("participant__name", "present", "minutes")
    assert list(held) == [("Anne", True, 45), ("Bo", True, 60)]
    assert list(Evidence.objects.order_by().values_list("source", "recorded_by").distinct()) == [("list", staff.pk)]
    assert Completion.objects.get(participant=one, activity=webinar.activity).completed_at == webinar.ends_at


def test_what_staff_does_is_in_the_log(desk, address, webinar, staff):
    who = person("Anne", webinar)
    desk.post(address, sheet((who, "0:", True, "45")))
    entry = ModelLogEntry.objects.get(action="attendance.presence_set")
    assert (entry.user, entry.object_id, entry.data) == (staff, str(webinar.pk), {"participants": [who.pk]})


@pytest.mark.database
def test_saving_the_same_sheet_twice_changes_nothing_the_second_time(desk, address, webinar):
    who = person("Anne", webinar)
    desk.post(address, sheet((who, "0:", True, "45")))
    response = desk.post(address, sheet((who, "0:", True, "45")), follow=True)
    assert "Nothing was changed." in text(response)
    assert Evidence.objects.count() == 1


def test_a_correction_without_a_reason_is_refused_at_its_row_and_what_was_typed_stays(desk, address, webinar):
    one, two = person("Anne", webinar), person("Bo", webinar)
    scanned(webinar, one)
    response = desk.post(address, sheet((one, "1:60", True, "20"), (two, "0:", True, "30")))
    assert response.status_code == 422
    assert "Nothing is saved yet. Correct this first: Anne: Say why you correct it." in text(response)
    assert [row[2:4] for row in rows(response)] == [
        ["[x] Present: Anne", "Anne: [20] min"],
        ["[x] Present: Bo", "Bo: [30] min"],
    ]
    assert Evidence.objects.count() == 1


def test_a_correction_with_a_reason_outweighs_what_was_and_what_comes_later(desk, address, webinar, staff):
    who = person("Anne", webinar)
    scanned(webinar, who)
    desk.post(address, sheet((who, "1:60", True, "20"), reason="Left early"))
    scanned(webinar, who, minutes=59)
    assert Attendance.objects.get().minutes == 20
    piece = Evidence.objects.get(source=Source.CORRECTION)
    assert (piece.reason, piece.recorded_by) == ("Left early", staff)


def test_the_latest_of_two_corrections_counts(desk, address, webinar):
    who = person("Anne", webinar)
    scanned(webinar, who)
    desk.post(address, sheet((who, "1:60", True, "20"), reason="Left"))
    # It has been made shorter since, so that it ended before the first of them was made.
    Session.objects.update(ends_at=webinar.ends_at - dt.timedelta(minutes=30), live_minutes=30)
    desk.post(address, sheet((who, "1:20", True, "30"), reason="Came back"))
    assert Attendance.objects.get().minutes == 30


def test_corrected_to_absent_is_absent(desk, address, webinar):
    who = person("Anne", webinar)
    scanned(webinar, who)
    desk.post(address, sheet((who, "1:60", False, ""), reason="Somebody else's link"))
    assert list(Attendance.objects.values_list("present", "minutes")) == [(False, None)]
    assert not Completion.objects.get(activity=webinar.activity).is_complete


@pytest.mark.parametrize(
    ("present", "minutes", "said"),
    [
        (True, "61", "That is longer than the session lasted."),
        (True, "0", "Nobody is present for 0 minutes. Take the tick away instead."),
        (False, "30", "There are minutes, but no tick for present."),
        (True, "mange", "Write a whole number of minutes."),
        (True, "-5", "Ensure this value is greater than or equal to 0."),
        (True, "99999999999", "Ensure this value is less than or equal to 10000."),
    ],
)
def test_what_cannot_be_is_refused_at_its_row(desk, address, webinar, present, minutes, said):
    who = person("Anne", webinar)
    response = desk.post(address, sheet((who, "0:", present, minutes)))
    assert response.status_code == 422
    assert said in rows(response)[0][0]
    assert Evidence.objects.count() == 0


@pytest.mark.database
def test_a_row_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(desk, address, webinar):
    who = person("Anne", webinar)
    scanned(webinar, who, minutes=40)
    response = desk.post(address, sheet((who, "0:", True, "10"), reason="Saw it"))
    assert "Somebody else changed this row meanwhile." in rows(response)[0][0]
    assert Attendance.objects.get().minutes == 40
    again = response.context["sheet"][0].form["was"].value()
    desk.post(address, sheet((who, again, True, "10"), reason="Saw it"))
    assert Attendance.objects.get().minutes == 10


def test_a_row_that_was_not_touched_does_not_undo_what_somebody_else_did(desk, address, webinar):
    one, two = person("Anne", webinar), person("Bo", webinar)
    scanned(webinar, two, minutes=40)
    desk.post(address, sheet((one, "0:", True, "10"), (two, "0:", False, "")))
    assert Attendance.objects.get(participant=two).minutes == 40


def test_one_row_alone_is_saved_by_its_button(desk, address, webinar):
    one, two = person("Anne", webinar), person("Bo", webinar)
    desk.post(address, sheet((one, "0:", True, "45"), (two, "0:", True, "30"), only=one))
    assert list(Attendance.objects.values_list("participant", "minutes")) == [(one.pk, 45)]


def test_one_row_comes_back_alone_to_a_script_with_the_counts(desk, address, webinar):
    one = person("Anne", webinar)
    response = desk.post(address, sheet((one, "0:", True, "45"), only=one), headers=HTMX)
    page = response.content.decode()
    assert page.lstrip().startswith("<tr")
    assert 'hx-swap-oob="true"' in page
    assert response.context["outcomes"][1]["number"] == 1
    assert f'value="1:{45}"' in page


def test_one_row_comes_back_with_its_error_to_a_script(desk, address, webinar):
    one = person("Anne", webinar)
    response = desk.post(address, sheet((one, "0:", True, "99"), only=one), headers=HTMX)
    assert "That is longer than the session lasted." in response.content.decode()
    assert Attendance.objects.count() == 0


def test_somebody_from_elsewhere_cannot_be_slipped_into_the_sheet(desk, address, webinar):
    stranger = ParticipantFactory()
    desk.post(address, sheet((stranger, "0:", True, "45")))
    assert Evidence.objects.count() == 0


def test_nonsense_in_the_sheet_is_no_error(desk, address, webinar):
    who = person("Anne", webinar)
    data = sheet((who, "øøø", True, "45")) | {"person": [who.pk, "x", "", "99999999999999999999"], "row": "x"}
    assert desk.post(address, data).status_code in (302, 422)


def test_a_session_to_come_shows_the_list_and_takes_no_presence(desk, programme, webinar):
    webinar.date += timezone.timedelta(days=30)
    webinar.starts_at = webinar.ends_at = None
    webinar.save()
    who = person("Anne", webinar)
    address = reverse("staff_roster", args=[programme.slug, webinar.pk])
    assert "Presence can be set from the day it takes place." in text(desk.get(address))
    response = desk.post(address, sheet((who, "0:", True, "45")), follow=True)
    assert Attendance.objects.count() == 0
    assert response.status_code == 200


def test_a_cancelled_session_takes_no_presence(desk, address, webinar):
    who = person("Anne", webinar)
    webinar.cancelled_at = timezone.now()
    webinar.save()
    desk.post(address, sheet((who, "0:", True, "45")))
    assert Evidence.objects.count() == 0


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_the_roster_asks_nine_queries_however_many_people(desk, address, webinar, number, django_assert_num_queries):
    for _number in range(number):
        scanned(webinar, person("Anne", webinar))
    desk.get(address)
    with django_assert_num_queries(9):
        desk.get(address)


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_saving_asks_the_same_queries_however_many_rows(desk, address, webinar, number, django_assert_num_queries):
    crowd = [person("Anne", webinar) for _number in range(number)]
    known = [person("Bo", webinar) for _number in range(number)]
    for who in known:
        scanned(webinar, who)
    data = sheet(
        *((who, "0:", True, "45") for who in crowd), *((who, "1:60", True, "45") for who in known), reason="Counted"
    )
    with django_assert_num_queries(51):
        desk.post(address, data)
    assert Attendance.objects.filter(minutes=45).count() == 2 * number


@pytest.fixture
def gathering(programme):
    """Two days; on the first a talk for everybody and an optional workshop."""
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), days_ahead=-2, live_minutes=None)
    days = [DayFactory(parent=root, order=order, days_ahead=-2 + order) for order in range(2)]
    talk, workshop = (
        Session.objects.create(
            activity=root.activity,
            parent=days[0],
            level=Level.SESSION,
            order=order,
            title=title,
            date=days[0].date,
            takes_registration=title == "Workshop",
        )
        for order, title in enumerate(("Talk", "Workshop"))
    )
    return SimpleNamespace(root=root, days=days, talk=talk, workshop=workshop)


def test_a_gathering_has_a_tab_for_each_day_and_parts_in_a_day(desk, programme, gathering):
    """V20"""
    response = desk.get(reverse("staff_roster", args=[programme.slug, gathering.talk.pk]))
    assert [tab["label"].split(",")[0] for tab in response.context["tabs"]] == [
        "All days",
        "Day 1",
        "Day 2",
        "Registrations",
    ]
    assert [(part["label"], part["current"]) for part in response.context["parts"]] == [
        ("The whole day", False),
        ("Talk", True),
        ("Workshop", False),
    ]


def test_presence_at_a_day_and_in_a_session_is_set_by_a_tick_alone(desk, programme, gathering):
    """V20: attendance per day and per session; presence in a session is presence that day."""
    who = person("Anne", gathering.days[0])
    desk.post(reverse("staff_roster", args=[programme.slug, gathering.talk.pk]), sheet((who, "0:", True, "")))
    assert Attendance.objects.get(session=gathering.days[0]).present
    desk.post(reverse("staff_roster", args=[programme.slug, gathering.days[0].pk]), sheet((who, "1:", False, "")))
    assert Attendance.objects.get(session=gathering.days[0]).present
    desk.post(
        reverse("staff_roster", args=[programme.slug, gathering.days[0].pk]),
        sheet((who, "1:", False, ""), reason="Ill"),
    )
    assert not Attendance.objects.get(session=gathering.days[0]).present


def test_a_talk_expects_those_of_the_day_and_a_workshop_those_who_chose_it(desk, programme, gathering):
    person("Anne", gathering.days[0])
    person("Bo", gathering.workshop)
    names = [
        [row[0].split()[0] for row in rows(desk.get(reverse("staff_roster", args=[programme.slug, session.pk])))]
        for session in (gathering.talk, gathering.workshop)
    ]
    assert names == [["Anne"], ["Bo"]]


@pytest.mark.database
def test_the_whole_gathering_sums_up_days_and_takes_no_presence(desk, programme, gathering):
    who = person("Anne", gathering.root)
    walk_in = ParticipantFactory(name="Bo")
    AttendanceFactory(session=gathering.days[0], participant=who)
    AttendanceFactory(session=gathering.days[1], participant=walk_in)
    address = reverse("staff_roster", args=[programme.slug, gathering.root.pk])
    assert [row[1:3] for row in rows(desk.get(address))] == [
        ["Registered Partly there", "1 of 2 days"],
        ["Not registered Partly there", "1 of 2 days"],
    ]
    response = desk.post(address, sheet((who, "0:", True, "")), follow=True)
    assert "Presence is set day by day: choose a day." in text(response)
    assert Evidence.objects.count() == 0


def test_the_paper_list_has_everybody_registered_and_room_for_more(desk, programme, webinar):
    for name in ("Bo", "Anne", "Åse"):
        person(name, webinar)
    RegistrationFactory(session=webinar, state=State.WAITING)
    [table] = tables(desk.get(reverse("staff_paper_list", args=[programme.slug, webinar.pk])))
    assert [row[0].split()[0] for row in table[1:] if row[0] != "Empty line"] == ["Anne", "Bo", "Åse"]


def counted(response):
    return {one["label"]: one["number"] for one in response.context["outcomes"]}


def names(response):
    return [row[0].split()[0] for row in rows(response)]


def test_partly_and_excused_are_told_apart_from_present_and_absent(desk, address, webinar, staff):
    people = [person(name, webinar) for name in ("Anne", "Bo", "Cato", "Dag")]
    for who, minutes in zip(people, (60, 44), strict=False):
        scanned(webinar, who, minutes=minutes)
    excuse(session=webinar, participant=people[2], reason="Ill", by=staff)
    response = desk.get(address)
    assert counted(response) == {
        "registered": 4,
        "present": 2,
        "partly": 1,
        "absent": 1,
        "excused": 1,
        "not registered": 0,
    }
    assert [row[1] for row in rows(response)] == [
        "Registered",
        "Registered Partly there",
        "Registered Excused",
        "Registered",
    ]
    assert rows(response)[2][4] == "County staff, Marit Demo: Cato Ill"
    shown = {show: names(desk.get(address, {"show": show})) for show in ("partly", "absent", "excused")}
    assert shown == {"partly": ["Bo"], "absent": ["Dag"], "excused": ["Cato"]}


@pytest.mark.database
def test_an_excuse_needs_a_reason_is_given_once_gives_way_to_presence_and_is_taken_back(desk, programme, webinar):
    who = person("Anne", webinar)
    arguments = [programme.slug, webinar.pk, who.pk]
    assert desk.post(reverse("staff_excuse", args=arguments), {"excuse-reason": " "}).status_code == 422
    for _click in range(2):
        desk.post(reverse("staff_excuse", args=arguments), {"excuse-reason": "Ill"})
    piece = Evidence.objects.get()
    assert Attendance.objects.get().excused
    scanned(webinar, who)
    assert list(Attendance.objects.values_list("present", "excused")) == [(True, False)]
    desk.post(reverse("staff_take_back", args=[*arguments, piece.pk]), {f"e{piece.pk}-reason": "Came after all"})
    assert Evidence.objects.filter(kind="excused").effective().count() == 0
    assert ModelLogEntry.objects.filter(action="attendance.excused").count() == 1


def test_somebody_is_excused_before_it_starts_and_day_by_day(desk, programme, gathering):
    coming = SessionFactory(activity=GatheringPageFactory(parent=programme), live_minutes=None)
    for session, excused in ((coming, True), (gathering.root, False), (gathering.days[0], True)):
        who = person("Anne", session)
        desk.post(reverse("staff_excuse", args=[programme.slug, session.pk, who.pk]), {"excuse-reason": "Ill"})
        assert Attendance.objects.filter(participant=who, excused=True).exists() == excused


def test_a_paper_list_is_set_at_once_undone_at_once_and_set_again(desk, programme, address, webinar, staff):
    people = [person(name, webinar) for name in ("Anne", "Bo", "Cato", "Dag")]
    scanned(webinar, people[0], minutes=40)
    excuse(session=webinar, participant=people[1], reason="Ill", by=staff)
    everybody = reverse("staff_everybody", args=[programme.slug, webinar.pk])
    undo = reverse("staff_undo_save", args=[programme.slug, webinar.pk])

    def held():
        rows = Attendance.objects.order_by("participant__name")
        return list(rows.values_list("participant__name", "present", "minutes", "excused"))

    assert "2 persons set as present." in text(desk.post(everybody, follow=True))
    everybody_there = [
        ("Anne", True, 40, False),
        ("Bo", False, None, True),
        ("Cato", True, 60, False),
        ("Dag", True, 60, False),
    ]
    assert held() == everybody_there
    assert "0 persons set as present." in text(desk.post(everybody, follow=True))
    saving = desk.get(address).context["last_saved"]
    assert (saving["number"], saving["by"]) == (2, staff)
    assert "Undone for 2 persons." in text(desk.post(undo, {"batch": saving["batch"]}, follow=True))
    assert held()[2:] == [("Cato", False, None, False), ("Dag", False, None, False)]
    assert Evidence.objects.filter(kind="withdrawal", recorded_by=staff).exclude(reason="").count() == 2
    assert "Nothing was changed." in text(desk.post(undo, {"batch": saving["batch"]}, follow=True))
    assert desk.get(address).context["last_saved"] is None
    desk.post(everybody)
    assert held() == everybody_there
    actions = ModelLogEntry.objects.exclude(action="attendance.list_read").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "attendance.excused",
        "attendance.presence_set",
        "attendance.saving_undone",
        "attendance.presence_set",
    ]


@pytest.mark.database
def test_undoing_a_saving_brings_back_what_was_and_takes_no_other_with_it(desk, programme, address, webinar):
    one, two, three = (person(name, webinar) for name in ("Anne", "Bo", "Cato"))
    scanned(webinar, one)
    desk.post(address, sheet((three, "0:", True, "30")))
    desk.post(address, sheet((one, "1:60", True, "20"), (two, "0:", True, "45"), reason="Counted"))
    undo = reverse("staff_undo_save", args=[programme.slug, webinar.pk])
    for nonsense in ("", "x", "20", "\0"):
        desk.post(undo, {"batch": nonsense})
    desk.post(undo, {"batch": desk.get(address).context["last_saved"]["batch"]})
    held = Attendance.objects.order_by("participant__name").values_list("present", "minutes")
    assert list(held) == [(True, 60), (False, None), (True, 30)]


def test_somebody_of_whom_a_record_was_taken_back_is_not_set_present_with_the_others(desk, programme, webinar, staff):
    who = person("Anne", webinar)
    scanned(webinar, who)
    take_back(evidence=Evidence.objects.get(), reason="Somebody else's link", by=staff)
    desk.post(reverse("staff_everybody", args=[programme.slug, webinar.pk]))
    assert not Attendance.objects.get().present


@pytest.mark.database
def test_reading_a_list_is_in_the_log_once_a_day_for_each_reader(desk, address, programme, webinar, staff):
    who = person("Anne", webinar)
    paper = reverse("staff_paper_list", args=[programme.slug, webinar.pk])
    one = reverse("staff_person", args=[programme.slug, webinar.pk, who.pk])
    seats = reverse("staff_seats", args=[programme.slug, webinar.pk])
    found = reverse("staff_add", args=[programme.slug, webinar.pk]) + "?q=anne"
    desk.head(address)
    assert not ModelLogEntry.objects.exists()
    for page in (address, paper, one, seats, found, address, one):
        desk.get(page)
    read = ModelLogEntry.objects.filter(action="attendance.list_read", user=staff, object_id=str(webinar.pk))
    assert [entry.data for entry in read.order_by("pk")] == [
        {"list": "roster"},
        {"list": "paper"},
        {"list": "person", "participant": who.pk},
        {"list": "registrations"},
        {"list": "search"},
    ]
    read.update(timestamp=timezone.now() - timezone.timedelta(days=1))
    desk.get(address)
    assert read.count() == 6
