"""A refusal says why a person may not do something. `None` means that they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """`code` is for programs and tests, `message` (lazily translated) is what the person reads."""

    code: str
    message: Any

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """An action that met a refusal; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
