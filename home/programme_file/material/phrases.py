"""The fixed phrases of generated slides and captions, in the languages of the site.

They are content and not part of the interface: their language is that of the recording, not that of the user. This is
why they are not in the gettext catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """Templates for slides and captions, with placeholders for `str.format`."""

    part: str
    think: str
    ask: tuple[tuple[str, tuple[str, ...]], ...]
    sheet: tuple[str, ...]
    sheet_intro: str
    welcome: tuple[str, ...]
    begin: tuple[str, ...]
    remarks: tuple[str, ...]
    pauses: tuple[str, ...]
    goodbye: tuple[str, ...]


def phrases_in(language: str) -> Phrases:
    return PHRASES.get(language, PHRASES["en"])


PHRASES = {
    "nb": Phrases(
        part="Del {n}",
        think="Tenk selv, to minutter",
        ask=(
            ("Hva betyr dette hos dere?", ("Hvem merker det først?", "Hva gjør dere allerede?", "Hva mangler?")),
            ("Hvem må være med?", ("Den som bestemmer", "Den som gjør jobben", "Den som betaler")),
            ("Hva er det minste dere kan prøve?", ("Innen en uke", "Uten nye penger", "Med folk dere har")),
            ("Hvordan vet dere at det virker?", ("Ett tall å følge", "Én som har ansvar", "Én dato å se på det igjen")),
        ),
        sheet=("Del", "Det jeg tar med meg", "Det vi gjør", "Hvem", "Når"),
        sheet_intro="Fyll ut mens du ser opptaket. Én linje er nok for hver del.",
        welcome=("Hei, og velkommen til «{title}».", "Dette er en del av {programme}.", "Med oss er {speakers}."),
        begin=(
            "Vi begynner på en ny del: «{chapter}».",
            "Da går vi videre til «{chapter}».",
            "Neste del heter «{chapter}».",
        ),
        remarks=(
            "La oss ta det steg for steg.",
            "Begynn med det dere har, ikke med det dere mangler.",
            "Skriv ned ett tall dere kjenner fra før.",
            "Et anslag er bedre enn et tomt felt.",
            "Spør den som gjør jobben til daglig. Der finnes svaret ofte.",
            "Det er ikke nødvendig å gjøre alt på én gang.",
            "Se på lysbildet. Det viktigste står øverst.",
            "Dette møter vi igjen i flere bransjer.",
            "Prøv det i det små før dere bestemmer dere.",
            "Her er det lett å gå seg bort i detaljer. Hold fast ved spørsmålet.",
            "Skriv gjerne i samtalefeltet hva dere gjør i dag.",
            "Noter hvem dere må snakke med etterpå.",
            "Vi kommer tilbake til dette mot slutten.",
            "Ett godt eksempel fra egen bedrift er verdt mer enn ti fra andre.",
            "Det som blir målt, blir også snakket om.",
            "Avtal en dag da dere ser på det igjen.",
        ),
        pauses=("[Deltakerne noterer]", "[Stillhet]", "[Innlederen viser på lysbildet]"),
        goodbye=("Takk for at dere var med.", "Presentasjonene ligger sammen med opptaket.", "Ha det bra."),
    ),
    "nn": Phrases(
        part="Del {n}",
        think="Tenk sjølv, to minutt",
        ask=(
            ("Kva betyr dette hos dykk?", ("Kven merkar det først?", "Kva gjer de allereie?", "Kva manglar?")),
            ("Kven må vere med?", ("Den som bestemmer", "Den som gjer jobben", "Den som betaler")),
            ("Kva er det minste de kan prøve?", ("Innan ei veke", "Utan nye pengar", "Med folk de har")),
            (
                "Korleis veit de at det verkar?",
                ("Eitt tal å følgje", "Éin som har ansvar", "Ein dato å sjå på det att"),
            ),
        ),
        sheet=("Del", "Det eg tek med meg", "Det vi gjer", "Kven", "Når"),
        sheet_intro="Fyll ut medan du ser opptaket. Éi linje er nok for kvar del.",
        welcome=("Hei, og velkomen til «{title}».", "Dette er ein del av {programme}.", "Med oss er {speakers}."),
        begin=(
            "Vi begynner på ein ny del: «{chapter}».",
            "Då går vi vidare til «{chapter}».",
            "Neste del heiter «{chapter}».",
        ),
        remarks=(
            "Lat oss ta det steg for steg.",
            "Begynn med det de har, ikkje med det de manglar.",
            "Skriv ned eitt tal de kjenner frå før.",
            "Eit anslag er betre enn eit tomt felt.",
            "Spør den som gjer jobben til dagleg. Der finst svaret ofte.",
            "Det er ikkje nødvendig å gjere alt på éin gong.",
            "Sjå på lysbiletet. Det viktigaste står øvst.",
            "Dette møter vi att i fleire bransjar.",
            "Prøv det i det små før de bestemmer dykk.",
            "Her er det lett å gå seg bort i detaljar. Hald fast ved spørsmålet.",
            "Skriv gjerne i samtalefeltet kva de gjer i dag.",
            "Noter kven de må snakke med etterpå.",
            "Vi kjem tilbake til dette mot slutten.",
            "Eitt godt døme frå eiga bedrift er verdt meir enn ti frå andre.",
            "Det som blir målt, blir òg snakka om.",
            "Avtal ein dag då de ser på det att.",
        ),
        pauses=("[Deltakarane noterer]", "[Stille]", "[Innleiaren viser på lysbiletet]"),
        goodbye=("Takk for at de var med.", "Presentasjonane ligg saman med opptaket.", "Ha det bra."),
    ),
    "sv": Phrases(
        part="Del {n}",
        think="Tänk själv, två minuter",
        ask=(
            ("Vad betyder det här hos er?", ("Vem märker det först?", "Vad gör ni redan?", "Vad saknas?")),
            ("Vilka måste vara med?", ("Den som bestämmer", "Den som gör jobbet", "Den som betalar")),
            ("Vad är det minsta ni kan pröva?", ("Inom en vecka", "Utan nya pengar", "Med folk ni har")),
            ("Hur vet ni att det fungerar?", ("Ett tal att följa", "En som ansvarar", "Ett datum att titta igen")),
        ),
        sheet=("Del", "Det jag tar med mig", "Det vi gör", "Vem", "När"),
        sheet_intro="Fyll i medan du ser inspelningen. En rad räcker för varje del.",
        welcome=("Hej och välkommen till ”{title}”.", "Det här är en del av {programme}.", "Med oss är {speakers}."),
        begin=(
            "Vi börjar på en ny del: ”{chapter}”.",
            "Då går vi vidare till ”{chapter}”.",
            "Nästa del heter ”{chapter}”.",
        ),
        remarks=(
            "Låt oss ta det steg för steg.",
            "Börja med det ni har, inte med det ni saknar.",
            "Skriv ner ett tal som ni redan känner till.",
            "En uppskattning är bättre än en tom ruta.",
            "Fråga den som gör jobbet till vardags. Där finns ofta svaret.",
            "Man behöver inte göra allt på en gång.",
            "Titta på bilden. Det viktigaste står överst.",
            "Det här ser vi i flera branscher.",
            "Pröva i liten skala innan ni bestämmer er.",
            "Här är det lätt att gå vilse i detaljer. Håll fast vid frågan.",
            "Skriv gärna i chatten hur ni gör i dag.",
            "Notera vem ni måste tala med efteråt.",
            "Vi kommer tillbaka till det här mot slutet.",
            "Ett bra exempel från er själva är värt mer än tio från andra.",
            "Det som mäts blir det också talat om.",
            "Bestäm en dag då ni tittar på det igen.",
        ),
        pauses=("[Deltagarna antecknar]", "[Tystnad]", "[Talaren pekar på bilden]"),
        goodbye=("Tack för att ni var med.", "Presentationerna finns vid inspelningen.", "Hej då."),
    ),
    "en": Phrases(
        part="Part {n}",
        think="Think for yourself, two minutes",
        ask=(
            (
                "What does this mean where you work?",
                ("Who notices first?", "What do you do already?", "What is missing?"),
            ),
            ("Who has to be part of it?", ("Those who decide", "Those who do the work", "Those who pay")),
            ("What is the least you can try?", ("Within a week", "Without new money", "With the people you have")),
            (
                "How do you know that it works?",
                ("One number to follow", "One person in charge", "One day to look again"),
            ),
        ),
        sheet=("Part", "What I take with me", "What we do", "Who", "When"),
        sheet_intro="Fill it in while you watch. One line is enough for each part.",
        welcome=("Hello, and welcome to “{title}”.", "This is part of {programme}.", "With us are {speakers}."),
        begin=(
            "We begin a new part: “{chapter}”.",
            "Let us go on to “{chapter}”.",
            "The next part is called “{chapter}”.",
        ),
        remarks=(
            "Let us take it step by step.",
            "Begin with what you have, not with what you lack.",
            "Write down one number that you know already.",
            "An estimate is better than an empty field.",
            "Ask the person who does the job every day. The answer is often there.",
            "There is no need to do everything at once.",
            "Look at the slide. What matters most is at the top.",
            "We see this in several lines of business.",
            "Try it small before you make up your mind.",
            "It is easy to get lost in details here. Hold on to the question.",
            "Do write in the chat what you do today.",
            "Note whom you have to talk to afterwards.",
            "We come back to this towards the end.",
            "One good example of your own is worth more than ten of others.",
            "What is measured is also talked about.",
            "Agree on a day when you look at it again.",
        ),
        pauses=("[Participants take notes]", "[Silence]", "[The speaker points at the slide]"),
        goodbye=("Thank you for being here.", "The presentations are beside the recording.", "Goodbye."),
    ),
}
