"""Writing, taking back and closing letters, and the township's templates. The other side is told; all is audited.

The audit has who, when and on which case, never a word of the letter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.accounts.queries import people_for
from core.audit.services import record
from core.cases.models import Case
from core.cases.notices import CASE, handlers
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession
from core.db.ids import new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.services import Kept
from core.i18n import N_
from core.letters import rules
from core.letters.models import Letter, LetterTemplate, Thread
from core.notices import services as notices
from core.notices.services import News

OWNER = "letter"
CAME = N_("%(number)s：当事人来信，请答复。")
WRITTEN = N_("%(number)s：办理机关给您来信。")
ASKED = N_("%(number)s：办理机关给您来信，请您回复。")


@dataclass(frozen=True, slots=True)
class Text:
    """A letter as it was written, with what goes with it."""

    body: str
    wants_reply: bool = False
    template: str = ""
    files: Sequence[Kept] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A template as its administrator wrote it."""

    title: str
    body: str
    states: tuple[str, ...] = ()
    wants_reply: bool = False
    active: bool = True


def write(session: ScopedSession, actor: Actor, case_id: UUID, text: Text, key: str) -> Letter:
    """Write a letter: the party to the office, or the office to the party. The same form again is the same letter.

    Raises:
        Forbidden: neither the party nor somebody who may write on this case.
        NotFound: no such case in this tenant.
        DomainError: it says nothing or too much, or too many letters of the party wait for an answer already.
    """
    case = _case(session, actor, case_id)
    if (known := _once(session, case_id, key)) is not None:
        return known
    problems = rules.text_problems(text.body)
    if actor.is_party and _waiting(session, case_id) >= rules.MOST_WAITING:
        problems.append(
            Problem(N_("您已经写了%(count)d封信，请等办理机关答复以后再写。"), "", {"count": rules.MOST_WAITING})
        )
    if problems:
        raise DomainError(problems)
    act = rules.PARTY if actor.is_party else rules.OFFICE
    letter = _add(session, actor, case, act, text, key)
    for kept in text.files:
        files.attach(session, kept, owner_kind=OWNER, owner_id=letter.id, at_most=rules.FILES)
    _settle(session, case)
    _tell(session, case, letter)
    body = {"letter": str(letter.id), "by": act, "files": len(text.files), "template": text.template}
    record(session, actor, "core.letter.write", str(case.id), body)
    session.flush()
    return letter


def close(session: ScopedSession, actor: Actor, case_id: UUID, reason: str, key: str) -> Letter:
    """Say why what the party wrote needs no further answer; they read it in the thread.

    Raises:
        Forbidden, NotFound: as `write`.
        DomainError: nothing waits for an answer, or no reason is given.
    """
    if actor.is_party:
        raise Forbidden(Perm.WRITE_LETTERS)
    case = _case(session, actor, case_id)
    if (known := _once(session, case_id, key)) is not None:
        return known
    thread = session.get(Thread, (session.tenant, case_id))
    problems = [Problem(problem.message, "reason", problem.params) for problem in rules.text_problems(reason)]
    if thread is None or thread.waits_for != rules.OFFICE:
        problems.append(Problem(N_("没有等待答复的来信。")))
    if problems:
        raise DomainError(problems)
    letter = _add(session, actor, case, rules.CLOSE, Text(reason), key)
    _settle(session, case)
    _tell(session, case, letter)
    record(session, actor, "core.letter.close", str(case.id), {"letter": str(letter.id)})
    session.flush()
    return letter


def recall(session: ScopedSession, actor: Actor, case_id: UUID, letter_id: UUID) -> None:
    """Take a letter back within ten minutes, while nobody on the other side has read it: its words and files are gone.

    Raises:
        Forbidden, NotFound: as `write`; a letter of the other side looks absent.
        DomainError: a colleague wrote it, it was read, or the ten minutes are over.
    """
    case = _case(session, actor, case_id)
    mine = rules.PARTY if actor.is_party else rules.OFFICE
    query = select(Letter).where(Letter.id == letter_id, Letter.case_id == case_id, Letter.act == mine)
    letter = session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if letter is None:
        raise NotFound(letter_id)
    if letter.author_id != actor.account_id:
        raise DomainError(Problem(N_("只有写信的人可以撤回。")))
    if letter.recalled_at is not None:
        return
    if not rules.recallable(letter.entry, time.now()):
        raise DomainError(Problem(N_("对方已经看过，或者已经超过10分钟，不能撤回。可以再写一封说明。")))
    letter.recalled_at, letter.body = time.now(), ""
    session.execute(delete(StoredFile).where(StoredFile.owner_kind == OWNER, StoredFile.owner_id == letter_id))
    _settle(session, case)
    record(session, actor, "core.letter.recall", str(case_id), {"letter": str(letter_id)})
    session.flush()


