"""Loading a file: idempotent, all or nothing, and independent of other programmes."""

import contextlib
import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page, Revision

from attendance.models import Attendance, Registration
from content.models import Change, FactsBox, GlossaryEntry, Theme
from courses.actions import revoke_role
from courses.models import (
    CompletionRule,
    Enrolment,
    FileId,
    LessonPage,
    ModulePage,
    ProgrammeFile,
    ProgrammePage,
    ProgrammeRole,
    Session,
    TrackPage,
)
from gatherings.models import Admission, AgendaItem, GatheringPage
from home.models import NewsPage
from home.pages import originals
from home.programme_file.loading.sessions import upsert_root
from initiatives.models import ForumPage, InitiativePage, PlanPage, ProjectPage
from people.models import Alliance, ContactPerson, Organisation, Participant, Region, User
from progress.models import Completion, Evidence, Source
from tests import worlds
from tests.attendance.recording import correct_attendance, record_attendance
from tests.factories import ParticipantFactory, SessionFactory, UserFactory
from webinars.models import Recording, WebinarPage

DEMO = worlds.text_of("demo")
OTHER = worlds.text_of("other")

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path: Path) -> Any:
    """A function that loads a file with this text and returns the output."""

    def load(text: str, *changes: tuple[str, str], **options: Any) -> str:
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
            text = text.replace(old, new)
        path = tmp_path / "programme.yaml"
        path.write_text(text)
        out = StringIO()
        call_command("load_programme", str(path), stdout=out, stderr=StringIO(), **options)
        return out.getvalue()

    return load


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables except `content_change`."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model is not Change
    }


def found(section: str, id: str, programme: str = "kust-och-hav") -> int:
    return FileId.objects.get(programme_file__file_id=programme, section=section, file_id=id).object_id


def webinar(id: str, programme: str = "kust-och-hav") -> WebinarPage:
    return WebinarPage.objects.originals().get(pk=found("webinars", id, programme))


def person(id: str, programme: str = "kust-och-hav") -> Participant:
    return Participant.objects.get(pk=found("participants", id, programme))


@pytest.mark.world("demo")
def test_demo_is_all_there() -> None:
    counted = {
        model._meta.label: model._default_manager.count()
        for model in (
            *(ProgrammePage, TrackPage, ModulePage, WebinarPage, LessonPage, GatheringPage, Session, AgendaItem),
            *(Admission, Recording, CompletionRule, Organisation, Alliance, ContactPerson, Theme, GlossaryEntry),
            *(FactsBox, Participant, User, ProgrammeRole, Enrolment, Evidence, NewsPage, Region),
            *(PlanPage, ProjectPage, ForumPage, InitiativePage, Page),
        )
    }
    assert counted == {
        "courses.ProgrammePage": 4 * 1,
        "courses.TrackPage": 4 * 2,
        "courses.ModulePage": 4 * 12,
        "webinars.WebinarPage": 14 + 3 * 3,
        "courses.LessonPage": 1,
        "gatherings.GatheringPage": 3 + 3,
        "courses.Session": 14 + 3 + 5 + 29,
        "gatherings.AgendaItem": 29,
        "gatherings.Admission": 3,
        "webinars.Recording": 14,
        "courses.CompletionRule": 2,
        "people.Organisation": 19 + 12,
        "people.Alliance": 1,
        "people.ContactPerson": 6,
        "content.Theme": 9,
        "content.GlossaryEntry": 8,
        "content.FactsBox": 6,
        "people.Participant": 28,
        "people.User": 6,
        "courses.ProgrammeRole": 5,
        "courses.Enrolment": 26,
        "progress.Evidence": 114 + 13,
        "home.NewsPage": 4,
        "people.Region": 8,
        "initiatives.PlanPage": 4 + 3 + 5,
        "initiatives.ProjectPage": 4,
        "initiatives.ForumPage": 4,
        "initiatives.InitiativePage": 3,
        "wagtailcore.Page": 1 + 4 * (1 + 1 + 2 + 12 + 1 + 1 + 3) + 23 + 1 + 6 + 4 + 12 + 4 + 4 + 3,
    }
    present = Attendance.objects.filter(present=True)
    assert sum(present.filter(session__parent=None).values_list("minutes", flat=True)) == 8922
    assert Completion.objects.complete().filter(track=None).count() == 99 + 5
    assert Completion.objects.complete().filter(track=found("tracks", "basis", "gronn-omstilling")).count() == 12
    assert Registration.objects.filter(session__parent=None, state="registered").count() == 137 + 8 + 10 + 8 + 12
    assert Registration.objects.filter(state="turned_down").count() == 1


