"""The caption section of the publishing screen, and the caption editor."""

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import ModulePageFactory, UserFactory
from tests.factories.programme import make_recording
from tests.html import words
from webinars.actions.captions import take_captions
from webinars.models import CaptionTrack, Chapter, Cue, Recording
from webinars.proofreading import PAGE

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert('hei')</script>"


def file_of(*texts, seconds=3):
    rows = (
        f"{number * seconds // 60:02}:{number * seconds % 60:02}.000 --> "
        f"{(number + 1) * seconds // 60:02}:{(number + 1) * seconds % 60:02}.000\n{text}"
        for number, text in enumerate(texts)
    )
    return ("WEBVTT\n\n" + "\n\n".join(rows)).encode()


@pytest.fixture
def recording():
    recording = make_recording(ModulePageFactory(), size=0)
    Recording.objects.filter(pk=recording.pk).update(seconds=600, captions_required=["nb", "nn"])
    recording.refresh_from_db()
    return recording


@pytest.fixture
def take(recording):
    def take(*texts, name="tekst.nb.vtt", **options):
        return take_captions(recording=recording, data=file_of(*texts, **options), name=name, by=None)

    return take


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return client


@pytest.fixture
def address(recording):
    def address(route, *arguments):
        return reverse(route, args=[recording.webinar_id, *arguments])

    return address


def parse(response):
    return BeautifulSoup(response.content, "html.parser")


def rows(page):
    """The cues on a screen: speaker and text."""
    return [
        (row.find("input", type="text")["value"], row.textarea.get_text().removeprefix("\n"))
        for row in page.select("[data-line]")
    ]


def fields(page):
    """The form data that a browser would send."""
    form = page.select_one("[data-form]")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    return sent | {field["name"]: field.get_text().removeprefix("\n") for field in form.select("textarea")}


# The section


def test_section_takes_a_file_and_says_what_is_missing(editor, address, recording):
    response = editor.post(
        address("take_captions"), {"file": SimpleUploadedFile("opptak.nb.vtt", file_of("Hei", "Hallo"))}
    )
    assert response["Location"].endswith("#captions")
    section = parse(editor.get(response["Location"])).select_one("#captions")
    assert "opptak.nb.vtt" in words(section)
    assert [link["href"] for link in section.select(".cap-track__acts a")] == [
        address("correct_captions", "nb"),
        address("download_captions", "nb"),
    ]
    assert len(section.select(".cap-missing")) == 1
    assert "nynorsk" in words(section.select_one(".cap-missing"))


def test_section_says_why_a_file_is_not_taken_where_it_was_chosen(editor, address, take):
    take("Hei")
    for language, place in (("", "#captions-file"), ("nb", "#captions-file-nb")):
        answer = editor.post(
            address("take_captions"), {"file": SimpleUploadedFile("a.vtt", b"%PDF-1.7"), "language": language}
        )
        assert answer.status_code == 422
        field = parse(answer).select_one(place)
        assert "PDF" in words(parse(answer).find(id=field["aria-describedby"]))
        assert field.find_parent("details").has_attr("open")
    assert editor.post(address("take_captions")).status_code == 422


def test_corrected_captions_are_replaced_when_that_is_ticked(editor, address, take):
    cue = take("Hei").cues.get()
    url = address("correct_caption_line", "nb", cue.pk)
    editor.post(url, {"text": "Heisann", "speaker": "", "seen": ""})
    sent = {"language": "nb", "file": SimpleUploadedFile("b.vtt", file_of("Hallo"))}
    assert editor.post(address("take_captions"), sent).status_code == 422
    sent["file"] = SimpleUploadedFile("b.vtt", file_of("Hallo"))
    assert editor.post(address("take_captions"), {**sent, "replace": "yes"}).status_code == 302
    assert CaptionTrack.objects.get().cues.get().text == "Hallo"


def test_guessed_language_is_asked_about_until_it_is_confirmed(editor, address, take, recording):
    take("Hva er det, og hvordan? Jeg vet ikke noe.", name="tekst.vtt")
    form = parse(editor.get(address("publish_recording"))).select_one(".cap-ask")
    editor.post(form["action"], {"language": form.select_one("[name=language]")["value"]})
    assert parse(editor.get(address("publish_recording"))).select_one(".cap-ask") is None
    editor.post(address("change_captions", "nb"), {"language": "sv"})
    assert recording.captions.get().language == "sv"
    for _click in range(2):
        assert editor.post(address("change_captions", "sv"), {"do": "remove"}).status_code == 302
    assert not recording.captions.exists()


