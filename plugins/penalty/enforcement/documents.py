"""The papers after the decision: a later day to pay, the urging, and the application to the court."""

from __future__ import annotations

from typing import Any

from core.cases.models import Case
from core.contracts import PaperClass
from core.db import ScopedSession
from core.i18n import N_
from plugins.penalty.ordinary.documents import Context, common, line, paper, part, typed
from plugins.penalty.ordinary.models import Inquiry

PART = N_("%(day)s以前缴纳%(amount)s元。")
OWED = N_("罚款%(fine)s元，已缴%(paid)s元，加处罚款%(added)s元，未缴共%(left)s元。")


def _account(facts: Any) -> dict[str, Any]:
    owed = facts.owed
    return line(OWED, **{name: str(getattr(owed, name)) for name in ("fine", "paid", "added", "left")})


def _left(facts: Any, inquiry: Inquiry) -> list[dict[str, Any]]:
    """What of the decision is not done: the money, and the correction that was found not made."""
    lines = [_account(facts)] if facts.owed.left > 0 else []
    if inquiry.checked_on is not None and not inquiry.corrected and inquiry.correct_by is not None:
        day = inquiry.correct_by.isoformat()
        lines += [line(N_("责令%(day)s以前改正，检查时没有改正："), day=day), typed(inquiry.demand.strip())]
    return lines


def deferral(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """暂缓（分期）缴纳罚款决定书: until when, and in which parts (66②)."""
    _found, context = common(session, case)
    return {
        **context,
        "until": command.until.isoformat(),
        "parts": [
            part(N_("申请和理由"), typed(command.reasons.strip())),
            part(
                N_("决定"),
                line(N_("同意暂缓或者分期缴纳罚款，最后期限为%(day)s。"), day=command.until.isoformat()),
                *(line(PART, day=day.isoformat(), amount=str(amount)) for day, amount in command.parts),
            ),
        ],
    }


def urging(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """履行行政处罚决定催告书: what is left to do, by when, and the right to be heard (强制法 35, 54)."""
    found, context = common(session, case)
    decided_on = found.inquiry.decided_on
    return {
        **context,
        "owed": str(facts.owed.left) if facts.owed is not None else "",
        "parts": [
            part(
                N_("应当履行的义务"),
                line(
                    N_("本机关%(day)s作出的行政处罚决定已经生效，您逾期没有履行。"),
                    day=decided_on.isoformat() if decided_on else "",
                ),
                *_left(facts, found.inquiry),
            ),
            part(
                N_("期限和权利"),
                line(N_("请自收到本催告书之日起十日内履行。您有权进行陈述和申辩。")),
                line(N_("十日后仍不履行的，本机关将依法向%(court)s申请强制执行。"), court=context["court"]),
            ),
        ],
    }


def application(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """强制执行申请书: decision with facts and basis, what the party said, urging, what to execute on (强制法 55)."""
    found, context = common(session, case)
    row = found.inquiry
    assert row.urged_on is not None
    return {
        **context,
        "applicant": context["court"],
        "target": command.target.strip(),
        "parts": [
            part(
                N_("行政处罚决定"),
                line(
                    N_("被执行人：%(name)s，地址：%(address)s。%(day)s送达行政处罚决定书（%(number)s）。"),
                    name=context["applicant"],
                    address=context["address"],
                    day=row.served_on.isoformat() if row.served_on else "",
                    number=case.number,
                ),
                typed(context["facts"]),
                *_left(facts, row),
            ),
            part(
                N_("当事人的意见和催告情况"),
                typed(row.said),
                line(N_("%(day)s送达催告书，十日后仍没有履行。"), day=row.urged_on.isoformat()),
            ),
            part(N_("申请强制执行标的情况"), typed(command.target.strip())),
        ],
    }


PAPERS = (
    paper("deferral", N_("暂缓（分期）缴纳罚款决定书"), "行政处罚法66②", deferral, "until", grade=PaperClass.DECISION),
    paper("urging", N_("履行行政处罚决定催告书"), "行政强制法54", urging, "owed"),
    paper(
        "court_application",
        N_("强制执行申请书"),
        "行政强制法55",
        application,
        "target",
        grade=PaperClass.DECISION,
    ),
)
