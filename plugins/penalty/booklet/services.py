"""Drawing up a booklet, taking it along its road, and issuing it: its standards are in force then, and everybody's.

What was handed in is what is reviewed, discussed and issued; a standard changed meanwhile sends it back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.comments import queries as said
from core.comments import services as comments
from core.comments.models import Comment
from core.comments.rules import Moderate, Said
from core.contracts import Matter, NoticeKind
from core.db import ScopedSession
from core.db.masks import mask_name
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.services import bump
from plugins.penalty.booklet import queries, rules
from plugins.penalty.booklet.models import Booklet, BookletCopy
from plugins.penalty.booklet.rules import DRAFT, STEPS, Take
from plugins.penalty.catalogue import services as catalogue
from plugins.penalty.catalogue.queries import offence_of
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion import services as discretion
from plugins.penalty.officers.queries import valid_on
from plugins.penalty.permissions import Perm

KIND = "penalty.booklet"
CAME = N_("《行政处罚裁量基准》（%(number)s）已印发给您，请签收。")


def begin(session: ScopedSession, actor: Actor) -> Booklet:
    """The booklet that is being drawn up: the one there is, or this year's next.

    Raises:
        Forbidden: the actor may not edit.
    """
    _permit(actor, Perm.EDIT)
    queue(session, KIND)
    if (known := session.scalar(select(Booklet).where(Booklet.issued_on.is_(None)))) is not None:
        return known
    year = time.today().year
    before = session.scalar(select(func.max(Booklet.edition)).where(Booklet.year == year)) or 0
    last = next(iter(queries.listed(session)), None)
    row = Booklet(
        tenant_id=session.tenant,
        year=year,
        edition=before + 1,
        plan=last.plan if last is not None else "",
        made_by=actor.account_id,
        maker=actor.title,
    )
    session.add(row)
    session.flush()
    record(session, actor, "penalty.booklet.begin", str(row.id), {"year": year, "edition": row.edition})
    return row


def write(session: ScopedSession, actor: Actor, booklet_id: UUID, plan: str, version: int) -> Booklet:
    """Write its 实施方案; whoever does so has drawn it up.

    Raises:
        Forbidden, NotFound: the actor may not edit; there is none.
        DomainError: it is no draft, or somebody else changed it.
    """
    _permit(actor, Perm.EDIT)
    row = _at(session, booklet_id, DRAFT, version)
    row.plan, row.made_by, row.maker = plan.strip(), actor.account_id, actor.title
    record(session, actor, "penalty.booklet.write", str(row.id), {"length": len(row.plan)})
    session.flush()
    return row


def take(session: ScopedSession, actor: Actor, booklet_id: UUID, code: str, command: Take) -> Booklet:
    """One step of `STEPS`.

    Raises:
        Forbidden, NotFound: the step is not the actor's; there is no such booklet.
        DomainError: what is missing; it stands elsewhere, or somebody else changed it.
    """
    step = STEPS[code]
    _permit(actor, step.permission)
    row = _at(session, booklet_id, step.source, command.version)
    HANDLERS[code](session, actor, row, replace(command, words=command.words.strip()))
    row.stage = step.target if command.agreed else DRAFT
    row.returned = "" if command.agreed else command.words.strip()
    record(session, actor, f"penalty.booklet.{code}", str(row.id), {"agreed": command.agreed})
    session.flush()
    return row


def _submit(session: ScopedSession, actor: Actor, row: Booklet, command: Take) -> None:
    """Keep what is handed in."""
    entries = queries.entries(session)
    _refuse(rules.submit_problems(row.plan, entries))
    row.entries, row.submitted_on = entries, time.today()
    row.made_by, row.maker = actor.account_id, actor.title


def _review(session: ScopedSession, actor: Actor, row: Booklet, command: Take) -> None:
    """Keep who reviewed it, and their opinion."""
    _refuse(rules.review_problems(command, actor.account_id, row.made_by))
    row.reviewer_id, row.reviewer = actor.account_id, actor.title
    row.reviewed_on, row.opinion = time.today(), command.words


def _meet(session: ScopedSession, actor: Actor, row: Booklet, command: Take) -> None:
    """Keep when the leaders met, and what they said."""
    assert row.reviewed_on is not None
    _refuse(rules.meet_problems(command, row.reviewed_on, time.today()))
    row.met_on, row.minutes = command.on, command.words


def _issue(session: ScopedSession, actor: Actor, row: Booklet, command: Take) -> None:
    """Number it, put its standards in force, show all of it to everybody, and give each officer a copy."""
    held = [(one, standards.standard_of(session, UUID(one["standard"]))) for one in row.entries]
    _refuse(rules.issue_problems(command, [one["code"] for one, standard in held if one["tiers"] != standard.tiers]))
    if not command.agreed:
        return
    row.number, row.issued_on, row.published = command.words, time.today(), True
    for one, standard in held:
        if not standard.published:
            discretion.put_in_force(session, actor, standard, row.reviewer)
        offence = offence_of(session, UUID(one["offence"]))
        if not offence.published:
            catalogue.show(session, actor, offence)
    officers = {officer.account_id: officer for officer in valid_on(session, time.today())}
    for number, officer in enumerate(officers.values(), start=1):
        session.add(
            BookletCopy(
                tenant_id=row.tenant_id,
                booklet_id=row.id,
                officer_id=officer.id,
                number=number,
                account_id=officer.account_id,
                name=officer.name,
            )
        )
    session.flush()
    notices.tell(session, News(TO_SIGN.code, row.id, CAME, {"number": row.number}), officers)
    bump(session)


HANDLERS: Mapping[str, Callable[[ScopedSession, Actor, Booklet, Take], None]] = {
    "submit": _submit,
    "review": _review,
    "meet": _meet,
    "issue": _issue,
}


def sign(session: ScopedSession, actor: Actor, booklet_id: UUID) -> BookletCopy:
    """Sign for one's own copy; the second time changes nothing.

    Raises:
        NotFound: no copy of such a booklet went to the actor.
    """
    copy = next((one for one in queries.copies(session, booklet_id) if one.account_id == actor.account_id), None)
    if copy is None:
        raise NotFound(booklet_id)
    if copy.signed_on is None:
        copy.signed_on = time.today()
        record(session, actor, "penalty.booklet.sign", str(booklet_id), {"copy": copy.number})
        session.flush()
    return copy


def say(session: ScopedSession, booklet_id: UUID, words: Said, key: str) -> Comment:
    """Keep what a reader says of an issued booklet; a name is masked before it is kept.

    Raises:
        NotFound: no such booklet is issued.
        DomainError: it says nothing.
    """
    if queries.booklet_of(session, booklet_id).issued_on is None:
        raise NotFound(booklet_id)
    return comments.say(session, KIND, booklet_id, replace(words, name=mask_name(words.name)), key)


def look(
    session: ScopedSession, actor: Actor, booklet_id: UUID, comment_id: UUID, command: Moderate, answer: str
) -> Comment:
    """Show a comment, with an answer if there is one, or hold it back on a ground; once.

    Raises:
        Forbidden, NotFound: the actor publishes nothing here; there is no such comment.
        DomainError: somebody looked at it already, or it is held back on no ground.
    """
    _permit(actor, Perm.PUBLISH)
    row = said.one(session, KIND, comment_id, booklet_id)
    comments.moderate(session, actor, row, command)
    if answer.strip():
        comments.answer(session, actor, row, answer)
    return row


def _at(session: ScopedSession, booklet_id: UUID, state: str, version: int) -> Booklet:
    row = queries.booklet_of(session, booklet_id)
    if row.stage != state or row.version != version:
        raise DomainError(Problem(STALE))
    return row


def _permit(actor: Actor, permission: Perm) -> None:
    if not actor.may(permission):
        raise Forbidden(permission)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise DomainError(problems)


def _waiting(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    query = select(BookletCopy.booklet_id).where(BookletCopy.booklet_id.in_(ids), BookletCopy.signed_on.is_(None))
    return set(session.scalars(query))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    return set(ids) if actor.may(Perm.READ) else set()


TO_SIGN = NoticeKind(
    KIND,
    N_("裁量基准手册"),
    Matter("booklet", "/w/{tenant}/penalty/booklets/{id}", _waiting, _visible),
    default="now",
)
