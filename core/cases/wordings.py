"""What a township adds to its papers in its own words 文书用语: versions and their differences, slots by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core import clock as time
from core import plugins, slots
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.contracts import Paper
from core.db import ScopedSession
from core.db.queue import queue
from core.documents.models import PaperWording
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

LONGEST = 1_000
STALE = N_("别人刚刚保存了新的版本。请先看下面的不同之处，再保存一次。")
SAME, OUT, IN = " ", "-", "+"


def keep(session: ScopedSession, actor: Actor, code: str, words: str, version: int) -> PaperWording:
    """Write the next version for a paper; empty words add nothing from now on. What is issued already stays as it is.

    Args:
        version: the newest the writer saw, 0 for none.

    Raises:
        Forbidden: the actor writes none here.
        NotFound: no such paper has slots.
        DomainError: too long, a slot the paper does not have, or somebody wrote a version meanwhile.
    """
    if actor.visiting is not None or not actor.may(Perm.LETTER_TEMPLATES):
        raise Forbidden(Perm.LETTER_TEMPLATES)
    paper = plugins.registry().papers.get(code)
    if paper is None or not paper.slots:
        raise NotFound(code)
    queue(session, f"wording {code}")
    before = newest(session, code)
    problems = slots.problems(words, paper.slots, "words")
    if len(words) > LONGEST:
        problems.append(Problem(N_("最多%(most)d个字。"), "words", {"most": LONGEST}))
    if (before.version if before is not None else 0) != version:
        problems.append(Problem(STALE))
    if problems:
        raise DomainError(problems)
    row = PaperWording(
        tenant_id=session.tenant,
        code=code,
        version=version + 1,
        words=words.replace("\r\n", "\n").strip(),
        at=time.now(),
        by=actor.title,
    )
    session.add(row)
    record(session, actor, "core.paper.wording", code, {"version": row.version})
    session.flush()
    return row


def newest(session: ScopedSession, code: str) -> PaperWording | None:
    """The version that counts for a paper; None where the township never wrote one."""
    query = select(PaperWording).where(PaperWording.code == code).order_by(PaperWording.version.desc())
    return session.once(("wording", code), lambda: session.scalars(query.limit(1)).first())


def versions(session: ScopedSession, code: str) -> Sequence[PaperWording]:
    """Every version for a paper, the newest first."""
    query = select(PaperWording).where(PaperWording.code == code)
    return session.scalars(query.order_by(PaperWording.version.desc())).all()


def filled(session: ScopedSession, paper: Paper, context: Mapping[str, Any]) -> str:
    """The township's words on a paper with its slots filled from the paper's own context; empty for none."""
    if not paper.slots:
        return ""
    row = newest(session, paper.code)
    values = {slot: str(context.get(name, "")) for slot, name in paper.slots.items()}
    return slots.filled(row.words, values) if row is not None else ""


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """What changed from one version to the next, line by line: (one of `SAME`, `OUT`, `IN`; the line)."""
    marked = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in marked if line[0] in {SAME, OUT, IN}]
