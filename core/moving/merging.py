"""A township goes into another 撤并, within one installation and in one transaction.

Ids stay, so links inside, printed codes and old addresses hold; `tenant_id` is written anew. A case keeps its number as
issued, and `numbered_by` keeps two townships' equal numbers apart. What was recorded of the old township stays with
it: its audit is sealed under its own code, and its counters end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, inspect, select

from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Person
from core.audit.models import Audit, AuditLink
from core.audit.services import record
from core.cases.models import Case
from core.db import Base, Database, Publishable, Scope, ScopedSession, bulk
from core.db.numbers import Counter
from core.documents.models import PaperWording
from core.feeds.models import CalendarFeed
from core.jobs.models import JobRun, Progress
from core.letters.models import LetterTemplate
from core.moving import rows
from core.moving.exporting import Refused
from core.moving.rows import Row
from core.notices.models import NoticeSettings
from core.search import service as search
from core.tenancy.models import Synced, Tenant, Unit
from core.tenancy.services import enabled_plugins, put_switch

# A feed's address ends with the grants it was made under; its maker makes another at the successor, and says there how
# to be told. What jobs did and how far work had come is the old township's own, and so are its templates of letters and
# its words on papers.
STAYS: tuple[type[Base], ...] = (
    Audit,
    AuditLink,
    Counter,
    Synced,
    CalendarFeed,
    JobRun,
    Progress,
    NoticeSettings,
    LetterTemplate,
    PaperWording,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merger does.

    Attributes:
        moved: rows by table.
        codes: (table, code, new code) of units and items whose code the successor uses already. Units go on under the
            new code; of two items of one code the public sees the successor's only.
        people: names of those who serve both, and keep the successor's entry.
        numbers: numbers that both townships gave; each case keeps its own.
        audit: rows of the audit that stay with the old township.
        refused: why it can't be done.
    """

    source: int
    target: int
    moved: Mapping[str, int]
    codes: tuple[tuple[str, str, str], ...]
    people: tuple[str, ...]
    numbers: tuple[str, ...]
    audit: int
    refused: tuple[str, ...]


def plan(database: Database, source: int, target: int) -> Plan:
    """Say what a merger would do; nothing is written."""
    with database.read(Scope.one(source)) as old, database.read(Scope.one(target)) as new:
        return _plan(old, new)


def merge(database: Database, source: int, target: int, actor: Actor) -> Plan:
    """Let `source` go into `target`; both audits say so.

    It takes one write turn: with some thousand cases a few seconds, in which nobody else writes. The worker brings the
    index up to date afterwards.

    Args:
        actor: who does it.

    Raises:
        Refused: every reason why it can't be done.
    """
    with database.write_both(source, target) as (old, new):
        planned = _plan(old, new)
        if planned.refused:
            raise Refused("; ".join(planned.refused))
        going = [model for model in rows.models() if model not in STAYS]
        both = _in_both(old, new)
        found = search.keys_of(old, plugins.registry().searchables)
        before = {model: rows.count(new, model) for model in going}
        for model in going:
            # Read whole first: rows of the same table are written meanwhile.
            bulk.copy(new, model, list(_rewritten(model, rows.read(old, model), planned, both)))
        # What is only ever added to leaves a township that is gone, and no other.
        old.get_one(Tenant, source).successor_id = target
        old.flush()
        for model in reversed(going):
            old.execute(delete(model).execution_options(synchronize_session=False))
        for model in going:
            if rows.count(new, model) - before[model] != planned.moved[model.__tablename__] or rows.count(old, model):
                raise RuntimeError(f"{model.__tablename__} did not move whole")
        _close(old, planned, actor)
        body = {"from": source, "rows": dict(planned.moved), "codes": [list(code) for code in planned.codes]}
        record(new, Actor(actor.account_id, actor.name, target), "core.tenant.take_over", str(source), body)
        new.get_one(Tenant, target).revision += 1
        search.owe(new, found)
    return planned


