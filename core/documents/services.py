"""The life of an official document 公文: drafted, checked, signed by all, numbered and issued; recalled, replaced.

Before its number it can be sent back or made void; with its number it is frozen with the SHA-256 of its PDF.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core.accounts import proving
from core.accounts.actor import Actor
from core.accounts.proving import Proof
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.numbers import take
from core.documents import addressed, endings, queries, rules, seal_pictures, settings, telling
from core.documents.content import Content, refuse
from core.documents.issuing import TEMPLATES, Given, Press, data_of
from core.documents.models import Document, DocumentSigner, DocumentStep, IssuedDocument
from core.documents.permissions import Perm
from core.documents.rules import Elements, Stage
from core.documents.steps import KNOWN
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.i18n import N_

SEALED = (rules.LETTERHEAD, rules.LETTER)
OWNER = "document"  # of the stored PDF
NOT_NOW = N_("这一步现在不能做：公文现在是“%(stage)s”，或者刚被别人改过。请刷新页面查看最新情况。")


def write(session: ScopedSession, actor: Actor, content: Content, key: str) -> Document:
    """Start a draft; the same form a second time is the same draft.

    Raises:
        Forbidden: the actor drafts for no unit here.
        DomainError: what is wrong, at its field.
        NotFound: what it replaces is not there.
    """
    units = actor.own_units(Perm.DRAFT)
    if not units:
        raise Forbidden(Perm.DRAFT)
    if (known := session.scalar(select(Document).where(Document.form_key == key))) is not None:
        return known
    refuse(session, actor, content)
    if content.replaces is not None:
        _issued(session, content.replaces)
    row = Document(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        unit_id=min(units),
        author_id=actor.account_id,
        author=actor.name,
        changed_at=time.now(),
        replaces_id=content.replaces,
    )
    _fill(row, content)
    session.add(row)
    session.flush()
    _name_signers(session, row, content.signers)
    if content.replaces is not None:
        addressed.address(session, row, addressed.units_of(session, content.replaces))
    _note(session, actor, row, "write")
    return row


def edit(session: ScopedSession, actor: Actor, document_id: UUID, content: Content, version: int) -> Document:
    """Change a draft, or what the check 核稿 found; who wrote the draft last neither checks nor signs it.

    Raises:
        Forbidden, NotFound, DomainError: as `write`; past the check, or changed by someone else meanwhile.
    """
    row = _at(session, actor, document_id, "edit", version)
    refuse(session, actor, content)
    _fill(row, content)
    if row.stage == Stage.DRAFT:
        row.author_id, row.author = actor.account_id, actor.name
    _name_signers(session, row, content.signers)
    _note(session, actor, row, "edit")
    return row


def submit(session: ScopedSession, actor: Actor, document_id: UUID, version: int) -> Document:
    """Hand a draft to the check.

    Raises:
        DomainError: an element its kind must have is missing, with its name.
    """
    row = _at(session, actor, document_id, "submit", version)
    if problems := rules.missing_problem(_elements(session, row)):
        raise DomainError(problems)
    row.stage, row.reason = Stage.CHECKING, ""
    _note(session, actor, row, "submit")
    telling.tell(session, row)
    return row


def check(session: ScopedSession, actor: Actor, document_id: UUID, version: int) -> Document:
    """Pass the check 核稿: from here on only the signers' decision or a return moves it.

    Raises:
        DomainError: the actor wrote it, or an element is missing.
    """
    row = _at(session, actor, document_id, "check", version)
    signing = [signer.account_id for signer in queries.signers_of(session, row.id)]
    problems = rules.checker_problems(actor.account_id, row.author_id, signing)
    problems += rules.missing_problem(_elements(session, row))
    if problems:
        raise DomainError(problems)
    row.stage, row.checked_by, row.checker = Stage.SIGNING, actor.account_id, actor.title
    _note(session, actor, row, "check")
    telling.tell(session, row)
    return row


def send_back(session: ScopedSession, actor: Actor, document_id: UUID, reason: str, version: int) -> Document:
    """Back to its author with what is to be changed; signatures given so far are taken away.

    Raises:
        DomainError: no reason.
    """
    row = _at(session, actor, document_id, "send_back", version)
    if problems := rules.reason_problems(reason):
        raise DomainError(problems)
    row.stage, row.reason, row.checked_by, row.checker = Stage.DRAFT, reason.strip(), None, ""
    for signer in queries.signers_of(session, row.id):
        signer.signed_at, signer.signed_by, signer.proof = None, "", ""
    _note(session, actor, row, "send_back", row.reason)
    telling.tell(session, row)
    return row


def sign(session: ScopedSession, actor: Actor, document_id: UUID, version: int, proof: Proof | None) -> Document:
    """Sign: one's own place among the signers, or that of a colleague whose deputy one is. The last one completes it.

    Args:
        proof: that the actor proved themselves again just now.

    Raises:
        DomainError: the actor drafted or checked it, is none of the signers, signed already, or has not proved it.
    """
    row = _at(session, actor, document_id, "sign", version)
    problems = rules.signer_problems(actor.account_id, (row.author_id, row.checked_by))
    signers = queries.signers_of(session, row.id)
    place, title = queries.place_of(actor, signers)
    if place is None:
        problems.append(Problem(N_("这份公文没有等待您签字：签字人是%(names)s。"), params={"names": _names(signers)}))
    if problems or place is None:
        raise DomainError(problems)
    proof = proving.check(actor, proof)
    place.signed_at, place.signed_by, place.proof = time.now(), title, proof.how
    if all(signer.signed_at is not None for signer in signers):
        row.stage = Stage.SIGNED
    _note(session, actor, row, "sign", "" if title == actor.name else title)
    if row.stage == Stage.SIGNED:
        telling.tell(session, row)
    return row


def issue(
    session: ScopedSession, actor: Actor, document_id: UUID, version: int, press: Press, verify: str = ""
) -> IssuedDocument:
    """Number it, set and seal it, keep the PDF with its SHA-256: from here on nothing of it changes.

    All in one turn, so that a page that can't be set or is not sealed gives its number back.

    Args:
        verify: the address of its verification page.

    Raises:
        DomainError: an element is missing, a character has no font, fonts stand in for those the format names, what
            it replaces counts no more, or the seal service refused.
    """
    row = _at(session, actor, document_id, "issue", version)
    head = settings.letterhead(session, row.format)
    signers = queries.signers_of(session, row.id)
    dated = max(time.local_date(signer.signed_at) for signer in signers if signer.signed_at is not None)
    _refuse_substitutes(session, press)
    n = take(session, head.series, 0 if head.running else dated.year)
    row.number = head.number(dated.year, n)
    elements = replace(_elements(session, row), organ=head.mark, number=row.number, dated=dated.isoformat())
    if problems := rules.missing_problem(elements, issuing=True):
        raise DomainError(problems)
    data = data_of(row, head, Given(_names(signers), row.number, dated, time.today(), verify))
    picture = seal_pictures.shown(session, press.store) if row.format in SEALED else None
    kept, seal = press.make(TEMPLATES[row.format], data, row.number, picture)
    issued = IssuedDocument(
        tenant_id=row.tenant_id,
        id=row.id,
        kind=row.kind,
        title=row.title,
        organ=head.organ,
        series=head.series,
        year=dated.year,
        n=n,
        number=row.number,
        dated_on=dated,
        issued_at=time.now(),
        issued_by=actor.title,
        data=json.dumps(data, ensure_ascii=False),
        seal=seal,
        sha256=kept.sha256,
    )
    session.add(issued)
    files.attach(session, kept, owner_kind=OWNER, owner_id=row.id)
    row.stage = Stage.ISSUED
    if row.replaces_id is not None:
        _replace(session, actor, row)
    _note(session, actor, row, "issue", row.number)
    addressed.deliver(session, issued)
    telling.settle(session, row)
    return issued


def recall(session: ScopedSession, actor: Actor, document_id: UUID, reason: str, version: int) -> Document:
    """Recall 撤销 an issued document: it keeps its number and stays readable, with a banner that says why.

    Raises:
        DomainError: no reason.
    """
    row = _at(session, actor, document_id, "recall", version)
    endings.end(session, actor, row.id, endings.RECALLED, reason)
    row.stage, row.reason = Stage.RECALLED, reason.strip()
    _note(session, actor, row, "recall", row.reason)
    return row


def void(session: ScopedSession, actor: Actor, document_id: UUID, reason: str, version: int) -> Document:
    """Give a document up before it has a number 作废; it stays in the register.

    Raises:
        DomainError: no reason, or it was issued.
    """
    row = _at(session, actor, document_id, "void", version)
    if problems := rules.reason_problems(reason):
        raise DomainError(problems)
    row.stage, row.reason = Stage.VOID, reason.strip()
    _note(session, actor, row, "void", row.reason)
    telling.settle(session, row)
    return row


def _at(session: ScopedSession, actor: Actor, document_id: UUID, step: str, version: int) -> Document:
    """The document, if the actor may take this step at the stage where it is."""
    row = session.get(Document, (session.tenant, document_id))
    if row is None or actor.tenant != session.tenant:
        raise NotFound(document_id)
    needed = {stage: permission for stage, known in KNOWN.items() for name, permission in known if name == step}
    permissions = [needed[row.stage]] if row.stage in needed else list(needed.values())
    if not any(actor.may(permission, row.unit_id) for permission in permissions):
        raise Forbidden(permissions[0])
    if row.stage not in needed or row.version != version:
        raise DomainError(Problem(NOT_NOW, params={"stage": rules.STAGES[Stage(row.stage)]}))
    return row


def _issued(session: ScopedSession, document_id: UUID) -> Document:
    old = session.get(Document, (session.tenant, document_id))
    if old is None:
        raise NotFound(document_id)
    if old.stage != Stage.ISSUED:
        raise DomainError(N_("只有已经印发、没有撤销的公文可以替换。"))
    return old


def _fill(row: Document, content: Content) -> None:
    row.kind, row.format, row.urgency = content.kind, content.format, content.urgency
    row.title, row.sent_to = " ".join(content.title.split()), " ".join(content.sent_to.split())
    row.cc, row.notes = " ".join(content.cc.split()), " ".join(content.notes.split())
    row.body, row.attachments = ("\n".join(rules.lines(text)) for text in (content.body, content.attachments))


def _name_signers(session: ScopedSession, row: Document, accounts: Sequence[UUID]) -> None:
    names = dict(queries.able_to_sign(session))
    session.execute(delete(DocumentSigner).where(DocumentSigner.document_id == row.id))
    for position, account_id in enumerate(dict.fromkeys(accounts)):
        session.add(
            DocumentSigner(
                tenant_id=row.tenant_id,
                document_id=row.id,
                position=position,
                account_id=account_id,
                name=names[account_id],
            )
        )


def _elements(session: ScopedSession, row: Document) -> Elements:
    signers = [signer.name for signer in queries.signers_of(session, row.id)]
    return Elements(row.kind, title=row.title, to=row.sent_to, body=row.body, signers=signers)


def _refuse_substitutes(session: ScopedSession, press: Press) -> None:
    roles = press.substitutes()
    if roles and not settings.takes_substitutes(session):
        words = N_("本机没有公文格式规定的字体（%(fonts)s）。请装好字体，或者由管理员在设置中允许用替代字体印发。")
        raise DomainError(Problem(words, params={"fonts": tuple(roles)}))


def _replace(session: ScopedSession, actor: Actor, row: Document) -> None:
    assert row.replaces_id is not None
    old = _issued(session, row.replaces_id)
    endings.end(session, actor, old.id, endings.REPLACED, row.number, row.id)
    old.stage, old.reason = Stage.REPLACED, row.number
    _note(session, actor, old, "replace", row.number)


def _names(signers: Sequence[DocumentSigner]) -> tuple[str, ...]:
    return tuple(signer.name for signer in signers)


def _note(session: ScopedSession, actor: Actor, row: Document, step: str, note: str = "") -> None:
    """The step in the document's own history and in the audit."""
    row.changed_at = time.now()
    session.flush()
    session.add(
        DocumentStep(
            tenant_id=row.tenant_id,
            document_id=row.id,
            at=row.changed_at,
            actor_id=actor.account_id,
            actor=actor.title,
            step=step,
            note=note,
        )
    )
    record(session, actor, f"core.document.{step}", str(row.id), {"kind": row.kind, "number": row.number})
    session.flush()
