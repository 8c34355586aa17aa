"""Every action is keyword-only and atomic."""

import importlib
import inspect

from django.conf import settings
from django.db.transaction import Atomic

WITHIN_AN_ACTION = {"note", "update_evidence", "withdraw_all"}
"""Shared parts of actions, which run in the transaction of their caller."""
ONE_CALL = {"add_evidence"}
"""Wrappers for one item around an atomic action for many."""
READS_FIRST = {"add_handout", "replace_handout", "take_captions", "take_caption_file", "take_file"}
"""These read a file first, and begin their transaction afterwards."""


def public_functions():
    for path in sorted([*settings.BASE_DIR.glob("*/actions.py"), *settings.BASE_DIR.glob("*/actions/*.py")]):
        module = importlib.import_module(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_"):
                yield name, function


ACTIONS = {
    name: function
    for name, function in public_functions()
    if "by" in inspect.signature(function).parameters and name not in WITHIN_AN_ACTION
}


def is_atomic(function):
    return any(isinstance(cell.cell_contents, Atomic) for cell in function.__closure__ or ())


def takes_positions(function):
    kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
    return not kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


def test_every_action_is_keyword_only_and_atomic():
    assert len(ACTIONS) > 50
    assert [name for name, action in ACTIONS.items() if takes_positions(action)] == []
    assert {name for name, action in ACTIONS.items() if not is_atomic(action)} == ONE_CALL | READS_FIRST
