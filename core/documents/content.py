"""What is written of a document, and what is wrong with it before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from core.accounts.actor import Actor
from core.db import ScopedSession
from core.documents import queries, rules
from core.documents.rules import Elements
from core.errors import DomainError, Problem
from core.i18n import N_


@dataclass(frozen=True, slots=True)
class Content:
    """What is written; `signers` are accounts, the first of them signs 签发 and the others countersign 会签."""

    kind: str
    format: str
    title: str
    sent_to: str
    body: str
    attachments: str = ""
    cc: str = ""
    notes: str = ""
    urgency: str = ""
    signers: tuple[UUID, ...] = field(default=())
    replaces: UUID | None = None


def refuse(session: ScopedSession, actor: Actor, content: Content) -> None:
    """Refuse what can't be kept even as a draft.

    Raises:
        DomainError: everything that is wrong, each at its field.
    """
    given = Elements(content.kind, title=content.title, body=content.body)
    problems = rules.content_problems(content.kind, given, content.format, content.urgency)
    able = {account_id for account_id, _name in queries.able_to_sign(session)}
    if set(content.signers) - able:
        problems.append(Problem(N_("签字人中有人现在没有签发权限，请重新选择。"), "signers"))
    if actor.account_id in content.signers:
        problems.append(Problem(N_("写稿和改稿的人不能签发这份公文，请另选签发人。"), "signers"))
    if problems:
        raise DomainError(problems)
