"""Loads regions, which a programme file refers to by name."""

from __future__ import annotations

from home.programme_file.loading.load import Load
from home.programme_file.schemaless import Values
from people.models import Region, RegionMunicipality
from people.places import ensure_municipalities


def upsert_region(load: Load, name: str, entry: Values | None = None) -> Region:
    """Get or create the region with this name. Its municipalities are set only if it is new, as editors may change
    them."""
    region, created = Region.objects.get_or_create(name=name)
    if created:
        codes = [code for key in _lists_of_codes(entry) for code in entry.words(key)] if entry else []
        RegionMunicipality.objects.bulk_create(
            [RegionMunicipality(region=region, municipality=row) for row in ensure_municipalities(codes).values()]
        )
    load.count("regions", "created" if created else "unchanged")
    return region


def _lists_of_codes(entry: Values) -> list[str]:
    """The keys with municipality codes: “municipalities”, or with the year of the codes, as “municipalities_2018”."""
    return [key for key in entry.node.entries if key.startswith("municipalities")]