def read(session: ScopedSession, case_id: UUID, *, by_party: bool) -> None:
    """One side opened the thread: what the other wrote is read, and can't be taken back any more."""
    theirs = (rules.OFFICE, rules.CLOSE) if by_party else (rules.PARTY,)
    unread = (Letter.case_id == case_id, Letter.act.in_(theirs), Letter.read_at.is_(None))
    session.execute(update(Letter).where(*unread, Letter.recalled_at.is_(None)).values(read_at=time.now()))


def keep_template(session: ScopedSession, actor: Actor, code: str, wording: Wording) -> LetterTemplate:
    """Write a template of the township, or change it; one of core's own is covered by the same code.

    Raises:
        Forbidden: the actor does not write templates.
        DomainError: each thing that is missing, and each slot that has no name of ours.
    """
    if actor.visiting is not None or not actor.may(Perm.LETTER_TEMPLATES):
        raise Forbidden(Perm.LETTER_TEMPLATES)
    problems = [*rules.text_problems(wording.body), *rules.slot_problems(wording.body)]
    if not wording.title.strip():
        problems.append(Problem(N_("请填写标题。"), "title"))
    if problems:
        raise DomainError(problems)
    queue(session, f"letter template {code}")
    kept = session.scalar(select(LetterTemplate).where(LetterTemplate.code == code))
    if kept is None:
        kept = LetterTemplate(tenant_id=session.tenant, code=code)
        session.add(kept)
    kept.title, kept.body, kept.states = wording.title.strip(), wording.body, list(wording.states)
    kept.wants_reply, kept.active = wording.wants_reply, wording.active
    kept.changed_at, kept.changed_by = time.now(), actor.name
    record(session, actor, "core.letter.template", code, {"title": kept.title, "active": kept.active})
    session.flush()
    return kept


def _case(session: ScopedSession, actor: Actor, case_id: UUID) -> Case:
    """The case, with nobody else at its thread until the end of the transaction."""
    queue(session, f"letters {case_id}")
    case = session.get(Case, (session.tenant, case_id))
    if case is None:
        raise NotFound(case_id)
    if actor.visiting is not None or not (actor.is_party or actor.may(Perm.WRITE_LETTERS, case.unit_id)):
        raise Forbidden(Perm.WRITE_LETTERS)
    return case


def _once(session: ScopedSession, case_id: UUID, key: str) -> Letter | None:
    known = session.scalar(select(Letter).where(Letter.form_key == key))
    if known is not None and known.case_id != case_id:
        raise DomainError(Problem(N_("这份表单已经用于办理另一件事，请重新打开页面填写。")))
    return known


def _add(session: ScopedSession, actor: Actor, case: Case, act: str, text: Text, key: str) -> Letter:
    letter = Letter(
        tenant_id=session.tenant,
        id=new_id(),
        case_id=case.id,
        form_key=key,
        act=act,
        author_id=actor.account_id,
        author_name=actor.name,
        at=time.now(),
        body=text.body.strip(),
        template=text.template,
        wants_reply=act == rules.OFFICE and text.wants_reply,
    )
    session.add(letter)
    session.flush()
    return letter


def _settle(session: ScopedSession, case: Case) -> None:
    """Write down whose turn it is now."""
    rows = session.scalars(select(Letter).where(Letter.case_id == case.id).order_by(Letter.at, Letter.id))
    now = rules.standing(letter.entry for letter in rows)
    thread = session.get(Thread, (session.tenant, case.id))
    if thread is None:
        thread = Thread(tenant_id=session.tenant, case_id=case.id)
        session.add(thread)
    thread.waits_for, thread.since = now.waits_for, now.since
    session.flush()


def _waiting(session: ScopedSession, case_id: UUID) -> int:
    """How many letters of the party came since the office's last word."""
    acts = session.scalars(
        select(Letter.act).where(Letter.case_id == case_id, Letter.recalled_at.is_(None)).order_by(Letter.at.desc())
    ).all()
    return next((place for place, act in enumerate(acts) if act != rules.PARTY), len(acts))


def _tell(session: ScopedSession, case: Case, letter: Letter) -> None:
    named = {"number": case.number}
    if letter.act == rules.PARTY:
        people = handlers(session, case) or people_for(session, Perm.WRITE_LETTERS, case.unit_id)
        notices.tell(session, News(LETTER.code, case.id, CAME, named), people)
    else:
        notices.tell_party(session, News(LETTER.code, case.id, ASKED if letter.wants_reply else WRITTEN, named))


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    waits = (Thread.case_id.in_(ids), Thread.waits_for == rules.OFFICE)
    return set(session.scalars(select(Thread.case_id).where(*waits)))


# Who opens the case has not read the letter yet: its notice goes away on the thread's own page.
THREAD = Matter("letters", "/w/{tenant}/cases/{id}/letters", _alive, CASE.visible, CASE.people, CASE.telephone)
LETTER = NoticeKind("core.letter", N_("来信"), THREAD, default="now")
UNANSWERED = NoticeKind("core.unanswered", N_("来信没有答复"), THREAD, default="now")
