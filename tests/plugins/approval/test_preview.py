"""The limits before and after an act: a preview says what the act then does, and reading it writes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from core import clock as time
from core.cases import preview
from core.cases.models import Clock
from core.db import Database, Scope
from core.db.base import Base
from core.db.ids import new_id
from core.errors import DomainError, Forbidden
from core.files.models import StoredFile
from plugins.approval import commands as cmd
from plugins.approval.agency.rules import TakeIn
from plugins.approval.deferral import BringLater, Confirm, Promise, Supply, pending
from plugins.approval.handling import commands as handling
from plugins.approval.joint import commands as joint
from plugins.approval.models import Item
from plugins.approval.workflow import TRANSITIONS
from tests.plugins.approval.road import AID, APPLICANT, BOOTH, BUILD, HOUSE, SYSTEM, Road, actor, day, handed_over
from tests.plugins.approval.test_agency import registered
from tests.plugins.approval.test_handling import ids
from tests.plugins.approval.test_joint import shared as given_out
from tests.plugins.approval.test_services import outside
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
START = D(2026, 11, 2)
SPECIAL = {"ground": "鉴定", "document": "告知书1号", "told_on": START, "expected_days": 5}
Step = tuple[str, type[cmd.Act], D, dict[str, Any]]

pytestmark = pytest.mark.usefixtures("app")


def received(county: Database) -> Road:
    return Road(county, on=START)


def lacking(county: Database) -> Road:
    return Road(county, lacking=("notice",), on=START)


def special(county: Database) -> Road:
    road = Road(county, on=START).accept()
    return road.act(road.handler, cmd.StartSpecial, **SPECIAL)


def decided(county: Database) -> Road:
    return Road(county, on=START).accept().review().propose().decide()


def proposed(county: Database) -> Road:
    return Road(county, on=START).accept().review().propose()


def asked(county: Database) -> Road:
    return lacking(county).act(CLERK, cmd.AskCorrection, asked={"notice": "交公示证明"})


def one_of(login: str) -> Callable[[Database], UUID]:
    """The id of somebody, known when there is a county."""
    return lambda county: ids(county, login)[0]


def shared(county: Database) -> Road:
    return given_out(county).accept()


def told(county: Database) -> Road:
    road = Road(county, on=START).accept()
    return road.act(HANDLER, handling.TellHearing, interest="采光", told_on=START)


def heard(county: Database) -> Road:
    road = told(county).act(CLERK, handling.AskHearing, asked_by="样丙", reason="", asked_on=START)
    return road


def called(county: Database) -> Road:
    (host,) = ids(county, LEADER)
    return heard(county).act(HANDLER, handling.CallHearing, host=host, **WHERE)


def inspected(county: Database) -> Road:
    road = Road(county, on=START).accept()
    return road.act(road.handler, cmd.StartSpecial, **{**SPECIAL, "ground": "检测"})


def promised(county: Database) -> Road:
    road = Road(county, lacking=("plan",), on=START)
    return road.act(CLERK, Promise, days=10, signed=True).accept()


def sent_outside(county: Database) -> Road:
    """Sent on to an organ that does not decide on this platform."""
    outside(county)
    return Road(county, BUILD, on=START).accept().review().forward(START)


def at_the_village(county: Database) -> Road:
    road = Road(county, on=START)
    road.case = registered(SimpleNamespace(database=county), on=START)  # type: ignore[arg-type]
    return road


def uploaded(county: Database) -> Road:
    """What was promised waits in its place, uploaded by the applicant and not handed in yet."""
    road = promised(county)
    with road.database.write(Scope.one(MENGYUE)) as session:
        file: dict[str, Any] = {"sha256": "0" * 64, "size": 1, "media_type": "application/pdf", "name": "图.pdf"}
        place: dict[str, Any] = {"owner_kind": "case", "owner_id": road.case.id, "slot": pending("plan")}
        session.add(StoredFile(tenant_id=MENGYUE, id=new_id(), stored_at=time.now(), **file, **place))
    return road


def brought(county: Database) -> Road:
    return uploaded(county).act(APPLICANT, BringLater, D(2026, 11, 4), codes=("plan",))


def instant(county: Database) -> Road:
    with county.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Item).where(Item.code == HOUSE).values(instant=True))
    return received(county)


WHERE: dict[str, Any] = {"held_on": D(2026, 11, 16), "place": "会议室"}
ACCEPT: dict[str, Any] = {"accepted_on": START}
DECISION: dict[str, Any] = {"decision": "grant", "reasons": "符合"}
# Act → the road up to it, and who does it when with what.
STEPS: dict[str, tuple[Callable[[Database], Road], Step]] = {
    "accept": (received, (CLERK, cmd.Accept, START, ACCEPT)),
    "settle": (instant, (CLERK, cmd.Settle, START, {"reasons": "材料齐全"})),
    "accept first review": (lambda county: Road(county, BUILD, on=START), (CLERK, cmd.Accept, START, ACCEPT)),
    "accept other": (lambda county: Road(county, AID, on=START), (CLERK, cmd.Accept, START, ACCEPT)),
    "accept_by_silence": (received, (SYSTEM, cmd.AcceptBySilence, D(2026, 11, 10), {})),
    "ask_correction": (lacking, (CLERK, cmd.AskCorrection, START, {"asked": {"notice": "交公示证明"}})),
    "correct": (asked, (CLERK, cmd.Correct, D(2026, 11, 5), {"on_paper": ("notice",)})),
    "refuse_acceptance": (
        received,
        (CLERK, cmd.RefuseAcceptance, START, {"ground": "not_needed", "reasons": "依法不需要"}),
    ),
    "forward": (
        lambda county: Road(county, BUILD, on=START).accept().review(),
        ("yang.nuowu", cmd.Forward, START, {"opinion": "属实"}),
    ),
    "relay": (
        sent_outside,
        (CLERK, cmd.Relay, START, {**DECISION, "document": "确认书", "decided_on": START}),
    ),
    "decide": (proposed, (LEADER, cmd.Decide, START, DECISION)),
    "decide against": (proposed, (LEADER, cmd.Decide, START, {**DECISION, "decision": "refuse"})),
    "deliver": (
        decided,
        (CLERK, cmd.Deliver, START, {"service": handed_over(START)}),
    ),
    "start_special": (lambda county: received(county).accept(), (HEAD, cmd.StartSpecial, START, SPECIAL)),
    "end_special": (
        special,
        (HEAD, cmd.EndSpecial, D(2026, 11, 20), {"arrived_on": D(2026, 11, 18), "result": "合格"}),
    ),
    "extend": (lambda county: received(county).accept(), (LEADER, cmd.Extend, START, {"days": 10, "reason": "复杂"})),
    "explain_overrun": (
        lambda county: Road(county, BOOTH, on=START).accept(),
        ("wan.nuoyi", cmd.ExplainOverrun, D(2026, 11, 30), {"words": "市场改造"}),
    ),
    "supply": (promised, (CLERK, Supply, D(2026, 11, 5), {"on_paper": ("plan",)})),
    "bring_later": (uploaded, (APPLICANT, BringLater, D(2026, 11, 4), {"codes": ("plan",)})),
    "confirm_later": (brought, (HANDLER, Confirm, D(2026, 11, 5), {"fits": False, "reason": "没有尺寸"})),
    "serve_refusal": (
        lambda county: received(county).act(CLERK, cmd.RefuseAcceptance, ground="not_needed", reasons="依法不需要"),
        (CLERK, cmd.ServeRefusal, START, {"service": handed_over(START)}),
    ),
    "strike": (received, (CLERK, cmd.Strike, START, {})),
    "take_in": (at_the_village, (CLERK, TakeIn, D(2026, 11, 4), {"received_on": D(2026, 11, 3)})),
    "accept joint": (given_out, (CLERK, cmd.Accept, START, ACCEPT)),
    "extend_joint": (shared, (LEADER, joint.ExtendJoint, START, {"days": 15, "reason": "复杂"})),
    "assign_staff": (
        inspected,
        (
            HANDLER,
            handling.AssignStaff,
            START,
            {"purpose": "inspect", "staff": lambda county: ids(county, HANDLER, HEAD)},
        ),
    ),
    "tell_hearing": (
        lambda county: received(county).accept(),
        (HANDLER, handling.TellHearing, START, {"interest": "采光", "told_on": START}),
    ),
    "ask_hearing": (
        told,
        (CLERK, handling.AskHearing, D(2026, 11, 4), {"asked_by": "样丙", "reason": "", "asked_on": D(2026, 11, 3)}),
    ),
    "call_hearing": (heard, (HANDLER, handling.CallHearing, START, {**WHERE, "host": one_of(LEADER)})),
    "announce_hearing": (
        lambda county: received(county).accept(),
        (
            HANDLER,
            handling.AnnounceHearing,
            START,
            {**WHERE, "host": one_of(LEADER), "ground": "interest", "basis": "饮水"},
        ),
    ),
    "record_hearing": (
        called,
        (
            LEADER,
            handling.RecordHearing,
            D(2026, 11, 18),
            {"record": "同意退让", "signed": ("样丙",), "signed_on": D(2026, 11, 17)},
        ),
    ),
    "withdraw": (lambda county: received(county).accept(), (CLERK, cmd.Withdraw, START, {"reason": "当面提出"})),
    "withdraw by the party": (received, (APPLICANT, cmd.Withdraw, START, {})),
}


def known(road: Road, given: dict[str, Any]) -> dict[str, Any]:
    """What an act is told, with the ids of this county."""
    return {name: value(road.database) if callable(value) else value for name, value in given.items()}


def previewed(road: Road, step: Step, resume_on: D | None = None) -> tuple[preview.Change, ...]:
    who, command, on, given = step
    code = next(act.code for act in TRANSITIONS if act.command is command)
    with day(on), road.database.trial(Scope.one(MENGYUE)) as session:
        made = command(version=road.case.version, **known(road, given))
        return preview.of_act(session, actor(session, who), road.case.id, code, made, resume_on)


def content(database: Database) -> str:
    """A digest of every row of every table."""
    with database.owner() as connection:
        rows = [connection.execute(table.select()).all() for table in Base.metadata.sorted_tables]
        return hashlib.sha256(repr([sorted(map(repr, found)) for found in rows]).encode()).hexdigest()


def standing(clock: Clock) -> preview.Standing:
    return preview.Standing(clock.state, clock.due_on, clock.safe_due_on, clock.unrolled_on, clock.provisional)


def test_every_act_with_clocks_is_driven_here() -> None:
    driven = {next(act.code for act in TRANSITIONS if act.command is step[1]) for _, step in STEPS.values()}
    # The last step recorded does this by itself: nobody presses it, so there is nothing to read first.
    # So do the news of a review and the decision of what was sent on, which come from the organ above.
    by_themselves = {"steps_done", "take_news", "take_decision"}
    assert driven == {act.code for act in TRANSITIONS if act.clocks} - by_themselves


@pytest.mark.parametrize("name", STEPS)
def test_the_act_does_to_the_limits_what_its_preview_said(county: Database, name: str) -> None:
    road_to, step = STEPS[name]
    road = road_to(county)
    before = {rule: standing(clock) for rule, clock in road.clocks().items()}
    said = previewed(road, step)
    road.act(step[0], step[1], step[2], **known(road, step[3]))
    after = {rule: standing(clock) for rule, clock in road.clocks().items()}
    started = [change.rule for change in said if change.before is None]
    left = {rule: now for rule, now in after.items() if rule in started or before.get(rule) != now}
    assert said
    # A limit that is begun anew leaves its old clock too: the newest is the one that counts from now on.
    assert {change.rule: change.after for change in said} == left
    assert {change.rule: change.before for change in said if change.before} == {
        rule: before[rule] for rule in left if rule in before and rule not in started
    }


@pytest.mark.parametrize("name", ["accept", "decide", "extend", "start_special"])
def test_reading_it_writes_nothing(county: Database, name: str) -> None:
    road_to, step = STEPS[name]
    road = road_to(county)
    before = content(county)
    assert previewed(road, step)
    assert content(county) == before


def test_a_pause_is_read_with_the_day_on_which_it_may_end(county: Database) -> None:
    road, resume = received(county).accept(), D(2026, 11, 18)
    said = previewed(road, STEPS["start_special"][1], resume)
    by_rule = {change.rule: change for change in said}
    decide = by_rule["licensing.decide"]
    assert decide.resumed is not None
    assert (decide.after.state, decide.since, decide.proof.left) == ("suspended", D(2026, 11, 3), 20)
    road.act(HEAD, cmd.StartSpecial, **SPECIAL).act(HEAD, cmd.EndSpecial, resume, arrived_on=resume, result="合格")
    assert {rule: change.resumed.due for rule, change in by_rule.items() if change.resumed} == {
        rule: clock.due_on for rule, clock in road.clocks().items() if rule in by_rule
    }


def test_a_pause_that_ends_on_its_own_day_takes_nothing_away(county: Database) -> None:
    road = received(county).accept()
    (change,) = (one for one in previewed(road, STEPS["start_special"][1], START) if one.rule == "licensing.decide")
    assert change.resumed is not None
    assert change.before is not None
    assert (change.resume_on, change.resumed.due) == (START, change.before.due_on)


@pytest.mark.parametrize("resume", [D(2026, 11, 1), D(2029, 1, 1), D.max])
def test_a_day_on_which_no_pause_ends_is_refused_at_its_field(county: Database, resume: D) -> None:
    road = received(county).accept()
    with pytest.raises(DomainError) as refused:
        previewed(road, STEPS["start_special"][1], resume)
    assert [problem.field for problem in refused.value.problems] == ["resume_on"]


def test_what_the_act_refuses_its_preview_refuses_in_the_same_words(county: Database) -> None:
    road = received(county).accept().act(LEADER, cmd.Extend, days=5, reason="复杂")
    late = received(county).accept()
    for on, found in ((START, road), (D(2027, 1, 15), late)):
        step: Step = (LEADER, cmd.Extend, on, {"days": 3, "reason": "复杂"})
        words = []
        for attempt in (lambda: previewed(found, step), lambda: found.act(step[0], step[1], step[2], **step[3])):  # noqa: B023
            with pytest.raises(DomainError) as refused:
                attempt()
            words.append([str(problem) for problem in refused.value.problems])
        assert words[0] == words[1]


def test_who_may_not_do_it_may_not_read_it(county: Database) -> None:
    with pytest.raises(Forbidden):
        previewed(received(county).accept(), (CLERK, cmd.Extend, START, {"days": 3, "reason": "复杂"}))


def test_the_form_shows_the_limits_keeps_what_was_typed_and_then_does_it(site: Site) -> None:
    case, client = site.case("勐约许1"), site.sign_in(LEADER)
    url = f"/w/{MENGYUE}/approval/cases/{case.id}/extend"
    typed = {"days": "7", "reason": "需要<核实>宅基地四至"}
    shown = site.fill(client, url, {**typed, "preview": "1"})
    page = Page(shown)
    assert shown.status_code == 200
    assert site.case("勐约许1").version == case.version
    assert "期限变化（尚未办理）" in page.source
    assert {name: page.posted().held[name].strip() for name in typed} == typed
    done = client.post(url, data=page.posted().held)
    assert done.status_code == 303, done.text
    due = site.case("勐约许1").due_on
    assert f'datetime="{case.due_on}"' in page.source
    assert f'datetime="{due}"' in page.source
    assert due is not None
    assert case.due_on is not None
    assert due > case.due_on


@pytest.mark.parametrize("slip", [{"expected_days": "0"}, {"resume_on": "昨天"}, {"resume_on": "2026-01-01"}])
def test_a_preview_of_a_form_filled_in_wrongly_says_so_at_the_field(site: Site, slip: dict[str, str]) -> None:
    case, client = site.case("勐约许1"), site.sign_in(HANDLER)
    typed = {"document": "告知书1号", "expected_days": "5", **slip, "preview": "1"}
    answer = site.fill(client, f"/w/{MENGYUE}/approval/cases/{case.id}/start_special", {"ground": "鉴定", **typed})
    assert answer.status_code == 422
    assert Page(answer).told.keys() == slip.keys()
    assert "期限变化（尚未办理）" not in answer.text
