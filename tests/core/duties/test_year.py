"""A year of the scheme in a township, day by day: only the worker's jobs make, remind and move; people do the rest.

What is owed is reckoned here anew from the table of the scheme, and every figure is counted again from the raw rows.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from core import plugins
from core.accounts.models import Grant
from core.contracts import Submission
from core.db import Scope, new_id
from core.deadlines.own import Own, is_own
from core.documents import addressed
from core.documents import services as documents
from core.documents.content import Content
from core.documents.models import Document, DocumentUnit
from core.duties import board, circulating, compiling, reports, rules, services
from core.duties.board import BoardFilter, Total
from core.duties.models import Duty, DutyEntry, DutyReport
from core.duties.own import rule_of
from core.duties.reports import Compile
from core.duties.services import Answer, Submit
from core.duties.terms import Term
from core.jobs import periodic
from core.notices.models import Notice
from core.schemes import services as schemes
from core.schemes.models import Scheme as Row
from core.schemes.rules import from_json
from core.schemes.services import Begin
from core.tenancy.models import Unit, UnitPlugin
from core.tenancy.services import enabled_plugins
from tests.core.documents.conftest import Desk, desk_of
from tests.core.duties.conftest import LONG_AGO, MONTHLY, Scheme, on
from tests.core.duties.test_views import OFFICE
from tests.sample import ADMIN, LEADER, MENGYUE
from tests.site import opened

D = dt.date
YEAR = 2026
MEASURES = ("supervision", "training", "goals", "penalty", "approval", "frontline", "egov", "reconsideration")
JOBS = {"core.duties", "core.documents"}
# What the year's scheme asks for beside the table: an earlier day, more hours, and two duties of the township's own.
EARLIER, MORE = 20, {"topics": 3, "hours_a_topic": 3, "hours_a_year": 12}
MONTHLY_OWN = Own("supervision", "month", "villages", "报送村务公开情况")
ONCE_OWN = Own("supervision", "once", "government", "乡政务服务大厅搬迁")
OWN = ((MONTHLY_OWN, Term(1, 10, {}, "县民政局通知")), (ONCE_OWN, Term(6, 30, {}, "乡党委会议纪要")))
UNITS = {"station", "window", "enforcement", "village"}
ORGANS = UNITS | {"office", "department"}
# The table of the scheme: what, who owes it by kind or function, on which days, and to which unit.
TABLE: tuple[tuple[str, set[str], list[tuple[int, int]], str], ...] = (
    ("scheme.plan", UNITS, [(3, 31)], "DZB"),
    (MONTHLY, UNITS, [(month, EARLIER) for month in range(4, 12)], "DZB"),
    ("scheme.summary_report", UNITS, [(12, 5)], "DZB"),
    ("scheme.township_report", {"general_office"}, [(12, 31)], "LXH"),
    (
        "scheme.law_report.monthly",
        ORGANS,
        [(4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)],
        "DZB",
    ),
    ("scheme.law_report.compile", {"general_office"}, [(month % 12 + 1, 5) for month in range(1, 13)], ""),
    ("scheme.training.plan", UNITS, [(3, 31)], "DZB"),
    ("scheme.training.quota", UNITS, [(12, 31)], "DZB"),
    ("scheme.training.summary", UNITS, [(12, 5)], "DZB"),
    ("scheme.training.spotcheck", {"general_office"}, [(12, 31)], ""),
    ("scheme.goals.select", UNITS, [(3, 31)], "DZB"),
    ("scheme.goals.publicity", {"general_office"}, [(4, 30)], ""),
    ("scheme.goals.selfcheck.h1", UNITS, [(6, 30)], "DZB"),
    ("scheme.goals.selfcheck.annual", UNITS, [(12, 10)], "DZB"),
    ("scheme.goals.inspection", {"leadership", "supervision_office"}, [(12, 20)], "DZB"),
    ("scheme.penalty.catalogue", {"enforcement"}, [(4, 30)], "DZB"),
    ("scheme.penalty.discretion", {"enforcement"}, [(4, 30)], "DZB"),
    ("scheme.penalty.submit", {"enforcement"}, [(5, 31)], "DZB"),
    ("scheme.approval.publish_items", UNITS, [(5, 10)], "DZB"),
    ("scheme.approval.cleanup", {"leadership", "supervision_office"}, [(9, 1)], ""),
    ("scheme.approval.centralise", {"leadership"}, [(6, 30)], ""),
    ("scheme.approval.online_pilot", {"leadership"}, [(12, 31)], ""),
    ("disclosure.annual_report", {"general_office"}, [(1, 31)], ""),
    ("publicity.annual_stats", {"general_office"}, [(1, 31)], ""),
    ("village.publication", {"village"}, [(3, 31), (6, 30), (9, 30), (12, 31)], "DZB"),
    (
        "village.finance",
        {"village"},
        [(month, monthrange(YEAR, month)[1]) for month in range(1, 13)],
        "DZB",
    ),
    (MONTHLY_OWN.code, {"village"}, [(month, 10) for month in range(1, 13)], "DZB"),
    (ONCE_OWN.code, {"leadership"}, [(6, 30)], "DZB"),
)
NEXT_YEAR = {"scheme.approval.centralise"}
# Lines that a part takes beside a plain word.
LINES: Mapping[str, tuple[str, ...]] = {
    "topics": ("职业道德 4", "依法行政 4", "公文写作 4"),
    "organs": ("9",),
    "inspected": tuple("甲乙丙丁戊"),
    "items": ("修路：已完成", "绿化：未完成，雨季停工"),
    "figures": ("收件：3件", "办结：2件"),
}
# How a unit behaves, by its place among all: days before the due day (negative: after it), and whether it says nil.
WAYS: tuple[tuple[int, bool], ...] = ((5, False), (0, False), (1, True), (-3, False), (2, False))
COMPILED = {code: len(days) for code, _who, days, to in TABLE if to == "DZB"}
FIGURE = re.compile(r"(.+?)[：\s]*([0-9]+)(件?)")


def periods_on(day: D, times: int) -> list[str]:
    """The period that is compiled on a day, of what is owed so many times a year: at the end of each."""
    quarter = [f"{YEAR}Q{day.month // 3}"] if day.month % 3 == 0 else []
    return [f"{day:%Y-%m}"] if times > 4 else quarter if times == 4 else [str(YEAR)] if day.month == 12 else []


@dataclass
class Township:
    """The township with its people, who act on the day they chose beforehand."""

    scheme: Scheme
    desk: Desk
    units: dict[UUID, Unit]
    first: D
    sent_back: set[UUID] = field(default_factory=set)
    circulars: dict[UUID, str] = field(default_factory=dict)
    # The scheme in force, and since when.
    year_scheme: UUID | None = None
    scheme_on: D = D.max

    def way(self, duty: Duty) -> tuple[int, bool]:
        """How the owing unit behaves."""
        return WAYS[sorted(self.units).index(duty.unit_id) % len(WAYS)]

    def live(self, day: D) -> None:
        """One day: the worker in the morning, then those who hand in, then the office."""
        with on(day, 6):
            periodic.run_due(self.scheme.database)
        if self.year_scheme is None and day > self.first:
            with on(day, 9):
                self.issue_scheme(day)
        with on(day, 10):
            for duty in self.scheme.duties(Duty.state.in_(rules.OWED), Duty.due_on <= day + dt.timedelta(days=5)):
                if day >= duty.due_on - dt.timedelta(days=self.way(duty)[0]):
                    self.hand_in(duty, day)
        with on(day, 16):
            for duty in self.scheme.duties(Duty.state == rules.SUBMITTED):
                self.answer(duty)
            if day.day == 28:
                self.compile(day)

    def issue_scheme(self, day: D) -> None:
        """Written, confirmed by another, issued as a document, and signed for by every unit that owes."""
        admin, leader = self.desk.people[ADMIN], self.desk.people[LEADER]
        with self.scheme.writing() as session:
            made = schemes.begin(session, admin, Begin(YEAR, "above"), new_id().hex)
            for own, term in OWN:
                schemes.add_own(session, admin, made.id, own, term, made.version)
            terms = from_json(made.terms)
            terms[MONTHLY] = Term(1, EARLIER, {}, "便于汇总")
            terms["scheme.training.quota"] = Term(12, 31, MORE, "多学")
            schemes.edit(session, admin, made.id, terms, made.version)
            schemes.propose(session, admin, made.id, made.version)
            schemes.confirm(session, leader, made.id, made.version)
            self.year_scheme, self.scheme_on = made.id, day
        with self.scheme.writing() as session:
            row = schemes.draft_notice(session, self.desk.people[OFFICE], self.year_scheme, new_id().hex)
        self.issue(row)
        with self.scheme.reading() as session:
            units = addressed_to(session, row.id)
        for unit in units:
            with self.scheme.writing() as session:
                addressed.sign(session, self.scheme.of(self.units[unit].code), row.id)

    def hand_in(self, duty: Duty, day: D) -> None:
        """Nothing to report where the unit says so and may; else a submission with every part."""
        rule, who = rule_of(duty.rule), self.scheme.of(self.units[duty.unit_id].code)
        late = "人员外出，补报" if day > duty.due_on and not rule.target else ""
        if self.way(duty)[1] and rule.nil:
            with self.scheme.writing() as session:
                services.submit_nil(session, who, duty.id, Submit(duty.version, late_reason=late), new_id().hex)
            return
        parts = {part.code: LINES.get(part.code, ("样例",)) for part in rule.parts}
        command = Submit(duty.version, Submission("已完成", parts), late)
        with self.scheme.writing() as session:
            services.submit(session, who, duty.id, command, new_id().hex)

    def answer(self, duty: Duty) -> None:
        """The receiver accepts; what the first units handed in goes back once."""
        receiver = duty.receiver_id or duty.unit_id
        who = self.scheme.of(self.units[receiver].code)
        back = duty.receiver_id is not None and self.way(duty)[0] == 5 and duty.id not in self.sent_back
        act, note = (services.send_back, "请补充数据") if back else (services.accept, "同意")
        if back:
            self.sent_back.add(duty.id)
        with self.scheme.writing() as session:
            act(session, who, duty.id, Answer(duty.version, note), new_id().hex)

    def compile(self, day: D) -> None:
        """The office compiles whatever came in for a period at its end, and circulates each report."""
        office = self.desk.people[OFFICE]
        for code, period in [(code, period) for code, times in COMPILED.items() for period in periods_on(day, times)]:
            named = Duty.period.in_((period, rules.ONCE))
            if not self.scheme.duties(Duty.rule == code, named, Duty.state.not_in(rules.OWED)):
                continue
            with self.scheme.writing() as session:
                gathered = reports.gather(session, office, code, period)
                texts = compiling.sections(gathered.rule, [each for _, each in gathered.handed])
                seen = compiling.seen(gathered.keys)
                report = reports.compile_report(
                    session, office, Compile(code, period, f"{period}汇总", texts, seen), new_id().hex
                )
                report_id = report.id
            self.circulate(report_id)

    def circulate(self, report_id: UUID) -> None:
        """Drafted, checked, signed, issued; told to the units; one of them signs."""
        with self.scheme.writing() as session:
            row = circulating.circulate(session, self.desk.people[OFFICE], report_id, new_id().hex)
        self.issue(row)
        with self.scheme.reading() as session:
            unit = self.units[addressed_to(session, row.id)[0]]
        with self.scheme.writing() as session:
            addressed.sign(session, self.scheme.of(unit.code), row.id)
        self.circulars[row.id] = unit.name

    def issue(self, row: Document) -> None:
        """Bring a draft to its units by the road of every document."""
        with self.scheme.writing() as session:
            row = session.get_one(Document, (MENGYUE, row.id))
            content = Content(
                row.kind, row.format, row.title, row.sent_to, row.body, signers=(self.desk.people[LEADER].account_id,)
            )
            documents.edit(session, self.desk.people[OFFICE], row.id, content, row.version)
        for step, who in (("submit", OFFICE), ("check", ADMIN), ("sign", LEADER), ("issue", ADMIN)):
            self.desk.step(row, step, who)
        addressed.tell(self.scheme.database, MENGYUE, {"document": str(row.id)})


def addressed_to(session: Any, document_id: UUID) -> list[UUID]:
    """The units that sign for a document."""
    query = select(DocumentUnit.unit_id).where(DocumentUnit.document_id == document_id)
    return sorted(session.scalars(query))


@pytest.fixture
def lived(
    request: pytest.FixtureRequest, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Township, D]]:
    """The township after the days of `request.param`: (first day, last day, villages, stations).

    The measures are on since the new year: the first day catches up what was not made before it.
    """
    first, last, villages, stations = request.param
    with opened(sample, tmp_path) as site:
        scheme = Scheme(site.database)
        with scheme.writing() as session:
            session.execute(delete(DutyEntry))
            session.execute(delete(Duty))
            session.execute(update(Grant).values(from_on=LONG_AGO))
            session.execute(update(Unit).values(since_on=LONG_AGO))
            session.execute(delete(UnitPlugin))
            _grow(session, "village", villages)
            _grow(session, "station", stations)
        with on(D(YEAR, 1, 1), 1):
            scheme.turn(*MEASURES)
        with site.database.read(Scope.one(MENGYUE)) as session:
            enabled = enabled_plugins(session, MENGYUE)
            units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.closed_on.is_(None)))}
            session.expunge_all()
        monkeypatch.setattr(periodic, "_tenants", lambda database: [(MENGYUE, False, enabled)])
        jobs = [job for job in periodic.jobs_of(False, enabled) if job.name in JOBS]
        monkeypatch.setattr(periodic, "jobs_of", lambda is_county, on: jobs)
        township = Township(scheme, desk_of(site, MENGYUE, OFFICE, LEADER, ADMIN), units, first)
        for number in range((last - first).days + 1):
            township.live(first + dt.timedelta(days=number))
        with on(last, 20):
            yield township, last


def _grow(session: Any, kind: str, wanted: int) -> None:
    """As many units of a kind as are wanted: more are founded, those over it are closed, but the ones with tasks."""
    found = list(session.scalars(select(Unit).where(Unit.kind == kind, Unit.closed_on.is_(None)).order_by(Unit.code)))
    kept = sorted(found, key=lambda unit: unit.code != "NYZ")
    for unit in kept[wanted:]:
        unit.closed_on = LONG_AGO
    for number in range(len(found), wanted):
        given = {"kind": kind, "legal_title": found[0].legal_title, "since_on": LONG_AGO}
        named = {"code": f"{kind[0].upper()}{number}", "name": f"样例{kind}{number}"}
        session.add(Unit(tenant_id=MENGYUE, id=new_id(), **named, **given))


def owed_by_the_table(township: Township) -> dict[tuple[str, UUID, D], str]:
    """(rule, unit, due day) → the code of the unit it is handed in to, from the table alone."""
    found = {}
    for code, who, days, to in TABLE:
        for month, day in days:
            later = code in NEXT_YEAR or (code == "scheme.law_report.compile" and month == 1)
            due = D(YEAR + later, month, day)
            if is_own(code) and due < township.scheme_on:
                continue  # a scheme makes nobody late
            for unit in township.units.values():
                if (unit.kind in who or unit.function in who) and unit.code != to:
                    found[code, unit.id, due] = to
    return found


def check(township: Township, last: D) -> None:
    """Everything that the table asks for was made, told, handed in and counted."""
    scheme, codes = township.scheme, {unit.id: unit.code for unit in township.units.values()}
    made = scheme.duties(Duty.start_on < D(YEAR + 1, 1, 1))
    wanted = owed_by_the_table(township)
    assert Counter((duty.rule, duty.unit_id, duty.due_on) for duty in made) == Counter(dict.fromkeys(wanted, 1))
    assert all(codes.get(duty.receiver_id, "") == wanted[duty.rule, duty.unit_id, duty.due_on] for duty in made)
    with scheme.reading() as session:
        entries: dict[UUID, list[DutyEntry]] = {}
        for entry in session.scalars(select(DutyEntry).order_by(DutyEntry.id)):
            entries.setdefault(entry.duty_id, []).append(entry)
        told = Counter(session.scalars(select(Notice.matter_id).where(Notice.kind == "core.duty_limit")))
        session.expunge_all()
    check_scheme(township)
    check_acts(township, last, made, entries, told)
    check_board(township, last, made)
    check_reports(township, last, entries)


def check_scheme(township: Township) -> None:
    """It is in force, and every unit that owes something has signed for it."""
    with township.scheme.reading() as session:
        row = session.scalars(select(Row).where(Row.tenant_id == MENGYUE, Row.state == "in_force")).one()
        assert row.id == township.year_scheme
        assert row.document_id is not None
        standing = addressed.standing(session, row.document_id)
        owing = set(session.scalars(select(Duty.unit_id).distinct()))
    assert len(standing) == len(owing)
    assert all(one.signed_at is not None for one in standing)
    # What is owed already for the year after has no scheme yet.
    days = {(duty.due_on.year, duty.due_on.day) for duty in township.scheme.duties(Duty.rule == MONTHLY)}
    assert {day for year, day in days if year == YEAR} == {EARLIER}
    assert {year for year, _ in days} <= {YEAR, YEAR + 1}


def check_acts(
    township: Township, last: D, made: list[Duty], entries: Mapping[UUID, list[DutyEntry]], told: Mapping[UUID, int]
) -> None:
    """Each duty that fell due was reminded of, handed in as its unit does, returned once or not, and accepted."""
    # Whoever hands in late does so three days after the day, and the office answers on that day.
    past = [duty for duty in made if township.first <= duty.due_on <= last - dt.timedelta(days=5)]
    seen: Counter[str] = Counter()
    for duty in past:
        rule, acts = rule_of(duty.rule), [entry.act for entry in entries[duty.id]]
        days, nil = township.way(duty)
        late = days < 0
        # The scheme moved what was made before it.
        expected = ["make", *(["scheme"] if duty.rule == MONTHLY else []), *(["overdue"] if late else [])]
        expected += ["nil" if nil and rule.nil else "submit"]
        if duty.receiver_id is not None and days == 5:
            expected += ["return", "nil" if nil and rule.nil else "submit"]
            seen["returned"] += 1
        assert acts == [*expected, "accept"], (duty.rule, duty.period, acts)
        assert duty.state == rules.ACCEPTED
        assert bool(duty.late_reason) == late
        assert bool(duty.number) == bool(rule.series)
        assert told[duty.id] > 0 or days == 5, (duty.rule, duty.period)
        seen.update({"late": late, "nil": nil and rule.nil, "in time": not late})
    assert all(seen[what] for what in ("returned", "late", "nil", "in time")), seen


def check_board(township: Township, last: D, made: list[Duty]) -> None:
    """The totals of every period are those of the raw rows."""
    leader = township.desk.people[LEADER]
    targets = {code for code, rule in plugins.registry().duties.items() if rule.target}
    for period in sorted({duty.period for duty in made} - {rules.ONCE}):
        rows = [
            duty for duty in made
            if duty.period == period or (period == str(YEAR) and duty.period == rules.ONCE)
        ]  # fmt: skip
        raw: dict[str, Total] = {}
        for code in {duty.rule for duty in rows}:
            own = [duty for duty in rows if duty.rule == code]
            owed = [duty for duty in own if duty.state in rules.OWED]
            late = [duty for duty in owed if duty.due_on < last and code not in targets]
            raw[code] = Total(len(own), len(owed), len(late))
        with township.scheme.reading() as session:
            assert board.totals(session, leader, BoardFilter(period, tuple(raw))) == raw, period


def check_reports(township: Township, last: D, entries: Mapping[UUID, list[DutyEntry]]) -> None:
    """Each report's figures are the sums of the lines that were handed in until then; who owed stands in it."""
    with township.scheme.reading() as session:
        made = session.scalars(select(DutyReport).order_by(DutyReport.made_at)).all()
        states = circulating.states(session, made)
        for report in made:
            counted: Counter[str] = Counter()
            for source in report.sources["duties"]:
                before = [entry for entry in entries[UUID(source["id"])] if entry.at <= report.made_at]
                handed = [entry for entry in before if entry.act in ("submit", "nil")]
                summed = [part.code for part in rule_of(report.rule).parts if part.figures]
                for line in (line for code in summed for line in handed[-1].content.get("parts", {}).get(code, ())):
                    name, number, measure = FIGURE.fullmatch(line).groups()  # type: ignore[union-attr]
                    counted[f"{name}（{measure}）" if measure else name] += int(number)
            assert {name: int(total) for _, name, total, _ in report.content["figures"]} == dict(counted)
            named = Duty.period.in_((report.period, rules.ONCE))
            due = township.scheme.duties(Duty.rule == report.rule, named, Duty.start_on < D(YEAR + 1, 1, 1))
            assert len(report.content["handed"]) + len(report.content["owing"]) == len(due)
            assert len(report.content["handed"]) == len(report.sources["duties"])
        assert made
        assert [states[report.id].label for report in made] == ["已通报"] * len(made)
        # Whatever has its day by then was compiled, and each report was circulated once.
        ends = [D(YEAR, month, 28) for month in range(1, 13)]
        due_by_now = {
            code for code, times in COMPILED.items()
            for end in ends if township.first <= end <= last and periods_on(end, times) and times <= 4
        }  # fmt: skip
        assert due_by_now <= {report.rule for report in made}
        assert len(township.circulars) == len(made)
        for document_id, unit in township.circulars.items():
            standing = addressed.standing(session, document_id)
            assert [one.unit for one in standing if one.signed_at is not None] == [unit]


@pytest.mark.only_on("sqlite", "the rules of a year are the same on both; each act is tried on both elsewhere")
@pytest.mark.parametrize("lived", [(D(YEAR, 3, 16), D(YEAR, 5, 5), 1, 4)], indirect=True)
def test_the_first_months_of_a_scheme_year_hold_together(lived: tuple[Township, D]) -> None:
    check(*lived)


@pytest.mark.deep
@pytest.mark.only_on("sqlite", "the rules of a year are the same on both; each act is tried on both elsewhere")
@pytest.mark.parametrize("lived", [(D(YEAR, 1, 1), D(YEAR, 12, 31), 5, 10)], indirect=True)
def test_a_scheme_year_holds_together(lived: tuple[Township, D]) -> None:
    check(*lived)
