"""The bodies behind the programmes: which of them the public meets, and what each is responsible for (V2, V7, V31)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import validity
from content.translated import shown_language
from content.versions import all_in_words, in_words
from courses.models import ActivityPage, Mission, ModulePage, ProgrammeOwner, ProgrammePage, ProgrammePartner
from gatherings.models import AgendaSpeaker, GatheringPage
from home.cards import Card, in_order
from home.initiatives.lists import contacts_named, of_organisation, organisations_named
from home.outline import cards_of, place
from home.pages import listed, public, specific, with_card_facts
from people.models import Alliance, ContactPerson, Organisation, Participant
from webinars.models import Speaker

MOST_ACTIVITIES = 60


@dataclass
class Role:
    """What an organisation is to a programme."""

    programme: ProgrammePage
    label: str


@dataclass
class Relative:
    """What an organisation came from or became, and when that existed."""

    organisation: Organisation
    years: str


@dataclass
class OrganisationView:
    organisation: Organisation
    roles: list[Role]
    coming: list[Card] = field(default_factory=list)
    held: list[Card] = field(default_factory=list)
    others: list[Card] = field(default_factory=list)
    """What it is responsible for: what comes, what was held the latest first, and what has no date."""
    alliances: list[Alliance] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)
    years: str = ""
    """When it has existed, where that is known."""
    predecessors: list[Relative] = field(default_factory=list)
    successors: list[Relative] = field(default_factory=list)
    in_between: list[Relative] = field(default_factory=list)
    """What it was part of for a while: it became that, and came back from it."""
    contacts: list[ContactPerson] = field(default_factory=list)
    initiatives: list[Any] = field(default_factory=list)
    """The plans, projects and forums that are its own, and the initiatives that it coordinates (P12)."""

    @property
    def is_bare(self) -> bool:
        return not (self.roles or self.coming or self.held or self.others or self.alliances or self.initiatives)


def public_programmes() -> QuerySet[ProgrammePage]:
    return public(ProgrammePage.objects.filter(original=None))


def public_contacts() -> QuerySet[ContactPerson]:
    """Whom a public page names."""
    gatherings = public(GatheringPage.objects.originals())
    return ContactPerson.objects.filter(
        Q(pk__in=public_programmes().values("contact")) | Q(pk__in=gatherings.values("contact")) | contacts_named()
    )


def public_organisations() -> QuerySet[Organisation]:
    """Those that a public page names. Where participants work is nobody's business."""
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
    """Those, and what they came from or became (V31): the history stays to be found under its name."""
    pks = organisations.order_by().values("pk")
    through = Organisation.predecessors.through.objects
    return Organisation.objects.filter(
        Q(pk__in=pks)
        | Exists(through.filter(from_organisation__in=pks, to_organisation=OuterRef("pk")))
        | Exists(through.filter(to_organisation__in=pks, from_organisation=OuterRef("pk")))
    )


_held: validity.Held[set[int]] = validity.Held()


def organisation_to_show(pk: int) -> Organisation:
    """One that has a page of its own; whether it has is looked up once for them all."""
    generation = validity.current()
    if generation is None:
        return get_object_or_404(with_relatives(public_organisations()), pk=pk)
    keys = _held.get(generation)
    if keys is None:
        shown = with_relatives(public_organisations()).order_by()
        keys = _held.put(generation, set(shown.values_list("pk", flat=True)))
    if pk not in keys:
        raise Http404
    return get_object_or_404(Organisation, pk=pk)


def read(organisation: Organisation, participant: Participant | None) -> OrganisationView:
    """Twelve queries at most, with the one for the organisation."""
    missions = list(Mission.objects.filter(organisation=organisation))
    view = OrganisationView(
        organisation,
        _roles(organisation),
        alliances=list(organisation.alliances.order_by("name")),
        missions=missions,
        contacts=list(public_contacts().filter(organisation=organisation).order_by("name")),
        initiatives=of_organisation(organisation),
    )
    _add_history(view)
    rows = public(Page.objects.filter(activitypage__responsible=organisation, activitypage__original=None))
    pages = with_card_facts(listed(rows)).order_by("-path")[:MOST_ACTIVITIES]
    cards = in_order(place(cards_of([specific(row) for row in pages], participant)))
    for card in cards:
        part = view.held if card.is_over else view.others if card.session is None else view.coming
        part.append(card)
    return view


