"""Loads the programme page with its tracks and modules, and what its pages share (themes, glossary and so on)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page, Site

from content.anchors import first_free
from content.models import FactsBox, GlossaryEntry, Theme
from courses import models as courses
from home.actions import make_site_pages
from home.models import HomePage
from home.programme_file.loading.load import Load, in_all_languages, upsert
from home.programme_file.loading.pages import (
    Contents,
    facts_boxes,
    publish_again,
    put_in_order,
    slug_of,
    themes,
    upsert_page,
)
from home.programme_file.problems import quoted
from home.programme_file.schema.programmes import Completion, ProgrammeCompletion
from progress.actions import set_rule

PARTNER_ROLES = courses.ProgrammePartner.PartnerRole


def load_themes(load: Load) -> None:
    for entry in load.file.sections.themes:
        values = {**in_all_languages("name", entry.name), "goals": entry.sdg}
        _upsert_with_slug(load, "themes", entry.id, Theme, values)


def load_glossary(load: Load) -> None:
    for entry in load.file.sections.glossary:
        values = {**in_all_languages("term", entry.term), **in_all_languages("text", entry.text)}
        _upsert_with_slug(load, "glossary", entry.id, GlossaryEntry, values)


def load_facts_boxes(load: Load) -> None:
    for entry in load.file.sections.facts_boxes:
        values = {**in_all_languages("title", entry.title), **in_all_languages("text", entry.text)}
        _upsert_with_slug(load, "facts_boxes", entry.id, FactsBox, values)


def load_missions(load: Load) -> None:
    for entry in load.file.sections.missions:
        alliance = load.ids["organisation_groups"].get(entry.carried_by or "")
        values = {
            **in_all_languages("title", entry.title),
            "level": entry.level or "",
            "alliance_id": alliance,
            "organisation_id": None if alliance else load.organisation(entry.carried_by),
        }
        _upsert_with_slug(load, "missions", entry.id, courses.Mission, values)


def _upsert_with_slug(load: Load, section: str, id: str, model: type[Model], values: dict[str, Any]) -> None:
    """Create or update a row. A new one gets its id as slug, with a number added if another programme uses that."""
    manager = model._default_manager
    known = manager.filter(pk=load.ids[section].get(id, 0)).first()
    new = model()
    if known is None:
        new.slug = first_free(id[:45], lambda slug: manager.filter(slug=slug).exists())  # type: ignore[attr-defined]
    upsert(load, section, id, known, new, values)


def upsert_home(load: Load) -> HomePage:
    """The home page of the site. On a fresh installation it is created, and replaces Wagtail's welcome page."""
    written = load.file.sections.pages.get("home")
    home = HomePage.objects.originals().order_by("path").first()
    root = Page.get_first_root_node()
    if home is None:
        title = written or load.file.sections.programme.short_title
        home = upsert_page(load, "pages", "home", HomePage(slug="loft"), root, Contents({}, {"title": title}))
        _serve(home)
    elif load.ids["pages"].get("home") == home.pk and written:
        upsert_page(load, "pages", "home", home, root, Contents({}, {"title": written}))
    return HomePage.objects.get(pk=home.pk)


def create_site_pages(load: Load) -> None:
    """Create the site pages (about, privacy and so on) once. Later loads neither change them nor restore deleted
    ones."""
    home = HomePage.objects.originals().order_by("path")[0]
    for shows, page in make_site_pages(home=home, but_for=load.ids["pages"]).items():
        load.take("pages", shows, page.pk)
        load.count("pages", "created")


def _serve(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost", site_name=settings.WAGTAIL_SITE_NAME, root_page=home, is_default_site=True
        )
        return
    before = site.root_page
    site.root_page = home
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    site.save()
    if before.content_type.model_class() is Page and before.is_leaf():
        before.delete()


