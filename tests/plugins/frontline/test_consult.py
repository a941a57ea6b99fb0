"""Consultations: thirty days for a major decision, nothing shown unseen, every comment answered before the report."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest

from core.comments.queries import of as said_of
from core.comments.rules import Moderate, Said
from core.db import Scope, new_id
from core.errors import DomainError, NotFound
from core.publishing.models import Publication
from plugins.frontline.consult import commands as cmd
from plugins.frontline.consult import queries, services
from plugins.frontline.consult.rules import Period
from tests.core.duties.conftest import Scheme, on
from tests.plugins.frontline.road import MONDAY, D, of_login, sign
from tests.sample import ADMIN, CLERK, LEADER, MENGYUE
from tests.site import Page, Site

HOME, PORTAL = f"/w/{MENGYUE}/consultations", f"/t/{MENGYUE}/consultations"
OPENS, LAST, AFTER = MONDAY, D(2026, 12, 23), D(2026, 12, 24)
ASKED = cmd.Content(
    title="集贸市场搬迁方案", draft="搬到新区", explanation="老市场太挤", how="电话0692-0000000", major=True, days=30
)
pytestmark = pytest.mark.usefixtures("township")


def asked(site: Site, township: Scheme, *, out: bool = True, **given: object) -> UUID:
    with township.writing() as session:
        content = dataclasses.replace(ASKED, **given)  # type: ignore[arg-type]
        row = services.ask(session, of_login(session, LEADER), content, new_id().hex)
        made, notice = row.id, row.notice_id
    if out:
        with on(OPENS, 16), site.database.write(Scope.one(MENGYUE)) as session:
            # Who wrote it does not sign it.
            session.get_one(Publication, (MENGYUE, notice)).author_id = of_login(session, CLERK).account_id
        sign(site, notice, OPENS)
    return made


def said(township: Scheme, consultation_id: UUID, words: str = "请留出停车位", day: object = OPENS) -> UUID:
    with on(day), township.writing() as session:  # type: ignore[arg-type]
        return services.say(session, consultation_id, Said(words=words, name="线诺丙"), new_id().hex).id


def moderated(township: Scheme, consultation_id: UUID, comment_id: UUID, **given: object) -> None:
    with township.writing() as session:
        command = Moderate(**{"show": True, **given})  # type: ignore[arg-type]
        services.moderate(session, of_login(session, LEADER), consultation_id, comment_id, command)


def answered(township: Scheme, consultation_id: UUID, comment_id: UUID, taken: str = "yes", why: str = "") -> None:
    with township.writing() as session:
        command = cmd.AnswerComment(taken=taken, why=why)
        services.answer(session, of_login(session, LEADER), consultation_id, comment_id, command)


def reported(township: Scheme, consultation_id: UUID, day: object = AFTER) -> str:
    with on(day), township.writing() as session:  # type: ignore[arg-type]
        return services.report(session, of_login(session, LEADER), consultation_id, new_id().hex).body


def test_a_major_decision_has_thirty_days_or_a_reason_that_is_published(site: Site, township: Scheme) -> None:
    with pytest.raises(DomainError, match="30") as refused:
        asked(site, township, days=29)
    assert refused.value.problems[0].field == "reason"
    made = asked(site, township, out=False, days=10, reason="汛期前必须搬完")
    with township.reading() as session:
        row = queries.one_of_actor(session, of_login(session, LEADER), made).row
        body = session.get_one(Publication, (MENGYUE, row.notice_id)).body
    assert "汛期前必须搬完" in body
    assert "次日起10日" in body
    asked(site, township, out=False, major=False, days=7)


def test_the_day_of_publication_is_not_counted(site: Site, township: Scheme) -> None:
    made = asked(site, township)
    with township.reading() as session:
        assert queries.one_out(session, made).period == Period(OPENS, LAST)


def test_nobody_comments_before_the_notice_is_out_or_after_the_last_day(site: Site, township: Scheme) -> None:
    with pytest.raises(NotFound):
        said(township, asked(site, township, out=False))
    made = asked(site, township)
    said(township, made, day=LAST)
    with pytest.raises(DomainError, match="不在征求意见的期限内"):
        said(township, made, day=AFTER)


def test_a_comment_is_shown_only_after_it_was_looked_at_and_without_numbers(site: Site, township: Scheme) -> None:
    made, visitor = asked(site, township), site.visitor()
    page = site.fill(visitor, f"{PORTAL}/{made}", {"words": "打我电话13912345678", "name": "线诺丙"})
    assert page.status_code == 303
    with township.reading() as session:
        (row,) = said_of(session, queries.KIND, made)
        session.expunge(row)
    assert "139" in row.words
    assert "13912345678" not in row.words
    assert "打我电话" not in visitor.get(f"{PORTAL}/{made}").get_data(as_text=True)
    client = site.sign_in(LEADER)
    address = f"{HOME}/{made}/comments/{row.id}"
    assert "意见不同不是理由" in Page(site.fill(client, address, {"show": "no", "ground": ""})).told["ground"]
    assert site.fill(client, address, {"show": "yes"}).status_code == 303
    shown = visitor.get(f"{PORTAL}/{made}").get_data(as_text=True)
    assert "打我电话" in shown
    assert "线诺丙" not in shown
    assert "请写明理由" in Page(site.fill(client, address, {"taken": "no"})).told["why"]
    assert site.fill(client, address, {"taken": "no", "why": "另有安排"}).status_code == 303
    assert "另有安排" in visitor.get(f"{PORTAL}/{made}").get_data(as_text=True)


def test_a_comment_is_looked_at_once_and_what_is_held_back_is_not_answered(site: Site, township: Scheme) -> None:
    made = asked(site, township)
    comment = said(township, made, "买我的化肥")
    moderated(township, made, comment, show=False, ground="advert")
    with pytest.raises(DomainError, match="已经审看过"):
        moderated(township, made, comment)
    with pytest.raises(DomainError, match="只有公开的意见"):
        answered(township, made, comment)


def test_the_report_waits_for_the_last_day_and_for_every_comment(site: Site, township: Scheme) -> None:
    made = asked(site, township)
    first, second = said(township, made), said(township, made, "不要搬")
    with pytest.raises(DomainError) as refused:
        reported(township, made, LAST)
    assert len(refused.value.problems) == 2
    for comment in (first, second):
        moderated(township, made, comment)
    with pytest.raises(DomainError, match="还没有写采纳情况|还有意见没有写采纳情况"):
        reported(township, made)
    answered(township, made, first)
    answered(township, made, second, "no", "老市场消防不合格")
    body = reported(township, made)
    for words in ("共收到意见2条，公开2条", "采纳1条、部分采纳0条、未采纳1条", "老市场消防不合格"):
        assert words in body
    with pytest.raises(DomainError, match="已经拟成公告"):
        answered(township, made, first, "no", "反悔")


def test_the_same_form_twice_asks_and_says_once(site: Site, township: Scheme) -> None:
    key = new_id().hex
    with township.writing() as session:
        ids = {services.ask(session, of_login(session, LEADER), ASKED, key).id for _ in range(2)}
    assert len(ids) == 1
    made = asked(site, township)
    with township.writing() as session:
        said_ids = {services.say(session, made, Said(words="好"), key).id for _ in range(2)}
    assert len(said_ids) == 1


def test_it_is_asked_on_a_form_and_others_find_it_closed_to_them(site: Site, township: Scheme) -> None:
    client = site.sign_in(LEADER)
    typed = {"title": "水价方案", "draft": "每吨二元", "explanation": "管网维护", "how": "", "days": "20", "major": "y"}
    assert "30" in Page(site.fill(client, f"{HOME}/new", typed)).told["reason"]
    made = site.fill(client, f"{HOME}/new", {**typed, "days": "30"})
    assert made.status_code == 303
    page = client.get(made.location).get_data(as_text=True)
    assert "公告未发布" in page
    assert site.sign_in("pai.yangjia").get(made.location).status_code == 404
    assert site.sign_in(CLERK).get(f"{HOME}/").status_code == 403
    assert site.sign_in(ADMIN).get(f"{HOME}/").status_code == 403
    out = asked(site, township)
    for address in (f"{PORTAL}/", f"/t/{MENGYUE}/frontline/"):
        shown = site.visitor().get(address).get_data(as_text=True)
        assert "集贸市场搬迁方案" in shown
        assert "水价方案" not in shown
    assert site.visitor().get(f"{PORTAL}/{out}").status_code == 200
