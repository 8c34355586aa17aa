"""Organisations, with their periods, alliances and contact persons."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from content.editing import SnippetForm, language_panels
from content.searching import WordsField
from content.usage import UsedOnPanel
from people.models.places import County, Municipality


class OrganisationType(models.TextChoices):
    """Types of organisations, which are also the audiences of gatherings."""

    COUNTY_COUNCIL = "county_council", _("County council")
    MUNICIPALITY = "municipality", _("Municipality")
    MUNICIPAL_ASSOCIATION = "municipal_association", _("Association of municipalities")
    REGION = "region", _("Region")
    STATE_BODY = "state_body", _("State body")
    COMPANY = "company", _("Company")
    INNOVATION_ACTOR = "innovation_actor", _("Innovation actor")
    CLUSTER = "cluster", _("Business cluster")
    CHAMBER_OF_COMMERCE = "chamber_of_commerce", _("Chamber of commerce")
    UNIVERSITY = "university", _("University")
    RESEARCH_INSTITUTE = "research_institute", _("Research institute")
    CONSULTANCY = "consultancy", _("Consultancy")

    @property
    def many(self) -> str:
        """«county councils»: whom something is for."""
        return str(_MANY[self])


_MANY = {
    OrganisationType.COUNTY_COUNCIL: _("county councils"),
    OrganisationType.MUNICIPALITY: _("municipalities"),
    OrganisationType.MUNICIPAL_ASSOCIATION: _("associations of municipalities"),
    OrganisationType.REGION: _("regions"),
    OrganisationType.STATE_BODY: _("state bodies"),
    OrganisationType.COMPANY: _("companies"),
    OrganisationType.INNOVATION_ACTOR: _("innovation actors"),
    OrganisationType.CLUSTER: _("business clusters"),
    OrganisationType.CHAMBER_OF_COMMERCE: _("chambers of commerce"),
    OrganisationType.UNIVERSITY: _("universities"),
    OrganisationType.RESEARCH_INSTITUTE: _("research institutes"),
    OrganisationType.CONSULTANCY: _("consultancies"),
}


class SizeClass(models.TextChoices):
    """Size by number of employees, with the EU's limits for small and medium-sized companies."""

    MICRO = "1-9", _("1–9 employees")
    SMALL = "10-49", _("10–49 employees")
    MEDIUM = "50-249", _("50–249 employees")
    LARGE = "250+", _("250 or more employees")
    UNKNOWN = "unknown", _("unknown size")

    @classmethod
    def of(cls, employees: int | None) -> SizeClass:
        """The class of a number of employees; unknown where the register has none."""
        if employees is None or employees < 1:
            return cls.UNKNOWN
        for bound, size in ((10, cls.MICRO), (50, cls.SMALL), (250, cls.MEDIUM)):
            if employees < bound:
                return size
        return cls.LARGE


def normalise_org_nr(value: str) -> str:
    """The nine digits without spaces and dots. Raises `stdnum.exceptions.ValidationError` for an invalid number."""
    return orgnr.validate(value.replace(".", ""))


@register_snippet
class Organisation(index.Indexed, models.Model):
    """A body that owns programmes, is a partner in them, or employs participants."""

    name = models.CharField(_("name"), max_length=200)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    type = models.CharField(_("type"), max_length=30, choices=OrganisationType, blank=True)
    org_nr = models.CharField(_("organisation number"), max_length=9, unique=True, null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, default="NO")
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    seat_municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it sits. Never used in figures."),
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    nace = models.CharField(_("industry code"), max_length=8, blank=True)
    url = models.URLField(_("web address"), blank=True)
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")

    panels = [
        FieldPanel("name"),
        FieldPanel("full_name"),
        FieldPanel("short_name"),
        FieldPanel("type"),
        FieldPanel("org_nr"),
        FieldPanel("url"),
        FieldPanel("municipality"),
        FieldPanel("employees"),
        FieldPanel("nace"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        WordsField("name"),
        WordsField("full_name"),
        WordsField("short_name"),
    ]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    @property
    def formal_name(self) -> str:
        return self.full_name or self.name

    @property
    def size_class(self) -> SizeClass:
        return SizeClass.of(self.employees)

    def county_on(self, day: dt.date) -> County | None:
        """The county that it belonged to on that day: its municipality's or, for a county council, the one it
        governed."""
        if self.municipality:
            return self.municipality.county
        for period in self.periods.all():
            if period.county_id and period.holds(day):
                return period.county
        return None


class OrganisationPeriod(models.Model):
    """A period of an organisation's existence; for a county council, with the county that it governed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="periods")
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="organisation_period_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.valid_from or ''}–{self.valid_to or ''}"

    def holds(self, day: dt.date) -> bool:
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)


@register_snippet
class Alliance(models.Model):
    """A group of organisations that share a mission (V7)."""

    name = models.CharField(_("name"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    members = models.ManyToManyField(Organisation, related_name="alliances", blank=True, verbose_name=_("members"))

    base_form_class = SnippetForm
    panels = [*language_panels(name=_("name"), note=_("note")), FieldPanel("members")]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")

    def __str__(self) -> str:
        return self.name


class ContactPerson(index.Indexed, models.Model):
    """A contact person, replaced in one place for all pages (F19)."""

    name = models.CharField(_("name"), max_length=160)
    title = models.CharField(_("title"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    email = models.EmailField(_("e-mail address"), unique=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    base_form_class = SnippetForm
    panels = [
        UsedOnPanel(),
        FieldPanel("name"),
        *language_panels(title=_("title")),
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        WordsField("name"),
        *(WordsField(f"title_{code}") for code, _name in settings.LANGUAGES),
        index.RelatedFields("organisation", [WordsField("name")]),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self) -> str:
        return self.name
