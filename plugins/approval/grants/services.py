"""Making a grant with its decision, and what becomes of it later; no handler assigns a case's state or a limit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import serving
from core.cases.models import Case
from core.cases.notices import PROGRESS
from core.cases.queries import parties_of
from core.cases.services import Opening, Party
from core.db import Database, Scope, ScopedSession, numbers
from core.db.masks import mask_name
from core.documents import endings
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from core.web.fields import id_number_fault
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules
from plugins.approval.grants.models import Grant, Matter
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm

KIND = "approval.grant"
SERVED = frozenset({"approval.grant_decision", "approval.renewal", "approval.new_certificate"})
# The applicant's own limit is thirty days before the end (许可法 50①); the reminder leaves as long again to prepare.
REMIND = dt.timedelta(days=60)
ENDING = N_("您的%(item)s（%(number)s）有效期至%(day)s，需要延续的，请最迟在届满三十日前申请。")


def issue(session: ScopedSession, case: Case, item: Item, application: Application, until: dt.date | None) -> Grant:
    """Enter a licence in the register with the number of its certificate (许可法 39, 40).

    Args:
        until: its last day; None where it does not end by itself.
    """
    tenant, today = session.get_one(Tenant, case.tenant_id), time.today()
    holder = parties_of(session, case)[0]
    series = f"{tenant.settings['prefix']}证"
    grant = Grant(
        tenant_id=case.tenant_id,
        case_id=case.id,
        item_id=application.item_id,
        number=f"{series}〔{today.year}〕{numbers.take(session, series, today.year)}号",
        item_name=item.name,
        holder=_in_public(holder.name, holder.id_number),
        organ=item.entrusted_by or f"{tenant.name}人民政府",
        granted_on=today,
        valid_from=today,
        valid_until=until,
        published=True,
    )
    session.add(grant)
    session.flush()
    return grant


def _in_public(name: str, id_number: str | None) -> str:
    """A holder as the register shows them: an organisation by its name, a person's masked."""
    organisation = bool(id_number) and bool(id_number_fault(id_number or ""))
    return name if organisation else mask_name(name)


def needed_for(matter: str) -> Perm:
    """Who may open a case about a grant: the window what its holder asks for, the handler what the organ begins."""
    return Perm.RECEIVE if matter in rules.ASKED else Perm.HANDLE


def open_matter(session: ScopedSession, actor: Actor, grant_id: UUID, command: cmd.OpenMatter, key: str) -> Case:
    """Open a case about a grant: what its holder asks for, online too, or what the organ begins.

    Args:
        actor: as the party, who was let into the case that the grant was made on.

    Raises:
        Forbidden: the actor may not open one.
        DomainError: the grant has ended, another case about it is open, or the ground is none of the law's.
    """
    grant = queries.grant_of(session, grant_id)
    origin = session.get_one(Case, (session.tenant, grant.case_id))
    needs = needed_for(command.matter)
    allowed = command.matter in rules.ASKED if actor.is_party else actor.may(needs, origin.unit_id)
    if not allowed:
        raise Forbidden(needs)
    if done := cases.services.once(session, key, "open"):
        return done
    problems = rules.open_matter(command, grant.valid_until, time.today())
    problems += rules.still_open(command, grant.standing)
    if queries.open_on(session, grant):
        problems.append(Problem(N_("该许可还有没有办结的延续、变更或者撤销案件。")))
    if problems:
        raise DomainError(problems)
    tenant = session.get_one(Tenant, session.tenant)
    holder, now = parties_of(session, origin)[0], queries.holding(session, grant)
    opening = Opening(
        title=grant.item_name,
        series=f"{tenant.settings['prefix']}证办",
        unit_id=origin.unit_id,
        parties=(Party("applicant", now.name, holder.id_number or "", holder.phone or "", now.address),),
        received_on=time.today(),
        channel="online" if actor.is_party else "window",
    )

    def detail(case: Case) -> list[object]:
        return [
            Matter(
                tenant_id=case.tenant_id,
                case_id=case.id,
                grant_id=grant.id,
                matter=command.matter,
                ground=command.ground,
                request=command.request.strip(),
                changes=json.dumps(_changed(now, command.changes), ensure_ascii=False),
                opened_by=actor.account_id,
            )
        ]

    return cases.open_case(session, actor, KIND, opening, detail, key)


