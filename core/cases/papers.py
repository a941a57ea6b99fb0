"""Papers 文书 that acts make: a registered name, a frozen context, and the elements the law requires on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.cases.models import Case, IssuedPaper
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_

Papers = tuple[str, ...] | Callable[[Any, Any], tuple[str, ...]]


def names(papers: Papers, facts: Any, command: Any) -> str:
    """What an act's papers are called, for the ledger of the limits it moves."""
    registered = plugins.registry().papers
    return "、".join(registered[code].name for code in (papers(facts, command) if callable(papers) else papers))


def issue(session: ScopedSession, actor: Actor, case: Case, papers: Papers, facts: Any, command: Any) -> None:
    """Issue the papers of an act.

    Raises:
        DomainError: an element the law requires on a paper is empty, with its name.
    """
    for code in papers(facts, command) if callable(papers) else papers:
        paper = plugins.registry().papers[code]
        context = paper.context(session, case, facts, command)
        if missing := [name for name in paper.required if not context.get(name)]:
            raise DomainError(
                Problem(
                    N_("《%(paper)s》缺少法定要素：%(missing)s。"),
                    params={"paper": paper.name, "missing": tuple(missing)},
                )
            )
        session.add(
            IssuedPaper(
                tenant_id=case.tenant_id,
                case_id=case.id,
                code=code,
                name=paper.name,
                issued_at=time.now(),
                issued_on=time.today(),
                issued_by=Actor.system(case.tenant_id).name if actor.is_party else actor.title,
                context=json.dumps(context, ensure_ascii=False, default=str),
            )
        )


def of_case(session: ScopedSession, case: Case) -> Sequence[IssuedPaper]:
    """The papers of a case, oldest first."""
    return session.scalars(
        select(IssuedPaper).where(IssuedPaper.case_id == case.id).order_by(IssuedPaper.issued_at, IssuedPaper.id)
    ).all()
