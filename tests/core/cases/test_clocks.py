"""The ledger: every act on a limit with its article and document, and the case's summary that follows it."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import update

from core.accounts.actor import Actor
from core.cases import receipts
from core.cases.limits import source_of
from core.cases.models import Case, Clock
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import ReceiptMismatch
from core.errors import DomainError
from tests.core.cases.toys import ANSWER, FILED, NOTICE, OTHERS, SLOW, TRANSITIONS, Desk, on
from tests.sample import MENGYUE, TODAY

D = dt.date
ALL = (ANSWER, NOTICE, SLOW)
ARTICLES = {act.code: act.article for act in TRANSITIONS}


def ledger(desk: Desk, case: Case, rule: str) -> list[tuple[str, dt.date, str]]:
    """(act, day, article) of every entry of a rule's clocks, oldest clock first."""
    return [(entry.act, entry.on, entry.article) for _, entries in desk.clocks(case)[rule] for entry in entries]


def summary(case: Case) -> tuple[dt.date | None, dt.date | None, str | None, str | None]:
    return (case.due_on, case.safe_due_on, case.due_rule, case.clock_state)


def check(desk: Desk, case: Case) -> Case:
    """The summary is the earliest running organ clock's, and every receipt ends on its clock's day."""
    now = desk.case(case)
    alive = [clock for pairs in desk.clocks(case).values() for clock, _ in pairs if clock.bearer == "organ"]
    running = sorted((clock.due_on or D.max, clock.rule) for clock in alive if clock.state == "running")
    paused = sorted(clock.rule for clock in alive if clock.state == "suspended")
    if running:
        due, rule = running[0]
        (clock,) = [clock for clock in alive if (clock.state, clock.rule) == ("running", rule)]
        assert summary(now) == (due, clock.safe_due_on, rule, "running")
    elif paused:
        assert summary(now) == (None, None, now.due_rule, "suspended")
        assert now.due_rule in paused
    else:
        assert summary(now) == (None, None, None, None)
    for pairs in desk.clocks(case).values():
        for clock, entries in pairs:
            assert receipts.of_clock(clock, entries).due == clock.due_on
            assert entries[-1].due_on == clock.due_on
    return now


def test_a_limit_starts_with_its_article(desk: Desk) -> None:
    case = check(desk, desk.open(clocks=ALL))
    assert ledger(desk, case, ANSWER) == [("start", TODAY, "样法3")]
    assert (case.due_on, case.due_rule) == (D(2026, 12, 1), NOTICE)
    ((clock, (entry,)),) = desk.clocks(case)[ANSWER]
    assert (clock.due_on, entry.actor_id, entry.due_on) == (D(2026, 12, 8), desk.clerk.account_id, D(2026, 12, 8))
    assert clock.calendar_version


def test_a_stop_by_document_and_its_end_are_both_entered(desk: Desk) -> None:
    with on(D(2026, 11, 6)):
        case = desk.open()
    with on(D(2026, 11, 12)):
        case = check(desk, desk.act(case, "pause", ground="鉴定", document="鉴定告知书2号"))
    assert summary(case) == (None, None, ANSWER, "suspended")
    ((clock, entries),) = desk.clocks(case)[ANSWER]
    proof = receipts.of_clock(clock, entries)
    assert (proof.used, proof.left, proof.due, proof.days[-1].date) == (4, 6, None, D(2026, 11, 12))
    assert "已用4日，剩余6日" in proof.to_text()
    assert proof.to_json()["left"] == 6
    with on(D(2026, 11, 20)):
        case = check(desk, desk.act(case, "go_on"))
    assert case.due_on == D(2026, 11, 30)  # six working days after the 20th
    ((clock, entries),) = desk.clocks(case)[ANSWER]
    assert [(entry.act, entry.on, entry.ground, entry.document) for entry in entries] == [
        ("start", D(2026, 11, 6), "", ""),
        ("suspend", D(2026, 11, 12), "鉴定", "鉴定告知书2号"),
        ("resume", D(2026, 11, 20), "", ""),
    ]
    assert [entry.due_on for entry in entries] == [D(2026, 11, 20), None, D(2026, 11, 30)]
    assert receipts.of_clock(clock, entries).left is None


def test_a_stop_that_ends_on_its_own_day_costs_nothing(desk: Desk) -> None:
    case = desk.open()
    due = case.due_on
    case = desk.act(desk.act(case, "pause"), "go_on")
    assert check(desk, case).due_on == due


