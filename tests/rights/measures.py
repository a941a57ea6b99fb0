"""What every measure beside approval has in a station of 勐约乡, and its twins next door, with a canary in each word.

The acting desks make one of each; the twins are copies of these rows, of another unit and of another township.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import Table

from core.accounts.models import Grant
from core.db import Scope, new_id
from core.db.types import Uid
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.frontline.diary import commands as diary
from plugins.frontline.diary import services as diaries
from plugins.frontline.projects import services as projects
from plugins.reconsideration.intake import commands as taking
from plugins.reconsideration.intake import services as intake
from plugins.reconsideration.review import commands as reviewing
from plugins.supervision.guidance import rules as guidance
from plugins.supervision.guidance import services as visits
from plugins.training.reading import services as reading
from tests import databases
from tests.plugins.frontline import road as frontline
from tests.plugins.frontline.test_diary import TOLD
from tests.plugins.frontline.test_projects import PLAN
from tests.plugins.goals import road as goals
from tests.plugins.penalty.conftest import ready
from tests.plugins.reconsideration.conftest import APPLIED
from tests.plugins.supervision.desk import Desk
from tests.plugins.training.conftest import LONG_AGO, Study
from tests.rights.planting import Planted, Planting, grown, tables, typed
from tests.sample import COUNTY, HANDLER, HEAD, HUSA, MENGYUE, TODAY
from tests.site import Site

YESTERDAY = TODAY - dt.timedelta(days=1)
OTHERS = ("supervision", "training", "goals", "penalty", "reconsideration", "frontline")
# The station whose people read, the one next door, and one of another township.
OWN, NEXT, FAR = "NYZ", "LYZ", "NYZ"
# Rows of core that belong to a case of a measure.
OF_CASE = ("core_case", "core_clock", "core_timeline", "core_participant", "core_paper")


@dataclass
class Twins:
    """The planted rows.

    Attributes:
        ids: where each row of the station has its twin: by the neighbour's unit, its id → the twin's.
        owners: of the station's rows, the measure whose each is, by id.
        cases: the station's cases.
    """

    planting: Planting = field(default_factory=Planting)
    ids: dict[UUID, dict[UUID, UUID]] = field(default_factory=dict)
    owners: dict[UUID, str] = field(default_factory=dict)
    cases: list[UUID] = field(default_factory=list)


def enter(site: Site) -> None:
    """One of each measure, by the station's own people and the offices above them."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(sa.update(Unit).values(since_on=LONG_AGO))
        session.execute(sa.update(Grant).values(from_on=LONG_AGO))
        for name in OTHERS:
            put_switch(session, MENGYUE, name, on=True, by="test")
    with site.database.write(Scope.one(COUNTY)) as session:
        put_switch(session, COUNTY, "reconsideration", on=True, by="test")
    ready(site).heard()
    study, desk = Study(site), Desk(site)
    study.plan()
    study.attend(study.hold("c1", TODAY), study.person("何早乙"))
    goals.Road(site, day=TODAY).planned()
    frontline.Road.collected(site, HANDLER, TODAY, source="visit")
    frontline.Road.collected(site, HANDLER, TODAY, source="visit").sorted(OWN, TODAY)
    unit = desk.unit(OWN)
    desk.issue()
    with site.database.write(Scope.one(MENGYUE)) as session:
        handler, head = study.actor(HANDLER), study.actor(HEAD)
        book = reading.add_book(session, head, unit, TODAY.year, "样书", "样作者")
        session.flush()
        reading.note(session, handler, book.id, "读书笔记一则", new_id().hex)
        told = {name: getattr(TOLD, name) for name in diary.Write.__dataclass_fields__}
        diaries.write(session, handler, diary.Write(**{**told, "visited_on": TODAY}), new_id().hex)
        projects.plan(session, handler, PLAN, new_id().hex)
        visit = guidance.NewVisit(unit_id=unit, on=YESTERDAY, by="左相丙", problem="台账不全", help="教会填写")
        visits.enter_visit(session, study.actor(frontline.OFFICE), visit, new_id().hex)
        applied = reviewing.Apply(**{**APPLIED, "applied_on": TODAY})
        command = taking.TakeIn(role="agent", uninvolved=True, application=applied)
        intake.take_in(session, handler, unit, command, new_id().hex)


