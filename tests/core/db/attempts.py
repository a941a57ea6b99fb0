"""The attempts to reach another tenant's rows: each returns what it saw, or does its harm.

Reads return the tenants they saw, or a number that may not exceed the two rows of one tenant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, joinedload, selectinload, subqueryload

from core.db.scope import Scope
from tests import databases
from tests.core.db.toys import OTHER, Case, Event, LooseTag, Unit, case_tag

Attempt = Callable[[Any], Any]
T: Any = Case.__table__
TITLE_OF_OTHER: Any = sa.select(sa.func.max(T.c.title)).where(T.c.tenant_id == OTHER)
RAW_TITLE = "(select title from case_ where tenant_id = 2 limit 1)"


def upsert(model: Any) -> Any:
    """The run's own INSERT … ON CONFLICT."""
    return (postgresql if databases.on_postgresql() else sqlite).insert(model)


def seen(rows: Any) -> set[Any]:
    return {row.tenant_id for row in rows}


def detached(session: Any) -> set[int]:
    other = Case(tenant_id=OTHER, id=1, title="c2-1", unit_id=1, published=False)
    sa.orm.make_transient_to_detached(other)
    session.add(other)
    session.expire(other)
    found = {other.tenant_id} if other.title else set()
    session.expunge(other)
    return found


def merged(session: Any) -> set[int]:
    found = session.merge(Case(tenant_id=OTHER, id=1), load=True)
    return {OTHER} if sa.inspect(found).persistent else set()


def switched(session: Any) -> set[int]:
    session.scope = Scope.one(OTHER)
    return {OTHER} if session.get(Case, (OTHER, 1)) is not None else set()


def correlated_count(session: Any) -> set[Any]:
    count = sa.select(sa.func.count(Event.id)).where(Event.case_id == Case.id).scalar_subquery()
    rows = session.execute(sa.select(Case.tenant_id, count)).all()
    return {row[0] for row in rows} | ({OTHER} if any(row[1] > 1 for row in rows) else set())


def oracle_in_loader(session: Any) -> set[int]:
    oracle = sa.exists(sa.select(T.c.id).where(T.c.tenant_id == OTHER))
    units = session.scalars(sa.select(Unit).options(selectinload(Unit.cases.and_(oracle))))
    return {OTHER} if [case for unit in units for case in unit.cases] else set()


def subselect_literal(session: Any) -> set[int]:
    return {OTHER} if session.scalar(sa.select(sa.literal_column(RAW_TITLE))) else set()


def loaded(session: Any, loader: Any) -> set[int]:
    return {case.tenant_id for unit in session.scalars(sa.select(Unit).options(loader)).unique() for case in unit.cases}


