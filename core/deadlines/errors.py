"""What the counting refuses, in words."""

from __future__ import annotations

from typing import Any

from core.errors import DomainError, Problem


class DeadlineError(DomainError):
    """A limit that can't be computed as asked, with the reason.

    `part` is the input at fault, by its name in `counting.compute`; empty where it is none of them alone.
    """

    def __init__(self, message: str, *, part: str = "", **params: Any) -> None:
        super().__init__(Problem(message, params=params))
        self.part = part
