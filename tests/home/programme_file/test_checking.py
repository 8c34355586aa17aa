"""Each kind of error is reported once, with its line and a remedy."""
# ruff: noqa: E501 -- one wrong thing a line

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from home.programme_file.document import ProgrammeFile, read_programme, read_programme_file
from home.programme_file.problems import ProgrammeFileError

ROOT = Path(__file__).resolve().parents[3]
DEMO_PATH = ROOT / "demo" / "programme.yaml"
OTHER_PATH = Path(__file__).parent / "other.yaml"
DEMO = DEMO_PATH.read_text()
OTHER = OTHER_PATH.read_text()


@pytest.fixture(scope="module")
def demo() -> ProgrammeFile:
    return read_programme_file(DEMO_PATH)


@pytest.fixture(scope="module")
def other() -> ProgrammeFile:
    return read_programme_file(OTHER_PATH)


def problems_after(text: str, *changes: tuple[str, str]) -> list[tuple[int | None, str, str]]:
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the file"
        text = text.replace(old, new)
    with pytest.raises(ProgrammeFileError) as caught:
        read_programme(text.encode(), "file.yaml")
    return [
        (problem.line, " › ".join(problem.path), f"{problem.what} {problem.remedy}")
        for problem in caught.value.problems
    ]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


WRONG_IN_OTHER = [
    # what is written, what is written instead, the way to it, what the sentence says
    ("schema: 1", "schema: 2", "meta › schema", "Write schema: 1."),
    ("schema: 1", "schema: one", "meta › schema", "is not a whole number"),
    ("anchor_date: 2025-04-01", "anchor_date: 2025-04-31", "meta › anchor_date", "There is no day “2025-04-31”"),
    ("anchor_date: 2025-04-01", "anchor_date: 1. april", "meta › anchor_date", "Write it as 2026-09-01."),
    ("anchor_date: 2025-04-01", "anchor_date: 2025-04-01 10:00:00", "meta › anchor_date", "is not a date"),
    ("anchor_date: 2025-04-01", "anchor_date: 0025-04-01", "meta › anchor_date", "Check the year."),
    ("anchor_date: 2025-04-01", "anchor_date:", "meta › anchor_date", "This is missing."),
    ("timezone: Europe/Helsinki", "timezone: Europe/Helsinky", "meta › timezone", "Did you mean “Europe/Helsinki”?"),
    ("timezone: Europe/Helsinki", "timezone: ../../etc", "meta › timezone", "There is no time zone"),
    ("languages: [sv, en]", "languages: [en]", "meta › default_language", "Add it to “languages”."),
    ("default_language: sv", "default_language: se", "meta › default_language", "Use one of: nb, nn, sv, en."),
    ("default_language: sv", "default_language: no", "meta › default_language", 'Put quotes around it: "no".'),
    ("type: region, country: FI", "type: regional, country: FI", "organisations › kustregionen › type", "mean “region”"),
    ("country: FI", "country: fi", "organisations › kustregionen › country", "two capital letters"),
    ("id: hamnklustret,", "id: Hamnklustret,", "organisations › #3 › id", "lower-case letters a–z"),
    ('code: "01"', "code: 01", "organisations › ofk › county_codes › #1 › code", 'Put quotes around it: "01".'),
    ('code: "01"', 'code: "1"', "organisations › ofk › county_codes › #1 › code", "two digits"),
    ("from: 2024-01-01, to: null", "from: 2024-01-01, to: 2023-01-01", "organisations › ofk › county_codes › #2 › valid › #1 › to", "before the start"),
    ("members: [kustregionen, hamnklustret]", "members: [kustregionen, hamnklustert]", "organisation_groups › tvaparten › members › #2", "Did you mean “hamnklustret”?"),
    ("members: [kustregionen, hamnklustret]", "members: kustregionen", "organisation_groups › tvaparten › members", "Write a list"),
    ("members: [kustregionen, hamnklustret]", "members: [kustregionen, kustregionen]", "organisation_groups › tvaparten › members › #2", "stands twice"),
    ("email: lisa@example.org, phone", "email: lisa.example.org, phone", "people › p-ledare › email", "is not an e-mail address"),
    ('phone: "+358 00 00 00 01"', "phone: +358000001", "people › p-ledare › phone", "is read as a number"),
    ("title: Webbinarievärd, ", "", "people › p-vard › title", "This is missing."),
    ("sdg: [14]", "sdg: [18]", "themes › hav › sdg › #1", "from 1 to 17"),
    ("{sv: Hav, nb: Hav, en: Sea}", "{sv: Hav, no: Hav, en: Sea}", "themes › hav › name › no", "Norwegian is nb or nn."),
    ("{sv: Hav, nb: Hav, en: Sea}", "{sv: Hav, de: Meer, en: Sea}", "themes › hav › name › de", "is not a language here"),
    ("{sv: Hav, nb: Hav, en: Sea}", "{}", "themes › hav › name", "Write it in “sv” at least."),
    ("{sv: Hav, nb: Hav, en: Sea}", "[Hav]", "themes › hav › name", "A list stands where a text should be."),
    ("{sv: Hav, nb: Hav, en: Sea}", "2025", "themes › hav › name", 'Put quotes around it: "2025".'),
    ("{sv: Hav, nb: Hav, en: Sea}", '"a\\nb"', "themes › hav › name", "There is a line break"),
    ("{sv: Hav, nb: Hav, en: Sea}", '"a\\0b"', "themes › hav › name", "invisible character"),
    ("{sv: Hav, nb: Hav, en: Sea}", "h" * 256, "themes › hav › name", "has 256 characters"),
    ("carried_by: tvaparten", "carried_by: p-vard", "missions › rent-hav › carried_by", "is under people (line 29)."),
    ("title: Fakta om havet, ", "", "facts_boxes › fakta-hav › title", "This is missing."),
    ("used_on: [programme, w01]", "used_on: [program, w01]", "facts_boxes › fakta-hav › used_on › #1", "names nothing in this file"),
    ("slug: kust-och-hav", "slug: Kust och hav", "programme › slug", "lower-case letters, digits and hyphens"),
    ("slug: kust-och-hav\n", "slug: kust-och-hav\n  colour: blue\n", "programme › colour", "There is no such key here."),
    ("short_title:", "short_titel:", "programme › short_titel", "Did you mean “short_title”?"),
    ("policy_basis: {plan: kustplan,", "policy_basis: {plan: kustplanen,", "programme › policy_basis › plan", "Did you mean “kustplan”?"),
    ("to: 2025-06-30", "to: 2024-06-30", "programme › period › to", "comes before the start"),
    ("live_share: 0.5,", "live_share: 50,", "programme › completion › live_share", "Write a number from 0 to 1"),
    ("live_share: 0.5,", 'live_share: "0.5",', "programme › completion › live_share", "is not a share"),
    ("live_share: 0.5,", "live_share: -0.5,", "programme › completion › live_share", "is not a share"),
    ("may_declare: false", "may_declare: no", "programme › completion › may_declare", "Write true or false, without quotes."),
    ("track_activities: 1", "track_activities: 0", "programme › completion › track_activities", "from 1 to"),
    ("figure: women_share", "figure: woman_share", "programme › targets › t-women › figure", "Did you mean “women_share”?"),
    (", expected_share: 0.5", "", "programme › targets › t-women › expected", "Write one of the two."),
    ("modules: [m2, m1]", "modules: [m2, m1, m3]", "tracks › basis › modules", "names the track “fordjupning”"),
    ("modules: [m2, m1]", "modules: [m1, m2]", "modules › m2 › order", "The order 1 does not follow 2"),
    ("modules: [m2, m1]", "modules: [m2]", "modules › m1 › track", "Add it to “modules” of “basis”."),
    ("track: fordjupning, order: 1", "track: fordjupningen, order: 1", "modules › m3 › track", "Did you mean “fordjupning”?"),
    ("title: Hamnen}", "titel: Hamnen}", "modules › m3 › titel", "Did you mean “title”?"),
    ("date: 2025-02-04", "date: 2025-13-04", "webinars › w01 › date", "There is no day"),
    ('start: "13:00"', "start: 13:00", "webinars › w01 › start", 'Put quotes around it: "09:00".'),
    ('start: "13:00"', "start: 10:30", "webinars › w01 › start", "Put quotes around it"),
    ('start: "13:00"', 'start: "25:00"', "webinars › w01 › start", "is not a time"),
    ('end: "14:00"', 'end: "13:00"', "webinars › w01 › end", "does not come after the start"),
    ("duration_min: 80", "duration_min: 0", "webinars › w02 › duration_min", "from 1 to 1440"),
    ("duration_min: 80", 'duration_min: "80"', "webinars › w02 › duration_min", "A number stands without quotes."),
    ("duration_min: 80", "duration_min: 1:20", "webinars › w02 › duration_min", "is not a whole number"),
    ("capacity: 40", "capacity: -1", "webinars › w01 › capacity", "from 0 to"),
    ("join_url: https://", "join_url: javascript://", "webinars › w01 › join_url", "begins with https://"),
    ("    partner: norsus\n    date: 2025-02-04", "    partner: norsu\n    date: 2025-02-04", "webinars › w01 › partner", "Did you mean “norsus”?"),
    ("themes: [hav]\n    speakers", "themes: [hamnklustret]\n    speakers", "webinars › w01 › themes › #1", "Name something under themes."),
    ("    abstract: {sv: Blev aldrig av.}\n", "", "webinars › w03 › abstract", "This is missing."),
    ("      minutes: 2\n", "", "webinars › w01 › recording › minutes", "A published recording has it."),
    ("captions: [sv]", "captions: [sv, en]", "webinars › w01 › recording › captions_added", "“en” stands under one"),
    ('["00:01:00", Syre]', '["00:00:00", Syre]', "webinars › w01 › recording › chapters", "in order"),
    ('["00:01:00", Syre]', '["00:02:00", Syre]', "webinars › w01 › recording › chapters", "after the end of the recording"),
    ('["00:01:00", Syre]', '["1:00", Syre]', "webinars › w01 › recording › chapters › #2", "hours, minutes and seconds"),
    ('["00:01:00", Syre]', '["00:01:00"]', "webinars › w01 › recording › chapters › #2", "Write two values"),
    ("complements_gathering: g1", "complements_gathering: w01", "webinars › w02 › complements_gathering", "under webinars"),
    ("type: paragraph,", "type: paragraf,", "lessons › l01 › body › #2 › type", "Did you mean “paragraph”?"),
    ("access: restricted", "access: open", "gatherings › g1 › audience", "open to all and names an audience"),
    ("audience: [company, municipality]\n", "audience: []\n", "gatherings › g1 › audience", "lists organisation types"),
    ("audience: [company, municipality]", "audience: [companies]", "gatherings › g1 › audience › #1", "mean “company”"),
    ("registration_closes: 2025-03-01", "registration_closes: 2025-01-01", "gatherings › g1 › registration_closes", "before it opens"),
    ('municipality: "3103"', "municipality: 3103", "gatherings › g1 › venue › municipality", 'Put quotes around it: "3103".'),
    ("title: Välkommen, room: salen", "title: Välkommen, room: sal-a", "gatherings › g1 › days › d1 › sessions › d1s1 › room", "names nothing"),
    ("kind: opening", "kind: start", "gatherings › g1 › days › d1 › sessions › d1s1 › kind", "Use one of: meal,"),
    ("date: 2025-03-12", "date: 2025-03-10", "gatherings › g1 › days › d2 › date", "Put the days in order."),
    ("questions: [dietary_needs, attends_days]", "questions: [diet]", "gatherings › g1 › questions › #1", "is not known here"),
    ("question: q1", "question: q2", "gatherings › g1 › workshop_results › answers › #1 › question", "names nothing"),
    ("owner: kustregionen, kind", "owner: kustregion, kind", "plans › kustplan › owner", "Did you mean “kustregionen”?"),
    ("webinar: w01, plan", "webinar: w09, plan", "news › nyhet-start › webinar", "names nothing in this file"),
    ('org_nr: "319500170"', "org_nr: 319500170", "participant_organisations › f3 › org_nr", "Put quotes around it"),
    ('org_nr: "319500170"', 'org_nr: "319500171"', "participant_organisations › f3 › org_nr", "last digit does not fit"),
    ('org_nr: "319500170"', 'org_nr: "31950017"', "participant_organisations › f3 › org_nr", "Write nine digits."),
    ('org_nr: "319500170"', 'org_nr: "319500103"', "participant_organisations › f3 › org_nr", "same organisation number"),
    ("gender: undisclosed", "gender: unknown", "participants › a03 › gender", "Use one of: female, male, undisclosed."),
    ("email: d@example.org", "email: C@example.org", "participants › a04 › email", "has the same e-mail address"),
    ("organisation: f3, gender", "organisation: f9, gender", "participants › a03 › organisation", "names nothing"),
    ("email: a@example.org, participant: a01", "email: a@example.org", "accounts › konto-a › participant", "The role “participant” needs it."),
    ("email: pia@example.org, organisation: norsus", "email: pia@example.org", "accounts › konto-partner › organisation", "needs it"),
    ("role: door", "role: doorman", "accounts › konto-dorr › role", "Did you mean “door”?"),
    ("a03: [m2]", "a03: [m4]", "enrolments › a03 › #1", "names nothing in this file"),
    ("a03: [m2]", "x03: [m2]", "enrolments › x03", "names nothing in this file"),
    ("a03: [m2]", "a03: [m2, m2]", "enrolments › a03 › #2", "stands twice"),
    ("a03: 29", "b03: 29", "attendance › w01 › minutes › b03", "names nothing in this file"),
    ("a03: 29", "a03: lots", "attendance › w01 › minutes › a03", "is not a whole number"),
    ("a03: 29", "a03: null", "attendance › w01 › minutes › a03", "Write one, or delete the key."),
    ("registered: [a01]\n", "registred: [a01]\n", "attendance › w03 › registred", "Did you mean “registered”?"),
    ("turned_down: [a05]", "turned_down: [a03]", "attendance › g1 › turned_down", "both registered and turned down"),
    ("present: {d1: [a01, a02], d2: [a01]}", "present: {d1: [a01], d2s1: [a01]}", "attendance › g1 › present › d2s1", "under days"),
    ("present: {d1: [a01, a02], d2: [a01]}", "minutes: {a01: 20}", "attendance › g1 › minutes", "Write “present”"),
    ("minutes: {a01: 72, a02: 71}", "present: {d1: [a01]}", "attendance › w02 › present", "Write “minutes”."),
    ("sessions: {a01: [d1s2]}", "sessions: {a01: [d1s1]}", "attendance › g1 › sessions › a01", "Write “needs_signup: true”"),
    ("sessions: {a01: [d1s2]}", "sessions: {a05: [d1s2]}", "attendance › g1 › sessions › a05", "is not registered"),
]  # fmt: skip


