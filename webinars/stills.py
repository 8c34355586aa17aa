"""Smaller copies of the still picture of a recording, in several widths and formats, of which the browser picks one.

Each is made when it is first requested, and stored beside the original.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from PIL import Image

WIDTHS = (400, 800, 1200)
FORMATS = {"AVIF": 60, "WEBP": 80}
"""With the quality at which one cannot tell it from the picture itself."""


def still(poster: FieldFile, width: int, image_format: str) -> FieldFile:
    """The copy in this width and format, made if need be; the original if it cannot be read."""
    name = _name(str(poster.name), width, image_format)
    if not poster.storage.exists(name):
        try:
            drawn = _drawn(poster, width, image_format)
        except OSError:
            # It is no picture (`UnidentifiedImageError`), or another has just taken its place.
            return poster
        saved = poster.storage.save(name, ContentFile(drawn))
        if saved != name:
            # Somebody else had it drawn meanwhile.
            poster.storage.delete(saved)
    return FieldFile(poster.instance, poster.field, name)


def delete_stills(poster: FieldFile, name: str) -> None:
    """Delete all copies of a picture."""
    for width in WIDTHS:
        for image_format in FORMATS:
            poster.storage.delete(_name(name, width, image_format))


def _name(poster: str, width: int, image_format: str) -> str:
    return f"stills/{PurePosixPath(poster).with_suffix('')}-{width}.{image_format.lower()}"


def _drawn(poster: FieldFile, width: int, image_format: str) -> bytes:
    result = BytesIO()
    with poster.storage.open(str(poster.name)) as opened, Image.open(opened) as picture:
        small = picture.convert("RGB")
        small.thumbnail((width, width))
        small.save(result, image_format, quality=FORMATS[image_format])
    return result.getvalue()
