"""Special links, hearing and extension above, as data: the acts of the township's chapters, done by the organ that
decides on the time it has of its own (许可法 42①, 43, 45 to 48)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.contracts import State, Transition
from core.i18n import N_
from plugins.approval.county import queries, services
from plugins.approval.county.documents import EXTENSION, HEARING_ANNOUNCED, HEARING_CALLED, HEARING_RIGHTS, SPECIAL
from plugins.approval.county.telling import telling
from plugins.approval.handling import services as handling
from plugins.approval.handling.road import HANDLING
from plugins.approval.limits import PAUSE
from plugins.approval.permissions import Perm
from plugins.approval.workflow.timing import TIMING

PAUSED, HEARD = "paused_above", "heard_above"
STATES = (
    State(PAUSED, N_("决定机关特别程序"), "特别程序（停钟）"),
    State(HEARD, N_("决定机关听证"), "特别程序（停钟）"),
)
EXAMINING, UNDECIDED = ("came_up",), ("came_up", "proposed")
BELOW = {act.code: act for act in (*HANDLING, *TIMING)}


def _above(
    code: str, sources: tuple[str, ...], target: str = "=", permission: str = Perm.REVIEW_HANDLE, **other: Any
) -> Transition:
    """The township's act of a code, done above: by whom, from where to where, with which paper."""
    given = {"facts": queries.facts, "papers": (), "notify": (), **other}
    return replace(BELOW[code], code=f"{code}_above", sources=sources, target=target, permission=permission, **given)


TIMED = (
    _above(
        "start_special",
        EXAMINING,
        PAUSED,
        handler=telling(services.pause, SPECIAL),
        clocks=PAUSE,
        papers=(SPECIAL,),
    ),
    _above("end_special", (PAUSED,), "came_up", handler=telling(services.go_on), ready=lambda facts: []),
    _above(
        "extend",
        UNDECIDED,
        permission=Perm.REVIEW_DECIDE,
        handler=telling(services.extend, EXTENSION),
        papers=(EXTENSION,),
    ),
    _above("assign_staff", (*EXAMINING, PAUSED), clocks=()),
    _above("tell_interested", EXAMINING, papers=("approval.review_interested_notice",)),
    _above("hear", UNDECIDED),
    _above("tell_hearing", EXAMINING, handler=telling(handling.tell_hearing, HEARING_RIGHTS), papers=(HEARING_RIGHTS,)),
    _above("ask_hearing", UNDECIDED, by_party=False),
    _above(
        "call_hearing",
        UNDECIDED,
        HEARD,
        handler=telling(handling.call_hearing, HEARING_CALLED),
        papers=(HEARING_CALLED,),
    ),
    _above(
        "announce_hearing",
        EXAMINING,
        HEARD,
        handler=telling(handling.announce_hearing, HEARING_CALLED),
        papers=(HEARING_ANNOUNCED, HEARING_CALLED),
    ),
    _above(
        "change_hearing",
        (HEARD,),
        handler=telling(handling.change_hearing, HEARING_CALLED),
        papers=(HEARING_CALLED,),
    ),
    _above(
        "record_hearing",
        (HEARD,),
        "came_up",
        handler=telling(handling.record_hearing),
        papers=("approval.review_hearing_record",),
    ),
)
