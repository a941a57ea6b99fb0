"""Opening applications, and the handlers the transitions name. None of them assigns a state or a legal limit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import drafts, serving
from core.cases.models import Case, Draft
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.approval import commands as cmd
from plugins.approval import materials, queries
from plugins.approval.county import sending as county
from plugins.approval.grants import services as grants
from plugins.approval.handling import services as handling
from plugins.approval.items.queries import laws, open_to_all
from plugins.approval.items.rules import answers, repealed
from plugins.approval.joint import services as joint
from plugins.approval.models import Application, Item
from plugins.approval.rules import GRANT, REGISTERED, WAITING, Facts
from plugins.approval.steps import queries as places
from plugins.approval.steps import services as steps
from plugins.approval.steps.rules import POST, PRE

# The papers that say what was decided, and the certificate that is handed over with them.
SERVED = ("grant", "refusal", "result", "relay", "review_copy", "non_acceptance", "certificate", "settled")
DECISIONS = frozenset(f"approval.{code}" for code in SERVED)


@dataclass(frozen=True, slots=True)
class Registration:
    """What a village agent registers that the township has not received yet.

    Attributes:
        agent_id: who brings it up, whose it is until then.
        rows: what is kept of it beside the case.
        village_id: where it is registered, which is the applicant's.
        received: the village is published as the township's window: what it registers is received.
    """

    agent_id: UUID
    rows: Callable[[Case], Sequence[object]]
    received: bool = False
    village_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """An application as handed in, online, at the counter, by word of mouth or to a village agent.

    Attributes:
        parties: the applicant first, then who applies together with them and who acts for them.
        oral: what was said and read back, of an oral application.
        promise_days: working days within which what may come later was promised; None where nothing was.
        received_on: the day of receipt, where it is entered later; None: today.
        village_id: the applicant's village where it is known; None: as the texts name it.
    """

    item: Item
    parties: Sequence[Party]
    form: Mapping[str, str]
    channel: str = "online"
    on_paper: tuple[str, ...] = ()
    note: str = ""
    oral: str = ""
    promise_days: int | None = None
    registration: Registration | None = None
    received_on: dt.date | None = None
    village_id: UUID | None = None


def submit(
    session: ScopedSession, actor: Actor, submission: Submission, key: str, draft_id: UUID | None = None
) -> Case:
    """Open the case of an application, with the files of its draft; its receipt is its first paper.

    Args:
        draft_id: whose files the case takes over, before the receipt says which materials came.

    Raises:
        DomainError: the edition does not count today, its basis is repealed, or the applicant has no name.
    """
    item = submission.item
    open_to_all(session, item)
    if not submission.parties or not submission.parties[0].name.strip():
        raise DomainError(Problem(N_("请填写申请人姓名或者名称。"), "name"))
    tenant = session.get_one(Tenant, item.tenant_id)
    opening = Opening(
        title=item.name,
        series=f"{tenant.settings['prefix']}{'许' if item.is_licence else '办'}",
        unit_id=item.unit_id,
        parties=submission.parties,
        received_on=submission.received_on or time.today(),
        channel=submission.channel,
        note=submission.note,
        values={"oral": bool(submission.oral)},
        **_opened(submission),
    )

    def detail(case: Case) -> Sequence[object]:
        # Before the receipt is made out, which names what was handed in.
        if draft_id is not None:
            hand_over_files(session, draft_id, case)
        return [
            Application(
                tenant_id=case.tenant_id,
                case_id=case.id,
                item_id=item.id,
                village_id=_village(session, submission),
                form=json.dumps(answers(item.fields, submission.form), ensure_ascii=False),
                on_paper=list(submission.on_paper),
                oral=submission.oral,
                mandated=any(party.role in materials.MANDATED for party in submission.parties),
                promise_days=submission.promise_days,
            ),
            *(submission.registration.rows(case) if submission.registration is not None else ()),
            *steps.begin(case, item, PRE),
        ]

    return cases.open_case(session, actor, "approval.application", opening, detail, key)


def _opened(submission: Submission) -> dict[str, Any]:
    """Where it stands at first: received, or registered by an agent, or waiting for what comes before it."""
    registration = submission.registration
    carried = registration is not None and not registration.received
    given: dict[str, Any] = {"handler_id": registration.agent_id} if registration is not None and carried else {}
    if any(row["phase"] == PRE for row in submission.item.steps):
        return {"state": WAITING, "label": N_("登记，等待前置环节"), **given}
    return {"state": REGISTERED, "label": N_("代办登记"), **given} if carried else {}


def _village(session: ScopedSession, submission: Submission) -> UUID | None:
    """The applicant's village: the agent's, or the one that the applicant named where the item needs one."""
    if submission.registration is not None:
        return submission.registration.village_id
    if submission.village_id is not None:
        return submission.village_id
    if not submission.item.steps and submission.item.opinion_days is None:
        return None
    texts = [submission.parties[0].address, *submission.form.values()]
    return steps.guessed(places.villages(session), texts)


def taken_words(case: Case) -> str:
    """What whoever took an application in is told to do next, in the reader's language."""
    if case.state == WAITING:
        return str(gettext("已登记，等待前置环节。前置环节告知单在“文书”里，请打印后交给申请人。"))
    if case.state == REGISTERED:
        return str(gettext("已代办登记。请打印代办登记单交给申请人，并在三个工作日内把材料送到乡镇。"))
    return str(gettext("已收件。收件凭证在“文书”里，请打印后交给申请人。"))


