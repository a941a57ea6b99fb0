"""Opening a key work, and what the acts on it keep; no handler assigns a case's state."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Opening, Party, once
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import bump
from plugins.goals import commands as cmd
from plugins.goals import handing, queries, rules
from plugins.goals.models import Change, Entry, KeyWork, Stage
from plugins.goals.permissions import Perm
from plugins.goals.queries import KIND
from plugins.goals.rules import Facts

SAME_HAND = N_("选报人不能审核，乡人民政府和监察室由两人分别审核。")
FUTURE = 1  # the next year's selection is prepared before the year begins


def open_work(session: ScopedSession, actor: Actor, unit_id: UUID, year: int, content: cmd.Content, key: str) -> Case:
    """Start a key work of a unit and year as a draft.

    Raises:
        Forbidden: the actor selects for no such unit.
        NotFound: there is no such unit.
        DomainError: what is missing or out of bounds; a third one of the year.
    """
    if not actor.in_unit(Perm.EDIT, unit_id):
        raise Forbidden(Perm.EDIT)
    unit = session.get(Unit, (session.tenant, unit_id))
    if unit is None:
        raise NotFound(unit_id)
    if done := once(session, key, "open"):
        return done
    problems = rules.content(content, year)
    if not time.today().year <= year <= time.today().year + FUTURE:
        problems.append(Problem(N_("只能选报本年或者下一年的重点工作。"), "year"))
    problems += rules.room_for(queries.held(session, unit_id, year))
    if problems:
        raise DomainError(problems)
    tenant = session.get_one(Tenant, session.tenant)
    opening = Opening(
        title=content.name.strip(),
        series=f"{tenant.settings['prefix']}重点",
        unit_id=unit_id,
        parties=(Party("responsible", unit.name),),
        received_on=time.today(),
        channel="online",
        label=N_("拟写选报"),
        handler_id=actor.account_id,
    )

    def detail(case: Case) -> Sequence[object]:
        work = KeyWork(tenant_id=case.tenant_id, case_id=case.id, unit_id=unit_id, year=year)
        _fill(work, content)
        return (work,)

    return cases.open_case(session, actor, KIND, opening, detail, key)


def edit(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Edit) -> None:
    """Keep what the draft says now."""
    _fill(queries.work_of(session, case), command.content)
    case.title = command.content.name.strip()


def put_stage(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.PutStage) -> None:
    """Add, change or take out a stage; those behind one that is taken out move up."""
    rows = list(queries.whole(session, case.id).stages)
    if command.remove:
        _take_out(session, rows, command.no)
        return
    row = next((row for row in rows if row.no == command.no), None)
    if row is None:
        row = Stage(tenant_id=case.tenant_id, case_id=case.id, no=len(rows) + 1)
        session.add(row)
    row.name, row.standard = command.name.strip(), command.standard.strip()
    row.days, row.planned_on, row.after = command.days, command.planned_on, sorted(set(command.after))
    session.flush()


def submit(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Submit) -> None:
    """Hand the work in, and with it the unit's duty to select."""
    work = queries.work_of(session, case)
    handing.hand_in(session, actor, case, work, command.late_reason.strip())
    work.selected_by, work.document, work.resolved_on, work.ended_words = actor.account_id, "", None, ""
    _unreview(work)


def take_back(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.TakeBack) -> None:
    """Nothing of it was reviewed; what the unit handed in for its duty is the duty's to take back."""


def review_government(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Review) -> None:
    """Keep who reviewed for the government.

    Raises:
        DomainError: the same person handed it in, or reviewed for the other side.
    """
    work = _reviewed(session, actor, case, facts, facts.supervision)
    work.government_id, work.government = actor.account_id, actor.title
    if not command.passed:
        _unreview(work)


def review_supervision(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Review) -> None:
    """Keep who reviewed for the supervision office; raises what `review_government` does."""
    work = _reviewed(session, actor, case, facts, facts.government)
    work.supervision_id, work.supervision = actor.account_id, actor.title
    if not command.passed:
        _unreview(work)


def resolve(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Resolve) -> None:
    """Keep what the joint meeting resolved."""
    work = queries.work_of(session, case)
    work.document, work.resolved_on = command.document.strip(), command.held_on
    if command.decision == "return":
        _unreview(work)
    if command.decision == "drop":
        work.outcome, work.outcome_on, work.ended_words = "dropped", command.held_on, command.words.strip()


def publish(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Publish) -> None:
    """Keep the proof, and let the public read work and plan from now on."""
    found = queries.whole(session, case.id)
    work = found.work
    work.media, work.media_on, work.media_link = command.media.strip(), command.media_on, command.link.strip()
    work.published = True
    for stage in found.stages:
        stage.published = True
    _changed(session, case)


