"""The template tag that marks the terms of the glossary in a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe

from home.glossary import TermMarker, terms

register = template.Library()


class Explained(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        html = self.nodelist.render(context)
        request = context.get("request")
        if request is None or not html.strip():
            return html
        if not hasattr(request, "explaining"):
            request.explaining = TermMarker(terms())
        return mark_safe(request.explaining.explain(html))  # noqa: S308


@register.tag
def explained(parser: Parser, token: Token) -> Explained:
    """``{% explained %}…{% endexplained %}``: render the content, with a button that opens the explanation at the first
    occurrence of each glossary term on the page."""
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return Explained(nodelist)
