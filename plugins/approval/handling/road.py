"""The acts of handling, as data: two persons verify, those concerned are told and heard, a hearing is held."""

from __future__ import annotations

from core.contracts import PARTY, Resume, Start, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import queries
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import rules, services
from plugins.approval.limits import (
    HEARING_HOLD,
    HEARING_NOTICE,
    HEARING_REQUEST,
    INSPECTION_ASSIGN,
    PAUSABLE,
    paused,
)
from plugins.approval.permissions import Perm
from plugins.approval.states import licensing, seldom

EXAMINING = ("accepted", "reviewed")
# The time of the hearing is not counted (许可法 45): from its notice to the day its record is signed.
STOP_FOR_HEARING = paused(
    lambda facts, command: facts.today,
    lambda facts, command: "听证",
    lambda facts, command: "听证通知书",
)
GO_ON = tuple(Resume(rule, on=lambda facts, command: command.signed_on) for rule in PAUSABLE)
# Counted back from the day of the hearing and met by the notice itself, which is refused when it comes too late.
NOTICE_AHEAD = (Start(HEARING_NOTICE, on=lambda facts, command: command.held_on), Stop(HEARING_NOTICE))

HANDLING = (
    Transition(
        "assign_staff",
        N_("指派核查、检验人员"),
        (*EXAMINING, "special"),
        "=",
        Perm.HANDLE,
        cmd.AssignStaff,
        licensing("34③、55②"),
        facts=queries.facts,
        guard=rules.assign,
        handler=services.assign_staff,
        clocks=(Stop(INSPECTION_ASSIGN),),
        leads=rules.to_name,
    ),
    Transition(
        "tell_interested",
        N_("告知利害关系人"),
        EXAMINING,
        "=",
        Perm.HANDLE,
        cmd.TellInterested,
        licensing("36"),
        facts=queries.facts,
        guard=rules.tell_interested,
        handler=services.tell_interested,
        papers=("approval.interested_notice",),
        leads=seldom,
        applies=lambda facts: facts.licence,
    ),
    Transition(
        "hear",
        N_("听取利害关系人意见"),
        (*EXAMINING, "proposed"),
        "=",
        Perm.HANDLE,
        cmd.Hear,
        licensing("36"),
        facts=queries.facts,
        ready=rules.somebody_told,
        guard=rules.hear,
        handler=services.hear,
        applies=lambda facts: bool(facts.examined.interested),
    ),
    Transition(
        "tell_hearing",
        N_("告知听证权利"),
        EXAMINING,
        "=",
        Perm.HANDLE,
        cmd.TellHearing,
        licensing("47①"),
        facts=queries.facts,
        ready=rules.no_hearing,
        guard=rules.tell_hearing,
        handler=services.tell_hearing,
        clocks=(Start(HEARING_REQUEST, on=lambda facts, command: command.told_on),),
        papers=("approval.hearing_rights",),
        applies=lambda facts: facts.licence and not facts.examined.hearing.stage,
        leads=seldom,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "ask_hearing",
        N_("登记听证申请"),
        (*EXAMINING, "proposed"),
        "=",
        Perm.RECEIVE,
        cmd.AskHearing,
        licensing("47①"),
        facts=queries.facts,
        ready=rules.may_ask,
        guard=rules.ask_hearing,
        handler=services.ask_hearing,
        clocks=(
            Stop(HEARING_REQUEST, on=lambda facts, command: command.asked_on),
            Start(HEARING_HOLD, on=lambda facts, command: command.asked_on),
        ),
        note=lambda facts, command: command.reason,
        applies=lambda facts: facts.examined.hearing.stage == rules.TOLD,
        leads=rules.asked_for_now,
        notify=(Tell(Perm.HANDLE),),
    ),
    Transition(
        "call_hearing",
        N_("通知举行听证"),
        (*EXAMINING, "proposed"),
        "hearing",
        Perm.HANDLE,
        cmd.CallHearing,
        licensing("48①一"),
        facts=queries.facts,
        ready=rules.was_asked,
        guard=rules.call_hearing,
        handler=services.call_hearing,
        clocks=(*NOTICE_AHEAD, *STOP_FOR_HEARING),
        papers=("approval.hearing_notice",),
        applies=lambda facts: facts.examined.hearing.stage == rules.ASKED,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "announce_hearing",
        N_("公告举行听证"),
        EXAMINING,
        "hearing",
        Perm.HANDLE,
        cmd.AnnounceHearing,
        licensing("46"),
        facts=queries.facts,
        ready=rules.no_hearing,
        guard=rules.announce_hearing,
        handler=services.announce_hearing,
        clocks=(*NOTICE_AHEAD, *STOP_FOR_HEARING),
        papers=("approval.hearing_announcement", "approval.hearing_notice"),
        applies=lambda facts: facts.licence and not facts.examined.hearing.stage,
        leads=seldom,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "record_hearing",
        N_("登记听证笔录"),
        ("hearing",),
        "accepted",
        Perm.HOST,
        cmd.RecordHearing,
        licensing("48①五"),
        facts=queries.facts,
        guard=rules.record_hearing,
        handler=services.record_hearing,
        clocks=(
            Stop(HEARING_HOLD, on=lambda facts, command: facts.examined.hearing.held_on or command.signed_on),
            *GO_ON,
        ),
        papers=("approval.hearing_record",),
        notify=(Tell(PARTY), Tell(Perm.HANDLE)),
    ),
)
