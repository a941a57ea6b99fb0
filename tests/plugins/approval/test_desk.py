"""The case's page and the form of an act at the desk: what can be done, why not and who can; drafts; two at once."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import plugins
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope
from core.web import acts
from plugins.approval import queries
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Site


def in_state(site: Site, state: str, *, lacking: bool = False) -> Case:
    """A case of the township in a state; with or without something missing."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        for case in session.scalars(select(Case).where(Case.state == state).order_by(Case.id)):
            if bool(queries.facts(session, case).missing) == lacking:
                session.expunge(case)
                return case
    raise LookupError(state)


def page(client: FlaskClient, case: Case) -> str:
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
    words = page(site.sign_in(CLERK), case)
    blocked = words.split("现在还不能办理", 1)[1]
    assert "还缺少材料：" in blocked
    assert f'href="{form_of(case, "accept")}"' not in words
    answer = site.sign_in(CLERK).get(form_of(case, "accept"))
    assert answer.status_code == 302
    assert answer.location.endswith("#acts")


def test_the_act_refuses_with_the_same_words_as_the_page(site: Site) -> None:
    case, clerk = in_state(site, "received", lacking=True), site.sign_in(CLERK)
    said = re.search(r"还缺少材料：[^<]+", page(clerk, case))
    assert said
    typed = {"version": case.version, "accepted_on": "2026-11-24", "key": "0" * 32}
    answer = site.post(clerk, form_of(case, "accept"), typed)
    assert answer.status_code == 422
    assert said[0].strip() in answer.get_data(as_text=True)


def test_an_act_of_others_names_who_can_do_it(site: Site) -> None:
    case = in_state(site, "proposed")
    words = page(site.sign_in(HANDLER), case)
    others = words.split("由其他人办理", 1)[1]
    assert "作出决定" in others.split("可以办理的人：", 1)[0]
    with site.database.read(Scope.one(MENGYUE)) as session:
        leader = account(session, LEADER).display_name
    assert f"{leader}（" in others


def test_an_own_act_of_another_state_says_in_which(site: Site) -> None:
    case = in_state(site, "accepted")
    assert [one.act.code for one in _later(site, case)] == [
        *("accept", "put_right", "ask_correction", "correct", "refuse_acceptance", "deliver")
    ]
    assert "在这些状态下办理：" in page(site.sign_in(CLERK), case)


def _later(site: Site, case: Case) -> list[acts.Later]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor, facts = actor_of(session, account(session, CLERK)), queries.facts(session, case)
        return acts.later_of(case, plugins.registry().case_kinds[case.kind], actor, facts)
