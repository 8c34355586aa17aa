"""Whether so much can have been watched in so little time. In proportion: what is too much is left out, no more.

Each page view has an account: what it has been credited, and how far its messages had come. Nobody plays faster than
2.5 times, and hardly anybody on more than two screens at once.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

SPEED = 2.5
GRACE = 30
"""Seconds of recording beyond what the clock allows."""
SCREENS = 2
MOST_VIEWS = 20
REMEMBERED_FOR = dt.timedelta(hours=48)
"""As long as a page view may report at all."""
FORGOTTEN = ""
"""The account of all views that there was no more room for."""

Views = dict[str, dict[str, Any]]
"""By page view: `at` when it was opened, `seq` of its last message, `new` seconds credited, `over` seconds too many."""


def allowed(views: Views, view_id: str, opened: float, now: float) -> int:
    """How many new seconds this page view may still be credited."""
    if is_forgotten(views, view_id, opened):
        return 0
    own = _allowance(now - opened) - views.get(view_id, {}).get("new", 0)
    begun = min([opened, *(view["at"] for view in views.values())])
    together = SCREENS * _allowance(now - begun) - sum(view["new"] for view in views.values())
    return max(0, min(own, together))


def _allowance(seconds: float) -> int:
    return math.floor(max(0.0, seconds) * SPEED) + GRACE


def is_forgotten(views: Views, view_id: str, opened: float) -> bool:
    """Whether so many views were opened since that this one has no account any more."""
    return view_id not in views and FORGOTTEN in views and opened <= float(views[FORGOTTEN]["until"])


def is_newer(views: Views, view_id: str, seq: int) -> bool:
    """Whether a message is none that was overtaken by a later one of the same view."""
    return view_id not in views or seq > views[view_id]["seq"]


def with_message(views: Views, view_id: str, opened: float, now: float, *, seq: int, new: int, over: int) -> Views:
    """The accounts after a message; at most twenty are kept, the rest goes into one."""
    oldest = now - REMEMBERED_FOR.total_seconds()
    kept = {name: view for name, view in views.items() if (view.get("until") or view["at"]) >= oldest}
    own = kept.get(view_id, {"at": opened, "seq": 0, "new": 0, "over": 0})
    kept[view_id] = own | {"seq": max(own["seq"], seq), "new": own["new"] + new, "over": max(own["over"], over)}
    while len(kept) > MOST_VIEWS + (FORGOTTEN in kept):
        name = min((name for name in kept if name != FORGOTTEN), key=lambda name: kept[name]["at"])
        view = kept.pop(name)
        sum_ = kept.get(FORGOTTEN, {"at": view["at"], "new": 0, "until": view["at"]})
        kept[FORGOTTEN] = {
            "at": min(sum_["at"], view["at"]),
            "new": sum_["new"] + view["new"],
            "until": max(sum_["until"], view["at"]),
        }
    return kept
