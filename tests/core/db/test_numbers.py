"""Document numbers: no gaps, no duplicates, one series per tenant and year."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db.engine import Database
from core.db.numbers import Counter, take
from core.db.scope import Scope, ScopeError
from tests import databases
from tests.processes import run_processes


def test_numbers_run_from_one_by_tenant_series_and_year(database: Database) -> None:
    def issue(tenant: int, series: str, year: int) -> int:
        with database.write(Scope.one(tenant)) as session:
            return take(session, series, year)

    assert [issue(1, "岳石府发", 2026) for _ in range(3)] == [1, 2, 3]
    assert issue(1, "岳石府发", 2027) == issue(1, "岳石府函", 2026) == issue(2, "岳石府发", 2026) == 1


def test_a_rollback_gives_the_number_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(Scope.one(1)) as session:
        assert take(session, "s", 2026) == 1
        raise ZeroDivisionError
    with database.write(Scope.one(1)) as session:
        assert take(session, "s", 2026) == 1


def test_only_a_tenant_takes_numbers(database: Database) -> None:
    with database.write(Scope.system("test")) as session, pytest.raises(ScopeError):
        take(session, "s", 2026)


def _number(folder: Path, worker: int, count: int) -> None:
    database = databases.of(folder)
    out = folder / f"{worker}.txt"
    taken = []
    for turn in range(count):
        with contextlib.suppress(ZeroDivisionError), database.write(Scope.one(1)) as session:
            number = take(session, "s", 2026)
            if turn % 5 == worker % 5:
                raise ZeroDivisionError
            taken.append(number)
    out.write_text("\n".join(map(str, taken)))
    database.dispose()


@pytest.mark.parametrize(
    ("processes", "turns"),
    [(3, 20), pytest.param(16, 50, marks=[pytest.mark.deep, pytest.mark.locks])],
    ids=["few", "sixteen"],
)
def test_processes_with_rollbacks_leave_no_gap_and_no_duplicate(database: Database, processes: int, turns: int) -> None:
    folder = database.data_dir
    database.dispose()
    run_processes(_number, [(folder, worker, turns) for worker in range(processes)])
    taken = sorted(int(n) for worker in range(processes) for n in (folder / f"{worker}.txt").read_text().split())
    assert taken == list(range(1, processes * turns * 4 // 5 + 1))
    with database.read(Scope.one(1)) as session:
        assert session.scalar(select(Counter.n)) == len(taken)
