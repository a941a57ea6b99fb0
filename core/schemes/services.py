"""The life of a scheme: copied, written, proposed, confirmed by a second person, issued as a document for signature.

A scheme in force never changes; another version takes its place. What it moves, the worker moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.deadlines.own import EVERY, NAME, Own, is_own, read
from core.documents import addressed
from core.documents import services as documents
from core.documents.content import Content
from core.documents.models import Document
from core.documents.permissions import Perm as Documents
from core.documents.rules import LETTERHEAD
from core.duties import rescheduling
from core.duties.own import WHO
from core.duties.rescheduling import Move
from core.duties.terms import Term, Terms, strictest
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.jobs.services import emit
from core.schemes import queries, rules
from core.schemes.models import Scheme
from core.schemes.permissions import Perm
from core.schemes.rules import DRAFT, DROPPED, IN_FORCE, OPEN, PROPOSED, REPLACED, SOURCES
from core.schemes.words import body_of, sent_to, title_of
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import enabled_plugins

YEARS_BACK, YEARS_AHEAD = 0, 1
NOT_NOW = N_("方案现在是“%(state)s”，不能再做这一步，或者刚被别人改过。请刷新页面查看最新情况。")
SAME = N_("编制的人不能自己确认，请由另一人核对后确认。")


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a scheme of a year from one of `core.schemes.rules.SOURCES`."""

    year: int
    source: str


def begin(session: ScopedSession, actor: Actor, command: Begin, key: str) -> Scheme:
    """Copy a scheme to be written; the same form a second time is the same draft.

    Raises:
        Forbidden: the actor writes none here.
        DomainError: the year is past or far off, another is being written, or there is nothing to copy.
    """
    _permit(session, actor, Perm.DRAFT)
    queue(session, "schemes")
    if (known := session.scalar(select(Scheme).where(Scheme.form_key == key))) is not None:
        return known
    before = _source(session, command)
    if problems := _begin_problems(session, command, before):
        raise DomainError(problems)
    lines = queries.lines_of(session, session.tenant, command.year, before or {})
    scheme = Scheme(
        id=new_id(),
        tenant_id=session.tenant,
        form_key=key,
        year=command.year,
        source=command.source,
        terms=rules.to_json(rules.copied(lines, before or {})),
        drafted_by=actor.account_id,
        drafter=actor.title,
        changed_at=time.now(),
    )
    session.add(scheme)
    session.flush()
    _note(session, actor, scheme, "begin")
    return scheme


def edit(session: ScopedSession, actor: Actor, scheme_id: UUID, terms: Mapping[str, Term], version: int) -> Scheme:
    """Change a draft; who changed it last is who wrote it.

    Raises:
        Forbidden, NotFound: as `begin`; there is none of this id.
        DomainError: a day or quota is looser than what binds it, or says nothing; at its field.
    """
    scheme = _at(session, actor, Perm.DRAFT, scheme_id, (DRAFT,), version)
    lines = queries.lines_of(session, session.tenant, scheme.year, scheme.terms)
    if problems := rules.problems(lines, terms, scheme.year):
        raise DomainError(problems)
    scheme.terms = rules.to_json({line.code: terms[line.code] for line in lines if line.code in terms})
    scheme.drafted_by, scheme.drafter, scheme.changed_at = actor.account_id, actor.title, time.now()
    _note(session, actor, scheme, "edit")
    return scheme


def add_own(session: ScopedSession, actor: Actor, scheme_id: UUID, own: Own, term: Term, version: int) -> Scheme:
    """Set a duty of the township's own in a draft, beside those of the county's template.

    Raises:
        Forbidden, NotFound: as `begin`; there is none of this id.
        DomainError: the county's, or what was typed is none; at its field.
    """
    scheme = _at(session, actor, Perm.DRAFT, scheme_id, (DRAFT,), version)
    if session.get_one(Tenant, session.tenant).is_county:
        raise DomainError(N_("自设任务由乡镇在本级方案里增加。"))
    if problems := _own_problems(session, scheme, own):
        raise DomainError(problems)
    terms = {**rules.from_json(scheme.terms), own.code: term}
    lines = [line for line in queries.lines_of(session, session.tenant, scheme.year, terms) if line.code == own.code]
    if problems := rules.problems(lines, terms, scheme.year):
        named = {rules.field_of(own.code, name): name for name in ("month", "day", "why")}
        raise DomainError([Problem(one.message, named.get(one.field or ""), one.params) for one in problems])
    scheme.terms = rules.to_json(terms)
    scheme.drafted_by, scheme.drafter, scheme.changed_at = actor.account_id, actor.title, time.now()
    _note(session, actor, scheme, "edit")
    return scheme


