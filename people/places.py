"""Norwegian counties and municipalities by code. A former code is a place of its own."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from pathlib import Path

from people.models import County, Municipality

COUNTIES = {
    "03": "Oslo",
    "11": "Rogaland",
    "15": "Møre og Romsdal",
    "18": "Nordland",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag",
    "55": "Troms",
    "56": "Finnmark",
}
EARLIER_COUNTIES = {
    "01": "Østfold",
    "02": "Akershus",
    "04": "Hedmark",
    "05": "Oppland",
    "06": "Buskerud",
    "07": "Vestfold",
    "08": "Telemark",
    "09": "Aust-Agder",
    "10": "Vest-Agder",
    "12": "Hordaland",
    "14": "Sogn og Fjordane",
    "16": "Sør-Trøndelag",
    "17": "Nord-Trøndelag",
    "19": "Troms",
    "20": "Finnmark",
    "30": "Viken",
    "38": "Vestfold og Telemark",
    "54": "Troms og Finnmark",
}


@functools.cache
def _names() -> dict[str, tuple[str, str]]:
    """By municipality code: its name, and the last year in which a former code was valid."""
    with (Path(__file__).parent / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: (row["name"], row["until"]) for row in csv.DictReader(lines)}


def ensure_counties(codes: Iterable[str]) -> dict[str, County]:
    """The counties with these codes, created where missing. An unknown code serves as its own name."""
    known = County.objects.in_bulk(field_name="code")
    wanted = set(codes)
    County.objects.bulk_create(
        [
            County(code=code, name=COUNTIES.get(code) or EARLIER_COUNTIES.get(code, code))
            for code in sorted(wanted - known.keys())
        ],
        ignore_conflicts=True,
    )
    return County.objects.in_bulk(wanted, field_name="code")


def ensure_municipalities(codes: Iterable[str] = ()) -> dict[str, Municipality]:
    """The municipalities with these codes, created where missing, together with all current ones."""
    wanted = set(codes)
    names = _names()
    today = {code for code, (_, until) in names.items() if not until}
    known = set(Municipality.objects.values_list("code", flat=True))
    missing = sorted((wanted | today) - known)
    counties = ensure_counties(code[:2] for code in missing) if missing else {}
    Municipality.objects.bulk_create(
        [Municipality(code=code, name=names.get(code, (code, ""))[0], county=counties[code[:2]]) for code in missing],
        ignore_conflicts=True,
    )
    return Municipality.objects.in_bulk(wanted, field_name="code")
