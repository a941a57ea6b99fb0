"""What measures offer a page by a hook: one that fails is named on the page with a number, and the others go on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from core import plugins
from core.db import ScopedSession, new_id
from core.db.faults import fault_of

log = logging.getLogger("xiaoneng")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Incident:
    """A measure that failed to give a page its part; `number` finds the error in the log."""

    measure: str
    number: str


def init(app: Flask) -> None:
    """Give templates `incidents`."""
    app.add_template_global(incidents)


def incidents() -> list[Incident]:
    """What failed on the request's page, each measure once."""
    found: dict[str, Incident] = g.setdefault("incidents", {})
    return [*found.values()]


def offered(hook: str, kind: type[T], session: ScopedSession, *, only: Callable[[str], bool], **given: Any) -> list[T]:
    """What the plugins answer to a hook of a page, plugin by plugin in loading order.

    Args:
        kind: what each of their answers is made of; another thing is a failure of that plugin.
        session: what they read by.
        only: leaves out plugins.

    Raises:
        Exception: core itself failed, or the machine did: then no part of the page would be right.
    """
    registry, found = plugins.registry(), []
    for name, answer in registry.calls(hook, only=only, session=session, **given):
        try:
            found += _checked(hook, kind, answer())
        except Exception as error:
            if name == plugins.CORE or fault_of(error) is not None:
                raise
            _keep(name, hook, registry.plugins[name].label)
            if isinstance(error, SQLAlchemyError):
                session.rollback()  # on PostgreSQL a statement that failed takes those after it along
    return found


def _checked(hook: str, kind: type[T], answer: Any) -> list[T]:
    items = list(answer)
    if wrong := [item for item in items if not isinstance(item, kind)]:
        raise TypeError(f"{hook} answers {kind.__name__}, not {wrong[0]!r}")
    return items


def _keep(name: str, hook: str, label: str) -> None:
    number = new_id().hex[-8:].upper()
    log.exception("incident %s: %s of %s", number, hook, name)
    g.setdefault("incidents", {}).setdefault(name, Incident(label, number))
