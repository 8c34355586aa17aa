"""Uploading captions: what is accepted and refused, and that repetition changes nothing."""

import datetime as dt
import io

import pytest
from django.conf import settings
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from courses.refusals import Refused
from tests.factories import UserFactory, WebinarPageFactory
from webinars.actions.captions import change_language, remove_captions, take_caption_file, take_captions
from webinars.actions.cues import (
    correct_cue,
    correct_cues,
    join_cue,
    mark_of,
    remove_cue,
    rename_speaker,
    retime_cue,
    split_cue,
)
from webinars.caption_sentences import AT_A_LINE, FINDINGS, KINDS, REASONS
from webinars.captions.languages import guessed_language
from webinars.captions.lines import Line
from webinars.captions.reading import MOST_BYTES, read_captions
from webinars.captions.times import clock
from webinars.models import CaptionTrack, Cue, Recording

pytestmark = pytest.mark.django_db

NORWEGIAN = "Hva er det, og hvordan gjør vi det? Det er ikke noe jeg bare vet. Vi kommer også fra noen andre."
TEAMS = b"""WEBVTT

0/1-0
00:00:01.000 --> 00:00:03.000
<v Kari Nordmann>Velkommen &amp; god dag</v>

0/2-0
00:00:03.000 --> 00:00:06.000
<v Ola Berg>Hva gj\xc3\xb8r vi, og hvordan? Ikke noe.</v>

0/3-0
00:00:06.000 --> 00:00:09.000
<v Kari Nordmann>Jeg er ikke sikker.</v>
"""


def file_of(*texts, seconds=3):
    """A SubRip file with a cue every `seconds` seconds."""

    def time(second):
        return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},000"

    return "\n\n".join(
        f"{number + 1}\n{time(number * seconds)} --> {time(number * seconds + seconds - 1)}\n{text}"
        for number, text in enumerate(texts)
    ).encode()


@pytest.fixture
def recording():
    return Recording.objects.create(webinar=WebinarPageFactory(), seconds=600)


@pytest.fixture
def take(recording):
    def take(data=TEAMS, name="mote.vtt", language=None, by=None):
        return take_captions(recording=recording, data=data, name=name, language=language, by=by)

    return take


def lines(track):
    return list(track.cues.order_by("number").values_list("start_ms", "end_ms", "speaker", "text"))


def assert_served_as_written(track):
    """Assert that the WebVTT file served has the same text as the stored cues."""
    track.refresh_from_db()
    assert list(read_captions(track.vtt.encode()).lines) == [Line(*row) for row in lines(track)]


def test_captions_are_lines_with_their_speakers_and_webvtt_of_ours(take):
    track = take()
    assert lines(track) == [
        (1000, 3000, "Kari Nordmann", "Velkommen & god dag"),
        (3000, 6000, "Ola Berg", "Hva gjør vi, og hvordan? Ikke noe."),
        (6000, 9000, "Kari Nordmann", "Jeg er ikke sikker."),
    ]
    assert (track.language, track.facts["language"], track.source_name) == ("nb", "text", "mote.vtt")
    assert_served_as_written(track)


@pytest.mark.database
def test_same_file_again_changes_nothing_that_was_corrected_either(take):
    track = take(name="mote.nn.vtt")
    correct_cue(cue=track.cues.first(), text="God dag", speaker="Kari", by=None)
    change_language(track=track, language="sv", by=None)
    again = take(name="another-name.nb.vtt")
    assert (again.pk, again.language, again.cues.first().text) == (track.pk, "sv", "God dag")
    assert take(language="sv").pk == track.pk
    assert CaptionTrack.objects.count() == 1


@pytest.mark.database
def test_another_file_replaces_the_captions_of_its_language_and_keeps_their_day(take, recording):
    first = take()
    CaptionTrack.objects.update(added_on=dt.date(2026, 11, 1))
    Recording.objects.update(transcript_approved=True)
    second = take(file_of("Noe nytt", "Noe mer"), "nytt.srt", language="nb")
    assert (second.pk, second.added_on, len(lines(second))) == (first.pk, dt.date(2026, 11, 1), 2)
    assert take(file_of("Noko nytt"), "nytt.srt", language="nn").pk != first.pk
    recording.refresh_from_db()
    assert not recording.transcript_approved
    assert_served_as_written(second)


