"""Taking an incoming document in, reading it, and what its acts fill; no handler assigns a state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases import doors
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.services import Opening, Party
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession, bulk, new_id
from core.errors import DomainError, Forbidden, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from core.tenancy.offices import office
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules
from plugins.egov.documents.models import Incoming, Opinion, Reader
from plugins.egov.permissions import Perm

NO_OFFICE = N_("还没有设立收文的办公室，请联系单位管理员。")
ARRIVED = N_("收到公文%(number)s，请签收登记。")
READ_IT = N_("有一份公文传阅给您：%(number)s。")
SENDER = "sender"
MOST_FILES = 10


def enter(session: ScopedSession, actor: Actor, command: cmd.Enter, key: str) -> Case:
    """Enter a document that came on paper.

    Raises:
        Forbidden: the actor registers nothing for the office.
        DomainError: something is missing or classified, or there is no office.
    """
    own = office(session)
    if not actor.may(Perm.REGISTER, own.id if own else None):
        raise Forbidden(Perm.REGISTER)
    if done := kernel.once(session, key, "open"):
        return done
    if problems := rules.enter(command, time.today()):
        raise DomainError(problems)

    def detail(case: Case) -> Sequence[object]:
        for kept in command.files:
            files.attach(session, kept, owner_kind="case", owner_id=case.id, at_most=MOST_FILES)
        return [
            Incoming(
                tenant_id=case.tenant_id,
                case_id=case.id,
                organ=command.organ.strip(),
                document_number=command.document_number.strip(),
                dated_on=command.dated_on,
                urgency=command.urgency,
                body=command.body.strip(),
                wants_answer=command.wants_answer,
                answer_by=command.answer_by,
            )
        ]

    opening = opened(session, command.title, command.organ, "doc_registered")
    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def opened(session: ScopedSession, title: str, organ: str, state: str) -> Opening:
    """How an incoming document's case is opened, in the office where documents arrive.

    Raises:
        DomainError: there is no such office.
    """
    own = office(session)
    if own is None:
        raise DomainError(Problem(NO_OFFICE))
    return Opening(
        title=" ".join(title.split())[:120],
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}收",
        unit_id=own.id,
        parties=(Party(SENDER, organ.strip()),),
        received_on=time.today(),
        channel="online" if state == "doc_arrived" else "window",
        state=state,
        label=N_("收文"),
    )


def sign_for(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Sign for its parcel; the sender reads by whom, when and under which number."""
    row = queries.incoming_of(session, case)
    if row.parcel_id is not None:
        exchange.acknowledge(session, actor, row.parcel_id, number=case.number, due=row.answer_by)


