"""Progress: the row moves while the work goes on, says how it ended, and never stops it."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.db import Database, Scope
from core.jobs import progress as room
from core.jobs import queries
from core.jobs.models import Progress
from core.jobs.progress import progress

TENANT = 533124205


def row(database: Database) -> Progress:
    with database.read(Scope.one(TENANT)) as session:
        found = session.get_one(Progress, (TENANT, "core.test"))
        session.expunge(found)
    return found


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "EVERY", 0)


def test_others_see_how_far_it_is_and_that_it_ended(database: Database) -> None:
    with progress(database, TENANT, "core.test", 3, "重建") as step:
        step(2)
        assert (row(database).done, row(database).total) == (2, 3)
        assert queries.state_of_progress(row(database)) == "running"
        step()
    assert (row(database).done, queries.state_of_progress(row(database))) == (3, "done")


def test_a_failure_is_said_and_goes_on_to_whoever_called(database: Database) -> None:
    with pytest.raises(ValueError, match="岳早甲"), progress(database, TENANT, "core.test", 3, "重建") as step:
        step()
        raise ValueError("岳早甲")
    assert queries.state_of_progress(row(database)) == "failed"
    assert "岳早甲" not in row(database).error


def test_work_that_was_cut_off_stands_as_stopped_and_the_next_begins_anew(database: Database) -> None:
    room._begin(database, TENANT, "core.test", 9, "重建")
    with clock.moved(clock.now() + dt.timedelta(minutes=6)):
        assert queries.state_of_progress(row(database)) == "stopped"
        with progress(database, TENANT, "core.test", 2, "重建"):
            assert (row(database).done, row(database).total) == (0, 2)


def test_the_bar_stays_behind_where_no_write_turn_comes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with progress(database, TENANT, "core.test", 1, "重建") as step:
        monkeypatch.setattr(database._turn, "limit", 0.01)
        other = Database(str(database.url), database.data_dir)
        with other.write_turn():
            step()
        other.dispose()
    assert row(database).done == 1
