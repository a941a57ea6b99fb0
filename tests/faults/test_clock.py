"""The machine's clock goes back: nothing is written with a day that was already, reading goes on, people are told."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from core.audit.models import Audit
from core.config import Config
from core.db import Scope
from core.db.steady import ClockBack, Steady
from core.jobs.worker import Worker
from tests import databases
from tests.faults.test_database import accepted
from tests.sample import CLERK, COUNTY_ADMIN, MENGYUE
from tests.site import Page, Site, opened

MINUTE, HOUR, DAY = 60, 3600, 86400


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation whose clock may go back."""
    with opened(sample, tmp_path) as site:
        yield site


def back_by(folder: Path, seconds: float) -> None:
    """What was seen of the clock is as far ahead of it as if it had been put back since."""
    there = time.time() + seconds
    os.utime(folder / "clock", (there, there))


@pytest.mark.only_on("sqlite", "the clock is a file beside either database")
@pytest.mark.parametrize(
    ("seconds", "goes_on"),
    [
        (-DAY, True),
        (-HOUR, True),
        (0, True),
        (4 * MINUTE, True),
        (6 * MINUTE, False),
        (HOUR, False),
        (366 * DAY, False),
    ],
)
def test_five_minutes_are_let_pass(tmp_path: Path, seconds: float, goes_on: bool) -> None:
    steady = Steady(tmp_path / "clock")
    steady.check()
    back_by(tmp_path, seconds)
    if goes_on:
        steady.check()
    else:
        with pytest.raises(ClockBack):
            steady.check()
        steady.accept()
        steady.check()


def test_nothing_is_written_until_it_is_right_and_people_read_on(own: Site) -> None:
    clerk, admin = own.sign_in(CLERK), own.sign_in(COUNTY_ADMIN)
    url = f"/w/{MENGYUE}/approval/cases/{own.case('勐约办2').id}/accept"
    typed = {**Page(clerk.get(url)).posted().held, "accepted_on": "2026-11-24"}
    back_by(own.config.data, HOUR)
    refused = clerk.post(url, data=typed)
    said = refused.get_data(as_text=True)
    assert "服务器的时钟被调慢了" in said
    assert Page(refused).posted().held["accepted_on"] == "2026-11-24"
    for page in (f"/t/{MENGYUE}/", f"/w/{MENGYUE}/", f"/w/{MENGYUE}/cases", url):
        assert clerk.get(page).status_code == 200
    assert "校准以前不能保存" in admin.get("/county/health").get_data(as_text=True)
    assert accepted(own) == 0
    worker = Worker(own.config)
    with pytest.raises(ClockBack), worker.database.write(Scope.one(MENGYUE)):
        pass
    back_by(own.config.data, -1)  # it was put right
    assert clerk.post(url, data=typed).status_code == 303
    assert accepted(own) == 1


def test_an_operator_says_that_it_is_right_now_and_that_is_in_the_audit(
    config: Config, run: Callable[..., Result]
) -> None:
    back_by(config.data, HOUR)
    assert run("clock").exit_code == 1
    assert run("clock", "accept").exit_code == 2
    assert run("clock", "accept", "--yes").exit_code == 0
    assert run("clock").exit_code == 0
    database = databases.of(config.data)
    with database.read(Scope.system("what stands in the audit")) as session:
        body = session.scalars(select(Audit.body).where(Audit.action == "core.clock.accept")).one()
    database.dispose()
    assert HOUR - MINUTE < body["behind_seconds"] <= HOUR