def submit_draft(session: ScopedSession, actor: Actor, draft: Draft, submission: Submission, key: str) -> Case:
    """Send a draft: the case takes over its files, the draft keeps nothing."""
    case = submit(session, actor, submission, key, draft.id)
    drafts.sent(draft, case.id)
    return case


def hand_over_files(session: ScopedSession, draft_id: UUID, case: Case) -> None:
    """Files uploaded to a draft belong to the case from now on."""
    for file in files.of_owner(session, "draft", draft_id):
        file.owner_kind, file.owner_id = "case", case.id
    session.flush()


def put_right(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.PutRight) -> None:
    """Keep what was corrected on the spot (许可法 32①三)."""
    application = _application(session, case)
    application.put_right = [*application.put_right, *(line.strip() for line in command.corrections if line.strip())]


def take_papers(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.TakePapers) -> None:
    """Keep what was brought to the counter; acceptance can rest on this day at the earliest."""
    application = _application(session, case)
    application.on_paper = sorted({*application.on_paper, *command.on_paper})
    application.supplied_on = time.today()


def ask_correction(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AskCorrection) -> None:
    """Keep the one notice, so that a later extra demand is seen as one."""
    _application(session, case).asked = dict(command.asked)


def correct(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Correct) -> None:
    """Take in corrected papers; the day they came is the day acceptance can rest on."""
    application = _application(session, case)
    application.corrected_on = time.today()
    application.on_paper = sorted({*application.on_paper, *command.on_paper})
    if command.form:
        application.form = json.dumps({**json.loads(application.form), **command.form}, ensure_ascii=False)


def accept(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Accept) -> None:
    """Fix the day of acceptance, from which the limits run."""
    _application(session, case).accepted_on = command.accepted_on


def accept_by_silence(
    session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AcceptBySilence
) -> None:
    """Accepted on the day of receipt (许可法 32①四), or of the corrected papers."""
    application = _application(session, case)
    application.accepted_on = application.corrected_on or case.received_on
    application.accepted_by_silence = True


def refuse_acceptance(
    session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.RefuseAcceptance
) -> None:
    """Keep ground and reasons for the paper."""
    application = _application(session, case)
    application.decision, application.reasons = command.ground, command.reasons
    application.decided_on = time.today()
    if facts.examined.joint:
        joint.drop(session, case)
    steps.go_on(session, actor, case, facts, command)


def withdraw(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Withdraw) -> None:
    """End what other units and the village were asked, and what the organ above has."""
    if facts.examined.joint:
        joint.drop(session, case)
    county.take_back(session, case)
    steps.go_on(session, actor, case, facts, command)


def start_special(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.StartSpecial) -> None:
    """Keep the notice of the special link (许可法 45)."""
    _application(session, case).special = {
        "ground": command.ground,
        "document": command.document,
        "told_on": command.told_on.isoformat(),
        "expected_days": command.expected_days,
    }