def twin(site: Site) -> Twins:
    """Copy what the station has to the unit next door and to another township, every word of the copies a canary."""
    made = Twins()
    with databases.tampering(site.database, keep_keys=True) as connection:
        for tenant, code in ((MENGYUE, NEXT), (HUSA, FAR)):
            _Copying(connection, made, tenant, code).run()
    with site.database.write(Scope.one(HUSA)) as session:
        for name in OTHERS:
            put_switch(session, HUSA, name, on=True, by="test")
    return made


def _copied() -> list[Table]:
    """The tables of these measures and of their cases, what is referred to first."""
    return [table for table in tables() if table.name.partition("_")[0] in OTHERS or table.name in OF_CASE]


class _Copying:
    """The rows of the station, of one neighbour."""

    def __init__(self, connection: sa.Connection, made: Twins, tenant: int, code: str) -> None:
        self._connection, self._made, self._tenant = connection, made, tenant
        names = {name.name: name for name in tables()}
        unit, person = names["core_unit"], names["core_person"]

        def one(column: Any, *where: Any) -> Any:
            return connection.scalars(sa.select(column).where(*where).order_by(column)).first()

        old = one(unit.c.id, unit.c.tenant_id == MENGYUE, unit.c.code == OWN)
        new = one(unit.c.id, unit.c.tenant_id == tenant, unit.c.code == code)
        self._unit, self._map = new, {old: new}
        of_new = person.c.tenant_id == tenant, person.c.unit_id == new
        for column in (person.c.id, person.c.account_id):
            there = one(column, *of_new, column.is_not(None))
            for known in connection.scalars(sa.select(column).where(person.c.tenant_id == MENGYUE)):
                self._map.setdefault(known, there)
        if tenant != MENGYUE:
            for known in connection.scalars(sa.select(unit.c.id).where(unit.c.tenant_id == MENGYUE)):
                self._map.setdefault(known, new)

    def run(self) -> None:
        """Copy them: first every id, for rows that name each other, then the rows."""
        found: list[tuple[Table, Mapping[Any, Any]]] = []
        for table in _copied():
            for row in self._rows(table):
                found.append((table, row))
                if "id" in table.c and isinstance(table.c.id.type, Uid):
                    self._map[row["id"]] = uuid4()
                    named = row["kind"].partition(".") if table.name == "core_case" else table.name.partition("_")
                    self._made.owners[row["id"]] = named[0]
                    self._made.cases += [row["id"]] if table.name == "core_case" else []
        for table, row in found:
            self._copy(table, row)
        self._made.ids[self._unit] = self._map

    def _rows(self, table: Table) -> Sequence[Mapping[Any, Any]]:
        query = sa.select(table).where(table.c.tenant_id == MENGYUE)
        if table.name == "core_case":
            query = query.where(table.c.kind.not_like("approval.%"))
        elif table.name in OF_CASE:
            query = query.where(table.c.case_id.in_(list(self._map)))
        twins = {twin for known in self._made.ids.values() for twin in known.values()}
        rows = self._connection.execute(query).mappings().all()
        return [row for row in rows if not twins & {row.get("id"), row.get("case_id")}]

    def _copy(self, table: Table, row: Mapping[Any, Any]) -> None:
        values = {**row, "tenant_id": self._tenant}
        values |= {name: self._map.get(value, value) for name, value in row.items() if isinstance(value, UUID)}
        values |= {name: uuid4().hex for name in ("form_key", "key") if values.get(name)}
        if table.name == "core_case":
            values |= {"no_seq": (row["no_seq"] or 0) + 500, "code_index": uuid4().hex}
        case_id = values["id"] if table.name == "core_case" else values.get("case_id")

        def grow(column: str) -> str:
            word = self._made.planting.next_word()
            whose = Planted(self._tenant, f"{table.name}.{column}", units=frozenset({self._unit}), case_id=case_id)
            self._made.planting.found[word] = whose
            return word

        for column in typed(self._connection, table):
            if column.name not in {"form_key", "key", "code_index"}:
                values[column.name] = grown(values[column.name], grow, column.name)
        self._connection.execute(table.insert().prefix_with("OR IGNORE").values(values))
