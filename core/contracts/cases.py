"""Kinds of cases as data: their states, their acts, and the papers these make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from core.contracts.clocks import ClockAct

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from core.accounts.actor import Actor
    from core.cases.models import Case
    from core.db import ScopedSession
    from core.errors import Problem

Article = str | Callable[[Any], str]


def article_under(article: Article, facts: Any) -> str:
    """The article under which an act is done in this case, where it depends on the facts (a type of item, a law)."""
    return article(facts) if callable(article) else article


class Guard(Protocol):
    """A pure check: every reason why the act is refused, at once, in words."""

    def __call__(self, facts: Any, command: Any, /) -> list[Problem]: ...


class Handler(Protocol):
    """Fills the plugin's detail row; never assigns state or dates."""

    def __call__(self, session: ScopedSession, actor: Actor, case: Case, facts: Any, command: Any, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is typed once for several cases: a ``day``, ``words``, or a ``person`` of the cases' units.

    `label` is marked ``N_``.
    """

    name: str
    label: str
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Bulk:
    """How an act is done on several cases at once 批量办理: the same input for all, each case by itself.

    Attributes:
        command: the act's command, from the version of a case and what was typed: a day as `date`, words as `str`.
    """

    command: Callable[[int, Mapping[str, Any]], Any]
    asks: tuple[Ask, ...] = ()


HANDLER, PARTY = "handler", "party"


@dataclass(frozen=True, slots=True)
class Tell:
    """Whom an act tells: the case's ``handler``, its ``party``, or those who hold a permission for the case's unit.

    Attributes:
        words: a msgid that names the case's ``number`` and the ``act``; empty for the plain word on progress.
    """

    to: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """An act can be taken back by whoever did it 撤销, for some seconds: state, handler and these rows are put back.

    Attributes:
        rows: what the act's handler fills beside the case, always the same rows in the same order; it makes none.
    """

    rows: Callable[[ScopedSession, Case], Sequence[Any]] = lambda session, case: ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One act on a case, as data: who may, from where to where, what it does to clocks, papers and people.

    Attributes:
        code, label: the act's name in code and in the law's word (marked ``N_``).
        sources, target: states; `target` may be computed from (facts, command). ``"="`` leaves the state as it is.
        permission: which permission of staff opens it, for the case's unit; empty = nobody's.
        by_party: the party may do it, through number and code.
        by_system: the sweep does it, when the law takes silence for an act.
        command: the dataclass that carries the input (always has `version: int`).
        facts: loads what guard and clocks need (queries.py).
        ready: pure, from facts alone; what stands in the way whatever is typed. The act looks at it before its guard,
            and the case's page says the same beside the act.
        guard: pure, returns every problem of what was typed at once.
        handler: fills the detail row (services.py).
        clocks: what happens to the clocks, in order.
        papers: codes of the papers it makes, or a function of (facts, command).
        reply: the words of the answer to the person, None when this act answers nothing.
        note: what the timeline says, from (facts, command).
        article: the article under which it is done, or a function of the facts.
        applies: from facts, False where this case never knows the act; it is then not offered (the guard refuses it).
        leads: from facts, False while the act is possible and nothing that comes next; it stands behind those that do.
        notify: whom it tells; nobody is told of what they did themselves.
        bulk: how it is done on several cases at once; None where each asks for words of its own.
        receives: the day on which the organ received what was only registered for it before, from (facts, command).
        undo: how it is taken back; only of an act within the office, which moves no limit, issues no paper, answers
            nobody and tells the party nothing.
    """

    code: str
    label: str
    sources: tuple[str, ...]
    target: str | Callable[[Any, Any], str]
    permission: str
    command: type
    article: Article
    facts: Callable[[ScopedSession, Case], Any] = lambda session, case: None
    ready: Callable[[Any], list[Problem]] = lambda facts: []
    guard: Guard = lambda facts, command: []
    handler: Handler | None = None
    clocks: tuple[ClockAct, ...] = ()
    papers: tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]] = ()
    reply: Callable[[Any, Any], str] | None = None
    note: Callable[[Any, Any], str] = lambda facts, command: ""
    applies: Callable[[Any], bool] = lambda facts: True
    leads: Callable[[Any], bool] = lambda facts: True
    by_party: bool = False
    by_system: bool = False
    notify: tuple[Tell, ...] = ()
    bulk: Bulk | None = None
    undo: Undo | None = None
    receives: Callable[[Any, Any], dt.date] | None = None

    def __post_init__(self) -> None:
        """Refuse an undo where something stands outside the office already, or the law acted.

        Raises:
            ValueError: it is one of those acts.
        """
        told = any(told.to == PARTY for told in self.notify)
        outside = self.clocks or self.papers or self.reply or self.by_party or self.by_system or told
        if self.undo is not None and outside:
            raise ValueError(f"{self.code} moves a limit, issues a paper or tells the party: it can't be undone")


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case kind, and the word of the fixed public vocabulary that the party reads for it."""

    code: str
    label: str
    public: str
    final: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """What the law makes of a limit that passed without the act: the sweep performs `transition` for `rule`.

    The rule names its `Effect`; one that only flags needs no silence here.

    Attributes:
        command: made from the case and the law's day of the effect, which may lie long before the sweep.
    """

    rule: str
    transition: str
    command: Callable[[Case, dt.date], Any]


@dataclass(frozen=True, slots=True)
class Served:
    """What follows from the service 送达 of a paper: the system performs `transition` when it is recorded.

    Attributes:
        paper: the code of the paper.
        command: made from the case and the day on which it was served.
    """

    paper: str
    transition: str
    command: Callable[[Case, dt.date], Any]


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case a plugin owns.

    Attributes:
        code: ``<plugin>.<kind>``.
        series: the number's prefix, e.g. ``"许"``; numbers run per tenant, series and year.
        opening: clocks that start when the case is opened, from (command, facts).
        served: what follows from the service of its papers, while the case stands where that act begins.
        answerable: True when a final state needs a reply to the person who opened it.
        read: the permission that opens its cases to staff, for their unit or the whole tenant.
        act_endpoint: the form of an act for staff; called with ``code``, ``case_id`` and ``act``.
        party_endpoint: the form of an act for the party; called the same way.
        detail_template, detail: what the kind adds to the case's page, for staff and party alike.
        public_note: what is told to whoever knows a case's number alone, beside its state; it names nobody.
        hidden: which of its cases an actor never sees nor acts on, whatever they hold: those about themselves.
        letters: its party reads and writes letters of it; False of what only units ask each other about a case.
        nameless: its party is no person: a unit, or words that name nobody (marked ``N_``), shown as they are.
        sums: the fine and the confiscated gains that it decided, in yuan, which no review raises (行政复议法 63②); None
            before a decision.
        for_members: an organisation applied for it, so that its members see it as far as their mandates go.
    """

    code: str
    label: str
    series: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    opening: tuple[ClockAct, ...] = ()
    opening_papers: tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]] = ()
    opening_article: Article = ""
    silences: tuple[Silence, ...] = ()
    served: tuple[Served, ...] = ()
    answerable: bool = True
    read: str = ""
    act_endpoint: str = ""
    party_endpoint: str = ""
    detail_template: str = ""
    detail: Callable[[ScopedSession, Case], dict[str, Any]] = lambda session, case: {}
    facts: Callable[[ScopedSession, Case], Any] = lambda session, case: None
    public_note: Callable[[ScopedSession, Case], str] = lambda session, case: ""
    hidden: Callable[[Actor], ColumnElement[bool]] | None = None
    letters: bool = True
    nameless: bool = False
    sums: Callable[[ScopedSession, Case], tuple[Decimal, Decimal] | None] = lambda session, case: None
    for_members: bool = False

    def __post_init__(self) -> None:
        """Refuse an undo of an act that ends a case: its end is published and counted.

        Raises:
            ValueError: it has one.
        """
        final = {state.code for state in self.states if state.final}
        if ends := [act.code for act in self.transitions if act.undo and act.target in final]:
            raise ValueError(f"{ends[0]} ends the case: it can't be undone")

    def state(self, code: str) -> State:
        """One of its states."""
        return next(state for state in self.states if state.code == code)

    @property
    def permissions(self) -> frozenset[str]:
        """What its acts ask of staff: who holds any of them works on its cases."""
        return frozenset(act.permission for act in self.transitions if act.permission)


class PaperClass(StrEnum):
    """By whose hand a paper goes out: a window paper at once by the clerk, under a standing authorisation; a decision
    by the head who does the act, and signs it."""

    WINDOW = "window"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Paper:
    """A registered paper: its legal name, its template, and the elements the law requires on it.

    Attributes:
        slots: what the township's own words on it may name: slot → name of the element in the context.
        grade: a decision names who signed it and when, and nobody but a person of the staff can issue it.
        context: builds the frozen context from (session, case, facts, command); every name in `required` must be there.
        to_party: False where it goes to somebody else, and the party never reads it on their page.
    """

    code: str
    name: str
    template: str
    article: str
    required: tuple[str, ...]
    context: Callable[[ScopedSession, Case, Any, Any], dict[str, Any]]
    slots: Mapping[str, str] = field(default_factory=dict)
    grade: PaperClass = PaperClass.WINDOW
    to_party: bool = True
