"""Telling: a row for each person in the transaction of the act, and an effect by which the worker sends what is wanted.

Nothing leaves the installation from here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession
from core.db.appending import append
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.jobs.services import emit
from core.notices import rules
from core.notices.models import Delivery, Notice, NoticeConsent, NoticeSettings
from core.notices.queries import About, about

TOPIC = "notices"
TOGETHER = 50  # notices in one effect, so that it fits into a turn of the worker
CONSENT = N_("我同意用短信告诉我这个办件的进展。短信只写办件编号和进展，不写其他内容；随时可以取消，不影响办理。")


@dataclass(frozen=True, slots=True)
class News:
    """What is told: of which kind, about what, in which words.

    Attributes:
        words: a msgid that names the `params`; what a parameter holds may be a msgid itself.
    """

    kind: str
    matter_id: UUID
    words: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants to be told.

    Attributes:
        modes: kind → mode, of every kind that is offered.
        addresses: channel → address; an empty one turns the channel off.
        quiet_from, quiet_to: minutes after midnight in Shanghai.
    """

    modes: Mapping[str, str]
    addresses: Mapping[str, str]
    quiet_from: int = rules.QUIET[0]
    quiet_to: int = rules.QUIET[1]


def tell(session: ScopedSession, news: News, people: Iterable[UUID], held: dt.timedelta | None = None) -> list[UUID]:
    """Tell each of some people, once.

    Args:
        held: how long nothing of it leaves the installation, so that it can be taken back meanwhile.

    Returns:
        The notices.
    """
    rows = [row(news, rules.PERSON, account_id) for account_id in dict.fromkeys(people)]
    tell_all(session, rows, held)
    return [told["id"] for told in rows]


def take_back(session: ScopedSession, ids: Collection[UUID]) -> bool:
    """Take notices back that were held; False, and nothing happens, where a message about one was made already."""
    made = select(Delivery.id).where(Delivery.notice_id.in_(ids)).limit(1)
    if session.scalar(made) is not None:
        return False
    session.execute(delete(Notice).where(Notice.id.in_(ids)))
    return True


def tell_unit(session: ScopedSession, news: News) -> None:
    """Tell the unit that has the matter, as a whole: nobody in particular has it yet."""
    tell_all(session, [row(news, rules.UNIT)])


def tell_party(session: ScopedSession, news: News) -> None:
    """Tell the party of a case: it stands on their page of the case, and goes to their telephone if they agreed."""
    tell_all(session, [row(news, rules.PARTY)])


def row(news: News, recipient: str, account_id: UUID | None = None) -> dict[str, Any]:
    """A notice by its columns, for many at once."""
    return {
        "id": new_id(),
        "kind": news.kind,
        "recipient": recipient,
        "account_id": account_id,
        "matter": plugins.registry().notice_kinds[news.kind].matter.code,
        "matter_id": news.matter_id,
        "at": time.now(),
        "words": news.words,
        "params": dict(news.params),
        "shown_at": None,
        "read_at": None,
    }


def tell_all(session: ScopedSession, rows: Sequence[dict[str, Any]], held: dt.timedelta | None = None) -> None:
    """Write notices and owe the worker's part, one effect for some of them together; after `held`, where it is told."""
    if not rows:
        return
    for told in rows:
        append(session, Notice, **told)
    for first in range(0, len(rows), TOGETHER):
        ids = [str(told["id"]) for told in rows[first : first + TOGETHER]]
        emit(session, TOPIC, ids[0], {"ids": ids}, priority=80, at=time.now() + held if held is not None else None)


