"""Runs functions concurrently in several processes: threads of one process do not show SQLite's locking."""

import os
from collections.abc import Callable

from django.db import DatabaseError, connection, connections


def at_once(*calls: Callable[[], object], transaction_mode: str) -> list[str]:
    """The result of each call, or the database error, sorted.

    Each call runs in its own process with its own connection; they start at the same time.
    """
    # A connection must not be shared with a child: each opens its own.
    connections.close_all()
    held_back, let_go = os.pipe()
    racers = [_begun(call, held_back, let_go, transaction_mode) for call in calls]
    os.close(held_back)
    os.close(let_go)
    answers = []
    for child, answer in racers:
        with os.fdopen(answer) as opened:
            answers.append(opened.read())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return sorted(answers)


def _begun(call: Callable[[], object], held_back: int, let_go: int, transaction_mode: str) -> tuple[int, int]:
    answer, to_answer = os.pipe()
    child = os.fork()
    if child:
        os.close(to_answer)
        return child, answer
    try:
        os.close(let_go)
        connection.settings_dict["OPTIONS"]["transaction_mode"] = transaction_mode
        # Comes to an end when nobody holds the other end any more.
        os.read(held_back, 1)
        try:
            said = str(call())
        except DatabaseError as error:
            said = f"error: {error}"
        os.write(to_answer, said.encode())
        os._exit(0)
    except BaseException:
        os._exit(1)
