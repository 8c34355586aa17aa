"""How the texts that pages share stand in the CMS."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from content.models import FactsBox
from content.usage import UsedSnippetViewSet


class FactsBoxViewSet(UsedSnippetViewSet):
    model = FactsBox
    icon = "info-circle"


register_snippet(FactsBoxViewSet)
