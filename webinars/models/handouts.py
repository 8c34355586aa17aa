"""Presentations and other files of a webinar, and the pages of presentations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.models import private_storage
from content.searching import MOST_TEXT, WordsField
from people.models import Organisation
from webinars.querysets import HandoutQuerySet


class Handout(index.Indexed, models.Model):
    """A presentation or another file of a webinar. Planned ones are announced before there is a file.

    `size` and `format` are read from the file. The pages of a presentation are read in the background: `pages_read` is
    the number of those that are done, `problem` is why it stopped.
    """

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Presentation")
        ATTACHMENT = "attachment", _("Attachment")

    webinar = models.ForeignKey("webinars.WebinarPage", on_delete=models.CASCADE, related_name="handouts")
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    speaker = models.CharField(_("speaker"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    file = models.FileField(_("file"), upload_to="handouts", storage=private_storage, blank=True, max_length=255)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, default="pdf")
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    pages_read = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False)
    is_tagged = models.BooleanField(_("tagged"), null=True, blank=True)
    is_accessible = models.BooleanField(_("can be read by everybody"), default=True)
    is_planned = models.BooleanField(_("not there yet"), default=False)

    search_fields: ClassVar[list[index.BaseField]] = [
        WordsField("title"),
        WordsField("speaker"),
        WordsField("text_of_pages"),
        index.RelatedFields("organisation", [WordsField("name")]),
    ]
    objects = HandoutQuerySet.as_manager()

    class Meta:
        ordering = ["webinar", "kind", "order", "pk"]
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")

    def __str__(self) -> str:
        return self.title

    def get_indexed_instance(self) -> Handout | None:
        """Not indexed again for each page while pages are being read."""
        return None if self.is_being_read else self

    def text_of_pages(self) -> str:
        """The text of the pages, for the search index."""
        return "\n".join(self.slides.order_by("number").values_list("text", flat=True))[:MOST_TEXT]

    @property
    def has_pages(self) -> bool:
        """Whether all pages have been read. Until then, and if there was a problem, none is shown."""
        return bool(self.pages and self.file and not self.problem and self.pages_read >= self.pages)

    @property
    def is_being_read(self) -> bool:
        return bool(self.pages and self.file and not self.problem and self.pages_read < self.pages)


class Slide(models.Model):
    """A page of a presentation: its picture, its text and, if known, when the recording first shows it."""

    handout = models.ForeignKey(Handout, on_delete=models.CASCADE, related_name="slides")
    number = models.PositiveSmallIntegerField()
    image = models.FileField(upload_to="slides", storage=private_storage, max_length=255)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    second = models.PositiveIntegerField(_("shown from second"), null=True, blank=True)

    class Meta:
        ordering = ["handout", "number"]
        constraints = [models.UniqueConstraint(fields=["handout", "number"], name="slide_number_once_per_handout")]

    def __str__(self) -> str:
        return f"{self.handout}, {self.number}"
