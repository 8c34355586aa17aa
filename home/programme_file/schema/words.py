"""Value types shared by several sections, and the words that enumerations allow."""

from __future__ import annotations

from ..kinds import Choice, Many, Ref, Wording, Words
from ..text import LANGUAGES

ORGANISATION_TYPES = (
    "county_council",
    "municipality",
    "municipal_association",
    "region",
    "state_body",
    "company",
    "innovation_actor",
    "cluster",
    "chamber_of_commerce",
    "university",
    "research_institute",
    "consultancy",
)
SESSION_KINDS = ("meal", "opening", "talk", "keynote", "dialogue", "panel", "workshop", "visit", "closing")
QUESTIONS = ("dietary_needs", "access_needs", "attends_days", "overnight", "choose_workshop")
AID_BASES = ("none", "frame_grant", "purchase_of_service", "de_minimis", "block_exemption", "assess_per_seat")
ROLES = ("participant", "course_owner", "partner_editor", "county_staff", "door", "administrator")
FIGURES = (
    "webinars_held",
    "gatherings_held",
    "gathering_days_held",
    "individuals_attending_any",
    "individuals_attending_webinars",
    "webinar_registrations",
    "webinar_attendances",
    "webinar_minutes",
    "webinar_hours",
    "women_share",
    "municipalities_with_participants",
    "companies_attending",
)

TITLE = Wording(longest=255, lines=False)
TEXT = Wording()
PERSON_NAME = Words(longest=150)
ROLE = Wording(longest=160, lines=False)
NAME = Words(longest=200)
WORD = Words(r"[a-z0-9_-]+", "a word of lower-case letters, digits, _ and -", longest=64)
SLUG = Words(r"[a-z0-9-]+", "an address of lower-case letters, digits and hyphens")
EMAIL = Words(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,63}", "an e-mail address", longest=254)
ADDRESS = Words(r"https?://[^\s/]+(/\S*)?", "an address that begins with https://", longest=200)
COUNTRY = Words(r"[A-Z]{2}", "a country, two capital letters such as SE")
MUNICIPALITY = Words(r"[0-9]{4}", "a municipality code, four digits")
COUNTY = Words(r"[0-9]{2}", "a county code, two digits")
INDUSTRY = Words(r"[0-9]{2}(\.[0-9]{1,3})?", 'an industry code such as "25.620"')
SPOKEN = Words(r"[a-z]{2,3}", "a language code such as nb")
LANGUAGE = Choice(LANGUAGES)
ORGANISATION = Ref(("organisations",))
EMPLOYER = Ref(("organisations", "participant_organisations"))
THEMES = Many(Ref(("themes",)))
FACTS_BOXES = Many(Ref(("facts_boxes",)))
PARTICIPANT = Ref(("participants",))
