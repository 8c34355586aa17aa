"""The default text of the site pages in four languages, used when they are created. Later changes here do not affect
existing pages.

It holds for every installation; what is specific to a site has to be added by its editors.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    title: str
    lead: str
    body: tuple[tuple[str, str], ...] = ()
    """Pairs of block type and value: headings, and paragraphs as rich text."""


UUSTATUS = '<a href="https://uustatus.no">uustatus.no</a>'
INSPECTORATE = '<a href="https://www.datatilsynet.no">Datatilsynet</a>'

ACCESSIBILITY = {
    "nb": Words(
        "Tilgjengelighet",
        "Alle skal kunne bruke nettstedet. Nederst står det som mangler i opptak og presentasjoner, hentet fra"
        " nettstedet selv.",
        (
            ("heading", "Kravene"),
            (
                "paragraph",
                "<p>Nettstedet er laget etter WCAG 2.1 på nivå A og AA, som forskrift om universell utforming av"
                " IKT-løsninger viser til. Det kan brukes med tastatur og skjermleser og uten skript.</p>"
                "<p>En direktesending er unntatt. Blir opptaket liggende, skal det ha teksting innen 14 dager."
                " Video som"
                " er lagt ut fra 1. februar 2024, skal også kunne følges uten å se bildet.</p>",
            ),
            ("heading", "Si fra"),
            (
                "paragraph",
                '<p>Er det noe du ikke får brukt, skriv til en av dem på <a href="/contact/">kontaktsiden</a> og si'
                " hvilken side det gjelder. Får du ikke hjelp, kan du klage til Diskrimineringsnemnda. Offentlige"
                f" virksomheter fyller ut erklæringen sin på {UUSTATUS}.</p>",
            ),
        ),
    ),
    "nn": Words(
        "Tilgjenge",
        "Alle skal kunne bruke nettstaden. Nedst står det som manglar i opptak og presentasjonar, henta frå"
        " nettstaden sjølv.",
        (
            ("heading", "Krava"),
            (
                "paragraph",
                "<p>Nettstaden er laga etter WCAG 2.1 på nivå A og AA, som forskrift om universell utforming av"
                " IKT-løysingar viser til. Han kan brukast med tastatur og skjermlesar og utan skript.</p>"
                "<p>Ei direktesending er unnateken. Blir opptaket liggjande, skal det ha teksting innan 14"
                " dagar. Video"
                " som er lagd ut frå 1. februar 2024, skal òg kunne følgjast utan å sjå biletet.</p>",
            ),
            ("heading", "Sei frå"),
            (
                "paragraph",
                "<p>Er det noko du ikkje får brukt, skriv til ein av dei på <a"
                ' href="/nn/contact/">kontaktsida</a> og sei'
                " kva side det gjeld. Får du ikkje hjelp, kan du klage til Diskrimineringsnemnda. Offentlege"
                " verksemder"
                f" fyller ut erklæringa si på {UUSTATUS}.</p>",
            ),
        ),
    ),
    "sv": Words(
        "Tillgänglighet",
        "Alla ska kunna använda webbplatsen. Längst ned står vad som saknas i inspelningar och presentationer,"
        " hämtat ur webbplatsen själv.",
        (
            ("heading", "Kraven"),
            (
                "paragraph",
                "<p>Webbplatsen är gjord efter WCAG 2.1 på nivå A och AA, som den norska förskriften om universell"
                " utformning hänvisar till. Den kan användas med tangentbord och skärmläsare och utan skript.</p>"
                "<p>En direktsändning är undantagen. Ligger inspelningen kvar ska den ha textning inom 14"
                " dagar. Video som"
                " har lagts ut från den 1 februari 2024 ska också kunna följas utan att se bilden.</p>",
            ),
            ("heading", "Säg till"),
            (
                "paragraph",
                "<p>Är det något du inte kan använda, skriv till någon på <a"
                ' href="/sv/contact/">kontaktsidan</a> och säg'
                " vilken sida det gäller. Får du ingen hjälp kan du klaga hos den norska Diskrimineringsnemnda."
                f" Offentliga verksamheter fyller i sin redogörelse på {UUSTATUS}.</p>",
            ),
        ),
    ),
    "en": Words(
        "Accessibility",
        "Everybody shall be able to use this site. What recordings and presentations lack stands below, taken"
        " from the site itself.",
        (
            ("heading", "What is required"),
            (
                "paragraph",
                "<p>The site is made after WCAG 2.1, levels A and AA, which the Norwegian regulation on"
                " universal design"
                " of ICT refers to. It can be used by keyboard, with a screen reader and without script.</p>"
                "<p>A live broadcast is exempt. A recording that stays online shall have captions within 14"
                " days. Video"
                " published from 1 February 2024 on shall also make sense without the picture.</p>",
            ),
            ("heading", "Tell us"),
            (
                "paragraph",
                "<p>If there is something you cannot use, write to somebody on the <a"
                ' href="/en/contact/">contact page</a>'
                " and say which page it is. If that does not help, you may complain to Diskrimineringsnemnda, the"
                f" Norwegian tribunal. Public bodies file their statement at {UUSTATUS}.</p>",
            ),
        ),
    ),
}

PRIVACY = {
    "nb": Words(
        "Personvern",
        "Vi ber om lite, og bruker det bare til å gjennomføre programmene og rapportere om dem.",
        (
            ("heading", "Hva vi spør om, og hvorfor"),
            (
                "paragraph",
                "<p>Når du melder deg på, ber vi om navn, e-postadresse, arbeidssted og kommune. Kjønn er frivillig."
                " Oppmøte, hva du har sett av opptak, og det du selv erklærer, er grunnlaget for at noe er fullført."
                " Fødselsnummer blir aldri lagret.</p>",
            ),
            ("heading", "Hvem som ser det"),
            (
                "paragraph",
                "<p>De som driver programmet, ser navn og oppmøte; de som skriver sidene, gjør det ikke. I tall"
                " som blir"
                " offentlige, står grupper under fem som «&lt;5». Når lister blir hentet ut, føres det logg.</p>",
            ),
            ("heading", "Rettighetene dine"),
            (
                "paragraph",
                '<p>På <a href="/my-page/">Min side</a> ser du det som er registrert om deg. Du kan be om'
                " innsyn, retting"
                ' og sletting hos dem på <a href="/contact/">kontaktsiden</a>, og klage til '
                f"{INSPECTORATE}.</p>",
            ),
        ),
    ),
    "nn": Words(
        "Personvern",
        "Vi ber om lite, og bruker det berre til å gjennomføre programma og rapportere om dei.",
        (
            ("heading", "Kva vi spør om, og kvifor"),
            (
                "paragraph",
                "<p>Når du melder deg på, ber vi om namn, e-postadresse, arbeidsstad og kommune. Kjønn er frivillig."
                " Oppmøte, kva du har sett av opptak, og det du sjølv erklærer, er grunnlaget for at noko er"
                " fullført."
                " Fødselsnummer blir aldri lagra.</p>",
            ),
            ("heading", "Kven som ser det"),
            (
                "paragraph",
                "<p>Dei som driv programmet, ser namn og oppmøte; dei som skriv sidene, gjer det ikkje. I tal"
                " som blir"
                " offentlege, står grupper under fem som «&lt;5». Når lister blir henta ut, blir det ført logg.</p>",
            ),
            ("heading", "Rettane dine"),
            (
                "paragraph",
                '<p>På <a href="/nn/my-page/">Mi side</a> ser du det som er registrert om deg. Du kan be om innsyn,'
                ' retting og sletting hos dei på <a href="/nn/contact/">kontaktsida</a>, og klage til '
                f"{INSPECTORATE}.</p>",
            ),
        ),
    ),
    "sv": Words(
        "Personuppgifter",
        "Vi ber om lite, och använder det bara för att genomföra programmen och rapportera om dem.",
        (
            ("heading", "Vad vi frågar om, och varför"),
            (
                "paragraph",
                "<p>När du anmäler dig ber vi om namn, e-postadress, arbetsplats och kommun. Kön är frivilligt."
                " Närvaro,"
                " vad du har sett av inspelningar och det du själv intygar är grunden för att något är fullgjort."
                " Personnummer sparas aldrig.</p>",
            ),
            ("heading", "Vem som ser det"),
            (
                "paragraph",
                "<p>De som driver programmet ser namn och närvaro; de som skriver sidorna gör det inte. I"
                " siffror som blir"
                " offentliga står grupper under fem som ”&lt;5”. När listor hämtas ut förs logg.</p>",
            ),
            ("heading", "Dina rättigheter"),
            (
                "paragraph",
                '<p>På <a href="/sv/my-page/">Min sida</a> ser du vad som är registrerat om dig. Du kan be om insyn,'
                ' rättelse och radering hos dem på <a href="/sv/contact/">kontaktsidan</a>, och klaga hos '
                f"{INSPECTORATE}.</p>",
            ),
        ),
    ),
    "en": Words(
        "Privacy",
        "We ask for little, and use it only to run the programmes and report on them.",
        (
            ("heading", "What we ask for, and why"),
            (
                "paragraph",
                "<p>When you register we ask for your name, e-mail address, workplace and municipality. Gender is"
                " optional. Attendance, what you have seen of recordings and what you declare yourself are the"
                " evidence"
                " that something is completed. National identity numbers are never stored.</p>",
            ),
            ("heading", "Who sees it"),
            (
                "paragraph",
                "<p>Those who run the programme see names and attendance; those who write its pages do not. In"
                " figures"
                " that are made public, groups under five stand as “&lt;5”. When lists are exported, that is"
                " logged.</p>",
            ),
            ("heading", "Your rights"),
            (
                "paragraph",
                '<p>On <a href="/en/my-page/">My page</a> you see what is recorded about you. You may ask those'
                " on the"
                ' <a href="/en/contact/">contact page</a> for access, correction and erasure, and complain to '
                f"{INSPECTORATE}, the Norwegian authority.</p>",
            ),
        ),
    ),
}

CONTACT = {
    "nb": Words("Kontakt oss", "Disse svarer på spørsmål om programmene."),
    "nn": Words("Kontakt oss", "Desse svarar på spørsmål om programma."),
    "sv": Words("Kontakta oss", "De här svarar på frågor om programmen."),
    "en": Words("Contact us", "These people answer questions about the programmes."),
}

PAGES = {"accessibility": ACCESSIBILITY, "privacy": PRIVACY, "contact": CONTACT}
