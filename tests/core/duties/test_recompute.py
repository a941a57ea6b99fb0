"""A new notice moves the safe days of duties: shown before, written once, in the ledger; the dates stay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from core.accounts.models import Account
from core.audit.models import Audit
from core.calendar import rules as notice_rules
from core.calendar import services as calendars
from core.cli import main
from core.config import Config
from core.db import Scope
from core.deadlines.calendar import WorkCalendar, standard
from core.duties import notices, recompute
from core.duties.models import Duty
from core.notices.models import Notice
from tests import databases
from tests.core.duties.conftest import Scheme, on
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import COUNTY, COUNTY_ADMIN, COUNTY_SECOND, MENGYUE

D = dt.date
RETURN = "scheme.penalty.submit"  # due 31 May 2027, a Monday
MORE = PASTED + "2027-05-31 off 劳动节\n2027-05-30 work 劳动节\n"


@pytest.fixture(autouse=True)
def _this_database_only() -> Iterator[None]:
    token = calendars._counts.set(None)
    yield
    calendars._counts.reset(token)


@pytest.fixture
def duty(scheme: Scheme) -> Duty:
    """The enforcement team's paper for 2027, counted on the provisional calendar."""
    with on(D(2026, 12, 1)):
        scheme.make()
        found = scheme.duty(RETURN, "ZFD", "2027")
    assert (found.due_on, found.safe_due_on, found.provisional) == (D(2027, 5, 31), D(2027, 5, 31), True)
    return found


def target(scheme: Scheme) -> WorkCalendar:
    with scheme.database.read(Scope.one(COUNTY)) as session:
        known = calendars.current(session)
    return notice_rules.laid(notice_rules.read(MORE, known, SOURCE), known)


def imported(scheme: Scheme) -> None:
    with scheme.database.write(Scope.one(COUNTY)) as session:
        notice = notice_rules.read(MORE, calendars.current(session), SOURCE)
        calendars.add(session, notice, imported_by="a", confirmed_by="b")


def test_the_preview_shows_what_moves_and_writes_nothing(
    scheme: Scheme, duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 7)
    moves = {
        move.number: move for move in recompute.preview(scheme.database, MENGYUE, target(scheme)) if move.rule == RETURN
    }
    move = moves["综合行政执法队 2027"]
    assert (move.old, move.new, move.old_safe, move.new_safe) == (
        D(2027, 5, 31),
        D(2027, 5, 31),
        D(2027, 5, 31),
        D(2027, 5, 30),
    )
    assert scheme.again(duty).calendar_version == standard().version


def test_the_safe_day_moves_once_and_the_ledger_says_so(
    scheme: Scheme, duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "BATCH", 7)
    imported(scheme)
    assert recompute.recompute_open(scheme.database, MENGYUE) > 0
    now = scheme.again(duty)
    assert (now.due_on, now.safe_due_on, now.provisional) == (D(2027, 5, 31), D(2027, 5, 30), False)
    assert scheme.acts(duty) == ["make", "recompute"]
    assert recompute.recompute_open(scheme.database, MENGYUE) == 0
    assert scheme.count(Duty, Duty.calendar_version == standard().version, Duty.state == "open") == 0
    assert scheme.count(Audit, Audit.action == "core.duty.recompute") > 0


def test_the_units_people_are_told_once_of_a_safe_day_that_moved(scheme: Scheme, duty: Duty) -> None:
    imported(scheme)
    for _ in range(2):
        recompute.recompute_open(scheme.database, MENGYUE)
    with scheme.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.matter_id == duty.id)).all()
        told, words = [row.account_id for row in rows], {row.words % row.params for row in rows}
        others = session.scalars(select(Notice.matter_id).where(Notice.words == notices.MOVED)).all()
    assert list(words) == [
        f"“报送标准和方案”（2027）因放假安排（{SOURCE}），稳妥日由2027-05-31改为2027-05-30，最后一日仍为2027-05-31。"
    ]
    assert sorted(set(map(str, told))) == sorted(map(str, told))
    assert set(others) == {found.id for found in scheme.duties(Duty.safe_due_on == D(2027, 5, 30))}


def test_what_was_accepted_keeps_its_calendar(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("ZFD"), duty)
    scheme.answer("accept", scheme.of("DZB"), duty)
    imported(scheme)
    recompute.recompute_open(scheme.database, MENGYUE)
    assert scheme.again(duty).calendar_version == standard().version


def test_a_duty_whose_rule_is_gone_holds_up_no_other(scheme: Scheme, duty: Duty) -> None:
    gone = scheme.duty(RETURN, "ZFD", "2026")
    with scheme.writing() as session:
        session.execute(update(Duty).where(Duty.id == gone.id).values(rule="no.such"))
    imported(scheme)
    recompute.recompute_open(scheme.database, MENGYUE)
    assert scheme.again(gone).calendar_version == standard().version
    assert scheme.again(duty).safe_due_on == D(2027, 5, 30)


Run = Callable[..., Result]


@pytest.fixture
def run(scheme: Scheme, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`xiaoneng calendar import` of the notice, by people who have their passwords."""
    databases.use(monkeypatch, config)
    (tmp_path / "notice.txt").write_text(MORE, encoding="utf-8")
    with scheme.database.write(Scope.system("people who may sign in")) as session:
        session.execute(update(Account).where(Account.login.in_((COUNTY_ADMIN, COUNTY_SECOND))).values(state="active"))

    def call(*words: str) -> Result:
        given = ["calendar", "import", str(tmp_path / "notice.txt"), "--source", SOURCE, *words]
        with on(D(2026, 12, 1)):  # when the notice is out, and these people have their grants
            return CliRunner().invoke(main, given)

    return call


def test_the_import_counts_duties_anew(scheme: Scheme, duty: Duty, run: Run) -> None:
    shown = run("--preview")
    assert f"{MENGYUE}\t综合行政执法队 2027\t{RETURN}\t2027-05-31　稳妥日 2027-05-31 → 2027-05-30" in shown.stdout
    answer = json.loads(run("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_SECOND, "--json").stdout)
    assert answer["applied"]
    assert {move["rule"] for move in answer["moves"]} >= {RETURN}
    assert scheme.again(duty).safe_due_on == D(2027, 5, 30)


def test_duties_made_after_the_import_stand_on_it(scheme: Scheme) -> None:
    imported(scheme)
    with on(D(2026, 12, 1)):
        scheme.make()
    assert scheme.duty(RETURN, "ZFD", "2027").safe_due_on == D(2027, 5, 30)


def test_the_hourly_job_counts_cases_and_duties(scheme: Scheme, duty: Duty) -> None:
    from core import plugins

    imported(scheme)
    plugins.registry().jobs["core.recompute"].run(scheme.database, MENGYUE)
    with scheme.reading() as session:
        assert session.scalars(select(Duty.safe_due_on).where(Duty.id == duty.id)).one() == D(2027, 5, 30)
