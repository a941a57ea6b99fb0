"""First review over the platform: all papers go up once, the county decides, and the township has the decision."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from sqlalchemy import func, select, update

from core.cases import papers
from core.cases.models import Case, Clock, FormOnce
from core.cases.queries import clocks_of, parties_of
from core.db import Scope, ScopedSession
from core.errors import DomainError, Forbidden
from core.exchange import delivery
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import RECEIVED, REFUSED, SENT, EnclosedPaper, Parcel
from core.files import services as files
from core.files.kinds import Limits
from core.files.stores import of
from core.notices.models import Notice
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.approval import commands as road_cmd
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries, services
from plugins.approval.county.models import Review
from plugins.approval.county.rules import DOWN, TAKEN_BACK, UP
from plugins.approval.county.sending import CAME_BACK
from plugins.approval.models import Item
from tests.core.files.test_kinds import PDF
from tests.plugins.approval.county.above import REASONS, Above, delivered, parcel, sent_on
from tests.plugins.approval.road import AID, BUILD, PARTY, Road, day
from tests.sample import CLERK, COUNTY, HUSA, LEADER, MENGYUE
from tests.site import Site

D = dt.date
START, UPWARD = D(2026, 11, 2), D(2026, 11, 6)
DECIDE, STATUTORY = "licensing.decide", "service.statutory"
BY_HAND = {"decision": "grant", "document": "确认书", "decided_on": UPWARD, "reasons": "符合"}


def of_township(road: Road, query: Any) -> Any:
    with road.database.read(Scope.one(MENGYUE)) as session:
        found = query(session)
        session.expunge_all()
        return found


def sent(road: Road, kind: str = UP) -> Any:
    return of_township(road, lambda session: parcel(session, kind, road.case.id.hex))


def test_everything_goes_up_once_into_a_case_of_the_organ_that_decides(site: Site) -> None:
    road = Road(site.database, BUILD, on=START).accept().review()
    with day(START), site.database.write(Scope.one(MENGYUE)) as session:
        kept = files.keep(of(site.config), io.BytesIO(PDF), "设计.pdf", Limits())
        files.attach(session, kept, owner_kind="case", owner_id=road.case.id, slot="design")
    road.forward(UPWARD)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road)
    case = above.case
    unit = above.read(lambda session: session.get_one(Unit, (COUNTY, case.unit_id)))
    assert (case.series, case.state, unit.name) == ("陇川报", "came_up", "县自然资源局")
    party = above.read(lambda session: parties_of(session, case)[0])
    assert (party.name, party.id_number, party.phone, party.address) == (
        PARTY.name,
        PARTY.id_number,
        PARTY.phone,
        PARTY.address,
    )
    shown = above.read(lambda session: queries.detail(session, case))
    said = shown["dossier"]
    assert (said["number"], said["opinion"], said["accepted_on"]) == (road.case.number, "初审属实", START.isoformat())
    assert (said["first_due"], said["promised_due"]) == ("2026-11-30", "2026-11-11")
    design = next(row for row in shown["materials"] if "设计" in row["name"])
    assert [(file.name, file.tenant_id) for file in design["files"]] == [("设计.pdf", COUNTY)]
    assert len(shown["materials"]) == 4
    told = above.read(lambda session: session.scalars(select(Notice).where(Notice.matter_id == case.id)).all())
    assert {notice.account_id for notice in told} == above.accounts(), "who examines there is told"
    back = sent(road)
    assert (back.state, back.receipt.number, back.receipt.due) == (RECEIVED, case.number, case.due_on)


@pytest.mark.parametrize(
    ("item", "rule", "began", "length"), [(BUILD, DECIDE, UPWARD, None), (AID, STATUTORY, START, 30)]
)
def test_a_licence_has_the_organs_own_twenty_days_and_another_item_what_is_left_of_its_one_limit(
    site: Site, item: str, rule: str, began: dt.date, length: int | None
) -> None:
    above = Above(sent_on(site.database, item))
    with day(UPWARD, 15):
        delivered(site.database)
    case = above.case
    (clock,) = above.read(lambda session: clocks_of(session, case))
    assert (clock.rule, clock.start_on, clock.length, clock.due_on) == (rule, began, length, case.due_on)
    if item == AID:
        return
    assert case.due_on == D(2026, 12, 4)
    above.decide("refuse")
    (clock,) = above.read(lambda session: clocks_of(session, case))
    assert (clock.state, above.case.due_on) == ("satisfied", None)


def test_what_was_granted_above_is_handed_over_within_ten_days_of_that_decision(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road).decide("grant", D(2026, 11, 12))
    due = D(2026, 11, 26)
    assert (above.case.due_rule, above.case.due_on) == ("licensing.deliver", due)
    above.answer()
    with day(D(2026, 11, 16), 17):
        delivered(site.database)
    road.case = road.now()
    assert (above.case.due_on, road.case.due_rule, road.case.due_on) == (None, "licensing.deliver", due)
    assert road.deliver(D(2026, 11, 17)).case.state == "delivered"


def test_a_refusal_above_for_false_papers_bars_the_applicant_below(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above, on = Above(road), D(2026, 11, 12)
    above.act(above.handler, cmd.ProposeReview, on, decision="refuse", **REASONS)
    given = {"decision": "refuse", **REASONS, "false_papers": True, "public_safety": True}
    above.act(above.head, cmd.DecideReview, on, **given).answer()
    with day(D(2026, 11, 16), 17):
        delivered(site.database)
    clock = road.clocks()["licensing.reapply_ban"]
    assert (clock.start_on, clock.due_on) == (on, D(2027, 11, 12))
    assert [paper["public_safety"] for _code, paper in road.papers()[-2:]] == [True, True]
    with pytest.raises(DomainError, match="2027-11-12之前不得再次申请"):
        Road(site.database, BUILD, on=D(2026, 11, 17)).accept()
    with site.database.write(Scope.one(MENGYUE)) as session:  # the others of this site apply on
        session.execute(update(Clock).where(Clock.id == clock.id).values(due_on=D(2026, 10, 30)))


def test_the_decision_is_taken_in_once_with_its_paper_and_is_then_served(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road).decide("refuse", D(2026, 11, 12)).answer()
    assert road.now().state == "forwarded", "nothing is written below before it is carried"
    with day(D(2026, 11, 12), 17):
        delivered(site.database)
    road.case = road.now()
    application = road.application()
    assert (road.case.state, application.decision, application.decided_on) == ("decided", "refuse", D(2026, 11, 12))
    assert (application.reasons, above.case.number in application.document) == (REASONS["reasons"], True)
    (copy, served), (relay, told) = road.papers()[-2:]
    assert (copy, relay) == ("review_copy", "relay")
    assert (served["organ"], served["number"], served["article"], served["granted"], served["copied_by"]) == (
        "陇川县自然资源局",
        above.case.number,
        REASONS["article"],
        False,
        "勐约乡人民政府",
    )
    assert told["document"] == application.document
    assert [reply.words for reply in road.replies()][-1] == REASONS["reasons"]
    (issued,) = above.read(lambda session: papers.of_case(session, above.case))
    assert issued.code == "approval.review_refusal"
    assert {**json.loads(issued.context), "copied_by": ""} == {**served, "copied_by": ""} | {
        name: json.loads(issued.context)[name] for name in ("signer", "signed_on", "wording")
    }
    assert road.deliver(D(2026, 11, 13)).case.state == "delivered"


def test_a_parcel_delivered_twice_or_late_does_everything_once(site: Site) -> None:
    road = sent_on(site.database)
    assert sent(road).state == SENT
    with day(UPWARD, 15):
        for _ in range(2):
            delivery._put(site.database, sent(road), COUNTY)
        delivered(site.database)
    above = Above(road)
    number = above.case.number  # one case, or `one()` raises
    above.decide().answer()
    down = above.read(lambda session: parcel(session, DOWN, road.case.id.hex))
    with day(D(2026, 11, 9)):
        for _ in range(2):
            delivery._put(site.database, down, MENGYUE)
        delivered(site.database)
        delivery._put(site.database, down, MENGYUE)
    acts = select(func.count()).where(FormOnce.case_id == road.case.id, FormOnce.act == "take_decision")
    assert of_township(road, lambda session: session.scalar(acts)) == 1
    assert [line.code for line in road.timeline()].count("take_decision") == 1
    assert (above.case.number, above.case.state) == (number, "sent_down")
    with site.database.read(Scope.one(COUNTY)) as session:
        assert parcel(session, DOWN, road.case.id.hex).receipt.number == road.case.number


def test_what_the_county_has_is_not_decided_by_hand_below(site: Site) -> None:
    road = sent_on(site.database)
    for carried in (False, True):
        if carried:
            with day(UPWARD, 15):
                delivered(site.database)
        with pytest.raises(DomainError, match="决定机关在本平台上办理"):
            road.act(CLERK, road_cmd.Relay, **BY_HAND)


def test_where_the_county_does_not_work_on_the_platform_nothing_is_sent_and_the_decision_is_entered(site: Site) -> None:
    with site.database.write(Scope.one(COUNTY)) as session:
        put_switch(session, COUNTY, "approval", on=False, by="测试")
    try:
        road = sent_on(site.database)
        kept = of_township(road, lambda session: queries.parcel_of(session, road.case))
        assert kept is None
        assert road.act(CLERK, road_cmd.Relay, **BY_HAND).case.state == "decided"
    finally:
        with site.database.write(Scope.one(COUNTY)) as session:
            put_switch(session, COUNTY, "approval", on=True, by="测试")


def test_an_organ_that_the_county_does_not_have_sends_it_back_in_words_and_the_decision_is_entered(site: Site) -> None:
    named = update(Item).where(Item.code == BUILD)
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(named.values(decided_by="州自然资源局"))
    try:
        road = sent_on(site.database)
        with day(UPWARD, 15):
            delivered(site.database)
        back = sent(road)
        assert (back.state, "州自然资源局" in str(back.receipt.said[0].params)) == (REFUSED, True)
        with site.database.read(Scope.one(MENGYUE)) as session:
            query = select(Notice.account_id).where(Notice.matter_id == road.case.id, Notice.words == CAME_BACK)
            assert session.scalars(query).all() == [road.now().handler_id]
        road.act(CLERK, road_cmd.Relay, **BY_HAND)
    finally:
        with site.database.write(Scope.one(MENGYUE)) as session:
            session.execute(named.values(decided_by="县自然资源局"))


def test_an_organ_is_found_by_its_full_name_too(site: Site) -> None:
    with site.database.read(Scope.one(COUNTY)) as session:
        found = [services._unit(session, name, "陇川县") for name in ("县民政局", "陇川县民政局", "州民政局")]
        assert [unit and unit.name for unit in found] == ["县民政局", "县民政局", None]


def test_whoever_proposed_does_not_decide_and_a_returned_proposal_is_made_anew(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road)
    above.act(above.head, cmd.ProposeReview, decision="grant", **REASONS)
    with pytest.raises(DomainError, match="不能同时作出决定"):
        above.act(above.head, cmd.DecideReview, decision="grant", **REASONS)
    above.act(above.head, cmd.ReturnReview, reason="请核对红线")
    above.act(above.handler, cmd.ProposeReview, decision="refuse", **REASONS)
    with pytest.raises(Forbidden):
        above.act(above.handler, cmd.DecideReview, decision="refuse", **REASONS)
    assert above.act(above.head, cmd.DecideReview, decision="refuse", **REASONS).case.state == "ruled"


def test_another_department_does_nothing_with_it(site: Site) -> None:
    above = Above(sent_on(site.database))
    with day(UPWARD, 15):
        delivered(site.database)
    for who in ("yang.zaogeng", "xian.nuoxin", "dong.zaojia", "dao.xiangding"):
        with pytest.raises(Forbidden):
            above.act(who, cmd.ProposeReview, decision="grant", **REASONS)


def test_what_is_withdrawn_below_ends_above_and_no_later_decision_revives_it(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road)
    road.act(CLERK, road_cmd.Withdraw, D(2026, 11, 9), reason="不建了")
    above.decide("grant", D(2026, 11, 9)).answer()  # before the word of it arrived
    with day(D(2026, 11, 9), 17):
        delivered(site.database)
    down = above.read(lambda session: parcel(session, DOWN, road.case.id.hex))
    assert (road.now().state, down.state, sent(road, TAKEN_BACK).state) == ("withdrawn", REFUSED, REFUSED)
    other = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    other.act(CLERK, road_cmd.Withdraw, D(2026, 11, 9), reason="不建了")
    with day(D(2026, 11, 9), 17):
        delivered(site.database)
    ended = Above(other).case
    assert (ended.state, ended.is_open, ended.due_on) == ("taken_back", False, None)
    assert sent(other, TAKEN_BACK).state == RECEIVED


def test_only_the_organ_it_was_sent_to_decides_an_application(site: Site) -> None:
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    details = {"decision": "grant", "reasons": "符合", "document": "书", "decided_on": "2026-11-06"}
    paper = EnclosedPaper.sealed("决定书", UPWARD, "{}")
    with day(UPWARD, 16), site.database.write(Scope.one(HUSA)) as session:
        exchange.send(session, MENGYUE, DOWN, Parcel("冒充", "", papers=(paper,), details=details), road.case.id.hex)
    with day(UPWARD, 17):
        delivered(site.database)
    with site.database.read(Scope.one(HUSA)) as session:
        assert parcel(session, DOWN, road.case.id.hex).state == REFUSED
    assert road.now().state == "forwarded"


def test_the_countys_case_is_in_no_townships_reach(site: Site) -> None:
    above = Above(sent_on(site.database))
    with day(UPWARD, 15):
        delivered(site.database)
    case = above.case

    def there(session: ScopedSession) -> list[Any]:
        kept = select(ParcelReceived).where(ParcelReceived.kind == UP)
        return [session.get(Case, (session.tenant, case.id)), *session.scalars(select(Review)), *session.scalars(kept)]

    for tenant in (MENGYUE, HUSA):
        with site.database.read(Scope.one(tenant)) as session:
            assert there(session) == [None]
    assert above.read(lambda session: len(there(session))) > 1


def test_an_item_of_ones_own_goes_nowhere(site: Site) -> None:
    road = Road(site.database, on=START).accept().review().propose()
    road.act(LEADER, road_cmd.Decide, decision="grant", reasons="符合")
    assert of_township(road, lambda session: queries.parcel_of(session, road.case)) is None