def _add_history(view: OrganisationView) -> None:
    """Two queries: its own years, and its predecessors and successors with theirs (V31)."""
    organisation = view.organisation
    before = organisation.predecessors.through.objects.filter(
        from_organisation=organisation, to_organisation=OuterRef("pk")
    )
    after = organisation.predecessors.through.objects.filter(
        to_organisation=organisation, from_organisation=OuterRef("pk")
    )
    rows = Organisation.objects.annotate(came_before=Exists(before), came_after=Exists(after)).filter(
        Q(pk=organisation.pk) | Q(came_before=True) | Q(came_after=True)
    )
    relatives = []
    has_come_back = False
    for row in rows.order_by("name").prefetch_related("periods"):
        if row.pk == organisation.pk:
            view.years = _years(row)
            has_come_back = len(row.periods.all()) > 1
        else:
            relatives.append(row)
    for row in relatives:
        relative = Relative(row, _years(row))
        if has_come_back and row.came_before and row.came_after:
            view.in_between.append(relative)
            continue
        if row.came_before:
            view.predecessors.append(relative)
        if row.came_after:
            view.successors.append(relative)


def _years(organisation: Organisation) -> str:
    """«until 2019, from 2024»"""
    return ", ".join(
        _period(period.valid_from, period.valid_to)
        for period in organisation.periods.all()
        if period.valid_from or period.valid_to
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
    gatherings: list[Card]

    @property
    def note_language(self) -> str:
        """Where it is not the reader's."""
        code = shown_language(self.alliance, "note")
        return code if code != get_language() else ""


def public_alliances() -> QuerySet[Alliance]:
    """Those that carry a mission which a public page contributes to."""
    programmes = public_programmes().order_by().values("mission")
    gatherings = public(GatheringPage.objects.originals()).order_by().values("mission")
    missions = Mission.objects.filter(Q(pk__in=programmes) | Q(pk__in=gatherings))
    return Alliance.objects.filter(pk__in=missions.values("alliance"))


def read_alliance(alliance: Alliance) -> AllianceView:
    """Five queries."""
    missions = list(Mission.objects.filter(alliance=alliance).order_by("title"))
    rows = public(Page.objects.filter(activitypage__gatheringpage__mission__in=missions, activitypage__original=None))
    cards = cards_of([specific(row) for row in with_card_facts(listed(rows)).order_by("path")], None)
    return AllianceView(
        alliance,
        list(alliance.members.order_by("name")),
        missions,
        all_in_words(_told(public_programmes().filter(mission__in=missions)).order_by("path")),
        in_order(cards),
    )


def _roles(organisation: Organisation) -> list[Role]:
    """One query: owner, partner or earlier owner, by programme."""
    rows = public_programmes().filter(
        Q(owner_links__organisation=organisation)
        | Q(partner_links__organisation=organisation)
        | Q(historical_owner=organisation)
    )
    partner = ProgrammePartner.objects.filter(programme=OuterRef("pk"), organisation=organisation)
    owner = ProgrammeOwner.objects.filter(programme=OuterRef("pk"), organisation=organisation)
    rows = rows.annotate(is_owner=Exists(owner), partner_role=partner.values("role")[:1]).distinct().order_by("path")
    return [Role(in_words(row), _role_label(row)) for row in _told(rows)]


def _told(programmes: QuerySet[ProgrammePage]) -> QuerySet[ProgrammePage]:
    """With the language of each, which a link says."""
    return programmes.annotate(language_code=F("locale__language_code"))


def _role_label(row: Any) -> str:
    if row.is_owner:
        return _("Owner")
    if row.partner_role:
        return str(ProgrammePartner.PartnerRole(row.partner_role).label)
    return _("Earlier owner")