def test_findings_name_the_lines_and_lead_to_them(editor, address, take, recording):
    Recording.objects.update(seconds=7)
    track = take("Hei", "Så lang at ingen rekker å lese den før den er borte igjen, " * 2, "Ja", "Nei")
    section = parse(editor.get(address("publish_recording"))).select_one("#captions")
    late = section.select_one(".cap-found__one--problem")
    last = track.cues.last()
    assert [(link.get_text(), link["href"]) for link in late.select("a")] == [
        ("4", f"{address('correct_captions', 'nb')}?line={last.pk}#line-{last.pk}")
    ]
    assert len(section.select(".cap-found__one--advice")) == 2
    page = parse(editor.get(address("correct_captions", "nb"), {"only": "too_fast"}))
    assert [text[:6] for _speaker, text in rows(page)] == ["Så lan"]
    assert len(page.select_one("[data-line]").select(".cap-note--advice")) == 2


# The editor


def test_script_in_a_line_is_text_wherever_it_is_shown(editor, address, take):
    track = take(SCRIPT.replace("<", "&lt;"), f"<v {SCRIPT.replace('<', '&lt;').replace('>', '&gt;')}>Hei</v>")
    assert track.cues.first().text == SCRIPT
    response = editor.get(address("correct_captions", "nb"))
    page = parse(response)
    assert rows(page) == [("", SCRIPT), (SCRIPT, "Hei")]
    assert SCRIPT not in response.content.decode()
    assert SCRIPT not in editor.get(address("publish_recording")).content.decode()
    answer = editor.post(
        address("correct_caption_line", "nb", track.cues.first().pk), {"text": f"Nå {SCRIPT}", "speaker": SCRIPT}
    )
    assert SCRIPT not in answer.content.decode()
    served = editor.get(address("download_captions", "nb"))
    assert (served["Content-Type"], "<script" in served.content.decode()) == ("text/vtt; charset=utf-8", False)


def test_line_is_stored_by_itself_and_answers_as_it_is_now(editor, address, take):
    track = take("Hei", "Hallo")
    page = parse(editor.get(address("correct_captions", "nb")))
    first = page.select_one("[data-line]")
    seen = first.select_one("[data-seen]")["value"]
    answer = editor.post(first["data-url"], {"text": " Hei  du ", "speaker": "Kari", "seen": seen})
    assert (answer.status_code, rows(parse(answer))) == (200, [("Kari", "Hei du")])
    assert parse(answer).select_one("#findings") is not None
    again = editor.post(first["data-url"], {"text": "Noe annet", "speaker": "Kari", "seen": seen})
    assert (again.status_code, "Hei du" in words(parse(again).select_one("[data-refusal]"))) == (422, True)
    assert "Hei du" in track.recording.captions.get().vtt
    track.cues.first().delete()
    assert editor.post(first["data-url"], {"text": "Hei", "speaker": ""}).status_code == 409
    assert editor.post(address("correct_caption_line", "sv", 1), {"text": "Hei"}).status_code == 404


def test_page_of_lines_is_stored_without_script_and_keeps_what_was_refused(editor, address, take):
    track = take("En", "To", "Tre")
    one, two, three = track.cues.all()
    url = address("correct_captions", "nb")
    sent = fields(parse(editor.get(url)))
    editor.post(url, sent | {f"text-{one.pk}": "Ein"})
    answer = editor.post(url, sent | {f"text-{one.pk}": "Eitt", f"text-{two.pk}": "", f"text-{three.pk}": "Tri"})
    page = parse(answer)
    assert (answer.status_code, rows(page)) == (422, [("", "Eitt"), ("", ""), ("", "Tri")])
    assert len(page.select("[data-refusal]")) == 2
    answer = editor.post(url, fields(page) | {f"text-{two.pk}": "Tvo"})
    assert answer.status_code == 302
    assert [cue.text for cue in track.cues.all()] == ["Eitt", "Tvo", "Tri"]


def test_buttons_of_a_line_store_what_was_typed_first(editor, address, take):
    track = take("En og to", "Tre", "Fire")
    one, two, three = track.cues.all()
    url = address("correct_captions", "nb")
    sent = fields(parse(editor.get(url)))
    answer = editor.post(url, sent | {f"text-{one.pk}": "Ein og to", "do": f"split:{one.pk}", "before": "Ein og "})
    assert answer.status_code == 302
    assert [cue.text for cue in track.cues.all()] == ["Ein og", "to", "Tre", "Fire"]
    editor.post(url, {"do": f"join:{one.pk}"})
    times = {f"start-{one.pk}": sent[f"start-{one.pk}"], f"end-{one.pk}": "00:00:00.750"}
    editor.post(url, times | {"do": f"time:{one.pk}"})
    assert track.cues.get(pk=one.pk).end_ms == 750
    editor.post(url, {"do": f"remove:{three.pk}"})
    assert [cue.text for cue in track.cues.all()] == ["Ein og\nto", "Tre"]
    editor.post(url, {"do": f"join:{two.pk}"}, follow=True)
    assert editor.post(url, {"do": f"join:{three.pk}"}).status_code == 404
    assert editor.post(url, {"do": "join:x"}).status_code == 404
    assert track.cues.count() == 2


