"""Steps and opinions on the road: nothing runs before receipt, nothing is forgotten after delivery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.cases.catalogue import catalogue
from core.cases.sweep import sweep
from core.db import Scope
from core.errors import DomainError, Forbidden, NotFound
from core.files import services as files
from core.files.services import Kept
from core.notices.models import Notice
from plugins.approval.commands import Withdraw
from plugins.approval.limits import BRING_UP, NOTICE, VILLAGE_OPINION
from plugins.approval.models import Item
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, rules, services
from tests.plugins.approval import test_agency
from tests.plugins.approval.road import HOUSE, Road, actor, day
from tests.plugins.approval.steps import asking
from tests.plugins.approval.steps.asking import D, again, answer, ask, begun, come_first, enter, part, recorded, step
from tests.sample import AGENT, CLERK, HANDLER, HEAD, HUSA, LEADER, MENGYUE
from tests.site import Site, opened

OTHER_AGENT = "yu.zaoyi"


@pytest.fixture(scope="module")
def asked(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One application over the sample, whose house-site item names steps and asks the village."""
    with opened(sample, tmp_path_factory.mktemp("steps")) as site:
        asking.asks(site.database)
        yield site


@pytest.fixture(scope="module")
def kept(asked: Site) -> Kept:
    return asking.proof(asked.app)


def test_no_limit_runs_before_the_steps_are_done_and_the_township_receives_it_that_day(asked: Site, kept: Kept) -> None:
    road = begun(asked.database)
    assert (road.case.state, road.clocks()) == ("waiting", {})
    assert [code for code, _ in road.papers()] == ["waiting"]
    with pytest.raises(DomainError, match="前置环节"):
        road.accept(D(2026, 11, 3))
    enter(road, "talk", AGENT, D(2026, 11, 3), proofs=(kept,))
    assert again(road).case.state == "waiting"
    enter(road, "show", HANDLER, D(2026, 11, 12), began_on=D(2026, 11, 4))
    assert (road.case.state, road.case.received_on) == ("received", D(2026, 11, 12))
    assert road.clocks()[NOTICE].start_on == D(2026, 11, 12)
    assert [code for code, _ in road.papers()] == ["waiting", "receipt"]
    assert road.accept(D(2026, 11, 12)).case.state == "accepted"


def test_a_step_that_is_not_needed_leads_on_with_its_reason_and_only_the_office_finds_so(
    asked: Site, kept: Kept
) -> None:
    road = begun(asked.database)
    enter(road, "talk", AGENT, D(2026, 11, 3), proofs=(kept,))
    with pytest.raises(DomainError, match="只有乡镇"):
        enter(road, "show", AGENT, D(2026, 11, 3), act="unneeded", words="原址翻建", on=None)
    enter(road, "show", CLERK, D(2026, 11, 3), act="unneeded", words="原址翻建", on=None)
    assert road.case.state == "received"
    assert recorded(road, "show").entries[0].words == "原址翻建"


def test_a_mistake_is_put_right_by_a_later_entry_and_bars_acceptance_again(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept)
    enter(road, "talk", CLERK, D(2026, 11, 13), act="reopened", words="日期记错", on=None)
    with pytest.raises(DomainError, match="前置环节还没有完成"):
        road.accept(D(2026, 11, 13))
    enter(road, "talk", CLERK, D(2026, 11, 13), on=D(2026, 11, 2))
    assert [entry.act for entry in recorded(road, "talk").entries] == ["done", "reopened", "done"]
    assert (road.case.state, road.accept(D(2026, 11, 13)).case.state) == ("received", "accepted")
    with pytest.raises(DomainError, match="不能再登记"):
        enter(road, "talk", CLERK, D(2026, 11, 13), act="reopened", words="再改", on=None)


def test_who_saw_an_older_ledger_records_nothing(asked: Site, kept: Kept) -> None:
    road = begun(asked.database)
    found = recorded(road, "talk")
    enter(road, "talk", AGENT, D(2026, 11, 3), proofs=(kept,))
    with day(D(2026, 11, 3), 16), asked.database.write(Scope.one(MENGYUE)) as session, pytest.raises(DomainError):
        services.record(session, actor(session, CLERK), found.step.id, cmd.Record(act="unneeded", words="x"), 0)
    assert len(recorded(road, "talk").entries) == 1


