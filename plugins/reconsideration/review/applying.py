"""Opening a review: from the party, its own staff, or what an intake point sent on."""

from __future__ import annotations

from collections.abc import Sequence

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.cases.models import Case
from core.cases.notices import TURN
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import queries, rules
from plugins.reconsideration.review.models import Review

MOST_FILES = 20
CAME = N_("收到行政复议申请%(number)s，请在五个工作日内审查。")
NO_BUREAU = N_("没有设置行政复议机构，不能接收行政复议申请。")


def apply(session: ScopedSession, actor: Actor, command: cmd.Apply, key: str) -> Case:
    """Open a review at the county, from the party, its own staff, or what an intake point sent on.

    Raises:
        Forbidden: staff that handles no reviews.
        DomainError: this is no organ of review (4), or what `rules.apply` says.
    """
    tenant, unit = session.get_one(Tenant, session.tenant), queries.bureau(session)
    if not tenant.is_county:
        raise DomainError(Problem(rules.DECISION_OF_COUNTY))
    if unit is None:
        raise DomainError(Problem(NO_BUREAU))
    if not actor.is_party and not actor.is_system and not actor.may(Perm.REVIEW, unit.id):
        raise Forbidden(Perm.REVIEW)
    names = queries.townships(session)
    problems = rules.apply(command, time.today())
    if command.forum == law.TOWNSHIP and command.respondent and str(command.respondent) not in names:
        problems.append(Problem(N_("请选择是哪个乡镇。"), "respondent"))
    if problems:
        raise DomainError(problems)
    respondent = names[str(command.respondent)] if command.forum == law.TOWNSHIP else command.respondent_name.strip()
    parties = [Party("applicant", command.name.strip(), command.id_number, command.phone, command.address.strip())]
    if command.agent.strip():
        parties.append(Party("agent", command.agent.strip()))
    opening = Opening(
        title=f"不服{respondent}{law.ACTS[command.act]}",
        series=f"{tenant.settings['prefix']}复",
        unit_id=unit.id,
        parties=tuple(parties),
        received_on=time.today(),
        channel=law.CHANNELS[command.way],
        label=N_("收到行政复议申请"),
    )

    def detail(case: Case) -> Sequence[object]:
        for kept in command.files:
            files.attach(session, kept, owner_kind="case", owner_id=case.id, at_most=MOST_FILES)
        return [_row(case, command, respondent)]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, key)
    if case.handler_id is None:
        news = News(TURN.code, case.id, CAME, {"number": case.number})
        notices.tell(session, news, people_for(session, Perm.REVIEW, unit.id))
    return case


def _row(case: Case, command: cmd.Apply, respondent: str) -> Review:
    assert command.known_on is not None  # the guard saw to it
    return Review(
        tenant_id=case.tenant_id,
        case_id=case.id,
        respondent=command.respondent if command.forum == law.TOWNSHIP else 0,
        respondent_name=respondent,
        forum=command.forum,
        act=command.act,
        first=list(law.review_first(command.first)),
        document=command.document.strip(),
        made_on=command.made_on,
        known_on=command.known_on,
        told_on=command.told_on,
        realty=command.realty,
        delayed_from=command.delayed_from,
        delayed_to=command.delayed_to,
        delay=command.delay.strip(),
        amount=rules.fen_of(command.amount),
        way=command.way,
        applied_on=command.applied_on,
        subject=command.subject,
        about=command.about.strip(),
        claims=command.claims.strip(),
        reasons=command.reasons.strip(),
        rule_asked=command.rule_asked.strip(),
        damages=command.damages.strip(),
        joint=command.joint.strip(),
        intake_note=command.intake_note.strip(),
    )
