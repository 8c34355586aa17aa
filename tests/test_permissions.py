"""A table of every route and role with the expected response. A route that is missing in it fails.

Test 9 of "The bar we set": "A matrix over every route and {anonymous, participant, check-in staff, county staff,
another programme's staff}, which also asserts what each must **not** reach." The roles are called visitor,
participant, door, staff and elsewhere here; there are others besides.
"""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from attendance.actions import give_calendar_address, register
from attendance.links import manage_token
from attendance.models import Attendance, Objection, Registration, RememberedChoice, ReportEntry, ReportImport
from content import validity
from content.models import MediaFile, Upload
from courses.actions import grant_role
from courses.models import Enrolment, Mission, ProgrammeRole, Role
from people.models import Alliance, Participant
from progress.models import Evidence, Source
from tests.attendance.recording import record_attendance
from tests.factories import (
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegionFactory,
    SessionFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)
from webinars.models import CaptionTrack, Cue, Handout, Recording, Slide

pytestmark = pytest.mark.django_db

ROOMS = {"home", "figures", "webinars", "gatherings", "attendance", "progress", "courses", "people", "content", "cms"}
ROLES = ["visitor", "participant", "stranger", "owner", "partner", "door", "elsewhere", "staff", "administrator"]
STAFF = {"staff", "administrator"}
# Whom the bar names. Where the table says one and the same of everybody, these stand for all of them.
NAMED = ["visitor", "participant", "door", "elsewhere", "staff"]

OPEN = dict.fromkeys(ROLES, "ok")
CLOSED = dict.fromkeys(ROLES, "none")
SIGNED_IN = OPEN | {"visitor": "sign in"}
STAFF_ONLY = {role: "ok" if role in STAFF else "none" for role in ROLES} | {"visitor": "sign in"}
OWN_ONLY = {role: "ok" if role == "participant" else "none" for role in ROLES} | {"visitor": "sign in"}
PARTICIPANTS = {role: "ok" if role in ("participant", "stranger") else "no" for role in ROLES} | {"visitor": "sign in"}
METHOD = dict.fromkeys(ROLES, "method")
# Screens within the CMS: who may not enter it is shown the way in; its editors have the activities in their charge.
EDITORS = dict.fromkeys(ROLES, "sign in") | {"owner": "ok", "partner": "none", "administrator": "ok"}
ADMINISTRATORS = EDITORS | {"owner": "none"}
EDITORS_NONE = EDITORS | {"owner": "none", "administrator": "none"}
EDITORS_METHOD = EDITORS | {"owner": "method", "partner": "method", "administrator": "method"}

