"""好差评: once for each service, words only with a bad one; a bad one is verified, put right and answered, unnamed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import cases
from core.cases import queries
from core.cases.models import Case
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from plugins.approval.rating import queries as ratings
from plugins.approval.rating import rules
from plugins.approval.rating.kind import RULE
from plugins.approval.rating.models import Rating
from plugins.approval.rating.rules import Answer, Figures, PutRight, Verify
from tests.plugins.approval.road import LEASE, PARTY, Road, actor, day
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
MONDAY = D(2026, 11, 16)
WORDS = "窗口让我跑了三趟。"


@pytest.fixture
def ended(site: Site) -> Case:
    """A service that has ended."""
    return Road(site.database, LEASE, on=D(2026, 11, 2)).accept().review().propose().decide().deliver().case


def party(site: Site, case: Case) -> FlaskClient:
    client = site.visitor()
    site.let_in(client, case)
    return client


def rate(site: Site, case: Case, grade: int, words: str = "") -> Any:
    url = f"/t/{MENGYUE}/case/{case.id}/rate"
    return site.fill(party(site, case), url, {"grade": str(grade), "words": words})


def bad(site: Site, case: Case) -> Case:
    """The case that follows a bad rating of another, of a Monday."""
    with day(MONDAY):
        assert rate(site, case, 1, WORDS).status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        rating = session.get_one(Rating, (MENGYUE, case.id))
        follow = session.get_one(Case, (MENGYUE, rating.follow_id))
        session.expunge_all()
    return follow


def act(site: Site, case: Case, who: str, code: str, command: Any, on: dt.date = MONDAY, **given: Any) -> Case:
    with day(on, 15), site.database.write(Scope.one(MENGYUE)) as session:
        made = command(version=session.get_one(Case, (MENGYUE, case.id)).version, **given)
        done = cases.act(session, actor(session, who), case.id, code, made, new_id().hex)
        session.expunge_all()
    return done


def test_a_service_is_rated_once_and_the_second_time_changes_nothing(site: Site, ended: Case) -> None:
    assert rate(site, ended, 5).status_code == 303
    again = party(site, ended).get(f"/t/{MENGYUE}/case/{ended.id}/rate")
    assert again.status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        kept = session.get_one(Rating, (MENGYUE, ended.id))
        assert (kept.grade, kept.words, kept.follow_id) == (5, "", None)
    assert rules.rate(1, WORDS, final=True, rated=True)[0].message.startswith("这件已经评价过了")


def test_only_a_bad_rating_needs_words_and_what_was_chosen_stays(site: Site, ended: Case) -> None:
    page = Page(rate(site, ended, 2))
    assert "请写明哪里不满意" in page.told["words"]
    assert page.posted().held["grade"] == "2"
    assert [bool(rules.rate(grade, "", final=True, rated=False)) for grade in (1, 2, 3, 4, 5)] == [
        *(True, True, False, False, False)
    ]


def test_what_has_not_ended_is_not_rated(site: Site) -> None:
    case = Road(site.database, LEASE, on=D(2026, 11, 2)).case
    url = f"/t/{MENGYUE}/case/{case.id}/rate"
    assert "办结以后才能评价" in party(site, case).get(url).get_data(as_text=True)
    client = party(site, case)
    typed = {"grade": "5", "key": new_id().hex}
    assert "办结以后才能评价" in site.post(client, url, typed).get_data(as_text=True)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.get(Rating, (MENGYUE, case.id)) is None
    assert rules.rate(5, "", final=False, rated=False)[0].message.startswith("办结以后")


def test_nobody_rates_what_is_not_theirs(site: Site, ended: Case) -> None:
    assert site.visitor().get(f"/t/{MENGYUE}/case/{ended.id}/rate").status_code == 404


def test_a_bad_rating_is_answered_within_five_working_days_and_the_rater_reads_it(site: Site, ended: Case) -> None:
    follow = bad(site, ended)
    assert (follow.state, follow.due_rule, follow.due_on) == ("rated_low", RULE, D(2026, 11, 23))
    act(site, follow, LEADER, "verify", Verify, founded=True, findings="窗口没有一次告知。")
    act(site, follow, HEAD, "put_right", PutRight, measures="重新培训窗口。")
    done = act(site, follow, LEADER, "answer", Answer, D(2026, 11, 18), words="对不起，已经整改。")
    assert (done.is_open, done.state) == (False, "settled")
    with site.database.read(Scope.one(MENGYUE)) as session:
        (clock,) = queries.clocks_of(session, done)
        assert (clock.state, clock.ended_on) == ("satisfied", D(2026, 11, 18))
        assert [reply.words for reply in queries.replies_of(session, done)] == ["对不起，已经整改。"]
    read = party(site, ended).get(f"/t/{MENGYUE}/case/{ended.id}").get_data(as_text=True)
    assert "对不起，已经整改。" in read


def test_a_bad_rating_that_is_not_so_is_answered_without_putting_anything_right(site: Site, ended: Case) -> None:
    follow = bad(site, ended)
    done = act(site, follow, LEADER, "verify", Verify, founded=False, findings="没有这回事。")
    assert done.state == "put_right"
    with pytest.raises(DomainError, match="差评待答复"):
        act(site, follow, HEAD, "put_right", PutRight, measures="无")


def test_neither_window_nor_handler_sees_a_bad_rating_and_nobody_who_made_it(site: Site, ended: Case) -> None:
    follow = bad(site, ended)
    url = f"/w/{MENGYUE}/cases/{follow.id}"
    for login in (CLERK, HANDLER, ADMIN):
        assert site.sign_in(login).get(url).status_code == 404
    seen = site.sign_in(LEADER).get(url).get_data(as_text=True)
    assert WORDS in seen
    assert PARTY.name not in seen
    assert "评价人（不显示姓名）" in seen
    assert "评***" not in seen
    assert "评价人（不显示姓名）" in site.sign_in(LEADER).get(f"/w/{MENGYUE}/cases?q={follow.no_seq}").get_data(
        as_text=True
    )
    assert ended.number not in seen
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert {line.actor_name for line in queries.timeline_of(session, follow)} == {"评价人（不显示姓名）"}
    own = site.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{ended.id}").get_data(as_text=True)
    assert WORDS not in own
    assert "评价" not in own


def test_who_verifies_does_not_put_right_and_the_window_does_neither(site: Site, ended: Case) -> None:
    follow = bad(site, ended)
    for login in (HEAD, CLERK, HANDLER):
        with pytest.raises(Forbidden):
            act(site, follow, login, "verify", Verify, founded=True, findings="属实")


def test_the_forms_of_a_bad_rating_tell_what_is_missing(site: Site, ended: Case) -> None:
    follow = bad(site, ended)
    client, url = site.sign_in(LEADER), f"/w/{MENGYUE}/ratings/{follow.id}/verify"
    assert {"founded", "findings"} <= Page(site.fill(client, url, {})).told.keys()
    assert site.fill(client, url, {"founded": "no", "findings": "没有"}).status_code == 303
    assert site.sign_in(CLERK).get(url).status_code == 404
    assert client.get(f"/w/{MENGYUE}/ratings/{follow.id}/nothing").status_code == 404


def test_the_public_figures_are_those_of_all_ratings(site: Site, ended: Case) -> None:
    rate(site, ended, 4)
    with site.database.read(Scope.one(MENGYUE)) as session:
        whole, by_item = ratings.figures(session), dict(ratings.by_item(session))
        grades = session.scalars(select(Rating.grade)).all()
    assert whole.all == len(grades) == sum(figures.all for figures in by_item.values())
    assert whole.bad == sum(grade <= 2 for grade in grades)
    page = site.visitor().get(f"/t/{MENGYUE}/ratings").get_data(as_text=True)
    assert f"{whole.satisfied}%" in page
    assert WORDS not in page


def test_figures_count_the_upper_three_as_satisfied() -> None:
    found = rules.figures([(5, 1), (3, 1), (2, 1)], 1)
    assert (found.all, found.bad, found.satisfied, found.answered) == (3, 1, 66, 1)
    assert Figures(dict.fromkeys(rules.GRADES, 0), 0).satisfied == 0
