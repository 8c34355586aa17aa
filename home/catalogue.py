"""The catalogue: the activities that match the query string, with the count of each filter option."""

from __future__ import annotations

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home import index
from home.filters import KINDS, ONLINE, ONLY, WHEN, ActivityFilter
from home.listing import Listing, Option, listing, options, partners, places, themes, tracks
from people.models import Participant


def read(parameters: QueryDict, participant: Participant | None) -> Listing:
    """One page of results. One query, three if signed in; three more to build the index."""
    asked = ActivityFilter(parameters, index.read(), participant=participant)
    languages = {code: asked.index.offered.get(code, 0) for code, _name in settings.LANGUAGES}
    online = (asked.beside("place") & asked.index.online).bit_count()
    choices = {
        "theme": themes(asked),
        "kind": options(asked, "kind", KINDS, asked.index.kinds),
        "only": options(asked, "only", ONLY, asked.narrowing),
        "track": tracks(asked),
        "partner": partners(asked),
        "when": options(asked, "when", WHEN, asked.index.periods),
        "place": [Option(ONLINE, _("Online"), online), *places(asked)],
        "language": options(asked, "language", dict(settings.LANGUAGES), languages),
    }
    return listing(asked, choices, parameters.get("page"), participant)