# By route: what a GET and what a POST of each role comes to.
TABLE: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "health": (OPEN, OPEN),
    "robots": (OPEN, METHOD),
    # Nobody is named in the tests; tests/cms/test_for_programs.py names somebody.
    "security": (CLOSED, METHOD),
    "sitemap": (OPEN, METHOD),
    "sitemap_section": (OPEN, METHOD),
    "favicon": (OPEN, METHOD),
    "wagtail_serve": (OPEN, OPEN),
    "catalogue": (OPEN, METHOD),
    "calendar": (OPEN, METHOD),
    "calendar_list": (OPEN, METHOD),
    "calendar_month": (OPEN, METHOD),
    "calendar_feed": (OPEN, METHOD),
    "search": (OPEN, METHOD),
    "themes": (OPEN, METHOD),
    "theme": (OPEN, METHOD),
    "organisation": (OPEN, METHOD),
    "alliance": (OPEN, METHOD),
    # Whoever knows the address has the calendar, and a calendar that follows it signs in nowhere.
    "own_calendar": (OPEN, METHOD),
    "my_calendar_address": (SIGNED_IN, METHOD),
    "give_calendar_address": (METHOD, SIGNED_IN),
    "renew_calendar_address": (METHOD, SIGNED_IN),
    "revoke_calendar_address": (METHOD, SIGNED_IN),
    "news": (OPEN, METHOD),
    "initiatives": (OPEN, METHOD),
    "region": (OPEN, METHOD),
    "accessibility": (OPEN, METHOD),
    "privacy": (OPEN, METHOD),
    "contact": (OPEN, METHOD),
    "glossary": (OPEN, METHOD),
    "news_feed": (OPEN, METHOD),
    "recordings_feed": (OPEN, METHOD),
    "coming_feed": (OPEN, METHOD),
    "social_card": (OPEN, METHOD),
    "site_card": (OPEN, METHOD),
    "media": (OPEN, METHOD),
    "recordings": (OPEN, METHOD),
    "media_file": (
        {role: "ok" if role == "administrator" else "none" for role in ROLES} | {"visitor": "sign in"},
        METHOD,
    ),
    # The recording here is public; tests/webinars/test_files.py closes it.
    "recording_video": (OPEN, METHOD),
    "recording_described": (OPEN, METHOD),
    "recording_poster": (OPEN, METHOD),
    "recording_captions": (OPEN, METHOD),
    "recording_transcript": (OPEN, METHOD),
    "slide_image": (OPEN, METHOD),
    "handout_file": (OPEN, METHOD),
    "site_colours": (OPEN, METHOD),
    "site_mark": (OPEN, METHOD),
    "look_preview": (ADMINISTRATORS, EDITORS_METHOD),
    "look_samples": (ADMINISTRATORS, EDITORS_METHOD),
    "programme_board": (EDITORS | {"partner": "ok"}, EDITORS_METHOD),
    "copy_programme": (EDITORS, EDITORS),
    "add_to_programme": (EDITORS, EDITORS_METHOD),
    "programme_roles": (EDITORS, EDITORS),
    "revoke_role": (EDITORS_METHOD, EDITORS),
    "recordings_in_charge": (EDITORS | {"partner": "ok"}, EDITORS_METHOD),
    "publish_recording": (EDITORS, EDITORS_METHOD),
    "languages": (EDITORS | {"partner": "ok"}, EDITORS_METHOD),
    "translate_page": (EDITORS_METHOD, EDITORS),
    "preview_recording": (EDITORS, EDITORS_METHOD),
    "begin_upload": (EDITORS_METHOD, EDITORS),
    "upload_whole_files": (EDITORS_METHOD, EDITORS),
    # Of an upload that somebody else began.
    "upload": (EDITORS_NONE, EDITORS_METHOD),
    "finish_upload": (EDITORS_METHOD, EDITORS_NONE),
    # Somebody else's stays, and the answer is that of a second click.
    "throw_upload_away": (EDITORS_METHOD, EDITORS),
    "link_video": (EDITORS_METHOD, EDITORS),
    "remove_video": (EDITORS_METHOD, EDITORS),
    "bring_back": (EDITORS_METHOD, EDITORS),
    "set_poster": (EDITORS_METHOD, EDITORS),
    "decide_description": (EDITORS_METHOD, EDITORS),
    "remove_described": (EDITORS_METHOD, EDITORS),
    "decide_access": (EDITORS_METHOD, EDITORS),
    "publish": (EDITORS_METHOD, EDITORS),
    "unpublish": (EDITORS_METHOD, EDITORS),
    "approve_transcript": (EDITORS_METHOD, EDITORS),
    "take_captions": (EDITORS_METHOD, EDITORS),
    "correct_captions": (EDITORS, EDITORS),
    "correct_caption_line": (EDITORS_METHOD, EDITORS),
    "change_captions": (EDITORS_METHOD, EDITORS),
    "download_captions": (EDITORS, EDITORS_METHOD),
    "change_chapters": (EDITORS_METHOD, EDITORS),
    "set_chapters": (EDITORS_METHOD, EDITORS),
    "publish_presentation": (EDITORS, EDITORS),
    "publish_presentation_replace": (EDITORS_METHOD, EDITORS),
    "publish_presentation_move": (EDITORS_METHOD, EDITORS),
    "publish_presentation_read": (EDITORS_METHOD, EDITORS),
    "publish_presentation_remove": (EDITORS, EDITORS),
    "publish_slide_times": (EDITORS, EDITORS),
    # Without the token of a page that was shown to whoever sends it, a message of a player is nobody's.
    "recording_watched": (METHOD, dict.fromkeys(ROLES, "no")),
    "my_page": (SIGNED_IN, METHOD),
    "my_calendar": (SIGNED_IN, METHOD),
    "my_details": (SIGNED_IN, SIGNED_IN),
    "register": (OPEN, OPEN),
    "registered": (OPEN, METHOD),
    "register_webinar": (OPEN, OPEN),
    "register_gathering": (OPEN, OPEN),
    "withdraw": (OWN_ONLY, OWN_ONLY),
    "manage": (OPEN, METHOD),
    "manage_withdraw": (OPEN, OPEN),
    "mark_done": (METHOD, PARTICIPANTS),
    "undo_done": (METHOD, PARTICIPANTS),
    "drop_module": (METHOD, OWN_ONLY),
    "keep_module": (METHOD, OWN_ONLY),
    "staff_home": (STAFF_ONLY | {"elsewhere": "ok"}, METHOD),
    "staff_sessions": (STAFF_ONLY, METHOD),
    "staff_roster": (STAFF_ONLY, STAFF_ONLY),
    "staff_paper_list": (STAFF_ONLY, METHOD),
    "staff_roster_csv": (STAFF_ONLY, METHOD),
    "staff_roster_xlsx": (STAFF_ONLY, METHOD),
    "staff_add": (STAFF_ONLY, STAFF_ONLY),
    "staff_cancel": (STAFF_ONLY, STAFF_ONLY),
    "staff_seats": (STAFF_ONLY, METHOD),
    "staff_decide": (METHOD, STAFF_ONLY),
    "staff_person": (STAFF_ONLY, STAFF_ONLY),
    "staff_take_back": (METHOD, STAFF_ONLY),
    "my_records": (SIGNED_IN, METHOD),
    "object_to_record": (METHOD, OWN_ONLY),
    "staff_everybody": (METHOD, STAFF_ONLY),
    "staff_undo_save": (METHOD, STAFF_ONLY),
    "staff_excuse": (METHOD, STAFF_ONLY),
    "staff_objections": (STAFF_ONLY, METHOD),
    "staff_answer": (METHOD, STAFF_ONLY),
    "staff_matrix": (STAFF_ONLY, METHOD),
    "staff_matrix_csv": (STAFF_ONLY, METHOD),
    "staff_matrix_xlsx": (STAFF_ONLY, METHOD),
    "staff_reports": (STAFF_ONLY, STAFF_ONLY),
    "staff_report": (STAFF_ONLY, METHOD),
    "staff_report_apply": (METHOD, STAFF_ONLY),
    "staff_report_undo": (STAFF_ONLY, STAFF_ONLY),
    "staff_report_discard": (METHOD, STAFF_ONLY),
    "staff_report_person": (STAFF_ONLY, STAFF_ONLY),
    "staff_remembered": (STAFF_ONLY, METHOD),
    "staff_forget": (METHOD, STAFF_ONLY),
    "staff_forget_columns": (METHOD, STAFF_ONLY),
    "staff_waive": (METHOD, STAFF_ONLY),
    "staff_recordings": (STAFF_ONLY, METHOD),
    "staff_figures": (STAFF_ONLY, METHOD),
    "staff_figures_csv": (STAFF_ONLY, METHOD),
    "staff_figures_xlsx": (STAFF_ONLY, METHOD),
    # Pages of the sign-in package that nobody here needs: there are no passwords and one address per account.
    "account_signup": (CLOSED, CLOSED),
    "account_reauthenticate": (CLOSED, CLOSED),
    "account_email": (CLOSED, CLOSED),
    "account_email_verification_sent": (CLOSED, CLOSED),
    "account_change_password": (CLOSED, CLOSED),
    "account_set_password": (CLOSED, CLOSED),
    "account_reset_password": (CLOSED, CLOSED),
    "account_reset_password_done": (CLOSED, CLOSED),
    "account_reset_password_from_key": (CLOSED, CLOSED),
    "account_reset_password_from_key_done": (CLOSED, CLOSED),
}

