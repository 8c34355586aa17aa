"""Limits how much can be credited in the time that has passed. Only the surplus is refused.

For each page view it is recorded how much was credited, and up to which message. Nobody plays faster than 2.5 times,
and hardly anybody on more than two screens at once.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

SPEED = 2.5
GRACE = 30
"""Seconds of the recording allowed beyond what the elapsed time permits."""
SCREENS = 2
MOST_VIEWS = 20
REMEMBERED_FOR = dt.timedelta(hours=48)
"""As long as the token of a page view is valid."""
FORGOTTEN = ""
"""The key of all older views together."""

Views = dict[str, dict[str, Any]]
"""By page view: `at` when it was opened, `seq` of the last message, `new` seconds credited, `over` seconds refused."""


def allowed(views: Views, view_id: str, opened: float, now: float) -> int:
    """The number of new seconds that this page view may still be credited."""
    if is_forgotten(views, view_id, opened):
        return 0
    own = _allowance(now - opened) - views.get(view_id, {}).get("new", 0)
    begun = min([opened, *(view["at"] for view in views.values())])
    together = SCREENS * _allowance(now - begun) - sum(view["new"] for view in views.values())
    return max(0, min(own, together))


def _allowance(seconds: float) -> int:
    return math.floor(max(0.0, seconds) * SPEED) + GRACE


def is_forgotten(views: Views, view_id: str, opened: float) -> bool:
    """Whether the record of this view has been dropped, as many views were opened since."""
    return view_id not in views and FORGOTTEN in views and opened <= float(views[FORGOTTEN]["until"])


def is_newer(views: Views, view_id: str, seq: int) -> bool:
    """Whether the message is newer than the last one of the same view."""
    return view_id not in views or seq > views[view_id]["seq"]


def with_message(views: Views, view_id: str, opened: float, now: float, *, seq: int, new: int, over: int) -> Views:
    """The records after a message; at most twenty are kept, older ones are added up."""
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
