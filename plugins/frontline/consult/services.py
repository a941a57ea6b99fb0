"""Asking, taking comments in, looking at them, and telling what was taken up; each act leaves a trace in the audit."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.comments import services as comments
from core.comments.models import Comment
from core.comments.queries import of as said_of
from core.comments.queries import one
from core.comments.rules import SHOWN, TAKEN, Moderate, Said
from core.contracts import PublicationType
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.publishing import services as publishing
from core.publishing.models import Publication
from core.publishing.services import Content as Page
from plugins.frontline.consult import commands as cmd
from plugins.frontline.consult import queries, rules
from plugins.frontline.consult.models import Consultation
from plugins.frontline.permissions import Perm

COLUMN = "consultations"
NOTICE = PublicationType(
    code="frontline.consultation",
    label=N_("公开征求意见"),
    column=COLUMN,
    column_label=N_("问计于民"),
    article="重大行政决策程序暂行条例15",
    order=50,
)


def ask(session: ScopedSession, actor: Actor, content: cmd.Content, key: str) -> Consultation:
    """Start a consultation with the draft of its notice, which is checked and signed like every publication.

    Raises:
        Forbidden: the actor consults nobody here, or writes no publications.
        DomainError: something is missing, or a major decision gets too few days without a reason.
    """
    units = actor.own_units(Perm.CONSULT)
    if not units:
        raise Forbidden(Perm.CONSULT)
    if (known := session.scalar(select(Consultation).where(Consultation.form_key == key))) is not None:
        return known
    if problems := rules.content(content):
        raise DomainError(problems)
    title = f"关于“{content.title.strip()}”公开征求意见的公告"
    notice = publishing.write(session, actor, Page(COLUMN, title, _notice(content)), key)
    row = Consultation(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        unit_id=min(units),
        title=content.title.strip(),
        draft=content.draft.strip(),
        explanation=content.explanation.strip(),
        how=content.how.strip(),
        major=content.major,
        days=content.days,
        reason=content.reason.strip(),
        notice_id=notice.id,
    )
    session.add(row)
    record(session, actor, "frontline.consultation.ask", str(row.id), {"days": row.days, "major": row.major})
    session.flush()
    return row


def say(session: ScopedSession, consultation_id: UUID, said: Said, key: str) -> Comment:
    """Keep a comment unseen.

    Raises:
        NotFound: no such consultation is out.
        DomainError: its period does not run, or it says nothing.
    """
    if (known := comments.known(session, key)) is not None:
        return known
    found = queries.one_out(session, consultation_id)
    if problems := rules.comment(found.period, time.today()):
        raise DomainError(problems)
    return comments.say(session, queries.KIND, consultation_id, said, key)


def moderate(
    session: ScopedSession, actor: Actor, consultation_id: UUID, comment_id: UUID, command: Moderate
) -> Comment:
    """Show a comment, or hold it back on a ground of the list; once.

    Raises:
        Forbidden, NotFound, DomainError: not the actor's consultation, no such comment, looked at already, no ground.
    """
    row = _own(session, actor, consultation_id, comment_id)
    comments.moderate(session, actor, row, command)
    return row


def answer(
    session: ScopedSession, actor: Actor, consultation_id: UUID, comment_id: UUID, command: cmd.AnswerComment
) -> Comment:
    """Say whether a comment is taken up, and why not; until the report is drafted it may be said anew.

    Raises:
        Forbidden, NotFound, DomainError: as `moderate`; the comment is not shown, no reason, the report is drafted.
    """
    row = _own(session, actor, consultation_id, comment_id)
    problems = rules.answer(row.standing, command)
    if queries.one_of_actor(session, actor, consultation_id).reported:
        problems.append(Problem(N_("采纳情况已经拟成公告。")))
    if problems:
        raise DomainError(problems)
    comments.answer(session, actor, row, command.why, command.taken)
    return row


def report(session: ScopedSession, actor: Actor, consultation_id: UUID, key: str) -> Publication:
    """Draft the publication that tells what was taken up and why not; checked and signed like every other.

    Raises:
        Forbidden, NotFound, DomainError: not the actor's, the period runs, or a comment waits; drafted already.
    """
    found = queries.one_of_actor(session, actor, consultation_id)
    if not actor.may(Perm.CONSULT, found.row.unit_id):
        raise Forbidden(Perm.CONSULT)
    if found.reported:
        return session.get_one(Publication, (session.tenant, found.row.report_id))
    rows = said_of(session, queries.KIND, consultation_id)
    if problems := rules.report(found.period, queries.said(rows), time.today()):
        raise DomainError(problems)
    title = f"“{found.row.title}”征求意见采纳情况"
    made = publishing.write(session, actor, Page(COLUMN, title, _report(rows)), key)
    found.row.report_id = made.id
    record(session, actor, "frontline.consultation.report", str(consultation_id), {"comments": len(rows)})
    session.flush()
    return made


def _own(session: ScopedSession, actor: Actor, consultation_id: UUID, comment_id: UUID) -> Comment:
    found = queries.one_of_actor(session, actor, consultation_id)
    if not actor.may(Perm.CONSULT, found.row.unit_id):
        raise Forbidden(Perm.CONSULT)
    return one(session, queries.KIND, comment_id, consultation_id)


def _notice(content: cmd.Content) -> str:
    blocks = [
        f"一、决策草案\n{content.draft.strip()}",
        f"二、说明\n{content.explanation.strip()}",
        f"三、期限\n自公告之日的次日起{content.days}日。",
    ]
    if content.reason.strip():
        blocks.append(f"期限缩短的理由：{content.reason.strip()}")
    blocks.append(f"四、提出意见的方式\n在本门户“问计于民”直接填写。\n{content.how.strip()}".rstrip())
    return "\n\n".join(blocks)


def _report(rows: Sequence[Comment]) -> str:
    shown = [row for row in rows if row.standing == SHOWN]
    blocks = [f"共收到意见{len(rows)}条，公开{len(shown)}条。"]
    if shown:
        counts = (f"{label}{sum(row.taken == code for row in shown)}条" for code, label in TAKEN.items())
        blocks.append("、".join(counts) + "。")
    blocks += [f"{no}. {row.words}\n{TAKEN[row.taken]}。{row.answer}".rstrip() for no, row in enumerate(shown, 1)]
    return "\n\n".join(blocks)
