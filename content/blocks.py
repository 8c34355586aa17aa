"""StreamField blocks: body text in a few kinds, pictures, and the facts box."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.snippets.blocks import SnippetChooserBlock

from content.pictures import PictureBlock

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class FactsBoxBlock(SnippetChooserBlock):
    def __init__(self, **kwargs):
        super().__init__("content.FactsBox", **kwargs)

    class Meta:
        icon = "info-circle"
        label = _("Facts box")
        template = "content/blocks/facts_box.html"


class QuoteBlock(blocks.StructBlock):
    """A quotation, with the title that its person held at the time (K5)."""

    text = blocks.TextBlock(label=_("Quotation"))
    person = blocks.CharBlock(label=_("Person"), required=False)
    title = blocks.CharBlock(label=_("Title at the time"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "content/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="content/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="content/blocks/paragraph.html")
    picture = PictureBlock()
    quote = QuoteBlock()
    facts_box = FactsBoxBlock()


def more_text() -> StreamField:
    """The body of pages that already have a lead as a field of their own."""
    return StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("more about it"),
        help_text=_("Headings, text, pictures and quotations, where a few sentences are not enough."),
    )


def lines(label: Any, help_text: Any) -> StreamField:
    """An ordered list of short texts, which an editor adds to, removes from and reorders."""
    line = blocks.CharBlock(label=_("Text"), max_length=255)
    return StreamField([("line", line)], blank=True, verbose_name=label, help_text=help_text)
