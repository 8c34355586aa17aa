"""Makes undefined variables in our templates an error instead of an empty string."""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import Node

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / ".venv"


class UndefinedTemplateVariableError(Exception):
    """One of our templates uses a variable that is not in its context."""


class UndefinedVariable(str):
    """The value of undefined variables, for the setting `string_if_invalid`.

    Templates of packages use undefined variables on purpose; for them it is the empty string, as by default.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        # Django asks this first, and gives a package's template the empty text with its filters applied.
        return _template_of_ours() is not None

    def __contains__(self, text: object) -> bool:
        # Asked next, before the name of the variable comes to __mod__.
        return text == "%s"

    def __mod__(self, name: object) -> str:
        if (template := _template_of_ours()) is not None:
            raise UndefinedTemplateVariableError(f"{template.relative_to(ROOT)} names {name}, which is not there")
        return ""


def _template_of_ours() -> Path | None:
    """The template being rendered, if it is one of ours."""
    template = _template_being_rendered()
    if template is not None and template.is_relative_to(ROOT) and not template.is_relative_to(PACKAGES):
        return template
    return None


def _template_being_rendered() -> Path | None:
    """The file of the tag or variable being rendered, read from Django's stack frames."""
    frame: FrameType | None = sys._getframe(3)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return Path(node.origin.name)
        frame = frame.f_back
    return None