@pytest.mark.world("demo")
def test_no_translation_is_behind_after_the_first_load() -> None:
    for kind in (ProgrammePage, TrackPage, WebinarPage, PlanPage):
        versions = kind.objects.filter(original__isnull=False, alias_of=None)
        assert not versions.filter(last_published_at__lt=F("original__last_published_at")).exists(), kind


@pytest.mark.world("demo")
def test_a_plan_has_ended_when_its_period_has_and_not_because_it_is_historical() -> None:
    ids = ("viken-planstrategi", "sjuharad-strategi", "vgr-rus")
    plans = [PlanPage.objects.get(pk=found("plans", id, "gronn-omstilling")) for id in ids]
    assert [plan.status for plan in plans] == ["ended", "adopted", ""]


@pytest.mark.world("other")
def test_pages_say_what_the_file_says() -> None:
    programme = ProgrammePage.objects.originals().get()
    assert (programme.title, programme.short_title) == ("Kompetens för en levande kust", "Kust och hav")
    assert (programme.slug, programme.timezone) == ("kust-och-hav", "Europe/Helsinki")
    plan = PlanPage.objects.get(pk=found("plans", "kustplan"))
    assert (programme.policy_basis_id, programme.policy_basis_title) == (plan.pk, "")
    assert (plan.title, plan.kind, plan.url) == ("Kustplan 2020–2024", "strategy", "/initiatives/kustplan-2020-2024/")
    assert [row.activity_id for row in plan.inputs.all()] == [found("gatherings", "g1")]
    assert [str(link.organisation) for link in programme.partner_links.all()] == ["Hamnklustret (påhittat)", "NORSUS"]
    assert [box.value.title for box in programme.facts_boxes] == ["Fakta om havet"]
    basics = TrackPage.objects.originals().get(pk=found("tracks", "basis"))
    assert [page.title for page in basics.get_children()] == ["Kusten", "Vattnet"]
    page = webinar("w01")
    assert (page.title, page.slug, page.responsible.name) == (
        "Vad händer med vattnet?",
        "vad-hander-med-vattnet",
        "NORSUS",
    )
    assert [(one.role, one.organisation_id is None) for one in page.speakers.all()] == [
        ("Forskare", False),
        ("Fiskare", True),
    ]
    assert [theme.name_en for theme in page.themes.all()] == ["Sea"]
    assert webinar("w04").title == "Coastal planning"
    lesson = LessonPage.objects.originals().get()
    assert [block.block_type for block in lesson.body] == ["heading", "paragraph", "quote"]
    assert lesson.body[1].value.source == "<p>Skalan säger hur långt det är.</p>"
    assert lesson.body[2].value["person"] == "Lisa Exempel (påhittad)"
    assert all(page.live and not page.has_unpublished_changes for page in Page.objects.all())
    gathering = GatheringPage.objects.originals().get()
    assert list(gathering.complements.all()) == [webinar("w02").activitypage_ptr]
    assert [room.name for room in gathering.rooms.all()] == ["Salen"]


