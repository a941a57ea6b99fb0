"""The papers of an order: what 行政强制法 35, 37 and 44 ask them to say."""

from __future__ import annotations

from typing import Any

from core.cases.models import Case
from core.contracts import PaperClass
from core.db import ScopedSession
from core.i18n import N_
from plugins.penalty.orders import queries
from plugins.penalty.orders.queries import Whole
from plugins.penalty.ordinary.documents import Context, about, line, paper, part, typed


def common(session: ScopedSession, case: Case) -> tuple[Whole, Context]:
    """What every paper of an order says."""
    found = queries.whole(session, case)
    return found, about(session, case, found.offence, found.order, found.officers)


def ordered(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """责令停止建设、限期改正决定书: the facts, what to do by when, and what comes if it is not done."""
    _found, context = common(session, case)
    day = command.correct_by.isoformat()
    return {
        **context,
        "demand": command.demand.strip(),
        "correct_by": day,
        "parts": [
            part(
                N_("违法事实"),
                line(N_("您在%(place)s有下列行为：%(item)s。"), place=context["place"], item=context["item"]),
                typed(context["facts"]),
            ),
            part(
                N_("责令"),
                line(N_("依据%(basis)s，责令您立即停止建设。"), basis=context["basis"]),
                typed(command.demand.strip()),
                line(N_("改正的期限至%(day)s；逾期不改正的，可以依法拆除。"), day=day),
            ),
        ],
    }


def urging(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """催告书: until when and how to do it, and the right to be heard (35)."""
    found, context = common(session, case)
    row = found.order
    return {
        **context,
        "until": command.until.isoformat(),
        "parts": [
            part(
                N_("应当履行的义务"),
                line(
                    N_("本机关%(day)s作出的责令限期改正决定，您逾期没有履行。"),
                    day=row.ordered_on.isoformat() if row.ordered_on else "",
                ),
                typed(row.demand),
            ),
            part(
                N_("期限和权利"),
                line(N_("请在%(day)s以前自行履行。您有权进行陈述和申辩。"), day=command.until.isoformat()),
                line(N_("期满仍不履行，又没有正当理由的，本机关可以依法作出强制拆除决定。")),
            ),
        ],
    }


def demolition(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """强制拆除决定书: reasons and basis, way and time; the ways against it stand at its end (37②)."""
    found, context = common(session, case)
    row = found.order
    return {
        **context,
        "reasons": command.reasons.strip(),
        "manner": command.manner.strip(),
        "parts": [
            part(
                N_("理由和依据"),
                line(
                    N_("经%(day)s催告，您逾期仍不履行责令限期改正决定。依据%(basis)s，决定强制拆除。"),
                    day=row.urged_on.isoformat() if row.urged_on else "",
                    basis=context["basis"],
                ),
                typed(command.reasons.strip()),
            ),
            part(N_("当事人的意见和复核"), typed(row.said), typed(row.examined)),
            part(
                N_("方式和时间"),
                typed(command.manner.strip()),
                line(N_("公告的自行拆除期限和申请行政复议、提起行政诉讼的期限届满以前，不强制拆除。")),
            ),
        ],
    }


def notice(session: ScopedSession, case: Case, facts: Any, command: Any) -> Context:
    """公告: until when to take it down oneself (44)."""
    found, context = common(session, case)
    decided_on = found.order.decided_on
    return {
        **context,
        "until": command.until.isoformat(),
        "parts": [
            part(
                N_("公告"),
                line(
                    N_("本机关%(day)s作出强制拆除决定，拆除%(place)s的违法建设。"),
                    day=decided_on.isoformat() if decided_on else "",
                    place=context["place"],
                ),
                typed(context["facts"]),
                line(N_("请在%(day)s以前自行拆除。"), day=command.until.isoformat()),
                line(N_("逾期不拆除，在法定期限内又不申请行政复议或者提起行政诉讼的，本机关将依法强制拆除。")),
            ),
        ],
    }


PAPERS = (
    paper(
        *("order", N_("责令停止建设、限期改正决定书"), "城乡规划法65", ordered, "demand", "correct_by", "remedies"),
        template="order",
        grade=PaperClass.DECISION,
    ),
    paper("order_urging", N_("强制拆除催告书"), "行政强制法35", urging, "until"),
    paper(
        *("demolition", N_("强制拆除决定书"), "行政强制法37", demolition, "reasons", "manner", "remedies"),
        template="order",
        grade=PaperClass.DECISION,
    ),
    paper("demolition_notice", N_("限期自行拆除公告"), "行政强制法44", notice, "until", grade=PaperClass.DECISION),
)