# Where the line is not the one that was changed: what stands on it instead.
ELSEWHERE = {
    "webinars › w03 › abstract": "  - id: w03",
    "webinars › w01 › recording › minutes": "      status: published",
    "modules › m2 › order": "- {id: m2, track",
    "modules › m1 › track": "- {id: m1, track",
    "webinars › w01 › recording › captions_added": "      captions_added:",
    "webinars › w01 › recording › chapters": "      chapters:",
    "gatherings › g1 › audience": "    audience: [",
    "meta › default_language": "  default_language:",
    "programme › targets › t-women › expected": "- {id: t-women",
}


@pytest.mark.parametrize(("old", "new", "path", "words"), WRONG_IN_OTHER)
def test_wrong(old: str, new: str, path: str, words: str) -> None:
    problems = problems_after(OTHER, (old, new))
    found = [(line, sentence) for line, way, sentence in problems if way == path]
    assert len(found) == 1, problems
    line, sentence = found[0]
    assert words in sentence
    changed = OTHER.replace(old, new)
    assert (
        line
        == changed[: changed.index(ELSEWHERE[path]) if path in ELSEWHERE else where_changed(changed)].count("\n") + 1
    )


def where_changed(text: str) -> int:
    return next(at for at, (before, after) in enumerate(zip(OTHER, text, strict=False)) if before != after)