@pytest.mark.parametrize(
    ("start", "end", "wrong"), [("0:00", "no time", "end"), ("1:99", "0:05", "start"), ("0:04", "0:02", "end")]
)
def test_refused_time_keeps_what_was_typed_and_says_why_at_the_field(editor, address, take, start, end, wrong):
    one, two = take("Ein", "To").cues.all()
    url = address("correct_captions", "nb")
    sent = fields(parse(editor.get(url)))
    typed = {f"start-{one.pk}": start, f"end-{one.pk}": end, f"text-{two.pk}": "To til", "do": f"time:{one.pk}"}
    answer = editor.post(url, sent | typed)
    page = parse(answer)
    shown = fields(page)
    assert (answer.status_code, shown[f"start-{one.pk}"], shown[f"end-{one.pk}"]) == (422, start, end)
    [field] = page.select("[aria-invalid]")
    assert field["name"] == f"{wrong}-{one.pk}"
    assert words(page.find(id=field["aria-describedby"]))
    assert field.find_parent("details").has_attr("open")
    assert len(page.select("details.cap-line__more[open]")) == 1
    # The times stand as they were; the words beside them are stored.
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in one.track.cues.all()] == [
        (0, 3000, "Ein"),
        (3000, 6000, "To til"),
    ]
    answer = editor.post(url, shown | {f"start-{one.pk}": "0:00", f"end-{one.pk}": "0:02", "do": f"time:{one.pk}"})
    assert (answer.status_code, one.track.cues.first().end_ms) == (302, 2000)


def test_speaker_is_renamed_in_all_lines(editor, address, take):
    track = take("<v Kari>En", "<v Ola>To", "<v Kari>Tre")
    url = address("correct_captions", "nb")
    people = parse(editor.get(url)).select("#people form")
    assert [form.select_one("[name=old]")["value"] for form in people] == ["Kari", "Ola"]
    editor.post(url, {"do": "rename", "old": "Kari", "new": "Kari Eksempel"})
    assert [cue.speaker for cue in track.cues.all()] == ["Kari Eksempel", "Ola", "Kari Eksempel"]


@pytest.mark.database
def test_text_that_no_database_takes_is_no_fault_of_the_server(editor, address, take):
    take("<v Kari>En")
    renamed = {"do": "rename", "old": "Kari\0", "new": "Ola\0"}
    assert editor.post(address("correct_captions", "nb"), renamed).status_code == 302
    assert Cue.objects.get().speaker == "Ola"
    sent = {"language": "nb\0", "file": file_of("Hei")}
    assert editor.post(address("take_captions"), sent).status_code == 422


def test_transcript_is_said_to_be_right(editor, address, take, recording):
    take("Hei")
    answer = editor.post(address("correct_captions", "nb"), {"do": "approve"})
    assert answer["Location"].endswith("#captions")
    recording.refresh_from_db()
    assert recording.transcript_approved


def test_page_is_that_of_the_line_or_the_second_asked_for(editor, address, take):
    track = take(*(f"Linje {number}" for number in range(1, 2 * PAGE + 2)), seconds=2)
    url, last = address("correct_captions", "nb"), track.cues.last()

    def shown(**query):
        return [text for _speaker, text in rows(parse(editor.get(url, query)))]

    assert (len(shown()), len(shown(page=2)), shown(page=3)) == (PAGE, PAGE, [f"Linje {2 * PAGE + 1}"])
    assert shown(line=last.pk) == shown(page=3) == shown(page=99) == shown(at=2 * 2 * PAGE)
    assert shown(at=2 * 2 * PAGE - 1) == shown(page=2)
    assert shown(page="x", line="²", at="-1", only="nothing") == shown()


def test_editor_asks_as_much_for_a_thousand_lines_as_for_one(editor, address, take, django_assert_num_queries):
    take("Hei", name="a.nn.vtt")
    take(*(f"Linje {number}" for number in range(1000)), seconds=1)
    for language in ("nn", "nb"):
        with django_assert_num_queries(11):
            assert editor.get(address("correct_captions", language)).status_code == 200


def test_section_asks_as_much_for_three_languages_as_for_one(editor, address, take):
    """The screen is of many sections; how many queries all of it takes is said where it is tested."""

    def queries():
        with CaptureQueriesContext(connection) as asked:
            editor.get(address("publish_recording"))
        return len(asked)

    take("Hei")
    queries()  # what is asked once in a process
    with_one = queries()
    for language in ("nn", "sv"):
        take("Hei", "Hallo", name=f"a.{language}.vtt")
    assert queries() == with_one


