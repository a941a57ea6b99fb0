"""容缺: materials that may come later, promised with a signature, on a clock of their own that stops no other.

A promise that is not kept leads to a decision on the papers that are there.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.accounts.actor import Actor
from core.cases.models import Case
from core.contracts import PARTY, Stop, Tell, Transition
from core.db import ScopedSession
from core.errors import Problem
from core.i18n import N_
from plugins.approval import queries
from plugins.approval.commands import Act
from plugins.approval.limits import DEFERRAL
from plugins.approval.models import Application
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts

OPEN = ("accepted", "special", "hearing", "reviewed", "proposed")

# No law knows 容缺: what a place lets come later is its own rule.
LOCAL = N_("本级规定")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Act):
    """The applicant signed to bring what may come later within so many working days of acceptance."""

    days: int
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply(Act):
    """What was promised came: codes of the materials brought to the counter."""

    on_paper: tuple[str, ...]


def promise(facts: Facts, command: Promise) -> list[Problem]:
    """Signed, and of a length."""
    problems = []
    if not command.signed:
        problems.append(Problem(N_("申请人在承诺书上签名以后才能登记。"), "signed"))
    if not 1 <= command.days <= 60:
        problems.append(Problem(N_("补交期限应当是1至60个工作日。"), "days"))
    return problems


def supply(facts: Facts, command: Supply) -> list[Problem]:
    """Something came, and it is something that was owed."""
    owed = {code for code, name in facts.materials.items() if name in facts.deferred}
    if not command.on_paper or not set(command.on_paper) <= owed:
        return [Problem(N_("请勾选收到的容缺材料。"), "on_paper")]
    return []


def settled(facts: Facts) -> list[Problem]:
    """Nobody proposes before what was promised came or its time is over, unless the law's own limit ends first."""
    due = facts.promise_due
    if not facts.deferred or due is None or facts.today > due:
        return []
    if facts.decide_due is not None and facts.decide_due <= due:
        return []
    words = N_("容缺材料（%(names)s）的承诺期限到%(due)s：补交以后，或者期满以后按已有材料，再提出意见。")
    return [Problem(words, None, {"names": tuple(facts.deferred), "due": due.isoformat()})]


def keep_promise(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: Promise) -> None:
    """Keep what was promised."""
    session.get_one(Application, (case.tenant_id, case.id)).promise_days = command.days


def take_supply(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: Supply) -> None:
    """Keep what came; the day of acceptance stays."""
    application = session.get_one(Application, (case.tenant_id, case.id))
    application.on_paper = sorted({*application.on_paper, *command.on_paper})


def _came(facts: Facts, command: Supply) -> str:
    return "、".join(facts.materials[code] for code in command.on_paper)


ACTS = (
    Transition(
        "promise",
        N_("登记容缺承诺"),
        ("received", "corrected"),
        "=",
        Perm.ACCEPT,
        Promise,
        LOCAL,
        facts=queries.facts,
        guard=promise,
        handler=keep_promise,
        papers=("approval.promise",),
        applies=lambda facts: facts.promise_days is None and facts.may_defer,
        note=lambda facts, command: "、".join(facts.deferred),
    ),
    Transition(
        "supply",
        N_("登记补交容缺材料"),
        OPEN,
        "=",
        Perm.RECEIVE,
        Supply,
        LOCAL,
        facts=queries.facts,
        guard=supply,
        handler=take_supply,
        clocks=(Stop(DEFERRAL, when=lambda facts, command: not facts.deferred),),
        applies=lambda facts: bool(facts.deferred),
        note=_came,
        notify=(Tell(PARTY),),
    ),
)