def test_a_village_records_its_own_steps_of_its_own_people_and_nobody_elses(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept).accept(D(2026, 11, 12))
    ask(road, D(2026, 11, 12))
    answer(road, AGENT, D(2026, 11, 13), kept)
    road.review(D(2026, 11, 16)).propose().decide().deliver()
    other = begun(asked.database)
    nowhere = begun(asked.database, at=None)
    for who, which, code in (
        (OTHER_AGENT, other, "talk"),
        (AGENT, nowhere, "talk"),
        (AGENT, road, "line"),
        (LEADER, other, "talk"),
    ):
        with pytest.raises(Forbidden):
            enter(which, code, who, D(2026, 11, 20), proofs=(kept,))


def test_another_township_finds_no_step(asked: Site) -> None:
    road = begun(asked.database)
    with asked.database.write(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        services.record(session, actor(session, "cao.xiangjia"), step(road, "talk").id, cmd.Record(act="done"), 0)


def test_what_a_village_agent_registered_is_brought_up_once_its_steps_are_done(asked: Site, kept: Kept) -> None:
    road = begun(asked.database)
    road.case = test_agency.registered(asked, on=asking.START)
    assert (road.case.state, [code for code, _ in road.papers()]) == ("waiting", ["waiting"])
    come_first(road, kept)
    assert (road.case.state, list(road.clocks())) == ("registered", [BRING_UP])
    assert [code for code, _ in road.papers()] == ["waiting", "slip"]
    assert road.clocks()[BRING_UP].due_on == D(2026, 11, 17)


def test_the_village_is_asked_on_a_case_of_its_own_with_the_items_days(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept).accept(D(2026, 11, 12)).review(D(2026, 11, 13))
    with pytest.raises(DomainError, match="还没有征求村级意见"):
        road.propose(D(2026, 11, 13))
    with pytest.raises(DomainError, match="所在的村"):
        road.act(HANDLER, cmd.AskVillage, D(2026, 11, 13), village=None, asked="x")
    found = ask(road, D(2026, 11, 13))
    assert (found.unit_id, found.state, found.due_on) == (asking.village(asked.database), "asked", D(2026, 11, 20))
    assert VILLAGE_OPINION in catalogue().codes
    with pytest.raises(DomainError, match="已经征求过"):
        ask(road, D(2026, 11, 13), "203")
    with pytest.raises(DomainError, match="还没有答复，期限到2026-11-20"):
        road.propose(D(2026, 11, 16))
    for stranger in (OTHER_AGENT, HANDLER, HEAD, CLERK):
        with pytest.raises(Forbidden):
            answer(road, stranger, D(2026, 11, 16), kept)
    answer(road, AGENT, D(2026, 11, 16), kept, agrees=False, reasons="一户两宅")
    with asked.database.read(Scope.one(MENGYUE)) as session:
        said = queries.opinion_of(session, road.case)
        assert said is not None
        assert (said[0].agrees, said[0].reasons, said[0].presided_by) == (False, "一户两宅", "样甲")
        both = [files.of_owner(session, "case", owner) for owner in (road.case.id, found.id)]
        assert [sum(row.slot == services.OPINION_SLOT for row in rows) for rows in both] == [1, 1]
        told = session.scalars(select(Notice.words).where(Notice.matter_id == road.case.id)).all()
        assert services.ANSWERED in told
    road.act(HANDLER, cmd.ReturnOpinion, D(2026, 11, 16), lacking="没有写明会议到了多少人")
    found = part(road)
    assert (found.state, found.is_open, found.due_on) == ("asked", True, D(2026, 11, 23))
    with pytest.raises(DomainError, match="还没有答复，期限到2026-11-23"):
        road.propose(D(2026, 11, 17))
    page = asked.sign_in(AGENT).get(f"/w/{MENGYUE}/approval/cases/{found.id}/answer_village").text
    assert "没有写明会议到了多少人" in page
    answer(road, AGENT, D(2026, 11, 17), kept, agrees=True)
    assert road.propose(D(2026, 11, 17)).case.state == "proposed"


def test_the_township_goes_on_without_the_village_after_its_days_and_says_so(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept).accept(D(2026, 11, 12)).review(D(2026, 11, 13))
    found = ask(road, D(2026, 11, 13))
    with pytest.raises(DomainError, match="期限没有过"):
        road.act(HANDLER, cmd.GoOn, D(2026, 11, 20), words="催办两次")
    with day(D(2026, 11, 23), 8):
        sweep(asked.database, MENGYUE)
    with asked.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(Notice).where(Notice.matter_id == found.id, Notice.kind == "core.limit")).all()
    again(road).act(HANDLER, cmd.GoOn, D(2026, 11, 23), words="催办两次，村里没有答复")
    assert (part(road).state, road.timeline()[-1].note) == ("dropped", "催办两次，村里没有答复")
    assert road.propose(D(2026, 11, 23)).case.state == "proposed"


