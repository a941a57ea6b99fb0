"""Tables of tenancy: the county and its townships, their units, and the switches of the measures."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock as time
from core.db.base import Base, Private, Publishable, pk, same_tenant
from core.i18n import N_

UNIT_KINDS = ("office", "station", "village", "enforcement", "window", "leadership", "joint_meeting", "department")
UNIT_KIND_WORDS = dict(
    zip(
        UNIT_KINDS,
        (
            N_("内设机构"),
            N_("站所中心"),
            N_("村（社区）"),
            N_("执法队"),
            N_("服务窗口"),
            N_("领导班子"),
            N_("联席会议"),
            N_("部门"),
        ),
        strict=True,
    )
)
# What the county may say of a measure in its townships.
PLUGIN_RULES = ("free", "on", "off")
# What one unit of a tenant does for all others; the kind says the rest.
UNIT_FUNCTIONS = {
    "general_office": N_("党政办公室"),
    "supervision_office": N_("监察室"),
    "justice_bureau": N_("县司法局"),
    "personnel_bureau": N_("县人事局"),
}
# In whose name a unit acts (处罚法 20, 许可法 24); a village committee only assists (村委会组织法 6②).
LEGAL_TITLES = ("own", "internal", "dispatched", "department", "receives_only", "assists")


class Tenant(Base):
    """A county (6-digit division code) or a township 乡镇 (9 digits). `id` never changes; `division_code` may."""

    __tablename__ = "core_tenant"
    __global__ = "names the tenants themselves"
    __table_args__ = (CheckConstraint("tier in ('county', 'township')", name="tier"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    tier: Mapped[str]
    division_code: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("core_tenant.id"))
    # The township that this one went into 撤并: it answers for the old addresses, and nothing is done here any more.
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("core_tenant.id"))
    sample: Mapped[bool] = mapped_column(default=False)
    # Codes of the duties that its schemes set beside those of the measures (`core.deadlines.own`).
    own_duties: Mapped[list[str]] = mapped_column(default=list)
    # Bumped by publish, withdraw and switch, so that a cached public page is checked with one query.
    revision: Mapped[int] = mapped_column(default=1)
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def is_county(self) -> bool:
        """True for the county that deploys the installation."""
        return self.tier == "county"


class TenantPlugin(Base):
    """Whether a tenant has a measure turned on, and who decided it when."""

    __tablename__ = "core_tenant_plugin"
    __global__ = "the switch is read before a scope exists, by every request and job"

    tenant_id: Mapped[int] = mapped_column(ForeignKey("core_tenant.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    changed_by: Mapped[str]
    changed_at: Mapped[dt.datetime]


class PluginRule(Base):
    """The county's word on a measure in its townships: each decides, or the county has decided that it is on or off."""

    __tablename__ = "core_plugin_rule"
    __global__ = "the county's word is read where each township switches"
    __table_args__ = (CheckConstraint(f"rule in {PLUGIN_RULES}", name="rule"),)

    county_id: Mapped[int] = mapped_column(ForeignKey("core_tenant.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(primary_key=True)
    rule: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[dt.datetime]


class UnitPlugin(Publishable, Base):
    """A measure of the tenant that one unit turned off for itself 收窄, and who decided it when; no row: as the tenant.

    Public like the units themselves: what the portal offers depends on it.
    """

    __tablename__ = "core_unit_plugin"
    __table_args__ = (same_tenant("unit_id", "core_unit"), UniqueConstraint("tenant_id", "unit_id", "plugin"))

    id: Mapped[UUID] = pk()
    unit_id: Mapped[UUID]
    plugin: Mapped[str]
    off: Mapped[bool]
    changed_by: Mapped[str]
    changed_at: Mapped[dt.datetime]


class Unit(Publishable, Base):
    """An office, station, village, enforcement team, window or leadership 单位. Only some may ever be an organ."""

    __tablename__ = "core_unit"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        same_tenant("parent_id", "core_unit"),
        CheckConstraint(f"kind in {UNIT_KINDS}", name="kind"),
        CheckConstraint(f"function in {('', *UNIT_FUNCTIONS)}", name="function"),
    )

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    legal_title: Mapped[str]
    superior: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[UUID | None]
    sample: Mapped[bool] = mapped_column(default=False)
    # From when there is such a unit here: it owes nothing that was due before.
    since_on: Mapped[dt.date] = mapped_column(default=time.today)
    # Units are closed, never deleted: what they did keeps their name.
    closed_on: Mapped[dt.date | None]
    # Values of settings that the unit set for itself.
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Synced(Private, Base):
    """What a tenant's folder last said of an object: where the database differs now, the console changed it."""

    __tablename__ = "core_synced"

    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    said: Mapped[dict[str, Any]]
