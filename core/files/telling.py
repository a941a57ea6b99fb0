"""Notices about files that are not as they should be: to those who look after the worker, who can do something."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import people_for
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession
from core.files.models import StoredFile
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News

VIRUS = N_("文件%(mark)s里查出“%(found)s”，已经隔离。")
CHANGED = N_("文件%(mark)s与收下时不一致，请从备份恢复。")
MISSING = N_("文件%(mark)s找不到了，请从备份恢复。")


def tell(session: ScopedSession, row: StoredFile, words: str) -> None:
    """Tell the administrators of the tenant of a file.

    Args:
        words: a msgid that names the file by its ``mark``, the beginning of its SHA-256, and what was ``found``: what a
            file is called may name a party, and a notice may leave by mail.
    """
    news = News(FILE_NEWS.code, row.id, words, {"mark": row.sha256[:12], "found": row.scan_found})
    notices.tell(session, news, people_for(session, Perm.JOBS))


def _bad(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    bad = select(StoredFile.id).where(StoredFile.id.in_(ids))
    return set(session.scalars(bad.where(or_(StoredFile.scan == "found", StoredFile.fault != ""))))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return _bad(session, ids) if actor.may(Perm.JOBS) else set()


FILE = Matter("file", "/w/{tenant}/admin/files/{id}", _bad, _visible)
FILE_NEWS = NoticeKind("core.file", N_("文件损坏或者带病毒"), FILE, default="now")
