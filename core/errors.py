"""Errors in words: what the domain refuses, said so that the web can show it at the field it concerns."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an act is refused.

    Attributes:
        message: a translatable msgid with ``%(name)s`` parameters.
        field: the form field it belongs to, or None for the whole form.
        params: values for the message; a tuple is a list of words, what is a msgid itself is shown translated, and so
            is another problem.
    """

    message: str
    field: str | None = None
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        plain = {name: _plain(value) for name, value in self.params.items()}
        return self.message % plain if plain else self.message


def _plain(value: Any) -> Any:
    return "、".join(value) if isinstance(value, tuple) else value


class DomainError(Exception):
    """An act the rules refuse, with every reason at once."""

    def __init__(self, problems: Sequence[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: list[Problem] = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("; ".join(map(str, self.problems)))


class NotFound(LookupError):
    """The row is absent or not the reader's to see: both look the same (404)."""


class Forbidden(PermissionError):
    """The actor may not do this; `needs` names the permission, so that the page can say who can."""

    def __init__(self, needs: str) -> None:
        self.needs = needs
        super().__init__(needs)
