"""What a session was answered, kept until it writes to a table the answer was read from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import Any, TypeVar

from sqlalchemy import Table
from sqlalchemy.sql.visitors import ExternallyTraversible, iterate

T = TypeVar("T")


class Answers:
    """The answers of one session, each with the tables it was read from."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[Any, frozenset[Table]]] = {}
        self._asking: list[set[Table]] = []

    def __contains__(self, question: Hashable) -> bool:
        return question in self._kept

    def to(self, question: Hashable) -> Any:
        """The answer that is kept."""
        return self._kept[question][0]

    def ask(self, question: Hashable, ask: Callable[[], T], *, always: bool) -> T:
        """Ask and keep the answer.

        Args:
            always: also where nothing was read, so that nothing would ever make it forgotten.
        """
        # A question that is answered out of what another one read hangs on the same tables.
        read: set[Table] = set(self._asking[-1]) if self._asking else set()
        self._asking.append(read)
        try:
            answer = ask()
        finally:
            self._asking.pop()
        if self._asking:
            self._asking[-1].update(read)
        if read or always:
            self._kept[question] = (answer, frozenset(read))
        return answer

    def read(self, tables: Collection[Table]) -> None:
        """A statement over `tables` was sent."""
        if self._asking:
            self._asking[-1].update(tables)

    def wrote(self, tables: Collection[Table]) -> None:
        """Rows of `tables` were written: whatever was read from one of them is to be asked anew."""
        stale = [question for question, (_, read) in self._kept.items() if not read.isdisjoint(tables)]
        for question in stale:
            del self._kept[question]

    def forget(self) -> None:
        """Ask everything anew."""
        self._kept.clear()


def tables_of(statement: ExternallyTraversible) -> frozenset[Table]:
    """The tables that a SELECT reads, those of its subqueries among them."""
    return frozenset(element._deannotate() for element in iterate(statement) if isinstance(element, Table))
