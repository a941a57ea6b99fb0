"""What only a petition 信访事项 knows, as data: accepted or refused in writing, extended, its opinion signed.

信访工作条例 23, 32–36: who drafts an opinion does not sign it, and a review is asked for from the day it was delivered.
"""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, PARTY, Extend, Start, Stop, Tell
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import rules
from plugins.egov.voices.acts import (
    HANDLE,
    LAW,
    LIMITS,
    NOTICE,
    OBJECTION,
    RECEIVE_NOTICE,
    REVIEW_REQUEST,
    act,
    none,
    words,
)

DRAFTED = N_("%(number)s的处理意见等待签发。")
RETURNED = N_("%(number)s的处理意见稿被退回，请修改。")
REVIEWED = N_("上一级机关对%(number)s的处理意见有了复查、复核结论。")


def _reviewed(facts: Any, command: Any) -> str:
    return "voice_accepted" if command.revoked else "petition_answered"


PETITION = (
    act(
        "accept_petition",
        N_("书面告知受理"),
        ("voice_handling",),
        "voice_accepted",
        Perm.VOICE_HANDLE,
        cmd.Words,
        rules.accept,
        f"{LAW}23②",
        clocks=(
            Stop(NOTICE),
            Stop(RECEIVE_NOTICE),
            Stop(OBJECTION),
            Start(HANDLE, on=lambda facts, command: facts.today),
        ),
        papers=("egov.petition_acceptance",),
        note=words,
        applies=lambda facts: facts.petition,
        notify=(Tell(PARTY),),
    ),
    act(
        "refuse_petition",
        N_("书面告知不予受理、不再受理"),
        ("voice_handling",),
        "petition_refused",
        Perm.VOICE_SIGN,
        cmd.Refuse,
        rules.refuse,
        lambda facts: rules.REFUSALS[facts.ground].article if facts.ground else LAW,
        ready=rules.refusable,
        clocks=LIMITS,
        papers=lambda facts, command: (rules.REFUSALS[command.ground].paper,),
        reply=words,
        applies=lambda facts: facts.petition,
        leads=lambda facts: False,
        notify=(Tell(PARTY),),
    ),
    act(
        "extend_petition",
        N_("延长信访办理期限"),
        ("voice_accepted", "petition_drafted", "voice_merged"),
        "=",
        Perm.VOICE_EXTEND,
        cmd.Extend,
        rules.extend,
        f"{LAW}34",
        ready=rules.extendable,
        clocks=(Extend(HANDLE, amount=lambda facts, command: command.days),),
        papers=("egov.petition_extension",),
        note=lambda facts, command: command.reason.strip(),
        applies=lambda facts: facts.petition,
        leads=lambda facts: False,
        notify=(Tell(PARTY),),
    ),
    act(
        "draft_opinion",
        N_("拟写处理意见"),
        ("voice_accepted",),
        "petition_drafted",
        Perm.VOICE_HANDLE,
        cmd.Opinion,
        rules.opinion,
        f"{LAW}32",
        notify=(Tell(Perm.VOICE_SIGN, DRAFTED),),
    ),
    act(
        "return_opinion",
        N_("退回处理意见稿"),
        ("petition_drafted",),
        "voice_accepted",
        Perm.VOICE_SIGN,
        cmd.Words,
        rules.send_back,
        f"{LAW}32",
        note=words,
        notify=(Tell(HANDLER, RETURNED),),
    ),
    act(
        "sign_opinion",
        N_("签发信访处理意见书"),
        ("petition_drafted",),
        "petition_answered",
        Perm.VOICE_SIGN,
        cmd.Act,
        none,
        f"{LAW}32",
        clocks=LIMITS,
        papers=("egov.petition_opinion",),
        reply=lambda facts, command: facts.answer,
        notify=(Tell(PARTY),),
    ),
    act(
        "opinion_served",
        N_("处理意见书已送达"),
        ("petition_answered",),
        "=",
        "",
        cmd.Served,
        none,
        f"{LAW}35",
        clocks=(
            Start(
                REVIEW_REQUEST,
                on=lambda facts, command: command.served_on,
                when=lambda facts, command: not facts.review_runs,
            ),
        ),
        by_system=True,
    ),
    act(
        "take_review_outcome",
        N_("收到复查、复核结论"),
        ("petition_answered",),
        _reviewed,
        "",
        cmd.TakeOutcome,
        none,
        f"{LAW}35",
        # What was revoked is handled anew, from today.
        clocks=(
            Stop(REVIEW_REQUEST),
            Start(HANDLE, on=lambda facts, command: facts.today, when=lambda facts, command: command.revoked),
        ),
        by_system=True,
        notify=(Tell(HANDLER, REVIEWED), Tell(Perm.VOICE_EXTEND, REVIEWED)),
    ),
)
