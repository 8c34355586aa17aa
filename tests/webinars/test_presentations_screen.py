"""The presentations section of the publishing screen: messages, actions and permissions."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.actions import grant_role
from courses.models import Role
from tests.factories import OrganisationFactory, ProgrammePageFactory, UserFactory
from tests.factories.courses import ModulePageFactory, TrackPageFactory
from tests.factories.programme import make_recording
from tests.webinars import pdfs
from webinars.models import Handout, Slide, Speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def recording():
    return make_recording(ModulePageFactory(parent=TrackPageFactory(parent=ProgrammePageFactory())), size=0)


@pytest.fixture
def owner(client, recording):
    user = UserFactory()
    grant_role(
        user=user,
        programme=recording.webinar.get_ancestors().filter(depth=3).get().specific,
        role=Role.COURSE_OWNER,
        by=None,
    )
    client.force_login(user)
    return user


def make_deck(recording, number=1, *, pages=2, **fields):
    values = {"kind": "slides", "title": f"Deck{number}", "order": number, "pages": pages, "pages_read": pages}
    row = Handout.objects.create(
        webinar=recording.webinar, **{"file": "x.pdf", "size": 1000, "is_tagged": True} | values | fields
    )
    for page in range(1, pages + 1):
        Slide.objects.create(handout=row, number=page, image="x.webp", width=640, height=360, text=f"Side {page}")
    return row


def address(route, row):
    return reverse(route, args=[row.webinar_id, row.pk])


def shown(client, recording):
    response = client.get(reverse("publish_recording", args=[recording.webinar_id]), headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").find(id="presentations")


def post(client, route, row, **data):
    return client.post(address(route, row), data)


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def fields(row, **changed):
    values = {"title": row.title, "speaker": row.speaker, "kind": row.kind, "organisation": ""} | changed
    return {f"handout-{row.pk}-{name}": value for name, value in values.items()}


def test_files_are_listed_with_what_was_found_in_them(client, recording, owner):
    make_deck(recording, speaker="Kari Eksempel", organisation=OrganisationFactory(name="NORSUS"))
    untagged = make_deck(recording, 2, is_tagged=False, is_accessible=False)
    make_deck(recording, 3, pages_read=1)
    make_deck(recording, 4, problem="page_slow:2")
    Handout.objects.create(webinar=recording.webinar, kind="slides", title="Announced", order=5, is_planned=True)
    Handout.objects.create(webinar=recording.webinar, kind="attachment", title="Ark", format="xlsx", file="x.xlsx")
    rows = {row.h3.get_text(strip=True): row for row in shown(client, recording).select(".pub-file")}
    assert list(rows) == ["Deck1", "Deck2", "Deck3", "Deck4", "Announced", "Ark"]
    assert "Kari Eksempel" in rows["Deck1"].get_text()
    assert "NORSUS" in rows["Deck1"].get_text()
    assert rows["Deck1"].find(href=address("publish_slide_times", Handout.objects.get(title="Deck1")))
    contact = recording.webinar.get_ancestors().filter(depth=3).get().specific.contact
    assert contact.email in rows["Deck2"].get_text()
    assert contact.email not in rows["Deck1"].get_text()
    assert untagged.is_accessible is False
    assert (rows["Deck3"].progress["value"], rows["Deck3"].progress["max"]) == ("1", "2")
    assert rows["Deck3"]["hx-trigger"] == "every 1s"
    assert "2" in rows["Deck4"].find(class_="pub-state--wrong").p.get_text()
    assert not rows["Deck4"].has_attr("hx-get")
    assert rows["Announced"].select_one(".pub-file__body > form input[type=file]")
    assert not rows["Deck1"].select_one(".pub-file__body > form input[type=file]")


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_however_long_it_is(client, recording, owner, number, django_assert_num_queries):
    for place in range(number):
        make_deck(recording, place, organisation=OrganisationFactory())
        recording.webinar.speakers.add(Speaker(role=f"Forsker {place}", organisation=OrganisationFactory()))
    recording.webinar.save()
    row = Handout.objects.first()
    client.get(address("publish_presentation", row))
    with django_assert_num_queries(16):
        assert client.get(address("publish_presentation", row)).status_code == 200


def test_row_asks_no_more_once_its_pages_are_read(client, recording, owner):
    row = make_deck(recording)
    fresh = BeautifulSoup(client.get(address("publish_presentation", row)).content, "html.parser")
    assert fresh.li["id"] == f"handout-{row.pk}"
    assert not fresh.li.has_attr("hx-get")
    assert fresh.find(attrs={"data-said": True})


def test_speaker_of_the_page_brings_the_organisation(client, recording, owner):
    speaker = Speaker(role="Forsker", name="Kari Eksempel", organisation=OrganisationFactory(name="NORSUS"))
    recording.webinar.speakers.add(speaker)
    recording.webinar.save()
    row = make_deck(recording)
    assert [option["value"] for option in shown(client, recording).find(id="known-speakers").find_all("option")] == [
        "Kari Eksempel"
    ]
    response = post(client, "publish_presentation", row, **fields(row, speaker="Kari Eksempel", title="Nytt navn"))
    assert response.url.endswith("#presentations")
    row.refresh_from_db()
    assert (row.title, row.speaker, row.organisation.name, row.is_accessible) == (
        "Nytt navn",
        "Kari Eksempel",
        "NORSUS",
        False,
    )
    OrganisationFactory(name="Ås kommune")
    post(client, "publish_presentation", row, **fields(row, organisation="ås KOMMUNE", is_accessible="on"))
    row.refresh_from_db()
    assert (row.organisation.name, row.is_accessible) == ("Ås kommune", True)


def test_what_must_be_mended_stays_as_it_was_typed(client, recording, owner):
    row = make_deck(recording)
    response = post(client, "publish_presentation", row, **fields(row, speaker="Ola", organisation="Finnes ikke"))
    assert response.status_code == 422
    form = BeautifulSoup(response.content, "html.parser").find(id=f"handout-{row.pk}").details
    assert form.has_attr("open")
    assert form.find(attrs={"name": f"handout-{row.pk}-organisation"})["value"] == "Finnes ikke"
    assert form.find(class_="pub-error")
    row.refresh_from_db()
    assert (row.speaker, row.organisation) == ("", None)


def test_file_is_replaced_and_a_broken_one_changes_nothing(
    client, recording, owner, django_capture_on_commit_callbacks
):
    row = make_deck(recording, pages=4, is_planned=True)
    broken = SimpleUploadedFile("ny.pdf", b"%PDF-1.7 nothing")
    response = post(client, "publish_presentation_replace", row, file=broken)
    assert said(response)[0].startswith("ny.pdf")
    row.refresh_from_db()
    assert (row.pages, row.is_planned) == (4, True)
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "publish_presentation_replace", row, file=SimpleUploadedFile("ny.pdf", pdfs.deck(2)))
    row.refresh_from_db()
    assert (row.title, row.pages, row.pages_read, row.is_planned) == ("Deck1", 2, 2, False)
    assert post(client, "publish_presentation_replace", row).url.endswith("#presentations")


def test_files_are_moved_tried_again_and_removed_after_a_question(client, recording, owner):
    one, other = make_deck(recording), make_deck(recording, 2, problem="page_heavy:1")
    post(client, "publish_presentation_move", other, to="up")
    assert list(Handout.objects.order_by("order").values_list("pk", flat=True)) == [other.pk, one.pk]
    post(client, "publish_presentation_read", other)
    other.refresh_from_db()
    assert other.problem == ""
    question = BeautifulSoup(client.get(address("publish_presentation_remove", one)).content, "html.parser")
    assert one.title in question.h1.get_text()
    assert Handout.objects.count() == 2
    for _ in range(2):
        assert post(client, "publish_presentation_remove", one).url.endswith("#presentations")
    assert list(Handout.objects.all()) == [other]


def test_times_are_written_slide_by_slide_and_what_is_not_sent_stays(client, recording, owner):
    row = make_deck(recording, pages=3)
    assert post(client, "publish_slide_times", row, **{"second-1": "0:05", "second-3": "1:00:00"}).status_code == 302
    assert seconds(row) == [5, None, 3600]
    one_press = client.post(
        address("publish_slide_times", row), {"second-2": "65"}, headers={"Accept": "application/json"}
    )
    assert (one_press.status_code, one_press.json()) == (200, {"saved": True})
    post(client, "publish_slide_times", row, **{"second-3": ""})
    assert seconds(row) == [5, 65, None]
    page = BeautifulSoup(client.get(address("publish_slide_times", row)).content, "html.parser")
    assert [field["value"] for field in page.select(".times__slide input")] == ["00:05", "01:05", ""]
    assert page.video["src"] == reverse("recording_video", args=[recording.pk])


def test_times_are_pasted_as_lines(client, recording, owner):
    row = make_deck(recording, pages=3)
    post(client, "publish_slide_times", row, lines="1 00:00:10\n\nLysark 3: 17:35\r\n2;0:40")
    assert seconds(row) == [10, 40, 1055]


@pytest.mark.parametrize(
    "data",
    [
        {"second-1": "tolv", "second-2": "1:00"},
        {"second-1": "1:75", "second-2": "1:00"},
        {"lines": "1 00:10\nhei og hopp"},
        {"lines": "1 00:10\n9 00:20"},
        {"second-1": "0:10", "second-2": "2:00:00"},
    ],
)
def test_one_wrong_time_changes_none_and_what_was_typed_stays(client, recording, owner, data):
    row = make_deck(recording, pages=3)
    response = post(client, "publish_slide_times", row, **data)
    assert response.status_code == 422
    assert seconds(row) == [None, None, None]
    page = BeautifulSoup(response.content, "html.parser")
    typed = {field["name"]: field["value"] for field in page.select(".times__slide input")}
    typed["lines"] = page.textarea.get_text().strip()
    assert data.items() <= typed.items()
    assert page.select(".pub-error, .pub-said--error")
    refused = client.post(address("publish_slide_times", row), data, headers={"Accept": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["problem"]


def test_another_institution_s_editor_meets_nothing(client, recording):
    row = make_deck(recording)
    recording.webinar.responsible = OrganisationFactory()
    recording.webinar.save()
    user = UserFactory()
    programme = recording.webinar.get_ancestors().filter(depth=3).get().specific
    grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=OrganisationFactory(), by=None)
    client.force_login(user)
    for route in ("publish_presentation", "publish_slide_times", "publish_presentation_remove"):
        assert client.get(address(route, row)).status_code == 404
        assert client.post(address(route, row), {"lines": "1 0:10"}).status_code == 404
    assert seconds(row) == [None, None]


def test_file_of_another_webinar_is_not_reached_from_this_one(client, recording, owner):
    elsewhere = make_deck(make_recording(ModulePageFactory(), size=0))
    for route in ("publish_presentation", "publish_slide_times"):
        assert client.get(reverse(route, args=[recording.webinar_id, elsewhere.pk])).status_code == 404
    client.post(reverse("publish_presentation_remove", args=[recording.webinar_id, elsewhere.pk]))
    assert Handout.objects.filter(pk=elsewhere.pk).exists()


def seconds(row):
    return list(row.slides.order_by("number").values_list("second", flat=True))


def test_presentation_that_is_too_large_is_refused_before_its_first_byte(client, recording, owner, settings):
    begin = reverse("begin_upload", args=[recording.webinar_id])
    size = settings.HANDOUT_MAX_BYTES + 1
    refused = client.post(begin, {"name": "lysark.pdf", "size": size})
    assert refused.status_code == 413
    assert "lysark.pdf" in refused.json()["message"]
    assert client.post(begin, {"name": "opptak.mp4", "size": size}).status_code == 201
    assert client.post(begin, {"name": "lysark.pdf", "size": size - 1}).status_code == 201
