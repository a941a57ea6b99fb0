"""Changing settings: at the level one administers, each change on the audit with what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import update

from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.contracts import Setting
from core.db import ScopedSession
from core.db.scope import ScopeError
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.settings.queries import FOR_TOWNSHIPS, layers
from core.settings.rules import field_of, flat, kept, key, may_set, nested, parse, resolve
from core.tenancy.models import Tenant, Unit

COUNTY, TENANT, UNIT = "county", "tenant", "unit"
EMPTY = N_("“%(label)s”不能为空。")


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed for some settings at one level.

    Attributes:
        typed: code → words; empty words take the level's own value away, and the wider one counts again.
        level: ``county`` for all townships, ``tenant`` for the actor's own, ``unit`` for one unit of it.
    """

    typed: Mapping[str, str]
    level: str
    unit_id: UUID | None = None


def change(session: ScopedSession, actor: Actor, command: Change) -> list[str]:
    """Set values at a level.

    Returns:
        The codes of those that changed.

    Raises:
        Forbidden: the actor may not set values at this level here.
        NotFound: no such unit, or it is closed.
        DomainError: every value that is none, at its field; or a setting that this level may not set.
    """
    place = _place(session, actor, command)
    known = plugins.registry().settings
    before = _values(place, command.level)
    after, problems = dict(before), list[Problem]()
    for code, words in command.typed.items():
        setting = known.get(code)
        if setting is None or not may_set(setting, command.level):
            problems.append(Problem(N_("没有这一项设置，或者这一级不能修改。")))
            continue
        try:
            value = parse(setting, words)
        except DomainError as error:
            problems += error.problems
            continue
        after[key(setting)] = kept(value)
        if value is None:
            del after[key(setting)]
            problems += _emptied(session, setting, after, command.level)
    if problems:
        raise DomainError(problems)
    changed = [code for code in command.typed if before.get(key(known[code])) != after.get(key(known[code]))]
    for code in changed:
        name = key(known[code])
        body: dict[str, Any] = {"level": command.level, "before": before.get(name), "after": after.get(name)}
        record(
            session,
            actor,
            "core.setting.change",
            code,
            body | ({"unit": str(command.unit_id)} if command.unit_id else {}),
        )
    if changed:
        _keep(session, place, command.level, after)
    session.flush()
    return changed


def _place(session: ScopedSession, actor: Actor, command: Change) -> Tenant | Unit:
    """The row that holds the level's values, which the actor may change."""
    if actor.tenant != session.tenant:
        # Tenants are a global table, so the guard does not see whose row it is.
        raise ScopeError(f"settings of {session.tenant} by {actor.tenant}")
    tenant = session.get(Tenant, session.tenant)
    if tenant is None:
        raise NotFound(session.tenant)
    if command.level == COUNTY:
        if not tenant.is_county or not actor.may(Perm.COUNTY_SETTINGS):
            raise Forbidden(Perm.COUNTY_SETTINGS)
        return tenant
    if command.level == TENANT:
        if actor.units(Perm.SETTINGS) is not None:
            raise Forbidden(Perm.SETTINGS)
        return tenant
    unit = session.get(Unit, (session.tenant, command.unit_id)) if command.unit_id is not None else None
    if unit is None or unit.closed_on is not None:
        raise NotFound(command.unit_id)
    if not actor.may(Perm.SETTINGS, unit.id):
        raise Forbidden(Perm.SETTINGS)
    return unit


def _values(place: Tenant | Unit, level: str) -> dict[str, Any]:
    if level == COUNTY:
        return dict(place.settings.get(FOR_TOWNSHIPS, {}))
    return dict(place.settings) if isinstance(place, Unit) else flat(place.settings)


def _emptied(session: ScopedSession, setting: Setting, after: Mapping[str, Any], level: str) -> list[Problem]:
    """A setting that is needed was taken away, and no wider level says anything."""
    if not setting.required or level != TENANT:
        return []
    tenant = session.get_one(Tenant, session.tenant)
    county = session.get(Tenant, tenant.parent_id) if tenant.parent_id is not None else None
    left = {**layers(tenant, county), "tenant": after}
    empty = resolve(setting, left).value in {None, ""}
    return [Problem(EMPTY, field_of(setting), {"label": setting.label})] if empty else []


def _keep(session: ScopedSession, place: Tenant | Unit, level: str, values: dict[str, Any]) -> None:
    """Write the values, and move the revision of whoever shows them."""
    if level == COUNTY:
        place.settings = {**place.settings, FOR_TOWNSHIPS: values}
    else:
        place.settings = values if isinstance(place, Unit) else nested(values)
    below = Tenant.parent_id == session.tenant if level == COUNTY else Tenant.id == session.tenant
    session.flush()
    session.execute(update(Tenant).where(below).values(revision=Tenant.revision + 1))