def end_special(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.EndSpecial) -> None:
    """Keep the result of the special link."""
    application = _application(session, case)
    application.special = {
        **application.special,
        "arrived_on": command.arrived_on.isoformat(),
        "result": command.result,
    }


def review(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Review) -> None:
    """Keep who verified what and the handler's opinion (许可法 34③).

    Raises:
        DomainError: the actor hosts the hearing (48①三).
    """
    application = _application(session, case)
    handling.refuse_host(session, actor, case)
    application.verifiers = handling.signers(session, case)
    application.findings, application.opinion = command.findings, command.opinion
    application.reviewed_by = actor.account_id
    if case.handler_id is None:
        cases.assign(session, actor, case, actor.account_id)


def propose(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Propose) -> None:
    """Keep the proposal the leader will read.

    Raises:
        DomainError: the actor hosts the hearing (48①三).
    """
    application = _application(session, case)
    handling.refuse_host(session, actor, case)
    application.decision, application.reasons = command.decision, command.reasons
    application.proposed_by = actor.account_id


def decide(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Decide) -> None:
    """Fix the decision.

    Raises:
        DomainError: the same person reviewed or proposed it (two persons decide, not one).
    """
    application = _application(session, case)
    if actor.account_id in {application.reviewed_by, application.proposed_by}:
        raise DomainError(Problem(N_("审查人、拟办人不能同时作出决定，请由另一名负责人决定。")))
    application.decision, application.reasons = command.decision, command.reasons
    application.decided_on = time.today()
    if command.decision == GRANT and facts.licence:
        _, item = queries.application_of(session, case)
        grants.issue(session, case, item, application, command.valid_until)
    if command.on_record.strip():
        application.reasons = f"{command.reasons}\n{command.on_record.strip()}"


def settle(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Settle) -> None:
    """Accept and grant at once, by the one who stands at the window with the applicant (许可法 34②)."""
    application, item = queries.application_of(session, case)
    application.accepted_on = application.decided_on = time.today()
    application.decision, application.reasons = GRANT, command.reasons.strip()
    application.reviewed_by = actor.account_id
    if item.is_licence:
        grants.issue(session, case, item, application, command.valid_until)


def forward(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Forward) -> None:
    """Keep the opinion, and send it to the deciding organ with all papers (许可法 35)."""
    application = _application(session, case)
    application.opinion, application.proposed_by = command.opinion, actor.account_id
    county.send_up(session, case, facts, command.opinion)


def relay(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Relay) -> None:
    """Keep what the deciding organ decided, as it said it."""
    application = _application(session, case)
    application.decision, application.reasons = command.decision, command.reasons
    application.decided_on, application.document = command.decided_on, command.document.strip()


def deliver(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Deliver) -> None:
    """Keep the record of service, with the decision that was served."""
    service = command.service
    _application(session, case).delivery = {
        "way": service.way,
        "recipient": service.recipient,
        "delivered_on": service.served_on.isoformat(),
    }
    serving.keep_of_case(session, actor, case, service, DECISIONS)
    item = queries.application_of(session, case)[1]
    if facts.decision == GRANT:
        session.add_all(steps.begin(case, item, POST, command.delivered_on))


def adopt_edition(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AdoptEdition) -> None:
    """Let an application go on under the edition of its item that counts today.

    Raises:
        DomainError: there is none that rests on laws in force.
    """
    application, former = queries.application_of(session, case)
    item = queries.current(session, former.code)
    if item is None or item.id == former.id or repealed(item.basis, laws(session), time.today()):
        raise DomainError(Problem(N_("该事项还没有公布依据现行有效的版本。")))
    application.item_id = item.id
    session.flush()


def explain_overrun(
    session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.ExplainOverrun
) -> None:
    """Keep the public explanation."""
    _application(session, case).overrun = command.words


def filled(session: ScopedSession, case: Case) -> Sequence[Application]:
    """The row that the steps of the road fill beside the case: what an undo puts back."""
    return (_application(session, case),)


def _application(session: ScopedSession, case: Case) -> Application:
    return session.get_one(Application, (case.tenant_id, case.id))
