"""The admin of contact persons and organisations."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from content.usage import UsedSnippetViewSet
from people.models import ContactPerson


class ContactPersonViewSet(UsedSnippetViewSet):
    model = ContactPerson
    icon = "user"


register_snippet(ContactPersonViewSet)
