"""Makes two threads or processes read the same before either writes, unless a lock keeps them apart."""

import contextlib
import functools
import multiprocessing
import threading
from collections.abc import Callable
from typing import Any

# Seconds to wait for the other one. Where a lock keeps it away, it never comes; without the lock it is sure to.
KEPT_AWAY, SURE_TO_COME = 0.5, 30


def until_both_have(read: Callable[..., Any], patience: float) -> Callable[..., Any]:
    """The same function, whose first call waits until there has been one elsewhere, at most for so many seconds."""
    both = multiprocessing.get_context("fork").Barrier(2)

    @functools.wraps(read)
    def then_wait(*arguments: Any, **named: Any) -> Any:
        answer = read(*arguments, **named)
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(patience)
        # Later calls, such as those of another try, wait for nobody.
        both.abort()
        return answer

    return then_wait
