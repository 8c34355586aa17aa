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

    def __contains__(self, text: object) -> bool:
        # Django asks this before it gives the name of the variable to __mod__.
        return text == "%s"

    def __mod__(self, name: object) -> str:
        template = _template_being_rendered()
        if template is not None and template.is_relative_to(ROOT) and not template.is_relative_to(PACKAGES):
            raise UndefinedTemplateVariableError(f"{template.relative_to(ROOT)} names {name}, which is not there")
        return ""


def _template_being_rendered() -> Path | None:
    """The file of the tag or variable that is being rendered, found where Django keeps it: in the calls under way."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node):
            return Path(node.origin.name)
        frame = frame.f_back
    return None
