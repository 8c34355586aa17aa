"""`manage.py demo_accounts`: lists an account to sign in with for each role. Called by `make run`."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import translation

from people.models import User


class Command(BaseCommand):
    help = "List one account for each role in the programmes, and one participant."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            rows = [(user.email, what_it_may(user)) for user in one_for_each_role()]
        width = max((len(email) for email, _what in rows), default=0)
        for email, what in rows:
            self.stdout.write(f"  {email:<{width}}  {what}")
        if not rows:
            self.stdout.write("  No account yet.")


def one_for_each_role() -> list[User]:
    """The oldest active account for each role, in order of creation."""
    accounts = User.objects.filter(is_active=True).order_by("pk")
    with_a_role = accounts.filter(Q(is_superuser=True) | Q(programme_roles__isnull=False)).distinct()
    chosen: dict[tuple[bool, tuple[str, ...]], User] = {}
    for user in with_a_role.prefetch_related("programme_roles"):
        chosen.setdefault((user.is_superuser, roles_of(user)), user)
    participant = accounts.filter(participant__isnull=False).exclude(pk__in=with_a_role).first()
    return [*([participant] if participant else []), *chosen.values()]


def roles_of(user: User) -> tuple[str, ...]:
    return tuple(sorted({role.get_role_display() for role in user.programme_roles.all()}))


def what_it_may(user: User) -> str:
    if roles := roles_of(user):
        return ", ".join(roles).lower()
    return "administrator of the site" if user.is_superuser else "participant"
