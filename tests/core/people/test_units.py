"""Units: added, renamed, closed when nothing is left there, and never deleted."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.db import Database, Scope
from core.duties import making
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound
from core.people import units
from core.people.rules import UnitCommand
from core.tenancy.models import Tenant, Unit
from tests.core.people.conftest import actor, audited, unit_id
from tests.sample import ADMIN, HANDLER, MENGYUE, OTHER_ADMIN, TODAY

NEW = UnitCommand("交通运输服务站", "station", "internal", code="JTZ")


def test_a_new_unit_is_public_owes_from_today_and_is_audited(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        made = units.add(session, actor(session, ADMIN), NEW).id
    with database.read(Scope.one(MENGYUE)) as session:
        unit = session.get_one(Unit, (MENGYUE, made))
        assert (unit.name, unit.published, unit.since_on, unit.closed_on) == ("交通运输服务站", True, TODAY, None)
    assert [row.body["code"] for row in audited(database, "core.unit.add")] == ["JTZ"]


@pytest.mark.parametrize("login", [HANDLER, "yu.yangding"])
def test_who_does_not_administer_the_township_adds_renames_and_closes_none(database: Database, login: str) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        who, unit = actor(session, login), unit_id(session, "WHZ")
        for act in (
            lambda: units.add(session, who, NEW),
            lambda: units.rename(session, who, unit, NEW),
            lambda: units.close(session, who, unit),
            lambda: units.reopen(session, who, unit),
        ):
            with pytest.raises(Forbidden):
                act()


def test_every_reason_against_a_unit_stands_at_its_field(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session, pytest.raises(DomainError) as raised:
        units.add(session, actor(session, ADMIN), UnitCommand(" ", "village", "own", "general_office", "NYZ"))
    assert [problem.field for problem in raised.value.problems] == ["name", "code", "legal_title", "function"]


def test_a_renamed_unit_keeps_its_code_and_moves_the_revision(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        before, unit = session.get_one(Tenant, MENGYUE).revision, unit_id(session, "WHZ")
        units.rename(session, actor(session, ADMIN), unit, UnitCommand("文旅站", "station", "internal", code="XXX"))
    with database.read(Scope.one(MENGYUE)) as session:
        found = session.get_one(Unit, (MENGYUE, unit))
        assert (found.name, found.code, session.get_one(Tenant, MENGYUE).revision) == ("文旅站", "WHZ", before + 1)
    assert audited(database, "core.unit.change")[0].body["before"]["name"] == "文化广播电视服务中心"


def test_a_unit_with_open_cases_people_or_posts_is_not_closed_and_says_what_it_has(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(DomainError) as raised:
            units.close(session, actor(session, ADMIN), unit_id(session, "NYZ"))
        assert [str(problem)[:2] for problem in raised.value.problems] == ["还有"] * len(raised.value.problems)
        assert any("案件" in str(problem) for problem in raised.value.problems)
        assert any("人员" in str(problem) for problem in raised.value.problems)


def test_a_closed_unit_stays_owes_nothing_new_and_comes_back(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        unit, who = unit_id(session, "WHZ"), actor(session, ADMIN)
        for duty in session.scalars(select(Duty).where(Duty.unit_id == unit)):
            session.delete(duty)  # as if none had been made
        session.flush()
        units.close(session, who, unit)
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(Unit, (MENGYUE, unit)).closed_on == TODAY
        assert unit not in {row.id for row in units.open_units(session)}
        assert unit in {row.unit.id for row in units.listed(session, who, closed=True)}
    making.make(database, MENGYUE)
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(select(func.count()).select_from(Duty).where(Duty.unit_id == unit)) == 0
    with database.write(Scope.one(MENGYUE)) as session:
        units.reopen(session, actor(session, ADMIN), unit)
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(Unit, (MENGYUE, unit)).closed_on is None
    assert len(audited(database, "core.unit.close")) == len(audited(database, "core.unit.reopen")) == 1


def test_another_township_s_unit_is_not_there(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        unit = unit_id(session, "WHZ")
    with database.write(Scope.one(533124201)) as session, pytest.raises(NotFound):
        units.close(session, actor(session, OTHER_ADMIN), unit)


def test_who_administers_one_unit_sees_only_that_one(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        assert [row.unit.code for row in units.listed(session, actor(session, "yu.yangding"))] == ["LYZ"]
        assert len(units.listed(session, actor(session, ADMIN))) > 10
