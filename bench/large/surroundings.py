"""Builds what pages refer to: organisations, contacts, themes, missions, glossary and facts boxes."""

from __future__ import annotations

import random

from bench.large.rows import PARTNERS, TERMS, THEMES, in_bulk
from bench.large.words import TEXT, subject, term
from content.models import FactsBox, GlossaryEntry, Theme
from courses.models import Mission
from people.models import Alliance, ContactPerson, Municipality, Organisation
from people.places import ensure_municipalities


class Surroundings:
    def __init__(self, chance: random.Random) -> None:
        ensure_municipalities()
        self.municipalities = list(Municipality.objects.order_by("code"))
        self.themes = [Theme(slug=f"tema-{n}", name=f"Tema {n}: {subject(n)}") for n in range(THEMES)]
        self.partners = [
            Organisation(
                name=f"Partner {n}" if n % 4 else f"ABC{chr(65 + n % 26)}{chr(65 + n // 26)}",
                full_name=f"Norsk institutt for arbeid med fag {n}",
                type="research_institute",
                municipality=chance.choice(self.municipalities),
            )
            for n in range(PARTNERS)
        ]
        in_bulk(self.themes)
        in_bulk(self.partners)
        self.themes = list(Theme.objects.all())
        self.partners = list(Organisation.objects.order_by("pk"))[:PARTNERS]
        in_bulk(
            ContactPerson(name=f"Kontakt {n}", title="Rådgiver", organisation=row, email=f"kontakt{n}@example.org")
            for n, row in enumerate(self.partners)
        )
        self.contacts = list(ContactPerson.objects.all())
        alliances = [Alliance(name=f"Allianse {n}") for n in range(4)]
        in_bulk(alliances)
        for number, alliance in enumerate(Alliance.objects.all()):
            alliance.members.set(self.partners[number * 5 : number * 5 + 8])
            Mission.objects.create(slug=f"oppdrag-{number}", title=f"Samfunnsoppdrag {number}", alliance=alliance)
        self.missions = list(Mission.objects.all())
        in_bulk(GlossaryEntry(slug=f"ord-{n}", term=term(n), text=TEXT[:120]) for n in range(TERMS))
        in_bulk(FactsBox(slug=f"fakta-{n}", title=f"Fakta {n}", text=TEXT) for n in range(10))
        self.boxes = list(FactsBox.objects.all())