READS: dict[str, Attempt] = {
    "select of the class": lambda s: seen(s.scalars(sa.select(Case))),
    "select of one column": lambda s: set(s.scalars(sa.select(Case.tenant_id))),
    "count() from the class": lambda s: s.scalar(sa.select(sa.func.count()).select_from(Case)),
    "count(column)": lambda s: s.scalar(sa.select(sa.func.count(Case.id))),
    "legacy query.count()": lambda s: s.query(Case).count(),
    "get() of another tenant": lambda s: seen(filter(None, [s.get(Case, (OTHER, 1))])),
    "scalar subquery": lambda s: s.scalar(sa.select(sa.select(sa.func.count(Case.id)).scalar_subquery())),
    "from a subquery": lambda s: seen(s.execute(sa.select(sa.select(Case).subquery()))),
    "from a CTE": lambda s: seen(s.execute(sa.select(sa.select(Case).cte()))),
    "EXISTS over the class": lambda s: (
        {OTHER} if s.scalar(sa.select(sa.exists().where(Case.tenant_id == OTHER))) else set()
    ),
    "select().exists()": lambda s: (
        {OTHER} if s.scalar(sa.select(sa.select(Case).where(Case.tenant_id == OTHER).exists())) else set()
    ),
    "relationship.any()": lambda s: seen(s.scalars(sa.select(Unit).where(Unit.cases.any(Case.title == "c2-1")))),
    "IN (subquery)": lambda s: seen(
        s.scalars(sa.select(Case).where(Case.id.in_(sa.select(Event.case_id).where(Event.tenant_id == OTHER))))
    ),
    "aliased class": lambda s: seen(s.scalars(sa.select(aliased(Case)))),
    "union": lambda s: seen(
        s.execute(sa.union_all(sa.select(Case.tenant_id, Case.id), sa.select(Event.tenant_id, Event.id)))
    ),
    "from_statement(union)": lambda s: seen(
        s.scalars(sa.select(Case).from_statement(sa.union_all(sa.select(Case), sa.select(Case))))
    ),
    "join on id only": lambda s: set(s.scalars(sa.select(Event.tenant_id).join(Case, Case.id == Event.case_id))),
    "joinedload": lambda s: loaded(s, joinedload(Unit.cases)),
    "selectinload": lambda s: loaded(s, selectinload(Unit.cases)),
    "subqueryload": lambda s: loaded(s, subqueryload(Unit.cases)),
    "lazy load": lambda s: {
        event.tenant_id for unit in s.scalars(sa.select(Unit)) for case in unit.cases for event in case.events
    },
    "secondary relationship": lambda s: {tag.tenant_id for case in s.scalars(sa.select(Case)) for tag in case.tags},
    "association table": lambda s: set(s.scalars(sa.select(case_tag.c.tenant_id))),
    "class joined to association table": lambda s: set(
        s.scalars(sa.select(case_tag.c.tenant_id).join_from(Case, case_tag, case_tag.c.case_id == Case.id))
    ),
    "bare table": lambda s: seen(s.execute(sa.select(T))),
    "bare table in a subquery": lambda s: set(s.scalars(sa.select(sa.select(T.c.tenant_id).subquery().c.tenant_id))),
    "bare table in IN": lambda s: s.scalar(
        sa.select(sa.func.count(Case.id)).where(sa.literal(7).in_(sa.select(T.c.tenant_id + 5)))
    ),
    "aliased class beside the bare table": lambda s: {
        row[1] for row in s.execute(sa.select(aliased(Case), T.c.tenant_id))
    },
    "relationship.has()": lambda s: seen(s.scalars(sa.select(Case).where(Case.unit.has(Unit.name == "u2")))),
    "any() over secondary": lambda s: seen(s.scalars(sa.select(Case).where(Case.tags.any()))),
    "correlated count on id only": correlated_count,
    "oracle in a loader option": oracle_in_loader,
    "oracle in a join": lambda s: (
        {OTHER}
        if s.scalars(
            sa.select(Unit).join(Unit.cases.and_(sa.exists(sa.select(T.c.id).where(T.c.tenant_id == OTHER))))
        ).all()
        else set()
    ),
    "text()": lambda s: {row[0] for row in s.execute(sa.text("select tenant_id from case_"))},
    "text() as columns": lambda s: {row[0] for row in s.execute(sa.select(sa.text("tenant_id from case_")))},
    "from_statement(text)": lambda s: seen(s.scalars(sa.select(Case).from_statement(sa.text("select * from case_")))),
    "literal_column with a subselect": subselect_literal,
    "connection().execute()": lambda s: seen(s.connection().execute(sa.select(T))),
    "exec_driver_sql()": lambda s: {row[0] for row in s.connection().exec_driver_sql("select tenant_id from case_")},
    "attached detached object": detached,
    "merge()": merged,
    "scope switched on a live session": switched,
}


def case_row(id_: int, tenant: int = OTHER) -> dict[str, Any]:
    return {"tenant_id": tenant, "id": id_, "title": "x", "unit_id": 1, "published": False}


def flushed(session: Any, obj: Any) -> None:
    session.add(obj)
    session.flush()


def set_and_flush(session: Any, attribute: str, value: Any) -> None:
    setattr(session.get(Case, (1, 2)), attribute, value)  # which the public sees too
    session.flush()


def moved(session: Any) -> None:
    for tag in session.scalars(sa.select(LooseTag).limit(1)).all() or [LooseTag(id=77, case_id=1)]:
        tag.tenant_id = 9
        session.add(tag)
    session.flush()


def inserted_select() -> Any:
    names = ["tenant_id", "id", "title", "unit_id", "published"]
    rows = sa.select(sa.literal(OTHER), Case.id + 100, Case.title, Case.unit_id, Case.published)
    return sa.insert(Case).from_select(names, rows.where(Case.tenant_id == 1))


WRITES: dict[str, Attempt] = {
    "add() for another tenant": lambda s: flushed(s, Case(**case_row(90))),
    "bulk insert of rows": lambda s: s.execute(sa.insert(Case), [case_row(91)]),
    "insert().values()": lambda s: s.execute(sa.insert(Case).values(**case_row(92))),
    "insert from select": lambda s: s.execute(inserted_select()),
    "bulk_save_objects()": lambda s: s.bulk_save_objects([Case(**case_row(93))]),
    "bulk_insert_mappings()": lambda s: s.bulk_insert_mappings(Case, [case_row(94)]),
    "update() where": lambda s: s.execute(sa.update(Case).where(Case.tenant_id == OTHER).values(title="H")),
    "update by primary keys": lambda s: s.execute(sa.update(Case), [{"tenant_id": OTHER, "id": 1, "title": "H"}]),
    "delete() where": lambda s: s.execute(sa.delete(LooseTag).where(LooseTag.tenant_id == OTHER)),
    "update sets tenant_id": lambda s: s.execute(
        sa.update(LooseTag).where(LooseTag.tenant_id == 1).values(tenant_id=9)
    ),
    "attribute sets tenant_id": moved,
    "insert into the bare table": lambda s: s.execute(sa.insert(T), [case_row(95)]),
    "update of the bare table": lambda s: s.execute(sa.update(T).where(T.c.tenant_id == OTHER).values(title="H")),
    "insert into the association table": lambda s: s.execute(
        sa.insert(case_tag), [{"tenant_id": OTHER, "case_id": 2, "tag_id": 1}]
    ),
    "text() update": lambda s: s.execute(sa.text("update case_ set title = 'H' where tenant_id = 2")),
    "connection() update": lambda s: s.connection().execute(
        sa.update(T).where(T.c.tenant_id == OTHER).values(title="H")
    ),
    "child of another tenant's parent": lambda s: flushed(s, Event(tenant_id=1, id=96, case_id=999, kind="x")),
    # Found while building: parameters beside values, a parameter in values, an upsert by a key without tenant.
    "parameters override values": lambda s: s.execute(sa.insert(Case).values(tenant_id=1), [case_row(97)]),
    "tenant as a parameter in values": lambda s: s.execute(
        sa.insert(Case).values(tenant_id=sa.bindparam("t"), id=98, title="x", unit_id=1, published=False), {"t": OTHER}
    ),
    "update with tenant_id as a parameter": lambda s: s.execute(
        sa.update(LooseTag).where(LooseTag.tenant_id == 1), {"tenant_id": 9}
    ),
    "multi-row values with one foreign row": lambda s: s.execute(
        sa.insert(Case).values([case_row(99, tenant=1), case_row(99)])
    ),
}

