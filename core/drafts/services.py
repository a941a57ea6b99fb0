"""Keeping, finding and dropping drafts at the desk. What was typed is kept as it was typed, also when it is wrong.

A draft is no act: it changes nothing of a case, tells nobody and is in no audit; it goes when its act is done.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import FormOnce
from core.db import ScopedSession
from core.db.queue import queue
from core.drafts.models import DeskDraft

KEPT = dt.timedelta(days=30)


def find(session: ScopedSession, actor: Actor, place: str) -> DeskDraft | None:
    """The actor's own draft of a form, unless its days are over."""
    draft = session.get(DeskDraft, (session.tenant, actor.account_id, place))
    return draft if draft is not None and draft.expires_on >= time.today() else None


def content(draft: DeskDraft) -> dict[str, list[str]]:
    """What was typed: {field: values}."""
    loaded: dict[str, list[str]] = json.loads(draft.content)
    return loaded


def keep(
    session: ScopedSession, actor: Actor, place: str, typed: Mapping[str, Sequence[str]], version: int, key: str
) -> DeskDraft | None:
    """Keep what was typed so far, in place of what was kept before; the caller has looked at the form's rights.

    Args:
        version: of the case the form's page showed.
        key: the form's key; a form that was carried out in the meantime leaves no draft, and None comes back.
    """
    queue(session, f"draft {actor.account_id} {place}")
    if session.get(FormOnce, (session.tenant, key)) is not None:
        return None
    draft = session.get(DeskDraft, (session.tenant, actor.account_id, place))
    if draft is None:
        draft = DeskDraft(tenant_id=session.tenant, account_id=actor.account_id, place=place)
        session.add(draft)
    draft.version, draft.content = version, json.dumps(dict(typed), ensure_ascii=False)
    draft.updated_at, draft.expires_on = time.now(), time.today() + KEPT
    session.flush()
    return draft


def drop(session: ScopedSession, actor: Actor, place: str) -> None:
    """The form was sent, or its draft is not wanted any more; nothing happens where there is none."""
    session.execute(delete(DeskDraft).where(DeskDraft.account_id == actor.account_id, DeskDraft.place == place))


def sweep(session: ScopedSession) -> None:
    """Delete the drafts whose days are over (个人信息保护法 47: data no longer needed)."""
    session.execute(delete(DeskDraft).where(DeskDraft.expires_on < time.today()))
