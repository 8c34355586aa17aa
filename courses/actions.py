"""Actions on programmes: roles and translations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.log_actions import log
from wagtail.models import Locale

from content.models import BasePage
from courses import cms_groups, partner_pages
from courses.models import ProgrammePage, ProgrammeRole, Role
from courses.permissions import grantable_roles, revocation_refusal
from courses.refusals import Refusal, Refused
from people.actions import account_for_address
from people.models import Organisation

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def grant_role(
    *,
    user: User,
    programme: ProgrammePage,
    role: Role,
    organisation: Organisation | None = None,
    by: User | None,
) -> ProgrammeRole:
    """Give an account a role in a programme, and the permissions in the CMS that go with it. Idempotent.

    A course owner edits the programme's pages and the shared texts, and approves what is submitted for approval. An
    administrator may do everything in the CMS, in all programmes of the installation. A partner's editor gets access to
    the CMS, and there to what `user_can_edit` allows: the pages and recordings that their organisation is in charge of.
    County staff and the door get no access to the CMS.
    """
    row, created = ProgrammeRole.objects.get_or_create(
        user=user, programme=programme, role=role, organisation=organisation
    )
    if created:
        log(programme, "courses.role_granted", user=by, data=_said(row))
    if role == Role.COURSE_OWNER:
        user.groups.add(cms_groups.owners_of(programme))
    elif role == Role.PARTNER_EDITOR:
        assert organisation is not None
        user.groups.add(cms_groups.partner_editors(), partner_pages.group_of(programme.pk, organisation.pk))
        partner_pages.show_all(programme, organisation.pk)
    elif role == Role.ADMINISTRATOR and not (user.is_superuser and user.is_staff):
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
    return row


@transaction.atomic
def grant_role_by_address(
    *,
    email: str,
    name: str,
    programme: ProgrammePage,
    role: Role,
    organisation: Organisation | None = None,
    by: User | None,
) -> ProgrammeRole:
    """Give a role to the account with this address, which is created if there is none.

    Raises `Refused` if `by` may not grant the role, or the account is closed. An existing account keeps its name.
    """
    if by is not None and role not in grantable_roles(by, programme):
        raise Refused(Refusal("role", _("An administrator grants this role and takes it back.")))
    user = account_for_address(email=email)
    if user is None:
        raise Refused(Refusal("closed", _("The account with this address is closed.")))
    if name and not user.get_full_name():
        user.first_name = name
        user.save(update_fields=["first_name"])
    return grant_role(user=user, programme=programme, role=role, organisation=organisation, by=by)


@transaction.atomic
def revoke_role(*, role: ProgrammeRole, by: User | None) -> None:
    """Revoke a role, and the permissions that no other role of the account gives. Idempotent.

    Raises `Refused` if `by` may not revoke it.
    """
    row = ProgrammeRole.objects.select_for_update(of=("self",)).select_related("user").filter(pk=role.pk).first()
    if row is None:
        return
    if by and (refusal := revocation_refusal(row, by=by, grantable=grantable_roles(by, row.programme))):
        raise Refused(refusal)
    row.delete()
    others = ProgrammeRole.objects.filter(user=row.user, role=row.role)
    if row.role == Role.COURSE_OWNER:
        row.user.groups.remove(cms_groups.owners_of(row.programme))
    elif row.role == Role.PARTNER_EDITOR:
        assert row.organisation_id is not None
        row.user.groups.remove(partner_pages.group_of(row.programme_id, row.organisation_id))
        if not others.exists():
            row.user.groups.remove(cms_groups.partner_editors())
    log(row.programme, "courses.role_revoked", user=by, data=_said(row))


def _said(row: ProgrammeRole) -> dict[str, Any]:
    """The data of the log entry: keys, no names."""
    return {"role": row.role, "account": row.user_id, "organisation": row.organisation_id}


@transaction.atomic
def translate_page(*, page: BasePage, language: str, by: User | None) -> BasePage:
    """The translation of a page, or a new draft with the texts of the original, to be translated.

    Ancestors that are not translated get an alias in the tree of that language, which is never served.
    """
    original = page.as_original.specific
    locale = Locale.objects.get(language_code=language)
    known = original.get_translation_or_none(locale)
    if known is not None and known.alias_of_id is None:
        return known
    if known is not None:
        # There is an alias, as a page below it was translated first.
        ConvertAliasPageAction(known, user=by).execute(skip_permission_checks=True)
        known.refresh_from_db()
        known.unpublish(user=by)
        return known
    action = CopyPageForTranslationAction(original, locale, copy_parents=True, user=by)
    return action.execute(skip_permission_checks=True)