def test_a_restart_replaces_the_old_limit_and_keeps_it(desk: Desk) -> None:
    with on(D(2026, 11, 6)):
        case = desk.open()
    case = check(desk, desk.act(case, "anew"))
    assert case.due_on == D(2026, 12, 8)
    (old, _), (new, _) = desk.clocks(case)[ANSWER]
    assert (old.state, old.ended_on, new.state, new.start_on) == ("replaced", TODAY, "running", TODAY)
    assert ledger(desk, case, ANSWER) == [
        ("start", D(2026, 11, 6), "样法3"),
        ("replace", TODAY, "样法7"),
        ("start", TODAY, "样法7"),
    ]


def test_a_limit_that_never_ran_is_not_restarted(desk: Desk) -> None:
    case = check(desk, desk.act(desk.open(clocks=(SLOW,)), "anew"))
    assert set(desk.clocks(case)) == {SLOW}


def test_one_extension_on_or_before_the_last_day(desk: Desk) -> None:
    case = desk.open()
    assert case.due_on is not None
    with on(case.due_on, 23):
        case = check(desk, desk.act(case, "lengthen", days=5))
        assert case.due_on == D(2026, 12, 15)
        ((clock, entries),) = desk.clocks(case)[ANSWER]
        assert (clock.extension, entries[-1].act, entries[-1].amount, entries[-1].article) == (5, "extend", 5, "样法8")
        with pytest.raises(DomainError, match="只允许延长一次"):
            desk.act(case, "lengthen", days=1)
    assert check(desk, case).due_on == D(2026, 12, 15)


def test_no_extension_after_the_limit_has_passed(desk: Desk) -> None:
    case = desk.open()
    with on(D(2026, 12, 9), 0), pytest.raises(DomainError, match="2026-12-08届满"):
        desk.act(case, "lengthen", days=1)
    assert check(desk, case).due_on == D(2026, 12, 8)


@pytest.mark.parametrize("days", [-1, 6])
def test_an_extension_keeps_to_the_rules_measure(desk: Desk, days: int) -> None:
    case = desk.open()
    with pytest.raises((DomainError, DeadlineError)):
        desk.act(case, "lengthen", days=days)
    assert check(desk, case).due_on == D(2026, 12, 8)


def test_nothing_is_extended_that_has_ended(desk: Desk) -> None:
    case = desk.open(clocks=(SLOW,))
    with pytest.raises(DomainError, match="已经结束"):
        desk.act(case, "lengthen", days=1)


@pytest.mark.parametrize(
    ("act", "given", "words"),
    [
        ("pause_slow", {}, "依法不能中止"),
        ("pause", {"ground": "领导出差"}, "只因鉴定停止计算（样法9）"),
        ("pause", {"document": " "}, "应当写明所依据的文书"),
    ],
)
def test_a_stop_needs_a_ground_of_its_rule_and_a_document(
    desk: Desk, act: str, given: dict[str, str], words: str
) -> None:
    case = desk.open(clocks=(ANSWER, SLOW))
    with pytest.raises(DeadlineError, match=words):
        desk.act(case, act, **given)
    assert check(desk, case).due_on == D(2026, 12, 8)
    assert [entry[0] for rule in (ANSWER, SLOW) for entry in ledger(desk, case, rule)] == ["start", "start"]


@pytest.mark.parametrize("day", [8, 9])
def test_a_limit_that_has_passed_is_stopped_no_more_and_stays_overdue(desk: Desk, day: int) -> None:
    case = desk.open()
    with on(D(2026, 12, day)):
        case = check(desk, desk.act(case, "pause"))
    assert summary(case) == (D(2026, 12, 8), D(2026, 12, 8), ANSWER, "running")
    assert [entry[0] for entry in ledger(desk, case, ANSWER)] == ["start"]


def test_a_stopped_limit_is_not_stopped_twice(desk: Desk) -> None:
    case = desk.act(desk.open(), "pause")
    with pytest.raises(DomainError, match="已经停止计算"):
        desk.act(case, "pause_again")


