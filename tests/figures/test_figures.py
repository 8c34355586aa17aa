"""Every figure by its definition (V33, X5); what happened after the day, or not at all, is not counted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from attendance.models import Registration
from courses.models import ProgrammePage
from figures.figures import programme_figures
from people.models import OrganisationPeriod
from tests.factories import (
    AttendanceFactory,
    CompletionRuleFactory,
    CountyFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegistrationFactory,
)
from tests.figures import world
from tests.figures.world import TODAY, attended, people, registered
from webinars.models import CaptionTrack, Handout, Recording

pytestmark = [pytest.mark.database, pytest.mark.django_db]
State = Registration.State


def figures(page, as_of=TODAY):
    return programme_figures(page, as_of)


@pytest.fixture
def page():
    return world.programme()


@pytest.fixture
def track(page):
    return world.track(page)


def test_nothing_happened_gives_zeros_and_the_keys_of_expected_report():
    assert figures(ProgrammePageFactory()).to_json() == {
        "webinars_held": 0,
        "gatherings_held": 0,
        "gathering_days_held": 0,
        "individuals_attending_any": 0,
        "individuals_attending_webinars": 0,
        "webinar_registrations": 0,
        "webinar_attendances": 0,
        "webinar_minutes": 0,
        "webinar_hours": 0.0,
        "women_share": None,
        "by_gender": {},
        "by_county": {},
        "by_organisation_type": {},
        "municipalities_with_participants": 0,
        "municipality_codes": [],
        "companies_attending": 0,
        "companies_by_size": {},
        "per_webinar": {},
        "per_gathering": {},
        "track_certificates": {},
        "captions_overdue": [],
        "captions_pending": [],
        "transcripts_missing": [],
        "inaccessible_documents": [],
    }


def test_a_webinar_counts_seats_attendance_minutes_and_certificates(page, track):
    session = world.webinar(track, slug="w", minutes=60)
    seated = people(4)
    registered(session, *seated)
    attended(session, seated[0], minutes=45)
    attended(session, seated[1], minutes=44)
    attended(session, ParticipantFactory(), minutes=60)
    AttendanceFactory(session=session, participant=seated[2], present=False)
    assert figures(page).to_json()["per_webinar"] == {
        "w": {"registered": 4, "attended": 3, "minutes": 149, "certificates": 2}
    }
    assert figures(page).to_json()["webinar_hours"] == 2.48


@pytest.mark.parametrize("state", [State.WAITING, State.AWAITING_APPROVAL, State.TURNED_DOWN, State.CANCELLED])
def test_who_has_no_seat_is_not_registered(page, track, state):
    RegistrationFactory(session=world.webinar(track), state=state)
    assert figures(page).webinar_registrations == 0


def test_own_rule_of_a_webinar_stands_over_the_programmes(page, track):
    strict, loose = world.webinar(track, slug="strict"), world.webinar(track, slug="loose")
    CompletionRuleFactory(
        programme=None, activity=strict.activity, live_share=Decimal("0.9"), days_share=None, track_activities=None
    )
    for session in (strict, loose):
        attended(session, ParticipantFactory(), minutes=50)
    counts = figures(page).to_json()["per_webinar"]
    assert (counts["strict"]["certificates"], counts["loose"]["certificates"]) == (0, 1)


def test_a_share_that_binary_numbers_cannot_write_is_met_exactly():
    page = world.programme(live_share=Decimal("0.7"))
    session = world.webinar(world.track(page), minutes=90)
    attended(session, ParticipantFactory(), minutes=63)
    attended(session, ParticipantFactory(), minutes=62)
    assert figures(page).webinar_certificates == 1


def test_only_what_had_happened_by_the_end_of_the_day_counts(page, track):
    person = ParticipantFactory()
    for day in (20, 21, 22):
        session = world.webinar(track, date=dt.date(2026, 11, day), slug=f"w{day}")
        registered(session, person)
        attended(session, person)
    assert list(figures(page).to_json()["per_webinar"]) == ["w20", "w21"]
    assert figures(page, dt.date(2026, 11, 19)).to_json()["per_webinar"] == {}


def test_what_was_recorded_later_counts_on_the_day_it_happened(page, track):
    session = world.webinar(track, date=dt.date(2026, 9, 1))
    AttendanceFactory(session=session, updated_at=timezone.now())
    RegistrationFactory(session=session, registered_at=timezone.now())
    early = figures(page, dt.date(2026, 9, 1))
    assert (early.webinar_attendances, early.webinar_registrations) == (1, 1)


def test_what_is_cancelled_is_not_held(page, track):
    session = world.webinar(track)
    attended(session, ParticipantFactory())
    session.cancelled_at = timezone.now()
    session.save()
    root, days = world.gathering(page)
    attended(days[0], ParticipantFactory())
    root.cancelled_at = timezone.now()
    root.save()
    held = figures(page)
    assert (held.webinars_held, held.gatherings_held, held.gathering_days_held) == (0, 0, 0)
    assert held.individuals_attending_any == 0


def test_a_cancelled_day_is_no_day_of_the_gathering(page):
    root, days = world.gathering(page, slug="g")
    person = ParticipantFactory()
    registered(root, person)
    attended(days[0], person)
    days[1].cancelled_at = timezone.now()
    days[1].save()
    assert figures(page).to_json()["per_gathering"] == {
        "g": {"registered": 1, "present_by_day": [1], "present_all_days": 1, "certificates": 1}
    }
    days[0].cancelled_at = timezone.now()
    days[0].save()
    assert figures(page).gatherings_held == 0


def test_an_unpublished_webinar_still_took_place_but_a_draft_did_not(page, track):
    shown = world.webinar(track, slug="shown")
    attended(shown, ParticipantFactory())
    shown.activity.unpublish()
    world.webinar(track, slug="draft", live=False)
    assert list(figures(page).to_json()["per_webinar"]) == ["shown"]


def test_translations_and_other_programmes_are_not_counted(page, track):
    session = world.webinar(track, slug="w")
    attended(session, ParticipantFactory())
    elsewhere = world.webinar(world.track(world.programme()))
    attended(elsewhere, ParticipantFactory())
    copy = world.webinar(track, slug="copy")
    copy.activity.original = session.activity
    copy.activity.save()
    assert list(figures(page).to_json()["per_webinar"]) == ["w"]
    assert figures(page).individuals_attending_any == 1


def test_a_gathering_counts_people_by_day_and_certificates_by_share_of_days():
    """V20, K2: two days, counted apart; three of four days is 75 %."""
    page = world.programme()
    dates = [dt.date(2026, 10, day) for day in (1, 2, 3, 4)]
    root, days = world.gathering(page, *dates, slug="g")
    all_days, three, two = people(3)
    registered(root, all_days, three)
    for day in days:
        attended(day, all_days)
    for day in days[:3]:
        attended(day, three)
    for day in days[2:]:
        attended(day, two)
    assert figures(page).to_json()["per_gathering"] == {
        "g": {"registered": 2, "present_by_day": [2, 2, 3, 2], "present_all_days": 1, "certificates": 2}
    }


def test_a_gathering_is_held_when_its_last_day_has_come(page):
    _root, days = world.gathering(page)
    attended(days[0], ParticipantFactory())
    first = figures(page, dt.date(2026, 10, 20))
    assert (first.gatherings_held, first.gathering_days_held, first.gatherings) == (0, 1, ())
    assert first.individuals_attending_any == 1
    assert figures(page, dt.date(2026, 10, 21)).gatherings_held == 1


def test_a_gathering_without_rows_for_its_days_is_one_of_one_day(page):
    root, days = world.gathering(page, dt.date(2026, 10, 20), slug="g")
    days[0].delete()
    attended(root, ParticipantFactory())
    assert figures(page).to_json()["per_gathering"] == {
        "g": {"registered": 0, "present_by_day": [1], "present_all_days": 1, "certificates": 1}
    }
    assert figures(page).gathering_days_held == 1


def test_people_are_counted_once_and_only_webinars_make_them_individuals_at_webinars(page, track):
    both, gathered = people(2)
    for number in range(3):
        attended(world.webinar(track, slug=f"w{number}"), both)
    _root, days = world.gathering(page)
    for day in days:
        attended(day, both, gathered)
    held = figures(page)
    assert (held.individuals_attending_any, held.individuals_attending_webinars) == (2, 1)


def test_people_by_gender_type_and_county_and_the_share_of_women_rounded_down(page, track):
    """V30, V33: by what the employer was."""
    session = world.webinar(track)
    company = OrganisationFactory(type="company", municipality=MunicipalityFactory(code="3107"), employees=9)
    council = OrganisationFactory(type="county_council")
    OrganisationPeriod.objects.create(
        organisation=council, county=CountyFactory(code="33"), valid_from=dt.date(2024, 1, 1)
    )
    attended(session, *people(1, gender="female", organisation=company))
    attended(session, *people(2, gender="male", organisation=company))
    attended(session, *people(1, gender="undisclosed", organisation=council))
    attended(session, *people(1, gender="undisclosed", organisation=None))
    report = figures(page).to_json()
    assert report["by_gender"] == {"female": 1, "male": 2, "undisclosed": 2}
    assert report["women_share"] == 33
    assert report["by_organisation_type"] == {"company": 3, "county_council": 1, "unknown": 1}
    assert report["by_county"] == {"Buskerud": 1, "unknown": 1, "Østfold": 3}


def test_a_county_council_has_no_municipality_in_figures(page, track):
    session = world.webinar(track)
    place = MunicipalityFactory(code="3301")
    council = OrganisationFactory(type="county_council")
    attended(session, ParticipantFactory(organisation=council, municipality=place))
    attended(session, ParticipantFactory(organisation=OrganisationFactory(municipality=MunicipalityFactory())))
    report = figures(page).to_json()
    assert (report["municipality_codes"], report["municipalities_with_participants"]) == (["3107"], 1)
    assert report["by_county"] == {"Buskerud": 1, "Østfold": 1}


def test_companies_by_size_counts_each_company_once(page, track):
    session = world.webinar(track)
    for employees in (1, 9, 10, 49, 50, 249, 250, 0, None):
        company = OrganisationFactory(employees=employees)
        attended(session, *people(2, organisation=company))
    attended(session, ParticipantFactory(organisation=OrganisationFactory(type="municipality", employees=40)))
    report = figures(page).to_json()
    assert report["companies_by_size"] == {"1-9": 2, "10-49": 2, "250+": 1, "50-249": 2, "unknown": 2}
    assert report["companies_attending"] == 9


def test_a_later_move_changes_no_report_and_the_first_attended_session_decides(page, track):
    first = OrganisationFactory(municipality=MunicipalityFactory(code="3107"), type="company", employees=5)
    then = OrganisationFactory(municipality=MunicipalityFactory(code="3301"), type="municipality")
    person = ParticipantFactory(organisation=first)
    late = world.webinar(track, date=dt.date(2026, 11, 10))
    early = world.webinar(track, date=dt.date(2026, 11, 3))
    attended(early, person)
    person.organisation = then
    person.save()
    attended(late, person)
    first.employees = 500
    first.save()
    report = figures(page).to_json()
    assert report["by_county"] == {"Østfold": 1}
    assert report["by_organisation_type"] == {"company": 1}
    assert report["companies_by_size"] == {"1-9": 1}
    assert report["municipality_codes"] == ["3107", "3301"]


def test_a_track_is_proven_by_certificates_at_its_own_webinars(page, track):
    other = world.track(page, "Den avanserte delen", number=2)
    one, two, three = people(3)
    basic = [world.webinar(track), world.webinar(track)]
    advanced = world.webinar(other)
    for session in basic:
        attended(session, one)
        attended(session, three, minutes=44)
    attended(basic[0], two)
    attended(advanced, two)
    world.named(page, tracks={"basis": track, "avansert": other}, participants={"d01": one})
    assert figures(page).to_json()["track_certificates"] == {"basis": ["d01"], "avansert": []}


def test_people_and_activities_are_named_by_the_file_else_by_slug_and_number(page, track):
    one, two = people(2)
    sessions = [world.webinar(track, slug="egen"), world.webinar(track), world.webinar(track, slug="egen")]
    for session in sessions:
        attended(session, one, two)
    world.named(page, webinars={"w02": sessions[1].activity}, participants={"d02": two})
    report = figures(page).to_json()
    assert list(report["per_webinar"]) == ["egen", "w02", f"egen-{sessions[2].activity.pk}"]
    assert report["track_certificates"] == {track.slug: sorted(["d02", f"p{one.pk}"])}


def test_ids_of_another_programmes_file_do_not_name(page, track):
    session = world.webinar(track, slug="egen")
    world.named(world.programme(), webinars={"w99": session.activity})
    assert list(figures(page).to_json()["per_webinar"]) == ["egen"]


@pytest.fixture
def recording(page, track):
    session = world.webinar(track, date=dt.date(2026, 11, 10), slug="w")
    return Recording.objects.create(
        webinar=session.activity,
        published_at=dt.datetime(2026, 11, 12, tzinfo=page.zone),
        captions_required=["nb", "nn"],
        transcript_approved=True,
    )


def test_captions_are_pending_until_the_deadline_and_overdue_after(page, recording):
    """V15: the clock runs fourteen days from the live date, whether a deadline was stated or not."""
    CaptionTrack.objects.create(recording=recording, language="nb", added_on=dt.date(2026, 11, 13))

    def lacking(day):
        report = figures(page, dt.date(2026, 11, day)).to_json()
        return report["captions_pending"], report["captions_overdue"]

    assert lacking(11) == ([], [])
    assert lacking(24) == (["w"], [])
    assert lacking(25) == ([], ["w"])
    recording.caption_deadline = dt.date(2026, 11, 26)
    recording.save()
    assert lacking(25) == (["w"], [])
    CaptionTrack.objects.create(recording=recording, language="nn", added_on=dt.date(2026, 11, 25))
    assert lacking(24) == (["w"], [])
    assert lacking(25) == ([], [])


def test_transcripts_and_documents_are_asked_of_published_recordings_only(page, recording):
    recording.transcript_approved = False
    recording.save()
    Handout.objects.create(webinar=recording.webinar, kind="slides", title="Lysark", is_accessible=False)
    Handout.objects.create(webinar=recording.webinar, kind="slides", title="Flere", is_accessible=False)
    published = figures(page).to_json()
    assert (published["transcripts_missing"], published["inaccessible_documents"]) == (["w"], ["w"])
    before = figures(page, dt.date(2026, 11, 11)).to_json()
    assert (before["transcripts_missing"], before["inaccessible_documents"]) == ([], [])


def test_attachments_are_no_presentations(page, recording):
    Handout.objects.create(webinar=recording.webinar, kind="attachment", title="Regneark", is_accessible=False)
    assert figures(page).inaccessible_documents == []


@pytest.mark.parametrize("number", [1, 3])
def test_figures_ask_seven_queries_however_much_there_is(django_assert_num_queries, number):
    page = world.programme()
    for _track in range(number):
        track = world.track(page)
        crowd = people(number)
        for _webinar in range(number):
            session = world.webinar(track)
            registered(session, *crowd)
            attended(session, *crowd)
            recording = Recording.objects.create(webinar=session.activity, published_at=session.ends_at)
            CaptionTrack.objects.create(recording=recording, language="nb", added_on=session.date)
        _root, days = world.gathering(page)
        attended(days[0], *crowd)
    page = ProgrammePage.objects.select_related("completion_rule").get()
    with django_assert_num_queries(7):
        assert figures(page).webinars_held == number * number
