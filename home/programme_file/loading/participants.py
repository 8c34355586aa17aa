"""Loads participants, user accounts with their roles, and the modules that participants have chosen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.functions import Lower
from wagtail.models import PageLogEntry

from courses.actions import grant_role
from courses.models import Enrolment, ProgrammePage, ProgrammeRole, Role
from home.programme_file.loading.load import Load, assign
from home.programme_file.problems import quoted
from home.programme_file.schema.organisations import Account, Participant
from people import models as people

RoleOf = tuple[int, str, int | None]
"""Account, role, organisation."""


def load_participants(load: Load) -> None:
    """Load participants. Existing ones are matched by e-mail address. Two queries and two bulk writes in all."""
    entries = load.file.sections.participants
    own = people.Participant.objects.in_bulk(load.ids["participants"].values())
    addresses = {entry.email.lower() for entry in entries}
    by_email = {
        (row.email or "").lower(): row
        for row in people.Participant.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    }
    new: dict[str, people.Participant] = {}
    changed: list[people.Participant] = []
    names: set[str] = set()
    for entry in entries:
        holder = by_email.get(entry.email.lower())
        row = load.stored(own, "participants", entry.id) or holder
        if row is None:
            new[entry.id] = people.Participant(**{"language": load.language, **_values(load, entry)})
            continue
        if holder and holder.pk != row.pk:
            what = f"The address {entry.email} belongs to another participant already."
            raise load.refuse(entry, "email", what, "Correct it here, or correct that participant first.")
        load.take("participants", entry.id, row.pk)
        # A participant who has erased their data is not restored.
        if changes := assign(row, _values(load, entry) if row.email else {}):
            changed.append(row)
            names.update(changes)
    people.Participant.objects.bulk_create(new.values(), batch_size=500)
    for id, row in new.items():
        load.take("participants", id, row.pk)
    if changed:
        people.Participant.objects.bulk_update(changed, sorted(names), batch_size=500)
    load.count("participants", "created", len(new))
    load.count("participants", "updated", len(changed))
    load.count("participants", "unchanged", len(entries) - len(new) - len(changed))


def _values(load: Load, entry: Participant) -> dict[str, Any]:
    """The field values given in the file. Absent ones are left out, so that they are not changed."""
    said = {
        "organisation_id": load.organisation(entry.organisation),
        "gender": entry.gender,
        "language": entry.language,
    }
    return {
        "name": entry.name,
        "email": entry.email,
        **{name: value for name, value in said.items() if value is not None},
    }


def load_accounts(load: Load, programme: ProgrammePage) -> None:
    """Load accounts. Existing ones are matched by e-mail address. Roles are added, never removed, and a role that has
    been revoked since is not given back."""
    revoked = _revoked(programme)
    for entry in load.file.sections.accounts:
        user = people.User.objects.filter(email__iexact=entry.email).first()
        is_new = user is None
        user = user or people.User.objects.create_user(entry.email, first_name=entry.name)
        changed = (
            _join(load, entry, user) if entry.role == "participant" else _grant(load, entry, user, programme, revoked)
        )
        load.take("accounts", entry.id, user.pk)
        load.count("accounts", "created" if is_new else "updated" if changed else "unchanged")


def _revoked(programme: ProgrammePage) -> set[RoleOf]:
    rows = PageLogEntry.objects.filter(page=programme.pk, action="courses.role_revoked").values_list("data", flat=True)
    return {(row["account"], row["role"], row["organisation"]) for row in rows}


def _grant(
    load: Load, entry: Account, user: people.User, programme: ProgrammePage, revoked: Collection[RoleOf]
) -> bool:
    role = Role(entry.role)
    organisation = None
    if role == Role.PARTNER_EDITOR:
        organisation = people.Organisation.objects.get(pk=load.ids["organisations"][entry.organisation or ""])
    given = ProgrammeRole.objects.filter(user=user, programme=programme, role=role, organisation=organisation)
    if given.exists() or (user.pk, role, organisation and organisation.pk) in revoked:
        return False
    grant_role(user=user, programme=programme, role=role, organisation=organisation, by=None)
    return True


def _join(load: Load, entry: Account, user: people.User) -> bool:
    """Link a user account to its participant. Returns whether that changed anything."""
    participant = people.Participant.objects.get(pk=load.ids["participants"][entry.participant or ""])
    if participant.user_id == user.pk:
        return False
    if participant.user_id or people.Participant.objects.filter(user=user).exists():
        what = f"The account {user.email} or the participant {quoted(entry.participant)} belongs to somebody already."
        raise load.refuse(entry, "participant", what, "An account has one participant, and a participant one account.")
    participant.user = user
    participant.save(update_fields=["user"])
    return True


def load_enrolments(load: Load) -> None:
    """Load the modules that participants have chosen. A module that a participant has removed since is not restored."""
    wanted = [
        (load.ids["participants"][participant], load.ids["modules"][module])
        for participant, modules in load.file.sections.enrolments.items()
        for module in modules
    ]
    known = set(
        Enrolment.objects.filter(module__in=load.ids["modules"].values()).values_list("participant_id", "module_id")
    )
    missing = [one for one in wanted if one not in known]
    at = load.as_of
    Enrolment.objects.bulk_create(
        [Enrolment(participant_id=participant, module_id=module, picked_at=at) for participant, module in missing],
        batch_size=500,
    )
    load.count("enrolments", "created", len(missing))
    load.count("enrolments", "unchanged", len(wanted) - len(missing))