def progress(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Progress) -> None:
    """Keep how far it is."""
    _enter(session, actor, case, "progress", command.stage, command.words, published=True)
    _attach(session, case, command.files, command.stage)
    _changed(session, case)


def stage_done(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.StageDone) -> None:
    """Keep when a stage was done, and its proof."""
    row = _stage(session, case, command.stage)
    row.done_on, row.proof = command.done_on, command.proof.strip()
    _attach(session, case, command.files, command.stage)
    _changed(session, case)


def raise_obstacle(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Raise) -> None:
    """Keep what stands in the way; it is the office's own."""
    _enter(session, actor, case, "obstacle", command.stage, command.words)


def answer_obstacle(
    session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AnswerObstacle
) -> None:
    """Keep the leader's answer."""
    row = session.get_one(Entry, (case.tenant_id, command.entry))
    row.answer, row.answered_by, row.answered_at = command.words.strip(), actor.title, time.now()


def ask_change(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.AskChange) -> None:
    """Keep what is asked for; the stage's day stays until somebody agrees."""
    session.add(
        Change(
            tenant_id=case.tenant_id,
            case_id=case.id,
            stage=command.stage,
            old_on=_stage(session, case, command.stage).planned_on,
            new_on=command.new_on,
            why=command.why.strip(),
            asked_by=actor.title,
            asked_at=time.now(),
        )
    )
    session.flush()


def decide_change(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.DecideChange) -> None:
    """Keep the decision; what is agreed to moves the stage and is read by the public with the old day."""
    waiting = next(row for row in queries.whole(session, case.id).changes if row.approved is None)
    waiting.approved, waiting.words = command.approved, command.words.strip()
    waiting.decided_by, waiting.decided_at = actor.title, time.now()
    if command.approved:
        _stage(session, case, waiting.stage).planned_on = waiting.new_on
        waiting.published = True
        _changed(session, case)


def supervise(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Supervise) -> None:
    """Keep what the supervision office found."""
    _enter(session, actor, case, "supervision", 0, command.words)


def finish(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Finish) -> None:
    """Keep the proof of the end."""
    _attach(session, case, command.files, 0)
    _end(session, case, "finished", command.proof)


def fail(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Fail) -> None:
    """Keep why it was not done."""
    _end(session, case, "unfinished", command.reasons)


def _end(session: ScopedSession, case: Case, outcome: str, words: str) -> None:
    work = queries.work_of(session, case)
    work.outcome, work.outcome_on, work.ended_words = outcome, time.today(), words.strip()
    _changed(session, case)


def _fill(work: KeyWork, content: cmd.Content) -> None:
    work.name, work.head, work.body = content.name.strip(), content.head.strip(), content.body.strip()
    work.standard, work.limit, work.lost = content.standard.strip(), content.limit.strip(), content.lost.strip()
    work.begins_on, work.ends_on = content.begins_on, content.ends_on


def _unreview(work: KeyWork) -> None:
    work.government_id, work.government, work.supervision_id, work.supervision = None, "", None, ""


def _reviewed(session: ScopedSession, actor: Actor, case: Case, facts: Facts, other: UUID | None) -> KeyWork:
    if actor.account_id in {facts.selected_by, other}:
        raise DomainError(SAME_HAND)
    return queries.work_of(session, case)


def _stage(session: ScopedSession, case: Case, no: int) -> Stage:
    return session.get_one(Stage, (case.tenant_id, case.id, no))


def _take_out(session: ScopedSession, rows: Sequence[Stage], no: int) -> None:
    kept = [row for row in rows if row.no != no]
    given = [
        (row.name, row.standard, row.days, row.planned_on, [_up(after, no) for after in row.after if after != no])
        for row in kept
    ]
    session.delete(rows[-1])
    for row, (name, standard, days, planned_on, after) in zip(rows, given, strict=False):
        row.name, row.standard, row.days, row.planned_on, row.after = name, standard, days, planned_on, after
    session.flush()


def _up(number: int, gone: int) -> int:
    return number - 1 if number > gone else number


def _enter(
    session: ScopedSession, actor: Actor, case: Case, kind: str, stage: int, words: str, *, published: bool = False
) -> None:
    given = {"kind": kind, "stage": stage, "words": words.strip(), "by_name": actor.title, "at": time.now()}
    session.add(Entry(tenant_id=case.tenant_id, case_id=case.id, published=published, **given))
    session.flush()


def _attach(session: ScopedSession, case: Case, kept: Sequence[Kept], stage: int) -> None:
    for file in kept:
        files.attach(session, file, owner_kind="case", owner_id=case.id, slot=f"stage-{stage}")


def _changed(session: ScopedSession, case: Case) -> None:
    """The public page and the index follow."""
    emit(session, "search", f"key_work:{case.id}:{case.version}", {"searchable": "key_work", "id": str(case.id)})
    bump(session)
