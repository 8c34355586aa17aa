"""Consistency checks across keys and sections of a programme file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from .check import Check
from .kinds import LinedDict
from .problems import quoted
from .records import Record
from .schema import Sections
from .schema.activities import Attendance, Gathering, Recording, Room, Session, Webinar
from .schema.organisations import Account, Organisation, Participant, Period, Person, Range
from .schema.programmes import Programme, Target


def check_consistency(file: Sections, check: Check) -> None:
    """Add a problem to `check` for each contradiction between parts of the file."""
    _check_meta(file, check)
    _check_organisations([*file.organisations, *file.participant_organisations], check)
    _check_one_each(file.people, "e-mail address", "email", check)
    _check_one_each(file.participants, "e-mail address", "email", check)
    _check_programme(file.programme, check)
    _check_tracks(file, check)
    if file.webinars and file.webinar_defaults is None:
        line = file.webinars[0].place.line
        check.wrong(line, ("webinar_defaults",), "The section is missing.", "Webinars need it; see the schema.")
    for webinar in file.webinars:
        _check_webinar(webinar, check)
    _check_one_each(file.gatherings, "slug", "slug", check)
    for gathering in file.gatherings:
        _check_gathering(gathering, check)
    _check_complements(file, check)
    for account in file.accounts:
        _check_account(account, check)
    _check_attendance(file, check)


def _wrong(check: Check, record: Record, name: str, what: str, remedy: str = "") -> None:
    place = record.place
    check.wrong(place.line_of(name), (*place.path, name), what, remedy)


def _check_range(one: Range | Period, check: Check) -> None:
    if one.first and one.last and one.last < one.first:
        _wrong(check, one, "to", f"The end, {one.last}, comes before the start, {one.first}.", "Check both dates.")


def _check_meta(file: Sections, check: Check) -> None:
    meta = file.meta
    if not meta:
        return
    if meta.schema is not None and meta.schema != 1:
        _wrong(
            check, meta, "schema", f"{meta.schema} is a version of the schema nobody knows here.", "Write schema: 1."
        )
    if meta.languages and meta.default_language and meta.default_language not in meta.languages:
        what = f"The default language {quoted(meta.default_language)} is not among the languages."
        _wrong(check, meta, "default_language", what, "Add it to “languages”.")


def _check_organisations(organisations: list[Organisation], check: Check) -> None:
    _check_one_each(organisations, "organisation number", "org_nr", check)
    without_number = [one for one in organisations if not one.org_nr and one.name]
    _check_one_each(without_number, "name", "known_as", check, at="name")
    for organisation in organisations:
        ranges = [*organisation.valid]
        for code in organisation.county_codes:
            ranges.extend(code.valid)
        for one in ranges:
            _check_range(one, check)


def _check_one_each(
    records: Iterable[Organisation | Person | Participant | Gathering | Target],
    called: str,
    name: str,
    check: Check,
    at: str | None = None,
) -> None:
    """Check that the attribute `name` is unique among the records, ignoring case.

    The loader matches records by it, so two with the same value would be loaded as one. `called` is the word for the
    attribute in the message; `at` is the key whose line is reported, if it is not `name`.
    """
    seen: dict[str, int] = {}
    for record in records:
        value = getattr(record, name)
        if not value:
            continue
        key = value.casefold()
        line = record.place.line_of(at or name)
        if key in seen:
            what = f"Line {seen[key]} has the same {called}, {quoted(value)}."
            _wrong(
                check, record, at or name, what, "They would be one and the same: correct it, or keep one of the two."
            )
        seen.setdefault(key, line)


def _check_programme(programme: Programme, check: Check) -> None:
    if not programme:
        return
    if programme.period:
        _check_range(programme.period, check)
    _check_one_each(programme.targets, "figure", "figure", check)
    for target in programme.targets:
        _check_target(target, check)


def _check_target(target: Target, check: Check) -> None:
    if (target.expected is None) == (target.expected_share is None):
        what = "Either “expected” or “expected_share” says what is expected."
        _wrong(check, target, "expected", what, "Write one of the two.")


def _check_tracks(file: Sections, check: Check) -> None:
    modules = {module.id: module for module in file.modules if module.id}
    listed = set()
    for track in file.tracks:
        before = 0
        for id in track.modules:
            module = modules.get(id)
            if module is None:
                continue
            if module.track and module.track != track.id:
                what = (
                    f"{quoted(track.id)} lists the module {quoted(id)}, which names the track {quoted(module.track)}."
                )
                _wrong(check, track, "modules", what, "A module is in one track: correct one of the two.")
            elif module.order is not None:
                if module.order <= before:
                    what = f"The order {module.order} does not follow {before}, that of the module before it."
                    _wrong(check, module, "order", what, f"Number them as “modules” of {quoted(track.id)} lists them.")
                before = module.order
            listed.add((track.id, id))
    tracks = {track.id for track in file.tracks}
    for module in file.modules:
        if module.track in tracks and module.id and (module.track, module.id) not in listed:
            what = f"The track {quoted(module.track)} does not list the module {quoted(module.id)}."
            _wrong(check, module, "track", what, f"Add it to “modules” of {quoted(module.track)}.")


def _check_times(record: Webinar | Session, check: Check) -> None:
    if record.start and record.end and record.end <= record.start:
        what = f"The end, {record.end:%H:%M}, does not come after the start, {record.start:%H:%M}."
        _wrong(check, record, "end", what, "Check both times.")


def _check_webinar(webinar: Webinar, check: Check) -> None:
    _check_times(webinar, check)
    if webinar.recording:
        _check_recording(webinar.recording, check)


def _check_recording(recording: Recording, check: Check) -> None:
    before = -1
    for seconds, title in recording.chapters:
        if seconds <= before:
            what = f"The chapter {quoted(title)} does not begin after the one before it."
            _wrong(check, recording, "chapters", what, "Put the chapters in order.")
        before = seconds
    if recording.status != "published":
        return
    for name in ("published", "minutes", "captions", "captions_added"):
        if name not in recording.place.lines or getattr(recording, name) is None:
            _wrong(check, recording, name, "This is missing.", "A published recording has it.")
    if recording.minutes and before >= recording.minutes * 60:
        what = f"The last chapter begins after the end of the recording of {recording.minutes} minutes."
        _wrong(check, recording, "chapters", what, "Check it and “minutes”.")
    if "captions_added" not in recording.place.lines:
        return
    for language in sorted({*recording.captions} ^ {*recording.captions_added}):
        what = f"{quoted(language)} stands under one of “captions” and “captions_added” only."
        _wrong(check, recording, "captions_added", what, "Write the language, and the day its captions came.")


def _check_gathering(gathering: Gathering, check: Check) -> None:
    if gathering.access == "restricted" and not gathering.audience:
        _wrong(check, gathering, "audience", "This is missing.", "A restricted gathering lists organisation types.")
    if gathering.access == "open" and gathering.audience:
        what = "The gathering is open to all and names an audience."
        _wrong(check, gathering, "audience", what, "Write “access: restricted”, or “audience_text” alone.")
    opens, closes = gathering.registration_opens, gathering.registration_closes
    if opens and closes and closes < opens:
        what = f"Registration closes on {closes}, before it opens on {opens}."
        _wrong(check, gathering, "registration_closes", what, "Check both dates.")
    rooms = {room.id: room for room in gathering.rooms}
    before: datetime.date | None = None
    for day in gathering.days:
        if before and day.date and day.date < before:
            _wrong(check, day, "date", f"The day {day.date} stands after the day {before}.", "Put the days in order.")
        before = day.date or before
        for session in day.sessions:
            _check_times(session, check)
            if session.room:
                _check_room(gathering, session, rooms.get(session.room), check)
    if not gathering.days and "days" in gathering.place.lines:
        _wrong(check, gathering, "days", "A gathering has at least one day.", "Write its days.")
    if results := gathering.workshop_results:
        questions = {question.id for question in results.questions}
        for answer in results.answers:
            if answer.question and answer.question not in questions:
                what = f"The question {quoted(answer.question)} is not one of this gathering's."
                _wrong(check, answer, "question", what, "Name one of “questions”.")


def _check_room(gathering: Gathering, session: Session, room: Room | None, check: Check) -> None:
    if room is None:
        what = f"The room {quoted(session.room)} is not one of this gathering's."
        _wrong(check, session, "room", what, "Add it under “rooms”.")
        return
    capacity = gathering.capacity if session.capacity is None else session.capacity
    if room.capacity is not None and capacity is not None and room.capacity < capacity:
        what = f"The room {quoted(room.name)} holds {room.capacity}, and the session {capacity}."
        line = session.place.line_of("room")
        check.problems.warn(line, (*session.place.path, "room"), what, "Write the “capacity” of the session.")


def _check_complements(file: Sections, check: Check) -> None:
    webinars = {webinar.id: webinar for webinar in file.webinars}
    for gathering in file.gatherings:
        for id in gathering.complements_webinars:
            named = webinars[id].complements_gathering if id in webinars else None
            if named and named != gathering.id:
                what = f"The webinar {quoted(id)} complements the gathering {quoted(named)}, not this one."
                _wrong(check, gathering, "complements_webinars", what, "Correct one of the two.")
    claimed: dict[str, str] = {}
    for gathering in file.gatherings:
        for id in gathering.complements_webinars:
            if claimed.setdefault(id, gathering.id) != gathering.id:
                what = f"The webinar {quoted(id)} is named by the gathering {quoted(claimed[id])} too."
                _wrong(check, gathering, "complements_webinars", what, "A webinar complements one gathering.")


def _check_account(account: Account, check: Check) -> None:
    for role, name in (("participant", "participant"), ("partner_editor", "organisation")):
        if account.role == role and not getattr(account, name):
            _wrong(check, account, name, "This is missing.", f"The role {quoted(role)} needs it.")


def _check_attendance(file: Sections, check: Check) -> None:
    webinars = {webinar.id for webinar in file.webinars}
    gatherings = {gathering.id: gathering for gathering in file.gatherings}
    for activity, attendance in file.attendance.items():
        twice = {*attendance.registered} & {*attendance.turned_down}
        for participant in sorted(twice):
            what = f"{quoted(participant)} is both registered and turned down."
            _wrong(check, attendance, "turned_down", what, "Keep one of the two.")
        if activity in webinars:
            for name in ("present", "sessions"):
                if getattr(attendance, name):
                    what = f"A webinar has no “{name}”: it has no days."
                    _wrong(check, attendance, name, what, "Write “minutes”.")
        elif gathering := gatherings.get(activity):
            if attendance.minutes:
                what = "A gathering counts days, not minutes."
                _wrong(check, attendance, "minutes", what, "Write “present”, with the participants of each day.")
            _check_days(gathering, attendance, check)


def _check_days(gathering: Gathering, attendance: Attendance, check: Check) -> None:
    days = {day.id for day in gathering.days}
    sessions = {session.id: session for day in gathering.days for session in day.sessions}
    at_key = _wrong_at_key(attendance, check)
    for day in attendance.present:
        if day not in days:
            what = f"{quoted(day)} is not a day of this gathering."
            at_key("present", attendance.present, day, what, "Name one of its “days”.")
    registered = {*attendance.registered}
    for participant, chosen in attendance.sessions.items():
        if participant not in registered:
            what = f"{quoted(participant)} has chosen sessions and is not registered."
            at_key("sessions", attendance.sessions, participant, what, "Add the participant to “registered”.")
        for id in chosen:
            if id not in sessions:
                what = f"{quoted(id)} is not a session of this gathering."
                at_key("sessions", attendance.sessions, participant, what, "Name one of its sessions.")
            elif not sessions[id].needs_signup:
                what = f"{quoted(id)} is not chosen one by one: everybody who is there may come."
                at_key("sessions", attendance.sessions, participant, what, "Write “needs_signup: true” at the session.")


def _wrong_at_key(attendance: Attendance, check: Check) -> Callable[[str, object, str, str, str], None]:
    def wrong(name: str, table: object, key: str, what: str, remedy: str) -> None:
        lines = table.lines if isinstance(table, LinedDict) else {}
        line = lines.get(key, attendance.place.line_of(name))
        check.wrong(line, (*attendance.place.path, name, key), what, remedy)

    return wrong