CAPTIONS = ("correct_captions", "correct_caption_line", "change_captions", "download_captions")
UPLOADS = ("upload", "finish_upload", "throw_upload_away")
OF_REPORT = ("staff_report", "staff_report_apply", "staff_report_undo", "staff_report_discard")
OF_SESSION = (
    "staff_everybody",
    "staff_undo_save",
    "staff_reports",
    "staff_roster",
    "staff_paper_list",
    "staff_roster_csv",
    "staff_roster_xlsx",
    "staff_add",
)
PRESENTATIONS = tuple(route for route in TABLE if route.startswith(("publish_presentation", "publish_slide")))


class World:
    """A programme with an activity of each kind, a participant who was present, and a user for each role."""

    def __init__(self):
        self.programme = ProgrammePageFactory(slug="programme")
        self.alliance = Alliance.objects.create(name="Alliance")
        self.programme.mission = Mission.objects.create(slug="mission", title="Mission", alliance=self.alliance)
        self.programme.save()
        module = ModulePageFactory(parent=TrackPageFactory(parent=self.programme))
        self.module = module
        self.held = SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-2)
        self.coming = SessionFactory(activity=WebinarPageFactory(parent=module))
        self.gathering = SessionFactory(activity=GatheringPageFactory(parent=self.programme), live_minutes=None)
        self.lesson = LessonPageFactory(parent=module)
        self.participant = ParticipantFactory(user=UserFactory())
        Enrolment.objects.create(participant=self.participant, module=module)
        self.calendar = give_calendar_address(participant=self.participant, by=None)
        self.registration = register(session=self.coming, participant=self.participant, by=None)
        record_attendance(
            session=self.held,
            participant=self.participant,
            source=Source.TEAMS,
            at=self.held.starts_at,
            by=None,
            minutes=60,
        )
        media = MediaFile(title="Video", type="video", duration=60)
        media.file.save("video.mp4", ContentFile(b"video"))
        self.recording = Recording.objects.create(
            webinar=self.held.activity,
            published_at=timezone.now(),
            media=media,
            described_media=media,
            poster=media.file.name,
            seconds=60,
        )
        track = CaptionTrack.objects.create(
            recording=self.recording, language="nb", added_on=timezone.localdate(), vtt="WEBVTT\n"
        )
        self.cue = Cue.objects.create(track=track, number=1, start_ms=0, end_ms=1000, text="Hei")
        self.handout = Handout.objects.create(
            webinar=self.held.activity, kind="slides", title="Lysark", file=media.file.name
        )
        self.slide = Slide.objects.create(handout=self.handout, number=1, image=media.file.name, width=320, height=180)
        place = f"recording:{self.recording.pk}:"
        self.upload = Upload.objects.create(owner=UserFactory(), place=place, key="a", name="a.pdf", size=1)
        self.report = ReportImport.objects.create(session=self.held, digest="0" * 64, source=Source.TEAMS)
        self.entry = ReportEntry.objects.create(report=self.report, key="name:somebody", name="Somebody")
        self.objection = Objection.objects.create(
            session=self.held, participant=self.participant, text="I was there throughout"
        )
        self.remembered = RememberedChoice.objects.create(
            programme=self.programme, kind="name", value="somebody", choice="room"
        )
        self.users = {
            "visitor": None,
            "participant": self.participant.user,
            "stranger": ParticipantFactory(user=UserFactory()).user,
            "owner": self.with_role(Role.COURSE_OWNER),
            "partner": self.with_role(Role.PARTNER_EDITOR, organisation=OrganisationFactory()),
            "door": self.with_role(Role.DOOR),
            "elsewhere": self.with_role(Role.COUNTY_STAFF, programme=ProgrammePageFactory()),
            "staff": self.with_role(Role.COUNTY_STAFF),
            "administrator": self.with_role(Role.ADMINISTRATOR),
        }

        self.sessions = {role: self.sign_in(user) for role, user in self.users.items() if user}

    @staticmethod
    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def browser(self, role):
        """A client signed in with this role."""
        client = Client()
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def with_role(self, role, programme=None, organisation=None):
        user = UserFactory()
        grant_role(user=user, programme=programme or self.programme, role=role, organisation=organisation, by=None)
        return user

    def address(self, route):
        session = {"programme": "programme", "pk": self.held.pk}
        person = session | {"participant": self.participant.pk}
        report = session | {"report": self.report.pk}
        arguments = {
            "wagtail_serve": {"args": ["programme/"]},
            "media": {"args": [default_storage.save("images/picture.webp", ContentFile(b"picture"))]},
            "calendar_month": {"args": [2026, 11]},
            "sitemap_section": {"args": ["pages"]},
            "social_card": {"args": [self.programme.pk, "old"]},
            "site_card": {"args": ["old"]},
            "site_colours": {"args": ["old", "0062ba", "auto"]},
            "site_mark": {"args": ["old", "0062ba"]},
            "theme": {"args": [ThemeFactory().slug]},
            "organisation": {"args": [self.programme.contact.organisation_id]},
            "alliance": {"args": [self.alliance.pk]},
            "region": {"args": [RegionFactory().pk]},
            "calendar_feed": {"args": ["programme"]},
            "own_calendar": {"args": [self.calendar.key]},
            "media_file": {"args": [self.recording.media_id]},
            "recording_video": {"args": [self.recording.pk]},
            "recording_described": {"args": [self.recording.pk]},
            "recording_poster": {"args": [self.recording.pk]},
            "recording_captions": {"args": [self.recording.pk, "nb"]},
            "recording_transcript": {"args": [self.recording.pk, "nb"]},
            "recording_watched": {"args": [self.recording.pk]},
            "slide_image": {"args": [self.slide.pk]},
            "handout_file": {"args": [self.handout.pk]},
            "register_webinar": {"args": [self.coming.activity_id]},
            "register_gathering": {"args": [self.gathering.activity_id]},
            "withdraw": {"args": [self.registration.pk]},
            "manage": {"args": [manage_token(self.participant)]},
            "manage_withdraw": {"args": [manage_token(self.participant), self.registration.pk]},
            "mark_done": {"args": [self.lesson.pk]},
            "undo_done": {"args": [self.lesson.pk]},
            "drop_module": {"args": [self.module.pk]},
            "keep_module": {"args": [self.module.pk]},
            "staff_sessions": {"args": ["programme"]},
            "staff_recordings": {"args": ["programme"]},
            "staff_figures": {"args": ["programme"]},
            "staff_figures_csv": {"args": ["programme"]},
            "staff_figures_xlsx": {"args": ["programme"]},
            "staff_cancel": {"kwargs": session | {"pk": self.coming.pk}},
            "staff_seats": {"kwargs": session | {"pk": self.coming.pk}},
            "staff_decide": {"kwargs": session | {"pk": self.coming.pk, "registration": self.registration.pk}},
            "staff_person": {"kwargs": person},
            "staff_waive": {"kwargs": person},
            "object_to_record": {"args": [self.held.pk]},
            "staff_objections": {"args": ["programme"]},
            "staff_answer": {"args": ["programme", self.objection.pk]},
            "staff_matrix": {"args": ["programme"]},
            "staff_matrix_csv": {"args": ["programme"]},
            "staff_matrix_xlsx": {"args": ["programme"]},
            "staff_excuse": {"kwargs": person},
            "staff_remembered": {"args": ["programme"]},
            "staff_forget": {"args": ["programme", self.remembered.pk]},
            "staff_forget_columns": {"args": ["programme", self.remembered.pk]},
            "staff_report_person": {"kwargs": report | {"entry": self.entry.pk}},
            "staff_take_back": {"kwargs": person | {"evidence": Evidence.objects.get().pk}},
            "account_reset_password_from_key": {"kwargs": {"uidb36": "1", "key": "a-b"}},
        }
        activity = self.held.activity_id
        if route in CAPTIONS:
            arguments[route] = {"args": [activity, "nb", *([self.cue.pk] if route == "correct_caption_line" else [])]}
        elif route in UPLOADS:
            arguments[route] = {"args": [activity, self.upload.pk]}
        elif route in PRESENTATIONS:
            arguments[route] = {"args": [activity, self.handout.pk]}
        elif route == "bring_back":
            arguments[route] = {"args": [activity, 1]}
        elif route == "translate_page":
            arguments[route] = {"args": [activity, "nn"]}
        elif route in ("programme_board", "add_to_programme", "copy_programme", "programme_roles"):
            arguments[route] = {"args": [self.programme.pk]}
        elif route == "revoke_role":
            arguments[route] = {"args": [self.programme.pk, ProgrammeRole.objects.earliest("pk").pk]}
        elif TABLE[route][0] in (EDITORS, EDITORS_METHOD):
            arguments[route] = {"args": [activity]}
        elif route in OF_SESSION:
            arguments[route] = {"kwargs": session}
        elif route in OF_REPORT:
            arguments[route] = {"kwargs": report}
        return reverse(route, **arguments.get(route, {}))


