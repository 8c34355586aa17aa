"""The page of a region: its municipalities, and the pages about it (R2, F25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from home.initiatives.lists import of_region
from people.models import Region, RegionMunicipality


@dataclass
class RegionView:
    region: Region
    municipalities: list[RegionMunicipality]
    initiatives: list[Any]


def read(region: Region) -> RegionView:
    """The contents of the page of a region. Two queries."""
    links = region.municipality_links.select_related("municipality__county")
    return RegionView(region, list(links), of_region(region))