def test_captions_are_from_the_day_it_is_in_the_programme(take, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 12, 23, 30, tzinfo=dt.UTC))
    with timezone.override("UTC"):
        assert take().added_on == dt.date(2026, 11, 13)


def test_what_was_corrected_gives_way_to_another_file_only_when_that_is_said(take, recording):
    track = take()
    correct_cue(cue=track.cues.first(), text="Rettet", speaker="", by=None)
    other = file_of("Noe nytt")
    with pytest.raises(Refused) as refused:
        take(other, language="nb")
    assert (refused.value.refusal.code, lines(track)[0][3]) == ("corrected", "Rettet")
    again = take_captions(recording=recording, data=other, name="ny.srt", language="nb", replace=True, by=None)
    assert (again.pk, again.corrected, lines(again)[0][3]) == (track.pk, 0, "Noe nytt")


def test_text_comes_to_captions_of_which_only_the_day_was_known(take, recording):
    known = CaptionTrack.objects.create(recording=recording, language="nb", added_on=dt.date(2026, 11, 2))
    Recording.objects.update(transcript_approved=True)
    assert take().pk == known.pk
    known.refresh_from_db()
    recording.refresh_from_db()
    assert recording.transcript_approved
    assert (known.has_text, known.added_on) == (True, dt.date(2026, 11, 2))


@pytest.mark.parametrize(
    ("name", "chosen", "text", "language", "told_by"),
    [
        ("opptak.nn.vtt", "sv", NORWEGIAN, "sv", "chosen"),
        ("opptak.nn.vtt", None, NORWEGIAN, "nn", "name"),
        ("opptak_no.srt", None, "The what and the how of this", "nb", "name"),
        ("opptak.vtt", None, NORWEGIAN, "nb", "text"),
        ("opptak.vtt", None, "Eg veit ikkje kva det er, og korleis vi kjem frå noko anna", "nn", "text"),
        ("opptak.vtt", None, "Jag vet inte vad det är, och hur mycket som är något", "sv", "text"),
        ("opptak.vtt", None, "This is what we are, and how the others came from that", "en", "text"),
        ("opptak.vtt", None, "Ja. Takk!", "en", "webinar"),
    ],
)
def test_language_is_the_chosen_one_or_told_by_the_file_or_that_of_the_webinar(
    take, recording, name, chosen, text, language, told_by
):
    recording.webinar.language = "en"
    recording.webinar.save()
    track = take(file_of(text), name, chosen)
    assert (track.language, track.facts["language"]) == (language, told_by)


def test_language_of_few_words_is_not_guessed():
    assert guessed_language(["Ikke", "the"]) == ""


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", ""),
        (b"\xef\xbb\xbf \r\n", "empty", ""),
        (b"PK\x03\x04" + bytes(200), "not_captions", ".vtt"),
        (b"%PDF-1.7", "not_captions", "PDF"),
        (b"<?xml version='1.0'?><tt/>", "not_captions", ".srt"),
        (b"Just some words about nothing.", "not_captions", "00:00:05.000"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n", "no_cue", "3"),
        (b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHei\n", "no_cue", ".srt"),
        (b"WEBVTT", "no_cue", ""),
        (bytes(MOST_BYTES + 1), "too_large", "5"),
        (b"\x00\xff\xfe\x9d" * 50, "not_captions", "00:00:05.000"),
        (file_of("Kapittel 1", "Kapittel 2", seconds=120), "chapters", ""),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nHei\n".encode("utf-16")[:9], "not_captions", ""),
    ],
)
def test_what_is_not_captions_gives_a_sentence_and_changes_nothing(take, data, code, says):
    before = take()
    with pytest.raises(Refused) as refused:
        take(data, "fil.vtt")
    assert refused.value.refusal.code == code
    message = str(refused.value.refusal)
    assert says in message
    assert message.endswith((".", "?"))
    assert len(lines(before)) == 3


def test_language_that_we_do_not_have_is_refused(take):
    for name, chosen in (("tekst.fi.vtt", None), ("tekst.vtt", "de")):
        with pytest.raises(Refused) as refused:
            take(name=name, language=chosen)
        assert refused.value.refusal.code == "language"
    assert CaptionTrack.objects.count() == 0


