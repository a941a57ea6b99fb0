"""Actor: who is acting, in which tenant, with which grants. Built once per request; nothing is cached beyond it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from uuid import UUID

from core.i18n import N_

SYSTEM_ID = UUID(int=0)
PARTY_ID = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Principal:
    """The colleague in whose place a deputy 代理 acts."""

    account_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """A role held in a unit, with its permissions; in a colleague's place where `principal` says whose."""

    role: str
    unit_id: UUID
    own_unit: bool
    permissions: frozenset[str]
    principal: Principal | None = None


@dataclass(frozen=True, slots=True)
class Visiting:
    """A superior's explicit session 进入乡镇: why, until when, and whether to read cases or to manage."""

    id: UUID
    reason: str
    ends_at: dt.datetime
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone acting in a tenant.

    `system` acts for the law (silence effects), `party` is the person a case belongs to, let in by number and code.
    Someone `visiting` is a superior who reads and does nothing, or manages and reads no case.

    Attributes:
        shut: (measure, unit) where a unit of the tenant turned a measure of the tenant off for itself.
        principal: in whose place this very act is done, which timeline and audit then say.
    """

    account_id: UUID
    name: str
    tenant: int
    held: tuple[Held, ...] = ()
    visiting: Visiting | None = None
    shut: frozenset[tuple[str, UUID]] = frozenset()
    principal: Principal | None = None

    @classmethod
    def system(cls, tenant: int) -> Actor:
        """The sweep and other jobs, which act under an article and in nobody's name."""
        return cls(SYSTEM_ID, N_("系统"), tenant)

    @classmethod
    def party(cls, tenant: int, name: str) -> Actor:
        """The applicant or party of one case."""
        return cls(PARTY_ID, name, tenant)

    @property
    def is_system(self) -> bool:
        """True for the sweep."""
        return self.account_id == SYSTEM_ID

    @property
    def is_party(self) -> bool:
        """True for the person a case belongs to."""
        return self.account_id == PARTY_ID

    @property
    def permissions(self) -> frozenset[str]:
        """Every permission held in any unit."""
        return frozenset().union(*(held.permissions for held in self.held))

    def may(self, permission: str, unit_id: UUID | None = None) -> bool:
        """Whether `permission` is held, for the cases of `unit_id` if one is given."""
        return unit_id not in self.shut_for(permission) and any(
            held for held in self.held if _gives(held, permission, unit_id)
        )

    def acting(self, permission: str, unit_id: UUID | None = None) -> Actor:
        """The same person as they do what `permission` allows: in a colleague's place where only that gives it."""
        giving = [held for held in self.held if _gives(held, permission, unit_id)]
        own = not giving or any(held.principal is None for held in giving)
        return replace(self, principal=None if own else giving[0].principal)

    @property
    def title(self) -> str:
        """The name as timeline, papers and audit show it: a deputy's with the colleague in whose place they act."""
        return f"{self.name}（代{self.principal.name}）" if self.principal is not None else self.name

    def in_unit(self, permission: str, unit_id: UUID | None) -> bool:
        """Whether `permission` is held in this very unit, as one of its own people."""
        return any(permission in held.permissions and held.unit_id == unit_id for held in self.held)

    def own_units(self, permission: str) -> frozenset[UUID]:
        """The units among whose own people the actor holds `permission`."""
        return frozenset(held.unit_id for held in self.held if permission in held.permissions)

    def units(self, permission: str) -> frozenset[UUID] | None:
        """The units whose rows `permission` opens: None for the whole tenant but those it is `shut_for`, an empty set
        for none."""
        holding = [held for held in self.held if permission in held.permissions]
        if any(not held.own_unit for held in holding):
            return None
        return frozenset(held.unit_id for held in holding)

    def shut_for(self, permission: str) -> frozenset[UUID]:
        """The units that turned the measure of a permission off for themselves."""
        if not self.shut:
            return frozenset()
        measure = permission.partition(".")[0]
        return frozenset(unit_id for name, unit_id in self.shut if name == measure)

    def uses(self, measure: str) -> bool:
        """Whether a measure that is on in the tenant is on in a unit where the actor works."""
        return not self.shut or any((measure, held.unit_id) not in self.shut for held in self.held)


def _gives(held: Held, permission: str, unit_id: UUID | None) -> bool:
    return permission in held.permissions and (unit_id is None or not held.own_unit or held.unit_id == unit_id)
