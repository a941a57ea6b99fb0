"""Actor: who is acting, in which tenant, with which grants. Built once per request; nothing is cached beyond it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.i18n import N_

SYSTEM_ID = UUID(int=0)
PARTY_ID = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A role held in a unit, with its permissions."""

    role: str
    unit_id: UUID
    own_unit: bool
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Visiting:
    """A superior's explicit session 进入乡镇: why, and until when."""

    id: UUID
    reason: str
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone acting in a tenant.

    `system` acts for the law (silence effects), `party` is the person a case belongs to, let in by number and code.
    Someone `visiting` is a superior who reads and does nothing.
    """

    account_id: UUID
    name: str
    tenant: int
    held: tuple[Held, ...] = ()
    visiting: Visiting | None = None

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
        return any(
            permission in held.permissions and (unit_id is None or not held.own_unit or held.unit_id == unit_id)
            for held in self.held
        )

    def in_unit(self, permission: str, unit_id: UUID | None) -> bool:
        """Whether `permission` is held in this very unit, as one of its own people."""
        return any(permission in held.permissions and held.unit_id == unit_id for held in self.held)

    def own_units(self, permission: str) -> frozenset[UUID]:
        """The units among whose own people the actor holds `permission`."""
        return frozenset(held.unit_id for held in self.held if permission in held.permissions)

    def units(self, permission: str) -> frozenset[UUID] | None:
        """The units whose rows `permission` opens: None for the whole tenant, an empty set for none."""
        holding = [held for held in self.held if permission in held.permissions]
        if any(not held.own_unit for held in holding):
            return None
        return frozenset(held.unit_id for held in holding)
