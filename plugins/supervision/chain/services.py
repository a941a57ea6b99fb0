"""Opening a look back, asking and hearing the person, and concluding it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.cases.models import Case, Participant
from core.cases.services import Opening, Party
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.exchange import services as exchange
from core.exchange.parcel import Parcel
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from core.tenancy.offices import of_function
from plugins.supervision import office
from plugins.supervision.chain import queries, rules
from plugins.supervision.chain.models import Chain
from plugins.supervision.complaint import queries as complaints
from plugins.supervision.permissions import Perm

TITLE = N_("责任倒查")
NOT_YET = N_("还没有确定当事人")
ASKED = N_("监察室请您就%(number)s说明情况，请在期限内答复。")
HEARD = NoticeKind(
    "supervision.heard",
    N_("请说明情况"),
    Matter("supervision_hearing", "/w/{tenant}/accountability/heard/{id}", queries.alive, queries.visible),
    default="now",
)


def begin(session: ScopedSession, actor: Actor, missed: queries.Missed, key: str) -> Case:
    """Open a look back at a matter that missed its limit; standard, limit and hands are frozen as they are.

    Raises:
        Forbidden: the actor is not of the supervision office.
    """
    office.refuse(session, actor, Perm.CHAIN)
    unit, tenant = of_function(session, office.SUPERVISION), session.get_one(Tenant, session.tenant)
    assert unit is not None
    opening = Opening(
        title=TITLE,
        series=f"{tenant.settings['prefix']}倒",
        unit_id=unit.id,
        parties=(Party("concerned", NOT_YET),),
        received_on=time.today(),
        label=N_("启动责任倒查"),
    )

    def detail(case: Case) -> Sequence[object]:
        return (
            Chain(
                tenant_id=case.tenant_id,
                case_id=case.id,
                subject=missed.subject,
                subject_id=missed.subject_id,
                called=missed.called,
                unit=missed.unit,
                rule=missed.rule,
                article=missed.article,
                start_on=missed.start_on,
                due_on=missed.due_on,
                ended_on=missed.ended_on,
                hands=json.dumps([hand.to_json() for hand in missed.hands], ensure_ascii=False, default=str),
                opened_id=actor.account_id,
            ),
        )

    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def ask(session: ScopedSession, actor: Actor, case: Case, facts: rules.Known, command: rules.Ask) -> None:
    """Keep who is asked and what, and tell them."""
    if command.person_id == actor.account_id:
        raise DomainError(Problem(N_("不能自己询问自己，请由监察室的其他人办理。"), "person"))
    row = queries.chain_of(session, case)
    person = session.get_one(Account, command.person_id)
    row.person_id, row.person, row.question = person.id, person.display_name, command.question.strip()
    case.party = person.display_name
    for party in session.scalars(select(Participant).where(Participant.case_id == case.id)):
        party.name = person.display_name
    notices.tell(session, News(HEARD.code, case.id, ASKED, {"number": case.number}), [person.id])


def hear(session: ScopedSession, actor: Actor, case_id: UUID, words: str, version: int, key: str) -> Case:
    """Take down what the person says, as the party of the case.

    Raises:
        NotFound: the actor is not the one who is asked.
        DomainError: they spoke already, it is concluded, or they say nothing.
    """
    found = queries.asked(session, actor, case_id)
    if found is None or actor.visiting:
        raise NotFound(case_id)
    party = Actor.party(session.tenant, actor.name)
    return cases.act(session, party, case_id, "hear", rules.Hear(version=version, words=words), key)


def take_down(session: ScopedSession, actor: Actor, case: Case, facts: rules.Known, command: rules.Hear) -> None:
    """Keep what the person said."""
    row = queries.chain_of(session, case)
    row.heard, row.heard_on = command.words.strip(), time.today()


def conclude(session: ScopedSession, actor: Actor, case: Case, facts: rules.Known, command: rules.Conclude) -> None:
    """Keep the outcome; what is for the county's 纪检监察 goes there by parcel.

    Raises:
        DomainError: the same person opened it (one opens, another decides).
    """
    row = queries.chain_of(session, case)
    if row.opened_id == actor.account_id:
        raise DomainError(Problem(N_("启动倒查的人不能作出结论，请由另一人决定。")))
    row.outcome, row.words = command.outcome, command.words.strip()
    if command.outcome == "transfer":
        tenant = session.get_one(Tenant, case.tenant_id)
        if tenant.parent_id is None:
            raise Forbidden(Perm.CHAIN_DECIDE)
        details = {
            "kind": "other",
            "about": row.unit,
            "person": row.person,
            "happened_on": row.due_on.isoformat(),
            "words": row.words,
            "name": "",
            "contact": "",
            "findings": row.heard,
            "reason": row.called,
            "place": tenant.name,
        }
        parcel = Parcel(TITLE, tenant.name, row.article, case.received_on, details=details)
        exchange.send(session, tenant.parent_id, complaints.TIP, parcel, f"{complaints.CHAIN}{case.id.hex}")
