"""One door: only core/cases moves a case or a clock, core/duties a duty; two services write audit and outbox rows.

Read from the syntax tree of every module, so that a plugin that assigns a state fails here and not in an audit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Attributes of Case, Clock and Duty that the law's story hangs on: they change by an act, with its ledger and timeline.
MOVED_BY_ACTS = {
    "state",
    "is_open",
    "opened_at",
    "opened_on",
    "received_on",
    "closed_at",
    "closed_on",
    "ended_on",
    "due_on",
    "unrolled_on",
    "safe_due_on",
    "listed_on",
    "due_rule",
    "clock_state",
    "start_on",
    "extension",
    "provisional",
    "nil",
    "late_reason",
    "submitted_at",
    "submitted_by",
}
# Rooms with rows of their own that have such an attribute: accounts, jobs, parcels and messages have a state, owed
# effects are open until they are had.
OWN_ATTRIBUTES = {
    "core/jobs/": {"state", "is_open"},
    "core/accounts/": {"state"},
    "core/exchange/": {"state"},
    # Units are closed and opened again.
    "core/people/units.py": {"closed_on"},
    "core/notices/": {"state"},
    "core/webhooks/": {"state"},
    # A scheme of the year is a draft, in force, replaced.
    "core/schemes/": {"state"},
    # An entry of the catalogue is listed on a day, a ticket of the queue is called and served.
    "plugins/egov/disclosure/catalogue/services.py": {"listed_on"},
    # Whoever is asked for an opinion received the letter on a day.
    "plugins/egov/disclosure/consulting/services.py": {"received_on"},
    "plugins/egov/windows/services.py": {"state"},
    # What a village publishes has its own last day, reckoned anew when it is revised.
    "plugins/egov/villages/services.py": {"due_on"},
    # An import is looked at, ordered and undone.
    "core/sheets/importing.py": {"state"},
    # By one module each: handing in and answering, and counting anew.
    "core/duties/services.py": {"state", "nil", "late_reason", "submitted_at", "submitted_by"},
    "core/duties/recompute.py": {"due_on", "safe_due_on", "provisional"},
}
# Where `setattr` may be given a computed name: the sync of tenants' folders, and elements of items, without cases.
COMPUTED_NAMES = {"core/tenancy/merge.py", "plugins/approval/items/services.py"}

KERNEL = "core/cases/"
DUTIES = "core/duties/"
# Row → the one place where it is made.
MAKERS = {
    "Case": KERNEL,
    "Clock": KERNEL,
    "ClockEntry": KERNEL,
    "Timeline": KERNEL,
    "Reply": KERNEL,
    "IssuedPaper": KERNEL,
    "Duty": DUTIES,
    "DutyEntry": DUTIES,
    "Audit": "core/audit/services.py",
    "Outbox": "core/jobs/services.py",
}
HOMES = ("core.cases", "core.duties", "core.audit", "core.jobs")
STATEMENTS = {"append", "insert", "update", "delete"}


def violations(source: str, place: str) -> list[str]:
    """Each line of a module that goes past the door, as ``place:line what``; `place` is its path in the repository."""
    tree = ast.parse(source)
    rows = _guarded_names(tree)
    found = [*_assignments(tree, place), *_makings(tree, rows, place)]
    return [f"{place}:{line} {what}" for line, what in sorted(found)]


def _guarded_names(tree: ast.AST) -> dict[str, str]:
    """Name in this module → guarded row, e.g. ``{"C": "Clock", "models.Clock": "Clock"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                known_as = alias.asname or alias.name
                if alias.name in MAKERS and node.module.startswith(HOMES):
                    names[known_as] = alias.name
                elif f"{node.module}.{alias.name}".startswith(HOMES):
                    names.update({f"{known_as}.{row}": row for row in MAKERS})
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith(HOMES):
                    names.update({f"{alias.asname or alias.name}.{row}": row for row in MAKERS})
    return names


def _assignments(tree: ast.AST, place: str) -> Iterator[tuple[int, str]]:
    if place.startswith(KERNEL):
        return
    own = next((names for room, names in OWN_ATTRIBUTES.items() if place.startswith(room)), set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            name, on_self = node.attr, isinstance(node.value, ast.Name) and node.value.id == "self"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr" and len(node.args) == 3:
            given = node.args[1]
            unknown = "" if place in COMPUTED_NAMES else "state"
            name, on_self = (str(given.value) if isinstance(given, ast.Constant) else unknown), False
        else:
            continue
        if name in MOVED_BY_ACTS - own and not on_self:
            yield node.lineno, f"assigns {ast.unparse(node)}"


def _makings(tree: ast.AST, rows: dict[str, str], place: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        if called in rows and not place.startswith(MAKERS[rows[called]]):
            yield node.lineno, f"makes {rows[called]}"
        if called.rpartition(".")[2] in STATEMENTS:
            # core.db.bulk and core.db.appending name the row second, after its session.
            named = [rows[given] for given in map(ast.unparse, node.args[:2]) if given in rows]
            for row in named:
                if not place.startswith(MAKERS[row].rpartition("/")[0]):
                    yield node.lineno, f"{called}s {row}"


def modules() -> list[Path]:
    """Every module of the product."""
    return sorted(path for folder in ("core", "plugins") for path in (ROOT / folder).rglob("*.py"))


def test_nothing_goes_past_the_door() -> None:
    found = [
        line
        for path in modules()
        if "migrations" not in path.parts
        for line in violations(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


PLANTED = [
    "case.state = 'decided'",
    "case.due_on, other = day, 1",
    "clock.extension += 10",
    "del case.closed_at",
    "setattr(case, 'is_open', False)",
    "setattr(case, name, value)",
    "from core.cases.models import Clock\nClock(rule='r')",
    "from core.cases.models import ClockEntry as E\nE(on=day)",
    "from core.cases import models as kernel\nkernel.Timeline(note='')",
    "import core.cases.models\ncore.cases.models.Case(kind='k')",
    "from core.audit.models import Audit\nsession.add(Audit(action='a'))",
    "from core.jobs import models\nsession.add(models.Outbox(topic='t'))",
    "from core.jobs.models import Outbox\nappend(session, Outbox, topic='t')",
    "from core.cases.models import Case\nsession.execute(update(Case).values(title='x'))",
    "duty.nil = True",
    "duty.submitted_at = now",
    "from core.duties.models import Duty\nDuty(rule='r')",
    "from core.duties import models\nsession.add(models.DutyEntry(act='a'))",
    "from core.duties.models import Duty\nbulk.update(session, Duty, rows)",
    "import sqlalchemy as sa\nfrom core.cases.models import Clock\nsa.insert(Clock)",
]


@pytest.mark.parametrize("source", PLANTED)
def test_a_planted_violation_is_found(source: str) -> None:
    assert len(violations(source, "plugins/approval/services.py")) == 1


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("case.state = 'decided'", "core/cases/services.py"),
        ("duty.state = 'accepted'", "core/duties/services.py"),
        ("duty.due_on = day", "core/duties/recompute.py"),
        ("run.state = 'done'", "core/jobs/worker.py"),
        ("row.is_open = False", "core/jobs/worker.py"),
        ("account.state = 'active'", "core/accounts/services.py"),
        ("setattr(row, name, value)", "core/tenancy/merge.py"),
        ("from core.audit.models import Audit\nAudit(action='a')", "core/audit/services.py"),
        ("from core.cases.models import Case\nselect(Case).where(Case.state == 'x')", "plugins/approval/queries.py"),
        ("from other import Clock\nClock()", "plugins/approval/services.py"),
        ("self.state = 'opened'", "plugins/approval/forms.py"),
    ],
)
def test_what_is_allowed_is_not_found(source: str, place: str) -> None:
    assert violations(source, place) == []


@pytest.mark.parametrize("place", ["core/duties/queries.py", "core/duties/recompute.py", "core/duties/views.py"])
def test_a_duty_is_moved_by_its_services_alone(place: str) -> None:
    assert violations("duty.state = 'accepted'", place) == [f"{place}:1 assigns duty.state"]


def test_the_audit_is_written_by_its_service_alone() -> None:
    source = "from core.audit.models import Audit\nAudit(action='a')"
    assert violations(source, "core/cases/services.py") == ["core/cases/services.py:2 makes Audit"]
    assert violations(source, "core/audit/chain.py") == ["core/audit/chain.py:2 makes Audit"]
