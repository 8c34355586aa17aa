"""The elements of five real pages, rebuilt on one site (X1). The texts are ours; the elements are named by their
ids.
"""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from courses.models import Level, Mission, ProgrammeOwner, ProgrammePartner, Session
from gatherings.models import AgendaItem, AgendaSpeaker
from initiatives.models import (
    Deliverable,
    ForumMember,
    Milestone,
    PanelMember,
    PlanActor,
    PlanInput,
    PlanTeam,
    ProjectRegion,
    Supplier,
    TargetArea,
)
from people.models import Alliance
from tests.factories import (
    ContactPersonFactory,
    DayFactory,
    ForumPageFactory,
    GatheringPageFactory,
    InitiativePageFactory,
    ModulePageFactory,
    MunicipalityFactory,
    NewsPageFactory,
    OrganisationFactory,
    PlanPageFactory,
    ProgrammePageFactory,
    ProjectPageFactory,
    RegionFactory,
    SessionFactory,
    ThemeFactory,
    TrackPageFactory,
)
from tests.factories.courses import keep
from tests.factories.programme import make_recording
from tests.html import flaws, read, words

pytestmark = pytest.mark.django_db


def lines(*texts):
    return [("line", text) for text in texts]


def modular_programme(county):
    """V: a programme of two tracks with recorded webinars, and a gathering outside the tracks."""
    partner = OrganisationFactory(name="NORSUS", full_name="Norsk institutt for bærekraftsforskning")  # V27
    strategy = PlanPageFactory(title="Planstrategien", kind="strategy", responsible=county)
    alliance = Alliance.objects.create(name="Firepartssamarbeidet")  # V7
    alliance.members.set([county, partner])
    programme = ProgrammePageFactory(
        title="Kompetanse innen bærekraftig verdiskaping – ved hjelp av «sirkulære» modeller " + "og mer " * 8,  # V1
        is_pilot=True,  # V4
        policy_basis=strategy,  # V5
        policy_basis_text="Miljøene bør gå foran.",
        mission=Mission.objects.create(slug="mission", title="Grønn industri", alliance=alliance),  # V6
    )
    ProgrammeOwner.objects.create(programme=programme, organisation=county)  # V2, V3
    ProgrammePartner.objects.create(programme=programme, organisation=partner, role="academic")
    tracks = [TrackPageFactory(parent=programme, number=number, title=f"Del {number}") for number in (1, 2)]  # V8
    webinar = make_recording(ModulePageFactory(parent=tracks[0]), responsible=partner).webinar  # V11, V13
    gathering = GatheringPageFactory(parent=programme, goal="Utforske.", recap="Mye kom fram.")  # V17, V22
    SessionFactory(activity=gathering, live_minutes=None, capacity=60)
    webinar.themes = [ThemeFactory()]
    keep(webinar)
    webinar.complements.add(gathering)  # V23
    return programme, webinar, gathering, strategy


def kick_off(county):
    """K: news about two days on which a new plan is celebrated."""
    plan = PlanPageFactory(
        title="Næringsplanen",
        responsible=county,
        status="adopted",
        vision="Nyskaping og samspill.",
        goals=lines("Et godt innovasjonssystem"),
        focus_areas=lines("Samspill", "Kompetanse"),
        year_from=2015,
        year_to=2020,
    )  # K7
    PlanActor.objects.create(plan=plan, organisation=OrganisationFactory(name="Næringsforeningen"))
    place = MunicipalityFactory(code="3303", name="Kongsberg")
    gathering = GatheringPageFactory(parent=ProgrammePageFactory(), title="Kick-off", municipality=place)  # K3
    whole = SessionFactory(activity=gathering, live_minutes=None)
    for day in (1, 2):  # K2, K4
        DayFactory(parent=whole, date=whole.date + dt.timedelta(days=day), order=day)
    Milestone.objects.create(plan=plan, date=whole.date, title="Planen feires", activity=gathering)  # K8
    said = {"text": "– Vi «må» samarbeide.", "person": "Gørild", "title": "Teamleder, næring"}  # K5, K6
    article = NewsPageFactory(
        title="Kick-off for ny plan",
        body=[("heading", "Nye former"), ("quote", said)],
        activity=gathering,
        plan=plan,
    )  # K1
    return article, plan, gathering


def hybrid_day():
    """F: a past hybrid day in Swedish, whose workshop results are input of a strategy."""
    region = OrganisationFactory(name="VGR", full_name="Västra Götalandsregionen", country="SE")  # F11
    contact = ContactPersonFactory(name="Eva Exempel", organisation=region)  # F19
    swedish = Locale.objects.get(language_code="sv")
    programme = ProgrammePageFactory(title="Delregionen", locale=swedish)
    day = GatheringPageFactory(
        parent=programme,
        locale=swedish,  # F1
        title="Fokus 5 november",
        goal="Gemensamma insikter.",  # F8
        recap="Nästan 100 deltog.",  # F2, F7
        moderator_role="Moderator",  # F12
        contact=contact,
    )
    whole = SessionFactory(activity=day, live_minutes=None, days_ahead=-10)
    for order, (kind, title) in enumerate((("talk", "Läget"), ("keynote", "Värderingar"), ("workshop", "Samtal"))):
        session = Session.objects.create(
            activity=day, parent=whole, level=Level.SESSION, order=order, title=title
        )  # F9
        item = AgendaItem.objects.create(session=session, kind=kind, groups=12 if kind == "workshop" else None)  # F13
        AgendaSpeaker.objects.create(item=item, role="Föreläsare", organisation=region if order else None)  # F10
    strategy = PlanPageFactory(
        title="Delregional strategi",
        locale=swedish,
        kind="strategy",
        status="consultation",
        consultation_until=dt.date(2030, 1, 1),
        contact=contact,
    )  # F18
    PlanInput.objects.create(plan=strategy, activity=day)  # F17
    return day, strategy


