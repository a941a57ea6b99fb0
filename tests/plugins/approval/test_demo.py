"""The sample county on its day, case by case; made twice it is the same, made again it grows by nothing."""

from __future__ import annotations

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock, demo
from core.accounts.models import Person
from core.cases import figures, lists, papers, queries, receipts
from core.cases.models import Case, Clock
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, ScopedSession
from plugins.approval.demo_road import PEOPLE
from plugins.approval.models import Application
from plugins.approval.queries import application_of
from tests import databases
from tests.sample import HUSA, MENGYUE, NOON, TODAY, ZHANGFENG, approving

pytestmark = pytest.mark.only_on("sqlite", "every run makes the sample on its database; what is in it is the same")
D = dt.date
NOTICE, DECIDE, STATUTORY, PROMISED = (
    "licensing.correction_notice",
    "licensing.decide",
    "service.statutory",
    "service.promised",
)


class Shown:
    """One case of the sample, found by its item, applicant and day of receipt, with what belongs to it."""

    def __init__(self, session: ScopedSession, item: str, party: str, received: dt.date) -> None:
        rows = session.scalars(select(Case).where(Case.party == party, Case.received_on == received)).all()
        (self.case,) = [row for row in rows if application_of(session, row)[1].code == item]
        self.application, self.item = application_of(session, self.case)
        self.timeline = {row.code: row for row in queries.timeline_of(session, self.case)}
        self.clocks = {row.rule: row for row in queries.clocks_of(session, self.case)}
        self.ledger = {rule: queries.entries_of(session, row) for rule, row in self.clocks.items()}
        self.papers = {row.code: json.loads(row.context) for row in papers.of_case(session, self.case)}

    def day(self, code: str) -> dt.date:
        """The day on which an act was done."""
        return clock.local_date(self.timeline[code].at)


