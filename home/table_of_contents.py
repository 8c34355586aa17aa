"""The sections of a page, for its table of contents («Se under», V24), which is left out if there are only a few."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from content.anchors import anchor

if TYPE_CHECKING:
    from content.models import StandardPage
    from home.cards import Card
    from home.initiatives.forums import ForumView
    from home.initiatives.plans import PlanView
    from home.initiatives.projects import ProjectView
    from home.outline import Outline

FEWEST = 3


class Entry(NamedTuple):
    id: str
    label: str
    is_own_words: bool = False
    """Whether the heading is written by an editor, and so in the language of the page."""


def of_programme(outline: Outline, *, has_facts: bool, has_partners: bool) -> list[Entry]:
    return _shown(
        [
            (True, "about", _("About the programme")),
            (True, "pick", _("Modules")),
            (bool(outline.held_webinars), "held", _("Webinars held so far")),
            (bool(outline.gatherings), "gatherings", _("Gatherings")),
            (True, "contact", _("Facts and contact") if has_facts else _("Contact")),
            (has_partners, "partners", _("Partners")),
        ]
    )


def of_gathering(page: Any, card: Card, agenda: Any, related: list[Card]) -> list[Entry]:
    return _shown(
        [
            (bool(page.recap and card.is_over), "recap-title", _("What came of it")),
            (bool(page.audience_text), "audience-title", _("Who it is for")),
            (bool(agenda.has_sessions), "agenda-title", _("Agenda")),
            (not card.is_cancelled, "complete-title", _("What completes it")),
            (bool(related), "related-title", _("Goes together with")),
        ]
    )


def of_recording(parts: Any, related: list[Card]) -> list[Entry]:
    return _shown(
        [
            (bool(parts.lines), "chapters-title", _("Chapters")),
            (parts.transcript is not None, "transcript", _("What is said")),
            (bool(parts.decks), "handouts", _("Presentations and files")),
            (True, "about-title", _("About the webinar")),
            (bool(parts.speakers), "speakers-title", _("Speakers")),
            (bool(related), "related-title", _("Goes together with")),
        ]
    )


def of_plan(view: PlanView) -> list[Entry]:
    page = view.page
    return _shown(
        [
            (page.is_open_for_answers, "consultation-title", _("Consultation")),
            (bool(page.goals), "goals-title", _("Goals")),
            (bool(page.focus_areas), "focus-title", _("Focus areas")),
            (bool(view.milestones), "milestones-title", _("Milestones")),
            (view.rests_on, "basis-title", _("What it rests on")),
            (bool(view.projects), "projects-title", _("Projects")),
            (bool(view.programmes), "programmes-title", _("Programmes")),
            (bool(view.news), "news-title", _("News")),
        ]
    )


def of_project(view: ProjectView) -> list[Entry]:
    page = view.page
    return _shown(
        [
            (bool(page.questions), "questions-title", _("Guiding questions")),
            (bool(page.expected_results), "results-title", _("Expected results")),
            (bool(view.panels), "regions-title", _("Regions")),
            (bool(view.deliverables), "deliverables-title", _("Deliverables")),
            (bool(view.teams), "teams-title", _("Teams")),
            (bool(view.news), "news-title", _("News")),
        ]
    )


def of_forum(view: ForumView) -> list[Entry]:
    return _shown(
        [
            (bool(view.page.purposes), "purposes-title", _("Purposes")),
            (bool(view.areas), "areas-title", _("Target picture")),
            (bool(view.initiatives), "initiatives-title", _("Initiatives")),
            (bool(view.members), "members-title", _("Members")),
            (bool(view.news), "news-title", _("News")),
        ]
    )


def of_body(body: Any) -> list[Entry]:
    return _enough(_headings(body))


def of_standard_page(page: StandardPage) -> list[Entry]:
    """The headings of its body, and of what the site itself shows below."""
    below = {
        page.Shows.ACCESSIBILITY: [Entry("lacking-title", _("What recordings and presentations lack today"))],
        page.Shows.PRIVACY: [
            Entry("kept-title", _("What is kept, and for how long")),
            Entry("cookies-title", _("Cookies")),
        ],
    }
    return _enough(_headings(page.body) + below.get(page.Shows(page.shows), []))


def _headings(body: Any) -> list[Entry]:
    """The headings in a body written by an editor, with the anchors that they get when it is rendered."""
    used: Counter[str] = Counter()
    headings = [block.value for block in body if block.block_type == "heading"]
    return [Entry(anchor(heading, used), heading, is_own_words=True) for heading in headings]


def _shown(entries: list[tuple[bool, str, str]]) -> list[Entry]:
    return _enough([Entry(id, label) for is_there, id, label in entries if is_there])


def _enough(entries: list[Entry]) -> list[Entry]:
    return entries if len(entries) >= FEWEST else []