def expert_panels(county):
    """R: a project that follows up a plan in several regions, each with a panel."""
    plan = PlanPageFactory(title="Verdiskapingsplanen", responsible=county)
    plans = [PlanPageFactory(title=title, kind="action_programme") for title in ("Handlingsprogrammet", "Kunnskap")]
    project = ProjectPageFactory(
        title="Ny giv",
        responsible=county,
        plan=plan,
        status="running",
        manager=ContactPersonFactory(name="Sigrid Eksempel"),  # R1, R19
        questions=lines("Hva er vi gode på?", "Hva kan vi bli?", "Hvordan møter vi det?", "Hva må vi kunne?"),  # R6
        expected_results=lines("Strategiske anbefalinger"),
    )
    for team in ("Attraktivitet", "Kompetanse", "Klynger", "Entreprenørskap", "Forskning"):
        PlanTeam.objects.create(plan=plan, name=team)  # R10
    for order, name in enumerate(("Dalen", "Midten", "Byen", "Numedal", "Riket", "Havna", "Røyken/Hurum")):
        region = RegionFactory(name=name, municipalities=[MunicipalityFactory(code="0627", name="Røyken")])  # R2, R3
        link = ProjectRegion.objects.create(project=project, region=region, sort_order=order)
        PanelMember.objects.create(region_link=link, name="Gründer", organisation=county, field="business")  # R4
    for role in ("facilitator", "analyst"):
        Supplier.objects.create(project=project, organisation=OrganisationFactory(), role=role)  # R11
    presented = [("presented", {"body": body, "date": None, "outcome": ""}) for body in ("Partnerstyret", "Kommunene")]
    report = Deliverable.objects.create(
        project=project,
        title="Sluttrapport",
        kind="final_report",  # R12
        due_on=dt.date(2018, 8, 1),
        due_precision="early",  # R13
        presented_to=presented,  # R14
    )
    report.plans = plans  # R15
    report.save()
    return project, plan, *plans


def leaders_forum(county):
    """P: a leaders' forum with a target picture and two initiatives."""
    chamber = OrganisationFactory(name="Næringsrådet", type="chamber_of_commerce")
    forum = ForumPageFactory(
        title="Framover",
        kind="leaders",
        region=RegionFactory(name="Byregionen"),  # P1
        page_date=dt.date(2019, 12, 3),  # P2
        purposes=lines("Forstå", "Peke ut", "Påvirke"),  # P3
        body=[("paragraph", "<p>Mye overlapper.</p>")],  # P16
        values=[("paragraph", "<p>Raushet og deling.</p>")],
        responsible=chamber,
    )
    for category in ForumMember.Category:
        ForumMember.objects.create(forum=forum, name=f"Leder {category}", category=category)  # P4
    titles = ("Attraktiv", "Talenter", "Innovativ", "Hav", "Energi", "Digital", "Bærekraft")
    areas = [TargetArea.objects.create(forum=forum, title=one, sort_order=n) for n, one in enumerate(titles)]  # P8
    plastic = InitiativePageFactory(parent=forum, title="#Plastfri", slug="plastfri", coordinator=chamber)  # P11, P13
    plastic.areas = [areas[6]]
    keep(plastic)
    ocean = InitiativePageFactory(
        parent=forum,
        title="Havbyen",
        coordinator=county,  # P12
        phase="clarification",
        to_clarify=lines("Organisering", "Prosess", "Konsept"),  # P14
    )
    ocean.overlaps = [plastic]  # P15
    keep(ocean)
    return forum, plastic, ocean


def test_each_of_the_five_pages_is_carried_with_all_its_parts(client):
    """X1"""
    county = OrganisationFactory(name="Fylkeskommunen", type="county_council")
    made = [
        modular_programme(county),
        kick_off(county),
        hybrid_day(),
        expert_panels(county),
        leaders_forum(county),
    ]
    for page in (page for pages in made for page in pages):
        with override(page.own_language):
            found = read(client, page.url)
        assert flaws(found) == [], page.title
        assert words(found.h1) == " ".join(getattr(page, "short_title", page.title).split()), page.title
    named = {link["href"] for link in read(client, reverse("organisation", args=[county.pk])).main.select("a")}
    programme, article, project, ocean = made[0][0], made[1][0], made[3][0], made[4][2]
    assert {programme.url, made[1][1].url, project.url, ocean.url} <= named
    assert {made[1][1].url, made[1][2].url} <= {link["href"] for link in read(client, article.url).main.select("a")}
