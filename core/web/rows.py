"""Lists that are edited on one page, row by row and without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from wtforms import Form

from core.web.forms import ActForm

MOST_ROWS, ADDED = 60, 3


class Row(Form):
    """One row of a list that is edited on one page; a row without its name is left out.

    Attributes:
        named: the field without which there is no such row.
        key: the hidden field that tells the rows apart.
    """

    named: ClassVar[str] = "name"
    key: ClassVar[str] = "code"

    @property
    def given(self) -> bool:
        """Whether there is such a row."""
        return bool(str(self[self.named].data or "").strip())

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form; a blank row is right."""
        return not self.given or bool(super().validate(extra_validators))


class RowsForm(ActForm):
    """A list that is edited on one page, with some blank rows at its end."""

    row_class: type[Row]
    rows: list[Any]

    def begin(self, held: Sequence[Mapping[str, Any]]) -> RowsForm:
        """The rows as they were sent, else as they are held; each is told its faults by itself."""
        if request.method == "POST":
            count = request.form.get("rows", "")
            number = int(count) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
            self.rows = [self.row_class(request.form, prefix=f"r{at}-") for at in range(min(number, MOST_ROWS))]
        else:
            self.rows = [self.row_class(prefix=f"r{at}-", data=dict(row)) for at, row in enumerate(held)]
        self._names(held)
        if request.method == "GET" or self.more:
            fresh = range(len(self.rows), min(len(self.rows) + ADDED, MOST_ROWS))
            self.rows += [self.row_class(prefix=f"r{at}-") for at in fresh]
        return self

    @property
    def more(self) -> bool:
        """Whether more blank rows were asked for, and nothing else."""
        return "more" in request.form

    def _names(self, held: Sequence[Mapping[str, Any]]) -> None:
        """Give each row the code it had; a code that none was held under is none."""
        key = self.row_class.key
        known = [str(row[key]) for row in held]
        free = (word for number in range(1, 10_000) if (word := f"{key[0]}{number}") not in known)
        for row in self.rows:
            data = row[key].data
            row[key].data = known.pop(known.index(data)) if data in known else next(free)

    @property
    def given(self) -> list[Any]:
        """The rows that are there."""
        return [row for row in self.rows if row.given]

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, with every row."""
        answers = [row.validate() for row in self.rows]
        return bool(super().validate(extra_validators)) and all(answers)
