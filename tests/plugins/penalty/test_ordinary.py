"""The ordinary procedure from the clue to the end: every step in its order, and what is out of order refused."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core import cases, clock
from core.accounts.actor import Actor
from core.cases import lists, papers
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.reviews import Contested
from core.cases.statistics import Period
from core.cases.sweep import sweep
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from core.exchange import services as exchange
from core.exchange.delivery import carry
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.publishing.models import Publication
from core.stats.queries import UNIT, by_dimension, wanted
from core.tenancy.models import Unit
from plugins.penalty.discretion import queries as standards
from plugins.penalty.enforcement import commands as after
from plugins.penalty.enforcement import rules as contesting
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines.models import Payment, Refund
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import queries, services
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.publication import commands as publication
from plugins.penalty.registers import REGISTERS
from plugins.penalty.returns import of_month
from plugins.penalty.stats import STATS
from plugins.penalty.summary import queries as on_spot
from plugins.penalty.summary.models import Spot
from tests.plugins.penalty.conftest import BOOTH, FIRE, FOUND, TODAY, D, Penalties, signed
from tests.sample import ADMIN, CLERK, COUNTY, HANDLER, HEAD, LEADER, MENGYUE

SECOND = "pai.nuoyi"
STARTED, TOLD = D(2026, 9, 1), D(2026, 9, 7)
SEEN: dict[str, Any] = {
    "kind": "recording",
    "words": "现场照片两张，显示林区内有燃烧痕迹。",
    "source": "现场拍摄",
    "cards_shown": True,
}


def clocks(penalties: Penalties, case: Case) -> dict[str, tuple[str, Any]]:
    with penalties.reading() as session:
        return {clock.rule: (clock.state, clock.due_on) for clock in clocks_of(session, case)}


def paper(penalties: Penalties, case: Case, code: str) -> dict[str, Any]:
    with penalties.reading() as session:
        (found,) = [row for row in papers.of_case(session, case) if row.code == code]
        kept: dict[str, Any] = json.loads(found.context)
    return kept


def refused(words: str) -> Any:
    return pytest.raises(DomainError, match=words)


def begin(penalties: Penalties, code: str = FIRE, day: dt.date = STARTED, **given: Any) -> Case:
    pair = (penalties.officer(HANDLER), penalties.officer(HEAD))
    found = {**FOUND, "evidence": "", "offence": code, "acted_on": day, "officers": pair}
    command = cmd.OpenCase(**{**found, "found_on": day, "clue": "护林员巡查发现", **given})
    with penalties.writing(day) as session:
        case = services.begin(session, penalties.actor(HANDLER), command, new_id().hex)
        session.expunge_all()
    return case


def investigated(penalties: Penalties, code: str = FIRE, day: dt.date = STARTED, **given: Any) -> Case:
    case = penalties.act(begin(penalties, code, day, **given), LEADER, cmd.File, day)
    return penalties.act(case, HANDLER, cmd.AddEvidence, day, taken_on=day, **SEEN)


@pytest.fixture(scope="module", autouse=True)
def powers(penalties: Penalties) -> None:
    """The township may punish by the conferred power."""
    penalties.confirm(FIRE)


def test_a_case_with_a_hearing_runs_from_the_clue_to_its_end(penalties: Penalties) -> None:
    """P2 of the sample: 1200 yuan proposed, heard, reviewed by another person, ninety days from the filing."""
    act = penalties.act
    case = begin(penalties)
    assert clocks(penalties, case) == {"penalty.case_filing": ("running", D(2026, 9, 21))}
    with pytest.raises(Forbidden):
        act(case, HANDLER, cmd.File, STARTED)
    case = act(case, LEADER, cmd.File, STARTED)
    assert clocks(penalties, case)["penalty.decide"] == ("running", D(2026, 11, 30))
    notice = {"warning": True, "fine": Decimal(1200), "band": 0, "rights": True, "reasons": "火势蔓延。"}
    with refused("证据不足的，不得给予行政处罚"):
        act(case, HANDLER, cmd.Notify, STARTED, **notice)
    with refused("主动出示执法证件"):
        act(case, HANDLER, cmd.AddEvidence, STARTED, taken_on=STARTED, **{**SEEN, "cards_shown": False})
    act(case, HANDLER, cmd.AddEvidence, STARTED, taken_on=STARTED, **SEEN)
    with penalties.reading() as session:
        (proof,) = queries.whole(session, case).evidence
        assert len(proof.sha256) == 64
    act(case, LEADER, cmd.Preserve, STARTED, things="打火机一只", place="林业站", reasons="可能灭失")
    assert clocks(penalties, case)["penalty.retention_decide"] == ("running", D(2026, 9, 10))
    act(case, HANDLER, cmd.Correct, STARTED, demand="立即停止野外用火", correct_by=D(2026, 9, 8))
    with refused("已经不能再办理这一步|不能再办理这一步"):
        act(case, LEADER, cmd.Penalise, TOLD, warning=True, fine=Decimal(1200), facts="样")
    with refused("应当告知当事人"):
        act(case, HANDLER, cmd.Notify, TOLD, **{**notice, "rights": False})
    case = act(case, HANDLER, cmd.Notify, TOLD, **notice)
    assert "penalty.hearing_request" not in clocks(penalties, case)
    with refused("还没有登记送达"):
        act(case, HANDLER, cmd.Defend, TOLD, said="过重", examined="已复核")
    case = act(case, HANDLER, cmd.ServeNotice, TOLD, way="direct", served_on=TOLD, signed_by="思样甲")
    assert clocks(penalties, case)["penalty.hearing_request"] == ("running", D(2026, 9, 14))
    told = paper(penalties, case, "penalty.pre_notice")
    assert told["hearing"]
    assert [row["kind"] for row in told["penalties"]] == ["警告", "罚款"]
    with refused("期满或者当事人明确放弃以后"):
        act(case, HANDLER, cmd.Defend, TOLD, said="过重", examined="已复核")
    with refused("告知后五日内"):
        act(case, HANDLER, cmd.AskHearing, D(2026, 9, 15), on=D(2026, 9, 15))
    case = act(case, HANDLER, cmd.AskHearing, D(2026, 9, 8), on=D(2026, 9, 8), words="要求听证")
    with penalties.reading() as session:
        hosts = {row.name: row.account_id for row in queries.hosts(session, case)}
    with penalties.reading() as session:
        host = penalties.actor(SECOND).account_id
        assert host in hosts.values()
        assert penalties.actor(HEAD).account_id not in hosts.values()
    called = {"at": "上午9时", "place": "乡政府二楼会议室", "host": host}
    with refused("七日前通知当事人"):
        act(case, LEADER, cmd.CallHearing, D(2026, 9, 9), on=D(2026, 9, 15), **called)
    with refused("非本案调查人员主持"):
        mine = {**called, "host": penalties.actor(HEAD).account_id}
        act(case, LEADER, cmd.CallHearing, D(2026, 9, 9), on=D(2026, 9, 21), **mine)
    case = act(case, LEADER, cmd.CallHearing, D(2026, 9, 9), on=D(2026, 9, 21), **called)
    assert paper(penalties, case, "penalty.hearing_notice")["hearing_on"] == "2026-09-21"
    record = {"said": "双方陈述、质证。", "opinion": "事实清楚。", "signed": True}
    with refused("还没有到举行听证的日期"):
        act(case, SECOND, cmd.RecordHearing, D(2026, 9, 18), **record)
    with refused("由主持人"):
        act(case, LEADER, cmd.RecordHearing, D(2026, 9, 21), **record)
    case = act(case, SECOND, cmd.RecordHearing, D(2026, 9, 21), **record)
    decision = {"warning": True, "fine": Decimal(1000), "facts": "野外用火。"}
    day = D(2026, 9, 24)
    with refused("未经法制审核"):
        act(case, LEADER, cmd.Penalise, day, **decision)
    review = {"passed": True, "opinion": "同意。", "qualified": True}
    with refused("法律职业资格"):
        act(case, ADMIN, cmd.LegalReview, day, **{**review, "qualified": False})
    with refused("办案的执法人员以外的人"):
        act(case, HEAD, cmd.LegalReview, day, **review)
    act(case, ADMIN, cmd.LegalReview, day, **review)
    with refused("还没有作出处理决定"):
        act(case, LEADER, cmd.Penalise, day, **decision)
    act(case, LEADER, cmd.SettlePreserved, day, decision="退还")
    with refused("不得因陈述、申辩加重处罚"):
        act(case, LEADER, cmd.Penalise, day, **{**decision, "fine": Decimal(1300)})
    case = act(case, LEADER, cmd.Penalise, day, **decision)
    seen = paper(penalties, case, "penalty.decision")
    # 行政处罚法 59①: party and address, facts and evidence, kinds and basis, performance, remedies, organ and day.
    assert (seen["applicant"], seen["address"], seen["organ"]) == ("思样甲", "营盘村一组", "勐约乡人民政府")
    assert seen["evidence"] == ["视听资料：现场照片两张，显示林区内有燃烧痕迹。"]
    assert [row["amount"] for row in seen["penalties"]] == ["", "1000"]
    assert "六十日内" in seen["remedies"]["words"]
    assert "六个月内" in seen["remedies"]["words"]
    assert seen["signer"]
    case = act(case, HANDLER, after.Serve, day, way="direct", served_on=day, signed_by="思样甲")
    found = clocks(penalties, case)
    assert found["penalty.deliver"][0] == "satisfied"
    assert found["penalty.pay"] == ("running", D(2026, 10, 9))
    with refused("履行期限还没有届满"):
        act(case, HANDLER, after.Urge, D(2026, 10, 9), served_on=D(2026, 10, 9))
    with refused("还没有届满，不能申请法院"):
        act(case, LEADER, after.ApplyToCourt, D(2026, 10, 30), target="存款")
    paid = {"way": "bank", "receipt": "样21", "amount": Decimal(1000), "paid_on": D(2026, 10, 9)}
    with refused("办案的执法人员以外的人|"):
        act(case, ADMIN, fine.Pay, D(2026, 10, 9), **{**paid, "amount": Decimal(1001)})
    case = pay(penalties, case, D(2026, 10, 9), **paid)
    with refused("还没有检查改正的情况"):
        close(penalties, case)
    penalties_check(penalties, case)
    assert close(penalties, case).state == "case_closed"


def fined(penalties: Penalties, amount: int = 600, day: dt.date = STARTED, **given: Any) -> Case:
    """A case decided and served on its first day, to be paid by the sixteenth day after."""
    case = investigated(penalties, day=day)
    told = {"warning": True, "fine": Decimal(amount), "band": 0, "rights": True, "reasons": "初次违法。"}
    case = penalties.act(case, HANDLER, cmd.Notify, day, **told)
    case = penalties.act(case, HANDLER, cmd.Defend, day, said="放弃陈述和申辩", examined="没有意见")
    decided = {"warning": True, "fine": Decimal(amount), "facts": "野外用火。", **given}
    case = penalties.act(case, LEADER, cmd.Penalise, day, **decided)
    return penalties.act(case, HANDLER, after.Serve, day, way="direct", served_on=day, signed_by="思样甲")


PARTS = ((D(2026, 9, 18), Decimal(250)), (D(2026, 9, 21), Decimal(350)))


def test_what_is_not_paid_is_urged_and_then_brought_to_court_in_time(penalties: Penalties) -> None:
    """行政强制法 53, 54: remedies over, urged, ten days, within three months; three per cent a day up to the fine."""
    case = fined(penalties)
    due = clocks(penalties, case)["penalty.pay"][1]
    assert due == D(2026, 9, 16)
    until = {"until": D(2026, 9, 21), "reasons": "秋收以后缴纳。", "parts": PARTS}
    with refused("合计应当等于未缴的600"):
        penalties.act(case, LEADER, after.Defer, D(2026, 9, 14), **{**until, "parts": PARTS[1:]})
    with refused("最后一期是最后期限"):
        penalties.act(case, LEADER, after.Defer, D(2026, 9, 14), **{**until, "parts": PARTS[::-1]})
    case = penalties.act(case, LEADER, after.Defer, D(2026, 9, 14), **until)
    with penalties.reading() as session:
        assert [paid for _, _, paid in queries.instalments(queries.whole(session, case))] == [False, False]
    assert clocks(penalties, case)["penalty.pay"][1] == D(2026, 9, 21)
    case = penalties.act(case, HANDLER, after.Urge, D(2027, 2, 22), served_on=D(2027, 2, 22))
    assert paper(penalties, case, "penalty.urging")["owed"] == "1200.00"
    with refused("还没有届满，不能申请法院"):
        penalties.act(case, LEADER, after.ApplyToCourt, D(2027, 3, 1), target="存款")
    with refused("催告书送达十日后仍不履行"):
        late = fined(penalties)
        penalties.act(late, LEADER, after.ApplyToCourt, D(2027, 4, 1), target="存款")
    with refused("的期限已于"):
        penalties.act(case, LEADER, after.ApplyToCourt, D(2027, 7, 1), target="存款")
    case = penalties.act(case, LEADER, after.ApplyToCourt, D(2027, 4, 1), target="存款")
    assert paper(penalties, case, "penalty.court_application")["applicant"].endswith("法院")
    ruling = {"granted": True, "document": "样行审1号", "on": D(2027, 4, 8), "result": "已划拨"}
    penalties.act(case, LEADER, after.CourtSaid, D(2027, 4, 9), **ruling)
    with penalties.reading() as session:
        assert queries.facts(session, case).owed.capped


def test_a_review_stops_what_is_added_and_what_it_revokes_is_taken_down(penalties: Penalties) -> None:
    """处罚法 48②, 73③: news comes by parcel; a published decision that was revoked has three working days."""
    case = fined(penalties)
    command = publication.Publish(version=0, impact="引发森林火情", summary="野外用火被罚。")
    case = by_code(penalties, case, "publish_decision", ADMIN, command, STARTED)
    with penalties.reading() as session:
        row = queries.whole(session, case).inquiry
        draft = session.get_one(Publication, (MENGYUE, row.publication_id))
        assert "思**" in draft.body
        assert "思样甲" not in draft.body
    # Seven working days from the decision; the signature at core's desk ends them.
    with penalties.reading() as session:
        assert clocks(penalties, case)["publicity.decision"][0] == "running"
    signed(penalties, draft.id)
    assert clocks(penalties, case)["publicity.decision"][0] == "satisfied"
    news(penalties, case, "accepted", on=D(2026, 9, 10), applied_on="2026-09-08")
    with penalties.reading() as session:
        assert queries.facts(session, case).stayed_on == D(2026, 9, 8)
    with refused("复议或者诉讼期间还没有结束"):
        penalties.act(case, HANDLER, after.Urge, D(2026, 10, 8), served_on=D(2026, 10, 8))
    news(penalties, case, "decided", on=D(2026, 10, 9), outcome="revoked")
    with penalties.reading() as session:
        case = session.get_one(Case, (MENGYUE, case.id))
        assert (case.state, case.is_open) == ("overturned", False)
        session.expunge(case)
    found = clocks(penalties, case)
    assert found["penalty.publication_withdraw"] == ("running", D(2026, 10, 13))
    assert found["penalty.pay"][0] == "satisfied"
    by_code(penalties, case, "take_down", LEADER, publication.TakeDown(version=0, reason="决定被撤销"), D(2026, 10, 12))
    assert clocks(penalties, case)["penalty.publication_withdraw"][0] == "satisfied"
    anew = fined(penalties)
    news(penalties, anew, "decided", on=D(2026, 10, 9), outcome="revoked", remake_days=30)
    with penalties.reading() as session:
        assert session.get_one(Case, (MENGYUE, anew.id)).state == "investigating"
    assert clocks(penalties, anew)["penalty.decide"] == ("running", D(2026, 11, 9))
    stands = fined(penalties)
    news(penalties, stands, "decided", on=D(2026, 10, 9), outcome="unlawful", remake_days=30)
    assert clocks(penalties, stands)["penalty.decide"][0] == "satisfied"
    spot = penalties.decided(D(2026, 9, 1))
    news(penalties, spot, "accepted", on=D(2026, 9, 10), applied_on="2026-09-08")
    with penalties.reading() as session:
        assert on_spot.facts(session, spot).stayed_on == D(2026, 9, 8)
    news(penalties, spot, "decided", on=D(2026, 9, 24), outcome="revoked")
    with penalties.reading() as session:
        assert session.get_one(Case, (MENGYUE, spot.id)).state == "overturned"
    lighter = fined(penalties)
    with penalties.writing(D(2026, 10, 9)) as session, pytest.raises(DomainError, match="更为不利"):
        facts = queries.facts(session, lighter)
        given = {"kind": "review", "outcome": "changed", "document": "样", "on": D(2026, 10, 9), "reasons": ""}
        raise DomainError(contesting.contested(facts, Contested(version=0, fine=Decimal(700), **given)))
    news(penalties, lighter, "decided", on=D(2026, 10, 9), outcome="changed", fine="300")
    with penalties.reading() as session:
        assert queries.facts(session, lighter).owed.fine == 300


def test_a_fine_decided_anew_has_one_limit_for_the_court(penalties: Penalties) -> None:
    """行政强制法 53: what the decision before ran to counts no more, and nothing runs before the day to pay is over."""
    case, rule = fined(penalties), "compulsion.court_apply"

    def unpaid(day: dt.date) -> None:
        with penalties.writing(day) as session:
            command = fine.FallDue(version=session.get_one(Case, (MENGYUE, case.id)).version, on=day)
            cases.act(session, Actor.system(MENGYUE), case.id, "fall_due", command, new_id().hex)

    unpaid(D(2026, 9, 17))
    news(penalties, case, "decided", on=D(2026, 10, 9), outcome="revoked", remake_days=30)
    day, again = D(2026, 10, 12), {"warning": True, "fine": Decimal(500)}
    penalties.act(case, HANDLER, cmd.Notify, day, band=0, rights=True, reasons="初次违法。", **again)
    penalties.act(case, HANDLER, cmd.Defend, day, said="放弃陈述和申辩", examined="没有意见", gives_up=True)
    penalties.act(case, LEADER, cmd.Penalise, day, facts="另有一处。", anew="补充勘验", **again)
    penalties.act(case, HANDLER, after.Serve, day, way="direct", served_on=day, signed_by="思样甲")
    stay = fine.Stay(version=0, kind="review", on=D(2026, 10, 13), document="样复2号")
    by_code(penalties, case, "begin_halt", LEADER, stay, D(2026, 10, 13))
    ended = fine.EndStay(version=0, on=D(2026, 10, 20))
    by_code(penalties, case, "end_halt", LEADER, ended, D(2026, 10, 20))
    assert clocks(penalties, case)[rule][0] == "satisfied"
    unpaid(D(2026, 10, 28))
    with penalties.reading() as session:
        states = [one.state for one in clocks_of(session, case) if one.rule == rule]
    assert states == ["satisfied", "running"]


def test_a_suit_has_its_defence_and_what_was_paid_too_much_is_given_back(penalties: Penalties) -> None:
    """行政诉讼法 67①: fifteen days from the copy of the complaint; 行政强制法 41: what the court changed goes back."""
    case, paid = fined(penalties), D(2026, 9, 2)
    receipt = {"way": "bank", "receipt": "样9"}
    penalties.act(case, ADMIN, fine.Pay, paid, paid_on=paid, amount=Decimal(600), **receipt)
    with refused("没有应当退还的款项"):
        penalties.act(case, ADMIN, fine.Refunded, paid, on=paid, amount=Decimal(1), receipt="退1")
    suit = {"kind": "suit", "document": "样行初1号", "on": D(2026, 9, 10), "copied_on": D(2026, 9, 14)}
    with refused("行政诉讼才有起诉状副本"):
        by_code(
            penalties, case, "begin_halt", LEADER, fine.Stay(version=0, **{**suit, "kind": "review"}), D(2026, 9, 14)
        )
    by_code(penalties, case, "begin_halt", LEADER, fine.Stay(version=0, **suit), D(2026, 9, 14))
    assert clocks(penalties, case)["litigation.defence"] == ("running", D(2026, 9, 29))
    penalties.act(case, LEADER, fine.Defended, D(2026, 9, 21), on=D(2026, 9, 21))
    assert clocks(penalties, case)["litigation.defence"][0] == "satisfied"
    judged = {"kind": "suit", "outcome": "changed", "document": "样行初1号", "on": D(2026, 12, 1), "reasons": ""}
    command = Contested(version=0, fine=Decimal(350), **judged)
    by_code(penalties, case, "contested", LEADER, command, D(2026, 12, 1))
    with refused("还有250.*应当退还"):
        penalties.act(case, LEADER, fine.Close, D(2026, 12, 2))
    with refused("不超过应当退还的250"):
        penalties.act(case, ADMIN, fine.Refunded, D(2026, 12, 2), on=D(2026, 12, 2), amount=Decimal(251), receipt="退1")
    penalties.act(case, ADMIN, fine.Refunded, D(2026, 12, 2), on=D(2026, 12, 2), amount=Decimal(250), receipt="退1")
    assert penalties.act(case, LEADER, fine.Close, D(2026, 12, 2)).state == "case_closed"


def test_a_correction_that_was_not_made_is_urged_like_money(penalties: Penalties) -> None:
    """行政强制法 53, 54: any obligation of the decision, each named in the papers."""
    case, day = fined(penalties, correct_by=D(2026, 9, 20)), D(2026, 9, 21)
    penalties.act(
        case, ADMIN, fine.Pay, D(2026, 9, 2), paid_on=D(2026, 9, 2), amount=Decimal(600), way="bank", receipt="样8"
    )
    with refused("决定的义务已经履行"):
        penalties.act(case, HANDLER, after.Urge, day, served_on=day)
    penalties.act(case, HANDLER, fine.Checked, day, corrected=False, words="火堆还在")
    penalties.act(case, HANDLER, after.Urge, day, served_on=day)
    urged = str(paper(penalties, case, "penalty.urging")["parts"])
    assert "检查时没有改正" in urged
    assert "未缴共" not in urged
    with refused("还没有改正，也没有强制执行"):
        penalties.act(case, LEADER, fine.Close, day)
    over = {"ground": "gone", "reasons": "火堆已经冲毁。"}
    with refused("终结执行的情形"):
        penalties.act(case, LEADER, after.EndExecution, day, **{**over, "ground": "tired"})
    assert penalties.act(case, LEADER, after.EndExecution, day, **over).state == "case_closed"


def news(penalties: Penalties, case: Case, effect: str, on: dt.date, **given: Any) -> None:
    """What the county says of a review, carried by the exchange and signed for."""
    details = {"effect": effect, "case_number": case.number, "document": "样府复〔2026〕1号", "on": on.isoformat()}
    parcel = Parcel("复议", "复议情况", "行政复议法64", details={**details, **given})
    database = penalties.site.database
    moment = dt.datetime.combine(on, dt.time(15), clock.SHANGHAI)
    with clock.moved(moment):
        with database.write(Scope.one(COUNTY)) as session:
            exchange.send(session, MENGYUE, "penalty.contested", parcel, f"{case.id.hex}:{effect}")
        carry(database, COUNTY)
    with penalties.reading() as session:
        sent = select(ParcelReceived).where(ParcelReceived.key == f"{case.id.hex}:{effect}")
        assert session.scalars(sent).one().state == "received"


def test_what_ends_without_a_penalty_and_who_may_not(penalties: Penalties) -> None:
    case = investigated(penalties)
    penalties.act(case, LEADER, cmd.Preserve, STARTED, things="打火机一只", place="林业站", reasons="可能灭失")
    with refused("还没有作出处理决定"):
        penalties.act(case, LEADER, cmd.Drop, STARTED, reasons="样")
    with clock.moved(dt.datetime.combine(D(2026, 9, 11), dt.time(3), clock.SHANGHAI)):
        sweep(penalties.site.database, MENGYUE)
    # Seven working days and nothing decided: it goes back (56).
    assert clocks(penalties, case)["penalty.retention_decide"] == ("lapsed", D(2026, 9, 10))
    with refused("法定情形"):
        penalties.act(case, LEADER, cmd.LeaveOff, STARTED, ground="youth", reasons="样", education="样")
    with refused("教育的情况"):
        penalties.act(case, LEADER, cmd.LeaveOff, STARTED, ground="minor", reasons="样", education="")
    gone = penalties.act(case, LEADER, cmd.LeaveOff, STARTED, ground="no_facts", reasons="不是当事人所为", education="")
    assert (gone.state, paper(penalties, gone, "penalty.no_penalty")["article"]) == ("waived", "行政处罚法57①")
    moved = investigated(penalties)
    to = {"to": "陇川县公安局", "document": "样移〔2026〕1号", "reasons": "涉嫌犯罪"}
    assert penalties.act(moved, LEADER, cmd.HandOver, STARTED, **to).state == "transferred"
    assert penalties.act(investigated(penalties), LEADER, cmd.Drop, STARTED, reasons="重复立案").state == "case_dropped"
    with refused("地址"):
        begin(penalties, address="")
    with pytest.raises(Forbidden):
        penalties.act(begin(penalties), CLERK, cmd.File, STARTED)
    other = investigated(penalties)
    penalties.act(other, HANDLER, cmd.AskStandBack, STARTED, reasons="亲属")
    with refused("回避申请还没有决定"):
        penalties.act(other, HANDLER, cmd.Notify, STARTED, warning=True, fine=Decimal(300), band=0, rights=True)
    comes = {"leaves": penalties.officer(HEAD), "comes": penalties.officer(ADMIN)}
    penalties.act(other, LEADER, cmd.DecideStandBack, STARTED, granted=True, reasons="属实", **comes)
    with refused("只有本案的执法人员"):
        told = {"warning": True, "fine": Decimal(300), "band": 0, "rights": True, "reasons": "样"}
        penalties.act(other, HEAD, cmd.Notify, STARTED, **told)


def by_code(penalties: Penalties, case: Case, code: str, login: str, command: Any, day: dt.date) -> Case:
    with penalties.writing(day) as session:
        version = session.get_one(Case, (case.tenant_id, case.id)).version
        object.__setattr__(command, "version", version)
        done = cases.act(session, penalties.actor(login), case.id, code, command, new_id().hex)
        session.expunge_all()
    return done


def pay(penalties: Penalties, case: Case, day: dt.date, **given: Any) -> Case:
    return by_code(penalties, case, "pay_fine", ADMIN, fine.Pay(version=0, **given), day)


def close(penalties: Penalties, case: Case) -> Case:
    return by_code(penalties, case, "end_case", LEADER, fine.Close(version=0), TODAY)


def penalties_check(penalties: Penalties, case: Case) -> Case:
    checked = fine.Checked(version=0, corrected=True, words="已停止。")
    return by_code(penalties, case, "check_correction", HANDLER, checked, TODAY)


def test_registers_and_figures_equal_a_recount_of_the_rows(penalties: Penalties) -> None:
    """What is taken out and what is counted are the rows themselves, read another way."""
    fined(penalties)
    since, until = D(2026, 1, 1), D(2026, 12, 31)
    with penalties.reading() as session:
        rows = session.scalars(select(Inquiry)).all()
        spots = session.scalars(select(Spot)).all()
        taken = {one.code: list(one.rows(session, penalties.actor(ADMIN), since, until)) for one in REGISTERS}
        assert len(taken["penalty.cases"]) == len(rows) + len(spots)
        assert sum(row[5] for row in taken["penalty.cases"]) == sum(row.fine // 100 for row in (*rows, *spots))
        assert {row[1] for row in taken["penalty.issued"]} == {"样-0001", "样-0002", "样-0003"}
        booth = [row for row in taken["penalty.standards"] if row[0] == BOOTH]
        assert len(booth) == len(standards.current(session, penalties.offence(BOOTH).id).steps)
        period, admin = Period(since, until), penalties.actor(ADMIN)
        table = by_dimension(session, admin, STATS, period, UNIT)
        found = {stat.code: table.total.figures[stat.code] for stat in STATS}
        for stat in STATS:
            if stat.how == "count":
                assert found[stat.code] == lists.count(session, admin, wanted(stat, period)), stat.code
            if stat.how != "share":  # the rows of the table add up to its total
                assert found[stat.code] == sum(row.figures[stat.code] or 0 for row in table.rows), stat.code
        assert found["penalty.clues"] == len(rows)
        assert found["penalty.on_spot"] == len(spots)
        assert found["penalty.filed"] == len([row for row in rows if row.filed_on])
        assert found["penalty.decided"] == len([row for row in rows if row.decided_on])
        assert found["penalty.heard"] == len([row for row in rows if row.decided_on and row.hearing_on])
        assert found["penalty.spot_decided"] == len([row for row in spots if row.decided_at])
        states = [one.state for one in session.scalars(select(Case).where(Case.kind == queries.KIND))]
        for code, state in (("waived", "waived"), ("transferred", "transferred"), ("dropped", "case_dropped")):
            assert found[f"penalty.{code}"] == states.count(state), code
        for prefix, of in (("", rows), ("spot_", spots)):
            mine = {row.case_id for row in of if getattr(row, "decided_on", None) or getattr(row, "decided_at", None)}
            assert found[f"penalty.{prefix}fines"] == sum(row.fine for row in of if row.case_id in mine) / 100
            paid = sum(row.amount for row in session.scalars(select(Payment)) if row.case_id in mine)
            back = sum(row.amount for row in session.scalars(select(Refund)) if row.case_id in mine)
            assert found[f"penalty.{prefix}collected"] == (paid - back) / 100
        assert found["penalty.overturned"] == len([row for row in rows if row.decided_on and row.overturned])
        lines = [
            line for unit in session.scalars(select(Unit)) for line in of_month(session, unit, since, until)["law"]
        ]
        for words, number in {
            "当场处罚{}件": len(spots),
            "行政处罚立案{}件": len([row for row in rows if row.filed_on]),
            "作出处罚决定{}件": len([row for row in rows if row.decided_on]),
        }.items():
            assert [words.format(number)] * bool(number) == [line for line in lines if line[:4] == words[:4]]