def outcome(response):
    if response.streaming:
        response.getvalue()
    if response.status_code == 302 and "/account/login" in response["Location"]:
        return "sign in"
    return {200: "ok", 302: "ok", 422: "ok", 404: "none", 403: "no", 405: "method"}.get(
        response.status_code, response.status_code
    )


def routes(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern)
        elif pattern.callback.__module__.split(".")[0] in ROOMS:
            yield pattern.name


def test_every_route_is_in_the_table():
    assert sorted(set(routes(get_resolver()))) == sorted(TABLE)


MADE: list[World] = []
begins_with_everybody = pytest.mark.world("somebody of each role", lambda: MADE.append(World()))


@pytest.fixture
def world():
    return MADE[-1]


def asked_by_each_role(world, method, route, address):
    """The roles whose response differs from the table.

    Refused responses contain no names and, in the staff area, create no rows; responses to staff are not cacheable.
    """
    expected, is_staffs = TABLE[route][method == "post"], route.startswith("staff_")
    said = {}
    before = stored() if is_staffs else []
    for role in ROLES if len(set(expected.values())) > 1 else NAMED:
        response = getattr(world.browser(role), method)(address)
        said[role] = outcome(response)
        if said[role] != "ok":
            body = response.content.decode()
            assert (world.participant.name in body, world.participant.email in body) == (False, False), (route, role)
        elif is_staffs and response.status_code == 200:
            assert "no-store" in response["Cache-Control"], route
        # The last of those who are not staff here.
        if is_staffs and role == "elsewhere":
            assert stored() == before, route
    return {role: answer for role, answer in said.items() if answer != expected[role]}