def test_a_withdrawn_application_asks_no_village_any_more(asked: Site) -> None:
    road = begun(asked.database)
    ask(road, D(2026, 11, 3))
    road.act(CLERK, Withdraw, D(2026, 11, 4), reason="不办了")
    assert (part(road).is_open, road.case.state) == (False, "withdrawn")


def _line(asked: Site, road: Road, late: bool = False) -> list[str]:
    with day(D(2026, 12, 20)), asked.database.read(Scope.one(MENGYUE)) as session:
        found, _ = queries.listed(session, actor(session, HANDLER), rules.POST, late=late)
        return [line.step.code for line in found if line.case.id == road.case.id]


def test_a_delivered_case_stays_on_the_list_until_its_step_after_is_recorded(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept).accept(D(2026, 11, 12)).review(D(2026, 11, 13))
    ask(road, D(2026, 11, 13))
    answer(road, AGENT, D(2026, 11, 16), kept)
    road.propose(D(2026, 11, 17)).decide()
    assert "line" not in {row.step.code for row in _steps(asked, road)}
    road.deliver(D(2026, 11, 18))
    assert step(road, "line").planned_on == D(2026, 11, 28)
    assert _line(asked, road) == _line(asked, road, late=True) == ["line"]
    for on in (D(2026, 11, 28), D(2026, 11, 29), D(2026, 11, 30)):
        with day(on):
            services.remind(asked.database, MENGYUE)
    with asked.database.read(Scope.one(MENGYUE)) as session:
        query = select(Notice.account_id, Notice.params, Notice.at)
        (late,) = session.execute(query.where(Notice.matter_id == road.case.id, Notice.words == services.LATE))
    assert (late.account_id, late.params["day"], late.at.day) == (road.now().handler_id, "2026-11-28", 29)
    enter(road, "line", HANDLER, D(2026, 12, 1), act="planned", on=D(2026, 12, 25))
    assert (_line(asked, road), _line(asked, road, late=True)) == (["line"], [])
    enter(road, "line", HANDLER, D(2026, 12, 2))
    assert _line(asked, road) == []
    enter(road, "line", HANDLER, D(2026, 12, 3), act="reopened", words="放线有误", on=None)
    assert _line(asked, road) == ["line"]


def _steps(asked: Site, road: Road) -> list[queries.Recorded]:
    with asked.database.read(Scope.one(MENGYUE)) as session:
        found = list(queries.of_case(session, road.case))
        session.expunge_all()
        return found


def test_a_refused_application_has_nothing_after_it(asked: Site, kept: Kept) -> None:
    road = come_first(begun(asked.database), kept).accept(D(2026, 11, 12)).review(D(2026, 11, 13))
    ask(road, D(2026, 11, 13))
    answer(road, AGENT, D(2026, 11, 16), kept)
    road.propose(D(2026, 11, 17), "refuse").decide(decision="refuse").deliver(D(2026, 11, 18))
    assert {row.step.phase for row in _steps(asked, road)} == {"pre"}


def test_what_was_opened_under_an_edition_without_steps_goes_on_as_it_was(county: object, app: object) -> None:
    from core.db import Database

    assert isinstance(county, Database)
    road = Road(county, HOUSE, on=asking.START)
    asking.asks(county)
    with county.write(Scope.one(MENGYUE)) as session:
        session.scalars(select(Item).where(Item.code == HOUSE)).one().opinion_days = None
    assert road.accept().case.state == "accepted"


def test_the_village_is_found_in_what_the_applicant_wrote_where_there_is_one(asked: Site) -> None:
    with asked.database.read(Scope.one(MENGYUE)) as session:
        known = queries.villages(session)
    own = asking.village(asked.database)
    assert services.guessed(known, ["营盘村三组"]) == own
    assert services.guessed(known, ["", "营盘村民委员会"]) == own
    assert services.guessed(known, ["营盘村和广瓦村之间"]) is None
    assert services.guessed(known, ["样址"]) is None
