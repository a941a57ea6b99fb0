"""Taking a voice in, what its acts fill, and the draft in which an answer goes to the public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.contracts import PublicationType
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.publishing import masking
from core.publishing import services as publishing
from core.publishing.services import Content
from core.tenancy.models import Tenant
from core.tenancy.offices import office
from plugins.egov.permissions import Perm
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import merging, queries, rules
from plugins.egov.voices.models import Voice

TAKEN_IN = N_("这个编号已经登记为%(number)s。")
NO_OFFICE = N_("本乡镇还没有设党政办公室，不能受理，请到窗口或者打电话反映。")
COLUMN = "answers"
ANSWERS = PublicationType(
    code="egov.answer",
    label=N_("来信答复"),
    column=COLUMN,
    column_label=N_("来信选登"),
    article="政府信息公开条例19",
    order=60,
)


def say(session: ScopedSession, actor: Actor, command: cmd.Say, key: str) -> Case:
    """Take a voice in, from its own person through the portal or by staff; it goes to the office that sorts.

    Raises:
        Forbidden: the actor takes nothing in here.
        DomainError: something is missing, the order was taken in before, or there is no office.
    """
    if not actor.is_party and not actor.may(Perm.TAKE):
        raise Forbidden(Perm.TAKE)
    if done := kernel.once(session, key, "open"):
        return done
    problems, own = rules.say(command, time.today()), office(session)
    order = command.order.strip()
    if order and (known := queries.of_order(session, command.source, order)) is not None:
        problems.append(Problem(TAKEN_IN, "order", {"number": known.number}))
    if own is None:
        problems.append(Problem(NO_OFFICE))
    if problems or own is None:
        raise DomainError(problems)
    opening = Opening(
        title=rules.KINDS[command.kind],
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}访",
        unit_id=own.id,
        parties=(Party("raiser", command.name.strip(), phone=command.phone.strip()),),
        received_on=command.received_on or time.today(),
        channel=rules.CASE_CHANNELS.get(command.source, "window"),
        values={"source": command.source},
        label=N_("登记"),
    )

    def detail(case: Case) -> Sequence[object]:
        return [
            Voice(
                tenant_id=case.tenant_id,
                case_id=case.id,
                source=command.source,
                kind=command.kind,
                words=command.words.strip(),
                order_number=command.order.strip(),
                consent=command.consent,
            )
        ]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, key)
    if command.at_once.strip() and case.state == "voice_received":
        act = cmd.Words(version=case.version, words=command.at_once)
        case = cases.act(session, actor, case.id, "answer_at_once", act, f"at_once:{case.id.hex}")
    return case


def object_to_transfer(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep why it is not this organ's; who said the same of their own accord is handled on."""
    queries.voice_of(session, case).answer = command.words.strip()
    merging.part(session, case)


def strike_voice(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """The entry was wrong; what others said was not."""
    merging.part(session, case)


def answer_at_once(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep what was answered on the telephone or at the window, and give it to everybody who said the same."""
    queries.voice_of(session, case).answer = command.words.strip()
    merging.answer_together(session, actor, case)


def triage(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Triage) -> None:
    """Fix the legal kind, and give it to the unit that handles it; of another kind it is not the same any more.

    Raises:
        DomainError: nobody in that unit handles voices.
    """
    if command.unit not in queries.handling_units(session):
        raise DomainError(Problem(N_("请从有承办人员的单位中选择。"), "unit"))
    row = queries.voice_of(session, case)
    if command.kind != row.kind:
        merging.part(session, case)
    row.kind, row.official = command.kind, command.official.strip() or row.official
    case.title, case.unit_id = rules.KINDS[command.kind], command.unit
    kernel.pass_on(session, case)


def pass_voice_back(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Back to the office; its limits run on."""
    own = office(session)
    if own is None:
        raise DomainError(Problem(NO_OFFICE))
    case.unit_id = own.id
    kernel.pass_on(session, case)


def divert(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Divert) -> None:
    """Keep the road, the organ and the reason, and tell everybody who said the same."""
    row = queries.voice_of(session, case)
    row.road, row.organ, row.answer = command.road, command.organ.strip(), command.words.strip()
    merging.divert_together(session, case)


def extend_petition(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Extend) -> None:
    """Keep by how much."""
    queries.voice_of(session, case).extended_days = command.days


def answer_voice(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Answer) -> None:
    """Keep the answer, and give it to everybody who said the same."""
    row = queries.voice_of(session, case)
    row.answer, row.solved = command.words.strip(), None
    merging.answer_together(session, actor, case)


def draft_opinion(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Opinion) -> None:
    """Keep the opinion that is proposed, and who drafted it."""
    row = queries.voice_of(session, case)
    row.verdict, row.reasons = command.verdict, command.reasons.strip()
    row.answer, row.basis, row.drafted_by = command.words.strip(), command.basis.strip(), actor.account_id


def sign_opinion(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Give the opinion to everybody who petitioned for the same.

    Raises:
        DomainError: whoever drafted it signs it.
    """
    if queries.voice_of(session, case).drafted_by == actor.account_id:
        raise DomainError(Problem(N_("拟写处理意见的人不能签发自己的稿子，请由另一位负责人签发。")))
    merging.answer_together(session, actor, case)


def refuse_petition(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Refuse) -> None:
    """Keep why it is not accepted."""
    row = queries.voice_of(session, case)
    row.ground, row.answer = command.ground, command.words.strip()
    merging.part(session, case)


def take_review_outcome(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.TakeOutcome) -> None:
    """Keep what came of the review; what was accepted before and is to be handled anew may be extended anew."""
    row = queries.voice_of(session, case)
    row.outcome = command.words
    if command.revoked:
        row.extended_days = 0


def voice_solved(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Keep that it is solved, as the person says."""
    queries.voice_of(session, case).solved = True


def voice_unsolved(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep what is not solved."""
    row = queries.voice_of(session, case)
    row.solved, row.vetoed, row.veto = False, True, command.words.strip()


def voice_still_unsolved(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep the second no: it stays closed, and counts as not solved."""
    row = queries.voice_of(session, case)
    row.solved, row.veto = False, command.words.strip()


def draft_publication(session: ScopedSession, actor: Actor, case: Case, key: str) -> UUID:
    """Draft the publication of an answer, with numbers masked, if its person consented; it is checked and signed as
    every publication.

    Raises:
        Forbidden: the actor does not handle it.
        NotFound: it is no voice.
        DomainError: no consent, no answer, or it was drafted before.
    """
    if case.kind != queries.KIND:
        raise NotFound(case.id)
    if not actor.may(Perm.VOICE_HANDLE, case.unit_id):
        raise Forbidden(Perm.VOICE_HANDLE)
    row = session.get_one(Voice, (session.tenant, case.id))
    problems = []
    if not row.consent:
        problems.append(Problem(N_("本人没有同意公开答复。")))
    if case.is_open or not row.answer:  # the draft of an opinion is no answer yet
        problems.append(Problem(N_("还没有答复。")))
    if row.publication_id is not None:
        problems.append(Problem(N_("已经拟过公开稿。")))
    if problems:
        raise DomainError(problems)
    words, answer = (masking.masked(text) for text in (row.words, row.answer))
    made = publishing.write(
        session, actor, Content(COLUMN, f"{rules.KINDS[row.kind]}：{words[:20]}", f"{words}\n\n答复：{answer}"), key
    )
    row.publication_id = made.id
    record(session, actor, "egov.voice.publish", str(case.id), {})
    session.flush()
    return made.id
