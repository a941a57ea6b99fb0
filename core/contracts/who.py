"""Who a plugin is, and what people may do: permissions and the roles that hold them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """Who a plugin is. `preview` plugins are off until a township turns them on; `requires` names other plugins."""

    name: str
    label: str
    summary: str
    version: str
    requires: tuple[str, ...] = ()
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a role may do, named ``<plugin>.<resource>.<action>``; `label` completes "只有…可以".

    Attributes:
        visitors: a superior who enters a township to read holds it there too, as they do what opens its cases.
    """

    code: str
    label: str
    visitors: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A template of permissions that a grant names.

    Attributes:
        tier: the level of tenant that may hold it, ``county`` or ``township``.
        unit_kinds: kinds of unit in which it may be granted; empty means any (村委会组织法 6: a village never decides).
        own_unit: True when it sees only its own unit's cases, False when it sees the whole tenant's.
    """

    code: str
    label: str
    permissions: frozenset[str]
    tier: str = "township"
    unit_kinds: frozenset[str] = frozenset()
    own_unit: bool = True


@dataclass(frozen=True, slots=True)
class RoleGrants:
    """Permissions a plugin adds to a role that exists."""

    role: str
    permissions: frozenset[str]
