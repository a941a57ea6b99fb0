"""Registers of penalty: cases of both procedures, the booklet of discretion standards, and whom it is issued to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import PERSON
from plugins.penalty.discretion.models import Standard
from plugins.penalty.discretion.rules import TIERS
from plugins.penalty.fines.models import yuan
from plugins.penalty.officers.models import Officer
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.ordinary.road import STATES
from plugins.penalty.permissions import Perm
from plugins.penalty.summary.models import Spot
from plugins.penalty.summary.road import STATES as ON_SPOT

Row = tuple[str | int | dt.date | None, ...]
SUMMARY, ORDINARY = N_("简易程序"), N_("普通程序")


def _cases(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    words = {state.code: state.label for state in (*ON_SPOT, *STATES)}
    found: list[tuple[dt.date, str, Row]] = []
    tables: tuple[tuple[type[Any], str], ...] = ((Spot, SUMMARY), (Inquiry, ORDINARY))
    for table, road in tables:
        query = (
            select(Case, table, Offence)
            .join(table, (table.tenant_id == Case.tenant_id) & (table.case_id == Case.id))
            .join(Offence, (Offence.tenant_id == table.tenant_id) & (Offence.id == table.offence_id))
            .where(Case.received_on.between(since, until))
        )
        for case, row, offence in session.execute(query):
            if not actor.may(Perm.READ, case.unit_id):
                continue
            name = mask_name(case.party) if row.subject == PERSON else case.party
            fine = int(yuan(row.fine)) if row.fine else 0
            cells: Row = (case.number, case.received_on, road, name, offence.name, fine, words[case.state])
            found.append((case.received_on, case.number, cells))
    yield from (cells for _day, _number, cells in sorted(found, key=lambda one: one[:2]))


def _standards(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    query = (
        select(Offence, Standard)
        .join(Standard, (Standard.tenant_id == Offence.tenant_id) & (Standard.offence_id == Offence.id))
        .where(Standard.published.is_(True), Offence.valid_from <= until)
        .order_by(Offence.code, Offence.edition, Standard.edition.desc())
    )
    seen = set()
    for offence, standard in session.execute(query):
        if offence.id in seen:
            continue
        seen.add(offence.id)
        for tier in standard.steps:
            parts = "；".join(f"{part.low}—{part.high}" for part in tier.ranges if part is not None)
            yield (offence.code, offence.name, offence.basis, TIERS[tier.kind], tier.when or "—", parts or "—")


def _officers(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    query = select(Officer).where(Officer.valid_from <= until, Officer.valid_to >= since)
    for row in session.scalars(query.order_by(Officer.name, Officer.number)):
        if row.stopped_on is None or row.stopped_on > since:
            yield (row.name, row.number, row.issuer, row.valid_from, row.valid_to, "")


REGISTERS = (
    Register(
        "penalty.cases",
        N_("行政处罚案件登记簿"),
        N_("期间登记的行政处罚案件，简易程序和普通程序，按登记日期。"),
        Perm.READ,
        (
            RegisterColumn(N_("编号"), 9),
            RegisterColumn(N_("登记日期"), 6),
            RegisterColumn(N_("程序"), 5),
            RegisterColumn(N_("当事人"), 6),
            RegisterColumn(N_("违法行为"), 14),
            RegisterColumn(N_("罚款（元）"), 6, total=True),
            RegisterColumn(N_("办理状态"), 7),
        ),
        _cases,
    ),
    Register(
        "penalty.standards",
        N_("行政处罚裁量基准手册"),
        N_("期末有效的已公布裁量基准，逐项逐档；打印成册，发给执法人员。"),
        Perm.READ,
        (
            RegisterColumn(N_("编号"), 5),
            RegisterColumn(N_("违法行为"), 12),
            RegisterColumn(N_("依据"), 10),
            RegisterColumn(N_("裁量阶次"), 5),
            RegisterColumn(N_("情节"), 14),
            RegisterColumn(N_("幅度"), 8),
        ),
        _standards,
    ),
    Register(
        "penalty.issued",
        N_("裁量基准手册发放登记表"),
        N_("期间执法证件有效的执法人员，领取手册时签名。"),
        Perm.READ,
        (
            RegisterColumn(N_("姓名"), 6),
            RegisterColumn(N_("执法证号"), 9),
            RegisterColumn(N_("发证机关"), 8),
            RegisterColumn(N_("有效期自"), 6),
            RegisterColumn(N_("有效期至"), 6),
            RegisterColumn(N_("签名"), 8),
        ),
        _officers,
    ),
)
