"""Public pages of organisations and alliances: which have a page, and what each is responsible for (V2, V7, V31)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content import validity
from content.one_query import read_in_one_query
from content.sqlite import sort_key_nb
from content.translated import shown_language
from content.versions import all_in_words
from courses.models import ActivityPage, Mission, ModulePage, ProgrammeOwner, ProgrammePage, ProgrammePartner
from gatherings.models import AgendaSpeaker, GatheringPage
from home import index
from home.activity_sections import ActivitySection, activity_sections
from home.facts import Above
from home.index import Index
from home.initiatives.lists import contacts_named, of_organisation, organisations_named
from home.pages import public
from home.reading_cards import cards_of_facts
from people.models import Alliance, ContactPerson, Organisation, Participant
from webinars.models import Speaker

PER_PAGE = 24


@dataclass
class Role:
    """The role of an organisation in a programme."""

    programme: Above
    label: str

    @property
    def name(self) -> str:
        return self.programme.word("short_title")


@dataclass
class Relative:
    """A predecessor or successor of an organisation, and the years in which it existed."""

    organisation: Organisation
    years: str


@dataclass
class OrganisationView:
    organisation: Organisation
    roles: list[Role] = field(default_factory=list)
    sections: dict[str, ActivitySection] = field(default_factory=dict)
    """The activities it is responsible for: upcoming ones, held ones (latest first), and lessons."""
    alliances: list[Alliance] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)
    years: str = ""
    """The years in which it has existed, if known."""
    predecessors: list[Relative] = field(default_factory=list)
    successors: list[Relative] = field(default_factory=list)
    in_between: list[Relative] = field(default_factory=list)
    """Organisations that are both successor and predecessor: it was merged into them and split off again."""
    contacts: list[ContactPerson] = field(default_factory=list)
    initiatives: list[Any] = field(default_factory=list)
    """Its plans, projects and forums, and the initiatives it coordinates (P12)."""

    @property
    def is_bare(self) -> bool:
        return not (self.roles or self.alliances or self.initiatives or self.has_activities)

    @property
    def has_activities(self) -> bool:
        return any(section.cards for section in self.sections.values())


def public_programmes() -> QuerySet[ProgrammePage]:
    return public(ProgrammePage.objects.filter(original=None))


def public_contacts() -> QuerySet[ContactPerson]:
    """The contact persons named on public pages."""
    gatherings = public(GatheringPage.objects.originals())
    return ContactPerson.objects.filter(
        Q(pk__in=public_programmes().values("contact")) | Q(pk__in=gatherings.values("contact")) | contacts_named()
    )


def public_organisations() -> QuerySet[Organisation]:
    """The organisations named on public pages. Those that are only employers of participants are not included, to
    protect privacy."""
    programmes = public_programmes().order_by().values("pk")
    activities = public(ActivityPage.objects.originals()).order_by()
    gatherings = public(GatheringPage.objects.originals()).order_by()
    missions = Mission.objects.filter(Q(programmes__in=programmes) | Q(gatherings__in=gatherings.values("pk")))
    alliances = Alliance.members.through.objects.filter(alliance__in=missions.values("alliance"))
    speakers = Speaker.objects.filter(webinar__in=activities.values("pk"))
    on_agenda = AgendaSpeaker.objects.filter(item__session__activity__in=activities.values("pk"))
    named = (
        Q(pk__in=ProgrammeOwner.objects.filter(programme__in=programmes).values("organisation"))
        | Q(pk__in=ProgrammePartner.objects.filter(programme__in=programmes).values("organisation"))
        | Q(pk__in=public_programmes().order_by().values("historical_owner"))
        | Q(pk__in=activities.values("responsible"))
        | Q(pk__in=public(ModulePage.objects.filter(original=None)).order_by().values("lead_partner"))
        | Q(pk__in=gatherings.values("moderator_organisation"))
        | Q(pk__in=speakers.values("organisation"))
        | Q(pk__in=on_agenda.values("organisation"))
        | Q(pk__in=missions.values("organisation"))
        | Q(pk__in=alliances.values("organisation"))
        | Q(pk__in=public_contacts().order_by().values("organisation"))
        | organisations_named()
    )
    return Organisation.objects.filter(named)


def with_relatives(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """The organisations with their predecessors and successors, so that former ones can be found by name (V31)."""
    pks = organisations.order_by().values("pk")
    through = Organisation.predecessors.through.objects
    return Organisation.objects.filter(
        Q(pk__in=pks)
        | Exists(through.filter(from_organisation__in=pks, to_organisation=OuterRef("pk")))
        | Exists(through.filter(to_organisation__in=pks, from_organisation=OuterRef("pk")))
    )


_memo: validity.Memo[set[int]] = validity.Memo()


def shown_organisations() -> QuerySet[Organisation]:
    """The organisations that have a public page. Their primary keys are cached."""
    generation = validity.current()
    if generation is None:
        return with_relatives(public_organisations())
    keys = _memo.get(generation)
    if keys is None:
        found = with_relatives(public_organisations()).order_by().values_list("pk", flat=True)
        keys = _memo.put(generation, set(found))
    return Organisation.objects.filter(pk__in=keys)


def read(pk: int, participant: Participant | None) -> OrganisationView | None:
    """The contents of the page of an organisation; None if it has no public page. At most nine queries."""
    view = _with_history(pk)
    if view is None:
        return None
    organisation = view.organisation
    missions, alliances, contacts, owned, supported = read_in_one_query(
        Mission.objects.filter(organisation=organisation),
        public_alliances().filter(members=organisation),
        public_contacts().filter(organisation=organisation),
        ProgrammeOwner.objects.filter(organisation=organisation),
        ProgrammePartner.objects.filter(organisation=organisation),
    )
    view.missions = sorted(missions, key=lambda mission: sort_key_nb(mission.title))
    view.alliances = sorted(alliances, key=lambda alliance: sort_key_nb(alliance.name))
    view.contacts = sorted(contacts, key=lambda person: sort_key_nb(person.name))
    known = index.read()
    view.roles = _roles(organisation, known.facts.above_of_kind("programme"), owned, supported)
    view.sections = _sections(organisation, known, participant)
    view.initiatives = of_organisation(organisation)
    return view


def _sections(organisation: Organisation, known: Index, participant: Participant | None) -> dict[str, ActivitySection]:
    here = f"partner={organisation.pk}"
    own = known.by_partner.get(str(organisation.pk), 0)
    wanted = {
        "coming": (own & known.takes_place & ~known.over, f"{here}&kind=webinar&kind=gathering"),
        "held": (own & known.over, f"{here}&when=held"),
        "lessons": (own & known.kinds["lesson"], f"{here}&kind=lesson"),
    }
    return activity_sections(known, wanted, participant)


def _with_history(pk: int) -> OrganisationView | None:
    """The organisation with its years, and its predecessors and successors with theirs (V31); None if it has no public
    page. One query."""
    through = Organisation.predecessors.through.objects
    before = through.filter(from_organisation=pk, to_organisation=OuterRef("pk"))
    after = through.filter(to_organisation=pk, from_organisation=OuterRef("pk"))
    rows = (
        shown_organisations()
        .annotate(came_before=Exists(before), came_after=Exists(after))
        .filter(Q(pk=pk) | Q(came_before=True) | Q(came_after=True))
        .annotate(valid_from=F("periods__valid_from"), valid_to=F("periods__valid_to"))
        .order_by("name", "pk", F("periods__valid_from").asc(nulls_first=True), "periods__pk")
    )
    # There is a row for each period of an organisation.
    periods_of = {key: list(periods) for key, periods in groupby(rows, key=lambda row: row.pk)}
    own = periods_of.pop(pk, None)
    if own is None:
        return None
    view, has_come_back = OrganisationView(own[0], years=_years(own)), len(own) > 1
    for periods in periods_of.values():
        row, relative = periods[0], Relative(periods[0], _years(periods))
        if has_come_back and row.came_before and row.came_after:
            view.in_between.append(relative)
            continue
        if row.came_before:
            view.predecessors.append(relative)
        if row.came_after:
            view.successors.append(relative)
    return view


def _years(periods: Iterable[Any]) -> str:
    """Periods in words, such as “until 2019, from 2024”."""
    return ", ".join(
        _period(period.valid_from, period.valid_to) for period in periods if period.valid_from or period.valid_to
    )


def _period(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        return f"{first.year}–{last.year}"
    if first:
        return _("from %(year)s") % {"year": first.year}
    return _("until %(year)s") % {"year": last.year} if last else ""


@dataclass
class AllianceView:
    alliance: Alliance
    members: list[Organisation]
    missions: list[Mission]
    programmes: list[ProgrammePage]
    page: PaginatorPage
    """The current page of the list of gatherings."""
    gatherings: ActivitySection

    @property
    def note_language(self) -> str:
        """The language of the note, if it is not the active one."""
        code = shown_language(self.alliance, "note")
        return code if code != get_language() else ""


def public_alliances() -> QuerySet[Alliance]:
    """The alliances that are responsible for a mission to which a public page contributes."""
    programmes = public_programmes().order_by().values("mission")
    gatherings = public(GatheringPage.objects.originals()).order_by().values("mission")
    missions = Mission.objects.filter(Q(pk__in=programmes) | Q(pk__in=gatherings))
    return Alliance.objects.filter(pk__in=missions.values("alliance"))


def read_alliance(alliance: Alliance, number: str | None) -> AllianceView:
    """The contents of the page of an alliance. Four queries, and two more if the index is not cached."""
    missions = list(Mission.objects.filter(alliance=alliance).order_by("title"))
    known, bits = index.read(), 0
    for mission in missions:
        bits |= known.by_mission.get(mission.pk, 0)
    page = Paginator(known.listed(bits), PER_PAGE).get_page(number)
    return AllianceView(
        alliance,
        list(alliance.members.order_by("name")),
        missions,
        all_in_words(_with_language(public_programmes().filter(mission__in=missions)).order_by("path")),
        page,
        ActivitySection(cards_of_facts(page.object_list, None)),
    )


def _roles(
    organisation: Organisation,
    programmes: list[Above],
    owned: list[ProgrammeOwner],
    supported: list[ProgrammePartner],
) -> list[Role]:
    """The roles of an organisation in the programmes, in their order: owner, each of its roles as a partner, or former
    owner."""
    labels: dict[int, list[str]] = defaultdict(list)
    for own in owned:
        labels[own.programme_id].append(_("Owner"))
    for link in sorted(supported, key=lambda link: (link.sort_order, link.pk)):
        labels[link.programme_id].append(link.get_role_display())
    for programme in programmes:
        if programme.historical_owner_id == organisation.pk and programme.pk not in labels:
            labels[programme.pk].append(_("Earlier owner"))
    return [Role(programme, ", ".join(labels[programme.pk])) for programme in programmes if programme.pk in labels]


def _with_language(programmes: QuerySet[ProgrammePage]) -> QuerySet[ProgrammePage]:
    """The programmes annotated with their language, which is stated in links."""
    return programmes.annotate(language_code=F("locale__language_code"))