@pytest.mark.parametrize("section", ["meta", "organisations", "people", "programme", "tracks", "modules"])
def test_section_missing(section: str) -> None:
    problems = problems_after(OTHER, (f"\n{section}:", f"\nx-{section}:"))
    assert section in [path for _, path, _ in problems]


def test_webinars_without_their_defaults() -> None:
    problems = problems_after(OTHER, ("\nwebinar_defaults:", "\nx-webinar_defaults:"))
    assert [path for _, path, _ in problems] == ["webinar_defaults"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: hav, sdg", "id: w01, sdg"),
        ("- {id: kustplan,", "- {id: d1s2,"),
        ("id: q1, text", "id: kust-och-hav, text"),
    ],
)
def test_id_taken(old: str, new: str) -> None:
    assert "is taken" in " ".join(sentence for _, _, sentence in problems_after(OTHER, (old, new)))


def test_key_doubled_names_both_lines() -> None:
    problems = problems_after(OTHER, ("    capacity: 40\n", "    capacity: 40\n    capacity: 41\n"))
    line = line_of(OTHER, "    capacity: 40") + 1
    assert problems == [
        (
            line,
            "webinars › #1 › capacity",
            f"“capacity” stands here again; it is already there on line {line - 1}. Keep one of the two.",
        )
    ]


