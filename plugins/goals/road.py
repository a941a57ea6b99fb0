"""The road of a key work, as data: selected, reviewed by two, approved, published, done or not (实施方案四(三))."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.contracts import Ask, Bulk, CaseKind, Restart, Start, State, Stop, Tell, Transition
from core.errors import Problem
from core.i18n import N_
from plugins.goals import commands as cmd
from plugins.goals import plan, queries, rules, services
from plugins.goals.deadlines import STAGE
from plugins.goals.permissions import Perm
from plugins.goals.rules import Facts

SELECTING, DRIVING, CHECKING = "实施方案四(三)1", "实施方案四(三)2", "实施方案四(三)3"
STATES = (
    State("draft", N_("选报草稿"), "办理中"),
    State("submitted", N_("待联合审核"), "办理中"),
    State("work_reviewed", N_("待联席会议审定"), "办理中"),
    State("approved", N_("待公示"), "办理中"),
    State("running", N_("实施中"), "办理中"),
    State("finished", N_("已完成"), "已办结", final=True),
    State("unfinished", N_("未完成"), "已办结", final=True),
    State("not_selected", N_("未选入"), "已办结", final=True),
)
TO_REVIEW = N_("%(number)s已经选报，请审核。")
TO_RESOLVE = N_("%(number)s已经审核，请送联席会议审定。")
TO_PUBLISH = N_("%(number)s已经审定，请公示。")
TO_ANSWER = N_("%(number)s有困难和问题等待答复。")
TO_DECIDE = N_("%(number)s有变更等待审批。")


def _act(
    code: str,
    label: str,
    at: str,
    target: str | Callable[[Any, Any], str],
    permission: Perm,
    command: type,
    article: str,
    guard: Any = lambda facts, command: [],
    ready: Callable[[Facts], list[Problem]] = lambda facts: [],
    **more: Any,
) -> Transition:
    """An act on a key work; its handler bears its name."""
    handler = getattr(services, code)
    given = {"facts": queries.facts, "guard": guard, "ready": ready, "handler": handler}
    return Transition(code, label, (at,), target, permission, command, article, **given, **more)


def _due(target: type[Start] | type[Restart], when: Callable[[Any, Any], bool]) -> Start | Restart:
    """Count the limit of the stage that is next, if any is left."""
    return target(
        STAGE,
        on=lambda facts, command: facts.next_begins - plan.ONE,
        when=lambda facts, command: facts.next_stage is not None and when(facts, command),
        length=lambda facts, command: facts.next_stage.days,
    )


def _review(code: str, label: str, permission: Perm, done: Callable[[Facts], bool]) -> Transition:
    return _act(
        code,
        label,
        "submitted",
        rules.after_review,
        permission,
        cmd.Review,
        SELECTING,
        rules.review,
        applies=lambda facts: not done(facts),
        note=lambda facts, command: command.words.strip(),
        notify=(Tell(Perm.DECIDE, TO_RESOLVE), Tell(Perm.EDIT)),
    )


def _said(name: str) -> Callable[[Any, Any], str]:
    return lambda facts, command: str(getattr(command, name)).strip()


SELECTION = (
    _act("edit", N_("修改选报内容"), "draft", "=", Perm.EDIT, cmd.Edit, SELECTING, rules.edit),
    _act("put_stage", N_("编排阶段"), "draft", "=", Perm.EDIT, cmd.PutStage, SELECTING, rules.put_stage),
    _act(
        "submit",
        N_("报送选报"),
        "draft",
        "submitted",
        Perm.EDIT,
        cmd.Submit,
        SELECTING,
        rules.submit,
        rules.planned,
        note=_said("late_reason"),
        notify=(Tell(Perm.REVIEW, TO_REVIEW), Tell(Perm.SUPERVISE, TO_REVIEW)),
    ),
    _act("take_back", N_("撤回选报"), "submitted", "draft", Perm.EDIT, cmd.TakeBack, SELECTING, ready=rules.unreviewed),
    _review("review_government", N_("乡人民政府审核"), Perm.REVIEW, lambda facts: facts.government is not None),
    _review("review_supervision", N_("监察室审核"), Perm.SUPERVISE, lambda facts: facts.supervision is not None),
    _act(
        "resolve",
        N_("登记联席会议审定"),
        "work_reviewed",
        rules.after_resolving,
        Perm.DECIDE,
        cmd.Resolve,
        SELECTING,
        rules.resolve,
        note=lambda facts, command: "，".join(filter(None, (command.document.strip(), command.words.strip()))),
        papers=lambda facts, command: ("goals.schedule",) if command.decision == "approve" else (),
        notify=(Tell(Perm.PUBLISH, TO_PUBLISH), Tell(Perm.EDIT)),
    ),
    _act(
        "publish",
        N_("登记媒体公示"),
        "approved",
        "running",
        Perm.PUBLISH,
        cmd.Publish,
        SELECTING,
        rules.publish,
        rules.noticed,
        clocks=(_due(Start, lambda facts, command: True),),
        note=_said("media"),
        notify=(Tell(Perm.EDIT),),
        bulk=Bulk(
            lambda version, given: cmd.Publish(
                version=version, media=given["media"], media_on=given["media_on"], link=given["link"]
            ),
            (
                Ask("media", N_("媒体名称")),
                Ask("media_on", N_("公示日期"), "day"),
                Ask("link", N_("链接")),
            ),
        ),
    ),
)
DRIVE = (
    _act(
        "progress",
        N_("登记进展"),
        "running",
        "=",
        Perm.EDIT,
        cmd.Progress,
        DRIVING,
        rules.progress,
        note=_said("words"),
    ),
    _act(
        "stage_done",
        N_("登记阶段完成"),
        "running",
        "=",
        Perm.EDIT,
        cmd.StageDone,
        DRIVING,
        rules.stage_done,
        clocks=(
            Stop(STAGE, when=rules.was_next, on=lambda facts, command: command.done_on),
            _due(Start, rules.was_next),
        ),
        note=_said("proof"),
    ),
    _act(
        "raise_obstacle",
        N_("提出困难和问题"),
        "running",
        "=",
        Perm.EDIT,
        cmd.Raise,
        DRIVING,
        rules.raise_obstacle,
        note=_said("words"),
        notify=(Tell(Perm.DECIDE, TO_ANSWER),),
    ),
    _act(
        "answer_obstacle",
        N_("答复困难和问题"),
        "running",
        "=",
        Perm.DECIDE,
        cmd.AnswerObstacle,
        DRIVING,
        rules.answer_obstacle,
        rules.asked,
        note=_said("words"),
        notify=(Tell(Perm.EDIT),),
    ),
    _act(
        "ask_change",
        N_("申请变更阶段时间"),
        "running",
        "=",
        Perm.EDIT,
        cmd.AskChange,
        DRIVING,
        rules.ask_change,
        rules.unchanging,
        note=_said("why"),
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
    ),
    _act(
        "decide_change",
        N_("审批变更"),
        "running",
        "=",
        Perm.DECIDE,
        cmd.DecideChange,
        DRIVING,
        rules.decide_change,
        rules.changing,
        clocks=(_due(Restart, lambda facts, command: command.approved),),
        note=_said("words"),
        notify=(Tell(Perm.EDIT),),
    ),
    _act(
        "supervise",
        N_("登记督查意见"),
        "running",
        "=",
        Perm.SUPERVISE,
        cmd.Supervise,
        DRIVING,
        rules.supervise,
        note=_said("words"),
        notify=(Tell(Perm.EDIT),),
    ),
    _act(
        "finish",
        N_("登记完成"),
        "running",
        "finished",
        Perm.EDIT,
        cmd.Finish,
        CHECKING,
        rules.finish,
        rules.all_done,
        note=_said("proof"),
    ),
    _act(
        "fail",
        N_("登记未完成"),
        "running",
        "unfinished",
        Perm.EDIT,
        cmd.Fail,
        CHECKING,
        rules.fail,
        rules.unchanging,
        clocks=(Stop(STAGE),),
        note=_said("reasons"),
    ),
)
KEY_WORK = CaseKind(
    code=queries.KIND,
    label=N_("重点工作"),
    series="重点",
    initial="draft",
    states=STATES,
    transitions=(*SELECTION, *DRIVE),
    opening_article=SELECTING,
    answerable=False,
    read=Perm.READ,
    act_endpoint="goals.act",
    detail_template="goals/_key_work.html",
    detail=queries.detail,
    facts=queries.facts,
    nameless=True,
)
