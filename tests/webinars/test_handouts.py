"""Presentations and other files: what is accepted and refused, and that repetition changes nothing."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone, translation

from content.models import private_storage
from courses.refusals import Refused
from tests.factories import UserFactory, WebinarPageFactory
from tests.webinars import pdfs
from webinars import tasks
from webinars.actions.handouts import (
    add_handout,
    change_handout,
    move_handout,
    remove_handout,
    replace_handout,
    time_slides,
)
from webinars.actions.removing import KEPT_FOR, sweep_removed
from webinars.models import Handout, Recording, Removed, Slide
from webinars.presentations import reading
from webinars.presentations.problems import SENTENCES, sentence
from webinars.presentations.titles import is_announced, readable_title

pytestmark = pytest.mark.django_db
WORKBOOK = b"PK\x03\x04" + bytes(100)


@pytest.fixture
def webinar():
    return WebinarPageFactory()


@pytest.fixture
def add(webinar, django_capture_on_commit_callbacks):
    """A function that adds a file and runs the on-commit callbacks."""

    def add(data=None, name="fra-krav-til-mulighet.pdf"):
        with django_capture_on_commit_callbacks(execute=True):
            return add_handout(
                webinar=webinar, file=io.BytesIO(pdfs.deck() if data is None else data), name=name, by=UserFactory()
            )

    return add


@pytest.fixture(autouse=True)
def own_storage(tmp_path, monkeypatch):
    """A storage folder for one test, so that files can be counted."""
    for name in ("base_location", "location"):
        monkeypatch.setattr(private_storage(), name, str(tmp_path))


def stored():
    root = Path(private_storage().location)
    return [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]


def test_pdf_is_a_presentation_with_its_pages_pictures_and_text(add):
    row = add()
    row.refresh_from_db()
    assert (row.kind, row.title, row.format, row.size) == ("slides", "Fra krav til mulighet", "pdf", len(pdfs.deck()))
    assert (row.pages, row.pages_read, row.is_tagged, row.is_accessible, row.problem) == (3, 3, True, True, "")
    assert [(slide.number, slide.width, slide.height, slide.text) for slide in row.slides.all()] == [
        (number, 640, 361, f"Side {number}\nSirkulærøkonomi") for number in (1, 2, 3)
    ]
    with row.slides.first().image.open() as image:
        assert image.read()[8:12] == b"WEBP"


def test_same_file_again_is_the_same_row(add):
    first = add()
    assert add(name="another-name.pdf").pk == first.pk
    assert Handout.objects.count() == 1
    assert len(stored()) == 4


def test_untagged_presentation_counts_as_not_for_everybody_until_somebody_says_otherwise(add):
    row = add(pdfs.deck(2, tagged=False))
    assert (row.is_tagged, row.is_accessible) == (False, False)
    assert change_handout(handout=row, is_accessible=True, by=None).is_accessible


def test_other_files_are_attachments(add):
    row = add(WORKBOOK, "Øvingsark_klima.XLSX")
    assert (row.kind, row.title, row.format, row.pages, row.is_tagged) == (
        "attachment",
        "Øvingsark klima",
        "xlsx",
        None,
        None,
    )


def test_announced_presentation_is_there_when_its_file_comes(webinar, add):
    planned = Handout.objects.create(
        webinar=webinar, kind="slides", title="Innkjøp for ombruk", speaker="Kari Eksempel", is_planned=True
    )
    Handout.objects.create(webinar=webinar, kind="slides", title="Noe annet", is_planned=True)
    row = add(name="innkjop_for_ombruk_v2.pdf")
    assert (row.pk, row.title, row.speaker, row.is_planned) == (
        planned.pk,
        "Innkjøp for ombruk",
        "Kari Eksempel",
        False,
    )
    assert add(pdfs.deck(2), "ombruk.pdf").pk != planned.pk


@pytest.mark.parametrize(("data", "code"), [pytest.param(*case, id=name) for name, case in pdfs.HOSTILE.items()])
def test_hostile_file_gives_a_sentence_and_changes_nothing(add, data, code):
    with pytest.raises(Refused) as refused:
        add(data, "lysark.pdf")
    assert refused.value.refusal.code == code
    assert str(refused.value.refusal).endswith(".")
    assert (Handout.objects.count(), stored()) == (0, [])


def test_page_that_is_never_drawn_is_given_up_and_the_file_stays(add, monkeypatch):
    monkeypatch.setitem(reading.LIMITS, "seconds", 0)
    row = add(pdfs.laughs())
    row.refresh_from_db()
    assert (row.problem, row.pages_read, row.has_pages) == ("page_slow:1", 0, False)
    assert " 1 " in sentence(row.problem)
    assert len(stored()) == 1
    tasks.go_on_reading()
    row.refresh_from_db()
    assert row.problem == "page_slow:1"


def test_too_large_file_is_refused_before_it_is_read(add, settings):
    settings.HANDOUT_MAX_BYTES = 1000
    with pytest.raises(Refused) as refused:
        add(b"%PDF-" + bytes(1000))
    assert refused.value.refusal.code == "too_large"
    assert Handout.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<script>alert(1)</script>", "side.html"),
        (b"<svg onload='alert(1)'/>", "tegning.svg"),
        (b"MZ\x90\x00", "lysark.exe"),
        (b"MZ\x90\x00", "lysark.pptx"),
        (b"PK\x03\x04", "makro.xlsm"),
        (b"text\x00", "notat.txt"),
        (b"anything", "uten-navn"),
    ],
)
def test_kind_of_file_that_is_not_handed_out_is_refused(add, data, name):
    with pytest.raises(Refused) as refused:
        add(data, name)
    assert refused.value.refusal.code == "not_handed_out"
    assert (Handout.objects.count(), stored()) == (0, [])


def test_replaced_presentation_keeps_its_place_speaker_and_times(add, django_capture_on_commit_callbacks):
    row = change_handout(handout=add(), speaker="Kari Eksempel", by=None)
    time_slides(handout=row, seconds={1: 0, 2: 60, 3: 120}, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        replace_handout(handout=row, file=io.BytesIO(pdfs.deck(2, "Nytt")), name="ny.pdf", by=None)
    row.refresh_from_db()
    assert (row.title, row.speaker, row.pages, row.pages_read) == ("Fra krav til mulighet", "Kari Eksempel", 2, 2)
    assert [(slide.number, slide.second, slide.text) for slide in row.slides.all()] == [
        (1, 0, "Side 1\nNytt"),
        (2, 60, "Side 2\nNytt"),
    ]
    assert len(stored()) == 3


def test_replacing_by_a_file_that_is_there_already_is_refused(add):
    one, other = add(), add(pdfs.deck(2), "andre.pdf")
    with pytest.raises(Refused) as refused:
        replace_handout(handout=other, file=io.BytesIO(pdfs.deck()), name="x.pdf", by=None)
    assert refused.value.refusal.code == "known"
    assert replace_handout(handout=one, file=io.BytesIO(pdfs.deck()), name="x.pdf", by=None) == one


def test_removed_file_is_gone_with_its_pages_and_a_week_later_with_its_pictures(add):
    row = add()
    for _click in range(2):
        remove_handout(handout=row, by=None)
    assert (Handout.objects.count(), Slide.objects.count(), len(stored())) == (0, 0, 4)
    Removed.objects.update(removed_at=timezone.now() - KEPT_FOR)
    sweep_removed()
    assert stored() == []


def test_files_are_moved_up_and_down_as_far_as_the_list_goes(webinar):
    for number in range(1, 4):
        Handout.objects.create(webinar=webinar, kind="slides", title=f"Deck{number}", order=5)

    def titles():
        return list(webinar.handouts.order_by("order").values_list("title", flat=True))

    last = webinar.handouts.get(title="Deck3")
    move_handout(handout=last, places=-1, by=None)
    assert titles() == ["Deck1", "Deck3", "Deck2"]
    for _ in range(3):
        move_handout(handout=last, places=-1, by=None)
    assert titles() == ["Deck3", "Deck1", "Deck2"]
    move_handout(handout=last, places=9, by=None)
    assert titles() == ["Deck1", "Deck2", "Deck3"]
    Handout.objects.filter(pk=last.pk).delete()
    move_handout(handout=last, places=-1, by=None)
    assert titles() == ["Deck1", "Deck2"]


def test_slides_are_timed_all_or_none(webinar):
    row = Handout.objects.create(webinar=webinar, kind="slides", title="Lysark", pages=3, pages_read=3)
    for number in (1, 2, 3):
        Slide.objects.create(handout=row, number=number, width=640, height=361)
    Recording.objects.create(webinar=webinar, seconds=600)
    slides = time_slides(handout=row, seconds={1: 0, 3: 600}, by=None)
    assert [slide.second for slide in slides] == [0, None, 600]
    assert [slide.second for slide in time_slides(handout=row, seconds={3: None}, by=None)] == [0, None, None]
    for seconds, code in (({2: 10, 4: 20}, "no_slide"), ({2: 10, 3: 601}, "too_late"), ({2: -1}, "too_late")):
        with pytest.raises(Refused) as refused:
            time_slides(handout=row, seconds=seconds, by=None)
        assert refused.value.refusal.code == code
    assert [slide.second for slide in row.slides.all()] == [0, None, None]


def test_only_a_pdf_is_a_presentation(add):
    assert change_handout(handout=add(pdfs.written(1)), kind="attachment", by=None).kind == "attachment"
    row = add(WORKBOOK, "ark.xlsx")
    with pytest.raises(Refused) as refused:
        change_handout(handout=row, kind="slides", by=None)
    assert refused.value.refusal.code == "not_pdf"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026-11-12_Sirkulær%20økonomi_v2 (1).pdf", "2026-11-12 Sirkulær økonomi v2"),
        ("fra-krav-til-mulighet.pdf", "Fra krav til mulighet"),
        ("Innkjøp for ombruk - Kopi.pdf", "Innkjøp for ombruk"),
        ("e-post_og_kalender.pdf", "E-post og kalender"),
        ("C:\\Users\\kari\\Lysark.pdf", "Lysark"),
        ("A\u030apent\u202efdp.pdf", "Åpent fdp"),
        ("a" * 400 + ".pdf", "A" + "a" * 199),
        (".pdf", ""),
    ],
)
def test_title_is_made_of_the_file_s_name(name, title):
    assert readable_title(name) == title


@pytest.mark.parametrize(
    ("title", "announced", "expected"),
    [
        ("Innkjop for ombruk v3", "Innkjøp for ombruk", True),
        ("Innkjøp ombruk", "Innkjøp for ombruk", True),
        ("Ombruk", "Innkjøp for ombruk", False),
        ("Å måle effekt", "Innkjøp for ombruk", False),
    ],
)
def test_announced_title_is_known_again(title, announced, expected):
    assert is_announced(title, announced) is expected


def test_sentences_exist_in_every_language():
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            assert all("%" not in sentence(code, 7) for code in SENTENCES)
