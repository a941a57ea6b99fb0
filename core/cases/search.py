"""Cases in the index: found only by those who may open them; the rule is one, in the document and in the query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from core import plugins
from core.accounts.actor import Actor
from core.cases import queries
from core.cases.models import Case
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.search.backend import Doc
from core.tenancy.switches import Switches, published_tokens


def document(case: Case) -> Doc:
    """What the index holds of a case; names are in it, ID numbers and telephones never."""
    read = plugins.registry().case_kinds[case.kind].read
    acl = {f"{case.tenant_id}|{read}:all", f"{case.tenant_id}|{read}:{case.unit_id.hex}"}
    if case.handler_id:
        acl.add(f"{case.tenant_id}|{read}:handler:{case.handler_id.hex}")
    return Doc(
        key=f"case:{case.id}",
        tenant=str(case.tenant_id),
        kind=case.kind,
        acl=frozenset(acl),
        date=case.received_on,
        title=case.title,
        body=f"{case.party} {case.number}",
        docno=case.number,
        url=str(case.id),
        version=case.version,
    )


def viewer_acl(actor: Actor, switches: Switches) -> frozenset[str]:
    """The tokens of everything an actor may open, of the measures that are on. Empty finds nothing."""
    registry = plugins.registry()
    tokens = set(published_tokens(actor.tenant, switches))
    for kind in registry.case_kinds.values():
        owner = registry.owner[kind.code]
        if owner not in switches.on:
            continue
        units, users = actor.units(kind.read), switches.users(owner)
        if units is None and users is None:
            tokens.add(f"{actor.tenant}|{kind.read}:all")
        elif units is None:
            tokens |= {f"{actor.tenant}|{kind.read}:{unit.hex}" for unit in users or ()}
        elif units:
            tokens.add(f"{actor.tenant}|{kind.read}:handler:{actor.account_id.hex}")
            tokens |= {f"{actor.tenant}|{kind.read}:{unit.hex}" for unit in units}
    return frozenset(tokens)


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these cases as they are now."""
    return [document(case) for case in session.scalars(select(Case).where(Case.id.in_(list(ids))))]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every case of the session's tenant."""
    with session.scalars(select(Case).execution_options(yield_per=500)) as found:
        for case in found:
            yield document(case)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those the viewer may still open: checked again when rows are loaded."""
    if actor is None:
        return set()
    ids = [UUID(key.removeprefix("case:")) for key in keys]
    found = session.scalars(select(Case.id).where(Case.id.in_(ids), queries.readable(actor)))
    return {f"case:{case_id}" for case_id in found}


CASES = Searchable(kind="case", label=N_("案件"), load=load, all=everything, visible=visible)