@pytest.mark.world("other")
def test_sessions_are_a_tree_in_the_zone_of_the_programme() -> None:
    root = Session.objects.get(activity=webinar("w01"))
    assert root.starts_at == dt.datetime(2025, 2, 4, 11, 0, tzinfo=dt.UTC)
    assert (root.date, root.live_minutes, root.capacity) == (dt.date(2025, 2, 4), 60, 40)
    assert root.join_url == "https://example.org/live/kust-1"
    assert Session.objects.get(activity=webinar("w03")).is_cancelled
    whole = Session.objects.get(activity=found("gatherings", "g1"), parent=None)
    assert (whole.date, whole.last_date) == (dt.date(2025, 3, 11), dt.date(2025, 3, 12))
    assert whole.registration_opens_at == dt.datetime(2025, 1, 14, 22, 0, tzinfo=dt.UTC)
    assert whole.registration_closes_at == dt.datetime(2025, 3, 1, 22, 0, tzinfo=dt.UTC)
    assert (whole.admission.audience, whole.admission.needs_approval) == (["company", "municipality"], True)
    first, second = whole.children.all()
    assert (first.level, first.starts_at.hour, first.ends_at.hour) == ("day", 7, 10)
    assert [(one.title, one.takes_registration, one.capacity) for one in first.children.all()] == [
        ("Välkommen", False, 20),
        ("Rundtur i hamnen", True, 10),
    ]
    assert second.children.get().agenda_item.groups == 3
    chosen = Registration.objects.get(session=found("sessions", "d1s2"))
    assert (chosen.participant, chosen.state) == (person("a01"), "registered")


@pytest.mark.world("other")
def test_rules_of_the_file_decide() -> None:
    programme = CompletionRule.objects.get(programme__isnull=False)
    assert (float(programme.live_share), programme.may_declare, programme.track_activities) == (0.5, False, 1)
    own = CompletionRule.objects.get(activity__isnull=False)
    assert (own.activity_id, float(own.live_share or 0), own.watched_share) == (webinar("w02").pk, 0.9, None)
    completed = Completion.objects.complete()
    assert set(completed.filter(activity=webinar("w01")).values_list("participant__email", flat=True)) == {
        "a@example.org",
        "deltaker01@example.org",
        "d@example.org",
    }
    assert completed.get(activity=webinar("w02")).participant == person("a01")
    assert completed.get(activity=found("gatherings", "g1")).participant == person("a01")


@pytest.mark.world("other")
def test_affiliation_is_what_held_that_day() -> None:
    seat = Registration.objects.get(session__activity=webinar("w01"), participant=person("a01"))
    assert (seat.organisation.name, seat.municipality.code, seat.county.name, seat.size_class) == (
        "Båtverket AS (fiktiv)",
        "3118",
        "Østfold",
        "10-49",
    )
    council = Registration.objects.get(session__activity=webinar("w01"), participant=person("a04"))
    assert (council.municipality, council.county.name) == (None, "Østfold")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(DEMO, id="demo", marks=pytest.mark.world("demo")),
        pytest.param(OTHER, id="other", marks=[pytest.mark.world("other"), pytest.mark.database]),
    ],
)
def test_loaded_again_nothing_changes(load: Any, text: str) -> None:
    before = everything()
    assert load(text).endswith("is loaded already: nothing has changed.\n")
    assert load(text, shift_to_today=True).endswith("is loaded already: nothing has changed.\n")
    assert everything() == before
    said = load(text + "# another comment\n")
    after = everything()
    assert {label for label in before if before[label] != after[label]} == {"courses.ProgrammeFile"}
    counts = [line.split()[1:3] for line in said.splitlines()[2:] if line.startswith("  ")]
    assert counts == [["0", "0"]] * len(counts)


@pytest.mark.world("other")
def test_editors_changes_stand_when_the_same_file_is_loaded_again(load: Any) -> None:
    page = webinar("w01")
    page.title = "Rättad titel"
    page.save_revision().publish()
    load(OTHER)
    assert webinar("w01").title == "Rättad titel"


@pytest.mark.world("other")
def test_update_changes_what_the_file_changes(load: Any) -> None:
    revisions = set(Revision.objects.values_list("pk", flat=True))
    said = load(
        OTHER,
        ("title: {sv: Hamnen som kretslopp}", "title: {sv: Hamnen i ring}"),
        ("capacity: 30\n    captions", "capacity: 31\n    captions"),
    )
    page = webinar("w02")
    assert (page.title, page.slug) == ("Hamnen i ring", "hamnen-som-kretslopp")
    assert Session.objects.get(activity=page).capacity == 31
    assert [revision.object_id for revision in Revision.objects.exclude(pk__in=revisions)] == [str(page.pk)]
    assert "  webinars                            0          1          3\n" in said


