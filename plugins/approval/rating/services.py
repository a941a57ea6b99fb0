"""Rating a service once, and following up a bad rating."""

from __future__ import annotations

from collections.abc import Sequence

from core import cases, plugins
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Opening, Party, locked
from core.db import ScopedSession
from core.errors import DomainError, Forbidden
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.approval.queries import application_of
from plugins.approval.rating import queries, rules
from plugins.approval.rating.models import Rating

KIND = "approval.rating"
# Who rated stays unnamed to everybody who works on it.
SOMEBODY = N_("评价人（不显示姓名）")


def rate(session: ScopedSession, actor: Actor, case: Case, grade: int, words: str, key: str) -> Rating:
    """Rate a service that has ended, as its party; a bad rating opens a case that is verified, put right, answered.

    Args:
        words: needed only with a bad grade.
        key: the form's key.

    Raises:
        Forbidden: the actor is not the party.
        DomainError: it is rated already, has not ended, or a bad grade says nothing.
    """
    if not actor.is_party:
        raise Forbidden("party")
    locked(session, case.id)
    application, item = application_of(session, case)
    state = plugins.registry().case_kinds[case.kind].state(case.state)
    rated = session.get(Rating, (case.tenant_id, case.id)) is not None
    if problems := rules.rate(grade, words, final=state.final, rated=rated):
        raise DomainError(problems)
    rating = Rating(
        tenant_id=case.tenant_id,
        case_id=case.id,
        item_id=application.item_id,
        grade=grade,
        words=words.strip(),
        rated_at=time.now(),
    )
    if grade > rules.BAD:
        session.add(rating)
        session.flush()
        return rating
    tenant = session.get_one(Tenant, case.tenant_id)
    opening = Opening(
        title=f"{rules.GRADES[grade]}：{item.name}",
        series=f"{tenant.settings['prefix']}评",
        unit_id=case.unit_id,
        parties=(Party("applicant", SOMEBODY),),
        received_on=time.today(),
    )

    def detail(follow: Case) -> Sequence[object]:
        rating.follow_id = follow.id
        return (rating,)

    # Timeline and audit of that case name nobody either.
    cases.open_case(session, Actor.party(case.tenant_id, SOMEBODY), KIND, opening, detail, key)
    return rating


def verify(session: ScopedSession, actor: Actor, case: Case, facts: rules.Rated, command: rules.Verify) -> None:
    """Keep whether it is so, and what was found."""
    rating, _ = queries.followed_by(session, case)
    rating.founded, rating.findings = command.founded, command.findings.strip()


def put_right(session: ScopedSession, actor: Actor, case: Case, facts: rules.Rated, command: rules.PutRight) -> None:
    """Keep what was put right."""
    rating, _ = queries.followed_by(session, case)
    rating.measures = command.measures.strip()


def answer(session: ScopedSession, actor: Actor, case: Case, facts: rules.Rated, command: rules.Answer) -> None:
    """Keep the answer, which who rated reads on the page of their own case."""
    rating, _ = queries.followed_by(session, case)
    rating.answer = command.words.strip()
