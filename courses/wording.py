"""The requirement of an activity in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.numbers import percent_words
from courses.rules import Requirement


def completion_words(requirement: Requirement) -> list[str]:
    """One or two sentences."""
    if requirement.declaration_earns:
        return [_("You mark it as done yourself when you have worked through it.")]
    sentences = [sentence for sentence in (_by_days(requirement) or _by_time(requirement),) if sentence]
    if requirement.may_declare:
        sentences.append(
            _("You may also mark it as done yourself. That counts as progress, but not towards a certificate.")
        )
    return sentences


def _by_days(requirement: Requirement) -> str:
    needed = requirement.days_needed
    if needed is None or requirement.days is None:
        return ""
    total = len(requirement.days)
    if total == 1:
        return _("It is completed when you have been there.")
    if needed == total == 2:
        return _("It is completed when you have been there both days.")
    if needed == total:
        return _("It is completed when you have been there all %(total)s days.") % {"total": total}
    return ngettext(
        "It is completed when you have been there %(needed)s of its %(total)s days.",
        "It is completed when you have been there %(needed)s of its %(total)s days.",
        needed,
    ) % {"needed": needed, "total": total}


def _by_time(requirement: Requirement) -> str:
    minutes = requirement.minutes_needed
    share = "" if requirement.watched_share is None else percent_words(requirement.watched_share)
    values = {"needed": minutes, "total": requirement.live_minutes, "share": share}
    if minutes is not None and requirement.watched_share is not None:
        return (
            _(
                "It is completed when you have been there for at least %(needed)s of the %(total)s live minutes, "
                "or have seen %(share)s %% of the recording."
            )
            % values
        )
    if minutes is not None:
        return _("It is completed when you have been there for at least %(needed)s of the %(total)s minutes.") % values
    if requirement.watched_share is not None:
        return _("It is completed when you have seen %(share)s %% of the recording.") % values
    return ""