def send_document_back(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Send its parcel back with the reason."""
    row = queries.incoming_of(session, case)
    if row.parcel_id is not None:
        exchange.refuse(session, actor, row.parcel_id, command.words.strip())


def propose_handling(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep the proposal."""
    write(session, actor, case, rules.PROPOSAL, command.words)


def direct(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Direct) -> None:
    """Keep the instruction, and give the document to the unit that handles it.

    Raises:
        DomainError: nobody in that unit handles documents.
    """
    if command.lead not in queries.handling_units(session):
        raise DomainError(Problem(N_("请从有承办人员的单位中选择主办单位。"), "lead"))
    write(session, actor, case, rules.DIRECTION, command.words)
    case.unit_id = command.lead
    kernel.pass_on(session, case)


def circulate(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Circulate) -> None:
    """Give it to more readers; who has it already is not told again.

    Raises:
        DomainError: one of them is not of the staff.
    """
    names = dict(queries.staff(session))
    if set(command.readers) - names.keys():
        raise DomainError(Problem(N_("请从本单位的工作人员中选择。"), "readers"))
    give(session, case, {account: names[account] for account in command.readers}.items())


def chase_handling(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Nothing but the timeline and the notice."""


def answer_document(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep the result; it goes to the sender who waits for it, and the document back to the office for the archive."""
    row, words = queries.incoming_of(session, case), command.words.strip()
    row.answer = words
    write(session, actor, case, rules.RESULT, words)
    parcel = session.get(ParcelReceived, (case.tenant_id, row.parcel_id)) if row.parcel_id else None
    if row.wants_answer and parcel is not None:
        details = {"dispatch": parcel.key, "number": case.number, "by": actor.title}
        answer = Parcel(title=case.title, summary=words, details=details)
        exchange.send(session, parcel.from_tenant, queries.ANSWER, answer, case.id.hex)
    own = office(session)
    if own is not None and own.id != case.unit_id:
        case.unit_id = own.id
        kernel.pass_on(session, case)


def merge_document(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Merge) -> None:
    """Let it go on as the same document that came before; its readers read that one.

    Raises:
        DomainError: there is no such document, or it is this one.
    """
    main = doors.find(session, command.number, (queries.KIND,))
    if main is None or main.id == case.id or main.state in {"doc_merged", "doc_returned", "doc_recalled"}:
        raise DomainError(Problem(N_("没有这个编号的收文，请核对编号。"), "number"))
    queries.incoming_of(session, case).merged_id = main.id
    give(session, main, [(one.account_id, one.name) for one in queries.readers_of(session, case.id)])


def archive_document(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Archive) -> None:
    """Keep the retention class with the day on which its keeping ends."""
    row = queries.incoming_of(session, case)
    row.retention, row.archived_on = command.retention, time.today()
    row.keep_until = rules.keep_until(time.today(), command.retention)


def take_recall(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Nothing: the mark of the recall is put by `receiving`, on archived documents too."""


def write(session: ScopedSession, actor: Actor, case: Case, kind: str, words: str) -> None:
    """Add an opinion; none is ever changed."""
    session.add(
        Opinion(
            tenant_id=case.tenant_id,
            id=new_id(),
            case_id=case.id,
            account_id=actor.account_id,
            name=actor.title,
            at=time.now(),
            kind=kind,
            words=words.strip(),
        )
    )


def give(session: ScopedSession, case: Case, people: Collection[tuple[UUID, str]]) -> None:
    """Make people readers of a document and tell them, in bulk: hundreds in one turn."""
    known = set(session.scalars(select(Reader.account_id).where(Reader.case_id == case.id)))
    new = {account: name for account, name in people if account not in known}
    now = time.now()
    rows = [
        {"id": new_id(), "case_id": case.id, "account_id": account, "name": name, "given_at": now, "read_at": None}
        for account, name in new.items()
    ]
    if rows:
        bulk.insert(session, Reader, rows)
        notices.tell(session, News(TO_READ.code, case.id, READ_IT, {"number": case.number}), new)


def read(session: ScopedSession, actor: Actor, case_id: UUID, words: str = "") -> None:
    """Confirm that one has read a document, with an opinion where there is one; a second opinion is added.

    Raises:
        NotFound: it is not circulated to the actor.
        DomainError: the opinion is too long.
    """
    reader, _row, case = queries.own_copy(session, actor, case_id)
    if len(words) > rules.LONGEST:
        raise DomainError(Problem(N_("意见最多%(most)s个字。"), "words", {"most": rules.LONGEST}))
    if words.strip():
        write(session, actor, case, rules.READING, words)
        told = set(handlers(session, case)) - {actor.account_id}
        notices.tell(session, News(TURN.code, case.id, OPINION, {"number": case.number}), told)
    if reader.read_at is None:
        reader.read_at = time.now()
    record(session, actor, "egov.reading", str(case_id), {"opinion": bool(words.strip())})
    session.flush()


OPINION = N_("%(number)s有新的传阅意见。")
TO_READ = NoticeKind(
    "egov.reading",
    N_("公文传阅"),
    Matter("incoming", "/w/{tenant}/incoming/reading/{id}", queries.waiting_readers, queries.read_by),
    default="now",
)