def read_all(session: ScopedSession, actor: Actor) -> int:
    """The reader has seen what was sent to them; nobody marks another's.

    Returns:
        How many were unread.
    """
    mine = (Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    ids = session.scalars(select(Notice.id).where(*mine)).all()
    _stamp(session, ids, read=True)
    return len(ids)


def read_about(session: ScopedSession, actor: Actor, matters: Collection[About]) -> None:
    """The reader opened what the notices are about: they are done with, in every list."""
    mine = (Notice.account_id == actor.account_id, Notice.read_at.is_(None))
    session.execute(update(Notice).where(*mine, about(matters)).values(read_at=time.now()))


def settled(session: ScopedSession, matters: Collection[About]) -> None:
    """What the notices asked for was done by somebody: nobody needs to read of it any more."""
    session.execute(update(Notice).where(Notice.read_at.is_(None), about(matters)).values(read_at=time.now()))


def shown(session: ScopedSession, ids: Sequence[UUID], *, read: Sequence[UUID] = ()) -> None:
    """Note that notices stood on a page of their reader's; those of `read` lead nowhere, so that is all there is."""
    _stamp(session, ids, read=False)
    _stamp(session, read, read=True)


def read_by_party(session: ScopedSession, case_id: UUID) -> None:
    """The party opened the page of their case."""
    now = time.now()
    told = (Notice.recipient == rules.PARTY, Notice.matter_id == case_id, Notice.read_at.is_(None))
    session.execute(update(Notice).where(*told).values(shown_at=now, read_at=now))


def choose(session: ScopedSession, actor: Actor, choice: Choice) -> None:
    """Keep how the actor wants to be told in this tenant.

    Raises:
        Forbidden: the actor does not work here.
        DomainError: each mode that is not offered and each address that can't be one, at its field.
    """
    if actor.visiting is not None or not actor.may(Perm.WORK):
        raise Forbidden(Perm.WORK)
    registry = plugins.registry()
    problems = []
    for code, wanted in choice.modes.items():
        kind = registry.notice_kinds.get(code)
        if kind is None or wanted not in rules.offered(kind.legal):
            problems.append(Problem(N_("这一类提醒不能这样设置，法定期限的提醒不能关闭。"), f"mode-{code}"))
    addresses = {code: address.strip() for code, address in choice.addresses.items() if address.strip()}
    for code, address in addresses.items():
        channel = registry.channels.get(code)
        words = N_("没有这种接收方式。") if channel is None else channel.problem(address)
        if words:
            problems.append(Problem(words, f"address-{code}"))
    if problems:
        raise DomainError(problems)
    kept = session.get(NoticeSettings, (session.tenant, actor.account_id))
    if kept is None:
        kept = NoticeSettings(tenant_id=session.tenant, account_id=actor.account_id)
        session.add(kept)
    kept.modes, kept.addresses = dict(choice.modes), json.dumps(addresses)
    kept.quiet_from, kept.quiet_to, kept.changed_at = choice.quiet_from, choice.quiet_to, time.now()
    record(session, actor, "core.notice.choose", str(actor.account_id), {"channels": sorted(addresses)})
    session.flush()


def agree(session: ScopedSession, actor: Actor, case_id: UUID, channel: str) -> None:
    """A party agrees to be told by a channel; nothing happens the second time."""
    if _consent(session, case_id, channel) is None:
        session.add(
            NoticeConsent(
                tenant_id=session.tenant, case_id=case_id, channel=channel, words=CONSENT, given_at=time.now()
            )
        )
        record(session, actor, "core.notice.agree", str(case_id), {"channel": channel})
        session.flush()


def withdraw(session: ScopedSession, actor: Actor, case_id: UUID, channel: str) -> None:
    """A party takes their agreement back: what is not sent yet stays unsent."""
    given = _consent(session, case_id, channel)
    if given is not None:
        given.withdrawn_at = time.now()
        record(session, actor, "core.notice.withdraw", str(case_id), {"channel": channel})
        session.flush()


def _consent(session: ScopedSession, case_id: UUID, channel: str) -> NoticeConsent | None:
    query = select(NoticeConsent).where(NoticeConsent.case_id == case_id, NoticeConsent.channel == channel)
    return session.scalars(query.where(NoticeConsent.withdrawn_at.is_(None))).first()


def _stamp(session: ScopedSession, ids: Sequence[UUID], *, read: bool) -> None:
    now = time.now()
    if ids:
        fresh = (Notice.id.in_(ids), Notice.shown_at.is_(None))
        session.execute(update(Notice).where(*fresh).values(shown_at=now))
        if read:
            session.execute(update(Notice).where(Notice.id.in_(ids), Notice.read_at.is_(None)).values(read_at=now))
