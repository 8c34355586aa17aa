"""Makes a template of ours that names what is not there fail its test, instead of showing nothing."""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import Node

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / ".venv"


class UndefinedTemplateVariableError(Exception):
    """A template of ours names a variable that its context does not have."""


class UndefinedVariable(str):
    """The value of a variable that is not there, for the setting `string_if_invalid`.

    Templates of packages name such variables on purpose; to them it is the empty text, as Django has it.
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
    """The template that is being rendered, when it is one of this project."""
    template = _template_being_rendered()
    if template is not None and template.is_relative_to(ROOT) and not template.is_relative_to(PACKAGES):
        return template
    return None


def _template_being_rendered() -> Path | None:
    """The file of the tag or variable that is being rendered, found where Django keeps it: in the calls under way."""
    frame: FrameType | None = sys._getframe(3)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return Path(node.origin.name)
        frame = frame.f_back
    return None