def test_large_file_is_refused_before_it_is_read(recording):
    class Large(io.BytesIO):
        def tell(self):
            return 200 * 1024**2

        def read(self, *size):
            raise AssertionError

    with pytest.raises(Refused) as refused:
        take_caption_file(recording=recording, file=Large(), name="tekst.vtt", by=None)
    assert refused.value.refusal.code == "too_large"


def test_any_encoding_and_no_script(take):
    track = take(file_of("<script>alert('å')</script> & «ære»").decode().encode("utf-16"), "tekst.srt", "nb")
    assert track.cues.get().text == "<script>alert('å')</script> & «ære»"
    assert "<script" not in track.vtt
    assert track.facts["encoding"] == "utf-16-le"


def test_line_that_ends_before_it_begins_is_kept_and_remembered(take):
    data = b"WEBVTT\n\n00:05.000 --> 00:02.000\nHei\n\n00:05.500 --> 00:08.000\nHallo\n\n00:01.000 --> 00:02.000\nNei\n"
    track = take(data, "tekst.vtt", "nb")
    assert [row[:2] for row in lines(track)] == [(1000, 2000), (5000, 6000), (5500, 8000)]
    assert (track.facts["mended"], track.facts["moved"]) == ([5000], [1000])


def test_correction_is_in_what_is_served_and_an_empty_one_is_refused(take):
    track = take()
    cue = track.cues.get(number=2)
    row = correct_cue(cue=cue, text="  Hva gjør vi \r\n nå? <b>", speaker="Ola  Berg", by=None)
    assert row.text == "Hva gjør vi\nnå? <b>"
    assert_served_as_written(track)
    for text, code in (("\u200b \n", "no_text"), ("x" * 2001, "too_long")):
        with pytest.raises(Refused) as refused:
            correct_cue(cue=cue, text=text, speaker="", by=None)
        assert refused.value.refusal.code == code
    track.cues.all().delete()
    with pytest.raises(Refused) as refused:
        correct_cue(cue=cue, text="Hei", speaker="", by=None)
    assert refused.value.refusal.code == "gone"


def test_correction_of_a_line_that_somebody_else_has_changed_is_refused(take):
    cue = take().cues.first()
    seen = mark_of(cue.speaker, cue.text)
    correct_cue(cue=cue, text="Først", speaker="Kari", by=None, seen=seen)
    with pytest.raises(Refused) as refused:
        correct_cue(cue=cue, text="Sist", speaker="Kari", by=None, seen=seen)
    assert (refused.value.refusal.code, "Først" in str(refused.value.refusal)) == ("changed", True)
    assert correct_cue(cue=cue, text="Først", speaker="Kari", by=None, seen=seen).text == "Først"


def test_line_is_shown_at_another_time_between_its_neighbours(take, recording):
    track = take()
    one, two, three = track.cues.all()
    Recording.objects.update(seconds=3600)
    row = retime_cue(cue=two, start=clock(one.start_ms), end="59:58,5", by=None)
    assert (row.start_ms, row.end_ms) == (one.start_ms, 3_598_500)
    assert_served_as_written(track)
    for start, end, code in (
        (clock(three.start_ms + 1), "59:00", "after_below"),
        (clock(two.start_ms), clock(two.start_ms), "ends_first"),
        (clock(two.start_ms), "1:00:02.001", "past_the_end"),
        (clock(two.start_ms), "1:99", "no_end"),
        ("", "", "no_start"),
    ):
        with pytest.raises(Refused) as refused:
            retime_cue(cue=two, start=start, end=end, by=None)
        assert refused.value.refusal.code == code
    with pytest.raises(Refused) as refused:
        retime_cue(cue=three, start="00:00.000", end="59:00", by=None)
    assert refused.value.refusal.code == "before_above"
    assert Cue.objects.get(pk=two.pk).end_ms == 3_598_500


@pytest.mark.database
def test_page_of_lines_changes_what_was_changed_on_it_only(take):
    track = take()
    one, two, three = track.cues.all()
    seen = {cue.pk: mark_of(cue.speaker, cue.text) for cue in (one, two, three)}
    correct_cue(cue=two, text="Andre", speaker="", by=None)
    correct_cue(cue=three, text="Tredje", speaker="", by=None)
    sent = [
        (one.pk, "Min", one.speaker, seen[one.pk]),
        (two.pk, two.text.replace("\n", "\r\n"), two.speaker, seen[two.pk]),
        (three.pk, "Min", three.speaker, seen[three.pk]),
        (three.pk + 99, "Min", "", ""),
    ]
    changed, refused = correct_cues(track=track, corrections=sent, by=None)
    assert (changed, {pk: refusal.code for pk, refusal in refused.items()}) == (
        1,
        {three.pk: "changed", three.pk + 99: "gone"},
    )
    assert [row[3] for row in lines(track)] == ["Min", "Andre", "Tredje"]
    assert_served_as_written(track)


