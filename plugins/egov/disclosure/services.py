"""Taking a request for information in, and what its acts fill; no handler assigns a state or a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import placed
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.models import Tenant
from core.tenancy.offices import office
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import queries, rules
from plugins.egov.disclosure.consulting import documents as consulting
from plugins.egov.disclosure.models import InformationRequest
from plugins.egov.permissions import Perm

NO_OFFICE = N_("还没有设立政府信息公开工作机构，请到窗口或者打电话询问。")


def ask(session: ScopedSession, actor: Actor, command: cmd.Ask, key: str) -> Case:
    """Take a request in for the 政府信息公开工作机构, from its applicant or by staff of that office.

    Raises:
        Forbidden: the actor is neither.
        DomainError: something is missing, or there is no such office.
    """
    own = office(session)
    if not actor.is_party and not actor.may(Perm.DISCLOSE, own.id if own else None):
        raise Forbidden(Perm.DISCLOSE)
    if done := kernel.once(session, key, "open"):
        return done
    problems = rules.ask(command, time.today())
    if own is None:
        problems.append(Problem(NO_OFFICE))
    if problems or own is None:
        raise DomainError(problems)
    opening = Opening(
        title=N_("政府信息公开申请"),
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}公开",
        unit_id=own.id,
        parties=(
            Party(
                "applicant",
                command.name.strip(),
                command.id_number.strip(),
                command.phone.strip(),
                command.address.strip(),
            ),
        ),
        received_on=command.received_on or time.today(),
        channel=rules.CASE_CHANNELS.get(command.channel, "oral" if command.oral else "window"),
        state="req_unconfirmed" if command.channel in rules.CONFIRMED else "req_received",
        values={"waits": command.channel in rules.CONFIRMED},
        label=N_("收到申请"),
    )

    def detail(case: Case) -> Sequence[object]:
        return [
            InformationRequest(
                tenant_id=case.tenant_id,
                case_id=case.id,
                channel=command.channel,
                form=command.form,
                oral=command.oral,
                wanted=command.wanted.strip(),
            )
        ]

    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def ask_request_correction(
    session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AskCorrection
) -> None:
    """Keep what is unclear."""
    queries.request_of(session, case).unclear = command.words.strip()


def correct_request(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """The request as it was put right, below what was asked first."""
    row = queries.request_of(session, case)
    row.corrected_on = time.today()
    row.wanted = f"{row.wanted}\n{command.words.strip()}"


def extend_request(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Extend) -> None:
    """Keep by how much.

    Raises:
        DomainError: the office has a head of its own, who is to consent (条例 33②).
    """
    heads = {account for _unit, account, _name in placed(session, (Perm.DISCLOSE_EXTEND,), (case.unit_id,))}
    if heads and actor.account_id not in heads:
        raise DomainError(Problem(N_("延长答复期限由政府信息公开工作机构负责人同意。")))
    queries.request_of(session, case).extended_days = command.days


def draft_reply(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Draft) -> None:
    """Keep the reply that is proposed, and who drafted it."""
    row = queries.request_of(session, case)
    row.drafted_by = actor.account_id
    row.reply, row.words = command.reply, command.words.strip()
    row.override = command.override.strip() if facts.contested and command.reply in rules.GIVES else ""
    row.ground = command.ground if command.reply in rules.WITHHOLDS else ""


def answer_request(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Tell the third parties whose information is published against their will, and why (条例 32).

    Raises:
        DomainError: whoever drafted the reply signs it.
    """
    row = queries.request_of(session, case)
    if row.drafted_by == actor.account_id:
        raise DomainError(Problem(N_("拟写答复的人不能签发自己的答复稿，请由另一位负责人签发。")))
    if row.override:
        consulting.tell_third_parties(session, actor, case, facts)
