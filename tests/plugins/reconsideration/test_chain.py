"""From a decision to its review and back: one click on the party's page, the county's news on the case of the act."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from core import clock
from core.cases.models import Case, Timeline
from core.cases.queries import clocks_of, timeline_of
from core.exchange.models import ParcelSent
from plugins.penalty.summary import queries as on_spot
from plugins.reconsideration import words as law
from plugins.reconsideration.review.road import REVIEW
from tests.plugins.approval.road import Road
from tests.plugins.penalty.conftest import ready
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, GATES, TODAY, D, Reviews
from tests.plugins.reconsideration.test_review import HEARD
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, MENGYUE
from tests.site import Page

WHO = {"subject": "person", "name": "思样甲", "address": "营盘村一组", "about": "男，四十岁，务农"}
NAMED = {"known_on": TODAY.isoformat(), **WHO, "claims": "撤销", "reasons": "没有违法"}
DECIDED = D(2026, 11, 27)


def applied(reviews: Reviews, case: Case, act: str, hour: int = 16, **typed: object) -> Case:
    """What the party applies for by the link on their page, with the number and the act filled in."""
    site, person = reviews.site, reviews.site.visitor()
    with clock.moved(dt.datetime.combine(TODAY, dt.time(hour), clock.SHANGHAI)):
        page = Page(person.get(site.let_in(person, case)))
        (link,) = [link for link in page.links if "/reconsideration/against" in link]
        led = person.get(link)
        held = Page(person.get(led.location)).posted().held
        assert (held["document"], held["respondent"], held["act"]) == (case.number, str(MENGYUE), act)
        sent = {name: value for name, value in held.items() if name not in {"csrf_token", "key"}}
        answer = site.fill(person, f"/t/{COUNTY}/reconsideration/apply", {**sent, **NAMED, **typed})
        assert answer.status_code == 303, (Page(answer).told, Page(answer).alert)
    return reviews.of_kind(REVIEW.code, COUNTY)


def accepted(reviews: Reviews, review: Case, procedure: str = law.SUMMARY) -> None:
    """Accepted by the county, which sends the copy; nothing but parcels goes to the township."""
    ground = "53①(一)" if procedure == law.SUMMARY else ""
    accept = {"procedure": procedure, "procedure_ground": ground, "handlers": "董早甲、尹相丙"}
    reviews.act(review, COUNTY_HANDLER, "accept", **accept)
    reviews.act(review, COUNTY_HANDLER, "send_copy")
    reviews.carry()


def revoked(reviews: Reviews, review: Case) -> None:
    """Answered, heard, and the act revoked."""
    reviews.act(review, COUNTY_HANDLER, "enter_reply", reply="事实清楚", evidence="现场照片", replied_on=TODAY)
    reviews.act(review, COUNTY_HANDLER, "hear", heard_on=TODAY, **HEARD)
    reviews.act(review, COUNTY_HANDLER, "propose", DECIDED, outcome=law.REVOKE, ground="64①(一)", **GATES)
    reviews.act(review, BUREAU_HEAD, "decide", DECIDED, how="head", agreed="样县长")
    reviews.act(review, COUNTY_HANDLER, "serve", DECIDED, served_on=DECIDED)
    reviews.carry(DECIDED)


def news_of(reviews: Reviews, case: Case) -> list[Timeline]:
    with reviews.reading(MENGYUE) as session:
        found = [line for line in timeline_of(session, case) if line.code == "take_news"]
        session.expunge_all()
    return found


def states(reviews: Reviews, kind: str, review: Case) -> list[str]:
    with reviews.reading() as session:
        query = select(ParcelSent.state).where(ParcelSent.kind == kind, ParcelSent.key.startswith(review.id.hex))
        return list(session.scalars(query))


def test_a_penalty_is_contested_by_one_click_and_the_decision_comes_back_on_its_case(reviews: Reviews) -> None:
    penalties = ready(reviews.site)
    case = penalties.decided(TODAY)
    review = applied(reviews, case, law.PENALTY, made_on=TODAY.isoformat(), first=[law.ON_SPOT], amount="200")
    accepted(reviews, review)
    with reviews.reading(MENGYUE) as session:
        facts = on_spot.facts(session, case)
        assert (facts.stayed_on, facts.owed.left) == (TODAY, 200)  # nothing is added meanwhile (处罚法73③)
    revoked(reviews, review)
    over = reviews.now(case)
    assert (over.state, over.is_open) == ("overturned", False)
    assert states(reviews, "penalty.contested", review) == ["received", "received"]
    assert len(news_of(reviews, case)) == 2
    page = reviews.site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    assert review.number in page
    assert "撤销原决定" in page
    person = reviews.site.visitor()
    assert "已经结束，不用再办" in person.get(reviews.site.let_in(person, case)).text


def test_a_refused_licence_is_contested_the_same_way_and_its_people_learn_of_the_review(reviews: Reviews) -> None:
    road = Road(reviews.site.database, on=D(2026, 11, 16)).accept().review().propose(decision="refuse")
    road.decide(decision="refuse").deliver(TODAY)
    review = applied(reviews, road.now(), law.LICENCE, 17, made_on="2026-11-16")
    with reviews.reading(MENGYUE) as session:
        assert "reconsideration.apply" in {clock.rule for clock in clocks_of(session, road.case) if clock.due_on}
    accepted(reviews, review, law.ORDINARY)
    revoked(reviews, review)
    assert states(reviews, "approval.contested", review) == ["received", "received"]
    begun, came = news_of(reviews, road.case)
    assert begun.note.startswith(f"{review.number}；复议已受理")
    assert "撤销原决定；撤销该处罚决定" in came.note
    assert road.now().state == "delivered"
    granted = Road(reviews.site.database, on=D(2026, 11, 17)).accept().review().propose().decide().deliver()
    person = reviews.site.visitor()
    assert "/reconsideration/against" not in person.get(reviews.site.let_in(person, granted.now())).text
