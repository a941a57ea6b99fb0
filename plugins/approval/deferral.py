"""容缺: materials that may come later, promised with a signature, on a clock of their own that stops no other.

A promise that is not kept leads to a decision on the papers that are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.contracts import HANDLER, PARTY, Start, Stop, Tell, Transition
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.files import services as files
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
BROUGHT = N_("%(number)s的当事人已在网上补交容缺材料，请核对。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Act):
    """The applicant signed to bring what may come later within so many working days of acceptance."""

    days: int
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply(Act):
    """What was promised came: codes of the materials brought to the counter, and of each how many pieces."""

    on_paper: tuple[str, ...]
    pieces: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BringLater(Act):
    """The applicant uploads what was promised: codes of the materials whose files wait in their `pending` places."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Act):
    """The handler looked at what the applicant brought: it fits, or it does not, with the reason."""

    fits: bool
    reason: str = ""


def pending(code: str) -> str:
    """The place of what is being uploaded for a material, until it is handed in."""
    return f"later:{code}"


def owed(facts: Facts) -> set[str]:
    """Codes of the materials that were promised and did not come yet."""
    return {code for code, name in facts.materials.items() if name in facts.deferred}


def in_promised_time(facts: Facts) -> list[Problem]:
    """Something promised is still owed, and its time is not over."""
    if not facts.deferred:
        return [Problem(N_("没有需要补交的材料。"))]
    if facts.promise_due is None or facts.today > facts.promise_due:
        return [Problem(N_("承诺的补交期限已经过了，不能再在网上补交；本件按已有材料作出决定，有疑问请联系承办单位。"))]
    return []


def bring_later(facts: Facts, command: BringLater) -> list[Problem]:
    """In time, and nothing but what was promised."""
    problems = in_promised_time(facts)
    if not problems and (not command.codes or not set(command.codes) <= owed(facts)):
        problems.append(Problem(N_("请上传承诺补交的材料。")))
    return problems


def confirm(facts: Facts, command: Confirm) -> list[Problem]:
    """What does not fit is sent back with a reason."""
    if command.fits or command.reason.strip():
        return []
    return [Problem(N_("请写明材料哪里不符合要求，理由将告知当事人。"), "reason")]


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
    if not command.on_paper or not set(command.on_paper) <= owed(facts):
        return [Problem(N_("请勾选收到的容缺材料。"), "on_paper")]
    return []


def settled(facts: Facts) -> list[Problem]:
    """Nobody proposes before what was promised came or its time is over, unless the law's own limit ends first."""
    if facts.brought:
        words = N_("当事人补交了容缺材料（%(names)s），请先核对。")
        return [Problem(words, None, {"names": tuple(facts.brought)})]
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


def take_later(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: BringLater) -> None:
    """The uploaded files stand for their materials, until the handler looked at them."""
    application = session.get_one(Application, (case.tenant_id, case.id))
    places = {pending(code): code for code in command.codes}
    came = [file for file in files.of_owner(session, "case", case.id) if file.slot in places]
    if {places[file.slot] for file in came} != set(command.codes):
        raise DomainError(Problem(N_("请上传承诺补交的材料。")))
    for file in came:
        file.slot = places[file.slot]
    application.brought = {**application.brought, **dict.fromkeys(command.codes, time.today().isoformat())}
    session.flush()


def confirm_later(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: Confirm) -> None:
    """What fits stays; what does not is kept apart from the materials, which are owed again while there is time."""
    application = session.get_one(Application, (case.tenant_id, case.id))
    if not command.fits:
        for file in files.of_owner(session, "case", case.id):
            if file.slot in application.brought:
                file.slot = f"unfit:{file.slot}"
    application.brought = {}
    session.flush()


def _due_again(facts: Facts, command: Confirm) -> bool:
    return not command.fits and facts.accepted_on is not None and bool(facts.deferred)


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
        papers=("approval.materials_receipt",),
        applies=lambda facts: bool(facts.deferred),
        note=_came,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "bring_later",
        N_("网上补交容缺材料"),
        OPEN,
        "=",
        "",
        BringLater,
        LOCAL,
        facts=queries.facts,
        guard=bring_later,
        handler=take_later,
        clocks=(Stop(DEFERRAL, when=lambda facts, command: not facts.deferred),),
        papers=("approval.materials_receipt",),
        applies=lambda facts: not in_promised_time(facts),
        note=lambda facts, command: "、".join(facts.materials[code] for code in command.codes),
        by_party=True,
        notify=(Tell(HANDLER, BROUGHT),),
    ),
    Transition(
        "confirm_later",
        N_("核对补交的容缺材料"),
        OPEN,
        "=",
        Perm.HANDLE,
        Confirm,
        LOCAL,
        facts=queries.facts,
        guard=confirm,
        handler=confirm_later,
        # Of the same day and length as before, so that it ends on the same day.
        clocks=(
            Stop(DEFERRAL, when=_due_again),
            Start(
                DEFERRAL,
                on=lambda facts, command: facts.accepted_on,
                when=_due_again,
                length=lambda facts, command: facts.promise_days,
            ),
        ),
        applies=lambda facts: bool(facts.brought),
        note=lambda facts, command: N_("符合要求") if command.fits else command.reason,
        reply=lambda facts, command: N_("补交的材料符合要求。") if command.fits else command.reason,
        notify=(Tell(PARTY),),
    ),
)
