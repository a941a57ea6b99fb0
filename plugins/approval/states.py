"""Where an application can stand, and what the acts of every chapter share."""

from __future__ import annotations

from collections.abc import Callable

from core.contracts import State, Undo
from core.i18n import N_
from plugins.approval import services
from plugins.approval.rules import REGISTERED, WAITING, Facts

KIND = "approval.application"
STATES = (
    State(REGISTERED, N_("代办登记"), "代办登记"),
    State(WAITING, N_("前置环节"), "前置环节"),
    State("received", N_("已收件"), "已收件"),
    State("correcting", N_("待补正"), "待补正"),
    State("corrected", N_("已补正待受理"), "已收件"),
    State("accepted", N_("已受理"), "已受理"),
    State("special", N_("特别程序"), "特别程序（停钟）"),
    State("hearing", N_("听证"), "特别程序（停钟）"),
    State("reviewed", N_("已审查"), "办理中"),
    State("proposed", N_("待签发"), "待签发"),
    State("forwarded", N_("已转报"), "办理中"),
    State("decided", N_("已决定待送达"), "已办结"),
    State("delivered", N_("已送达"), "已送达", final=True),
    State("not_accepted", N_("不予受理"), "不予受理", final=True),
    State("withdrawn", N_("已撤回"), "已撤回", final=True),
    State("struck", N_("登记已撤销"), "登记已撤销", final=True),
)
# Of what another is asked about an application: a unit that takes part, and a village.
OF_ASKED = (
    State("asked", N_("待答复"), "办理中"),
    State("answered", N_("已答复"), "已办结", final=True),
    State("dropped", N_("不再需要答复"), "已办结", final=True),
)
HANDLING = ("accepted", "special", "hearing", "reviewed", "proposed")
UNDECIDED = (REGISTERED, WAITING, "received", "correcting", "corrected", *HANDLING, "forwarded")


def licensing(place: str) -> Callable[[Facts], str]:
    """An article of the licensing law; what is no licence rests on the item's own basis instead."""
    return lambda facts: f"行政许可法{place}" if facts.licence else facts.basis


def seldom(facts: object) -> bool:
    """Of an act that few applications need: possible at any time, and never what comes next."""
    return False


# Steps within the office, which whoever did them may take back at once.
FILLED = Undo(rows=services.filled)
