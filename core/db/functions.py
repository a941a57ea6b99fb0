"""SQL functions that read the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class local_days(GenericFunction[int]):
    """Days from a legal date to the day in Shanghai on which an instant fell: ``local_days(date, instant)``."""

    type = Integer()
    inherit_cache = True


class days_between(GenericFunction[int]):
    """Days from one date to another: ``days_between(first, last)``."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _sqlite_days(element: days_between, compiler: Any, **given: Any) -> str:
    begin, end = (compiler.process(clause, **given) for clause in element.clauses)
    return f"CAST(julianday({end}) - julianday({begin}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _postgresql_days(element: days_between, compiler: Any, **given: Any) -> str:
    begin, end = (compiler.process(clause, **given) for clause in element.clauses)
    return f"({end} - {begin})"


@compiles(local_days, "sqlite")
def _sqlite(element: local_days, compiler: Any, **given: Any) -> str:
    begin, end = (compiler.process(clause, **given) for clause in element.clauses)
    # Shanghai has had no other offset since 1991; the instant is kept in UTC.
    return f"CAST(julianday(date({end}, '+8 hours')) - julianday({begin}) AS INTEGER)"


@compiles(local_days, "postgresql")
def _postgresql(element: local_days, compiler: Any, **given: Any) -> str:
    begin, end = (compiler.process(clause, **given) for clause in element.clauses)
    return f"(({end} + interval '8 hours')::date - {begin})"
