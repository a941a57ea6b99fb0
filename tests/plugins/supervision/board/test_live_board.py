"""动态督查: each figure is that of the raw rows, each row says by which limit, and few statements are sent."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from core import clock, plugins
from core.cases.models import NEVER, Case
from core.duties.making import make
from core.duties.models import Duty
from core.duties.rules import OWED
from plugins.supervision.board import queries
from plugins.supervision.meeting.queries import waiting
from tests.core.seed.test_counts import statements
from tests.plugins.supervision.desk import SUPERVISOR, Desk
from tests.sample import HANDLER, LEADER, MENGYUE

BOARD = f"/w/{MENGYUE}/supervision/board"


def colour_of(day: dt.date, today: dt.date, near: dt.date) -> str:
    return "rest" if day == NEVER else "late" if day < today else "near" if day <= near else "going"


def colour_of_duty(duty: Duty, today: dt.date, near: dt.date, striven: bool) -> str:
    """Empty for what is settled."""
    if duty.state not in OWED:
        return "rest" if duty.state == "submitted" else ""
    found = colour_of(duty.due_on, today, near)
    return "going" if striven and found == "late" else found


@pytest.mark.only_on("sqlite", "pages over rows that other tests put to both databases")
def test_the_board_counts_cases_and_duties_by_colour_each_with_its_cause(desk: Desk) -> None:
    late = desk.issue(SUPERVISOR, due_on=dt.date(2026, 11, 30))
    desk.issue(SUPERVISOR, due_on=dt.date(2026, 12, 18))
    with desk.writing() as session:
        session.execute(
            update(Case).where(Case.id == late.id).values(due_on=dt.date(2026, 11, 24), listed_on=dt.date(2026, 11, 24))
        )
    make(desk.site.database, MENGYUE)
    leader, today = desk.who(LEADER), clock.today()
    with desk.reading() as session:
        shown = queries.Shown(tuple(plugins.registry().case_kinds), tuple(plugins.registry().duties))
        near = queries.near_until(session)
        figures = queries.figures(session, leader, shown)
        own = {"supervision.complaint", "supervision.tip", "supervision.chain"}
        opened = session.scalars(select(Case.listed_on).where(Case.is_open.is_(True), Case.kind.not_in(own))).all()
        duties = session.scalars(select(Duty)).all()
        targets = {code for code, rule in plugins.registry().duties.items() if rule.target}
    for name in queries.COLOURS:
        assert figures["cases"][name] == sum(colour_of(day, today, near) == name for day in opened), name
        wanted = [duty for duty in duties if colour_of_duty(duty, today, near, duty.rule in targets) == name]
        assert figures["duties"][name] == len(wanted), name
    assert figures["cases"]["late"]
    assert figures["duties"]["late"]

    client = desk.site.sign_in(LEADER)
    page = client.get(f"{BOARD}?measure=supervision").get_data(as_text=True)
    assert late.number in page
    assert "督查单的办结期限" in page
    assert "补齐十月台账" not in page  # what it demands stands on its own page
    page = client.get(f"{BOARD}?measure=supervision&what=duties&colour=late").get_data(as_text=True)
    assert "实施方案" in page
    assert "已超过" in page
    assert late.number not in client.get(f"{BOARD}?measure=approval").get_data(as_text=True)
    assert client.get(f"{BOARD}?measure=x&what=x&colour=x&unit=x&after=x").status_code == 200
    assert statements(client, f"{BOARD}?what=duties") <= 15
    assert statements(client, BOARD) <= 15
    # A unit sees its own, without a choice of others.
    page = desk.site.sign_in(HANDLER).get(BOARD).get_data(as_text=True)
    assert 'name="unit"' not in page


def test_what_is_overdue_waits_for_the_joint_meeting_without_a_word_of_persons(desk: Desk) -> None:
    order = desk.issue(SUPERVISOR, due_on=dt.date(2026, 12, 4))
    with desk.reading() as session:
        assert order.number not in str(waiting(session))
    with clock.moved(dt.datetime(2026, 12, 7, 10, tzinfo=clock.SHANGHAI)), desk.reading() as session:
        items = waiting(session)
    assert f"督查单{order.number}逾期未办结（农业综合服务中心，期限2026-12-04）" in [item.title for item in items]
    assert "整改台账" not in str(items)
