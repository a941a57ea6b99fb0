"""What the counting refuses, in words."""

from __future__ import annotations

from typing import Any

from core.errors import DomainError, Problem


class DeadlineError(DomainError):
    """A limit that can't be computed as asked, with the reason."""

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(Problem(message, params=params))
