"""What an article is made of, beside what every page is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from content.blocks import BodyBlock

SAYS_NOTHING = {
    *("bild", "bilde", "bilete", "billede", "image", "picture", "photo", "foto", "fotografi", "illustrasjon"),
    *("illustration", "img", "alt", "ingen", "none", "test", "x", "logo", "grafikk", "figur", "figure"),
}
"""What people write where an alternative text is asked for and they have none."""
PICTURE_FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")


def says_nothing(text: str) -> bool:
    """Whether an alternative text tells nothing of its picture: a placeholder or the name of a file."""
    word = text.strip().strip(".!…").casefold()
    return word in SAYS_NOTHING or word.rstrip("0123456789 _-") in SAYS_NOTHING or word.endswith(PICTURE_FILES)


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows in words, which nobody may leave out."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=250,
        help_text=_("What the picture shows, in a sentence, for those who cannot see it. Not “picture”."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=250,
        help_text=_("Stands under the picture: who took it, where it is."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if says_nothing(value["alternative"]):
            message = _("“%(text)s” tells nobody what the picture shows. Write it in a sentence.")
            error = ValidationError(message, params={"text": value["alternative"]})
            raise StructBlockValidationError(block_errors={"alternative": error})
        return value


class ArticleBlock(BodyBlock):
    picture = PictureBlock()
