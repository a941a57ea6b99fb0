"""The circular names nobody and tells everything once; returns, registers, figures and cards say what the rows say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select

from core import plugins
from core.cases import lists
from core.contracts import Register
from core.db import new_id
from core.errors import DomainError, Forbidden
from core.publishing import services as publishing
from core.publishing.models import Publication
from core.tenancy.models import Unit
from plugins.frontline.circular import queries, services
from plugins.frontline.diary import commands as diary
from plugins.frontline.diary.services import write
from plugins.frontline.issues.queries import KIND, cards
from plugins.frontline.registers import DIARY, ISSUES, PROJECTS
from plugins.frontline.returns import of_month
from plugins.frontline.stats import STATS
from tests.core.duties.conftest import Scheme, on
from tests.plugins.frontline.road import DUE, MONDAY, OFFICE, D, Road, of_login, unit
from tests.plugins.frontline.test_projects import done, public
from tests.sample import CLERK, HANDLER, LEADER, MENGYUE
from tests.site import Page, Site

MONTH = (D(2026, 11, 1), D(2026, 11, 30))
ADDRESS = f"/w/{MENGYUE}/frontline/circular"


@pytest.fixture(scope="module")
def closed(site: Site, township: Scheme) -> Road:
    """An issue that was answered, and a stage that is done."""
    with on(MONDAY):
        project = public(township)
        done(township, project, 1)
        road = Road.collected(site, village_id=unit(site, "205")).sorted().answered(HANDLER)
        Road.collected(site, HANDLER, source="window", on_spot=True, measures="当场解释清楚")
        with township.writing() as session:
            told = diary.Write(visited_on=MONDAY, kind="innovate", words="看了合作社的烘干房", led_by="岳早甲")
            write(session, of_login(session, HANDLER), told, new_id().hex)
    return road


@pytest.fixture
def undrafted(township: Scheme) -> Iterator[None]:
    """No draft of a circular is left when the test is over: what stood in it is owed again."""
    yield
    with township.writing() as session:
        session.execute(delete(Publication).where(Publication.type == "frontline.circular"))


def rows(township: Scheme, register: Register, login: str = LEADER) -> list[tuple[object, ...]]:
    with township.reading() as session:
        return [tuple(row) for row in register.rows(session, of_login(session, login), *MONTH)]


def test_what_is_closed_and_done_is_owed_within_ten_working_days(township: Scheme, closed: Road) -> None:
    with township.reading() as session:
        actor = of_login(session, LEADER)
        owed = {one.words: one.due_on for one in (*queries.issues(session, actor), *queries.stages(session, actor))}
    (words,) = [one for one in owed if closed.case.number in one]
    assert "瓦幕村民委员会" in words
    assert "余早乙" not in words
    assert set(owed.values()) == {DUE}
    assert any("广瓦村便民小桥：选址" in one for one in owed)


def test_the_circular_is_drafted_in_one_press_and_tells_each_thing_once(
    site: Site, township: Scheme, closed: Road, undrafted: None
) -> None:
    client = site.sign_in(LEADER)
    made = client.post(ADDRESS, data=Page(client.get(ADDRESS)).posted().held)
    assert made.status_code == 303
    with township.reading() as session:
        (row,) = session.scalars(select(Publication).where(Publication.type == "frontline.circular")).all()
        assert closed.case.number in row.body
        assert "余早乙" not in row.body
    assert "没有等待通报的内容" in client.get(ADDRESS).get_data(as_text=True)
    with township.writing() as session, pytest.raises(DomainError, match="没有需要通报"):
        services.draft(session, of_login(session, LEADER), new_id().hex)


def test_a_second_click_finds_the_same_draft(township: Scheme, closed: Road, undrafted: None) -> None:
    key = new_id().hex
    with township.writing() as session:
        actor = of_login(session, LEADER)
        assert len({services.draft(session, actor, key).id for _ in range(2)}) == 1


def test_what_stood_in_a_draft_that_is_thrown_away_is_owed_again(township: Scheme, closed: Road) -> None:
    with township.writing() as session:
        actor = of_login(session, LEADER)
        row = services.draft(session, actor, new_id().hex)
        assert not queries.issues(session, actor)
        publishing.discard(session, actor, row.id, row.version)
        assert queries.issues(session, actor)


def test_a_station_tells_of_its_own_and_the_counter_of_nothing(site: Site, township: Scheme, closed: Road) -> None:
    with township.reading() as session:
        assert not queries.stages(session, of_login(session, "pai.yangjia"))
        assert queries.stages(session, of_login(session, HANDLER))
    with township.writing() as session, pytest.raises(Forbidden):
        services.draft(session, of_login(session, CLERK), new_id().hex)
    assert site.sign_in(CLERK).get(ADDRESS).status_code == 403


def test_the_monthly_report_finds_its_part_filled_in(township: Scheme, closed: Road) -> None:
    with township.reading() as session:
        nyz = session.scalars(select(Unit).where(Unit.code == "NYZ")).one()
        lines = of_month(session, nyz, *MONTH)["frontline"]
        sbz = session.scalars(select(Unit).where(Unit.code == "SBZ")).one()
        assert of_month(session, sbz, *MONTH) == {"frontline": ()}
    assert lines == (
        "收到群众反映的问题2件",
        "答复群众反映的问题2件",
        "当场办结1件",
        "为民办实事项目完成阶段1个",
        "走访（创新在一线体现）1次",
    )
    assert ("frontline", "scheme.progress_report.monthly") in {
        (name, given.duty) for name, given in plugins.registry().prefills
    }


def test_the_registers_hold_what_was_done_and_no_names_of_those_who_raised_it(township: Scheme, closed: Road) -> None:
    issues = rows(township, ISSUES)
    assert closed.case.number in {row[0] for row in issues if row[10] == MONDAY}
    assert not any("余早乙" in str(cell) for row in issues for cell in row)
    assert [row[5] for row in rows(township, DIARY)] == ["创新在一线体现"]
    assert [row[8] for row in rows(township, PROJECTS)] == [MONDAY, None, None]
    for register in (ISSUES, DIARY, PROJECTS):
        assert all(len(row) == len(register.columns) for row in rows(township, register))
        assert rows(township, register, "pai.yangjia") == []


def test_the_figures_count_the_lists_they_open(township: Scheme, closed: Road) -> None:
    wanted = {"frontline.received": 2, "frontline.closed": 2, "frontline.on_spot": 1, "frontline.solved": 0}
    with township.reading() as session:
        actor = of_login(session, LEADER)
        for stat in STATS:
            listed = lists.count(session, actor, lists.CaseFilter(kinds=(KIND,), **_fields(stat.counted(*MONTH))), 100)
            assert listed == wanted.get(stat.code, 2), stat.code


def _fields(given: lists.CaseFilter) -> dict[str, object]:
    return {name: getattr(given, name) for name in ("open_only", "received", "closed", "late", "also")}


def test_the_workbench_says_what_waits_and_for_whom(site: Site, township: Scheme, closed: Road) -> None:
    Road.collected(site)
    with township.reading() as session:
        counted = [(session.scalar(card.value), card) for card in cards(of_login(session, OFFICE))]
        ((number, card),) = [(number, card) for number, card in counted if number or not card.if_any]
        assert (number, card.url, card.mine) == (1, "state=collected", True)
        assert cards(of_login(session, CLERK)) == []


def test_a_stage_of_long_ago_has_no_day_and_no_error(township: Scheme, undrafted: None) -> None:
    project = public(township, begins_on=D(1, 1, 1), stages=(("选址", D(1, 1, 2)),), name="很久以前的项目")
    done(township, project, 1, day=D(1, 1, 2))
    with township.reading() as session:
        (owed,) = [one for one in queries.stages(session, of_login(session, LEADER)) if "很久以前" in one.words]
        assert owed.due_on is None
