"""Texts of the large site."""

from __future__ import annotations

TEXT = (
    "Virksomheter i regionen skal om noen år rapportere på klima, natur og ressurser. Her får du vite hva som kreves, "
    "hvilke tall som må finnes, og hvordan andre har gått fram. Deltakerne arbeider med egne eksempler mellom "
    "samlingene, og tar med seg en plan hjem. "
)
SUBJECTS = (
    *("Sirkulær økonomi", "Klimaregnskap", "Grønne innkjøp", "Naturrisiko", "Energibruk i bygg", "Taksonomien"),
    *("Livsløpsvurdering", "Ombruk av byggevarer", "Grønn finansiering", "Bærekraftsrapportering", "Logistikk"),
)
LINES = ("Velkommen til dette webinaret.", "Vi begynner med tallene.", "Hva betyr det for en liten bedrift?", "Takk.")


def subject(number: int) -> str:
    return SUBJECTS[number % len(SUBJECTS)]


def term(number: int) -> str:
    return f"{subject(number).split()[0].lower()}begrep{number}" if number % 4 else subject(number).lower()


def body() -> list[tuple[str, str]]:
    return [("heading", "Om dette"), ("paragraph", f"<p>{TEXT}</p><p>{TEXT}</p>")]
