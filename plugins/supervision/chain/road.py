"""The road of a look back, as data: opened, the person asked if there is one, heard or silent, concluded by another."""

from __future__ import annotations

from core import clock as time
from core.cases.models import Case
from core.contracts import CaseKind, Paper, Start, State, Stop, Tell, Transition
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.supervision.chain import queries, rules, services
from plugins.supervision.permissions import Perm

ARTICLE = "实施方案"
TO_CONCLUDE = N_("%(number)s的当事人已经说明情况，可以作出结论了。")


def conclusion(session: ScopedSession, case: Case, facts: rules.Known, command: rules.Conclude) -> dict[str, object]:
    """What the conclusion 责任倒查结论书 says."""
    row, tenant = queries.chain_of(session, case), session.get_one(Tenant, case.tenant_id)
    return {
        "organ": f"{tenant.name}监察室",
        "number": case.number,
        "applicant": row.person or row.unit,
        "called": row.called,
        "unit": row.unit,
        "rule": row.rule,
        "start_on": row.start_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else "",
        "hands": queries.detail(session, case)["hands"],
        "question": row.question,
        "heard": row.heard,
        "until": facts.until.isoformat() if facts.until else "",
        "outcome": rules.OUTCOMES[command.outcome],
        "reasons": command.words.strip(),
        "sample": tenant.sample,
        "date": time.today().isoformat(),
        "item_code": "",
        "phone": "",
    }


PAPERS = (
    Paper(
        code="supervision.conclusion",
        name=N_("责任倒查结论书"),
        template="supervision/papers/conclusion.html",
        article=ARTICLE,
        required=("organ", "number", "applicant", "outcome", "reasons", "date"),
        context=conclusion,
    ),
)
CHAIN = CaseKind(
    code=queries.KIND,
    label=N_("责任倒查"),
    series="倒",
    initial="opened",
    states=(
        State("opened", N_("倒查待询问"), "已收件"),
        State("being_heard", N_("等待当事人说明"), "办理中"),
        State("to_conclude", N_("待作结论"), "办理中"),
        State("concluded", N_("已作结论"), "已办结", final=True),
    ),
    transitions=(
        Transition(
            "ask",
            N_("询问当事人"),
            ("opened",),
            "being_heard",
            Perm.CHAIN,
            rules.Ask,
            ARTICLE,
            facts=queries.facts,
            ready=rules.may_ask,
            guard=rules.ask,
            handler=services.ask,
            clocks=(Start(rules.HEARING, on=lambda facts, command: facts.today),),
        ),
        Transition(
            "hear",
            N_("当事人说明情况"),
            ("being_heard",),
            "to_conclude",
            "",
            rules.Hear,
            ARTICLE,
            facts=queries.facts,
            guard=rules.hear,
            handler=services.take_down,
            clocks=(Stop(rules.HEARING),),
            by_party=True,
            notify=(Tell(Perm.CHAIN_DECIDE, TO_CONCLUDE),),
        ),
        Transition(
            "conclude",
            N_("作出结论"),
            ("opened", "being_heard", "to_conclude"),
            "concluded",
            Perm.CHAIN_DECIDE,
            rules.Conclude,
            ARTICLE,
            facts=queries.facts,
            ready=rules.may_conclude,
            guard=rules.conclude,
            clocks=(Stop(rules.HEARING),),
            handler=services.conclude,
            papers=("supervision.conclusion",),
        ),
    ),
    opening_article=ARTICLE,
    answerable=False,
    read=Perm.CHAIN_READ,
    act_endpoint="supervision_chains.act",
    detail_template="supervision/_chain.html",
    detail=queries.detail,
    facts=queries.facts,
    hidden=queries.hidden,
)
