"""Taking a request for information in, and what its acts fill; no handler assigns a state or a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import cases
from core import clock as time
from core.accounts.actor import Actor
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
        values={"confirmed": command.channel not in rules.CONFIRMED, "online": command.channel == rules.ONLINE},
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


def consult_others(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Consult) -> None:
    """Keep whom the organ asked."""
    row = queries.request_of(session, case)
    row.consulted, row.consulted_name = command.whom, command.name.strip()
    row.opinion, row.opinion_words = "", ""


def end_consulting(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.EndConsulting) -> None:
    """Keep what came."""
    row = queries.request_of(session, case)
    row.opinion, row.opinion_words = command.opinion, command.words.strip()


def maker_consents(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """A co-maker that said nothing consents (条例 34)."""
    queries.request_of(session, case).opinion = rules.SILENT


def extend_request(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Extend) -> None:
    """Keep by how much."""
    queries.request_of(session, case).extended_days = command.days


def draft_reply(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Draft) -> None:
    """Keep the reply that is proposed."""
    row = queries.request_of(session, case)
    row.reply, row.words, row.override = command.reply, command.words.strip(), command.override.strip()
    row.ground = command.ground if command.reply in rules.WITHHOLDS else ""
