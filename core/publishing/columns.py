"""The columns 栏目 of a portal: one for each type, and what a tenant changed and added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import PublicationType
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.publishing.models import PortalColumn
from core.publishing.permissions import Perm
from core.tenancy.services import bump, enabled_plugins

CODE = re.compile(r"[a-z][a-z0-9-]{1,29}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the menu has it.

    Attributes:
        label: a tenant's own name, or the type's (marked ``N_``).
        own: the tenant's row, which can be taken away again; False for the type's own column.
        shown: whether it is in the menu and on the home page.
    """

    code: str
    label: str
    type: PublicationType
    position: int
    shown: bool = True
    own: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How a tenant wants a column; a code that is no type's makes one beside them."""

    code: str
    label: str
    type: str
    position: int
    shown: bool = True


def types_on(enabled: frozenset[str]) -> list[PublicationType]:
    """The types of core and of the measures that are on, in order."""
    registry = plugins.registry()
    on = {plugins.CORE, *enabled}
    found = [given for code, given in registry.publication_types.items() if registry.owner[code] in on]
    return sorted(found, key=lambda given: given.order)


def merged(types: Sequence[PublicationType], rows: Sequence[PortalColumn]) -> list[Column]:
    """The types' columns as the rows change them, and the rows' own, in order."""
    by_code = {given.code: given for given in types}
    found = {given.column: Column(given.column, given.column_label, given, given.order) for given in types}
    for row in rows:
        if row.type in by_code:
            builtin = row.code in found
            found[row.code] = Column(row.code, row.label, by_code[row.type], row.position, row.shown, not builtin)
    return sorted(found.values(), key=lambda column: (column.position, column.code))


def of_tenant(session: ScopedSession, tenant: int, enabled: frozenset[str]) -> list[Column]:
    """The columns of a tenant, hidden ones too."""
    rows = session.scalars(select(PortalColumn).where(PortalColumn.tenant_id == tenant)).all()
    return merged(types_on(enabled), rows)


def put(session: ScopedSession, actor: Actor, wanted: Setting) -> PortalColumn:
    """Change a column of the session's tenant, or add one.

    Raises:
        Forbidden: the actor may not.
        DomainError: a code of other letters, no name, a type that is not there, a code that is another type's column.
    """
    if not actor.may(Perm.SIGN):
        raise Forbidden(Perm.SIGN)
    types = {given.code: given for given in types_on(enabled_plugins(session, session.tenant))}
    if problems := _problems(wanted, types):
        raise DomainError(problems)
    row = session.scalar(
        select(PortalColumn).where(PortalColumn.tenant_id == session.tenant, PortalColumn.code == wanted.code)
    )
    if row is None:
        row = PortalColumn(tenant_id=session.tenant, code=wanted.code, type=wanted.type, published=True)
        session.add(row)
    row.label, row.position, row.shown = wanted.label.strip(), wanted.position, wanted.shown
    body = {"label": row.label, "position": row.position, "shown": wanted.shown}
    record(session, actor, "core.column.set", wanted.code, body)
    bump(session)
    session.flush()
    return row


def _problems(wanted: Setting, types: dict[str, PublicationType]) -> list[Problem]:
    problems = []
    if not CODE.fullmatch(wanted.code):
        problems.append(Problem(N_("栏目代码用小写字母、数字和短横，以字母开头，2至30个字。"), "code"))
    if not wanted.label.strip():
        problems.append(Problem(N_("请填写栏目名称。"), "label"))
    if wanted.type not in types:
        problems.append(Problem(N_("请选择栏目发布的类型。"), "type"))
    if any(given.column == wanted.code and given.code != wanted.type for given in types.values()):
        problems.append(Problem(N_("这个代码是另一个类型的栏目。"), "code"))
    return problems