@pytest.mark.world("other")
def test_what_left_the_file_stays(load: Any) -> None:
    before = everything()
    load(
        OTHER,
        ("  a03: [m2]\n", ""),
        (", a04: 45", ""),
        ("  w03:\n    registered: [a01]\n", ""),
        ("    status: cancelled\n", ""),
    )
    after = everything()
    for label, rows in before.items():
        assert len(after[label]) >= len(rows), label
    assert Attendance.objects.get(session__activity=webinar("w01"), participant=person("a04")).minutes == 45
    assert Enrolment.objects.active().filter(participant=person("a03")).exists()
    assert Session.objects.get(activity=webinar("w03")).is_cancelled


@pytest.mark.world("other")
@pytest.mark.database
def test_changed_minutes_are_new_evidence_and_the_earlier_piece_stays(load: Any) -> None:
    evidence = Evidence.objects.count()

    def held() -> tuple[int | None, bool, int]:
        row = Attendance.objects.get(session__activity=webinar("w01"), participant=person("a03"))
        complete = Completion.objects.complete().filter(activity=webinar("w01"), participant=person("a03")).exists()
        return row.minutes, complete, Evidence.objects.count() - evidence

    assert held() == (29, False, 0)
    load(OTHER, ("a03: 29", "a03: 55"))
    assert held() == (55, True, 1)
    load(OTHER, ("a03: 29", "a03: 10"))
    assert held() == (10, False, 2)
    load(OTHER)
    assert held() == (29, False, 3)
    load(OTHER + "#\n")
    assert held() == (29, False, 3)
    pieces = Evidence.objects.filter(activity=webinar("w01"), participant=person("a03")).order_by("pk")
    assert [piece.minutes for piece in pieces] == [29, 55, 10, 29]
    assert [piece.minutes for piece in pieces.effective()] == [29]
    with translation.override("sv"):
        assert pieces[1].reason == gettext("Changed in the programme file.")


@pytest.mark.world("other")
def test_seat_that_stands_otherwise_than_the_file_says_stays_and_is_told(load: Any) -> None:
    seat = Registration.objects.filter(session__activity=webinar("w01"), participant=person("a03"))
    seat.update(state=Registration.State.CANCELLED)
    said = load(OTHER + "#\n")
    assert "Note: w01: a03 is “cancelled” and stays so; the file says “registered”." in said
    assert seat.get().state == Registration.State.CANCELLED


@pytest.mark.world("other")
def test_correction_by_staff_outweighs_the_file(load: Any) -> None:
    session = Session.objects.get(activity=webinar("w01"))
    correct_attendance(
        session=session, participant=person("a03"), present=True, minutes=60, reason="Satt i rommet", by=UserFactory()
    )
    load(OTHER, ("a03: 29", "a03: 20"))
    assert Attendance.objects.get(session=session, participant=person("a03")).minutes == 60


@pytest.mark.world("demo")
def test_second_programme_stands_beside_the_first(load: Any) -> None:
    pages = originals(Page.objects.all())
    first = {"pages": pages.count(), "people": Participant.objects.count()}
    organisations = Organisation.objects.count()
    load(OTHER)
    assert [page.slug for page in ProgrammePage.objects.originals().order_by("path")] == [
        "gronn-omstilling",
        "kust-och-hav",
    ]
    assert webinar("w01").pk != webinar("w01", "gronn-omstilling").pk
    assert person("a02") == person("d01", "gronn-omstilling")
    assert found("organisations", "norsus") == found("organisations", "norsus", "gronn-omstilling")
    assert found("organisations", "ofk") == found("organisations", "ostfold-fk", "gronn-omstilling")
    assert found("participant_organisations", "f2") == found("participant_organisations", "x01", "gronn-omstilling")
    assert Organisation.objects.count() == organisations + 4
    assert Organisation.objects.get(pk=found("organisations", "norsus")).seat_municipality.code == "3107"
    assert Participant.objects.count() == first["people"] + 4
    assert pages.count() == first["pages"] + 1 + 2 + 3 + 4 + 1 + 1 + 1 + 1
    assert load(DEMO).endswith("nothing has changed.\n")