def test_many_things_wrong_are_told_at_once_in_order() -> None:
    problems = problems_after(
        OTHER,
        ("a03: [m2]", "a03: [m9]"),
        ("schema: 1", "schema: 3"),
        ("date: 2025-02-04", "date: tomorrow"),
        ('org_nr: "319500170"', 'org_nr: "1"'),
    )
    assert [path for _, path, _ in problems] == [
        "meta › schema",
        "webinars › w01 › date",
        "participant_organisations › f3 › org_nr",
        "enrolments › a03 › #1",
    ]


def test_sentence_says_file_line_way_and_remedy() -> None:
    with pytest.raises(ProgrammeFileError) as caught:
        read_programme(OTHER.replace("date: 2025-02-04", "date: 4.2.2025").encode(), "kust.yaml")
    line = line_of(OTHER, "date: 2025-02-04")
    assert str(caught.value) == (
        f"kust.yaml, line {line}, webinars › w01 › date: “4.2.2025” is not a date. Write it as 2026-09-01."
    )


def test_unknown_section_is_a_warning() -> None:
    file = read_programme((OTHER + "\ngatherigns: []\nfuture: {a: 1}\n").encode(), "kust.yaml")
    assert [str(warning).split(": ", 1)[1] for warning in file.warnings] == [
        "“gatherigns” is not a section, and is skipped. Did you mean “gatherings”?",
        "“future” is not a section, and is skipped. Nothing of it is loaded.",
    ]


