"""A new notice moves the open limits: shown before, written once, in the ledger, on the case, told to its handler."""

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
from core.calendar import rules, services
from core.calendar.models import CalendarVersion
from core.cases import receipts, recompute
from core.cases.models import Case, Clock
from core.cli import main
from core.config import Config
from core.db import Scope
from core.deadlines.calendar import WorkCalendar, standard
from core.holidays.models import Proposal
from core.notices.models import Notice
from core.notices.queries import of_party
from core.notices.rules import PARTY
from tests import databases
from tests.core.cases.toys import ANSWER, NOTICE, OTHERS, SLOW, Desk, on
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import COUNTY, COUNTY_ADMIN, COUNTY_SECOND, LEADER, MENGYUE

D = dt.date
LATE = D(2026, 12, 28)  # five working days later it is Tuesday 2027-01-05, with 元旦 alone between
MORE = PASTED + "2027-01-04 off 元旦\n2027-01-09 work 元旦\n"  # Monday rests, Saturday works for it


@pytest.fixture(autouse=True)
def _this_database_only() -> Iterator[None]:
    token = services._counts.set(None)
    yield
    services._counts.reset(token)


def imported(desk: Desk, text: str = MORE) -> WorkCalendar:
    with desk.database.write(Scope.one(COUNTY)) as session:
        notice = rules.read(text, services.current(session), SOURCE)
        return services.add(session, notice, imported_by="a", confirmed_by="b")


def late(desk: Desk, *clocks: str) -> Case:
    with on(LATE):
        return desk.open(clocks=clocks or (NOTICE,))


def only(desk: Desk, case: Case, rule: str = NOTICE) -> Clock:
    return desk.clocks(case)[rule][0][0]


def notices(desk: Desk, case: Case) -> list[str]:
    """What those who work on a case were told."""
    mine = (Notice.matter_id == case.id, Notice.recipient != PARTY)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        return [row.words % row.params for row in session.scalars(select(Notice).where(*mine))]


def test_a_moved_clock_takes_its_case_ledger_and_handler_with_it(desk: Desk) -> None:
    case = late(desk)
    before = only(desk, case)
    assert (before.due_on, before.provisional) == (D(2027, 1, 5), True)
    made = imported(desk)
    assert recompute.recompute_open(desk.database, MENGYUE) >= 1
    ((clock, entries),) = desk.clocks(case)[NOTICE]
    assert (clock.due_on, clock.provisional, clock.calendar_version) == (D(2027, 1, 6), False, made.version)
    last = entries[-1]
    assert (last.act, last.document, last.due_on) == ("recompute", SOURCE, D(2027, 1, 6))
    assert last.ground == f"{standard().version} → {made.version}"
    assert (desk.case(case).due_on, desk.case(case).due_rule) == (D(2027, 1, 6), NOTICE)
    moved = f"{case.number}的“{NOTICE}”因放假安排（{SOURCE}）由2027-01-05改为2027-01-06届满。"
    assert notices(desk, case) == [moved]
    assert receipts.of_clock(clock, entries).due == clock.due_on


def test_a_second_run_does_and_says_nothing(desk: Desk) -> None:
    case = late(desk)
    imported(desk)
    recompute.recompute_open(desk.database, MENGYUE)
    assert recompute.recompute_open(desk.database, MENGYUE) == 0
    assert len(notices(desk, case)) == 1
    assert len(desk.clocks(case)[NOTICE][0][1]) == 2
    assert desk.count(Audit, Audit.action == "core.calendar.recompute") == 1


def test_a_day_that_stays_is_told_to_be_certain_now(desk: Desk) -> None:
    case = late(desk)
    imported(desk, PASTED)
    recompute.recompute_open(desk.database, MENGYUE)
    assert (only(desk, case).due_on, only(desk, case).provisional) == (D(2027, 1, 5), False)
    assert notices(desk, case) == [f"{case.number}的“{NOTICE}”依放假安排（{SOURCE}）确定于2027-01-05届满，不再暂计。"]


def test_the_party_is_told_once_however_many_of_their_limits_moved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recompute, "BATCH", 1)
    case, certain = late(desk, NOTICE, ANSWER), desk.open(clocks=(NOTICE,))
    imported(desk)
    for _ in range(2):
        recompute.recompute_open(desk.database, MENGYUE)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        told = [row.words % row.params for row in of_party(session, case.id)]
        assert of_party(session, certain.id) == []
    assert told == [f"{case.number}的“{NOTICE}”因放假安排（{SOURCE}）由2027-01-05改为2027-01-06届满。"]


