"""What the catalogue takes silence for, each once, from the limit's start to the law's act; days counted by hand."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from core import plugins
from core.cases import queries
from core.cases.models import Case
from core.cases.sweep import sweep
from core.db import Scope
from tests.core.cases.law import SILENT, Law, with_effect
from tests.core.cases.toys import Desk, on
from tests.sample import TODAY

D = dt.date
NEW, OLD = D(2026, 11, 2), D(2023, 11, 6)  # Mondays, with no holiday in the weeks after
# (code, version's first day) → start, the state it leads to, the act, the law's day.
EXPECTED = {
    ("licensing.correction_notice", D(2004, 7, 1)): (NEW, "accepted", "act", NEW),  # dates back to the receipt
    ("licensing.renewal_decide", D(2004, 7, 1)): (D(2026, 11, 1), "renewed", "act", D(2026, 11, 1)),  # a Sunday
    ("reconsideration.review", D(2024, 1, 1)): (NEW, "accepted", "act", D(2026, 11, 9)),
    ("reconsideration.review", D(1999, 10, 1)): (OLD, "accepted", "act", OLD),  # the old text: on receipt
    ("reconsideration.correction_submit", D(2024, 1, 1)): (NEW, "abandoned", "act", D(2026, 11, 16)),
    ("disclosure.correction_submit", None): (NEW, "abandoned", "act", D(2026, 11, 16)),
    ("disclosure.co_maker", D(2019, 5, 15)): (NEW, "open", "act", D(2026, 11, 23)),  # consent: the case goes on
    ("disclosure.correction_notice", D(2019, 5, 15)): (NEW, "open", "act", D(2026, 11, 11)),  # the organ's own chance
    ("disclosure.third_party", D(2019, 5, 15)): (NEW, "open", "act", D(2026, 11, 23)),
    ("petition.objection", D(2022, 5, 1)): (NEW, "open", "act", D(2026, 11, 9)),
    ("penalty.pay", D(1996, 10, 1)): (NEW, "open", "act", D(2026, 11, 17)),  # what follows begins to run
    ("reconsideration.reply", D(2024, 1, 1)): (NEW, "open", "flag", D(2026, 11, 16)),
    ("reconsideration.reply", D(1999, 10, 1)): (OLD, "open", "flag", D(2023, 11, 16)),  # ten natural days
    ("reconsideration.reply_summary", D(2024, 1, 1)): (NEW, "open", "flag", D(2026, 11, 9)),
    ("reconsideration.decide", D(2024, 1, 1)): (D(2026, 9, 3), "open", "pass", D(2026, 11, 2)),  # it is still owed
    ("reconsideration.decide", D(1999, 10, 1)): (D(2023, 9, 4), "open", "pass", D(2023, 11, 3)),
    ("reconsideration.decide_summary", D(2024, 1, 1)): (D(2026, 10, 12), "open", "pass", D(2026, 11, 11)),
    ("penalty.retention_decide", D(2021, 7, 15)): (NEW, "open", "act", D(2026, 11, 11)),  # what was kept goes back
    ("penalty.retention_decide", D(1996, 10, 1)): (D(2020, 11, 2), "open", "act", D(2020, 11, 9)),
    ("litigation.defence", D(2015, 5, 1)): (NEW, "open", "flag", D(2026, 11, 17)),
}


def test_every_effect_of_the_catalogue_is_counted_here() -> None:
    assert {(rule.code, rule.since) for rule in with_effect()} == set(EXPECTED)


def test_each_effect_comes_by_itself_once_on_the_laws_day(desk: Desk) -> None:
    with plugins.using({"law": Law()}):
        cases = {
            row: desk.open(kind=SILENT, series="默", clocks={row[0]: start}, received_on=start)
            for row, (start, *_) in EXPECTED.items()
        }
        for later in (1, 1, 2):
            with on(TODAY + dt.timedelta(days=later)):
                sweep(desk.database, desk.tenant)
        for (code, since), (_, state, act, day) in EXPECTED.items():
            case = desk.case(cases[code, since])
            ((clock, entries),) = desk.clocks(case)[code]
            found = case.state, clock.rule_version, lines(desk, case.id), clock.state, entries[-1].act
            told = ("flag", day) if act == "flag" else (code, day)
            ends = ("running", act) if act in {"flag", "pass"} else ("lapsed", "lapse")
            assert found == (state, since, [told], *ends), code


def lines(desk: Desk, case_id: UUID) -> list[tuple[str, dt.date]]:
    """What happened on a case after it was opened, with the law's days."""
    with desk.database.read(Scope.one(desk.tenant)) as session:
        case = session.get_one(Case, (desk.tenant, case_id))
        return [(row.code, row.on) for row in queries.timeline_of(session, case)][1:]
