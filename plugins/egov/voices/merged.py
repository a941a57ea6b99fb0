"""What becomes of a voice that was merged into another, as data: done by the system when the main one ends."""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, PARTY, Tell
from core.i18n import N_
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import rules
from plugins.egov.voices.acts import LAW, LIMITS, act, none, words

PARTED = N_("%(number)s不再与别的来件一并办理，请办理。")


def article(facts: Any) -> str:
    """The article under which its kind is answered."""
    return rules.ARTICLES[facts.kind]


def told_road(facts: Any, command: Any) -> str:
    """To which organ, and why."""
    return f"{command.organ.strip()}：{command.words.strip()}"


def directed(facts: Any, command: Any) -> tuple[str, ...]:
    """A petitioner is told of the road in writing (信访工作条例 23)."""
    return ("egov.petition_directed",) if facts.petition else ()


def _answered(facts: Any, command: Any) -> str:
    return "petition_answered" if facts.petition else "voice_answered"


def _parted(facts: Any, command: Any) -> str:
    return "voice_accepted" if facts.petition else "voice_handling"


MERGED = (
    act(
        "answer_merged",
        N_("与同一来件一并答复"),
        ("voice_merged",),
        _answered,
        "",
        cmd.AnswerMerged,
        none,
        article,
        clocks=LIMITS,
        papers=lambda facts, command: ("egov.petition_opinion",) if facts.petition else (),
        reply=words,
        by_system=True,
        notify=(Tell(PARTY),),
    ),
    act(
        "divert_merged",
        N_("与同一来件一并引导到法定途径"),
        ("voice_merged",),
        "voice_diverted",
        "",
        cmd.Divert,
        none,
        f"{LAW}31",
        clocks=LIMITS,
        papers=directed,
        reply=told_road,
        note=lambda facts, command: command.organ.strip(),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
    act(
        "part_merged",
        N_("同一来件不再办理，恢复单独办理"),
        ("voice_merged",),
        _parted,
        "",
        cmd.Act,
        none,
        by_system=True,
        notify=(Tell(HANDLER, PARTED),),
    ),
)
