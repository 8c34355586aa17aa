"""One of several processes that want the last seat on SQLite.

    python -m tests.attendance.racer FILE MODE SESSION PERSON

Reads the seats, waits until every racer has had time to read them, and prints the state it got, or the error.
"""

import sys
import time

import django
from django.conf import settings


def main(name: str, mode: str, session: str, participant: str) -> None:
    options = settings.DATABASES["default"]["OPTIONS"] | {"transaction_mode": mode}
    settings.DATABASES["default"] |= {"NAME": name, "OPTIONS": options}
    django.setup()

    from django.db import DatabaseError

    from attendance.actions import register, seats
    from courses.models import Session
    from people.models import Participant

    has_seat = seats._has_seat

    def slowly(wanted: Session) -> bool:
        answer = has_seat(wanted)
        time.sleep(1)
        return answer

    seats._has_seat = slowly
    person, place = Participant.objects.get(pk=participant), Session.objects.get(pk=session)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        sys.stdout.write(register(session=place, participant=person, by=None, notify=False).state)
    except DatabaseError as error:
        sys.stdout.write(f"error: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
