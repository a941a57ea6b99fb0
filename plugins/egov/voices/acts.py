"""How the acts on a voice are made: the limits they move, and what most of them share."""

from __future__ import annotations

from typing import Any

from core.contracts import Stop, Transition
from plugins.egov.voices import merging, queries, services

# Whatever is said is answered (实施方案四(四)2); the limit is the township's own, of the shared catalogue.
REPLY, HOTLINE = "frontline.reply", "hotline.handle"
NOTICE, HANDLE, REVIEW_REQUEST = queries.NOTICE, queries.HANDLE, queries.REVIEW_REQUEST
# Of what a superior or the 信访部门 sent here (信访工作条例 23③).
RECEIVE_NOTICE, OBJECTION = queries.RECEIVE_NOTICE, queries.OBJECTION
SCHEME, LAW = "实施方案四(四)2", "信访工作条例"
LIMITS = tuple(Stop(rule) for rule in (REPLY, HOTLINE, NOTICE, RECEIVE_NOTICE, OBJECTION, HANDLE))


def act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: Any,
    permission: str,
    command: type,
    guard: Any,
    article: Any = SCHEME,
    **more: Any,
) -> Transition:
    """An act on a voice; its handler bears its name, where it fills anything."""
    handler = getattr(services, code, None) or getattr(merging, code, None)
    return Transition(
        code, label, at, target, permission, command, article, queries.facts, guard=guard, handler=handler, **more
    )


def words(facts: Any, command: Any) -> str:
    """What the act says."""
    return str(command.words).strip()


def none(facts: Any, command: Any) -> list[Any]:
    """Nothing that could be typed wrong."""
    return []
