"""A penalty on the spot: two officers, told and heard, within 51, reported, paid to others, closed when all is done."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core import clock
from core.cases import papers
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.sweep import sweep
from core.errors import DomainError, Forbidden
from core.pads import services as pads
from core.pads.models import PadEntry
from core.pads.services import Given
from plugins.penalty.enforcement.commands import EndExecution
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines.queries import pay_due
from plugins.penalty.ordinary.queries import whole
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import queries
from tests.plugins.penalty.conftest import BOOTH, FIRE, FOUND, STRAW, TODAY, WASTE, D, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE

FRIDAY = D(2026, 10, 30)


RUN = ("penalty.pay", "penalty.surcharge_cap", "compulsion.surcharge_wait", "compulsion.court_apply")


def clocks(penalties: Penalties, case: Case) -> dict[str, tuple[str, Any]]:
    with penalties.reading() as session:
        return {clock.rule: (clock.state, clock.due_on) for clock in clocks_of(session, case)}


def paper(penalties: Penalties, case: Case, code: str) -> dict[str, Any]:
    with penalties.reading() as session:
        (found,) = [row for row in papers.of_case(session, case) if row.code == code]
        kept: dict[str, Any] = json.loads(found.context)
    return kept


def owed(penalties: Penalties, case: Case, on: dt.date) -> Any:
    with penalties.reading() as session:
        return queries.account(queries.whole(session, case), pay_due(session, case), on)


def refused(words: str) -> Any:
    return pytest.raises(DomainError, match=words)


def test_a_fine_on_the_spot_runs_from_the_entry_to_its_end(penalties: Penalties) -> None:
    """P1 of the sample: the last day to pay is a Saturday and goes to Monday; a review stops what is added."""
    case = penalties.decided(FRIDAY)
    assert case.state == "imposed"
    assert clocks(penalties, case) == {
        "penalty.summary_filing": ("running", D(2026, 11, 3)),
        "penalty.pay": ("running", D(2026, 11, 16)),
    }
    penalties.act(case, LEADER, cmd.Report, D(2026, 11, 2))
    penalties.act(
        case, LEADER, fine.Stay, D(2026, 11, 20), kind="review", on=D(2026, 11, 20), document="样复〔2026〕1号"
    )
    found = owed(penalties, case, TODAY)
    assert (found.added, found.days, found.left) == (Decimal(18), 3, Decimal(218))
    with refused("复议或者诉讼期间还没有结束"):
        penalties.act(case, LEADER, fine.Stay, kind="suit", on=TODAY, document="样")
    penalties.act(case, LEADER, fine.EndStay, on=D(2026, 11, 23))
    assert owed(penalties, case, TODAY).added == Decimal(24)
    with refused("不超过当日应缴的224"):
        penalties.act(case, ADMIN, fine.Pay, paid_on=TODAY, amount=Decimal("224.01"), way="bank", receipt="样1")
    penalties.act(case, ADMIN, fine.Pay, paid_on=TODAY, amount=Decimal(200), way="bank", receipt="样1")
    assert clocks(penalties, case)["penalty.pay"][0] == "satisfied"
    with refused("还有24.00元没有缴纳"):
        penalties.act(case, LEADER, fine.Close)
    penalties.act(case, ADMIN, fine.Pay, paid_on=TODAY, amount=Decimal(24), way="electronic", receipt="样2")
    done = penalties.act(case, LEADER, fine.Close)
    assert (done.state, done.is_open) == ("case_closed", False)


def test_an_unpaid_fine_runs_to_its_most_and_to_the_court(penalties: Penalties) -> None:
    """Past its day the case says what runs now: the day of the most, the thirty days of 46, the three months of 53."""
    case = penalties.decided(FRIDAY)
    moment = dt.datetime.combine(D(2026, 11, 18), dt.time(3), clock.SHANGHAI)
    with clock.moved(moment):
        sweep(penalties.site.database, MENGYUE)
    assert {rule: clocks(penalties, case)[rule] for rule in RUN} == {
        "penalty.pay": ("lapsed", D(2026, 11, 16)),
        "penalty.surcharge_cap": ("running", D(2026, 12, 20)),
        "compulsion.surcharge_wait": ("running", D(2026, 12, 17)),
        "compulsion.court_apply": ("running", D(2027, 3, 29)),
    }
    stay = {"kind": "review", "on": D(2026, 11, 20), "document": "样复〔2026〕7号"}
    penalties.act(case, LEADER, fine.Stay, D(2026, 11, 20), **stay)
    assert clocks(penalties, case)["penalty.surcharge_cap"] == ("suspended", None)
    penalties.act(case, LEADER, fine.EndStay, D(2026, 11, 23), on=D(2026, 11, 23))
    # Four days did not count.
    assert clocks(penalties, case)["penalty.surcharge_cap"] == ("running", D(2026, 12, 24))
    paid = {"paid_on": TODAY, "way": "bank", "receipt": "样71"}
    penalties.act(case, ADMIN, fine.Pay, amount=Decimal(200), **paid)
    assert clocks(penalties, case)["compulsion.court_apply"][0] == "running"
    penalties.act(case, ADMIN, fine.Pay, amount=Decimal(24), **{**paid, "receipt": "样72"})
    assert {clocks(penalties, case)[rule][0] for rule in RUN[1:]} == {"satisfied"}


def test_the_decision_has_what_the_law_asks_on_it(penalties: Penalties) -> None:
    """行政处罚法 52②: act, kind and basis, amount, time, place, remedies and their limits, organ, officers."""
    case = penalties.decided()
    seen = paper(penalties, case, "penalty.on_spot")
    assert seen["organ"] == "勐约乡人民政府"
    assert seen["penalties"] == [{"kind": "罚款", "amount": "200"}]
    assert seen["basis"] == "村庄和集镇规划建设管理条例40"
    assert [row["number"] for row in seen["officers"]] == ["样-0001", "样-0002"]
    assert "先" in seen["remedies"]["words"]  # 复议法 23①一: review first
    with penalties.reading() as session:
        (paper_id,) = [row.id for row in papers.of_case(session, case)]
    url = f"/w/{case.tenant_id}/cases/{case.id}/papers/{paper_id}"
    page = penalties.browser(HANDLER).get(url).get_data(as_text=True)
    for words in (
        "当场行政处罚决定书",
        "营盘集市",
        "铁皮棚",
        "罚款人民币200元",
        "15:00",
        "思样甲",
        "样-0002",
        case.number,
    ):
        assert words in page
    assert "《村庄和集镇规划建设管理条例》第四十条" in page


@pytest.mark.parametrize(("subject", "most"), [("person", "200"), ("organisation", "3000")])
def test_no_more_than_article_51_allows_is_decided_on_the_spot(penalties: Penalties, subject: str, most: str) -> None:
    penalties.confirm("FQ-25")
    case = penalties.begin("FQ-25" if subject == "organisation" else BOOTH, subject=subject)
    with refused(f"最多罚款{most}元"):
        told = {"warning": False, "band": 0, "rights": True, "reasons": "样", "reviewer": "样"}
        penalties.act(case, HANDLER, cmd.Told, fine=Decimal(most) + Decimal("0.01"), **told)
    penalties.act(case, HANDLER, cmd.Told, fine=Decimal(most), **told)


def test_what_was_said_makes_it_no_heavier(penalties: Penalties) -> None:
    case = penalties.heard(fine="150")
    with refused("不得因陈述、申辩加重处罚"):
        penalties.act(case, HANDLER, cmd.Decide, warning=False, fine=Decimal(151), signed=True)
    with refused("不得因陈述、申辩加重处罚"):
        penalties.act(case, HANDLER, cmd.Told, warning=False, fine=Decimal(200), band=0, rights=True)
    with refused("没有告知过警告"):
        penalties.act(case, HANDLER, cmd.Decide, warning=True, fine=Decimal(150), signed=True)
    done = penalties.act(case, HANDLER, cmd.Decide, warning=False, fine=Decimal(120), signed=False, refusal="当场离开")
    assert paper(penalties, done, "penalty.on_spot")["refusal"] == "当场离开"


def test_nothing_is_decided_before_the_party_was_told_and_heard(penalties: Penalties) -> None:
    case = penalties.begin()
    for _step in ("on_site", "told"):
        with refused("不能再办理这一步"):
            penalties.act(case, HANDLER, cmd.Decide, warning=False, fine=Decimal(150), signed=True)
        if _step == "on_site":
            with refused("陈述、申辩的权利"):
                penalties.act(case, HANDLER, cmd.Told, warning=False, fine=Decimal(150), band=0)
            penalties.act(case, HANDLER, cmd.Told, warning=False, fine=Decimal(150), band=0, rights=True)


def test_two_officers_with_valid_certificates_who_showed_them_begin_a_case(penalties: Penalties) -> None:
    own = penalties.officer(HANDLER)
    with refused("不得少于两人"):
        penalties.begin(officers=(own,))
    with refused("不得少于两人"):
        penalties.begin(officers=(own, own))
    with refused("出示执法证件"):
        penalties.begin(cards_shown=False)
    with refused("登记人应当是办案的执法人员之一"):
        penalties.begin(officers=(penalties.officer(HEAD), penalties.officer(HEAD)))
    with pytest.raises(Forbidden):
        penalties.begin(login=CLERK)


def test_a_certificate_that_ended_meanwhile_decides_nothing(penalties: Penalties) -> None:
    late = penalties.certify(LEADER, "样-0009", TODAY)
    case = penalties.begin(officers=(penalties.officer(HANDLER), late))
    with refused("样-0009）在2026-11-25无效"):
        penalties.act(case, HANDLER, cmd.Told, D(2026, 11, 25), warning=False, fine=Decimal(150), band=0, rights=True)


def test_a_power_that_is_not_confirmed_or_was_withdrawn_punishes_nobody(penalties: Penalties) -> None:
    with refused("还没有核对确认"):
        penalties.begin(FIRE)
    penalties.confirm(FIRE, until=TODAY)
    penalties.publish_standard(FIRE)
    case = penalties.begin(FIRE)
    told = {"warning": True, "fine": Decimal(200), "band": 0, "met": (0,), "rights": True}
    with refused("应当移送有处罚权的机关"):
        penalties.act(case, HANDLER, cmd.Told, D(2026, 11, 25), **told)
    with refused("应当给予警告，并处罚款"):
        penalties.act(case, HANDLER, cmd.Told, **{**told, "warning": False})


def test_an_act_of_before_the_change_keeps_the_lighter_text(penalties: Penalties) -> None:
    """P3 of the sample: littering on 1 August is judged by the old range, though the new one counts today."""
    penalties.confirm(WASTE)
    penalties.confirm(WASTE, 2)
    with refused("请选择哪一个较轻"):
        penalties.begin(WASTE, acted_on=D(2026, 8, 1))
    old = penalties.begin(WASTE, acted_on=D(2026, 8, 1), lighter=False)
    new = penalties.begin(WASTE, acted_on=D(2026, 8, 15))
    with penalties.reading() as session:
        found = [queries.whole(session, case).offence.edition for case in (old, new)]
    assert found == [1, 2]


def test_an_act_that_the_new_text_no_longer_knows_is_not_punished(penalties: Penalties) -> None:
    penalties.confirm(STRAW)
    penalties.confirm(STRAW, 2)
    with refused("新的规定增加了条件"):
        penalties.begin(STRAW, acted_on=D(2026, 8, 1))
    with refused("不认为是违法"):
        penalties.begin(STRAW, acted_on=D(2026, 8, 1), still=False)
    assert penalties.begin(STRAW, acted_on=D(2026, 8, 1), still=True).state == "on_site"


def test_an_act_older_than_two_years_is_not_punished(penalties: Penalties) -> None:
    with refused("超过追责时效"):
        penalties.begin(acted_on=D(2024, 11, 23))
    assert penalties.begin(acted_on=D(2024, 11, 24)).state == "on_site"
    # Five years where life, health or money is at stake with harmful consequences.
    assert penalties.begin(acted_on=D(2024, 11, 23), serious=True).state == "on_site"


def test_cash_is_taken_on_the_spot_only_on_a_ground_and_reaches_the_bank(penalties: Penalties) -> None:
    case = penalties.heard(fine="150")
    decide: dict[str, Any] = {"warning": False, "fine": Decimal(150), "signed": True}
    with refused("超过一百元的"):
        penalties.act(case, HANDLER, cmd.Decide, cash="small", receipt="样8", **decide)
    with refused("专用票据"):
        penalties.act(case, HANDLER, cmd.Decide, cash="hard", **decide)
    case = penalties.act(case, HANDLER, cmd.Decide, cash="hard", receipt="样8", **decide)
    assert clocks(penalties, case)["penalty.cash_to_agency"] == ("running", D(2026, 11, 26))
    assert "penalty.pay" not in clocks(penalties, case)
    assert owed(penalties, case, D(2027, 1, 1)).left == 0
    penalties.act(case, LEADER, cmd.Report)
    with refused("还没有缴付银行"):
        penalties.act(case, LEADER, fine.Close)
    penalties.act(case, ADMIN, fine.HandIn, on=TODAY)
    assert clocks(penalties, case)["penalty.cash_to_bank"] == ("running", D(2026, 11, 26))
    penalties.act(case, ADMIN, fine.Banked, on=TODAY)
    assert penalties.act(case, LEADER, fine.Close).state == "case_closed"


def test_who_fined_enters_no_payment_and_takes_in_no_report(penalties: Penalties) -> None:
    case = penalties.decided(officers=(penalties.officer(HANDLER), penalties.officer(ADMIN)))
    pay = {"paid_on": TODAY, "amount": Decimal(200), "way": "bank", "receipt": "样3"}
    with pytest.raises(Forbidden):
        penalties.act(case, HANDLER, fine.Pay, **pay)
    for command, given in ((fine.Pay, pay), (cmd.Report, {})):
        with refused("执法人员以外的人"):
            penalties.act(case, ADMIN, command, **given)


def test_a_correction_that_was_ordered_is_checked_before_the_end(penalties: Penalties) -> None:
    case = penalties.decided(fine="100", decide={"correct_by": D(2026, 12, 1), "cash": "small", "receipt": "样9"})
    penalties.act(case, LEADER, cmd.Report)
    penalties.act(case, ADMIN, fine.HandIn, on=TODAY)
    penalties.act(case, ADMIN, fine.Banked, on=TODAY)
    with refused("还没有检查改正的情况"):
        penalties.act(case, LEADER, fine.Close)
    penalties.act(case, HANDLER, fine.Checked, corrected=True, words="已经拆除。")
    assert penalties.act(case, LEADER, fine.Close).state == "case_closed"
    never = penalties.decided(fine="100", decide={"correct_by": D(2026, 12, 1)})
    over = {"ground": "gone", "reasons": "铁皮棚已被风吹毁。"}
    with refused("还没有报备案"):
        penalties.act(never, LEADER, EndExecution, **over)
    penalties.act(never, LEADER, cmd.Report)
    penalties.act(never, HANDLER, fine.Checked, corrected=False, words="没有拆除。")
    with refused("还没有改正"):
        penalties.act(never, LEADER, fine.Close)
    assert penalties.act(never, LEADER, EndExecution, **over).state == "case_closed"


def test_the_head_decides_on_a_recusal_and_another_officer_comes(penalties: Penalties) -> None:
    case = penalties.heard()
    case = penalties.act(case, HANDLER, cmd.AskRecusal, reasons="同行人员是当事人的亲属。")
    assert case.state == "recusal"
    with refused("不能再办理这一步"):
        penalties.act(case, HANDLER, cmd.Decide, warning=False, fine=Decimal(200), signed=True)
    with refused("由谁接替谁"):
        penalties.act(case, LEADER, cmd.DecideRecusal, granted=True, reasons="属实")
    comes = penalties.officer(ADMIN)
    with refused("另一名执法证件有效"):
        same = {"leaves": penalties.officer(HEAD), "comes": penalties.officer(HEAD)}
        penalties.act(case, LEADER, cmd.DecideRecusal, granted=True, reasons="属实", **same)
    case = penalties.act(
        case, LEADER, cmd.DecideRecusal, granted=True, reasons="属实", leaves=penalties.officer(HEAD), comes=comes
    )
    assert case.state == "on_site"
    with penalties.reading() as session:
        assert [row.number for row in queries.whole(session, case).officers] == ["样-0001", "样-0003"]
    with refused("只有本案的执法人员"):
        penalties.act(case, HEAD, cmd.Told, warning=False, fine=Decimal(150), band=0, rights=True)


def test_no_penalty_rests_on_a_ground_and_educates(penalties: Penalties) -> None:
    case = penalties.begin()
    with refused("法定情形"):
        penalties.act(case, LEADER, cmd.Waive, ground="youth", reasons="样", education="样")
    with pytest.raises(Forbidden):
        penalties.act(case, HANDLER, cmd.Waive, ground="minor", reasons="样", education="样")
    case = penalties.act(case, LEADER, cmd.Waive, ground="minor", reasons="当场清理。", education="已口头教育。")
    seen = paper(penalties, case, "penalty.waiver")
    assert (case.state, seen["article"], seen["education"]) == ("waived", "行政处罚法33①", "已口头教育。")


def test_what_needs_more_leaves_for_the_ordinary_procedure(penalties: Penalties) -> None:
    case = penalties.act(penalties.begin(), HANDLER, cmd.Turn, reasons="需要进一步调查。")
    assert (case.state, case.is_open) == ("turned", False)
    with penalties.reading() as session:
        opened = session.scalars(select(Case).where(Case.kind == "penalty.ordinary")).one()
        found = whole(session, opened)
        assert (opened.state, found.inquiry.facts, found.inquiry.found_on) == ("clue", FOUND["facts"], TODAY)
        assert case.number in found.inquiry.clue
        assert [proof.words for proof in found.evidence] == [FOUND["evidence"]]
        assert opened.party == case.party


def test_a_preprinted_number_is_used_once(penalties: Penalties) -> None:
    with penalties.writing() as session:
        admin = penalties.actor(ADMIN)
        unit = next(held.unit_id for held in penalties.actor(HANDLER).held)
        pad = pads.give(session, admin, Given(queries.PAPER, "No.", 1, 50, 6, unit, "样", TODAY), "a" * 32).id
    decide: dict[str, Any] = {"warning": False, "fine": Decimal(200), "signed": True, "pad": pad, "pad_number": 7}
    case = penalties.act(penalties.heard(), HANDLER, cmd.Decide, **decide)
    assert paper(penalties, case, "penalty.on_spot")["printed"] == "No.000007"
    with refused("已经登记为"):
        penalties.act(penalties.heard(), HANDLER, cmd.Decide, **decide)
    with penalties.reading() as session:
        (entry,) = session.scalars(select(PadEntry).where(PadEntry.pad_id == pad))
        assert (entry.subject_id, entry.state) == (case.id, "used")
