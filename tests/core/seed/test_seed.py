"""A seeded installation holds what the services would have made, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.audit import chain
from core.cases import papers
from core.cases.clocks import compute
from core.cases.doors import by_reference
from core.cases.models import Case, Clock
from core.cases.queries import clocks_of, entries_of, parties_of
from core.cli import main
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, crypto, migrations, numbers
from core.moving import rows
from core.seed import filling
from core.seed.filling import Scale, fill
from core.seed.names import COUNTY
from core.seed.stencils import make
from core.tenancy.queries import every
from tests import databases
from tests.numbers import given
from tests.sample import TODAY

CASES = 120
FIRST = COUNTY * 1000 + 1
# Stored sealed, under a key of the installation's own.
SEALED = {"code_index", "party_index"}


def made(folder: Path, seed: int = 1) -> Config:
    """An installation with twelve townships."""
    from core.commands import prepare

    config = databases.installation(folder)
    database = prepare(config)
    fill(database, config, Scale.of(12, CASES), seed, TODAY)
    database.dispose()
    return config


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Config]:
    folder = tmp_path_factory.mktemp("seeded") / "data"
    yield made(folder)
    databases.drop(folder)


@pytest.fixture
def database(seeded: Config) -> Iterator[Database]:
    opened = open_database(seeded)
    yield opened
    opened.dispose()


def run(config: Config, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    databases.use(monkeypatch, config)
    return CliRunner().invoke(main, list(words))


def everything(database: Database) -> dict[tuple[int, str], list[tuple[Any, ...]]]:
    """Every tenant's rows, but for what rests on the installation's keys."""
    found = {}
    for tenant in every(database):
        with database.read(Scope.one(tenant)) as session:
            for model in rows.models():
                read = [{k: v for k, v in row.items() if k not in SEALED} for row in rows.read(session, model)]
                found[tenant, model.__tablename__] = [tuple(row.values()) for row in read]
    return found


def test_the_tables_agree_with_the_models_and_every_wall_stands(database: Database) -> None:
    assert migrations.differences(database) == []


def test_every_chain_is_whole_and_nothing_is_left_unsealed(database: Database) -> None:
    for tenant in every(database):
        with database.read(Scope.one(tenant)) as session:
            verdict = chain.verify(session)
            assert verdict.good, verdict
            assert verdict.links == rows.count(session, chain.Audit)


def test_the_commands_find_nothing_wrong(seeded: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(seeded, monkeypatch, "audit", "verify").exit_code == 0
    assert run(seeded, monkeypatch, "db", "check").exit_code == 0


def test_a_township_has_its_share_with_numbers_without_gaps(database: Database) -> None:
    with database.read(Scope.one(FIRST)) as session:
        cases = session.scalars(select(Case)).all()
        assert len(cases) == CASES // 12
        counters = {(each.series, each.year): each.n for each in session.scalars(select(numbers.Counter))}
        assert given(session) == {key: set(range(1, n + 1)) for key, n in counters.items()}
        assert sum(1 for case in cases if case.number) == len(cases)


def test_each_limit_is_what_its_ledger_gives(database: Database) -> None:
    for tenant in every(database):
        with database.read(Scope.one(tenant)) as session:
            for clock in session.scalars(select(Clock)):
                if clock.state == "running":
                    assert clock.due_on == compute(clock, entries_of(session, clock)).due


def test_a_case_holds_its_party_and_papers_with_its_own_number_and_code(database: Database) -> None:
    with database.read(Scope.one(FIRST)) as session:
        for case in session.scalars(select(Case)):
            (party,) = parties_of(session, case)
            assert party.name == case.party
            assert case.party_index == crypto.blind_index(party.id_number or "", "id_number")
            receipt = papers.of_case(session, case)[0].context
            assert f'"{case.number}"' in receipt
            assert f'"{case.code[:4]} {case.code[4:]}"' in receipt
            assert f'"{case.party}"' in receipt
            assert by_reference(session, case.number, case.code).id == case.id


def test_every_road_is_there_and_one_in_ten_is_open(database: Database) -> None:
    with database.read(Scope.tree(COUNTY)) as session:
        states = Counter(session.scalars(select(Case.state)))
        still = session.scalar(select(func.count()).where(Case.is_open == True)) or 0  # noqa: E712
    assert {"delivered", "withdrawn", "not_accepted"} <= set(states)
    assert 0 < still < CASES / 4


def test_the_same_seed_and_day_make_the_same_rows(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All but what is sealed with the installation's keys, which is the same once it is opened; whoever makes them."""
    before = everything(database)
    monkeypatch.setattr(filling, "make", make)  # from new stencils
    monkeypatch.setattr(filling, "APART", 0)  # a process of its own makes these, and this one those before
    again = open_database(made(tmp_path / "again"))
    try:
        assert everything(again) == before
    finally:
        again.dispose()
        databases.drop(tmp_path / "again")


def test_another_seed_makes_other_rows(database: Database, seeded: Config, tmp_path: Path) -> None:
    before = everything(database)
    other = open_database(made(tmp_path / "other", seed=2))
    try:
        assert everything(other) != before
    finally:
        other.dispose()
        databases.drop(tmp_path / "other")
        crypto.load_keys(seeded.keys)


def test_an_installation_with_tenants_is_refused_and_stays_as_it_is(
    seeded: Config, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = databases.rows_of(database)
    answer = run(seeded, monkeypatch, "seed", "--scale", "county", "--cases", "1")
    assert answer.exit_code == 1
    assert "has tenants already" in answer.output
    assert databases.rows_of(database) == count


def test_a_seeded_case_can_be_acted_on(database: Database) -> None:
    """Its ids, clocks and numbers are those of a real one."""
    from core.cases import services
    from plugins.approval.commands import Withdraw

    with database.read(Scope.tree(COUNTY)) as session:
        tenant = session.scalars(select(Case.tenant_id).where(Case.is_open == True)).first() or 0  # noqa: E712
    with database.write(Scope.one(tenant)) as session:
        case = session.scalars(select(Case).where(Case.is_open == True).limit(1)).one()  # noqa: E712
        services.act(session, Actor.party(tenant, case.party), case.id, "withdraw", Withdraw(version=case.version), "k")
        assert (case.state, case.is_open, case.listed_on.year) == ("withdrawn", False, 9999)
        assert all(clock.state != "running" for clock in clocks_of(session, case))
        session.rollback()