def test_demo_and_other_are_right(demo: ProgrammeFile, other: ProgrammeFile) -> None:
    assert (demo.id, demo.warnings) == ("gronn-omstilling", [])
    assert (other.id, other.warnings) == ("kust-och-hav", [])


def test_sections_not_carried_are_counted_and_references_kept_as_titles(
    demo: ProgrammeFile, other: ProgrammeFile
) -> None:
    assert demo.not_carried == {"events": 2}
    assert other.not_carried == {}
    assert [(one.path, one.section, one.title) for one in demo.kept_references] == [
        (("news", "nyhet-kickoff", "event"), "events", "Kick-off for ny næringsplan"),
    ]
    assert demo.kept_title("kickoff-2015") == "Kick-off for ny næringsplan"
    assert other.kept_references == []


def test_texts_fall_back_to_the_original(demo: ProgrammeFile, other: ProgrammeFile) -> None:
    webinar = demo.sections.webinars[0]
    assert webinar.title.get("en") == "Why change now? Goals, markets and openings"
    assert webinar.title.get("sv") == webinar.title.get("nb") == webinar.title.get()
    assert not webinar.title.has("sv")
    assert other.sections.themes[0].name.get("nn") == "Hav"
    planning = other.sections.webinars[3]
    assert (planning.title.original_language, planning.title.languages) == ("en", {"en": "Coastal planning"})
    assert other.sections.modules[2].title.languages == {"sv": "Hamnen"}


