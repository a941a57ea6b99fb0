"""Pure: what a batch keeps of a refusal, and the one key of each of its acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_

WAITING, DONE, REFUSED, UNDONE = "waiting", "done", "refused", "undone"
# More at once is no longer looked at by anybody before it is done.
MOST = 500
# Done while its reader waits; beyond, the worker does it.
AT_ONCE = 50
GONE = N_("案件已经不在您可以查看的范围内。")


def key_of(batch_id: UUID, case_id: UUID) -> str:
    """The form key of one case's act: however often it is tried, it is done once."""
    return uuid5(batch_id, str(case_id)).hex


def why_of(error: Exception) -> dict[str, Any]:
    """A refusal as JSON, so that it is said in the language of whoever reads it."""
    if isinstance(error, Forbidden):
        return {"problems": [], "needs": str(error.needs)}
    problems = error.problems if isinstance(error, DomainError) else [Problem(GONE)]
    return {"problems": [_kept(problem) for problem in problems]}


def problems_of(why: Mapping[str, Any]) -> list[Problem]:
    """The reasons in what was kept of a refusal."""
    return [_read(kept) for kept in why.get("problems", ())]


def pairs_of(text: str) -> list[tuple[UUID, int]]:
    """The cases and versions a form holds, ``<id>:<version>`` apart by blanks; each case once.

    Raises:
        ValueError: it holds something else.
    """
    pairs = (word.split(":") for word in text.split())
    return list({UUID(hex=case_id): int(version) for case_id, version in pairs}.items())


def text_of(pairs: Sequence[tuple[UUID, int]]) -> str:
    """Cases and versions as a form holds them."""
    return " ".join(f"{case_id.hex}:{version}" for case_id, version in pairs)


def _kept(problem: Problem) -> dict[str, Any]:
    return {"message": problem.message, "params": {name: _json(value) for name, value in problem.params.items()}}


def _json(value: Any) -> Any:
    if isinstance(value, Problem):
        return {"problem": _kept(value)}
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) else str(value)


def _read(kept: Mapping[str, Any]) -> Problem:
    return Problem(kept["message"], params={name: _value(value) for name, value in kept["params"].items()})


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _read(value["problem"])
    return tuple(value) if isinstance(value, list) else value