def _plan(old: ScopedSession, new: ScopedSession) -> Plan:
    source, target = old.tenant, new.tenant
    both = _in_both(old, new)
    going = [model for model in rows.models() if model not in STAYS]
    moved = {model.__tablename__: rows.count(old, model) - (len(both) if model is Person else 0) for model in going}
    return Plan(
        source,
        target,
        moved,
        tuple(_codes_taken(going, old, new)),
        tuple(sorted(both.values())),
        tuple(sorted(_numbers(old) & _numbers(new))),
        rows.count(old, Audit),
        tuple(_refusals(old, new)),
    )


def _refusals(old: ScopedSession, new: ScopedSession) -> list[str]:
    if old.tenant == new.tenant:
        return ["a township can't go into itself"]
    found = []
    for session in (old, new):
        tenant = session.get(Tenant, session.tenant)
        if tenant is None or tenant.is_county:
            found.append(f"no township has the code {session.tenant}")
        elif tenant.successor_id is not None:
            found.append(f"{session.tenant} went into {tenant.successor_id} already")
    if missing := sorted(enabled_plugins(old, old.tenant) - enabled_plugins(new, new.tenant)):
        found.append(f"turn on in {new.tenant} first: {', '.join(missing)}")
    return found


def _in_both(old: ScopedSession, new: ScopedSession) -> dict[UUID, str]:
    """Account and name of people of the old township who are people of the new one too."""
    query = select(Person.account_id).where(Person.account_id.is_not(None))
    there = set(new.scalars(query))
    people = old.execute(select(Person.account_id, Person.name).where(Person.account_id.is_not(None)))
    return {account: name for account, name in people if account is not None and account in there}


def _numbers(session: ScopedSession) -> set[str]:
    query = select(Case.series, Case.no_year, Case.no_seq).where(Case.no_seq.is_not(None))
    return {f"{series}〔{year}〕{seq}号" for series, year, seq in session.execute(query)}


def _codes_taken(going: Iterable[type[Base]], old: ScopedSession, new: ScopedSession) -> Iterator[tuple[str, str, str]]:
    for model in going:
        if not _has_codes(model):
            continue
        code = model.code  # type: ignore[attr-defined]
        taken = set(new.scalars(select(code)))
        for each in old.scalars(select(code).distinct().order_by(code)):
            if each in taken:
                yield model.__tablename__, each, f"{each}-{old.tenant}"


def _has_codes(model: type[Base]) -> bool:
    """Whether rows of a class are told apart by a code of their own within the tenant, as units and items are."""
    return issubclass(model, Publishable) and "code" in inspect(model).columns


def _rewritten(model: type[Base], found: Iterable[Row], planned: Plan, both: Mapping[UUID, str]) -> Iterator[Row]:
    codes = {old: new for table, old, new in planned.codes if table == model.__tablename__}
    for row in found:
        if model is Person and row["account_id"] in both:
            continue
        row["tenant_id"] = planned.target
        if model is Case and row["no_seq"] is not None and not row["numbered_by"]:
            row["numbered_by"] = planned.source
        if _has_codes(model) and row["code"] in codes:
            row["code"] = codes[row["code"]]
            row["published"] = row["published"] and model is Unit
        yield row


def _close(old: ScopedSession, planned: Plan, actor: Actor) -> None:
    gone = old.get_one(Tenant, planned.source)
    gone.successor_id = planned.target
    into = old.get_one(Tenant, planned.target)
    into.own_duties = sorted({*into.own_duties, *gone.own_duties})
    gone.revision += 1
    for plugin in enabled_plugins(old, planned.source):
        put_switch(old, planned.source, plugin, on=False, by=actor.name)
    body = {"successor": planned.target, "rows": dict(planned.moved)}
    record(old, Actor(actor.account_id, actor.name, planned.source), "core.tenant.close", str(planned.source), body)