def stored():
    """The number of rows that staff can change or personal data is in, and of log entries."""
    models = (Evidence, Attendance, Registration, Objection, Participant, RememberedChoice, ReportEntry, ReportImport)
    return [model.objects.count() for model in (*models, ModelLogEntry, PageLogEntry)]


@begins_with_everybody
def test_each_role_may_read_what_the_table_says(world, monkeypatch):
    addresses = {route: world.address(route) for route in TABLE}
    # Nothing that pages show is written from here on, so memos may be used, as they are outside a transaction.
    monkeypatch.setattr(validity, "current", lambda: validity.Generation(-1, -1))
    found = {route: asked_by_each_role(world, "get", route, address) for route, address in addresses.items()}
    assert {route: wrong for route, wrong in found.items() if wrong} == {}


@begins_with_everybody
def test_what_changes_nothing_takes_no_post(world):
    closed = [route for route, (_reading, posting) in TABLE.items() if posting in (METHOD, CLOSED)]
    found = {route: asked_by_each_role(world, "post", route, world.address(route)) for route in closed}
    assert {route: wrong for route, wrong in found.items() if wrong} == {}


@begins_with_everybody
@pytest.mark.parametrize("route", [route for route, (_, posting) in TABLE.items() if posting not in (METHOD, CLOSED)])
def test_each_role_may_change_what_the_table_says(world, route):
    assert asked_by_each_role(world, "post", route, world.address(route)) == {}


@begins_with_everybody
def test_a_participant_reads_their_own_record_and_nobody_elses(world):
    own, others = (world.browser(role).get(reverse("my_records")) for role in ("participant", "stranger"))
    assert [row["record"].session for row in own.context["rows"]] == [world.held]
    assert others.context["rows"] == []
    assert world.objection.text not in others.content.decode()
