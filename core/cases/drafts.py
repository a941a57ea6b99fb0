"""Drafts of public forms: saved at every step, found again by a printed resume code, gone after their days.

What was typed is kept as it was typed, also when it is wrong.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core.cases import codes
from core.cases.models import Draft
from core.db import ScopedSession
from core.db.crypto import blind_index
from core.errors import DomainError, NotFound, Problem
from core.files.models import StoredFile
from core.i18n import N_

KEPT = dt.timedelta(days=30)


def start(session: ScopedSession, kind: str, subject: str) -> tuple[Draft, str]:
    """A new draft and its resume code, which is shown to the person and kept only as an index."""
    code = codes.new_code()
    draft = Draft(
        tenant_id=session.tenant,
        kind=kind,
        subject=subject,
        code_index=blind_index(code, "draft_code"),
        content="{}",
        updated_at=time.now(),
        expires_on=time.today() + KEPT,
    )
    session.add(draft)
    session.flush()
    return draft, code


def resume(session: ScopedSession, code: str) -> Draft:
    """The draft of a resume code.

    Raises:
        DomainError: the code is unknown or its days are over (nothing tells which).
    """
    draft = session.scalar(select(Draft).where(Draft.code_index == blind_index(codes.clean(code), "draft_code")))
    if draft is None or draft.expires_on < time.today():
        raise DomainError(Problem(N_("没有找到这份草稿：续办码不正确，或者草稿已过保存期。"), "code"))
    return draft


def get(session: ScopedSession, draft_id: UUID) -> Draft:
    """A draft by the id that the person's own browser keeps in its signed cookie.

    Raises:
        NotFound: it is gone or its days are over.
    """
    draft = session.get(Draft, (session.tenant, draft_id))
    if draft is None or draft.expires_on < time.today():
        raise NotFound(draft_id)
    return draft


def content(draft: Draft) -> dict[str, Any]:
    """What was typed so far."""
    loaded: dict[str, Any] = json.loads(draft.content)
    return loaded


def save(draft: Draft, **typed: Any) -> None:
    """Keep what was typed at one step, whether right or wrong."""
    draft.content = json.dumps({**content(draft), **typed}, ensure_ascii=False, default=str)
    draft.updated_at = time.now()
    draft.expires_on = time.today() + KEPT


def sent(draft: Draft, case_id: UUID) -> None:
    """Mark a draft as sent; it holds nothing any more."""
    draft.case_id = case_id
    draft.content = "{}"


def sweep(session: ScopedSession) -> None:
    """Delete the drafts whose days are over with their files (个人信息保护法 47: data no longer needed)."""
    over = select(Draft.id).where(Draft.expires_on < time.today())
    session.execute(delete(StoredFile).where(StoredFile.owner_kind == "draft", StoredFile.owner_id.in_(over)))
    session.execute(delete(Draft).where(Draft.expires_on < time.today()))
