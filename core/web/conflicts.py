"""Two at once: who changed the case meanwhile, and field by field what stands there now beside what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_wtf import FlaskForm

from core.cases import queries
from core.cases.models import Case, Timeline
from core.db import ScopedSession

PICK = "pick-"
THEIRS = "theirs"
# Only words are continued by the next one; a conclusion and a day are everybody's own.
WORDS = frozenset({"StringField", "TextAreaField"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else filled otherwise."""

    name: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What happened since the form was opened: the newest act, and the fields that differ now."""

    last: Timeline | None
    fields: Sequence[Difference]


def between(session: ScopedSession, case: Case, form: FlaskForm, now: FlaskForm) -> Conflict:
    """The conflict of what was typed with the same form as the case fills it now."""
    rows = queries.timeline_of(session, case)
    found = []
    for field in now:
        if field.type not in WORDS:
            continue
        theirs, mine = _said(field.data), _said(form[field.name].data)
        if theirs and theirs != mine:
            found.append(Difference(field.name, str(field.label.text), theirs, mine))
    return Conflict(rows[-1] if rows else None, found)


def picked(form: FlaskForm, now: FlaskForm) -> None:
    """Take over what the reader picked of the other's words."""
    for field in now:
        if field.type in WORDS and request.form.get(f"{PICK}{field.name}") == THEIRS:
            form[field.name].data, form[field.name].raw_data = field.data, [field.data]


def _said(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()
