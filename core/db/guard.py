"""The first wall: a session bound to one scope for life, and the guard on everything it executes or flushes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Never, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Select, Table, event, false, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.annotation import annotated_classes
from sqlalchemy.sql.elements import BindParameter, ClauseElement

from core.db.answers import Answers, tables_of
from core.db.base import Private, Publishable, Tenanted
from core.db.scope import Scope, ScopeError
from core.db.tree import TenantTree
from core.db.walk import refuse_tenant_selects, walk, walk_options, walk_write

RAW = "xn_raw"
"""Execution option that opens the guard; its value says why. Only core/db may use it (a lint test lists the uses)."""

APPENDED = "rows of one tenant that a flush sends"
MEMO_LIMIT = 5_000
READY_LIMIT = 2_000
KEPT_LIMIT = 500  # rows of one write: an act needs some dozens, a walk over a table none of those behind it
# Shapes that passed, each with the tables it reads.
_passed: dict[Any, frozenset[Table]] = {}
# Statements that are made once, and what they are for a tenant: with its criterion, and the tables they read.
_prepared: set[Any] = set()
_ready: dict[tuple[Any, int | None], tuple[Any, frozenset[Table]]] = {}
T = TypeVar("T")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


class Rows(Protocol):
    """What writes rows of one table; see `core.db.appending`."""

    table: Table

    def send(self, session: ScopedSession, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert them."""


