"""Registering an organisation at the window, inviting and removing members, and coming in by number and code."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases import codes, doors
from core.db import ScopedSession
from core.db.crypto import blind_index
from core.db.ids import new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.organisations import queries, rules
from core.organisations.models import Organisation, OrganisationMember
from core.organisations.permissions import Perm
from core.organisations.queries import Membership

NOBODY = N_("统一社会信用代码或者成员码不正确，或者授权已经结束。请向本单位的管理人核对。")


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who manages an organisation's members; `document` is what was shown at the window."""

    name: str
    phone: str
    document: str


@dataclass(frozen=True, slots=True)
class Registration:
    """An organisation as the window takes it down."""

    name: str
    number: str
    representative: str
    phone: str
    address: str
    administrator: Administrator


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is to act for the organisation, for what, by which mandate, until which last day."""

    name: str
    phone: str
    scopes: tuple[str, ...]
    document: str
    until: dt.date | None


def register(session: ScopedSession, actor: Actor, order: Registration, key: str) -> tuple[Organisation, str | None]:
    """Register an organisation and its administrator.

    Returns:
        It, and the administrator's code, which can't be read again; None where the same form registered it before.

    Raises:
        Forbidden: the actor registers none.
        DomainError: this number is registered already.
    """
    if not actor.may(Perm.REGISTER):
        raise Forbidden(Perm.REGISTER)
    index = blind_index(order.number, "id_number")
    queue(session, f"organisation {index}")
    known = session.scalars(select(Organisation).where(Organisation.number_index == index)).first()
    if known is not None and known.form_key == key:
        return known, None
    if known is not None:
        raise DomainError(Problem(N_("这个统一社会信用代码已经登记过，请打开已登记的单位。"), "number"))
    made = Organisation(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        name=order.name,
        number=order.number,
        number_index=index,
        representative=order.representative,
        phone=order.phone,
        address=order.address,
        registered_at=time.now(),
        registered_by=actor.title,
    )
    session.add(made)
    session.flush()
    record(session, actor, "core.organisation.register", str(made.id), {"name": made.name})
    return made, _appoint(session, actor, made, order.administrator, key)


def replace_administrator(
    session: ScopedSession, actor: Actor, organisation_id: UUID, administrator: Administrator, key: str
) -> str | None:
    """Give the administration to another, or the same person a new code: the code of before opens nothing any more.

    The codes of the organisation's cases are made anew too, because the administrator of before could read them.

    Raises:
        Forbidden: the actor may not.
        NotFound: no such organisation in this tenant.
    """
    if not actor.may(Perm.REGISTER):
        raise Forbidden(Perm.REGISTER)
    organisation = session.get(Organisation, (session.tenant, organisation_id))
    if organisation is None:
        raise NotFound(organisation_id)
    queue(session, f"organisation {organisation.number_index}")
    if _done(session, key):
        return None
    for member in queries.members_of(session, organisation.id):
        if member.is_admin and member.removed_at is None:
            _end(session, actor, member)
    doors.renew_codes(session, queries.case_ids(session, organisation))
    return _appoint(session, actor, organisation, administrator, key)


def invite(session: ScopedSession, by: Membership, invitation: Invitation, key: str) -> str | None:
    """Invite a member.

    Returns:
        The code of the invitation, which can't be read again; None where the same form made it before.

    Raises:
        NotFound: who invites is no administrator.
        DomainError: what is wrong with the invitation.
    """
    _administers(by)
    queue(session, f"organisation {by.organisation.number_index}")
    if _done(session, key):
        return None
    current = func.count(OrganisationMember.id)
    ours = (OrganisationMember.organisation_id == by.organisation.id, OrganisationMember.removed_at.is_(None))
    members = session.scalar(select(current).where(*ours)) or 0
    problems = rules.invitation_problems(invitation.scopes, invitation.until, members, time.today())
    if problems:
        raise DomainError(problems)
    given: dict[str, Any] = {"scopes": [scope for scope in rules.SCOPES if scope in invitation.scopes]}
    about = {**given, "document": invitation.document, "until": str(invitation.until)}
    row, code = _member(by.organisation, invitation.name, invitation.phone, invitation.document, key, by.member.name)
    row.scopes, row.until = given["scopes"], invitation.until
    session.add(row)
    session.flush()
    record(session, by.actor, "core.organisation.invite", str(row.id), about)
    return code


def remove(session: ScopedSession, by: Membership, member_id: UUID) -> OrganisationMember:
    """Remove a member, who sees nothing from the next request on. The second time changes nothing.

    Raises:
        NotFound: who removes is no administrator, or the organisation has no such member.
        DomainError: it is the administrator, whom only the window replaces.
    """
    _administers(by)
    row = session.get(OrganisationMember, (session.tenant, member_id))
    if row is None or row.organisation_id != by.organisation.id:
        raise NotFound(member_id)
    if row.is_admin:
        raise DomainError(Problem(N_("管理人由窗口更换，请带营业执照和身份证件到窗口办理。")))
    if row.removed_at is None:
        _end(session, by.actor, row, by.member.name)
    return row


def enter(session: ScopedSession, number: str, code: str) -> tuple[Membership, str | None]:
    """Let a member in; the first time the invitation's code, which the inviter knows, is exchanged for their own.

    Returns:
        The member, and the new code, which can't be read again; None where it was exchanged before.

    Raises:
        DomainError: number or code is wrong, or the mandate has ended, which look the same.
    """
    index = blind_index(codes.clean(code), "member_code")
    found = queries.by_code(session, blind_index(number, "id_number"), index)
    if found is None:
        raise DomainError(Problem(NOBODY, "code"))
    member = found.member
    if member.joined_at is not None:
        return found, None
    own = codes.new_code()
    member.code_index, member.joined_at = blind_index(own, "member_code"), time.now()
    record(session, found.actor, "core.organisation.join", str(member.id), {"name": member.name})
    session.flush()
    return found, own


def reindex(session: ScopedSession) -> None:
    """Write the index of every organisation's number under this installation's key.

    Codes can't be written anew: the window gives the administrator another, who invites again.
    """
    for row in session.scalars(select(Organisation)):
        row.number_index = blind_index(row.number, "id_number")


def _appoint(
    session: ScopedSession, actor: Actor, organisation: Organisation, administrator: Administrator, key: str
) -> str:
    row, code = _member(organisation, administrator.name, administrator.phone, administrator.document, key, actor.title)
    row.is_admin, row.joined_at = True, time.now()  # handed over in person
    session.add(row)
    session.flush()
    record(session, actor, "core.organisation.appoint", str(row.id), {"name": row.name, "document": row.document})
    return code


def _member(
    organisation: Organisation, name: str, phone: str, document: str, key: str, by: str
) -> tuple[OrganisationMember, str]:
    code = codes.new_code()
    row = OrganisationMember(
        tenant_id=organisation.tenant_id,
        id=new_id(),
        form_key=key,
        organisation_id=organisation.id,
        name=name,
        phone=phone,
        document=document,
        code_index=blind_index(code, "member_code"),
        invited_at=time.now(),
        invited_by=by,
    )
    return row, code


def _end(session: ScopedSession, actor: Actor, row: OrganisationMember, by: str = "") -> None:
    row.removed_at, row.removed_by = time.now(), by or actor.title
    record(session, actor, "core.organisation.remove", str(row.id), {"name": row.name})
    session.flush()


def _administers(by: Membership) -> None:
    if not by.member.is_admin or not by.may(rules.READ):
        raise NotFound(by.member.id)


def _done(session: ScopedSession, key: str) -> bool:
    query = select(OrganisationMember.id).where(OrganisationMember.form_key == key)
    return session.scalars(query).first() is not None
