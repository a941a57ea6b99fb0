"""What a review makes of the case whose act it is about: every outcome arrives, and changes what it says it changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core.cases.models import Case
from core.cases.queries import clocks_of, timeline_of
from core.cases.reviews import OUTCOMES as KNOWN
from core.errors import DomainError, Forbidden
from core.exchange.models import ParcelSent
from plugins.penalty.enforcement import commands as after
from plugins.penalty.fines import commands as fine
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import queries as ordinary
from plugins.penalty.summary import queries as on_spot
from plugins.reconsideration import words as law
from plugins.reconsideration.review import sending
from plugins.reconsideration.review.models import Review
from tests.plugins.penalty.conftest import FIRE, Penalties, ready
from tests.plugins.penalty.test_ordinary import investigated
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, GATES, TODAY, D, Reviews
from tests.plugins.reconsideration.test_exchange import take_in
from tests.plugins.reconsideration.test_review import HEARD
from tests.sample import ADMIN, COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE

NOTICE: dict[str, Any] = {"warning": True, "fine": Decimal(600), "band": 0, "rights": True, "reasons": "火势蔓延。"}


@pytest.fixture(scope="module")
def penalties(reviews: Reviews) -> Penalties:
    """The township that punishes, by the conferred power too."""
    found = ready(reviews.site)
    found.confirm(FIRE)
    return found


def told(reviews: Reviews, case: Case, outcome: str, **given: Any) -> Case:
    """The news of a review that ended so, as the county sends it, and the case when it has arrived."""
    review = reviews.apply(TODAY, document=case.number)
    with reviews.writing(TODAY) as session:
        row = session.get_one(Review, (COUNTY, review.id))
        row.outcome, row.ruling, row.served_on, row.accepted_on = outcome, "如下", TODAY, TODAY
        for name, value in given.items():
            setattr(row, name, value)
        sending.decided(session, session.get_one(Case, (COUNTY, review.id)), row)
    reviews.carry(TODAY)
    with reviews.reading() as session:
        about = (ParcelSent.kind == "penalty.contested", ParcelSent.key.startswith(review.id.hex))
        assert session.scalars(select(ParcelSent.state).where(*about)).all() == ["received"], outcome
    return reviews.now(case)


def decided(penalties: Penalties, **given: Any) -> Case:
    """A decision of the ordinary procedure of 600 yuan with a warning, served today."""
    case = investigated(penalties, FIRE, TODAY)
    penalties.act(case, HANDLER, cmd.Notify, TODAY, **NOTICE)
    penalties.act(case, HANDLER, cmd.Defend, TODAY, said="放弃陈述和申辩", examined="没有意见", gives_up=True)
    case = penalties.act(
        case, LEADER, cmd.Penalise, TODAY, warning=True, fine=Decimal(600), facts="用火一处。", **given
    )
    return penalties.act(case, HANDLER, after.Serve, TODAY, way="direct", served_on=TODAY, signed_by="思样甲")


def test_every_outcome_of_a_review_arrives_and_does_what_it_says(reviews: Reviews, penalties: Penalties) -> None:
    gone = {law.REVOKE, law.VOID}
    outcomes = [*law.OUTCOMES, law.MEDIATED]
    assert {one.effect for one in law.OUTCOMES.values()} | {law.MEDIATED} == set(KNOWN)
    for outcome in outcomes:
        changed = {"fine": 5000} if outcome in {law.CHANGE, law.REVOKE_PART, law.MEDIATED} else {}
        days = {"redo_days": 20} if outcome in law.REDONE else {}
        case = told(reviews, penalties.decided(TODAY), outcome, **changed, **days)
        assert case.state == ("overturned" if outcome in gone else "imposed"), outcome
        with reviews.reading(MENGYUE) as session:
            facts = on_spot.facts(session, case)
            assert facts.owed is not None
            assert facts.owed.fine == (50 if changed else 200), outcome
            last = [line for line in timeline_of(session, case) if line.code == "take_news"]
            assert len(last) == 1
            # After a decision the court is open for fifteen days, after a mediation nothing is (行政诉讼法45).
            assert facts.remedy_until == (TODAY if outcome == law.MEDIATED else D(2026, 12, 9)), outcome


def test_what_is_left_of_a_penalty_goes_on_and_what_was_paid_too_much_goes_back(
    reviews: Reviews, penalties: Penalties
) -> None:
    case = decided(penalties)
    paid = {"paid_on": TODAY, "amount": Decimal(600), "way": "bank", "receipt": "样据1"}
    penalties.act(case, ADMIN, fine.Pay, TODAY, **paid)
    case = told(reviews, case, law.REVOKE_PART, dropped=["fine"])
    assert case.state == "to_perform"
    with reviews.reading(MENGYUE) as session:
        facts, row = ordinary.facts(session, case), ordinary.whole(session, case).inquiry
        assert (row.warning, row.fine, facts.refund_due) == (True, 0, 600)
        assert "部分撤销原决定" in row.contested
        assert {clock.state for clock in clocks_of(session, case) if clock.rule == "penalty.pay"} == {"satisfied"}


def test_what_was_revoked_is_not_decided_the_same_way_on_the_same_facts(reviews: Reviews, penalties: Penalties) -> None:
    case = told(reviews, decided(penalties), law.REVOKE, ground="64①(一)", redo_days=20)
    assert case.state == "investigating"
    again = {"warning": True, "fine": Decimal(600)}
    penalties.act(case, HANDLER, cmd.Notify, TODAY, **NOTICE)
    penalties.act(case, HANDLER, cmd.Defend, TODAY, said="放弃陈述和申辩", examined="没有意见", gives_up=True)
    with pytest.raises(DomainError, match="64②"):
        penalties.act(case, LEADER, cmd.Penalise, TODAY, facts="用火一处。 ", anew="已补证", **again)
    with pytest.raises(DomainError, match="64②"):
        penalties.act(case, LEADER, cmd.Penalise, TODAY, facts="在防火区用火，烧毁草地。", **again)
    new = {"facts": "在防火区用火，烧毁草地。", "anew": "补充勘验，查明过火面积"}
    assert penalties.act(case, LEADER, cmd.Penalise, TODAY, **again, **new).state == "decided"
    procedural = told(reviews, decided(penalties), law.REVOKE, ground=law.PROCEDURAL, redo_days=20)
    penalties.act(procedural, HANDLER, cmd.Notify, TODAY, **NOTICE)
    penalties.act(procedural, HANDLER, cmd.Defend, TODAY, said="放弃陈述和申辩", examined="没有意见", gives_up=True)
    penalties.act(procedural, LEADER, cmd.Penalise, TODAY, facts="用火一处。", **again)


def test_a_review_raises_no_fine_above_what_the_township_decided(reviews: Reviews, penalties: Penalties) -> None:
    """The applicant wrote 9000 yuan; the answer of the township says 600 (复议法 63②)."""
    case = decided(penalties)
    review = reviews.accepted(TODAY, document=case.number, amount="9000", first=())
    reviews.carry()
    answer = reviews.of_kind("reconsideration.reply")
    reviews.post(HANDLER, "handler", MENGYUE, reviews.now(answer).unit_id)
    reviews.act(answer, HANDLER, "draft_reply", reply="事实清楚", evidence="照片")
    reviews.act(answer, LEADER, "sign_reply")
    reviews.carry()
    assert (reviews.review(review).fined, reviews.review(review).confiscated) == (60000, 0)
    reviews.act(review, COUNTY_HANDLER, "hear", heard_on=TODAY, **HEARD)
    given = {**GATES, "outcome": law.CHANGE, "ground": "63①(一)"}
    with pytest.raises(DomainError, match="63②"):
        reviews.act(review, COUNTY_HANDLER, "propose", fine="601", **given)
    with pytest.raises(DomainError, match="没有重新作出或者履行的期限"):
        reviews.act(review, COUNTY_HANDLER, "propose", fine="300", redo_days=5, **given)
    reviews.act(review, COUNTY_HANDLER, "propose", fine="300", **given)
    reviews.act(review, BUREAU_HEAD, "decide", how="head", agreed="样县长")
    reviews.act(review, COUNTY_HANDLER, "serve", served_on=TODAY)
    reviews.carry()
    with reviews.reading(MENGYUE) as session:
        facts = ordinary.facts(session, case)
        assert (facts.owed.fine if facts.owed else None, facts.stayed_on, facts.remedy_until) == (
            300,
            None,
            D(2026, 12, 9),
        )


def test_an_office_that_changes_its_own_fine_changes_its_case(reviews: Reviews, penalties: Penalties) -> None:
    case = penalties.decided(TODAY)
    own = take_in(reviews, role="organ", document=case.number)
    with pytest.raises(DomainError, match="原决定是200"):
        reviews.act(own, LEADER, "change_own", words="减轻", outcome="changed", fine="200")
    reviews.act(own, LEADER, "change_own", words="减轻，申请人同意", outcome="changed", fine="50")
    with reviews.reading(MENGYUE) as session:
        facts = on_spot.facts(session, case)
        assert (facts.owed.fine if facts.owed else None, reviews.now(case).state) == (50, "imposed")
    other = penalties.decided(TODAY)
    own = take_in(reviews, role="organ", document=other.number)
    reviews.act(own, LEADER, "change_own", words="撤销处罚，申请人同意", outcome="revoked")
    assert reviews.now(other).state == "overturned"
    third = penalties.decided(TODAY)
    own = take_in(reviews, role="organ", document=third.number, name="思样乙")
    with pytest.raises(Forbidden):
        reviews.act(own, HANDLER, "change_own", words="撤销处罚", outcome="revoked")
    with pytest.raises(DomainError, match="不是对申请人"):
        reviews.act(own, LEADER, "change_own", words="减轻", outcome="changed", fine="500")  # and no fine is told
    assert reviews.now(third).state == "imposed"
