"""Loads organisations with their periods of validity, alliances, and contacts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from home.programme_file.loading.load import Load, in_all_languages, set_members, upsert
from home.programme_file.problems import quoted
from home.programme_file.schema.organisations import Organisation, OrganisationGroup, Person, Range
from people import models as people
from people.places import ensure_counties, ensure_municipalities


def load_organisations(load: Load) -> None:
    """Load both sections of organisations. Existing ones are matched by organisation number, else by full name."""
    sections = load.file.sections
    listed = [
        *(("organisations", entry) for entry in sections.organisations),
        *(("participant_organisations", entry) for entry in sections.participant_organisations),
    ]
    places = _Places(load, [entry for _, entry in listed])
    known = people.Organisation.objects.in_bulk(
        [pk for section, entry in listed if (pk := load.ids[section].get(entry.id))]
    )
    existing = _ExistingOrganisations()
    rows = {}
    for section, entry in listed:
        row = load.stored(known, section, entry.id) or existing.find(entry)
        holder = existing.by_number.get(entry.org_nr or "")
        if row and holder and holder.pk != row.pk:
            what = f"The number {entry.org_nr} belongs to {quoted(holder.formal_name)} already."
            raise load.refuse(entry, "org_nr", what, "Correct it here, or correct that organisation first.")
        rows[entry.id] = upsert(load, section, entry.id, row, people.Organisation(), places.values(entry))
    periods = defaultdict(list)
    for period in people.OrganisationPeriod.objects.filter(organisation__in=rows.values()):
        periods[period.organisation_id].append(period)
    for _, entry in listed:
        _upsert_periods(rows[entry.id], periods[rows[entry.id].pk], entry, places)
    _upsert_successions(sections.organisations, rows)


class _ExistingOrganisations:
    """The organisations that exist already, whatever created them."""

    def __init__(self) -> None:
        self.by_number: dict[str, people.Organisation] = {}
        self.by_name: dict[str, people.Organisation] = {}
        for row in people.Organisation.objects.order_by("-pk"):
            if row.org_nr:
                self.by_number[row.org_nr] = row
            self.by_name[row.formal_name.casefold()] = row

    def find(self, entry: Organisation) -> people.Organisation | None:
        named = self.by_name.get(entry.known_as.casefold())
        if entry.org_nr:
            return self.by_number.get(entry.org_nr) or (named if named and not named.org_nr else None)
        return named


class _Places:
    """Counties and municipalities by code, fetched once for all organisations of the file."""

    def __init__(self, load: Load, entries: list[Organisation]) -> None:
        codes = {code for one in entries for code in (one.municipality, one.seat_municipality) if code}
        self.municipalities = ensure_municipalities(codes)
        self.counties = ensure_counties(code.code for one in entries for code in one.county_codes)

    def values(self, entry: Organisation) -> dict[str, Any]:
        """The field values given in the file. Absent ones are left out, so that values from another file or from the
        national register are kept."""
        said = {
            "full_name": entry.full_name,
            "short_name": entry.short_name,
            "org_nr": entry.org_nr,
            "municipality_id": self._municipality(entry.municipality),
            "seat_municipality_id": self._municipality(entry.seat_municipality),
            "employees": entry.employees,
            "nace": entry.nace,
        }
        return {
            "name": entry.name,
            "type": entry.type,
            "country": entry.country,
            **{name: value for name, value in said.items() if value is not None},
        }

    def _municipality(self, code: str | None) -> int | None:
        return self.municipalities[code].pk if code else None


def _upsert_periods(
    row: people.Organisation, stored: list[people.OrganisationPeriod], entry: Organisation, places: _Places
) -> None:
    wanted: set[tuple[int | None, dt.date | None, dt.date | None]] = {
        (places.counties[code.code].pk, one.first, one.last)
        for code in entry.county_codes
        for one in (code.valid or [Range()])
    }
    covered = {(first, last) for _, first, last in wanted}
    wanted |= {(None, one.first, one.last) for one in entry.valid if (one.first, one.last) not in covered}
    known = {(period.county_id, period.valid_from, period.valid_to): period for period in stored}
    if not wanted or wanted == known.keys():
        return
    for key, period in known.items():
        if key not in wanted:
            period.delete()
    people.OrganisationPeriod.objects.bulk_create(
        people.OrganisationPeriod(organisation=row, county_id=county, valid_from=first, valid_to=last)
        for county, first, last in sorted(wanted - known.keys(), key=str)
    )


def _upsert_successions(entries: list[Organisation], rows: dict[str, people.Organisation]) -> None:
    for entry in entries:
        _add_missing(rows[entry.id].predecessors, (rows[id] for id in entry.predecessors))
        _add_missing(rows[entry.id].successors, (rows[id] for id in entry.successors))


def _add_missing(manager: Any, rows: Iterable[people.Organisation]) -> None:
    wanted = {row.pk for row in rows}
    if wanted and (missing := wanted - set(manager.values_list("pk", flat=True))):
        manager.add(*missing)


def load_alliances(load: Load) -> None:
    entries: list[OrganisationGroup] = load.file.sections.organisation_groups
    known = people.Alliance.objects.in_bulk(load.ids["organisation_groups"].values())
    for entry in entries:
        row = upsert(
            load,
            "organisation_groups",
            entry.id,
            load.stored(known, "organisation_groups", entry.id),
            people.Alliance(),
            {**in_all_languages("name", entry.name), **in_all_languages("note", entry.note)},
        )
        set_members(row.members, load.many("organisations", entry.members))


def load_contacts(load: Load) -> None:
    """Load contacts. Existing ones are matched by e-mail address."""
    entries: list[Person] = load.file.sections.people
    known = people.ContactPerson.objects.in_bulk(load.ids["people"].values())
    by_email = {row.email.casefold(): row for row in people.ContactPerson.objects.all()}
    for entry in entries:
        holder = by_email.get(entry.email.casefold())
        row = load.stored(known, "people", entry.id) or holder
        if row and holder and row.pk != holder.pk:
            what = f"The address {entry.email} belongs to {quoted(holder.name)} already."
            raise load.refuse(entry, "email", what, "Correct it here, or correct that contact first.")
        upsert(
            load,
            "people",
            entry.id,
            row,
            people.ContactPerson(),
            {
                "name": entry.name,
                **in_all_languages("title", entry.title),
                "organisation_id": load.organisation(entry.organisation),
                "email": entry.email,
                **({"phone": entry.phone} if entry.phone else {}),
            },
        )