@pytest.mark.database
def test_speaker_is_renamed_everywhere(take):
    track = take()
    assert rename_speaker(track=track, old="Kari Nordmann", new=" Kari  Eksempel ", by=None) == 2
    assert [row[2] for row in lines(track)] == ["Kari Eksempel", "Ola Berg", "Kari Eksempel"]
    assert_served_as_written(track)
    assert rename_speaker(track=track, old="Kari Nordmann", new="X", by=None) == 0


@pytest.mark.database
def test_line_is_divided_joined_and_removed(take):
    track = take()
    second = track.cues.get(number=2)
    split_cue(cue=second, by=None)
    assert lines(track)[1:3] == [
        (3000, 4363, "Ola Berg", "Hva gjør vi, og"),
        (4363, 6000, "Ola Berg", "hvordan? Ikke noe."),
    ]
    join_cue(cue=second, by=None)
    assert lines(track)[1] == (3000, 6000, "Ola Berg", "Hva gjør vi, og\nhvordan? Ikke noe.")
    with pytest.raises(Refused) as refused:
        join_cue(cue=second, by=None)
    assert refused.value.refusal.code == "speakers"
    with pytest.raises(Refused) as refused:
        split_cue(cue=second, at=0, by=None)
    assert refused.value.refusal.code == "no_split"
    for cue in track.cues.all()[1:]:
        remove_cue(cue=cue, by=None)
        remove_cue(cue=cue, by=None)
    assert_served_as_written(track)
    with pytest.raises(Refused) as refused:
        remove_cue(cue=track.cues.get(), by=None)
    assert refused.value.refusal.code == "only_line"


@pytest.mark.database
def test_divided_lines_keep_their_order_and_every_number_once(take):
    track = take(file_of("en to tre fire", "fem seks", "sju"), "tekst.srt", "nb")
    for _ in range(2):
        split_cue(cue=track.cues.get(text__contains="fire"), by=None)
    assert [row[3] for row in lines(track)] == ["en to", "tre", "fire", "fem seks", "sju"]


@pytest.mark.database
def test_language_is_changed_where_it_is_free(take):
    nb, sv = take(), take(file_of("Jag"), "tekst.sv.srt")
    with pytest.raises(Refused) as refused:
        change_language(track=nb, language="sv", by=None)
    assert refused.value.refusal.code == "taken"
    assert change_language(track=nb, language="nn", by=None).language == "nn"
    assert change_language(track=nb, language="nn", by=None).facts["language"] == "chosen"
    remove_captions(track=sv, by=None)
    remove_captions(track=sv, by=None)
    assert CaptionTrack.objects.get().pk == nb.pk
    assert Cue.objects.count() == 3


@pytest.mark.database
def test_log_tells_who_did_what_and_counts_the_corrections_of_a_sitting(take):
    user = UserFactory()
    track = take(by=user)
    for text in ("En", "To", "Tre"):
        correct_cue(cue=track.cues.first(), text=text, speaker="", by=user)
    correct_cue(cue=track.cues.first(), text="Tre", speaker="", by=user)
    correct_cue(cue=track.cues.first(), text="Fire", speaker="", by=UserFactory())
    remove_captions(track=track, by=user)
    remove_captions(track=track, by=user)
    entries = PageLogEntry.objects.filter(action__startswith="webinars.").order_by("pk")
    assert [(entry.action.split(".")[1], entry.data.get("lines")) for entry in entries] == [
        ("captions_added", 3),
        ("captions_corrected", 3),
        ("captions_corrected", 1),
        ("captions_removed", None),
    ]


def test_sentences_exist_in_every_language():
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for sentences in (KINDS, REASONS, AT_A_LINE):
                assert all(say() for say in sentences.values())
            assert all(say(count) for say in FINDINGS.values() for count in (1, 2))