def test_a1_two_days_are_left_of_twenty(app: Flask, county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        a1 = Shown(session, "MY-XK-01", "排早戊", D(2026, 10, 29))
        assert a1.application.accepted_on == D(2026, 10, 29)
        assert (a1.case.due_on, a1.case.safe_due_on, a1.case.due_rule) == (D(2026, 11, 26), D(2026, 11, 26), DECIDE)
        assert (a1.case.due_on - TODAY) <= figures.NEAR
        assert a1.timeline["open"].note == "由村级代办员代为提交"
        assert a1.clocks[PROMISED].state == "lapsed"
        assert a1.application.overrun
        assert figures.figures_by_tenant(session)[MENGYUE]["near"] >= 1


def test_a2_silence_accepted_from_the_day_of_receipt(app: Flask, county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        a2 = Shown(session, "MY-XK-01", "何样甲", D(2026, 11, 16))
        assert (a2.clocks[NOTICE].due_on, a2.clocks[NOTICE].state) == (D(2026, 11, 23), "lapsed")
        assert (a2.case.state, a2.application.accepted_on) == ("accepted", D(2026, 11, 16))
        assert a2.application.accepted_by_silence
        assert (a2.clocks[DECIDE].start_on, a2.clocks[DECIDE].due_on) == (D(2026, 11, 16), D(2026, 12, 14))
        assert (a2.case.due_on, a2.case.due_rule) == (D(2026, 12, 7), PROMISED)  # fifteen days were promised
        assert a2.timeline["accept_by_silence"].actor_name == "系统"
        assert a2.timeline["accept_by_silence"].article == "行政许可法32①四"
        assert a2.day("accept_by_silence") == TODAY
        assert a2.papers["approval.receipt"]["missing"]
        assert a2.papers["approval.acceptance"]["by_silence"] is True
        assert a2.papers["approval.acceptance"]["accepted_on"] == "2026-11-16"


def test_a3_today_is_the_last_day_to_tell(app: Flask, county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        a3 = Shown(session, "MY-XK-02", "思相戊", D(2026, 11, 17))
        assert (a3.case.state, a3.case.due_on, a3.case.due_rule) == ("received", D(2026, 11, 24), NOTICE)
        assert a3.papers["approval.receipt"]["missing"]
        assert a3.papers["approval.receipt"]["notice_due"] == "2026-11-24"


def test_a4_overdue_and_explained(app: Flask, county: Database) -> None:
    with county.read(Scope.one(ZHANGFENG)) as session:
        a4 = Shown(session, "MY-XK-02", "囊样戊", D(2026, 10, 22))
        assert a4.application.accepted_on == D(2026, 10, 22)
        assert (a4.case.due_on, a4.case.is_open) == (D(2026, 11, 19), True)
        assert a4.application.overrun == a4.timeline["explain_overrun"].note
        assert [row.id for row in lists.late_in_tree(session, 50)] == [a4.case.id]


def test_a5_ten_days_more_by_a_head_with_the_reason(app: Flask, county: Database) -> None:
    with county.read(Scope.one(HUSA)) as session:
        a5 = Shown(session, "MY-XK-01", "曹样丙", D(2026, 10, 23))
        assert (a5.case.due_on, a5.clocks[DECIDE].extension) == (D(2026, 12, 4), 10)
        assert a5.day("extend") == D(2026, 11, 18)
        by = session.scalars(select(Person.title).where(Person.account_id == a5.timeline["extend"].actor_id)).one()
        assert by == "乡长"
        told = a5.papers["approval.extension"]
        assert (told["reason"], told["decide_due"]) == (a5.timeline["extend"].note, "2026-12-04")


def test_a6_paused_four_days_used_sixteen_left_no_day(app: Flask, county: Database) -> None:
    with county.read(Scope.one(HUSA)) as session:
        a6 = Shown(session, "MY-XK-01", "寸样丁", D(2026, 11, 6))
        assert (a6.case.state, a6.case.clock_state, a6.case.due_on) == ("special", "suspended", None)
        proof = receipts.of_clock(a6.clocks[DECIDE], a6.ledger[DECIDE])
        assert (proof.used, proof.left, proof.due) == (4, 16, None)
        stop = a6.ledger[DECIDE][-1]
        assert (stop.act, stop.on, stop.ground) == ("suspend", D(2026, 11, 12), "专家评审")
        assert a6.papers["approval.special"]["told_on"] == "2026-11-12"
        assert a6.papers["approval.special"]["expected_days"] == 15


def test_a7_sent_on_under_its_own_limits_without_a_silence_effect(app: Flask, county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        a7 = Shown(session, "MY-JF-07", "李腊翁样", D(2026, 10, 27))
        assert (a7.case.state, a7.case.channel, a7.case.due_on) == ("forwarded", "oral", None)
        assert set(a7.clocks) == {STATUTORY, PROMISED}
        assert (a7.clocks[STATUTORY].length, a7.clocks[PROMISED].length) == (30, 20)
        assert a7.papers["approval.forwarding"]["to"] == "县民政局"
        assert a7.papers["approval.forwarding"]["opinion"] == a7.application.opinion


def test_a8_granted_in_the_name_of_the_countys_department(app: Flask, county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        a8 = Shown(session, "MY-WT-06", "勒排·诺样庚", D(2026, 10, 13))
        assert (a8.case.state, a8.case.is_open) == ("delivered", False)
        granted = a8.papers["approval.grant"]
        assert (granted["organ"], granted["acting"]) == ("陇川县林业和草原局", "勐约乡人民政府")
        told = granted["remedies"]
        assert "向陇川县人民政府申请行政复议" in told["words"] % told
        assert told["respondent"] == "陇川县林业和草原局"
        assert "委托书" in a8.item.note


@pytest.mark.parametrize("tenant", [MENGYUE, HUSA, ZHANGFENG])
def test_every_limit_is_proved_by_its_receipt(app: Flask, county: Database, tenant: int) -> None:
    with county.read(Scope.one(tenant)) as session:
        clocks = session.scalars(select(Clock)).all()
        assert len(clocks) >= 8
        for row in clocks:
            assert receipts.of_clock(row, queries.entries_of(session, row)).due == row.due_on
        for case in session.scalars(select(Case)):
            running = [
                (row.due_on, row.safe_due_on, row.rule)
                for row in queries.clocks_of(session, case)
                if row.state == "running" and row.bearer == "organ"
            ]
            if running:
                assert (case.due_on, case.safe_due_on, case.due_rule) == min(running)
            else:
                assert (case.due_on, case.safe_due_on) == (None, None)


def test_every_state_of_the_road_is_shown_but_the_passing_ones(app: Flask, county: Database) -> None:
    found = set()
    for tenant in (MENGYUE, HUSA, ZHANGFENG):
        with county.read(Scope.one(tenant)) as session:
            found |= set(session.scalars(select(Case.state)))
    assert found >= {"received", "correcting", "accepted", "special", "proposed", "forwarded", "decided", "delivered"}
    assert "not_accepted" in found


def everything(config: Config) -> list[tuple[Any, ...]]:
    """What two samples must share: numbers, codes, states, days, timelines, ledgers and papers; ids are free."""
    with open_database(config).read(Scope.system("compare two samples")) as session:
        found = []
        for case in session.scalars(select(Case).order_by(Case.tenant_id, Case.series, Case.no_seq)):
            row = (case.tenant_id, case.number, case.code, case.title, case.party, case.state, case.channel)
            days = (case.received_on, case.due_on, case.safe_due_on, case.due_rule, case.clock_state, case.is_open)
            told = [
                (line.code, clock.local_date(line.at), line.actor_name, line.state, line.note)
                for line in queries.timeline_of(session, case)
            ]
            limits = [
                (
                    row.rule,
                    row.state,
                    row.start_on,
                    row.due_on,
                    [(e.act, e.on) for e in queries.entries_of(session, row)],
                )
                for row in queries.clocks_of(session, case)
            ]
            issued = [(paper.code, paper.issued_on, paper.context) for paper in papers.of_case(session, case)]
            found.append((row, days, told, sorted(limits), issued))
        return found


def rows(config: Config) -> dict[str, int]:
    """How many rows each table holds."""
    return databases.rows_of(databases.of(config.data))


def test_two_samples_of_one_day_are_the_same(config: Config, tmp_path: Path) -> None:
    first = everything(config)
    other = databases.installation(tmp_path / "other")
    with clock.moved(NOON):
        demo.make(other, approving(tmp_path / "tenants"), today=TODAY).dispose()
    assert everything(other) == first
    assert len(first) >= 20


@pytest.mark.parametrize("days", [0, 1, 9])
def test_making_it_again_adds_no_case_and_no_act(config: Config, tmp_path: Path, days: int) -> None:
    later = dt.timedelta(days=days)
    before, counted = everything(config), rows(config)
    with clock.moved(NOON + later):
        demo.make(config, approving(tmp_path / "tenants"), today=TODAY + later).dispose()
    grown = {name: number - counted[name] for name, number in rows(config).items() if number != counted[name]}
    if days == 0:
        assert (everything(config), grown) == (before, {})
    else:  # only the law goes on: what is due on the new day is warned of or accepted
        assert len(everything(config)) == len(before)
        assert "approval_application" not in grown
        assert grown.get("core_file", 0) == grown.get("core_paper", 0), "only the PDF of each new paper"


def secrets() -> set[str]:
    """Every ID number and telephone of the sample's people."""
    parties = [applicant.party("") for applicant in PEOPLE.values()]
    return {party.id_number for party in parties} | {party.phone for party in parties}


def test_no_identity_number_or_telephone_lies_open(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "data"
    with clock.moved(NOON), caplog.at_level(logging.DEBUG):
        logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
        try:
            database = demo.make(databases.installation(folder), approving(tmp_path / "tenants"), today=TODAY)
            read = databases.stored(database)
        finally:
            logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
        database.dispose()
    assert any(place.endswith("-wal") or place == "core_participant" for place in read)
    assert any("index" in Path(place).parts for place in read)
    assert "INSERT INTO core_participant" in caplog.text
    logged = caplog.text.encode()
    for secret in secrets():
        for shape in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-32-le"), secret[:14].encode()):
            assert [place for place, content in read.items() if shape in content] == []
            assert shape not in logged


def test_the_search_for_open_numbers_would_find_one(app: Flask, county: Database) -> None:
    """The control: a name, which may lie open, is found by the same reading."""
    with county.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(Application)).first() is not None
    found = databases.stored(county).items()
    assert any("排早戊".encode() in content for place, content in found if "xiaoneng.db" in place or "/" not in place)
