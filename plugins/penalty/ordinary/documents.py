"""The papers of the ordinary procedure: each with the elements that its article names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from core import clock as time
from core import remedies
from core.cases import codes
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import ENTRUSTED
from plugins.penalty.discretion.rules import GROUNDS
from plugins.penalty.officers.models import Officer
from plugins.penalty.ordinary import queries, rules
from plugins.penalty.ordinary.queries import Whole

Context = dict[str, Any]


def common(session: ScopedSession, case: Case) -> tuple[Whole, Context]:
    """What every paper says: organ, party, offence with its basis, officers, and how it can be contested."""
    found = queries.whole(session, case)
    return found, about(session, case, found.offence, found.inquiry, found.officers)


def about(session: ScopedSession, case: Case, offence: Offence, row: Any, officers: Sequence[Officer]) -> Context:
    """The same of a case of any kind; `row` has its day, place and facts."""
    tenant, party = session.get_one(Tenant, case.tenant_id), parties_of(session, case)[0]
    organ = f"{tenant.name}人民政府"
    entrusted = offence.department if offence.title == ENTRUSTED else ""
    return {
        "organ": entrusted or organ,
        "acting": organ if entrusted else "",
        "number": case.number,
        "code": codes.grouped(case.code),
        "applicant": party.name,
        "address": party.address or "",
        "item": offence.name,
        "item_code": offence.code,
        "basis": offence.basis,
        "duty": offence.duty,
        "acted_on": row.acted_on.isoformat(),
        "facts": row.facts,
        "place": row.place,
        "order": offence.order,
        "officers": [{"name": officer.name, "number": officer.number} for officer in officers],
        "remedies": remedies.told(
            remedies.DIRECT,
            review=tenant.settings["review_organ"],
            court=tenant.settings["court"],
            respondent=entrusted,
        ),
        "court": tenant.settings["court"],
        "sample": offence.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", session.get(Unit, (case.tenant_id, case.unit_id))) or "",
    }


def _rows(penalty: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"kind": kind, "amount": amount} for kind, amount in penalty]


def _evidence(found: Whole) -> list[str]:
    return [f"{rules.EVIDENCE[row.kind]}：{row.words}" for row in found.evidence]


def line(words: str, **params: Any) -> dict[str, Any]:
    """A sentence of a letter (marked ``N_``); a param that begins with ``day`` is a day."""
    return {"words": words, "params": params}


def typed(words: str) -> dict[str, Any]:
    """What somebody typed."""
    return {"typed": words}


def part(head: str, *lines: dict[str, Any]) -> dict[str, Any]:
    """A part of a letter under its heading (marked ``N_``)."""
    return {"head": head, "lines": list(lines)}


def correction(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """责令改正通知书: what, and by when (28①)."""
    found, context = common(session, case)
    return {
        **context,
        "demand": command.demand.strip(),
        "correct_by": command.correct_by.isoformat(),
        "parts": [
            part(
                N_("违法行为"),
                line(N_("您有下列违法行为：%(item)s。"), item=found.offence.name),
                typed(context["facts"]),
            ),
            part(
                N_("责令改正"),
                typed(command.demand.strip()),
                line(N_("改正的期限至%(day)s；期满以后检查。"), day=command.correct_by.isoformat()),
            ),
        ],
    }


def preservation(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """先行登记保存通知书: what is kept where, for seven days (56)."""
    _found, context = common(session, case)
    return {
        **context,
        "things": command.things.strip(),
        "parts": [
            part(
                N_("登记保存的物品"),
                typed(command.things.strip()),
                line(N_("保存地点：%(place)s"), place=command.place),
            ),
            part(
                N_("理由和期限"),
                typed(command.reasons.strip()),
                line(
                    N_(
                        "依据《中华人民共和国行政处罚法》第五十六条先行登记保存，七日内作出处理决定；在此期间，当事人或者有关人员不得销毁或者转移证据。"
                    )
                ),
            ),
        ],
    }


def pre_notice(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """行政处罚事先告知书: the penalty intended, facts, grounds, basis, and the rights (44, 63)."""
    found, context = common(session, case)
    hearing = [line(N_("拟作出的处罚属于应当告知听证权利的情形；要求听证的，应当在收到本告知书后五日内提出。"))]
    return {
        **context,
        "penalties": _rows(queries.told(found)),
        "evidence": _evidence(found),
        "reasons": found.inquiry.reasons,
        "hearing": found.inquiry.hearing_due,
        "rights": [line(N_("您有权进行陈述和申辩。")), *(hearing if found.inquiry.hearing_due else [])],
    }


def hearing_notice(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """行政处罚听证通知书: when, where and before whom (64(二)–(五))."""
    found, context = common(session, case)
    row = found.inquiry
    assert row.hearing_on is not None
    closed = line(N_("听证不公开举行：%(why)s"), why=row.hearing_closed)
    return {
        **context,
        "hearing_on": row.hearing_on.isoformat(),
        "at": row.hearing_at,
        "hearing_place": row.hearing_place,
        "host": row.host,
        "parts": [
            part(
                N_("听证的时间和地点"),
                line(
                    N_("%(day)s%(at)s，在%(place)s。主持人：%(host)s。"),
                    day=row.hearing_on.isoformat(),
                    at=row.hearing_at,
                    place=row.hearing_place,
                    host=row.host,
                ),
                closed if row.hearing_closed else line(N_("听证公开举行。")),
            ),
            part(
                N_("您的权利"),
                line(N_("您可以亲自参加，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，有权申请回避。")),
                line(N_("无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利。")),
            ),
        ],
    }


def decision(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """行政处罚决定书, with the six elements of 59①."""
    found, context = common(session, case)
    row = found.inquiry
    return {
        **context,
        "penalties": _rows(queries.decided(found)),
        "evidence": _evidence(found),
        "said": row.said,
        "examined": row.examined,
        "hearing_record": bool(row.hearing_record),
        "hearing_on": row.hearing_on.isoformat() if row.hearing_on else "",
        "reasons": row.reasons,
        "demand": row.demand or context["order"],
        "correct_by": row.correct_by.isoformat() if row.correct_by else "",
        # How and by when each of its kinds is carried out (59①(四)).
        "performance": [*_performance(row), *([typed(row.performance)] if row.performance else [])],
    }


def _performance(row: Any) -> list[dict[str, Any]]:
    lines = []
    if row.warning:
        lines.append(line(N_("警告自本决定书送达之日起生效。")))
    if row.fine:
        words = N_(
            "自收到本决定书之日起十五日内到指定的银行或者通过电子支付系统缴纳罚款；到期不缴纳的，可以每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额。"
        )
        lines.append(line(words))
    if row.correct_by:
        lines.append(line(N_("改正的期限至%(day)s。"), day=row.correct_by.isoformat()))
    return lines


def waiver(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """不予行政处罚决定书: facts, the ground of the law, and the education (33③)."""
    found, context = common(session, case)
    ground = GROUNDS.get(command.ground)
    return {
        **context,
        "evidence": "；".join(_evidence(found)) or "—",
        "ground": rules.NO_PENALTY[command.ground],
        "article": f"行政处罚法{ground.article}" if ground is not None else "行政处罚法57①",
        "reasons": command.reasons.strip(),
        "education": command.education.strip() or "—",
    }


def transfer(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """案件移送书: to whom, and why (27)."""
    found, context = common(session, case)
    return {
        **context,
        "applicant": command.to.strip(),
        "reasons": command.reasons.strip(),
        "document": command.document.strip(),
        "parts": [
            part(
                N_("案件情况"),
                line(N_("当事人：%(name)s；违法行为：%(item)s。"), name=context["applicant"], item=found.offence.name),
                typed(context["facts"]),
            ),
            part(
                N_("移送的理由"), typed(command.reasons.strip()), line(N_("文号：%(number)s"), number=command.document)
            ),
        ],
    }


def paper(
    code: str,
    name: str,
    article: str,
    context: Callable[[ScopedSession, Case, Any, Any], Context],
    *required: str,
    template: str = "letter",
    grade: PaperClass = PaperClass.WINDOW,
) -> Paper:
    """A paper of this plugin: what each names, and what its article asks for beside."""
    every = ("organ", "applicant", "item", "date", "number", "basis")
    slots = {"机关": "organ", "编号": "number", "当事人": "applicant", "事项": "item", "电话": "phone"}
    return Paper(
        f"penalty.{code}", name, f"penalty/papers/{template}.html", article, (*every, *required), context, slots, grade
    )


PAPERS = (
    paper("correction", N_("责令改正通知书"), "行政处罚法28①", correction, "demand", "correct_by"),
    paper(
        "preservation",
        N_("先行登记保存通知书"),
        "行政处罚法56",
        preservation,
        "things",
        grade=PaperClass.DECISION,
    ),
    paper(
        "pre_notice",
        N_("行政处罚事先告知书"),
        "行政处罚法44",
        pre_notice,
        *("facts", "penalties", "evidence", "rights"),
        template="pre_notice",
    ),
    paper(
        "hearing_notice",
        N_("行政处罚听证通知书"),
        "行政处罚法64(二)",
        hearing_notice,
        *("hearing_on", "at", "hearing_place", "host"),
    ),
    paper(
        "decision",
        N_("行政处罚决定书"),
        "行政处罚法59",
        decision,
        *("address", "facts", "evidence", "penalties", "performance", "remedies"),
        template="decision",
        grade=PaperClass.DECISION,
    ),
    paper(
        "no_penalty",
        N_("不予行政处罚决定书"),
        "行政处罚法57①(二)",
        waiver,
        *("facts", "ground", "article", "reasons", "remedies"),
        template="waiver",
        grade=PaperClass.DECISION,
    ),
    paper("transfer", N_("案件移送书"), "行政处罚法27", transfer, "reasons", "document", grade=PaperClass.DECISION),
)