def drop_own(session: ScopedSession, actor: Actor, scheme_id: UUID, code: str, version: int) -> Scheme:
    """Take a duty of the township's own out of a draft.

    Raises:
        NotFound: there is none of this code in it.
        DomainError: it is in force this year: what units owe already is not loosened.
    """
    scheme = _at(session, actor, Perm.DRAFT, scheme_id, (DRAFT,), version)
    if code not in scheme.terms or not is_own(code):
        raise NotFound(code)
    now = queries.in_force(session, session.tenant, scheme.year)
    if now is not None and code in now.terms:
        raise DomainError(N_("这项任务本年度已经执行，不能删除；下一年度的方案可以不列。"))
    scheme.terms = {each: term for each, term in scheme.terms.items() if each != code}
    scheme.drafted_by, scheme.drafter, scheme.changed_at = actor.account_id, actor.title, time.now()
    _note(session, actor, scheme, "edit")
    return scheme


def propose(session: ScopedSession, actor: Actor, scheme_id: UUID, version: int) -> Scheme:
    """Hand a draft to the second person.

    Raises:
        DomainError: as `edit`, where what binds it has changed meanwhile.
    """
    scheme = _at(session, actor, Perm.DRAFT, scheme_id, (DRAFT,), version)
    _refuse_loose(session, scheme)
    scheme.state, scheme.changed_at = PROPOSED, time.now()
    _note(session, actor, scheme, "propose")
    return scheme


def send_back(session: ScopedSession, actor: Actor, scheme_id: UUID, reason: str, version: int) -> Scheme:
    """Back to be changed, with the reason.

    Raises:
        DomainError: no reason, or it waits for nobody.
    """
    scheme = _at(session, actor, Perm.CONFIRM, scheme_id, (PROPOSED,), version)
    _refuse_silence(reason)
    scheme.state, scheme.reason, scheme.changed_at = DRAFT, reason.strip(), time.now()
    _note(session, actor, scheme, "send_back")
    return scheme


def confirm(session: ScopedSession, actor: Actor, scheme_id: UUID, version: int) -> Scheme:
    """Put a scheme in force in the place of the one before; the worker moves the open duties it moves.

    Raises:
        DomainError: the actor wrote it, or what binds it has changed meanwhile.
    """
    scheme = _at(session, actor, Perm.CONFIRM, scheme_id, (PROPOSED,), version)
    if scheme.drafted_by == actor.account_id:
        raise DomainError(SAME)
    _refuse_loose(session, scheme)
    if (before := queries.in_force(session, session.tenant, scheme.year)) is not None:
        before.state, before.changed_at = REPLACED, time.now()
        session.flush()
    scheme.state, scheme.reason = IN_FORCE, ""
    scheme.decider, scheme.decided_at = actor.title, time.now()
    scheme.changed_at = time.now()
    place = session.get_one(Tenant, session.tenant)
    place.own_duties = sorted({*place.own_duties, *filter(is_own, scheme.terms)})
    _note(session, actor, scheme, "confirm")
    for tenant in _bound(session):
        payload = {"tenant": tenant}
        emit(session, rescheduling.TOPIC, f"scheme:{scheme.id}:{tenant}", payload)
    return scheme


def drop(session: ScopedSession, actor: Actor, scheme_id: UUID, reason: str, version: int) -> Scheme:
    """Give a scheme up that is not in force yet.

    Raises:
        DomainError: no reason, or it is in force.
    """
    scheme = _at(session, actor, Perm.DRAFT, scheme_id, OPEN, version)
    _refuse_silence(reason)
    scheme.state, scheme.reason, scheme.changed_at = DROPPED, reason.strip(), time.now()
    scheme.decider, scheme.decided_at = actor.title, time.now()
    _note(session, actor, scheme, "drop")
    return scheme


def moves(session: ScopedSession, scheme: Scheme) -> list[Move]:
    """The open duties that move when this scheme is in force, as the worker will move them; none for the county's,
    whose duties are the townships'."""
    place = session.get_one(Tenant, scheme.tenant_id)
    if place.parent_id is None:
        return []
    above = queries.of_years(session, place.parent_id)
    own = queries.of_years(session, place.id)
    with_it = rules.from_json(scheme.terms)

    def of_year(year: int) -> Terms:
        return strictest([above(year), with_it]) if year == scheme.year else own(year)

    return rescheduling.moves(session, of_year)


