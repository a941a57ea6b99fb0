"""What turning a measure off does, counted before it is done: cases, duties, jobs, and what is shown no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core import plugins
from core.accounts.actor import Actor
from core.cases.figures import open_by_state
from core.contracts import Job, NavItem, PluginInfo, PortalSection
from core.db import ScopedSession
from core.duties import rules as duties
from core.duties.models import Duty
from core.duties.queries import of_measure
from core.tenancy.models import Tenant, Unit
from core.web.offers import offered


@dataclass(frozen=True, slots=True)
class Consequences:
    """What turning a measure off does.

    Attributes:
        cases: label of kind and state → how many are open there; their limits go on.
        duties: how many are owed and are shown no more.
        jobs: periodic work that stops.
        sections: label → number of entries that leave the portal, the feed and the search.
        menu: entries of the workspace's menu that go.
        users: measures that are on and require it.
    """

    cases: Mapping[tuple[str, str], int]
    duties: int = 0
    jobs: tuple[Job, ...] = ()
    sections: Mapping[str, int] | None = None
    menu: tuple[str, ...] = ()
    users: tuple[PluginInfo, ...] = ()

    @property
    def open_cases(self) -> int:
        """How many cases are open in all."""
        return sum(self.cases.values())


def of_tenant(
    session: ScopedSession, plugin: str, tenant: Tenant, actor: Actor, enabled: frozenset[str]
) -> Consequences:
    """For the whole tenant."""
    registry = plugins.registry()
    own: dict[str, Any] = {"only": lambda name: name == plugin}
    sections = offered("provide_portal_sections", PortalSection, session, **own, tenant=tenant)
    items = offered("provide_nav_items", NavItem, session, **own, actor=actor)
    return Consequences(
        _worded(open_by_state(session, plugin)),
        _owed(session, plugin),
        tuple(job for job in registry.jobs.values() if registry.owner[job.name] == plugin),
        {section.label: len(section.entries) for section in sections},
        tuple(item.label for item in items),
        tuple(info for info in plugins.dependants(plugin, registry.switchable) if info.name in enabled),
    )


def of_unit(session: ScopedSession, plugin: str, unit: Unit) -> Consequences:
    """For one unit."""
    return Consequences(_worded(open_by_state(session, plugin, unit.id)), _owed(session, plugin, unit))


def _owed(session: ScopedSession, plugin: str, unit: Unit | None = None) -> int:
    query = select(func.count()).select_from(Duty).where(of_measure(plugin), Duty.state.in_(duties.OWED))
    if unit is not None:
        query = query.where(Duty.unit_id == unit.id)
    return session.scalar(query) or 0


def _worded(found: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    kinds = plugins.registry().case_kinds
    labels = {(kind.code, state.code): (kind.label, state.label) for kind in kinds.values() for state in kind.states}
    return {labels[place]: number for place, number in found.items()}
