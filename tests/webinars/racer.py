"""One of several processes that report what was played to the same row on SQLite.

    python -m tests.webinars.racer FILE MODE PARTICIPANT USER RECORDING START END

Reads the row, waits until every racer has had time to read it, and prints how much has been seen, or the error.
"""

import sys
import time

import django
from django.conf import settings


def main(name: str, mode: str, *numbers: str) -> None:
    options = settings.DATABASES["default"]["OPTIONS"] | {"transaction_mode": mode}
    settings.DATABASES["default"] |= {"NAME": name, "OPTIONS": options}
    django.setup()

    from django.db import DatabaseError

    from webinars.actions import watching
    from webinars.tokens import ViewToken

    locked_viewing = watching.locked_viewing

    def slowly(view: ViewToken) -> object:
        found = locked_viewing(view)
        time.sleep(1)
        return found

    watching.locked_viewing = slowly  # type: ignore[assignment]
    participant, user, recording, start, end = map(int, numbers)
    view = ViewToken(participant, user, recording, 1, time.time() - 3600, f"from {start}")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    try:
        sys.stdout.write(str(watching.record_viewing(view=view, ranges=[[start, end]], position=end, seq=1).seen))
    except DatabaseError as error:
        sys.stdout.write(f"error: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