@pytest.mark.world("other")
def test_order_of_loading_makes_no_difference_to_who_is_who(load: Any) -> None:
    # Who attended makes no difference here, and takes longest to load.
    load(DEMO[: DEMO.index("\nattendance:")])
    assert person("a02") == person("d01", "gronn-omstilling")
    assert found("organisations", "ofk") == found("organisations", "ostfold-fk", "gronn-omstilling")


def test_dates_are_shifted_at_the_first_load_and_as_much_ever_after(load: Any) -> None:
    said = load(OTHER, shift_to_today=True)
    weeks = ProgrammeFile.objects.get().shift_weeks
    moved = dt.date(2025, 4, 1) + dt.timedelta(weeks=weeks)
    assert abs((moved - timezone.localdate()).days) <= 3
    assert f"shifted {weeks} weeks on" in said
    assert Session.objects.get(activity=webinar("w01")).date == dt.date(2025, 2, 4) + dt.timedelta(weeks=weeks)
    load(OTHER, ("date: 2025-02-04", "date: 2025-02-05"))
    assert Session.objects.get(activity=webinar("w01")).date == dt.date(2025, 2, 5) + dt.timedelta(weeks=weeks)
    assert ProgrammeFile.objects.get().shift_weeks == weeks


@pytest.mark.world("other")
def test_dates_loaded_as_written_stay_so(load: Any) -> None:
    load(OTHER, ("date: 2025-02-04", "date: 2025-02-05"), shift_to_today=True)
    assert Session.objects.get(activity=webinar("w01")).date == dt.date(2025, 2, 5)


@pytest.mark.world("other")
def test_accounts_become_users_with_roles() -> None:
    roles = {
        (role.user.email, role.role, role.organisation.name if role.organisation else None)
        for role in ProgrammeRole.objects.all()
    }
    assert roles == {
        ("lisa@example.org", "course_owner", None),
        ("pia@example.org", "partner_editor", "NORSUS"),
        ("hans@example.org", "county_staff", None),
        ("dan@example.org", "door", None),
    }
    assert person("a01").user.email == "a@example.org"
    assert not person("a01").user.has_usable_password()


@pytest.mark.world("other")
def test_role_that_was_taken_back_is_not_given_again(load: Any) -> None:
    gone = ProgrammeRole.objects.filter(role__in=("county_staff", "partner_editor"))
    for role in gone:
        revoke_role(role=role, by=None)
    load(OTHER, ("a03: 29", "a03: 30"))
    assert set(ProgrammeRole.objects.values_list("role", flat=True)) == {"course_owner", "door"}


@pytest.mark.world("other")
def test_who_has_erased_themselves_is_not_brought_back(load: Any) -> None:
    Participant.objects.filter(pk=person("a03").pk).update(name="", email=None, user=None)
    load(OTHER, ("a03: 29", "a03: 30"))
    assert (person("a03").name, person("a03").email) == ("", None)


@pytest.mark.world("other")
def test_unpublished_page_gets_the_change_and_stays_unpublished(load: Any) -> None:
    webinar("w02").unpublish()
    load(OTHER, ("title: {sv: Hamnen som kretslopp}", "title: {sv: Hamnen i ring}"))
    assert (webinar("w02").title, webinar("w02").live) == ("Hamnen i ring", False)


