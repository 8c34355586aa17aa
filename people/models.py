"""Accounts, participants, organisations and places."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from stdnum.no import orgnr
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from content.editing import SnippetForm, language_panels
from content.searching import WordsField
from content.usage import UsedOnPanel
from people.querysets import ParticipantQuerySet


class UserManager(BaseUserManager["User"]):
    """Accounts are identified by e-mail address, stored in lower case."""

    def get_queryset(self) -> models.QuerySet[User]:
        """Always joined with the participant, which every page needs."""
        return super().get_queryset().select_related("participant__organisation")

    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """An account: somebody who can sign in. Facts are about the `Participant`."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.email


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


class Gender(models.TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    UNDISCLOSED = "undisclosed", _("Prefer not to say")


class Participant(models.Model):
    """The person that facts are about, with or without an account.

    An erased participant keeps the row, without name and address, so that counts stay the same.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="participant"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="participants"
    )
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participants",
        help_text=_("Where the workplace is."),
    )
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, default=Gender.UNDISCLOSED)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(Lower("email"), name="participant_email_unique")]

    def __str__(self) -> str:
        return self.name or _("Erased participant").__str__()


class Affiliation(models.Model):
    """Organisation, place, type and size on the day of a fact, copied so that a later change alters no report."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_type = models.CharField(max_length=30, choices=OrganisationType, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    size_class = models.CharField(max_length=8, choices=SizeClass, default=SizeClass.UNKNOWN)

    AFFILIATION = ("organisation", "organisation_type", "municipality", "county", "size_class")

    class Meta:
        abstract = True

    def keep_affiliation(self, participant: Participant, day: dt.date) -> None:
        """Copy what applies to the participant on `day`. Needs organisation, municipality and periods to be loaded."""
        organisation = participant.organisation
        self.organisation = organisation
        self.organisation_type = organisation.type if organisation else ""
        self.size_class = organisation.size_class if organisation else SizeClass.UNKNOWN
        own = participant.municipality
        self.municipality = own or (organisation.municipality if organisation else None)
        if own:
            self.county = own.county
        else:
            self.county = organisation.county_on(day) if organisation else None