# Chapters


def chapters(recording):
    return list(recording.chapters.values_list("second", "title"))


def test_chapters_are_changed_added_and_removed_in_rows(editor, address, recording):
    one = Chapter.objects.create(recording=recording, second=0, title="Start")
    two = Chapter.objects.create(recording=recording, second=60, title="Midt")
    sent = {
        f"time-{one.pk}": "00:00", f"title-{one.pk}": "Velkommen",
        f"time-{two.pk}": "1:00", f"title-{two.pk}": "Midt",
        "time-new": "0:05:30", "title-new": "Slutt",
    }  # fmt: skip
    assert editor.post(address("change_chapters"), sent)["Location"].endswith("#chapters")
    assert chapters(recording) == [(0, "Velkommen"), (60, "Midt"), (330, "Slutt")]
    editor.post(address("change_chapters"), {"remove": str(two.pk)})
    assert chapters(recording) == [(0, "Velkommen"), (330, "Slutt")]


@pytest.mark.parametrize(
    ("time", "title"), [("tull", "Slutt"), ("5:00", ""), ("11:00", "For sent"), ("0:00", "Igjen"), ("", "Uten tid")]
)
def test_rows_of_chapters_keep_what_was_typed(editor, address, recording, time, title):
    one = Chapter.objects.create(recording=recording, second=0, title="Start")
    sent = {f"time-{one.pk}": "0:00", f"title-{one.pk}": "Ny", "time-new": time, "title-new": title}
    answer = editor.post(address("change_chapters"), sent)
    page = parse(answer)
    assert answer.status_code == 422
    assert [field["value"] for field in page.select(".cap-row input")] == ["0:00", "Ny", time, title]
    assert len(page.select("#chapters .pub-error")) == 1
    assert chapters(recording) == [(0, "Start")]


def test_pasted_chapters_take_the_place_of_others_all_or_none(editor, address, recording):
    url = address("set_chapters")
    typed = "00:00:00 Velkommen\n00:17 Tittel\nuten tid\n99:99 Feil\n20:00 Etter slutt"
    answer = editor.post(url, {"text": typed})
    page = parse(answer)
    assert (answer.status_code, page.select_one("#chapters-text").get_text().removeprefix("\n")) == (422, typed)
    assert [re.search(r"\d+", line.get_text())[0] for line in page.select("#chapters-problems li")] == ["3", "4", "5"]
    assert not chapters(recording)
    assert editor.post(url, {"text": "00:17 Tittel\n00:00:00 Velkommen"}).status_code == 302
    assert chapters(recording) == [(0, "Velkommen"), (17, "Tittel")]
    assert editor.post(url, {"text": ""}).status_code == 302
    assert not chapters(recording)


def test_chapters_come_from_a_file_in_any_encoding(editor, address, recording):
    url = address("set_chapters")
    data = file_of("Innledning", "Å måle", seconds=60).decode().encode("utf-16")
    assert editor.post(url, {"file": SimpleUploadedFile("kapitler.vtt", data)}).status_code == 302
    assert chapters(recording) == [(0, "Innledning"), (60, "Å måle")]
    for bad in (b"%PDF-1.7", b"WEBVTT\n\n00:00,000 --> 00:01,000\nHei", bytes(6 * 1024**2)):
        answer = editor.post(url, {"file": SimpleUploadedFile("kapitler.vtt", bad)})
        assert (answer.status_code, len(parse(answer).select("#chapters [role=alert]"))) == (422, 1)
    assert len(chapters(recording)) == 2


def test_chapter_is_picked_from_the_transcript_and_given_a_title(editor, address, take, recording):
    cue = take("Hei", "Nå skal vi\nmåle.").cues.last()
    url = address("correct_captions", "nb")
    for _ in range(2):
        answer = editor.post(url, {"do": f"chapter:{cue.pk}"})
    assert chapters(recording) == [(3, "Nå skal vi måle")]
    page = parse(editor.get(answer["Location"]))
    title = page.select_one("[data-write]")
    assert title["value"] == "Nå skal vi måle"
    form = title.find_parent("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    answer = editor.post(url, sent | {title["name"]: "Måling"})
    assert answer["Location"].endswith(f"#line-{cue.pk}")
    assert chapters(recording) == [(3, "Måling")]
    answer = editor.post(url, sent | {title["name"]: ""})
    assert (answer.status_code, chapters(recording)) == (422, [(3, "Måling")])


def test_overdue_captions_are_said_to_be(editor, address, recording):
    recording.caption_deadline = timezone.localdate() - dt.timedelta(days=1)
    recording.save()
    section = parse(editor.get(address("publish_recording"))).select_one("#captions")
    assert len(section.select(".cap-missing--overdue")) == 2
