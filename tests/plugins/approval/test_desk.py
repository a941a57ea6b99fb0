"""The case's page and the form of an act at the desk: what can be done, why not and who can; drafts; two at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from core import clock, plugins
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope
from core.drafts.models import DeskDraft
from core.drafts.services import content
from core.web import acts
from plugins.approval import queries
from plugins.approval.handling.commands import AssignStaff
from plugins.approval.models import Application
from tests.plugins.approval.road import Road
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, NOON, OTHER_CLERK, account
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "a desk shows the same over either database")


def in_state(site: Site, state: str, *, lacking: bool = False) -> Case:
    """A case of the township in a state; with or without something missing."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        for case in session.scalars(select(Case).where(Case.state == state).order_by(Case.id)):
            if bool(queries.facts(session, case).missing) == lacking:
                session.expunge(case)
                return case
    raise LookupError(state)


def case_page(client: FlaskClient, case: Case) -> str:
    """The case's page."""
    answer = client.get(f"/w/{MENGYUE}/cases/{case.id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def form_of(case: Case, act: str) -> str:
    """The address of an act's form."""
    return f"/w/{MENGYUE}/approval/cases/{case.id}/{act}"


@pytest.mark.parametrize("login", [CLERK, HANDLER, HEAD, LEADER])
def test_what_the_page_offers_is_what_the_forms_open(site: Site, login: str) -> None:
    client, kind = site.sign_in(login), plugins.registry().case_kinds["approval.application"]
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, login))
        cases = session.scalars(select(Case).where(Case.is_open == True)).all()  # noqa: E712
        session.expunge_all()
    offered = 0
    for case in cases:
        found = client.get(f"/w/{MENGYUE}/cases/{case.id}")
        if found.status_code == 404:
            continue
        words = found.get_data(as_text=True)
        for act in kind.transitions:
            if not act.permission or not actor.may(act.permission, case.unit_id):
                continue
            shown = f'href="{form_of(case, act.code)}"' in words
            opens = client.get(form_of(case, act.code)).status_code == 200
            assert not shown or opens, (case.number, act.code)
            offered += shown
    assert offered > 3


def test_an_act_that_waits_for_something_says_for_what(site: Site) -> None:
    case = in_state(site, "received", lacking=True)
    words = case_page(site.sign_in(CLERK), case)
    blocked = words.split("现在还不能办理", 1)[1]
    assert "还缺少材料：" in blocked
    assert f'href="{form_of(case, "accept")}"' not in words
    answer = site.sign_in(CLERK).get(form_of(case, "accept"))
    assert "现在还不能办理：还缺少材料" in answer.get_data(as_text=True)


def test_the_act_refuses_with_the_same_words_as_the_page(site: Site) -> None:
    case, clerk = in_state(site, "received", lacking=True), site.sign_in(CLERK)
    said = re.search(r"还缺少材料：[^<]+", case_page(clerk, case))
    assert said
    typed = {"version": case.version, "accepted_on": "2026-11-24", "key": "0" * 32}
    answer = site.post(clerk, form_of(case, "accept"), typed)
    assert answer.status_code == 422
    assert said[0].strip() in answer.get_data(as_text=True)


def test_an_act_of_others_names_who_can_do_it(site: Site) -> None:
    case = in_state(site, "proposed")
    words = case_page(site.sign_in(HANDLER), case)
    others = words.split("由其他人办理", 1)[1]
    assert "作出决定" in others.split("可以办理的人：", 1)[0]
    with site.database.read(Scope.one(MENGYUE)) as session:
        leader = account(session, LEADER).display_name
    assert f"{leader}（" in others


def test_an_own_act_of_another_state_says_in_which(site: Site) -> None:
    case = in_state(site, "accepted")
    assert [one.act.code for one in _later(site, case)] == [
        *(
            "accept",
            "put_right",
            "take_papers",
            "ask_correction",
            "correct",
            "refuse_acceptance",
            "serve_refusal",
            "deliver",
            "share_out",
        )
    ]
    assert "在这些状态下办理：" in case_page(site.sign_in(CLERK), case)