def test_webinars_have_what_the_defaults_say(other: ProgrammeFile) -> None:
    first, second, *_ = other.sections.webinars
    assert (first.captions_required, second.captions_required) == (["sv", "en"], ["sv"])
    assert first.caption_deadline == datetime.date(2025, 2, 11)
    assert (first.language, other.sections.webinars[3].language) == ("sv", "en")
    assert first.moderator is not None
    assert first.moderator.person == "p-vard"
    assert second.recording is not None
    assert (second.recording.status, second.recording.chapters) == ("planned", [])
    assert second.completion is not None
    assert (second.completion.live_share, second.completion.watched_share) == (Decimal("0.9"), None)
    assert first.recording is not None
    assert first.recording.chapters == [(0, "Välkommen"), (60, "Syre")]


def test_gathering_and_webinar_name_each_other(other: ProgrammeFile) -> None:
    assert other.sections.gatherings[0].complements_webinars == ["w02"]
    returned = OTHER.replace("    complements_gathering: g1\n", "").replace(
        "    mission: rent-hav\n    days:", "    mission: rent-hav\n    complements_webinars: [w02]\n    days:"
    )
    assert read_programme(returned.encode()).sections.webinars[1].complements_gathering == "g1"


def test_facts_box_is_on_the_pages_it_names() -> None:
    text = OTHER.replace("    facts_boxes: [fakta-hav]\n    recording:", "    recording:")
    assert text != OTHER
    assert read_programme(text.encode()).sections.webinars[0].facts_boxes == ["fakta-hav"]


@pytest.mark.parametrize(
    ("days", "weeks"), [(0, 0), (3, 0), (4, 1), (7, 1), (10, 1), (11, 2), (-3, 0), (-4, -1), (-11, -2)]
)
def test_nearest_whole_week(demo: ProgrammeFile, days: int, weeks: int) -> None:
    assert demo.weeks_to(datetime.date(2026, 11, 21) + datetime.timedelta(days=days)) == weeks


def test_shifting_moves_all_dates_but_those_that_never_move(demo: ProgrammeFile) -> None:
    weeks = datetime.timedelta(weeks=-3)
    before, after = demo.sections, demo.shifted(-3).sections
    assert after.meta.anchor_date == before.meta.anchor_date + weeks
    assert after.programme.period.first == before.programme.period.first + weeks
    webinar, moved = before.webinars[7], after.webinars[7]
    assert moved.date == webinar.date + weeks
    assert moved.caption_deadline == webinar.caption_deadline + weeks
    assert moved.recording is not None
    assert webinar.recording is not None
    assert moved.recording.published == datetime.date(2026, 11, 19) + weeks
    assert after.webinars[0].recording.captions_added["en"] == datetime.date(2026, 9, 14) + weeks  # type: ignore[union-attr]
    assert after.gatherings[0].days[1].date == datetime.date(2026, 10, 21) + weeks
    assert (after.organisations[3].valid, after.organisations[3].county_codes) == (
        before.organisations[3].valid,
        before.organisations[3].county_codes,
    )
    assert after.news[0] == before.news[0]
    assert after.news[2].published == datetime.date(2026, 11, 18) + weeks
    assert demo.shifted(-3).shifted(3).sections == before
    assert demo.shifted(-3).weeks_shifted == -3


def test_moment_is_in_the_zone_of_the_programme(other: ProgrammeFile) -> None:
    webinar = other.sections.webinars[0]
    assert other.moment(webinar.date, webinar.start).astimezone(datetime.UTC) == datetime.datetime(
        2025, 2, 4, 11, 0, tzinfo=datetime.UTC
    )
