"""The watch over every answer: no word or id of a row that is not the reader's, no number of a person in full, no log.

What each reader may see is said once, in `shown`; everything else that sings is a leak.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from core.db import Database, Scope, ScopedSession
from tests.rights.people import PARTY, Person
from tests.rights.planting import Planted, Planting
from tests.sample import COUNTY

ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
MOBILE = re.compile(r"(?<![\dA-Za-z-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Za-z-])")
PLACE = re.compile(r"^/(?:api/v1|[tw])/(\d+)(?:/|$)")
FOLDED = re.compile(r"\r\n[ \t]")
# What of a township's private rows the county's consoles show: numbers, what a case is about, and how work goes on.
COUNTY_READS = {
    "core_case.id",
    "core_case.title",
    "core_outbox.id",
    "core_parcel_sent.id",
    "core_job.id",
    # What a township answered to a circular is said to the county.
    "core_parcel_sent.answer",
    "core_circular.id",
}
# The auditor reads who did what; the object of an act by its id alone.
AUDITOR_READS = {"core_audit.actor_name", "core_audit.body", "core_account.display_name"}
# What a reader told of a mistake, and the answer, at an address that only they were given.
TOLD = {"core_mistake.id", "core_mistake.words", "core_mistake.answer"}
# Rows that note that somebody was here, or tried.
NOTES = {"core_login_session", "core_account", "core_throttle"}
# Rows of a township that its people know whatever unit they are of.
OF_ALL = ("core_published.", "core_unit.", "core_person.", "core_account.", "approval_item.")
# What those who handle one matter together know of it: the parts there are, and what was applied for.
OF_JOINT = {"core_case.id", "core_case.title", "approval_application.form"}


def shown(person: Person, path: str, planted: Planted) -> bool:
    """Whether a person may read something of a row on the page of a path."""
    match = PLACE.match(path)
    place = int(match[1]) if match else COUNTY
    if path.startswith("/county"):
        if planted.tenant == COUNTY or planted.public:
            return True
        if person.role == "auditor":
            return planted.where in AUDITOR_READS or planted.where.endswith(".id")
        return planted.where in COUNTY_READS
    if not match:
        return planted.public or planted.where.startswith(("core_account.", "core_person.", "core_unit."))
    if planted.public and planted.tenant in {place, COUNTY}:
        return True  # what the county publishes stands on every township's portal
    if planted.tenant != place:
        return False
    if path.startswith("/w/") or path.endswith(".ics"):
        return person.tenant == place and _of_units(person, planted)
    if planted.where in TOLD and "/correction/" in path:
        return True
    if planted.where == "core_draft.id":
        return person.role == PARTY  # the only draft there is, begun in the party's own browser
    return person.role == PARTY and (planted.case_id == person.case_id or planted.where.startswith(OF_ALL))


def _of_units(person: Person, planted: Planted) -> bool:
    if not person.own_unit or planted.where.startswith(OF_ALL) or not planted.units:
        return True
    if person.account is not None and person.account == planted.handler:
        return True
    return bool(person.units & (planted.units | planted.joint if planted.where in OF_JOINT else planted.units))


@dataclass
class Watch:
    """What sang, in answers, in logs and in what was written; each as (who, where, what)."""

    planting: Planting
    leaks: list[tuple[str, str, str]] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    answers: int = 0
    lines: list[str] = field(default_factory=list)
    # Numbers that were typed by the tests themselves, which come back on their pages.
    typed: set[str] = field(default_factory=set)

    def look(self, person: Person, url: str, answer: TestResponse) -> None:
        """Read an answer with its headers, and the parts of packed files."""
        self.answers += 1
        for text in (f"{answer.headers}", *texts(answer)):
            self.read(person, url, text)

    def read(self, person: Person, url: str, text: str) -> None:
        """Note what a person reads that is not theirs; what was asked for comes back, and is no leak."""
        path = url.partition("?")[0]
        own = self.planting.names.get(person.login)
        for word, planted in self.planting.in_(text).items():
            if word in url or word in self.typed or word == own:
                continue
            if shown(person, path, planted):
                self.seen.setdefault(person.key, set()).add(planted.where)
            else:
                self.leaks.append((person.key, path, f"{planted.where} of {planted.tenant}"))
        if "/style/" not in path:  # shows what a form looks like, with nobody's numbers
            self.leaks += [(person.key, path, hit) for hit in self._numbers(text)]

    @contextmanager
    def logs(self) -> Iterator[None]:
        """Read every line that is logged meanwhile: none holds a word of any case or person."""
        handler = _Lines(self)
        root = logging.getLogger()
        before = root.level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.setLevel(before)
            root.removeHandler(handler)

    def line(self, text: str) -> None:
        """Note what a line of the log says of a private row."""
        self.lines.append(text)
        for planted in self.planting.in_(text).values():
            if not planted.public and not planted.where.endswith(".id"):
                self.leaks.append(("log", text[:80], f"{planted.where} of {planted.tenant}"))
        self.leaks += [("log", text[:80], hit) for hit in self._numbers(text)]

    def _numbers(self, text: str) -> list[str]:
        """Numbers of people in full: what looks like one, and the very ones of the sample."""
        found = {*ID_NUMBER.findall(text), *MOBILE.findall(text)}
        found |= {secret for secret in self.planting.secret if secret in text}
        return sorted(found - self.typed - self.planting.published)


class _Lines(logging.Handler):
    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.DEBUG)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self._watch.line(self.format(record))


def texts(answer: TestResponse) -> Iterator[str]:
    """What an answer holds, folded lines joined, packed files opened."""
    body = answer.get_data()
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield f"{name}\n{packed.read(name).decode(errors='replace')}"
        return
    text = body.decode(errors="replace")
    yield FOLDED.sub("", text) if answer.mimetype == "text/calendar" else text


@dataclass(frozen=True)
class Written:
    """A row that a request wrote, with its values."""

    table: str
    tenant: int | None
    values: dict[str, Any]


class Undone:
    """A database whose write turns are undone at their end, with what they would have written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.rows: list[Written] = []

    @contextmanager
    def __call__(self, scope: Scope) -> Iterator[ScopedSession]:
        with self._database.trial(scope) as session:
            yield session
            session.flush()
            session.expunge_all()

    def take(self) -> list[Written]:
        """What was written since the last time, without what only counts and notes."""
        rows, self.rows = self.rows, []
        return [row for row in rows if row.table not in NOTES]

    @contextmanager
    def running(self) -> Iterator[Undone]:
        """Stand in for the database's own writing."""
        event.listen(ScopedSession, "after_flush", self._flushed)
        event.listen(ScopedSession, "do_orm_execute", self._executed)
        self._database.write = self  # type: ignore[method-assign]
        append = ScopedSession.append

        def appended(session: ScopedSession, rows: Any, row: Any) -> None:
            self.rows.append(Written(rows.table.name, row["tenant_id"], dict(row)))
            append(session, rows, row)

        try:
            with patch.object(ScopedSession, "append", appended):
                yield self
        finally:
            del self._database.write  # type: ignore[method-assign]
            event.remove(ScopedSession, "after_flush", self._flushed)
            event.remove(ScopedSession, "do_orm_execute", self._executed)

    def _flushed(self, session: Session, _context: object) -> None:
        for row in (*session.new, *session.dirty, *session.deleted):
            names = {column.key for column in inspect(row).mapper.column_attrs}
            values = {part.key: part.loaded_value for part in inspect(row).attrs if part.key in names}
            self.rows.append(Written(row.__tablename__, values.get("tenant_id"), values))

    def _executed(self, state: ORMExecuteState) -> None:
        if state.is_select:
            return
        given = state.parameters
        groups = given if isinstance(given, list) else [given or {}]
        table = getattr(state.statement, "table", None)
        params = state.statement.compile().params if not groups or groups == [{}] else {}
        for values in groups:
            row = {**params, **values}
            self.rows.append(Written(getattr(table, "name", "?"), row.get("tenant_id"), row))
