"""Counties, municipalities, and regions made of municipalities."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.snippets.models import register_snippet


class County(models.Model):
    """A county, by code. A former code is a row of its own."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "counties"

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality, by its code of four digits, stored as text."""

    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=60)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


@register_snippet
class Region(ClusterableModel):
    """A named set of municipalities between municipality and county, such as «Røyken/Hurum» (R2, F25).

    It stays what it is when they merge or change county: a municipality by an earlier code is a row of its own (R3).
    """

    name = models.CharField(_("name"), max_length=120, unique=True)

    panels = [
        FieldPanel("name"),
        InlinePanel("municipality_links", heading=_("Municipalities"), label=_("municipality")),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name


class RegionMunicipality(models.Model):
    """A municipality of a region, with the period in which it belongs to it."""

    region = ParentalKey(Region, on_delete=models.CASCADE, related_name="municipality_links")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name=_("municipality")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("municipality"), FieldPanel("valid_from"), FieldPanel("valid_to")])]

    class Meta:
        ordering = ["region", "municipality__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="region_municipality_ends_after_start",
                violation_error_message=_("The end comes before the start."),
            )
        ]

    def __str__(self) -> str:
        return str(self.municipality)
