"""The road of an answer at the respondent's desk, as data (行政复议法 48, 54, 64–66, 76, 77)."""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.reply import commands as cmd
from plugins.reconsideration.reply import queries, rules, services
from plugins.reconsideration.reply.rules import NEWS, AnswerFacts
from plugins.reconsideration.review.queries import REPLY, REPLY_SUMMARY
from plugins.reconsideration.review.rules import said

REDO, REPORT = "reconsideration.redo", "reconsideration.opinion_report"
STATES = (
    State("rp_copied", N_("已收复议申请书副本"), "办理中"),
    State("rp_drafted", N_("复议答复待签发"), "待签发"),
    State("rp_sent", N_("已提交复议答复"), "办理中"),
    State("rp_to_perform", N_("复议决定待履行"), "办理中"),
    State("rp_performed", N_("已履行复议决定"), "已办结", final=True),
    State("rp_over", N_("复议已了结"), "已办结", final=True),
)
WAITING = ("rp_copied", "rp_drafted", "rp_sent")
ANY = tuple(state.code for state in STATES)
REPLIED = (Stop(REPLY), Stop(REPLY_SUMMARY))
TO_SIGN, GIVEN_BACK = N_("%(number)s的复议答复已起草，请签发。"), N_("%(number)s的复议答复被退回，请修改。")
ENDED, WRITTEN, NEWS_CAME = (
    N_("%(number)s的行政复议已有结果，请查看、履行。"),
    N_("%(number)s收到复议意见书，请纠正并在六十日内报告。"),
    N_("%(number)s的行政复议有新的通知，请查看。"),
)


def _act(
    code: str, label: str, at: tuple[str, ...], target: Any, permission: str, command: type, article: str, **more: Any
) -> Transition:
    handler = getattr(services, code, None)
    return Transition(
        code, label, at, target, permission, command, law.LAW + article, queries.facts, handler=handler, **more
    )


def _after(facts: AnswerFacts, command: cmd.TakeOutcome) -> str:
    return "rp_to_perform" if facts.owed or facts.opinion else "rp_over"


def _opened(facts: AnswerFacts, command: cmd.TakeOpinion) -> str:
    return "rp_to_perform" if facts.over else "="


ANSWER = CaseKind(
    code=queries.KIND,
    label=N_("行政复议答复"),
    series="复答",
    initial="rp_copied",
    states=STATES,
    transitions=(
        _act(
            *("draft_reply", N_("起草复议答复"), ("rp_copied",), "rp_drafted", Perm.ANSWER, cmd.Draft, "48、54①"),
            guard=rules.draft,
            notify=(Tell(Perm.SIGN, TO_SIGN),),
        ),
        _act(
            *("return_reply", N_("退回修改答复"), ("rp_drafted",), "rp_copied", Perm.SIGN, cmd.Return, "48、54①"),
            guard=lambda facts, command: said(command.words, N_("请写明退回的理由。"), "words"),
            note=lambda facts, command: command.words.strip(),
            notify=(Tell(HANDLER, GIVEN_BACK),),
        ),
        _act(
            *("sign_reply", N_("签发、提交复议答复"), ("rp_drafted",), "rp_sent", Perm.SIGN, cmd.Sign, "48、54①"),
            clocks=REPLIED,
        ),
        _act(
            *("take_news", N_("收到复议通知"), ANY, "=", "", cmd.TakeNews, "42、39、51、62、77"),
            note=lambda facts, command: f"{NEWS.get(command.what, '')}\n{command.words}".strip(),
            by_system=True,
            notify=(Tell(HANDLER, NEWS_CAME), Tell(Perm.SIGN, NEWS_CAME)),
        ),
        _act(
            *("take_outcome", N_("收到复议结果"), WAITING, _after, "", cmd.TakeOutcome, "75②、77①"),
            clocks=(
                *REPLIED,
                Start(
                    REDO,
                    on=lambda facts, command: command.on,
                    when=lambda facts, command: facts.owed,
                    length=lambda facts, command: facts.redo_days,
                    source=lambda facts, command: N_("行政复议决定") if facts.redo_days else "",
                ),
            ),
            by_system=True,
            notify=(Tell(HANDLER, ENDED), Tell(Perm.SIGN, ENDED)),
        ),
        _act(
            *("take_opinion", N_("收到复议意见书"), ANY, _opened, "", cmd.TakeOpinion, "76"),
            clocks=(Start(REPORT, on=lambda facts, command: command.on),),
            by_system=True,
            notify=(Tell(HANDLER, WRITTEN), Tell(Perm.SIGN, WRITTEN)),
        ),
        _act(
            *("report_performance", N_("报告履行情况"), ("rp_to_perform",), "rp_performed"),
            *(Perm.ANSWER, cmd.Report, "76、77①"),
            guard=rules.report,
            clocks=(Stop(REDO), Stop(REPORT)),
        ),
    ),
    opening=(
        Start(REPLY, on=lambda facts, opening: opening.received_on, when=lambda facts, opening: not facts.summary),
        Start(REPLY_SUMMARY, on=lambda facts, opening: opening.received_on, when=lambda facts, opening: facts.summary),
    ),
    opening_article=f"{law.LAW}48",
    answerable=False,
    read=Perm.READ,
    act_endpoint="reconsideration_reply.act",
    detail_template="reconsideration/_answer.html",
    detail=queries.detail,
    facts=queries.facts,
)