@pytest.mark.world("other")
def test_module_moves_with_everything_in_it(load: Any) -> None:
    completions = Completion.objects.complete().count()
    load(
        OTHER,
        ("modules: [m2, m1]", "modules: [m2]"),
        ("modules: [m3]", "modules: [m3, m1]"),
        ("{id: m1, track: basis, order: 2", "{id: m1, track: fordjupning, order: 2"),
    )
    deep = TrackPage.objects.originals().get(pk=found("tracks", "fordjupning"))
    assert [page.title for page in deep.get_children()] == ["Hamnen", "Vattnet"]
    assert webinar("w01").is_descendant_of(deep)
    assert Completion.objects.complete().count() == completions


@pytest.mark.world("other")
def test_news_is_what_the_file_says_of_it_on_the_days_of_the_file(load: Any) -> None:
    """K1, K15"""
    article = NewsPage.objects.get()
    assert (article.title, article.lead, article.url) == ("Nu börjar vi", "Programmet startar.", "/news/nu-borjar-vi/")
    assert (article.activity_id, article.plan_id) == (found("webinars", "w01"), found("plans", "kustplan"))
    days = [article.first_published_at, article.last_published_at]
    assert [timezone.localdate(day).isoformat() for day in days if day] == ["2025-01-02"] * 2
    load(OTHER, ("published: 2025-01-02, updated: 2025-01-02", "published: 2025-01-02, updated: 2025-01-09"))
    load(OTHER + "#\n", ("updated: 2025-01-02", "updated: 2025-01-09"), ("sv: Programmet startar.", "sv: Nu."))
    changed = NewsPage.objects.get()
    assert (changed.lead, changed.last_published_at) == ("Nu.", article.last_published_at + dt.timedelta(weeks=1))
    assert changed.revisions.count() == 2


@pytest.mark.world("other")
def test_sections_not_carried_are_named(load: Any) -> None:
    said = load(
        f"{OTHER}\nevents:\n  - {{id: dag, title: En dag}}\n", ("plan: kustplan}\n\npart", "event: dag}\n\npart")
    )
    assert "Sections not carried yet, and skipped: events (1)." in said
    assert "names “En dag” under events." in said


@pytest.mark.world("other")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("partner: norsus\n    date: 2025-02-04", "partner: nobody\n    date: 2025-02-04", "“nobody” names nothing"),
        ("date: 2025-02-04", "date: 2025-02-30", "There is no day"),
        ("    abstract: {sv: Blev aldrig av.}\n", "", "This is missing."),
        ("id: hav, sdg", "id: w01, sdg", "is taken"),
        ("sv: Hav, nb: Hav", "sv: Hav, nb: *a", "repeats a part of the file"),
    ],
)
def test_wrong_file_changes_nothing_and_says_why(load: Any, old: str, new: str, words: str) -> None:
    before = everything()
    with pytest.raises(CommandError) as caught:
        load(OTHER, (old, new))
    assert words in str(caught.value)
    assert str(caught.value).startswith("programme.yaml, line ")
    assert str(caught.value).endswith("Nothing has been changed.")
    assert caught.value.returncode == 1
    assert everything() == before


def test_what_only_shows_against_the_database_changes_nothing_either(load: Any) -> None:
    before = everything()
    user = UserFactory(email="a@example.org")
    taken = Participant.objects.create(name="Somebody else", email="else@example.org", user=user)
    between = everything()
    with pytest.raises(CommandError, match=r"line \d+, accounts › konto-a › participant: .* belongs to somebody"):
        load(OTHER)
    assert everything() == between
    taken.delete()
    user.delete()
    assert everything() == before


@pytest.mark.world("other")
def test_address_of_another_programme_is_refused(load: Any) -> None:
    with pytest.raises(CommandError, match="programme › slug: There is a page with the address “kust-och-hav” already"):
        load(OTHER, ("  id: kust-och-hav\n", "  id: en-annan\n"))