OTHERS_KIND = sa.select(sa.func.max(Event.kind)).where(Event.tenant_id == OTHER).scalar_subquery()

# Attempts that carry another tenant's title into an own row or into a result, or move an own row away.
EXPRESSIONS: dict[str, Attempt] = {
    "update values: bare subquery": lambda s: s.execute(
        sa.update(Case).where(Case.id == 1).values(title=TITLE_OF_OTHER.scalar_subquery())
    ),
    "update values: class subquery": lambda s: s.execute(
        sa.update(Case).where(Case.id == 1).values(title=sa.func.coalesce(OTHERS_KIND, "none"))
    ),
    "insert values: bare subquery": lambda s: s.execute(
        sa.insert(Case).values({**case_row(50, 1), "title": TITLE_OF_OTHER.scalar_subquery()})
    ),
    "insert values: class subquery": lambda s: s.execute(
        sa.insert(Case).values({**case_row(50, 1), "title": OTHERS_KIND})
    ),
    "update returning": lambda s: s.execute(
        sa.update(Case).where(Case.id == 1).values(title="r").returning(TITLE_OF_OTHER.scalar_subquery())
    ).all(),
    "delete returning": lambda s: s.execute(
        sa.delete(LooseTag).where(LooseTag.id == 1).returning(TITLE_OF_OTHER.scalar_subquery())
    ).all(),
    "insert returning": lambda s: s.execute(
        sa.insert(Case).values(case_row(50, 1)).returning(TITLE_OF_OTHER.scalar_subquery())
    ).all(),
    "attribute is a bare subquery": lambda s: set_and_flush(s, "title", TITLE_OF_OTHER.scalar_subquery()),
    "attribute is a class subquery": lambda s: set_and_flush(s, "title", OTHERS_KIND),
    "attribute is text()": lambda s: set_and_flush(s, "title", sa.text(RAW_TITLE)),
    "upsert sets tenant_id": lambda s: s.execute(
        upsert(LooseTag)
        .values(tenant_id=1, id=1, case_id=1)
        .on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"tenant_id": OTHER, "id": 77})
    ),
    "upsert sets a bare subquery": lambda s: s.execute(
        upsert(Case)
        .values(case_row(1, 1))
        .on_conflict_do_update(index_elements=["tenant_id", "id"], set_={"title": TITLE_OF_OTHER.scalar_subquery()})
    ),
    "order by text()": lambda s: s.execute(sa.select(Case.id).order_by(sa.text(RAW_TITLE))).all(),
    "unmapped table()": lambda s: s.execute(sa.select(sa.column("title")).select_from(sa.table("case_"))).all(),
    "lambda statement": lambda s: s.execute(sa.lambda_stmt(lambda: sa.select(T))).all(),
    "literal_column from table()": lambda s: s.execute(
        sa.select(sa.literal_column("title")).select_from(sa.table("case_", sa.column("title")))
    ).all(),
    "prefix": lambda s: s.execute(sa.select(Case.id).prefix_with(f"{RAW_TITLE} ||")).all(),
    "suffix": lambda s: s.execute(
        sa.select(Case.title).suffix_with("union select title from case_ where tenant_id = 2")
    ).all(),
    "custom operator": lambda s: s.execute(sa.select(Case.id.op(f"|| {RAW_TITLE} ||")("x"))).all(),
    "class aliased to the bare table": lambda s: [
        row[0].title for row in s.execute(sa.select(aliased(Case, T.alias())))
    ],
    "from_statement(bare select)": lambda s: [
        case.title for case in s.scalars(sa.select(Case).from_statement(sa.select(T)))
    ],
}
