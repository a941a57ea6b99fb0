"""Reading schemes: what counts in a year, and the schemes of a tenant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import select

from core import plugins
from core.cases.catalogue import catalogue
from core.db import ScopedSession
from core.deadlines.own import is_own
from core.deadlines.rules import Fixed
from core.duties.own import owner_of, rule_of
from core.duties.terms import OfYear, Terms, quotas_of, strictest
from core.errors import NotFound
from core.schemes import rules
from core.schemes.models import Scheme
from core.schemes.rules import IN_FORCE, REPLACED, Line
from core.tenancy.models import Tenant
from core.tenancy.services import enabled_plugins


def terms_of(session: ScopedSession, tenant: int, year: int) -> Terms:
    """What counts for a tenant in a year: of its own scheme and of its county's the stricter."""
    places = (tenant, _above(session, tenant))
    kept = session.scalars(
        select(Scheme.terms).where(Scheme.tenant_id.in_(places), Scheme.year == year, Scheme.state == IN_FORCE)
    )
    return strictest(rules.from_json(terms) for terms in kept)


def has_schemes(session: ScopedSession, tenant: int) -> bool:
    """Whether a scheme of a tenant or its county counts or has counted; without one the rules' own days stand."""
    places = (tenant, _above(session, tenant))
    found = select(Scheme.id).where(Scheme.tenant_id.in_(places), Scheme.state.in_((IN_FORCE, REPLACED))).limit(1)
    return session.scalar(found) is not None


def of_years(session: ScopedSession, tenant: int) -> OfYear:
    """`terms_of` by year, each asked for once."""
    return cache(lambda year: terms_of(session, tenant, year))


def quotas(session: ScopedSession, code: str, year: int) -> Mapping[str, int]:
    """What submissions of a duty are measured by in a year, in the session's tenant: its quotas, or those of the duty
    that it is measured by."""
    rule = rule_of(rule_of(code).measured_by or code)
    if not rule.quotas:
        return {}
    return session.once(("quotas", rule.code, year), lambda: quotas_of(rule, terms_of(session, session.tenant, year)))


def in_force(session: ScopedSession, tenant: int, year: int) -> Scheme | None:
    """The scheme of a year that counts."""
    wanted = (Scheme.tenant_id == tenant, Scheme.year == year, Scheme.state == IN_FORCE)
    return session.scalar(select(Scheme).where(*wanted))


def all_of(session: ScopedSession, tenant: int) -> Sequence[Scheme]:
    """The schemes of a tenant, the newest year and version first."""
    found = select(Scheme).where(Scheme.tenant_id == tenant).order_by(Scheme.year.desc(), Scheme.changed_at.desc())
    return session.scalars(found.order_by(Scheme.id).limit(200)).all()


def get_scheme(session: ScopedSession, tenant: int, scheme_id: UUID) -> Scheme:
    """A scheme of a tenant.

    Raises:
        NotFound: it has none of this id.
    """
    found = session.scalar(select(Scheme).where(Scheme.tenant_id == tenant, Scheme.id == scheme_id))
    if found is None:
        raise NotFound(scheme_id)
    return found


def lines_of(session: ScopedSession, tenant: int, year: int, terms: Iterable[str] = ()) -> list[Line]:
    """The duties that a scheme of a tenant sets: those of its measures; of all measures in the county's, which is a
    template and bound by the rules alone; and behind them those among `terms` that the tenant set itself."""
    place, registry, limits = session.get_one(Tenant, tenant), plugins.registry(), catalogue()
    on = enabled_plugins(session, tenant)
    measures = [
        (duty, fixed)
        for code, duty in registry.duties.items()
        if duty.tier == "township" and (place.is_county or registry.owner[code] in on)
        if (fixed := limits.newest(code).fixed) is not None
    ]
    own = [rule_of(code) for code in terms if is_own(code) and owner_of(code) in on]
    measures += [(duty, limits.newest(duty.code).fixed or Fixed("year")) for duty in own]
    above = {} if place.parent_id is None else terms_of(session, place.parent_id, year)
    return rules.lines(measures, above)


def _above(session: ScopedSession, tenant: int) -> int:
    parent = session.once(("tenant", tenant), lambda: session.get_one(Tenant, tenant)).parent_id
    return tenant if parent is None else parent
