"""The road of a review of a petition, as data (信访工作条例 35, 36)."""

from __future__ import annotations

from typing import Any

from core.contracts import PARTY, CaseKind, Resume, Served, Start, State, Stop, Suspend, Tell, Transition
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.reviews import commands as cmd
from plugins.egov.reviews import queries, rules, services

REVIEW, RECHECK, RECHECK_REQUEST = "petition.review", "petition.recheck", queries.RECHECK_REQUEST
STATES = (
    State("review_received", N_("复查、复核办理中"), "办理中"),
    State("review_heard", N_("复核听证中"), "特别程序（停钟）"),
    State("review_answered", N_("已出具复查、复核意见"), "已答复", final=True),
    State("review_refused", N_("复查、复核请求不予受理"), "已答复", final=True),
    State("review_withdrawn", N_("信访人已撤回复查、复核请求"), "已撤回", final=True),
)
LIMITS = (Stop(REVIEW), Stop(RECHECK))


def _act(
    code: str, label: str, at: tuple[str, ...], target: str, command: type, guard: Any, article: Any, **more: Any
) -> Transition:
    """An act on a review; its handler bears its name, where it fills anything."""
    handler, permission = getattr(services, code, None), "" if more.get("by_system") else Perm.REVIEW
    return Transition(
        code, label, at, target, permission, command, article, queries.facts, guard=guard, handler=handler, **more
    )


def _article(facts: Any) -> str:
    return rules.ARTICLES[facts.level]


def _words(facts: Any, command: Any) -> str:
    return str(command.words).strip()


def _none(facts: Any, command: Any) -> list[Any]:
    return []


REVIEWED = CaseKind(
    code=queries.KIND,
    label=N_("信访复查、复核"),
    series="复查",
    initial="review_received",
    states=STATES,
    transitions=(
        _act(
            "hear_petition",
            N_("举行听证"),
            ("review_received",),
            "review_heard",
            cmd.Hear,
            rules.hear,
            "信访工作条例36②",
            clocks=(
                Suspend(
                    RECHECK,
                    on=lambda facts, command: command.on,
                    ground=lambda facts, command: N_("听证"),
                    document=lambda facts, command: command.document.strip(),
                ),
            ),
            note=lambda facts, command: command.document.strip(),
            applies=lambda facts: facts.recheck,
            notify=(Tell(PARTY),),
        ),
        _act(
            "end_petition_hearing",
            N_("结束听证"),
            ("review_heard",),
            "review_received",
            cmd.EndHearing,
            rules.end_hearing,
            "信访工作条例36②",
            clocks=(Resume(RECHECK, on=lambda facts, command: command.on),),
            note=_words,
        ),
        _act(
            "answer_review",
            N_("出具复查、复核意见"),
            ("review_received",),
            "review_answered",
            cmd.Answer,
            rules.answer,
            _article,
            ready=rules.in_time,
            clocks=LIMITS,
            papers=lambda facts, command: ("egov.recheck_opinion" if facts.recheck else "egov.review_opinion",),
            reply=_words,
            notify=(Tell(PARTY),),
        ),
        _act(
            "review_served",
            N_("复查意见书已送达"),
            ("review_answered",),
            "=",
            cmd.Served,
            _none,
            "信访工作条例36①",
            clocks=(
                Start(
                    RECHECK_REQUEST,
                    on=lambda facts, command: command.served_on,
                    when=lambda facts, command: not facts.recheck_runs,
                ),
            ),
            by_system=True,
        ),
        _act(
            "refuse_review",
            N_("告知不予受理"),
            ("review_received",),
            "review_refused",
            cmd.Words,
            rules.words,
            _article,
            clocks=LIMITS,
            reply=_words,
            notify=(Tell(PARTY),),
        ),
        _act(
            "withdraw_review",
            N_("登记撤回请求"),
            ("review_received", "review_heard"),
            "review_withdrawn",
            cmd.Words,
            rules.words,
            _article,
            clocks=LIMITS,
            reply=lambda facts, command: N_("信访人撤回了请求，本件不再办理。"),
            note=_words,
        ),
    ),
    opening=(
        Start(
            REVIEW,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: opening.values["level"] == rules.REVIEW,
        ),
        Start(
            RECHECK,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: opening.values["level"] == rules.RECHECK,
        ),
    ),
    opening_article="信访工作条例35",
    served=(
        Served("egov.review_opinion", "review_served", lambda case, on: cmd.Served(version=case.version, served_on=on)),
    ),
    answerable=True,
    read=Perm.REVIEW,
    act_endpoint="egov_reviews.act",
    detail_template="egov/_petition_review.html",
    detail=queries.detail,
    facts=queries.facts,
)
