"""The trial of a review, as data (行政复议法 36–62)."""

from __future__ import annotations

from core.contracts import (
    PARTY,
    Extend,
    Resume,
    Start,
    Stop,
    Suspend,
    Tell,
)
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import rules, trial
from plugins.reconsideration.review.acts import (
    MAKER,
    OPEN,
    PASSED_REPLY,
    RULE,
    RULE_PASSED,
    RULE_TOLD,
    RULES_DONE,
    RUNNING,
    accepted,
    act,
    before,
    by_what,
    by_whom,
    paper,
    stopped,
    today,
)
from plugins.reconsideration.review.queries import DECIDE, DECIDE_SUMMARY, STAY_OVER

TRIAL = (
    act(*("hear", N_("听取意见"), OPEN, "=", Perm.REVIEW, cmd.Hear, "49"), guard=trial.hear),
    act(
        *("set_hearing", N_("通知听证"), OPEN, "=", Perm.REVIEW, cmd.SetHearing, "51①"),
        papers=paper("hearing_notice"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("hold_hearing", N_("记录听证"), OPEN, "=", Perm.REVIEW, cmd.HoldHearing, "50③"),
        ready=trial.hearing_set,
        guard=trial.hold_hearing,
    ),
    act(*("note", N_("记录审理情况"), OPEN, "=", Perm.REVIEW, cmd.Note, "45"), guard=trial.note),
    act(
        *("halt", N_("停止执行"), RUNNING, "=", Perm.DECIDE, cmd.Halt, "42"),
        guard=rules.grounded(law.HALTS),
        papers=paper("halt_notice"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("convert", N_("转为普通程序"), OPEN, "=", Perm.HEAD, cmd.Convert, "55"),
        ready=trial.is_summary,
        guard=rules.worded(N_("请写明不宜适用简易程序的理由。")),
        clocks=(Stop(DECIDE_SUMMARY), Start(DECIDE, on=accepted)),
        papers=paper("conversion"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("prolong", N_("延长审理期限"), OPEN, "=", Perm.HEAD, cmd.Prolong, "62①"),
        ready=trial.is_ordinary,
        guard=trial.prolong,
        clocks=(Extend(DECIDE, amount=lambda facts, command: command.days),),
        papers=paper("prolonged"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("suspend", N_("中止复议"), OPEN, "rv_stayed", Perm.DECIDE, cmd.Stay, "39①"),
        guard=trial.suspend,
        clocks=(
            *(
                Suspend(
                    rule,
                    on=today,
                    ground=lambda facts, command: N_("中止"),
                    document=lambda facts, command: "行政复议中止通知书",
                )
                for rule in (DECIDE, DECIDE_SUMMARY)
            ),
            Start(STAY_OVER, on=today, when=lambda facts, command: command.ground in law.LIMITED_STAYS),
            Start(RULE, on=today, when=by_whom(law.OWN)),
            Start(RULE_TOLD, on=today, when=by_whom(law.OWN)),
            Start(RULE_PASSED, on=today, when=by_whom(law.OTHER)),
        ),
        papers=paper("stay_notice"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("exclude", N_("登记勘验、鉴定的时间"), OPEN, "=", Perm.REVIEW, cmd.Exclude),
        *("62；行政复议法实施条例34③、37",),
        guard=trial.exclude,
        clocks=(
            *(Suspend(rule, on=before, ground=stopped, document=by_what) for rule in (DECIDE, DECIDE_SUMMARY)),
            *(Resume(rule, on=lambda facts, command: command.to_on) for rule in (DECIDE, DECIDE_SUMMARY)),
        ),
    ),
    act(
        *("ask_maker", N_("通知制定机关答复"), ("rv_stayed",), "=", Perm.REVIEW, cmd.RuleStep, "58①"),
        ready=trial.of_rules,
        guard=rules.worded(N_("请写明内容。")),
        clocks=(Stop(RULE_TOLD), Start(MAKER, on=today)),
        note=lambda facts, command: command.words.strip(),
    ),
    act(
        *("pass_rule", N_("转送有权机关处理"), ("rv_stayed",), "=", Perm.REVIEW, cmd.RuleStep, "56、57"),
        ready=trial.of_rules,
        guard=rules.worded(N_("请写明内容。")),
        clocks=(Stop(RULE_PASSED), Start(PASSED_REPLY, on=today)),
        note=lambda facts, command: command.words.strip(),
    ),
    act(
        *("resume", N_("恢复审理"), ("rv_stayed",)),
        lambda facts, command: "rv_trying" if facts.replied_on or facts.silent else "rv_replying",
        *(Perm.REVIEW, cmd.Resume, "39②"),
        guard=rules.worded(N_("请写明中止的原因怎样消除。")),
        clocks=(Resume(DECIDE, on=today), Resume(DECIDE_SUMMARY, on=today), Stop(STAY_OVER), *RULES_DONE),
        papers=paper("resume_notice"),
        notify=(Tell(PARTY),),
    ),
)