def test_queries_do_not_grow_with_the_people(load: Any) -> None:
    ids = [f"p{number}" for number in range(100, 120)]
    people = "".join(f"  - {{id: {id}, name: P, email: {id}@example.org, organisation: f1}}\n" for id in ids)
    more = OTHER
    for old, new in (
        ("accounts:\n", f"{people}accounts:\n"),
        ("  a03: [m2]\n", "  a03: [m2]\n" + "".join(f"  {id}: [m1, m2]\n" for id in ids)),
        ("[a01, a02, a03, a04, a05]", f"[a01, a02, a03, a04, a05, {', '.join(ids)}]"),
        ("{a01: 60,", f"{{{', '.join(f'{id}: 50' for id in ids)}, a01: 60,"),
        ("d2: [a01]", f"d2: [a01, {', '.join(ids)}]"),
    ):
        assert more.count(old) == 1
        more = more.replace(old, new)
    with CaptureQueriesContext(connection) as few:
        load(OTHER)
    other_programme = more.replace("kust-och-hav", "fler")
    with CaptureQueriesContext(connection) as many:
        load(other_programme)
    assert len(many) <= len(few)
    load(more)
    with CaptureQueriesContext(connection) as again:
        load(more + "#\n")
    assert len(again) < len(few)


KILLED_BEFORE_ATTENDANCE = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from home.programme_file.loading import attendance
attendance.load_attendance = lambda load: os.kill(os.getpid(), signal.SIGKILL)
call_command("load_programme", sys.argv[1])
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """A real kill of a real process, when all but the attendance is written."""
    (tmp_path / "var").mkdir()
    database = tmp_path / "var" / "db.sqlite3"
    with contextlib.closing(sqlite3.connect(database)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    path = tmp_path / "programme.yaml"
    path.write_text(OTHER)
    process = subprocess.run(
        [sys.executable, "-c", KILLED_BEFORE_ATTENDANCE, str(path)],
        check=False,
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.local",
            "VAR_DIR": str(database.parent),
            "DATABASE_URL": f"sqlite:///{database}",
        },
        stderr=subprocess.PIPE,
    )
    assert b"attendance" in process.stderr
    assert process.returncode == -signal.SIGKILL
    with contextlib.closing(sqlite3.connect(database)) as left:
        tables = ["courses_programmefile", "courses_programmepage", "people_organisation", "people_participant"]
        assert [left.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables] == [0, 0, 0, 0]


@pytest.mark.world("demo")
def test_a_page_is_there_in_the_languages_that_its_title_and_main_text_have(load: Any) -> None:
    """X2"""
    programme = ProgrammePage.objects.originals().get()
    assert programme.languages == ["nb", "nn", "sv", "en"]
    assert programme.versions["sv"]["short_title"] == "Grön omställning i praktiken"
    assert all(page.languages == ["nb", "nn", "sv", "en"] for page in ModulePage.objects.originals())
    webinars = {page.title: page.languages for page in WebinarPage.objects.originals()}
    assert webinars["Industriell symbiose 2: avtaler, areal og infrastruktur"] == ["nb", "nn", "sv", "en"]
    assert webinars["Ditt første klimaregnskap"] == ["nb"]
    swedish = programme.translations.get(locale__language_code="sv")
    assert (swedish.live, swedish.slug, swedish.get_parent().locale.language_code) == (True, programme.slug, "sv")


@pytest.mark.database
@pytest.mark.world("other")
def test_only_a_translation_that_the_file_has_changed_gets_a_revision(load: Any) -> None:
    page = webinar("w01")
    assert page.own_language == "sv"
    revisions = set(Revision.objects.values_list("pk", flat=True))
    load(OTHER + "# another comment\n")
    assert set(Revision.objects.values_list("pk", flat=True)) == revisions


def test_attendance_is_counted_by_the_times_that_a_file_brings() -> None:
    session = SessionFactory(days_ahead=-1)
    start = session.starts_at.timestamp()
    record_attendance(
        session=session,
        participant=ParticipantFactory(),
        source=Source.TEAMS,
        at=session.starts_at,
        by=None,
        stays=[(start, start + 3600)],
    )
    half = {"ends_at": session.starts_at + dt.timedelta(minutes=30), "live_minutes": 30}
    upsert_root(session.activity_id, half, is_cancelled=False)
    assert Attendance.objects.get().minutes == 30