def draft_notice(session: ScopedSession, actor: Actor, scheme_id: UUID, key: str) -> Document:
    """Draft the document 公文 with which a scheme in force is issued, to be signed for by every unit that owes.

    Raises:
        Forbidden: the actor drafts no documents here.
        DomainError: it is not in force, or was drafted before.
    """
    scheme = _at(session, actor, Documents.DRAFT, scheme_id, (IN_FORCE,), None)
    if (known := session.scalar(select(Document).where(Document.form_key == key))) is not None:
        return known
    if scheme.document_id is not None:
        raise DomainError(N_("这份方案的公文已经起草。"))
    lines = queries.lines_of(session, session.tenant, scheme.year, scheme.terms)
    units = session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)).all()
    owing = [unit for unit in units if any(line.duty.owes.hold(unit.kind, unit.function) for line in lines)]
    content = Content(
        "notice",
        LETTERHEAD,
        title_of(scheme.year),
        sent_to(owing),
        body_of(lines, rules.from_json(scheme.terms), scheme.year),
    )
    document = documents.write(session, actor, content, key)
    addressed.address(session, document, [unit.id for unit in owing])
    scheme.document_id = document.id
    _note(session, actor, scheme, "issue")
    return document


def _permit(session: ScopedSession, actor: Actor, permission: str) -> None:
    if actor.tenant != session.tenant or not actor.may(permission):
        raise Forbidden(permission)


def _at(
    session: ScopedSession,
    actor: Actor,
    permission: str,
    scheme_id: UUID,
    states: tuple[str, ...],
    version: int | None,
) -> Scheme:
    _permit(session, actor, permission)
    wanted = select(Scheme).where(Scheme.tenant_id == session.tenant, Scheme.id == scheme_id)
    scheme = session.scalar(wanted.with_for_update())
    if scheme is None:
        raise NotFound(scheme_id)
    if scheme.state not in states or version not in {None, scheme.version}:
        raise DomainError(Problem(NOT_NOW, params={"state": rules.LABELS[scheme.state]}))
    return scheme


def _source(session: ScopedSession, command: Begin) -> Mapping[str, Term] | None:
    """The terms to copy; None where there are none of that source."""
    if command.source == "above":
        return {}
    year = command.year - 1 if command.source == "last" else command.year
    found = queries.in_force(session, session.tenant, year)
    return None if found is None else rules.from_json(found.terms)


def _begin_problems(session: ScopedSession, command: Begin, before: Mapping[str, Term] | None) -> list[Problem]:
    this = time.today().year
    first, last = this - YEARS_BACK, this + YEARS_AHEAD
    if not first <= command.year <= last:
        return [Problem(N_("年度应当是%(first)d或者%(last)d。"), "year", {"first": first, "last": last})]
    if command.source not in SOURCES:
        return [Problem(N_("请选择从哪里复制。"), "source")]
    wanted = (Scheme.tenant_id == session.tenant, Scheme.year == command.year, Scheme.state.in_(OPEN))
    if session.scalar(select(Scheme.id).where(*wanted)) is not None:
        return [Problem(N_("这一年度已有一份方案正在编制，请先确认或者放弃它。"), "year")]
    return [Problem(N_("没有可以复制的方案，请另选。"), "source")] if before is None else []


def _own_problems(session: ScopedSession, scheme: Scheme, own: Own) -> list[Problem]:
    found = []
    if not NAME.fullmatch(own.name):
        found.append(Problem(N_("名称用2至40个字，不能有空格和句点。"), "name"))
    elif any(each.name == own.name for each in map(read, scheme.terms) if each is not None):
        found.append(Problem(N_("已经有同名的自设任务。"), "name"))
    if own.measure not in enabled_plugins(session, session.tenant):
        found.append(Problem(N_("请选择所属的工作。"), "measure"))
    if own.every not in EVERY:
        found.append(Problem(N_("请选择多久一次。"), "every"))
    if own.who not in WHO:
        found.append(Problem(N_("请选择责任单位。"), "who"))
    return found


def _refuse_loose(session: ScopedSession, scheme: Scheme) -> None:
    lines = queries.lines_of(session, session.tenant, scheme.year, scheme.terms)
    if problems := rules.problems(lines, rules.from_json(scheme.terms), scheme.year):
        names = tuple(dict.fromkeys(problem.message for problem in problems))
        words = N_("方案写好以后，上级方案或者开启的功能有了变动，请退回修改后再提交。")
        raise DomainError(Problem(words, params={"problems": names}))


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise DomainError(Problem(N_("请写明理由。"), "reason"))


def _bound(session: ScopedSession) -> list[int]:
    """The tenants whose duties the session's own scheme sets."""
    below = session.scalars(select(Tenant.id).where(Tenant.parent_id == session.tenant, Tenant.successor_id.is_(None)))
    return sorted(below) or [session.tenant]


def _note(session: ScopedSession, actor: Actor, scheme: Scheme, act: str) -> None:
    session.flush()
    body = {"year": scheme.year, "state": scheme.state, "reason": scheme.reason}
    record(session, actor, f"core.scheme.{act}", str(scheme.id), body)
    session.flush()
