"""The public pages of plans, projects, forums and initiatives."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from content.models import GlossaryEntry
from courses.actions import grant_role
from courses.models import Role
from courses.versions import overviews
from home.actions import open_to_owners
from initiatives.models import (
    Deliverable,
    ForumMember,
    InitiativePage,
    Milestone,
    PanelMember,
    PlanActor,
    PlanInput,
    PlanPage,
    PlanTeam,
    ProjectRegion,
    Supplier,
    TargetArea,
)
from tests.factories import (
    ContactPersonFactory,
    ForumPageFactory,
    GatheringPageFactory,
    HomePageFactory,
    InitiativeIndexPageFactory,
    InitiativePageFactory,
    ModulePageFactory,
    MunicipalityFactory,
    NewsPageFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlanPageFactory,
    ProgrammePageFactory,
    ProjectPageFactory,
    RegionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.factories.courses import keep
from tests.factories.programme import make_gathering
from tests.factories.versions import translate
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db


def shown(client, page):
    """The page; asserts that its markup is valid."""
    found = read(client, page.url)
    assert flaws(found) == []
    return found


def part(found, name):
    """The section below a heading."""
    return found.select_one(f"[aria-labelledby={name}-title]")


def lines(*texts):
    return [("line", text) for text in texts]


def make_plan(**kwargs):
    """A plan with all optional parts, and pages that refer to it."""
    contact = ContactPersonFactory(name="Tone Tenkt")
    plan = PlanPageFactory(contact=contact, **kwargs)
    plan.themes = [ThemeFactory()]
    keep(plan)
    return plan


def make_project(rows=1, **kwargs):
    project = ProjectPageFactory(
        plan=PlanPageFactory(),
        responsible=OrganisationFactory(),
        manager=ContactPersonFactory(name="Sissel Eksempel"),
        questions=lines("Hva er vi gode på?", "Hva mangler vi?"),
        expected_results=lines("Et felles bilde"),
        **kwargs,
    )
    project.themes = [ThemeFactory()]
    keep(project)
    for number in range(rows):
        PlanTeam.objects.create(plan=project.plan, name=f"Lag {number}", theme=ThemeFactory())
        link = ProjectRegion.objects.create(project=project, region=RegionFactory(), sort_order=number)
        PanelMember.objects.create(
            region_link=link, name="Rektor", organisation=OrganisationFactory(), field="competence"
        )
        Supplier.objects.create(project=project, organisation=OrganisationFactory(), role="analyst")
        row = Deliverable.objects.create(
            project=project,
            title=f"Rapport {number}",
            kind="final_report",
            due_on=dt.date(2018, 8, 1),
            due_precision="early",
        )
        row.plans = [PlanPageFactory()]
        row.save()
        NewsPageFactory(about_page=project)
    return project


def fill(plan, rows):
    for number in range(rows):
        gathering = GatheringPageFactory()
        PlanActor.objects.create(plan=plan, organisation=OrganisationFactory())
        PlanTeam.objects.create(plan=plan, name=f"Lag {number}")
        Milestone.objects.create(plan=plan, date=dt.date(2027, 1, 1), title=f"Steg {number}", activity=gathering)
        PlanInput.objects.create(plan=plan, activity=gathering)
        ProjectPageFactory(plan=plan)
        NewsPageFactory(plan=plan)
        deliverable = Deliverable.objects.create(project=ProjectPageFactory(), title="Analyse", kind="analysis")
        deliverable.plans = [plan]
        deliverable.save()


def make_forum(rows=1, **kwargs):
    forum = ForumPageFactory(
        responsible=OrganisationFactory(),
        contact=ContactPersonFactory(),
        region=RegionFactory(),
        purposes=lines("Felles forståelse", "Langsiktige mål", "Valg av satsinger"),
        **kwargs,
    )
    for number in range(rows):
        ForumMember.objects.create(forum=forum, organisation=OrganisationFactory(), category="business")
        area = TargetArea.objects.create(forum=forum, title=f"Område {number}", sort_order=number)
        initiative = InitiativePageFactory(parent=forum)
        initiative.areas = [area]
        keep(initiative)
        NewsPageFactory(about_page=forum)
    return forum


def make_initiative(rows=1):
    initiative = InitiativePageFactory(parent=ForumPageFactory(), contact=ContactPersonFactory())
    initiative.overlaps = [InitiativePageFactory() for _ in range(rows)]
    initiative.areas = [TargetArea.objects.create(forum=initiative.get_parent().specific, title="Hav")]
    keep(initiative)
    for _ in range(rows):
        NewsPageFactory(about_page=initiative)
    return initiative


# Plans


@pytest.mark.database
def test_a_plan_says_what_it_wants_with_whom_and_what_rests_on_it(client):
    """K7, K8, F17, R15"""
    plan = make_plan(
        kind="strategy",
        status="adopted",
        vision="Et fylke med globale vinnere.",
        goals=lines("Bedre samspill", "Flere nye bedrifter"),
        focus_areas=lines("Klynger"),
        year_from=2015,
        year_to=2020,
    )
    actor, gathering = OrganisationFactory(name="Partneren"), make_gathering(ModulePageFactory(), title="Kick-off")
    PlanActor.objects.create(plan=plan, organisation=actor)
    Milestone.objects.create(plan=plan, date=dt.date(2015, 9, 1), title="Planen vedtas")
    Milestone.objects.create(plan=plan, date=dt.date(2015, 8, 20), title="Oppstart feires", activity=gathering)
    PlanInput.objects.create(plan=plan, activity=gathering)
    PlanInput.objects.create(plan=plan, title="En dag i Borås")
    project, article = ProjectPageFactory(plan=plan), NewsPageFactory(plan=plan)
    delivering = ProjectPageFactory(title="Sju paneler")
    report = Deliverable.objects.create(project=delivering, title="Sluttrapport", kind="final_report")
    report.plans = [plan]
    report.save()
    programme = ProgrammePageFactory(policy_basis=plan)
    found = shown(client, plan)
    assert [words(tag) for tag in found.select(".page-head__tags > *")] == [plan.kind_label, plan.status_label]
    assert words(part(found, "vision")).endswith("Et fylke med globale vinnere.")
    assert [words(line) for line in part(found, "goals").select("ol > li")] == ["Bedre samspill", "Flere nye bedrifter"]
    assert [words(line) for line in part(found, "focus").select("li")] == ["Klynger"]
    assert "2015–2020" in words(part(found, "facts"))
    assert [words(row.select_one("dd")) for row in part(found, "milestones").select("dl > div")] == [
        "Oppstart feires",
        "Planen vedtas",
    ]
    assert gathering.url in links(part(found, "milestones"))
    assert [words(row) for row in part(found, "basis").select("li")] == [
        "Kick-off",
        "En dag i Borås",
        "Sluttrapport , Sju paneler",
    ]
    everything = {project.url, article.url, programme.url, delivering.url, reverse("organisation", args=[actor.pk])}
    assert everything <= links(found.main)
    for gone in (gathering, project, article, delivering):
        gone.unpublish()
    hidden = {gathering.url, project.url, article.url, delivering.url}
    assert links(read(client, plan.url)) & hidden == set()


def test_an_activity_says_which_milestone_it_celebrates_and_what_rests_on_it(client):
    """K8, F17: both pages show it."""
    gathering = make_gathering(ModulePageFactory())
    plan, other = PlanPageFactory(), PlanPageFactory()
    for title in ("Vedtatt", "Feiret"):
        Milestone.objects.create(plan=plan, date=dt.date(2015, 8, 20), title=title, activity=gathering)
    PlanInput.objects.create(plan=other, activity=gathering)
    found = shown(client, gathering)
    assert {plan.url, other.url} <= links(found.main)
    assert "Vedtatt, Feiret" in words(found.main)
    plan.unpublish()
    assert plan.url not in links(read(client, gathering.url))


def test_a_plan_is_out_for_consultation_until_its_last_day_is_over(client):
    """F18"""
    today = timezone.localdate()
    plan = make_plan(status="consultation", consultation_until=today, feedback_url="https://example.org/svar")
    assert "https://example.org/svar" in links(shown(client, plan))
    plan.feedback_url = ""
    keep(plan)
    assert f"mailto:{plan.contact.email}" in {a["href"] for a in read(client, plan.url).select("a.ds-button")}
    plan.consultation_until = today - dt.timedelta(days=1)
    keep(plan)
    assert part(read(client, plan.url), "consultation") is None
    plan.consultation_until, plan.year_from, plan.year_to = None, 2030, 2027
    with pytest.raises(ValidationError) as refused:
        plan.clean()
    assert set(refused.value.message_dict) == {"consultation_until", "year_to"}


def test_a_consultation_that_nobody_could_answer_is_kept_as_a_draft_but_not_published(client):
    client.force_login(UserFactory(is_superuser=True))
    index = InitiativeIndexPageFactory()
    add = reverse("wagtailadmin_pages:add", args=["initiatives", "planpage", index.pk])
    names = ("actor_links", "teams", "milestones", "inputs", "comments")
    form = nested_form_data(
        {name: inline_formset([]) for name in names}
        | {name: streamfield([]) for name in ("goals", "focus_areas", "body", "facts_boxes")}
        | {
            "title": "Plan",
            "slug": "plan",
            "kind": "plan",
            "status": "consultation",
            "consultation_until": "2027-01-01",
        }
    )
    told = client.post(add, form | {"action-publish": "on"})
    assert list(told.context["form"].errors) == ["feedback_url"]
    assert client.post(add, form).status_code == 302
    (page,) = PlanPage.objects.all()
    form |= {"action-publish": "on", "contact": str(ContactPersonFactory().pk)}
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    assert PlanPage.objects.get().live


def test_news_leads_to_its_activity_and_its_plan_and_the_project_that_it_is_about(client):
    """K1"""
    gathering, plan, project = make_gathering(ModulePageFactory()), PlanPageFactory(), ProjectPageFactory()
    article = NewsPageFactory(activity=gathering, plan=plan, about_page=project, plan_title="En plan uten side")
    found = shown(client, article)
    assert {gathering.url, plan.url, project.url} <= links(found.main)
    assert "En plan uten side" in words(found.main)
    plan.unpublish()
    assert plan.url not in links(read(client, article.url))
    translation = translate(PlanPageFactory(), "sv")
    article.plan = translation
    article.clean()
    assert article.plan == translation.original


def test_a_programme_leads_to_the_plan_that_it_builds_on(client):
    """V5: the relation from programme to plan is the policy basis; one without a page here is a title."""
    plan = PlanPageFactory()
    programme = ProgrammePageFactory(policy_basis=plan, policy_basis_text="Noen bør gå foran.")
    assert words(shown(client, programme).cite) == plan.title
    assert plan.url in links(read(client, programme.url))
    plan.unpublish()
    assert plan.url not in links(read(client, programme.url))


# Projects


def test_a_project_says_what_it_asks_where_and_what_comes_of_it(client):
    """R1, R4, R6, R10, R11, R12, R14, R15, R19"""
    project = make_project(status="running", period_from=dt.date(2018, 3, 1), period_to=dt.date(2018, 10, 31))
    report = Deliverable.objects.get()
    report.presented_to = [("presented", {"body": "Partnerstyret", "date": dt.date(2018, 9, 1), "outcome": "Vedtatt"})]
    report.save()
    found = shown(client, project)
    assert [words(line) for line in part(found, "questions").select("ol > li")] == [
        "Hva er vi gode på?",
        "Hva mangler vi?",
    ]
    assert words(part(found, "results").li) == "Et felles bilde"
    facts = part(found, "facts")
    assert {project.plan.url, reverse("organisation", args=[project.responsible_id])} <= links(facts)
    assert "Sissel Eksempel" in words(facts)
    assert f"mailto:{project.manager.email}" in {a["href"] for a in found.select(".rail a")}
    supplier = Supplier.objects.get()
    assert f"{supplier.get_role_display()} {supplier.organisation.name}" in words(facts)
    [link] = project.region_links.all()
    member = PanelMember.objects.get()
    assert words(part(found, "regions").dt) == link.region.name
    assert words(part(found, "regions").dd).startswith(f"Rektor, {member.organisation.name}")
    delivered = words(part(found, "deliverables"))
    assert all(
        one in delivered
        for one in ("primo\xa0august\xa02018".replace("\xa0", " "), "Rapport 0", "Partnerstyret", "Vedtatt")
    )
    [plan] = report.plans.all()
    assert plan.url in links(part(found, "deliverables"))
    assert words(part(found, "teams").li).startswith("Lag 0")


def test_deliverables_stand_by_the_last_day_that_is_meant_however_exactly_that_is_known(client):
    """R13"""
    project = ProjectPageFactory()
    due = {
        "tjuende": ("day", 20), "primo": ("early", 28), "femte": ("day", 5), "medio": ("middle", 1),
        "aret": ("year", 1), "maneden": ("month", 1), "ultimo": ("late", 2),
    }  # fmt: skip
    for title, (precision, day) in due.items():
        on = dt.date(2018, 8, day)
        Deliverable.objects.create(project=project, title=title, kind="analysis", due_on=on, due_precision=precision)
    Deliverable.objects.create(project=project, title="uten dag", kind="analysis")
    titles = [words(title) for title in part(shown(client, project), "deliverables").select("h3")]
    assert titles == ["femte", "primo", "tjuende", "medio", "maneden", "ultimo", "aret", "uten dag"]


def test_a_region_keeps_its_name_with_a_slash_and_its_municipalities_by_their_codes(client):
    """R2, R3, F25"""
    region = RegionFactory(
        name="Røyken/Hurum",
        municipalities=[
            MunicipalityFactory(code="0627", name="Røyken"),
            MunicipalityFactory(code="0628", name="Hurum"),
        ],
        municipalities__valid_to=dt.date(2019, 12, 31),
    )
    project, forum = ProjectPageFactory(), ForumPageFactory(region=region)
    ProjectRegion.objects.create(project=project, region=region)
    address = reverse("region", args=[region.pk])
    assert address in links(shown(client, project))
    found = read(client, address)
    assert words(found.h1) == "Røyken/Hurum"
    assert [words(row).split(",")[0] for row in found.select("dd")] == ["Hurum", "Røyken"]
    assert {project.url, forum.url} <= links(found.main)
    assert flaws(found) == []
    assert address in client.get(reverse("sitemap_section", args=["lists"])).content.decode()


# Forums and initiatives


def test_a_forum_says_what_it_is_for_and_where_it_wants_to_go(client):
    """P1, P2, P3, P4, P8, P9, P16"""
    forum = make_forum(
        kind="leaders",
        page_date=dt.date(2019, 12, 3),
        body=[("heading", "Hvorfor"), ("paragraph", "<p>Mange gjør det samme.</p>")],
        values=[("heading", "Verdier"), ("paragraph", "<p>Raushet.</p>")],
    )
    second = InitiativePageFactory(parent=forum, title="A")
    found = shown(client, forum)
    assert "03.12.2019" in words(part(found, "facts"))
    assert reverse("region", args=[forum.region_id]) in links(part(found, "facts"))
    purposes = [words(line) for line in part(found, "purposes").select("li")]
    assert purposes == ["Felles forståelse", "Langsiktige mål", "Valg av satsinger"]
    headings = [words(tag) for tag in found.select(".split h2, .split h3") if tag.find_parent(class_="rail") is None]
    order = [headings.index(one) for one in ("Hvorfor", "Område 0", "Verdier")]
    assert order == sorted(order)
    [area] = forum.areas.all()
    assert words(found.find(id=area.anchor)) == "Område 0"
    first = InitiativePage.objects.get(areas=area)
    assert first.url in links(part(found, "areas"))
    assert [link["href"] for link in part(found, "initiatives").select("h3 a")] == [first.url, second.url]
    member = ForumMember.objects.get()
    assert words(part(found, "members").dt) == member.get_category_display()


def test_an_initiative_says_how_far_it_is_and_who_coordinates_it(client):
    """P11, P12, P14, P15"""
    initiative = make_initiative()
    initiative.phase, initiative.to_clarify = "clarification", lines("Organisering", "Konsept")
    keep(initiative)
    forum, [other] = initiative.get_parent().specific, initiative.overlaps.all()
    found = shown(client, initiative)
    assert words(found.select_one(".page-head__tags .ds-tag")) == initiative.status_label
    assert [words(line) for line in part(found, "clarify").select("li")] == ["Organisering", "Konsept"]
    area = initiative.areas.get()
    assert {f"{forum.url}#{area.anchor}", forum.url} <= {link["href"] for link in found.main.select("a")}
    assert forum.url in links(found.select_one(".ds-breadcrumbs"))
    assert other.url in links(part(found, "overlaps"))
    assert initiative.url in links(part(shown(client, other), "overlaps"))
    coordinator = reverse("organisation", args=[initiative.coordinator_id])
    assert coordinator in links(found)
    assert initiative.url in links(read(client, coordinator).main)


def test_a_number_sign_before_a_title_is_no_part_of_address_order_or_search(client, upkeep):
    """P13"""
    index = InitiativeIndexPageFactory()
    for title in ("Rent hav", "#Plastsmart", "Havbyen"):
        page = InitiativePage(title=title, goal="Et mål.", coordinator=OrganisationFactory())
        index.add_child(instance=page)
        page.save_revision().publish()
    assert InitiativePage.objects.get(title="#Plastsmart").slug == "plastsmart"
    found = read(client, reverse("initiatives"))
    assert [words(title) for title in found.select(".rows h2")] == ["Havbyen", "#Plastsmart", "Rent hav"]
    for asked in ("plastsmart", "#plastsmart", "#Plastsmart"):
        hits = read(client, reverse("search"), text=asked)
        assert "/initiatives/plastsmart/" in links(hits.main), asked


# What they share


def test_themes_organisations_search_and_map_know_all_five_kinds_of_page(client, upkeep):
    """X1: one site holds them all, with shared people, organisations, places, themes and search."""
    theme, owner = ThemeFactory(), OrganisationFactory(name="Fylket")
    programme, article = ProgrammePageFactory(), NewsPageFactory()
    gathering = make_gathering(ModulePageFactory(), responsible=owner)
    kinds = [
        PlanPageFactory(responsible=owner),
        ProjectPageFactory(responsible=owner),
        ForumPageFactory(responsible=owner),
        InitiativePageFactory(coordinator=owner),
    ]
    for page in (*kinds, gathering):
        page.themes = [theme]
        page.title = f"Kvitfjell {page.title}"
        page.save()
    urls = {page.url for page in kinds}
    for address in (reverse("theme", args=[theme.slug]), reverse("organisation", args=[owner.pk])):
        assert {*urls, gathering.url} <= links(read(client, address).main), address
    assert {*urls, gathering.url} <= links(read(client, reverse("search"), text="Kvitfjell", kind="page").main)
    assert urls <= links(read(client, reverse("initiatives")).main)
    plans = read(client, reverse("initiatives"), kind="plans").main
    assert links(plans) & urls == {kinds[0].url}
    mapped = client.get(reverse("sitemap_section", args=["pages"])).content.decode()
    assert all(f"http://testserver{page.url}</loc>" in mapped for page in (*kinds, programme, article, gathering))
    kinds[0].unpublish()
    assert kinds[0].url not in links(read(client, reverse("theme", args=[theme.slug])))


def test_a_page_exists_in_a_language_when_it_is_written_and_says_so_where_it_is_not(client):
    """X2, X3"""
    plan = PlanPageFactory(title="En plan", goals=lines("Et mål"))
    plan.save_revision().publish()
    translate(plan, "sv", title="En strategi", lead="Vad den är till för.", goals=lines("Ett mål"))
    with override("sv"):
        found = read(client, PlanPage.objects.get(pk=plan.pk).url)
    assert (words(found.h1), words(part(found, "goals").li)) == ("En strategi", "Ett mål")
    with override("en"):
        fallback = read(client, PlanPage.objects.get(pk=plan.pk).url)
    assert (words(fallback.h1), fallback.h1["lang"]) == ("En plan", "nb")
    assert fallback.select_one(".language-notice")
    assert len(found.select(".site-footer time")) == 2


def test_the_list_says_so_where_nothing_is_published(client):
    HomePageFactory()
    found = read(client, reverse("initiatives"))
    assert found.select_one(".empty")
    assert reverse("initiatives") in links(found.select_one(".site-footer"))
    assert flaws(found) == []


def make_full_plan(rows):
    plan = make_plan()
    fill(plan, rows)
    return plan


# How each kind of page is made, what it asks a visitor and somebody who is signed in, and what it asks both who are
# the first after a change.
MADE = {
    "plan": (make_full_plan, 7, 8, 10, 10),
    "project": (make_project, 8, 9, 11, 11),
    "forum": (make_forum, 6, 7, 9, 9),
    "initiative": (make_initiative, 6, 7, 9, 9),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("kind", MADE)
def test_a_page_asks_as_little_of_much_as_of_little(client, kind, rows, django_assert_num_queries):
    make, asks_visitor, asks_signed_in, *_asks_first = MADE[kind]
    page = make(rows)
    for address, expected in ((page.url, asks_visitor), (reverse("initiatives"), 6)):
        client.get(address)
        with django_assert_num_queries(expected):
            assert client.get(address).status_code == 200
    client.force_login(UserFactory())
    for address, expected in ((page.url, asks_signed_in), (reverse("initiatives"), 7)):
        client.get(address)
        with django_assert_num_queries(expected):
            assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_a_page_first_after_a_change_asks_at_most_twelve_queries_too(client):
    """Nothing is kept from before, and the page is read in another language, with terms to be explained."""
    addresses, asked = {"list": reverse("initiatives")}, {}
    for kind, (make, *_asks) in MADE.items():
        page = make(1)
        page.body = [("paragraph", "<p>Sirkulær.</p>")]
        page.save_revision().publish()
        translate(page, "sv", **dict.fromkeys(page.main_texts, "Svenska"), body=page.body)
        with override("sv"):
            addresses[kind] = type(page).objects.get(pk=page.pk).url
    for number, reader in enumerate((None, ParticipantFactory(user=UserFactory()).user, UserFactory())):
        if reader:
            client.force_login(reader)
        for kind, address in addresses.items():
            client.get(address)
            GlossaryEntry.objects.create(slug=f"{kind}-{number}", term=kind, text="Forklart.")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.setdefault(kind, []).append(len(queries))
    assert asked == {"list": [8, 8, 8], **{kind: [*asks[3:], asks[4]] for kind, asks in MADE.items()}}
    assert max(max(each) for each in asked.values()) <= 12


def test_a_draft_is_previewed_with_its_own_rows_and_a_new_page_with_none_of_others():
    made = make_project(), make_full_plan(1), make_forum()
    project, plan, forum = (type(page).objects.get(pk=page.pk) for page in made)
    project.region_links = [
        ProjectRegion(region=RegionFactory(name="Ny region"), panel_members=[PanelMember(name="A")])
    ]
    project.deliverables = [*project.deliverables.all(), Deliverable(title="Ny rapport", kind="analysis")]
    project.responsible = OrganisationFactory(name="Ny eier")
    plan.milestones = [Milestone(date=dt.date(2027, 2, 2), title="Nytt steg")]
    forum.areas = [*forum.areas.all(), TargetArea(title="Nytt område")]
    delivered = Deliverable.objects.get(title="Rapport 0")
    expected = {
        project: {"Ny region", "Ny eier", "Ny rapport", delivered.title, delivered.plans.get().title},
        plan: {"Nytt steg", "Analyse"},
        forum: {"Nytt område", "Område 0"},
    }
    for page, texts in expected.items():
        shown = page.make_preview_request().content.decode().replace("\xa0", " ")
        assert {text for text in texts if text not in shown} == set()
        assert "Steg 0" not in shown
    NewsPageFactory(title="Ikke om noe")
    new = PlanPage(title="Ny", slug="ny", path=f"{plan.get_parent().path}9999", depth=plan.depth, locale=plan.locale)
    new.set_url_path(plan.get_parent())
    assert "Ikke om noe" not in new.make_preview_request().content.decode()


# Who writes them


def test_course_owners_write_them_and_a_partners_editor_those_of_their_own_organisation(client):
    """V28"""
    organisation = OrganisationFactory()
    mine = PlanPageFactory(responsible=organisation)
    other, index = ProjectPageFactory(responsible=OrganisationFactory()), InitiativeIndexPageFactory()
    programme = ProgrammePageFactory()
    owner, partner = UserFactory(), UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    grant_role(user=partner, programme=programme, role=Role.PARTNER_EDITOR, organisation=organisation, by=None)
    open_to_owners(index=index)
    later = InitiativePageFactory(parent=index, coordinator=organisation)
    later.save()

    def edits(page):
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200

    def adds(kind):
        return client.get(reverse("wagtailadmin_pages:add", args=["initiatives", kind, index.pk])).status_code == 200

    client.force_login(owner)
    assert [edits(page) for page in (mine, other, later)] == [True] * 3
    assert all(adds(kind) for kind in ("planpage", "projectpage", "forumpage", "initiativepage"))
    assert reverse("wagtailadmin_pages:add", args=["initiatives", "planpage", index.pk]) in links(
        read(client, reverse("add_to_programme", args=[programme.pk]))
    )
    client.force_login(partner)
    assert [edits(page) for page in (mine, other, later)] == [True, False, True]
    assert not adds("planpage")
    form = read(client, reverse("wagtailadmin_pages:edit", args=[mine.pk]))
    assert form.select("[name=vision]")
    assert not form.select("[name=responsible]")
    assert client.get(reverse("wagtailadmin_pages:delete", args=[mine.pk])).status_code == 302
    translation = translate(mine, "nn")
    assert edits(translation)
    assert [[row.page.pk for row in one.rows] for one in overviews(partner)] == [[mine.pk, later.pk]]
    mine.responsible = OrganisationFactory()
    mine.save()
    assert not edits(mine)
