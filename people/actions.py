"""Actions on accounts and on what is stored about participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from people.models import Gender, Municipality, Organisation, Participant, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def account_for_address(*, email: str) -> User | None:
    """The account for a sign-in code to this address, created if there is none; None if it is deactivated.

    A created account can do nothing until the code has been entered: its address is unverified until then.
    """
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email)
        except IntegrityError:
            user = User.objects.get(email=email)
    if not user.is_active:
        return None
    has_primary = EmailAddress.objects.filter(user=user, primary=True).exists()
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": not has_primary})
    return user


@transaction.atomic
def link_participant(*, user: User) -> Participant | None:
    """Link an account that has just signed in to the participant with its verified address, if there is one.

    An unverified address links nothing, and a participant who has another account keeps it.
    """
    if own := Participant.objects.filter(user=user).first():
        return own
    if not has_verified_address(user):
        return None
    participant = _locked(Participant.objects.with_email(user.email).filter(user=None))
    if participant is not None:
        participant.user = user
        participant.save(update_fields=["user"])
    return participant


@transaction.atomic
def claim_participant(*, user: User, by: User | None) -> Participant | None:
    """The participant of an account, linked or created when it first takes part. Idempotent.

    None if the address is not verified. If the address belongs to a participant with another account, the account gets
    a participant of its own, without an address.
    """
    if linked := link_participant(user=user):
        return linked
    if not has_verified_address(user):
        return None
    try:
        return _own(user)
    except IntegrityError:
        # Somebody has registered with the address meanwhile.
        return link_participant(user=user) or _own(user)


def _own(user: User) -> Participant:
    is_taken = Participant.objects.with_email(user.email).exists()
    email = None if is_taken else user.email.lower()
    participant, _ = Participant.objects.get_or_create(
        user=user, defaults={"name": user.get_full_name(), "email": email, "language": _language()}
    )
    return participant


def has_verified_address(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, email=user.email.lower(), verified=True).exists()


@transaction.atomic
def participant_for_registration(
    *,
    email: str,
    name: str,
    organisation: str = "",
    org_nr: str = "",
    municipality: Municipality | None = None,
    by: User | None,
) -> Participant:
    """The participant for a registration without signing in: the one with the address, or a new one.

    Stored data of a known participant does not change, since anybody can type their address.
    """
    participant, created = _get_or_make(email=email, name=name)
    if created:
        participant.organisation = organisation_named(name=organisation, org_nr=org_nr)
        participant.municipality = municipality
        participant.save(update_fields=["organisation", "municipality"])
    return participant


@transaction.atomic
def participant_entered_by_staff(
    *,
    name: str,
    email: str = "",
    organisation: str = "",
    org_nr: str = "",
    municipality: Municipality | None = None,
    by: User,
) -> Participant:
    """The participant with the address, unchanged, or a new one. A name alone is always a new one."""
    if email:
        return participant_for_registration(
            email=email, name=name, organisation=organisation, org_nr=org_nr, municipality=municipality, by=by
        )
    employer = organisation_named(name=organisation, org_nr=org_nr)
    return Participant.objects.create(name=name.strip(), organisation=employer, municipality=municipality)


@transaction.atomic
def change_details(
    *,
    participant: Participant,
    name: str,
    organisation: str,
    org_nr: str,
    municipality: Municipality | None,
    gender: str = "",
    language: str = "",
    by: User | None,
) -> Participant:
    """Change what a participant says about themselves. Past attendance keeps the organisation of that day."""
    own = participant.organisation
    kept = own is not None and own.name == organisation.strip() and (own.org_nr or "") in ("", org_nr)
    values = {
        "name": name.strip(),
        "organisation": own if kept else organisation_named(name=organisation, org_nr=org_nr),
        "municipality": municipality,
        "gender": Gender(gender) if gender else participant.gender,
        "language": language or participant.language,
    }
    changed = [field for field, value in values.items() if getattr(participant, field) != value]
    for field in changed:
        setattr(participant, field, values[field])
    if changed:
        participant.save(update_fields=changed)
    return participant


def organisation_named(*, name: str, org_nr: str = "") -> Organisation | None:
    """The organisation with this number, else with exactly this name, else a new one of unknown type.

    Data of a known organisation does not change.
    """
    name = " ".join(name.split())
    if org_nr and (known := Organisation.objects.filter(org_nr=org_nr).first()):
        return known
    if not name:
        return None
    alike = Organisation.objects.filter(name__iexact=name) | Organisation.objects.filter(full_name__iexact=name)
    if org_nr:
        alike = alike.filter(org_nr=None)
    if known := alike.order_by("pk").first():
        return known
    try:
        with transaction.atomic():
            return Organisation.objects.create(name=name, org_nr=org_nr or None)
    except IntegrityError:
        return Organisation.objects.get(org_nr=org_nr)


def _get_or_make(*, email: str, name: str) -> tuple[Participant, bool]:
    email = email.strip().lower()
    known = Participant.objects.with_email(email)
    if participant := _locked(known):
        return participant, False
    try:
        with transaction.atomic():
            return Participant.objects.create(name=name.strip(), email=email, language=_language()), True
    except IntegrityError:
        return known.get(), False


def _locked(participants: QuerySet[Participant]) -> Participant | None:
    return participants.select_for_update(of=("self",)).first()


def _language() -> str:
    """The language for e-mails is the one in which the person uses the site."""
    return get_language() or Participant._meta.get_field("language").default
