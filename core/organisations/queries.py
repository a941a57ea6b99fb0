"""Reading organisations: a member by the key of their browser, who acts for one, and its cases."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.cases.doors import used
from core.cases.models import Case
from core.db import ScopedSession
from core.db.ids import PageKey
from core.db.keyset import newest_first
from core.organisations import rules
from core.organisations.models import Organisation, OrganisationMember

PAGE = 30


@dataclass(frozen=True, slots=True)
class Membership:
    """A person and the organisation they act for."""

    member: OrganisationMember
    organisation: Organisation

    def may(self, scope: str) -> bool:
        """Whether the mandate covers this today."""
        member = self.member
        counts = rules.counts(time.today(), member.until, removed=member.removed_at is not None)
        return counts and rules.covers(member.scopes, scope, is_admin=member.is_admin)

    @property
    def actor(self) -> Actor:
        """The organisation as party of its cases, with the name of who acts for it."""
        return Actor.party(self.member.tenant_id, f"{self.organisation.name}（{self.member.name}经办）")


def _joined() -> Select[OrganisationMember, Organisation]:
    same = (Organisation.tenant_id == OrganisationMember.tenant_id) & (
        Organisation.id == OrganisationMember.organisation_id
    )
    return select(OrganisationMember, Organisation).join(Organisation, same)


def by_keys(session: ScopedSession, keys: Mapping[UUID, str]) -> list[Membership]:
    """The members whose key still fits and whose mandate counts today: member's id → the index of their code."""
    if not keys:
        return []
    rows = session.execute(_joined().where(OrganisationMember.id.in_(keys)).order_by(OrganisationMember.id))
    found = [Membership(member, organisation) for member, organisation in rows]
    return [
        one for one in found if hmac.compare_digest(one.member.code_index, keys[one.member.id]) and one.may(rules.READ)
    ]


def by_code(session: ScopedSession, number_index: str, code_index: str) -> Membership | None:
    """Who comes in by the organisation's number and their own code, both as indexes; None for nobody."""
    query = _joined().where(OrganisationMember.code_index == code_index)
    row = session.execute(query).first()
    if row is None:
        return None
    found = Membership(row[0], row[1])
    fits = hmac.compare_digest(found.organisation.number_index, number_index)
    return found if fits and found.may(rules.READ) else None


def members_of(session: ScopedSession, organisation_id: UUID) -> Sequence[OrganisationMember]:
    """Everybody who acts or acted for an organisation: who still may first."""
    query = select(OrganisationMember).where(OrganisationMember.organisation_id == organisation_id)
    return session.scalars(query.order_by(OrganisationMember.removed_at.isnot(None), OrganisationMember.id)).all()


def registered(
    session: ScopedSession, words: str, after: PageKey | None
) -> tuple[Sequence[Organisation], PageKey | None]:
    """A page of the organisations registered here, the newest first, by a part of the name."""
    query = select(Organisation)
    if words:
        query = query.where(Organisation.name.contains(words, autoescape=True))
    return newest_first(session, query, Organisation.registered_at, Organisation.id, after, PAGE)


def cases_of(
    session: ScopedSession, organisation: Organisation, kinds: Collection[str], after: PageKey | None = None
) -> tuple[Sequence[Case], PageKey | None]:
    """A page of the organisation's cases that members see, the newest first.

    Args:
        kinds: codes of the kinds whose measure is on.
    """
    return newest_first(session, _cases(organisation, kinds), Case.opened_at, Case.id, after, PAGE)


def case_of(session: ScopedSession, organisation: Organisation, kinds: Collection[str], case_id: UUID) -> Case | None:
    """One of these cases."""
    return session.scalars(_cases(organisation, kinds).where(Case.id == case_id)).first()


def case_ids(session: ScopedSession, organisation: Organisation) -> Sequence[UUID]:
    """Every one of these cases, whether its measure is on or not."""
    return session.scalars(_cases(organisation, plugins.registry().case_kinds).with_only_columns(Case.id)).all()


def _cases(organisation: Organisation, kinds: Collection[str]) -> Select[Case]:
    open_to = [code for code, kind in plugins.registry().case_kinds.items() if kind.for_members and code in kinds]
    return select(Case).where(Case.party_index == organisation.number_index, Case.kind.in_(open_to), used())