def _changed(now: queries.Holding, wanted: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What a change changes: as it stands, and as it is to stand."""
    given = {name: words.strip() for name, words in wanted.items() if name in rules.CHANGES and words.strip()}
    return {name: (getattr(now, name), words) for name, words in given.items()}


def hear_holder(
    session: ScopedSession, actor: Actor, case: Case, facts: rules.MatterFacts, command: cmd.HearHolder
) -> None:
    """Keep what the holder said."""
    matter, _ = queries.matter_of(session, case)
    matter.said = command.said.strip()


def decide(
    session: ScopedSession, actor: Actor, case: Case, facts: rules.MatterFacts, command: cmd.DecideMatter
) -> None:
    """Fix the decision, and bring the register up to date with it.

    Raises:
        DomainError: the same person opened the case.
    """
    matter, grant = queries.matter_of(session, case)
    if matter.opened_by == actor.account_id:
        raise DomainError(Problem(N_("登记人不能同时作出决定，请由另一名负责人决定。")))
    matter.decision, matter.reasons = command.decision, command.reasons.strip()
    matter.decided_on, matter.until = time.today(), command.until
    if command.decision != "grant":
        return
    grant.article = facts.article
    if matter.matter == rules.RENEW:
        grant.valid_until, grant.reminded_on = command.until, None
    elif matter.matter == rules.CHANGE:
        session.flush()
        holder = parties_of(session, case)[0]
        grant.holder = _in_public(queries.holding(session, grant).name, holder.id_number)
    else:
        grant.standing, grant.over_on = matter.matter, time.today()
    _end_certificates(session, actor, grant, facts)


def _end_certificates(session: ScopedSession, actor: Actor, grant: Grant, facts: rules.MatterFacts) -> None:
    """Say of the certificate that it counts no more, so that whoever verifies it reads so: a newer one stands in its
    place, or the grant is over."""
    state = endings.REPLACED if facts.asked else endings.RECALLED
    given = queries.certificates(session, grant)
    for paper_id in set(given) - set(endings.of(session, given)):
        endings.end(session, actor, paper_id, state, f"{rules.MATTERS[facts.matter]}（{facts.article}）")


def serve(session: ScopedSession, actor: Actor, case: Case, facts: rules.MatterFacts, command: cmd.ServeMatter) -> None:
    """Keep how the decision was served, and the new certificate with it."""
    serving.keep_of_case(session, actor, case, command.service, SERVED)


def renew_by_silence(
    session: ScopedSession, actor: Actor, case: Case, facts: rules.MatterFacts, command: cmd.RenewBySilence
) -> None:
    """Renewed by the law, for as long again (许可法 50②)."""
    matter, grant = queries.matter_of(session, case)
    assert grant.valid_until is not None
    matter.decision, matter.decided_on = "grant", time.today()
    matter.until = rules.renewed_until(grant.valid_from, grant.valid_until)
    grant.valid_until, grant.reminded_on, grant.article = matter.until, None, "行政许可法50②"


def reissue(session: ScopedSession, actor: Actor, case: Case, facts: rules.MatterFacts, command: cmd.Reissue) -> None:
    """The certificate with the day that is over ends; the new one stands in its place."""
    _end_certificates(session, actor, queries.matter_of(session, case)[1], facts)


def remind(database: Database, tenant: int) -> None:
    """Tell the holders of grants that end soon, once each, while they can still ask for a renewal in time."""
    today = time.today()
    with database.write(Scope.one(tenant)) as session:
        ending = session.scalars(
            select(Grant)
            .where(
                Grant.standing == "valid",
                Grant.reminded_on.is_(None),
                Grant.valid_until >= today,
                Grant.valid_until <= today + REMIND,
            )
            .limit(500)
        ).all()
        for grant in ending:
            assert grant.valid_until is not None
            said = {"item": grant.item_name, "number": grant.number, "day": grant.valid_until.isoformat()}
            notices.tell_party(session, News(PROGRESS.code, grant.case_id, ENDING, said))
            grant.reminded_on = today
