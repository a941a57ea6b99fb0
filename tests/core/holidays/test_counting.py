"""Local rest days: shown and minded by reminders always, counted only where the county says so; all by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from core.calendar import services as calendars
from core.cases import queries, receipts, recompute, sweep
from core.cases.models import Case, Clock, ClockEntry
from core.db import Scope
from core.deadlines import grid
from core.deadlines.receipt import Mark, Receipt
from core.holidays import preview
from core.holidays.recount import recount
from core.holidays.rules import Add, Bring, Count, Withdraw
from core.notices.models import Notice
from tests.core.cases.toys import NOTICE, Desk, on
from tests.core.holidays.conftest import Office
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import ADMIN, COUNTY, HUSA, LEADER, MENGYUE, TODAY

D = dt.date
# Five working days from Tuesday 24 November 2026 end on Tuesday 1 December; without Thursday and Friday on the 3rd.
DOCUMENT = "德政办发〔2026〕9号"
CLOSED = Add(D(2026, 11, 26), D(2026, 11, 27), "洪水停办", DOCUMENT, "emergency")
COUNTS = Count(True, "德政发〔2026〕3号", "自治条例")


def open_one(desk: Desk) -> Case:
    with on(TODAY):
        return desk.open(clocks=(NOTICE,))


def clock(desk: Desk, case: Case) -> Clock:
    return desk.clocks(case)[NOTICE][0][0]


def proof(desk: Desk, case: Case) -> Receipt:
    """The receipt as a page of the township shows it."""
    with desk.database.read(Scope.one(MENGYUE)) as session:
        calendars.current(session)
        row = session.scalars(select(Clock).where(Clock.case_id == case.id)).one()
        return receipts.of_clock(row, queries.entries_of(session, row))


def test_a_local_day_is_shown_in_the_receipt_and_moves_nothing(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    version = clock(desk, case).calendar_version
    office.make(CLOSED)
    assert recompute.recompute_open(desk.database, MENGYUE) == 0
    assert (clock(desk, case).due_on, clock(desk, case).calendar_version) == (D(2026, 12, 1), version)
    receipt = proof(desk, case)
    shown = {line.date: (line.mark, line.local) for line in receipt.days if line.local}
    assert shown == {D(2026, 11, day): (Mark.COUNTED, "洪水停办") for day in (26, 27)}
    assert "地方放假（洪水停办），不影响期限" in receipt.to_text()
    cells = [cell for month in grid.months(receipt) for week in month.weeks for cell in week if cell and cell.line]
    assert [cell.date.day for cell in cells if cell.line and cell.line.local] == [26, 27]


def test_where_the_county_counts_them_limits_move_and_receipts_say_why(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    office.make(CLOSED)
    office.make(COUNTS)
    recompute.recompute_open(desk.database, MENGYUE)
    ((moved, entries),) = desk.clocks(case)[NOTICE]
    assert moved.due_on == D(2026, 12, 3)
    assert (entries[-1].document, entries[-1].article) == ("德政发〔2026〕3号", "全国年节及纪念日放假办法4")
    receipt = proof(desk, case)
    skipped = [line for line in receipt.days if line.name]
    assert [(line.mark, line.why, line.article) for line in skipped] == [(Mark.SKIPPED, "地方放假日", DOCUMENT)] * 2
    assert not any(line.local for line in receipt.days)


def test_a_receipt_on_a_state_that_is_gone_still_proves_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office.desk
    office.make(CLOSED)
    office.make(COUNTS)
    case = open_one(desk)
    with on(TODAY):
        desk.act(case, "tell")  # the limit is met and keeps its calendar
    office.make(Withdraw((D(2026, 11, 26),), "三号"))
    office.make(Bring(PASTED, SOURCE))
    monkeypatch.setattr(calendars, "_met", {})
    monkeypatch.setattr(calendars, "_met_overlays", {})
    assert "+" in clock(desk, case).calendar_version
    assert proof(desk, case).due == D(2026, 12, 3)


def test_a_townships_own_day_moves_its_limits_alone(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    office.make(COUNTS)
    waiting = office.propose(CLOSED, ADMIN, MENGYUE)
    office.confirm(waiting, LEADER, MENGYUE)
    recount(desk.database)
    assert clock(desk, case).due_on == D(2026, 12, 3)
    assert office.calendar(HUSA).is_working(D(2026, 11, 26).toordinal())


def test_switched_off_again_limits_go_back(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    office.make(CLOSED)
    office.make(COUNTS)
    recompute.recompute_open(desk.database, MENGYUE)
    office.make(Count(False, "德政发〔2026〕4号", ""))
    recompute.recompute_open(desk.database, MENGYUE)
    assert clock(desk, case).due_on == D(2026, 12, 1)


def test_the_preview_tells_what_counting_would_move_and_writes_nothing(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    assert preview.moves(desk.database, CLOSED, [MENGYUE], whole=True, tenant=COUNTY) == {}
    office.make(CLOSED)
    found = preview.moves(desk.database, COUNTS, [MENGYUE, HUSA], whole=True, tenant=COUNTY)
    (move,) = [move for move in found[MENGYUE] if move.number == case.number]
    assert (move.old, move.new) == (D(2026, 12, 1), D(2026, 12, 3))
    assert clock(desk, case).due_on == D(2026, 12, 1)


def test_a_reminder_moves_before_a_local_rest_day(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    # Reminders fall on the 27th, the 30th and the last day; the 27th rests here, so its own comes on the 25th.
    office.make(CLOSED)

    def told(day: int) -> int:
        with on(D(2026, 11, day)):
            sweep.sweep(desk.database, MENGYUE)
        return desk.count(Notice, Notice.matter_id == case.id)

    assert [told(day) for day in (24, 25, 26, 27, 30)] == [0, 1, 1, 1, 2]


def test_the_party_reads_once_what_moved_also_after_a_resumed_recompute(office: Office) -> None:
    desk, case = office.desk, open_one(office.desk)
    office.make(CLOSED)
    office.make(COUNTS)
    recompute.recompute_open(desk.database, MENGYUE)
    recompute.recompute_open(desk.database, MENGYUE)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        (found,) = queries.recounted(session, case).values()
    assert (found.old, found.due, found.document) == (D(2026, 12, 1), D(2026, 12, 3), "德政发〔2026〕3号")
    assert desk.count(ClockEntry, ClockEntry.act == "recompute", ClockEntry.clock_id == clock(desk, case).id) == 1


def test_a_day_that_only_ceased_to_be_provisional_did_not_move(office: Office) -> None:
    desk = office.desk
    with on(D(2026, 12, 28)):
        case = desk.open(clocks=(NOTICE,))
    office.make(Bring(PASTED, SOURCE))
    recompute.recompute_open(desk.database, MENGYUE)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        (found,) = queries.recounted(session, case).values()
    assert (found.moved, found.due, found.document) == (False, D(2027, 1, 5), SOURCE)
