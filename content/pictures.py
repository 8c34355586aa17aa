"""Pictures in body texts, and the rules for their alternative texts (F22)."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

SAYS_NOTHING = {
    *("bild", "bilden", "bilde", "bildet", "bilete", "biletet", "billede", "image", "picture", "pic", "photo"),
    *("foto", "fotot", "fotoet", "fotografi", "photograph", "illustrasjon", "illustration", "img", "dsc", "dscn"),
    *("alt", "alt text", "alternativ tekst", "alternativtext", "ingen", "none", "null", "test", "x", "skjermbilde"),
    *("skärmbild", "screenshot", "logo", "grafikk", "grafik", "figur", "figure", "diagram", "untitled"),
}
"""Placeholders that people type when an alternative text is required and they have none."""
PICTURE_FILES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".heic", ".tif", ".tiff")


def says_nothing(text: str, file: str = "") -> bool:
    """Whether an alternative text does not describe the picture: a placeholder, or the name of a picture file."""
    said = _plain(text)
    return (
        not re.search(r"[^\W\d_]", said)
        or said in SAYS_NOTHING
        or said.rstrip("0123456789 ()") in SAYS_NOTHING
        or text.strip().casefold().endswith(PICTURE_FILES)
        or said in (_plain(name) for name in _names_of(file))
    )


def _names_of(file: str) -> tuple[str, ...]:
    """The name of a file without its extension, and without the suffix that storage adds to make it unique."""
    stem = PurePath(file).stem
    return (stem, re.sub(r"_[A-Za-z0-9]{7}$", "", stem)) if stem else ()


def _plain(text: str) -> str:
    """The text in the form in which file names and words are compared."""
    return re.sub(r"[\s_\-]+", " ", text.casefold()).strip(" .!…«»“”\"'")


class PictureBlock(blocks.StructBlock):
    """Requires an alternative text unless the picture is marked as decoration."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=250,
        help_text=_(
            "What the picture shows, in a sentence in the language of the page, for those who cannot see it. "
            "Not “picture”."
        ),
    )
    is_decorative = blocks.BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("Tick this only where nobody misses anything without it. It is then passed over when read aloud."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=250,
        help_text=_("Stands under the picture: who or what it is, where and when."),
    )
    credit = blocks.CharBlock(
        label=_("Credit"), required=False, max_length=120, help_text=_("As it shall stand: “Photo: Kari Nordmann”.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/picture.html"
        label_format = "{alternative}"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not self.is_deferred_validation and (error := self._alternative_error(value)):
            raise StructBlockValidationError(block_errors={"alternative": error})
        return value

    def _alternative_error(self, value: Any) -> ValidationError | None:
        text, image = value["alternative"].strip(), value["image"]
        if value["is_decorative"]:
            message = _("It is either decoration or has something to say. Empty this, or take away the tick.")
            return ValidationError(message) if text else None
        if not text:
            return ValidationError(_("Write what the picture shows, or say that it is only decoration."))
        if says_nothing(text, image.filename if image else ""):
            message = _("“%(text)s” tells nobody what the picture shows. Write it in a sentence.")
            return ValidationError(message, params={"text": text})
        return None
