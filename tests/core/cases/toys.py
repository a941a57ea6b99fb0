"""A toy measure: a kind of case with every act on clocks, and a desk at which tests open and move its cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core import cases, clock
from core.accounts.actor import Actor, Held
from core.cases import queries
from core.cases.models import Case, Clock, ClockEntry
from core.cases.services import Opening, Party
from core.contracts import (
    CaseKind,
    Extend,
    Lapse,
    PluginInfo,
    Restart,
    Resume,
    Silence,
    Start,
    State,
    Stop,
    Suspend,
    Transition,
)
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.deadlines.rules import (
    ABANDONED,
    ACCEPTED,
    ACCEPTED_ON_RECEIPT,
    CONSENT,
    NO_EVIDENCE,
    RENEWED,
    Bearer,
    DeadlineRule,
    Extension,
    Roll,
    Unit,
)
from core.errors import Problem
from core.hookspecs import hookimpl
from tests.sample import MENGYUE, TODAY

ACT = "toy.matter.act"
ANSWER, NOTICE, SLOW, OTHERS = "toy.answer", "toy.notice", "toy.slow", "toy.others"
# Limits with an effect of each sort, and of each bearer.
PAPERS, REVIEW, REPLY = "toy.papers", "toy.review", "toy.reply"
CORRECT, ASKED, RENEW = "toy.correct", "toy.asked", "toy.renew"
FILED = "toy.filed"
QUIET = (PAPERS, REVIEW, REPLY, CORRECT, ASKED, RENEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """Any act of the toy."""

    version: int
    on: dt.date = TODAY
    days: int = 0
    ground: str = "鉴定"
    document: str = "告知书1号"


def refuse_everything(facts: Any, command: Do) -> list[Problem]:
    return [Problem("一", "on"), Problem("二", "days"), Problem("三")]


def burst(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: Do) -> None:
    raise RuntimeError("the handler burst")


def rule(code: str, length: int, **more: Any) -> DeadlineRule:
    given = {"law": "样法", "article": "1", "day_zero": "起算日", "unit": Unit.WORKING, "warn": (2, 1), **more}
    return DeadlineRule(code=code, name=code, length=length, **given)


RULES = (
    rule(ANSWER, 10, stops=("鉴定",), stop_article="样法9", extension=Extension(5, "负责人", "告知理由")),
    rule(NOTICE, 5, effect=ACCEPTED),
    rule(SLOW, 20),
    rule(OTHERS, 3, bearer=Bearer.PARTY),
    rule(PAPERS, 5, effect=ACCEPTED_ON_RECEIPT),
    rule(REVIEW, 4, effect=ACCEPTED),
    rule(REPLY, 3, effect=NO_EVIDENCE, on_expiry="视为没有证据"),
    rule(CORRECT, 6, bearer=Bearer.PARTY, effect=ABANDONED),
    rule(ASKED, 2, bearer=Bearer.OTHER, effect=CONSENT),
    rule(RENEW, 0, unit=Unit.NATURAL, roll=Roll.NEVER, effect=RENEWED),
    rule(FILED, 1000, law="旧样法", article="2", by_filing=True, until=dt.date(2025, 12, 31)),
    rule(FILED, 1200, article="2", by_filing=True, since=dt.date(2026, 1, 1)),
)


def act(code: str, sources: tuple[str, ...], target: str, article: str, **more: Any) -> Transition:
    return Transition(code, code, sources, target, ACT, Do, article, **more)


TRANSITIONS = (
    act("pause", ("open",), "waiting", "样法9", clocks=(
        Suspend(ANSWER, on=lambda f, c: c.on, ground=lambda f, c: c.ground, document=lambda f, c: c.document),
    )),
    act("pause_slow", ("open",), "=", "样法9", clocks=(
        Suspend(SLOW, on=lambda f, c: c.on, ground=lambda f, c: c.ground, document=lambda f, c: c.document),
    )),
    act("pause_again", ("waiting",), "=", "样法9", clocks=(
        Suspend(ANSWER, on=lambda f, c: c.on, ground=lambda f, c: c.ground, document=lambda f, c: c.document),
    )),
    act("go_on", ("waiting",), "open", "样法9", clocks=(Resume(ANSWER, on=lambda f, c: c.on),)),
    act("lengthen", ("open",), "=", "样法8", clocks=(Extend(ANSWER, amount=lambda f, c: c.days),)),
    act("anew", ("open",), "=", "样法7", clocks=(Restart(ANSWER, on=lambda f, c: c.on),)),
    act("tell", ("open",), "=", "样法5", clocks=(Stop(NOTICE),)),
    act("let_go", ("open",), "=", "样法6", clocks=(Lapse(SLOW),)),
    act("ask_party", ("open",), "=", "样法4", clocks=(Start(OTHERS, on=lambda f, c: c.on),)),
    act("bar", ("open",), "=", "样法2", clocks=(Start(FILED, on=lambda f, c: c.on),)),
    act("finish", ("open",), "done", "样法10", clocks=(Stop(ANSWER), Stop(SLOW)), reply=lambda f, c: "已答复"),
    act("drop", ("open", "waiting"), "done", "样法11"),
    act("never", ("open",), "=", "样法12", guard=refuse_everything),
    act("burst", ("open",), "done", "样法13", handler=burst, clocks=(Stop(ANSWER),), reply=lambda f, c: "已答复"),
    Transition("silence", "silence", ("open",), "silent", "", Do, "样法5②", clocks=(Lapse(NOTICE),),
               reply=lambda f, c: "视为同意", by_system=True),
)  # fmt: skip

MATTER = CaseKind(
    code="toy.matter",
    label="样事",
    series="样",
    initial="open",
    states=(
        State("open", "在办", "办理中"),
        State("waiting", "等待", "办理中"),
        State("silent", "视为同意", "已办结", final=True),
        State("done", "办结", "已办结", final=True),
    ),
    transitions=TRANSITIONS,
    opening=tuple(
        Start(code, on=lambda f, o: o.received_on, when=lambda f, o, code=code: code in o.values["clocks"])  # type: ignore[misc]
        for code in (ANSWER, NOTICE, SLOW)
    ),
    opening_article="样法3",
    silences=(Silence(NOTICE, "silence", lambda case, on: Do(version=case.version, on=on)),),
    read=ACT,
)


def silence(code: str, target: str, *then: Start, gone: str, sources: tuple[str, ...] = ("new", "taken")) -> Transition:
    return Transition(code, code, sources, target, "", Do, f"样法{code}", clocks=(Lapse(gone), *then), by_system=True)


def begun(codes: Iterable[str]) -> tuple[Start, ...]:
    """Limits that begin with the case, each where the opening names its day."""
    return tuple(
        Start(
            code,
            on=lambda f, o, code=code: o.values["clocks"][code],
            when=lambda f, o, code=code: code in o.values["clocks"],
        )  # type: ignore[misc]
        for code in codes
    )


def then(code: str) -> Start:
    return Start(code, on=lambda f, c: c.on)


SILENT_ACTS = (
    silence("take", "taken", then(REVIEW), gone=PAPERS, sources=("new",)),
    silence("review", "taken", then(REPLY), then(CORRECT), gone=REVIEW, sources=("taken",)),
    silence("abandon", "gone", gone=CORRECT),
    silence("consent", "=", then(REPLY), gone=ASKED),
    silence("renew", "=", then(ASKED), gone=RENEW),
)
STILL = CaseKind(
    code="toy.still",
    label="静事",
    series="静",
    initial="new",
    states=(
        State("new", "新收", "办理中"),
        State("taken", "受理", "办理中"),
        State("gone", "视为放弃", "已办结", final=True),
    ),
    transitions=SILENT_ACTS,
    opening=begun(QUIET),
    opening_article="样法3",
    silences=tuple(
        Silence(act.clocks[0].rule, act.code, lambda case, on: Do(version=case.version, on=on)) for act in SILENT_ACTS
    ),
    answerable=False,
    read=ACT,
)


@hookimpl
def register_plugin() -> PluginInfo:
    return PluginInfo("toy", "样", "样", "0")


@hookimpl
def register_case_kinds() -> tuple[CaseKind, ...]:
    return MATTER, STILL


@hookimpl
def register_deadline_rules() -> tuple[DeadlineRule, ...]:
    return RULES


@contextmanager
def on(day: dt.date, hour: int = 9) -> Iterator[None]:
    """Live on a day."""
    with clock.moved(dt.datetime.combine(day, dt.time(hour), clock.SHANGHAI)):
        yield


@dataclass
class Desk:
    """Where tests open and move toy cases of one unit in 勐约乡."""

    database: Database
    unit_id: UUID
    tenant: int = MENGYUE
    clerk: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.clerk = Actor(UUID(int=7), "样甲", self.tenant, (Held("handler", self.unit_id, True, frozenset({ACT})),))

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        with self.database.write(Scope.one(self.tenant)) as session:
            yield session

    def open_in(self, session: ScopedSession, key: str = "", series: str = "样", **given: Any) -> Case:
        kind = given.pop("kind", "toy.matter")
        opening = Opening(
            title="样事",
            series=series,
            unit_id=self.unit_id,
            parties=(Party("applicant", "样乙"),),
            received_on=given.pop("received_on", None) or clock.today(),
            values={"clocks": given.pop("clocks", (ANSWER,))},
            **given,
        )
        return cases.open_case(session, self.clerk, kind, opening, lambda case: (), key or new_id().hex)

    def open(self, key: str = "", series: str = "样", **given: Any) -> Case:
        with self.writing() as session:
            return self.open_in(session, key, series, **given)

    def act(self, case: Case, code: str, key: str = "", actor: Actor | None = None, **given: Any) -> Case:
        command = Do(**{"version": case.version, "on": clock.today(), **given})
        with self.writing() as session:
            return cases.act(session, actor or self.clerk, case.id, code, command, key or new_id().hex)

    def case(self, case: Case) -> Case:
        with self.database.read(Scope.one(self.tenant)) as session:
            found = session.get_one(Case, (self.tenant, case.id))
            session.expunge_all()
            return found

    def clocks(self, case: Case) -> dict[str, list[tuple[Clock, Sequence[ClockEntry]]]]:
        """Clocks with their ledgers by rule, oldest first."""
        found: dict[str, list[tuple[Clock, Sequence[ClockEntry]]]] = {}
        with self.database.read(Scope.one(self.tenant)) as session:
            for row in queries.clocks_of(session, case):
                found.setdefault(row.rule, []).append((row, queries.entries_of(session, row)))
            session.expunge_all()
        return found

    def count(self, model: type, *where: Any) -> int:
        with self.database.read(Scope.one(self.tenant)) as session:
            return session.scalar(select(func.count()).select_from(model).where(*where)) or 0