def test_what_the_notice_does_not_touch_is_not_mentioned(desk: Desk) -> None:
    case = desk.open(clocks=(NOTICE,))
    made = imported(desk)
    recompute.recompute_open(desk.database, MENGYUE)
    ((clock, entries),) = desk.clocks(case)[NOTICE]
    assert (clock.calendar_version, len(entries), notices(desk, case)) == (made.version, 1, [])


def test_ended_clocks_keep_their_calendar_and_their_receipt(desk: Desk) -> None:
    case = late(desk, ANSWER)
    with on(LATE):
        desk.act(case, "finish")
    before = only(desk, case, ANSWER)
    imported(desk)
    recompute.recompute_open(desk.database, MENGYUE)
    ((clock, entries),) = desk.clocks(case)[ANSWER]
    assert (clock.calendar_version, clock.due_on) == (standard().version, before.due_on)
    assert receipts.of_clock(clock, entries).due == clock.due_on


def test_a_receipt_taken_away_before_is_verified_after_it(desk: Desk, run: Run) -> None:
    asked = ["deadlines", "due", NOTICE, "--start", str(LATE), "--explain", "--json"]
    receipt = CliRunner().invoke(main, asked).stdout
    assert json.loads(receipt)["due"] == "2027-01-05"
    run("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_SECOND)
    again = json.loads(CliRunner().invoke(main, ["deadlines", "verify", "-", "--json"], input=receipt).stdout)
    assert again == {"holds": True, "differs": [], "due": "2027-01-05", "due_today": "2027-01-06"}


def test_receipts_stand_between_the_import_and_the_recompute_and_after_two_imports(desk: Desk) -> None:
    case = late(desk)
    imported(desk)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        services.current(session)
    assert receipts.of_clock(*desk.clocks(case)[NOTICE][0]).due == D(2027, 1, 5)
    recompute.recompute_open(desk.database, MENGYUE)
    imported(desk, PASTED)
    assert receipts.of_clock(*desk.clocks(case)[NOTICE][0]).due == D(2027, 1, 6)
    recompute.recompute_open(desk.database, MENGYUE)
    assert receipts.of_clock(*desk.clocks(case)[NOTICE][0]).due == D(2027, 1, 5)


def test_a_suspended_clock_has_no_day_to_move_and_resumes_on_the_new_calendar(desk: Desk) -> None:
    case = late(desk, ANSWER)
    with on(LATE):
        case = desk.act(case, "pause")
    imported(desk)
    recompute.recompute_open(desk.database, MENGYUE)
    assert (only(desk, case, ANSWER).due_on, notices(desk, case)) == (None, [])
    with on(D(2026, 12, 29)):
        desk.act(desk.case(case), "go_on")
    assert only(desk, case, ANSWER).due_on == D(2027, 1, 13)  # ten from 12-30: 元旦 and the Monday rest, Saturday works


def test_an_act_after_the_import_counts_on_it_at_once(desk: Desk) -> None:
    made = imported(desk)
    case = late(desk)
    assert (only(desk, case).due_on, only(desk, case).calendar_version) == (D(2027, 1, 6), made.version)


def test_what_was_cut_off_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recompute, "BATCH", 2)
    cases = [late(desk, NOTICE, SLOW) for _ in range(3)]
    made = imported(desk)
    batch, runs = recompute._batch, iter([True, False])

    def cut(*given: object) -> object:
        if not next(runs):
            raise KeyboardInterrupt
        return batch(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as once:
        once.setattr(recompute, "_batch", cut)
        with pytest.raises(KeyboardInterrupt):
            recompute.recompute_open(desk.database, MENGYUE)
    recompute.recompute_open(desk.database, MENGYUE)
    for case in cases:
        for rule in (NOTICE, SLOW):
            assert only(desk, case, rule).calendar_version == made.version
        assert len(notices(desk, case)) == 2
        assert desk.case(case).due_on == D(2027, 1, 6)


def test_a_clock_whose_rule_is_gone_holds_up_no_other(desk: Desk) -> None:
    gone, case = late(desk), late(desk)
    with desk.writing() as session:
        session.execute(update(Clock).where(Clock.case_id == gone.id).values(rule="no.such"))
    imported(desk)
    recompute.recompute_open(desk.database, MENGYUE)
    assert only(desk, gone, "no.such").calendar_version == standard().version
    assert only(desk, case).due_on == D(2027, 1, 6)


def test_who_acts_between_the_count_and_the_turn_is_not_written_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, paused, case = late(desk, ANSWER), late(desk, ANSWER), late(desk, ANSWER)
    made = imported(desk)
    write = recompute._write

    def after_people(*given: object) -> int:
        with on(LATE):
            desk.act(ended, "finish")
            desk.act(paused, "pause")
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(recompute, "_write", after_people)
    recompute.recompute_open(desk.database, MENGYUE)
    assert (only(desk, ended, ANSWER).state, only(desk, ended, ANSWER).due_on) == ("satisfied", D(2027, 1, 12))
    assert (only(desk, paused, ANSWER).state, only(desk, paused, ANSWER).due_on) == ("suspended", None)
    assert only(desk, case, ANSWER).due_on == D(2027, 1, 12)
    assert only(desk, paused, ANSWER).calendar_version == only(desk, case, ANSWER).calendar_version == made.version
    assert [len(notices(desk, found)) for found in (ended, paused, case)] == [0, 0, 1]


Run = Callable[..., Result]


@pytest.fixture
def run(desk: Desk, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`xiaoneng calendar import` of the notice, by people who have their passwords."""
    databases.use(monkeypatch, config)
    (tmp_path / "notice.txt").write_text(MORE, encoding="utf-8")
    with desk.database.write(Scope.system("people who may sign in")) as session:
        session.execute(
            update(Account).where(Account.login.in_((COUNTY_ADMIN, COUNTY_SECOND, LEADER))).values(state="active")
        )

    def call(*words: str, file: str = "notice.txt") -> Result:
        given = ["calendar", "import", str(tmp_path / file), "--source", SOURCE, *words]
        return CliRunner().invoke(main, given)

    return call


def test_the_preview_lists_what_moves_and_writes_nothing(desk: Desk, run: Run) -> None:
    case = late(desk, NOTICE, OTHERS)
    answer = json.loads(run("--preview", "--json").stdout)
    (move,) = [move for move in answer["moves"] if move["number"] == case.number]
    assert (move["tenant"], move["rule"], move["old"], move["new"]) == (MENGYUE, NOTICE, "2027-01-05", "2027-01-06")
    assert (answer["applied"], desk.count(CalendarVersion)) == (False, 1)
    assert only(desk, case).due_on == D(2027, 1, 5)
    assert f"{MENGYUE}\t{case.number}\t{NOTICE}\t2027-01-05 → 2027-01-06" in run("--preview").stdout


def test_two_people_import_a_notice(desk: Desk, run: Run) -> None:
    case = late(desk)
    answer = run("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_SECOND)
    assert (answer.exit_code, "已导入" in answer.stdout) == (0, True)
    assert only(desk, case).due_on == D(2027, 1, 6)
    with desk.database.read(Scope.one(COUNTY)) as session:
        row = session.scalars(select(Audit).where(Audit.action == "core.calendar.confirm")).one()
        assert (row.body["kind"], row.body["proposed_by"]) == ("notice", COUNTY_ADMIN)
        version = session.scalars(select(CalendarVersion).where(CalendarVersion.year == 2027)).one()
        assert (version.imported_by, version.confirmed_by) == (COUNTY_ADMIN, COUNTY_SECOND)
    again = json.loads(run("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_SECOND, "--json").stdout)
    assert (again["applied"], again["moves"], desk.count(CalendarVersion)) == (False, [], 2)
    assert "2027年　已公布" in CliRunner().invoke(main, ["calendar", "show", "2027"]).stdout
    due = CliRunner().invoke(main, ["deadlines", "due", NOTICE, "--start", str(LATE), "--json"])
    assert json.loads(due.stdout)["due"] == "2027-01-06"


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ((), 2),
        (("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_ADMIN.upper()), 1),
        (("--by", COUNTY_ADMIN, "--confirm-by", LEADER), 1),
        (("--by", COUNTY_ADMIN, "--confirm-by", "nobody"), 2),
    ],
)
def test_nobody_imports_alone(desk: Desk, run: Run, who: tuple[str, ...], code: int) -> None:
    assert run(*who).exit_code == code
    assert desk.count(CalendarVersion) == 1


def test_one_person_alone_leaves_a_proposal_for_the_second(desk: Desk, run: Run) -> None:
    answer = run("--by", COUNTY_ADMIN)
    assert (answer.exit_code, "等待第二人确认" in answer.stdout) == (0, True)
    assert desk.count(CalendarVersion) == 1
    with desk.database.read(Scope.one(COUNTY)) as session:
        assert session.scalars(select(Proposal.outcome)).all() == ["open"]


def test_a_bad_notice_is_refused_whole(desk: Desk, run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(MORE + "2027-02-31 off 春节\n", encoding="utf-8")
    refused = run("--by", COUNTY_ADMIN, "--confirm-by", COUNTY_SECOND, file="bad.txt")
    assert refused.exit_code == 1
    assert "bad.txt:19: “2027-02-31”不是有效的日期" in refused.stderr
    assert json.loads(run("--preview", "--json", file="bad.txt").stdout)["bad"][0]["line"] == 19
    assert desk.count(CalendarVersion) == 1
