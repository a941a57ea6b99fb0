"""Registering a session, who came, courseware, and the answers that nobody's name stands under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession, new_id
from core.db.queue import add_once, queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from plugins.training.models import Attendance, Tally, Training
from plugins.training.permissions import Perm
from plugins.training.plan.queries import names, plan_of, tags
from plugins.training.rules import ABSENT, ANSWERS, MADE_UP, PRESENT, QUESTIONS, TAGS
from plugins.training.sessions.queries import OWNER, listed, own_row, session_of
from plugins.training.who import must_edit

FILES = 20
NOT_YET = N_("培训还没有开始，到%(day)s才能登记到场人员。")


@dataclass(frozen=True, slots=True)
class Hold:
    """A session: under which topic of the plan (or beside it), why, when, where, how, by whom, for how long.

    `tag` is what a topic beside the plan stands for; of one in it the plan says so.
    """

    topic_code: str
    topic: str
    purpose: str
    held_on: dt.date
    begins: str
    ends: str
    place: str
    form: str
    lecturer: str
    quarters: int
    tag: str = ""


def register(session: ScopedSession, actor: Actor, unit_id: UUID, command: Hold, key: str) -> Training:
    """Register a session, before or after it is held.

    Args:
        key: the form's key; a second call with it returns the first session.

    Raises:
        Forbidden: the unit is not the actor's to keep.
        DomainError: the plan has no such topic, or there is neither topic nor name.
    """
    must_edit(actor, unit_id)
    queue(session, f"training:{key}")
    if (known := session.scalar(select(Training).where(Training.form_key == key))) is not None:
        return known
    values = asdict(_values(session, unit_id, command))
    training = Training(tenant_id=session.tenant, id=new_id(), form_key=key, unit_id=unit_id, **values)
    session.add(training)
    record(session, actor, "training.session.register", str(training.id), _said(training))
    session.flush()
    return training


def change(session: ScopedSession, actor: Actor, session_id: UUID, version: int, command: Hold) -> Training:
    """Put right what was registered; raises what `register` does, and DomainError where somebody else was first."""
    training = _own(session, actor, session_id, version)
    _fill(training, _values(session, training.unit_id, command))
    record(session, actor, "training.session.change", str(training.id), _said(training))
    session.flush()
    return training


def attend(
    session: ScopedSession,
    actor: Actor,
    session_id: UUID,
    version: int,
    present: Collection[UUID],
    excused: Collection[UUID] = (),
) -> Training:
    """Enter who came; who works in the unit, did not come and was not excused has missed it.

    What was made up stays so, unless the person came after all.

    Args:
        present, excused: people of the session's list; others are passed over.

    Raises:
        Forbidden: the unit is not the actor's to keep.
        DomainError: somebody else was first, or the day is still to come.
    """
    training = _own(session, actor, session_id, version)
    if training.held_on > time.today():
        raise DomainError(Problem(NOT_YET, params={"day": training.held_on}))
    came = missed = 0
    for one in listed(session, training):
        person, row = one.person, one.row
        if person.id in excused and person.id not in present:
            if row is not None and row.came != MADE_UP:
                session.delete(row)
            continue
        state = PRESENT if person.id in present else ABSENT
        came, missed = came + (state == PRESENT), missed + (state == ABSENT)
        if row is None:
            own = {"tenant_id": session.tenant, "session_id": training.id, "person_id": person.id}
            session.add(Attendance(**own, came=state))
        elif not (row.came == MADE_UP and state == ABSENT):
            row.came = state
    training.entered_at = time.now()
    record(session, actor, "training.session.attend", str(training.id), {"came": came, "missed": missed})
    session.flush()
    return training


def add_courseware(session: ScopedSession, actor: Actor, session_id: UUID, kept: Sequence[Kept]) -> Training:
    """Keep courseware 课件 with a session.

    Raises:
        Forbidden: the unit is not the actor's to keep.
        DomainError: there are too many files.
    """
    training = session_of(session, actor, session_id)
    must_edit(actor, training.unit_id)
    for each in kept:
        files.attach(session, each, owner_kind=OWNER, owner_id=training.id, slot="courseware", at_most=FILES)
    record(session, actor, "training.session.courseware", str(training.id), {"files": len(kept)})
    return training


def answer(session: ScopedSession, actor: Actor, session_id: UUID, answers: Mapping[str, str]) -> Training:
    """Count somebody's answers on a session's effect, once; who gave which is kept nowhere, the audit included.

    Raises:
        NotFound: the actor does not stand on the session's list as one who came or made it up.
        DomainError: a question was left out, or the actor answered before.
    """
    training = session_of(session, actor, session_id)
    queue(session, f"training:answers:{training.id}")
    row = own_row(session, actor, training)
    if row is None or row.came == ABSENT:
        raise NotFound(session_id)
    if row.answered:
        raise DomainError(Problem(N_("您已经答过了。")))
    if missing := [name for name in QUESTIONS if answers.get(name) not in ANSWERS]:
        raise DomainError([Problem(N_("请选择一项。"), name) for name in missing])
    row.answered = True
    for name in QUESTIONS:
        key = {"session_id": training.id, "question": name, "answer": answers[name]}
        if not add_once(session, Tally, **key, n=1):
            tally = session.get_one(Tally, (session.tenant, training.id, name, answers[name]), with_for_update=True)
            tally.n += 1
    session.flush()
    return training


def _own(session: ScopedSession, actor: Actor, session_id: UUID, version: int) -> Training:
    training = session.get(Training, (session.tenant, session_id))
    if training is None:
        raise NotFound(session_id)
    if not actor.may(Perm.READ, training.unit_id):
        raise Forbidden(Perm.READ)
    must_edit(actor, training.unit_id)
    if training.version != version:
        raise DomainError(Problem(STALE))
    return training


def _values(session: ScopedSession, unit_id: UUID, command: Hold) -> Hold:
    """The command under the name that its topic has in the plan, and with what it stands for there."""
    plan = plan_of(session, unit_id, command.held_on.year)
    planned = names(plan)
    if command.topic_code:
        if command.topic_code not in planned:
            words = N_("%(year)d年的计划里没有这个专题，请重新选择。")
            raise DomainError(Problem(words, "topic_code", {"year": command.held_on.year}))
        return replace(command, topic=planned[command.topic_code], tag=tags(plan)[command.topic_code])
    if not command.topic.strip():
        raise DomainError(Problem(N_("计划以外的培训，请填写专题名称。"), "topic"))
    return command if command.tag in TAGS else replace(command, tag="")


def _fill(training: Training, told: Hold) -> None:
    training.topic_code, training.topic, training.purpose = told.topic_code, told.topic, told.purpose
    training.held_on, training.begins, training.ends = told.held_on, told.begins, told.ends
    training.place, training.form, training.lecturer = told.place, told.form, told.lecturer
    training.quarters, training.tag = told.quarters, told.tag


def _said(training: Training) -> dict[str, object]:
    return {"topic": training.topic, "held_on": training.held_on.isoformat(), "quarters": training.quarters}