class ScopedSession(Session):
    """A session that sees and writes what its scope allows; the scope has no setter.

    Args:
        bind: an engine of `core.db.engine.Database`.
        scope: whose rows.
        writable: whether it may flush and execute writing statements at all.
    """

    def __init__(self, bind: Engine | Connection, scope: Scope, *, writable: bool) -> None:
        if not isinstance(scope, Scope):
            raise ScopeError("a session needs a scope")
        super().__init__(bind, expire_on_commit=False, autoflush=writable)
        self._scope = scope
        self._writable = writable
        self._criteria = _read_criteria(scope, bind.dialect.name)
        # Whoever writes on SQLite has the turn: nobody else's work comes in between.
        self._alone = bind.dialect.name == "sqlite"
        # Else what an act has loaded is forgotten as soon as nobody names it, and loaded again for the next step.
        self._kept: list[object] = []
        self._answers = Answers()
        self._appended: dict[Rows, list[Mapping[str, Any]]] = {}

    @property
    def scope(self) -> Scope:
        """Whose rows this session sees."""
        return self._scope

    @property
    def writable(self) -> bool:
        """Whether this session may write."""
        return self._writable

    @property
    def tenant(self) -> int:
        """The one tenant this session writes.

        Raises:
            ScopeError: the scope writes no tenant's rows.
        """
        if self._scope.write is None:
            raise ScopeError(f"the {self._scope.kind} scope has no tenant to write")
        return self._scope.write

    def once(self, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer to a question that several rooms ask for one page or act.

        A session that may write asks anew what hangs on a table it has written to since, and everything once it waited
        for another transaction.

        Args:
            question: what tells it from every other, its arguments among it.
            ask: reads the rows; what it returns is shared, so nobody changes it.
        """
        if self._writable and question in self._answers:
            self._autoflush()  # as a query would: what waits to be written may be asked about
        if question in self._answers:
            answer: T = self._answers.to(question)
            return answer
        return self._answers.ask(question, ask, always=not self._writable)

    def forget(self) -> None:
        """Ask everything anew: others may have written meanwhile, or what was read is let go."""
        self._answers.forget()

    def append(self, rows: Rows, row: Mapping[str, Any]) -> None:
        """Let a row be written with the next flush, behind its objects; `core.db.appending` is the door to this."""
        _must_write(self)
        self._appended.setdefault(rows, []).append(row)

    def flush(self, objects: Any = None) -> None:
        """Write what waits: the objects, then the rows that were only appended."""
        super().flush(objects)
        if not self._flushing:
            appended, self._appended = self._appended, {}
            for rows, those in appended.items():
                self._answers.wrote({rows.table})
                rows.send(self, those)

    def _is_clean(self) -> bool:
        return not self._appended and super()._is_clean()

    def expunge_all(self) -> None:
        """Let go of every object, and of the answers that hold some."""
        self.forget()
        super().expunge_all()

    def connection(self, *args: Any, raw: str = "", **kwargs: Any) -> Connection:
        """Refused, because a bare connection escapes the guard; core/db opens it with `raw` (the reason)."""
        if not raw:
            raise ScopeError("session.connection() escapes the scope")
        if raw != APPENDED:
            self.forget()
        return super().connection(*args, **kwargs)

    def _banned(self, *args: Any, **kwargs: Any) -> Never:
        raise ScopeError("session.bulk_*() escapes the scope: use core.db.bulk")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _banned


def _read_criteria(scope: Scope, dialect: str) -> list[Any]:
    if scope.kind == "one":
        return [_tenant_is(scope.tenant)]
    if scope.kind == "system":
        return []
    root = scope.root
    if scope.kind == "tree" and dialect == "sqlite":
        # A root sees all or nearly all: its lists are read in their own order, not tenant by tenant (tenancy.md §3).
        return [
            with_loader_criteria(
                Tenanted,
                lambda cls: (cls.tenant_id + 0).in_(select(TenantTree.tenant_id).where(TenantTree.ancestor_id == root)),
                include_aliases=True,
            )
        ]
    below = with_loader_criteria(
        Tenanted,
        lambda cls: cls.tenant_id.in_(select(TenantTree.tenant_id).where(TenantTree.ancestor_id == root)),
        include_aliases=True,
    )
    if scope.kind == "tree":
        return [below]
    # Two criteria, not one with issubclass(): a criteria lambda is analysed once, against the mixin.
    return [
        below,
        with_loader_criteria(Publishable, lambda cls: cls.published.is_(True), include_aliases=True),
        with_loader_criteria(Private, lambda cls: false(), include_aliases=True),
    ]


def _tenant_is(tenant: int | None) -> Any:
    return with_loader_criteria(Tenanted, lambda cls: cls.tenant_id == tenant, include_aliases=True)


def _same_bind(self: Any, other: object) -> Any:
    """Whether two binds are one, without the expression that would be made to ask it.

    Each entity's criterion has the tenant's bind with notes of its own; the copies share a hash, and every statement
    looks them up in a dict. To make an expression each time was a tenth of what an act cost.
    """
    return hash(self) == hash(other) if isinstance(other, BindParameter) else BindParameter.__eq__(self, other)


annotated_classes[BindParameter].__eq__ = _same_bind  # type: ignore[method-assign]


@event.listens_for(ScopedSession, "do_orm_execute")
def _on_execute(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, ScopedSession)
    if state.execution_options.get(RAW):
        session.forget()
        return
    if not session._alone and state.is_select and getattr(state.statement, "_for_update_arg", None) is not None:
        session.forget()  # whoever had the row before may have changed more than it
    if state.is_column_load:  # a refresh by primary key of an object that passed `before_attach`
        return
    if state.is_select:
        bare = state.statement
        if bare in _prepared and session.scope.kind == "one":
            state.statement, tables = _made_ready(state, bare, session)
            session._answers.read(tables)
            return
        if session._criteria:
            state.statement = bare.options(*session._criteria)
        session._answers.read(_check_shape(state, bare))
        return
    _check_shape(state, state.statement)
    _check_write(session, state)
    session._answers.wrote({state.statement.table})  # type: ignore[attr-defined]
    if (state.is_update or state.is_delete) and session.scope.write is not None:
        state.statement = state.statement.options(_tenant_is(session.scope.write))


def prepared(statement: S) -> S:
    """A SELECT that a module makes once and every act sends: what the guard adds to it is kept too, tenant by tenant.

    To add the criterion and to tell the shape anew is half of what a short question costs.
    """
    _prepared.add(statement)
    return statement


def _made_ready(state: ORMExecuteState, bare: Any, session: ScopedSession) -> tuple[Any, frozenset[Table]]:
    key = (bare, session.scope.tenant)
    if (found := _ready.get(key)) is None:
        state.statement = bare.options(*session._criteria)
        found = state.statement, _check_shape(state, bare)
        if len(_ready) >= READY_LIMIT:
            _ready.clear()
        _ready[key] = found
    return found


def _check_shape(state: ORMExecuteState, statement: Any) -> frozenset[Table]:
    """The strict walk, once per shape of statement: values do not change the verdict.

    Args:
        statement: the one that is walked, without the criteria that the guard itself adds.

    Returns:
        The tables that a SELECT reads.
    """
    whole: Any = state.statement
    cache_key = whole._generate_cache_key()
    key = None if cache_key is None else (cache_key.key, state.is_orm_statement)
    # To tell the shape is half of what the guard costs, and what executes the statement asks the same again.
    whole._set_memoized_attribute("_generate_cache_key", lambda: cache_key)
    if key is not None and key in _passed:
        return _passed[key]
    tables: frozenset[Table] = frozenset()
    walk_options(getattr(statement, "_with_options", ()))
    if state.is_select:
        walk(statement)
        tables = tables_of(statement)
    elif state.is_insert or state.is_update or state.is_delete:
        mapper = state.bind_mapper
        walk_write(statement, mapped=state.is_orm_statement, tables=mapper.tables if mapper is not None else ())
    else:
        raise ScopeError("neither SELECT, INSERT, UPDATE nor DELETE")
    if key is not None and len(_passed) < MEMO_LIMIT:
        _passed[key] = tables
    return tables


def _check_write(session: ScopedSession, state: ORMExecuteState) -> None:
    _must_write(session)
    mapper = state.bind_mapper
    if mapper is None or not issubclass(mapper.class_, Tenanted):
        return
    if session.scope.write is None:
        raise ScopeError(f"the {session.scope.kind} scope writes no tenant's rows")
    statement: Any = state.statement
    if state.is_insert:
        tenants = set(_inserted_tenants(statement, state.parameters))
        if tenants != {session.scope.write}:
            raise ScopeError(f"insert into tenants {tenants}")
    elif state.is_update:
        named = [*(statement._values or {}), *(pair[0] for pair in getattr(statement, "_ordered_values", None) or ())]
        if any(_key(column) == "tenant_id" for column in named):
            raise ScopeError("tenant_id never changes")
        _check_update_parameters(session, state.parameters)


def _check_update_parameters(session: ScopedSession, parameters: Any) -> None:
    if isinstance(parameters, Mapping):
        if any(_key(column) == "tenant_id" for column in parameters):
            raise ScopeError("tenant_id never changes")
    elif parameters is not None and {_tenant_of(row) for row in parameters} - {session.scope.write}:
        raise ScopeError("update by primary key outside the scope")


def _inserted_tenants(statement: Any, parameters: Any) -> Iterator[Any]:
    """Every tenant an INSERT would write; None where a row does not say."""
    in_values = _tenant_of(statement._values or {})
    if in_values is not None:
        yield in_values
    rows = [row for group in statement._multi_values for row in group]
    if parameters:
        rows.extend([parameters] if isinstance(parameters, Mapping) else parameters)
    if not rows and in_values is None:
        yield None
    for row in rows:
        tenant = _tenant_of(row)
        yield in_values if tenant is None else tenant


def _tenant_of(row: Any) -> Any:
    if not isinstance(row, Mapping):
        raise ScopeError("rows must be mappings")
    for column, value in row.items():
        if _key(column) == "tenant_id":
            return getattr(value, "value", value)
    return None


def _key(column: Any) -> Any:
    return getattr(column, "key", column)


def _must_write(session: ScopedSession) -> None:
    if not session.writable or session.scope.kind not in ("one", "system"):
        raise ScopeError("this session only reads")


@event.listens_for(ScopedSession, "before_flush")
def _on_flush(session: ScopedSession, context: UOWTransaction, instances: object) -> None:
    changed = [obj for obj in session.dirty if session.is_modified(obj)]
    written = (*session.new, *changed, *session.deleted)
    session._answers.wrote({table for obj in written for table in inspect(type(obj)).tables})
    for obj in written:
        _must_write(session)
        if isinstance(obj, Tenanted):
            if obj in session.new and inspect(obj).dict.get("tenant_id") is None:
                obj.tenant_id = session.tenant
            if obj.tenant_id != session.scope.write:
                raise ScopeError(f"write to tenant {obj.tenant_id}")
        for value in inspect(obj).dict.values():
            if isinstance(value, ClauseElement):
                walk(value, covered=frozenset(inspect(type(obj)).tables))
                refuse_tenant_selects(value)


@event.listens_for(ScopedSession, "after_soft_rollback")
def _on_rollback(session: ScopedSession, previous: object) -> None:
    session.forget()  # also to a savepoint: what was written since is undone


@event.listens_for(ScopedSession, "after_rollback")
def _drop_appended(session: ScopedSession) -> None:
    """Rows that were not sent yet are gone with the rest, before anybody asks whether the session is clean."""
    session._appended.clear()


@event.listens_for(ScopedSession, "loaded_as_persistent")
def _on_load(session: ScopedSession, obj: object) -> None:
    if session._writable and len(session._kept) < KEPT_LIMIT:
        session._kept.append(obj)


@event.listens_for(ScopedSession, "before_attach")
def _on_attach(session: ScopedSession, obj: object) -> None:
    """Refuse an object from another tenant: a later refresh would load it without criteria."""
    if not isinstance(obj, Tenanted) or session.scope.kind == "system":
        return
    state: Any = inspect(obj)
    tenant = state.dict.get("tenant_id")
    if session.scope.kind != "one":
        raise ScopeError("this session takes in no objects")
    known = None
    if state.key is not None:
        names = [column.key for column in state.mapper.primary_key]
        known = state.key[1][names.index("tenant_id")]
    if {tenant, known} - {None, session.scope.tenant}:
        raise ScopeError(f"object of tenant {tenant if known is None else known}")