def load_programme_page(load: Load) -> courses.ProgrammePage:
    entry = load.file.sections.programme
    home = upsert_home(load)
    if not load.ids["programme"].get(entry.id) and home.get_children().filter(slug=entry.slug).exists():
        what = f"There is a page with the address {quoted(entry.slug)} already."
        raise load.refuse(entry, "slug", what, "Choose another slug.")
    basis = entry.policy_basis
    fields = {
        "period_from": entry.period.first,
        "period_to": entry.period.last,
        "timezone": load.file.sections.meta.timezone.key,
        "is_pilot": entry.is_pilot,
        "historical_owner_id": load.organisation(entry.historical_owner),
        "mission_id": load.of("missions", entry.mission),
        "policy_basis_id": load.ids["plans"].get(basis.plan or "") if basis else None,
        "contact_id": load.of("people", entry.contact),
        "reporting_contact_id": load.of("people", entry.reporting_contact),
        "price_nok": entry.registration.price_nok if entry.registration else 0,
    }
    texts = {
        "title": entry.title,
        "short_title": entry.short_title,
        "lead": entry.lead,
        "policy_basis_text": basis.text if basis else None,
        "notice": load.file.sections.meta.notice,
    }
    partners = [
        {
            "organisation_id": load.organisation(partner.organisation),
            "role": partner.role if partner.role in PARTNER_ROLES.values else PARTNER_ROLES.OTHER.value,
        }
        for partner in entry.partners
    ]
    contents = Contents(
        fields,
        texts,
        streams={"facts_boxes": facts_boxes(load, entry.facts_boxes)},
        children={
            "owner_links": [{"organisation_id": load.organisation(owner)} for owner in entry.owners],
            "partner_links": partners,
        },
    )
    return upsert_page(load, "programme", entry.id, courses.ProgrammePage(slug=entry.slug), home, contents)


def name_policy_basis(load: Load, page: courses.ProgrammePage) -> None:
    """Set the plan that the programme is based on. A separate step, as plans are loaded after the programme page."""
    basis = load.file.sections.programme.policy_basis
    plan = load.of("plans", basis.plan) if basis else None
    if page.policy_basis_id != plan:
        # No text is changed, so translations that are up to date stay so. Their drafts are left alone.
        current = page.translations.filter(alias_of=None, last_published_at__gte=page.last_published_at)
        keys = list(current.values_list("pk", flat=True))
        page.policy_basis_id = plan
        publish_again(page)
        page.refresh_from_db(fields=["last_published_at"])
        page.translations.filter(pk__in=keys).update(last_published_at=page.last_published_at)


def load_terms(load: Load, page: courses.ProgrammePage) -> None:
    """Load the completion rule, targets and funding of the programme."""
    entry = load.file.sections.programme
    set_rule(values=_shares(entry.completion), programme=page, by=None)
    targets = {row.figure: row for row in courses.ProgrammeTarget.objects.filter(programme=page)}
    for place, target in enumerate(entry.targets):
        share = target.expected_share
        values = {
            "programme_id": page.pk,
            "figure": target.figure,
            **in_all_languages("label", target.label),
            "expected": target.expected if share is None else int(share * 100),
            "order": place,
        }
        upsert(load, "targets", target.id, targets.get(target.figure), courses.ProgrammeTarget(), values)
    grants = courses.Funding.objects.in_bulk(load.ids["funding"].values())
    for grant in entry.funding:
        values = {
            "programme_id": page.pk,
            "source": load.text(grant.source),
            "amount_nok": grant.amount_nok,
            "report_due": grant.report_due,
            "case_number": grant.case_no or "",
        }
        upsert(load, "funding", grant.id, load.stored(grants, "funding", grant.id), courses.Funding(), values)


def _shares(completion: ProgrammeCompletion | Completion) -> dict[str, Any]:
    return {name: value for name, value in asdict(completion).items() if name not in ("historical", "place")}


def set_own_rule(activity: courses.ActivityPage, completion: Completion | None) -> None:
    """Set the completion rule of an activity if the file has one; otherwise the existing rule is kept."""
    if completion is not None:
        set_rule(values=_shares(completion), activity=activity, by=None)


def load_tracks(load: Load, programme: courses.ProgrammePage) -> None:
    """Load tracks below the programme page and modules below their track, in the order of the file."""
    sections = load.file.sections
    entries = {module.id: module for module in sections.modules}
    tracks = []
    for place, entry in enumerate(sections.tracks, 1):
        fields = {"number": place if entry.number is None else entry.number}
        contents = Contents(fields, {"title": entry.title, "text": entry.text or entry.title})
        new = courses.TrackPage(slug=slug_of(load.text(entry.title)))
        track = upsert_page(load, "tracks", entry.id, new, programme, contents)
        tracks.append(track)
        modules = []
        for id in entry.modules:
            module = entries[id]
            contents = Contents(
                {"lead_partner_id": load.organisation(module.lead_partner)},
                {"title": module.title, "text": module.text},
                relations={"themes": themes(load, module.themes)},
            )
            page = courses.ModulePage(slug=slug_of(load.text(module.title)))
            modules.append(upsert_page(load, "modules", id, page, track, contents))
        put_in_order(track, modules)
    put_in_order(programme, tracks)
