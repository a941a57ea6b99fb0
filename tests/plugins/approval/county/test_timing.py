"""Special link, extension and hearing above: the organ's own limit moves, and the applicant reads it below."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, update

from core.cases.models import Case, Clock
from core.cases.queries import clocks_of
from core.db import Scope
from core.errors import DomainError, Forbidden
from core.exchange import dues
from core.holidays.recount import RECOUNTS
from plugins.approval.commands import EndSpecial, Extend, StartSpecial, Withdraw
from plugins.approval.county import commands as cmd
from plugins.approval.county.models import Review
from plugins.approval.county.rules import UP
from plugins.approval.handling import commands as handling
from tests.plugins.approval.county.above import ABOVE, REASONS, Above, delivered, parcel, sent_on
from tests.plugins.approval.road import AID, BUILD, day
from tests.sample import CLERK, COUNTY, MENGYUE, account
from tests.site import Page, Site

D = dt.date
UPWARD, DUE = D(2026, 11, 6), D(2026, 12, 4)
EXAMINES, DECIDES = ABOVE[BUILD]

pytestmark = pytest.mark.only_on("sqlite", "the road, its limits and papers are the same over either database")


def arrived(site: Site, item: str = BUILD) -> Above:
    road = sent_on(site.database, item)
    with day(UPWARD, 15):
        delivered(site.database)
    return Above(road)


def below(above: Above) -> dt.date | None:
    """The last day above as the township reads it."""
    with above.database.read(Scope.one(MENGYUE)) as session:
        day_told: dt.date | None = parcel(session, UP, above.road.case.id.hex).receipt.due
        return day_told


def clock_of(above: Above) -> Clock:
    return next(
        clock
        for clock in above.read(lambda session: clocks_of(session, above.case))
        if clock.rule == "licensing.decide"
    )


def carried(above: Above, on: dt.date) -> None:
    with day(on, 18):
        delivered(above.database)


def hosts(above: Above) -> Any:
    return above.read(lambda session: account(session, DECIDES)).id


def test_a_special_link_and_an_extension_above_move_the_day_below_and_hand_the_papers_on(site: Site) -> None:
    above = arrived(site)
    assert below(above) == clock_of(above).due_on == DUE
    told = D(2026, 11, 9)
    given = {"ground": "专家评审", "document": "告知书1号", "told_on": told}
    with pytest.raises(DomainError, match="1至365"):
        above.act(EXAMINES, StartSpecial, told, **given, expected_days=4000)
    above.act(EXAMINES, StartSpecial, told, **given, expected_days=10)
    assert (above.case.state, below(above)) == ("paused_above", DUE), "nothing is told before it is carried"
    carried(above, told)
    assert below(above) is None, "a limit that is stopped has no day"
    above.act(EXAMINES, EndSpecial, D(2026, 11, 13), arrived_on=D(2026, 11, 13), result="评审通过")
    # 9 November counts, the four working days after it do not.
    assert (above.case.state, clock_of(above).due_on) == ("came_up", D(2026, 12, 10))
    with pytest.raises(Forbidden):
        above.act(EXAMINES, Extend, days=10, reason="需要补充勘察")
    with pytest.raises(DomainError, match="1至10"):
        above.act(DECIDES, Extend, days=11, reason="需要补充勘察")
    above.act(DECIDES, Extend, D(2026, 11, 16), days=10, reason="需要补充勘察")
    with pytest.raises(DomainError, match="只允许延长一次"):
        above.act(DECIDES, Extend, days=1, reason="再延")
    carried(above, D(2026, 11, 16))
    assert below(above) == clock_of(above).due_on == D(2026, 12, 24)
    copies = {code: paper for code, paper in above.road.papers() if code.endswith("_copy")}
    assert copies["review_special_copy"]["organ"] == "陇川县自然资源局"
    assert copies["review_special_copy"]["expected_days"] == 10
    assert copies["review_extension_copy"]["decide_due"] == "2026-12-24"
    assert copies["review_extension_copy"]["reason"] == "需要补充勘察"
    assert [line.code for line in above.road.timeline()].count("hand_on") == 2
    carried(above, D(2026, 11, 17))
    assert [line.code for line in above.road.timeline()].count("hand_on") == 2, "twice is once"
    above.decide("grant", D(2026, 11, 18)).answer()
    carried(above, D(2026, 11, 18))
    assert above.road.now().state == "decided"


def test_a_hearing_above_is_told_below_held_by_somebody_else_and_followed(site: Site) -> None:
    above = arrived(site)
    told = D(2026, 11, 9)
    above.act(EXAMINES, handling.TellInterested, told, name="样邻", interest="采光", document="告知1号", told_on=told)
    above.act(EXAMINES, handling.TellHearing, told, interest="采光权", told_on=told)
    with pytest.raises(DomainError, match="还没有听取"):
        above.act(EXAMINES, cmd.ProposeReview, told, decision="grant", **REASONS)
    above.act(EXAMINES, handling.Hear, told, who="0", said="遮挡采光", heard_on=told)
    with pytest.raises(DomainError, match="届满之前不能决定"):
        above.act(EXAMINES, cmd.ProposeReview, told, decision="grant", **REASONS)
    above.act(EXAMINES, handling.AskHearing, told, asked_by="样邻", reason="", asked_on=told)
    held = D(2026, 11, 20)
    with pytest.raises(DomainError, match="七个工作日前通知"):
        above.act(EXAMINES, handling.CallHearing, told, held_on=D(2026, 11, 12), place="会议室", host=hosts(above))
    above.act(EXAMINES, handling.CallHearing, told, held_on=held, place="会议室", host=hosts(above))
    carried(above, told)
    assert (above.case.state, below(above)) == ("heard_above", None)
    codes = [code for code, _paper in above.road.papers()]
    assert codes[-2:] == ["review_hearing_rights_copy", "review_hearing_notice_copy"]
    record = {"record": "各方陈述", "signed": ("样邻",), "signed_on": held}
    with pytest.raises(DomainError, match="只有听证主持人"):
        above.act(EXAMINES, handling.RecordHearing, held, **record)
    above.act(DECIDES, handling.RecordHearing, held, **record)
    carried(above, held)
    assert below(above) == clock_of(above).due_on == D(2026, 12, 17)
    with pytest.raises(DomainError, match="听证主持人"):
        above.act(DECIDES, cmd.ProposeReview, held, decision="grant", **REASONS)
    above.act(EXAMINES, cmd.ProposeReview, held, decision="grant", **REASONS)
    with pytest.raises(DomainError, match="根据听证笔录"):
        above.act(DECIDES, cmd.DecideReview, held, decision="grant", **REASONS)
    above.act(DECIDES, cmd.DecideReview, held, decision="grant", **REASONS, on_record="按笔录调整间距")
    review = above.read(lambda session: session.get_one(Review, (COUNTY, above.case.id)))
    assert review.reasons.endswith("按笔录调整间距")


def test_what_a_change_of_the_calendar_makes_of_the_day_above_reaches_the_township(site: Site) -> None:
    above = arrived(site)
    assert dues.recompute_open in RECOUNTS
    later = D(2026, 12, 7)
    with site.database.write(Scope.one(COUNTY)) as session:
        session.execute(update(Clock).where(Clock.id == clock_of(above).id).values(due_on=later))
    assert dues.recompute_open(site.database, COUNTY) == 1
    assert dues.recompute_open(site.database, COUNTY) == 0
    carried(above, UPWARD)
    assert below(above) == later
    above.decide()
    assert dues.recompute_open(site.database, COUNTY) == 0, "what is decided is over"


def test_what_is_no_licence_knows_none_of_it_and_a_withdrawal_ends_a_stopped_one(site: Site) -> None:
    other = arrived(site, AID)
    handler, head = ABOVE[AID]
    for who, command, given in (
        (handler, StartSpecial, {"ground": "专家评审", "document": "1", "told_on": UPWARD, "expected_days": 1}),
        (head, Extend, {"days": 1, "reason": "1"}),
    ):
        with pytest.raises(DomainError, match="不是行政许可|已经结束|不适用"):
            other.act(who, command, UPWARD, **given)
    above = arrived(site)
    given = {"ground": "专家评审", "document": "告知书1号", "told_on": UPWARD, "expected_days": 5}
    above.act(EXAMINES, StartSpecial, UPWARD, **given)
    carried(above, UPWARD)
    above.road.case = above.road.now()
    above.road.act(CLERK, Withdraw, UPWARD, reason="不办了")
    carried(above, UPWARD)
    case = above.read(lambda session: session.scalars(select(Case).where(Case.id == above.case.id)).one())
    assert (case.state, clock_of(above).state) == ("taken_back", "satisfied")


def test_two_are_named_and_sign_where_the_county_verifies_the_substance_too(site: Site) -> None:
    above, on = arrived(site), D(2026, 11, 9)
    with pytest.raises(DomainError, match="两名以上"):
        above.act(EXAMINES, cmd.ProposeReview, on, decision="grant", substance=True, **REASONS)
    named = above.accounts()
    above.act(EXAMINES, handling.AssignStaff, on, purpose="verify", staff=tuple(named))
    with pytest.raises(DomainError, match="还没有签署"):
        above.act(EXAMINES, cmd.ProposeReview, on, decision="grant", substance=True, **REASONS)
    for who in (EXAMINES, DECIDES):
        with day(on, 17):
            client = site.sign_in(who)
            mine = next(
                link
                for link in Page(client.get(f"/w/{COUNTY}/approval/verifying/")).links
                if "/verifying/" in link and link[-1] != "/"
            )
            typed = {"present_on": on.isoformat(), "findings": "到现场丈量，与图件一致"}
            assert site.fill(client, mine, typed).status_code == 303
    above.act(EXAMINES, cmd.ProposeReview, on, decision="grant", substance=True, **REASONS)
    assert above.case.state == "proposed"
