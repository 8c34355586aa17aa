"""Participants, and their affiliation at the time of a fact."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.models.organisations import Organisation, OrganisationType, SizeClass
from people.models.places import County, Municipality
from people.querysets import ParticipantQuerySet


class Gender(models.TextChoices):
    FEMALE = "female", _("Woman")
    MALE = "male", _("Man")
    UNDISCLOSED = "undisclosed", _("Prefer not to say")


class Participant(models.Model):
    """The person that facts are about, with or without an account.

    A row without name and address is that of an erased participant, kept so that counts stay the same.
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
