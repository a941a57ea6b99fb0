"""The acts of a case as its page offers them: what can be done now, and for what can't be done why, and who can.

Nothing here decides: rights are `services.allowed`, the state is the transition's, the reasons are its `ready`, which
the act itself looks at before it is carried out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from core.accounts import queries as people
from core.accounts.actor import Actor
from core.cases import services
from core.cases.models import Case
from core.contracts import CaseKind, Transition
from core.web import request as web_request
from core.web.filters import problem_words, translated
from core.web.lists import kept


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that the case's state knows: possible, or why not.

    Attributes:
        reasons: what stands in the way whoever does it, in words.
        who: who can do it, each with the role; empty where the reader may, or nobody can.
        mine: the reader may do it once nothing stands in the way.
        leads: it comes next on the case's road.
    """

    act: Transition
    url: str
    mine: bool
    reasons: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    leads: bool = True

    @property
    def possible(self) -> bool:
        """Whether the reader can do it now."""
        return self.mine and not self.reasons


@dataclass(frozen=True, slots=True)
class Later:
    """An act that belongs to other states: its label, and the labels of those states."""

    act: Transition
    states: tuple[str, ...]


def choices(found: Case, kind: CaseKind, actor: Actor, facts: Any) -> list[Choice]:
    """The acts the case's state knows, those that are possible first and among them those that come next; `facts` are
    the kind's own."""
    known = [
        (act, services.allowed(actor, found, act))
        for act in kind.transitions
        if found.state in act.sources and act.permission and act.applies(facts)
    ]
    holders = people.who_can(web_request.reading(), {act.permission for act, mine in known if not mine}, found.unit_id)
    offered = []
    for act, mine in known:
        who = () if mine else holders[act.permission]
        url = url_for(kind.act_endpoint, code=found.tenant_id, case_id=found.id, act=act.code, **kept())  # type: ignore[arg-type]
        named = tuple(gettext("%(name)s（%(role)s）", name=name, role=translated(role)) for name, role in who)
        offered.append(Choice(act, url, mine, tuple(map(problem_words, act.ready(facts))), named, act.leads(facts)))
    return sorted(offered, key=lambda choice: (not choice.possible, not choice.leads))


def others_of(offered: Sequence[Choice]) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[Transition]]:
    """Acts of others, those with the same people and reasons together: (who, reasons) → what they can do."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Transition]] = {}
    for choice in offered:
        if not choice.mine:
            found.setdefault((choice.who, choice.reasons), []).append(choice.act)
    return found


def later_of(found: Case, kind: CaseKind, actor: Actor, facts: Any) -> list[Later]:
    """The reader's acts that this kind of case knows in other states than the present one."""
    labels = {state.code: state.label for state in kind.states}
    return [
        Later(act, tuple(labels[source] for source in act.sources))
        for act in kind.transitions
        if found.state not in act.sources and services.allowed(actor, found, act) and act.applies(facts)
    ]