def test_what_was_done_satisfies_and_what_silence_ends_lapses(desk: Desk) -> None:
    case = desk.open(clocks=ALL)
    case = check(desk, desk.act(case, "tell"))
    assert case.due_rule == ANSWER
    case = check(desk, desk.act(case, "let_go"))
    case = check(desk, desk.act(case, "finish"))
    assert ledger(desk, case, NOTICE)[-1] == ("satisfy", TODAY, "样法5")
    assert ledger(desk, case, SLOW)[-1] == ("lapse", TODAY, "样法6")
    assert ledger(desk, case, ANSWER)[-1] == ("satisfy", TODAY, "样法10")
    states = {rule: [clock.state for clock, _ in pairs] for rule, pairs in desk.clocks(case).items()}
    assert states == {ANSWER: ["satisfied"], NOTICE: ["satisfied"], SLOW: ["lapsed"]}
    assert all(clock.ended_on == TODAY for pairs in desk.clocks(case).values() for clock, _ in pairs)


def test_the_partys_own_limit_is_not_the_organs(desk: Desk) -> None:
    case = check(desk, desk.act(desk.open(clocks=(SLOW,)), "ask_party"))
    ((clock, _),) = desk.clocks(case)[OTHERS]
    assert clock.due_on is not None
    assert case.due_on is not None
    assert clock.due_on < case.due_on
    assert case.due_rule == SLOW


def test_where_the_filing_chooses_the_law_it_is_the_cases_receipt_and_no_other_day(desk: Desk) -> None:
    """The act lies under the old law, the application under the new one (counting rule 20)."""
    case = desk.act(desk.open(), "bar", on=D(2022, 3, 1))
    ((clock, _),) = desk.clocks(case)[FILED]
    assert (clock.filed_on, clock.rule_version, source_of(clock)) == (TODAY, D(2026, 1, 1), "样法2")
    assert receipts.of_clock(*desk.clocks(case)[FILED][0]).deadline.length == 1200
    with on(D(2025, 12, 31)):
        old = desk.act(desk.open(), "bar", on=D(2022, 3, 1))
    ((clock, _),) = desk.clocks(old)[FILED]
    assert (clock.rule_version, source_of(clock)) == (None, "旧样法2")
    assert receipts.of_clock(*desk.clocks(old)[FILED][0]).deadline.length == 1000
    ((clock, _),) = desk.clocks(case)[ANSWER]
    assert clock.filed_on is None


def test_a_stopped_limit_does_not_hide_one_that_runs(desk: Desk) -> None:
    case = check(desk, desk.act(desk.open(clocks=(ANSWER, SLOW)), "pause"))
    assert (case.due_rule, case.clock_state) == (SLOW, "running")


@pytest.mark.parametrize("seed", range(6))
def test_the_summary_follows_the_clocks_on_any_road(desk: Desk, seed: int) -> None:
    """Random roads, one act a day or so; after each step summary, ledger and receipts agree."""
    chance = random.Random(seed)
    day = D(2026, 9, 1)
    with on(day):
        case = check(desk, desk.open(clocks=tuple(rule for rule in ALL if chance.random() < 0.8)))
    for _ in range(12):
        day += dt.timedelta(days=chance.choice((0, 1, 2, 5)))
        code = chance.choice(("pause", "go_on", "lengthen", "anew", "tell", "let_go", "ask_party"))
        with on(day):
            try:
                case = desk.act(case, code, days=chance.randint(1, 5))
            except DomainError:
                continue
            finally:
                check(desk, case)
    if case.state == "open":
        with on(day):
            done = check(desk, desk.act(case, "finish"))
        assert not done.is_open
    for pairs in desk.clocks(case).values():
        assert {entry.article for _, entries in pairs for entry in entries} <= {"样法3", *ARTICLES.values()}


@pytest.mark.parametrize("column", ["due_on", "unrolled_on", "safe_due_on"])
def test_a_day_kept_with_a_limit_that_its_ledger_does_not_give_is_never_proved(desk: Desk, column: str) -> None:
    case = desk.open()
    with desk.writing() as session:
        session.execute(update(Clock).where(Clock.case_id == case.id).values({column: D(2026, 12, 9)}))
    with pytest.raises(ReceiptMismatch, match="kept"):
        receipts.of_clock(*desk.clocks(case)[ANSWER][0])


def test_the_laws_own_entry_is_the_systems(desk: Desk) -> None:
    case = desk.act(desk.open(clocks=ALL), "silence", actor=Actor.system(MENGYUE))
    ((clock, entries),) = desk.clocks(case)[NOTICE]
    assert clock.state == "lapsed"
    assert (entries[-1].article, entries[-1].actor_id.int) == ("样法5②", 0)
