"""A refusal tells why a person may not do something. Functions return `None` if they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """`code` is for programs and tests; `message`, lazily translated, is shown to the person."""

    code: str
    message: Any

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """Raised by an action that refuses; nothing has been changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