def _later(site: Site, case: Case) -> list[acts.Later]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor, facts = actor_of(session, account(session, CLERK)), queries.facts(session, case)
        return acts.later_of(case, plugins.registry().case_kinds[case.kind], actor, facts)


REVIEW = {"scope": "papers", "findings": "现场与申请一致", "opinion": "建议准予"}


def drafts_of(site: Site) -> list[DeskDraft]:
    """Every draft of the township."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = list(session.scalars(select(DeskDraft)))
        session.expunge_all()
    return rows


@pytest.fixture
def no_drafts(site: Site) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(delete(DeskDraft))


@pytest.mark.usefixtures("no_drafts")
def test_what_is_kept_comes_back_to_its_writer_alone(site: Site) -> None:
    case, handler, head = site.case("勐约许1"), site.sign_in(HANDLER), site.sign_in(HEAD)
    url = form_of(case, "review")
    answer = site.fill(handler, url, {**REVIEW, "scope": "papers", "save": "draft"})
    assert answer.status_code == 303
    back = Page(handler.get(url))
    assert back.values["scope"] == "papers"
    assert back.values["findings"].strip() == REVIEW["findings"]
    assert re.search(r"已恢复您于2026-11-24 12:\d\d保存的草稿", back.source)
    assert REVIEW["findings"] not in Page(head.get(url)).source
    assert site.case("勐约许1").version == case.version


@pytest.mark.usefixtures("no_drafts")
def test_a_script_is_answered_in_words(site: Site) -> None:
    case, handler = site.case("勐约许1"), site.sign_in(HANDLER)
    url = form_of(case, "review")
    answer = site.fill(handler, url, {**REVIEW, "save": "draft"}, headers={"Accept": "application/json"})
    assert re.fullmatch(r"已保存 12:\d\d", answer.get_json()["words"])
    (draft,) = drafts_of(site)
    assert {"csrf_token", "key", "version", "save"}.isdisjoint(content(draft))


@pytest.mark.usefixtures("no_drafts")
def test_a_draft_is_dropped_when_asked(site: Site) -> None:
    case, handler = site.case("勐约许1"), site.sign_in(HANDLER)
    url = form_of(case, "review")
    site.fill(handler, url, {**REVIEW, "save": "draft"})
    site.fill(handler, url, {"save": "drop"})
    assert drafts_of(site) == []


@pytest.mark.usefixtures("no_drafts")
def test_nobody_keeps_a_draft_of_an_act_that_is_not_theirs(site: Site) -> None:
    case, leader, other = site.case("勐约许1"), site.sign_in(LEADER), site.sign_in(OTHER_CLERK)
    url = form_of(case, "review")
    assert site.post(leader, url, {**REVIEW, "save": "draft"}).status_code == 403
    assert site.post(other, url, {**REVIEW, "save": "draft"}).status_code == 404
    assert drafts_of(site) == []


@pytest.mark.usefixtures("no_drafts")
def test_the_intake_is_kept_and_gone_once_it_is_sent(site: Site) -> None:
    clerk, url = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake/MY-XK-01"
    who = {"name": "方样己", "id_number": "533124198504121237", "phone": "199 0000 2222"}
    site.fill(clerk, url, {**who, "save": "draft"})
    back = Page(clerk.get(url))
    assert back.values["name"] == "方样己"
    (draft,) = drafts_of(site)
    assert draft.place == "intake:MY-XK-01"


def test_a_second_application_for_the_same_within_thirty_days_is_hinted_at_before_it_is_received(app: Flask) -> None:
    site = Site(app)
    clerk, url = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake/MY-XK-01"
    wanted = Page(clerk.get(url)).posted()
    chosen = {name: one.options[-1] for name, one in wanted.fields.items() if one.options and name != "on_paper"}
    who = {"name": "方样己", "id_number": "533124198504121236", "phone": "199 0000 2222"}
    given = {name: "2026-12-01" if one.kind == "date" else "样" for name, one in wanted.fields.items() if one.required}
    typed = {**given, **chosen, **who, **{name: "1" for name, one in wanted.fields.items() if one.kind == "number"}}
    typed |= {"channel": "window"}
    held = {**wanted.held, **typed}
    first = clerk.post(url, data=held)
    assert first.status_code == 303, Page(first).told
    assert clerk.post(url, data=held).location == first.location, "a second click is no second application"
    made = first.location.rpartition("/")[2]
    second = site.fill(clerk, url, typed)
    page = Page(second)
    assert second.status_code == 422
    assert any(link.endswith(made) for link in page.links), "the earlier case can be opened"
    assert page.values["name"] == who["name"], "nothing typed is lost"
    other = site.fill(clerk, url, {**typed, "id_number": "533124199003070025"})
    assert other.status_code == 303, "another person is no second application"
    assert site.fill(clerk, url, {**typed, "again": "1"}).status_code == 303
    with clock.moved(NOON + queries.AGAIN + dt.timedelta(days=1)):
        assert site.fill(site.sign_in(CLERK), url, typed).status_code == 303, "after thirty days it is a new one"


@pytest.mark.usefixtures("no_drafts")
def test_two_at_once_see_both_versions_and_pick(site: Site) -> None:
    case, handler, head = site.case("勐约许1"), site.sign_in(HANDLER), site.sign_in(HEAD)
    url = form_of(case, "review")
    old = Page(head.get(url)).posted().held
    site.fill(head, url, {**REVIEW, "save": "draft"})
    assert len(drafts_of(site)) == 1
    assert site.fill(handler, url, {**REVIEW, "findings": "第一次核查", "opinion": "请补充"}).status_code == 303
    mine = {**REVIEW, "findings": "第二次核查"}
    answer = head.post(url, data={**old, **mine})
    assert answer.status_code == 409
    back = Page(answer)
    assert re.search(r"于2026-11-24 12:\d\d办理了“审查”", back.source)
    held = back.posted().held
    assert {name: held[name].strip() for name in mine} == mine
    assert {"pick-findings", "pick-opinion"} <= set(back.posted().fields)
    assert "pick-scope" not in back.posted().fields
    sent = head.post(url, data={**held, "pick-opinion": "theirs"})
    assert sent.status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        application = session.get_one(Application, (MENGYUE, case.id))
        assert (application.findings.strip(), application.opinion) == ("第二次核查", "请补充")
    assert drafts_of(site) == [], "the draft went with the act"


@pytest.mark.usefixtures("no_drafts")
def test_a_form_that_was_carried_out_leaves_no_draft_behind(site: Site) -> None:
    case, head = site.case("勐约许1"), site.sign_in(HEAD)
    url = form_of(case, "review")
    held = Page(head.get(url)).posted().held
    assert head.post(url, data={**held, **REVIEW}).status_code == 303
    late = head.post(url, data={**held, **REVIEW, "save": "draft"}, headers={"Accept": "application/json"})
    assert late.get_json() == {"words": ""}
    assert drafts_of(site) == []


def test_once_two_are_named_their_signatures_come_next_and_not_naming_again(site: Site) -> None:
    road = Road(site.database).accept()
    with site.database.read(Scope.one(MENGYUE)) as session:
        two = tuple(account(session, login).id for login in (HANDLER, HEAD))
    assert "下一步：" in case_page(site.sign_in(HANDLER), road.case)
    road.act(HANDLER, AssignStaff, purpose="verify", staff=two)
    words = case_page(site.sign_in(HANDLER), road.case)
    assert "下一步：" not in words
    assert f'href="{form_of(road.case, "assign_staff")}"' in words, "somebody else may still be named"
    assert "指派的核查人员还没有签署核查情况" in words.split("现在还不能办理", 1)[1]
