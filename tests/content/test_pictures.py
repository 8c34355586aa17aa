"""F22: images in texts have a description, in every StreamField and rich text."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from content.pictures import PictureBlock
from courses.models import LessonPage, ModulePage
from gatherings.models import GatheringPage
from home.models import NewsPage
from tests.factories import WebinarPageFactory
from tests.html import read
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    return Image.objects.create(title="Kongsberg", file=get_test_image_file("tre_ved-et_bord.png", size=(1600, 900)))


def cleaned(picture, alternative, **more):
    block = PictureBlock()
    empty = {"caption": "", "credit": "", "is_decorative": False}
    return block.clean(block.to_python({**empty, "image": picture.pk, "alternative": alternative, **more}))


PLACEHOLDERS = [
    *("", " ", "bild", "Bilde.", "«bild»", "foto 3", "12", "…"),
    *("IMG_2041", "DSC-0001", "kongsberg.JPG", "Tre ved et bord"),
]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_text_that_says_nothing_is_refused_at_its_field(picture, text):
    with pytest.raises(ValidationError) as refused:
        cleaned(picture, text)
    assert list(refused.value.block_errors) == ["alternative"]


def test_what_it_shows_is_said_or_it_is_explicitly_decoration(picture):
    assert cleaned(picture, "Tre ved et bord med prøver av plast.")["image"] == picture
    assert cleaned(picture, "", is_decorative=True)["is_decorative"]
    with pytest.raises(ValidationError):
        cleaned(picture, "Tre ved et bord med prøver av plast.", is_decorative=True)


def test_draft_may_wait_with_it(picture):
    block = PictureBlock()
    value = {"image": picture.pk, "alternative": "", "caption": "", "credit": "", "is_decorative": False}
    assert block.clean_deferred(block.to_python(value))["alternative"] == ""


@pytest.mark.parametrize("kind", [WebinarPage, GatheringPage, LessonPage, ModulePage, NewsPage])
def test_every_text_may_have_pictures_in_each_language(kind):
    assert "picture" in kind._meta.get_field("body").stream_block.child_blocks
    assert "body" in kind.translated_fields


@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")  # Wagtail leaves them open.
def test_picture_is_shown_in_modern_formats_with_sizes_and_its_words(client, picture):
    value = {
        "image": picture.pk,
        "alternative": "Tre ved et bord.",
        "caption": "Fra Kongsberg",
        "credit": "Foto: N. N.",
    }
    page = WebinarPageFactory(body=[("picture", PictureBlock().to_python(value))])
    figure = read(client, page.url).select_one("figure.picture")
    assert [source["type"] for source in figure.select("source")] == ["image/avif"]
    image = figure.select_one("img")
    assert (image["alt"], image["width"], image["height"]) == ("Tre ved et bord.", "480", "270")
    assert image["srcset"].count("w,") == 2
    assert image["sizes"]
    assert " ".join(figure.figcaption.get_text().split()) == "Fra Kongsberg Foto: N. N."
