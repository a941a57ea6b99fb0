"""Taking a step back at the desk: within seconds, by whoever did it, before anybody did anything else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from core import cases, clock, plugins
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.batches.models import BatchRow
from core.cases import before, undoing
from core.cases.models import Case, FormOnce, Reversible, Timeline
from core.cases.services import allowed, find_transition
from core.contracts import CaseKind, State, Tell, Transition, Undo
from core.db import Scope
from core.db.ids import new_id
from core.errors import DomainError, Forbidden
from core.jobs.models import Outbox
from core.notices.models import Delivery, Notice
from core.notices.sending import queue_up
from core.notices.services import TOPIC
from plugins.approval import commands as cmd
from plugins.approval.models import Application
from plugins.approval.queries import facts
from tests.plugins.approval.test_desk import form_of
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, NOON, account
from tests.site import Page, Site

FOUND = {"scope": "papers", "findings": "新查明的情况", "opinion": "建议准予"}
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    """Time goes on only where a test says so."""
    with clock.stopped(NOON):
        yield


def standing(site: Site, case: Case) -> tuple[Any, ...]:
    """All that an act of the road may change of a case."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        row = session.get_one(Application, (MENGYUE, case.id))
        columns = {column.key: getattr(row, column.key) for column in Application.__table__.columns}
        return now.state, now.handler_id, now.is_open, now.due_on, json.dumps(columns, default=str, sort_keys=True)


def code_of(case: Case, command: type[cmd.Act]) -> str:
    """The act that a command is of."""
    acts = plugins.registry().case_kinds[case.kind].transitions
    return next(act.code for act in acts if act.command is command)


def do(site: Site, login: str, case: Case, command: type[cmd.Act], **typed: Any) -> str:
    """An act of somebody's on a case, as it stands now; the key of its form."""
    key = new_id().hex
    with site.database.write(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        made = command(version=now.version, **typed)
        cases.act(session, actor_of(session, account(session, login)), case.id, code_of(case, command), made, key)
    return key


def mine(site: Site, login: str, code: str) -> Case:
    """A case on which somebody may do an act now."""
    act = find_transition(plugins.registry().case_kinds["approval.application"], code)
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, login))
        for case in session.scalars(select(Case).where(Case.state.in_(act.sources)).order_by(Case.id)):
            if allowed(actor, case, act) and act.applies(facts(session, case)):
                session.expunge(case)
                return case
    raise LookupError(code)


def take_back(site: Site, login: str, case: Case, key: str) -> Case:
    """Somebody's undo of a form."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        return undoing.undo(session, actor_of(session, account(session, login)), case.id, key)


def review(site: Site, case: Case) -> str:
    given = {"substance": False, "findings": "新查明的情况", "opinion": "不同的意见"}
    return do(site, HANDLER, case, cmd.Review, **given)


@pytest.mark.parametrize(
    ("login", "code", "command", "typed"),
    [
        (CLERK, "put_right", cmd.PutRight, {"corrections": ("改了门牌号",)}),
        (HANDLER, "review", cmd.Review, {"substance": False, "findings": "查明", "opinion": "同意"}),
        (HEAD, "propose", cmd.Propose, {"decision": "refuse", "reasons": "不符合条件"}),
        (LEADER, "send_back", cmd.SendBack, {"reason": "请补充"}),
    ],
)
def test_what_was_done_and_taken_back_leaves_the_case_as_it_was_and_both_are_told(
    site: Site, login: str, code: str, command: type[cmd.Act], typed: dict[str, Any]
) -> None:
    case = mine(site, login, code)
    was = standing(site, case)
    key = do(site, login, case, command, **typed)
    assert standing(site, case) != was
    after = take_back(site, login, case, key)
    assert standing(site, case) == was
    assert after.version > case.version
    with site.database.read(Scope.one(MENGYUE)) as session:
        lines = session.scalars(select(Timeline).where(Timeline.case_id == case.id).order_by(Timeline.id)).all()
        assert lines[-1].code == "undo"
        assert lines[-1].note in {line.label for line in lines[:-1]}
        rows = select(Audit).where(Audit.action == f"{case.kind}.undo", Audit.subject == str(case.id))
        told = session.scalars(rows.order_by(Audit.at.desc(), Audit.id.desc())).all()[0].body
        assert (told["state"], told["undone"]) == (case.state, code)
        assert session.get(FormOnce, (MENGYUE, key)) is None
        assert session.get(Reversible, (MENGYUE, key)) is None


def test_a_second_click_on_undo_is_the_first(site: Site) -> None:
    case = mine(site, HANDLER, "review")
    key = review(site, case)
    first = take_back(site, HANDLER, case, key)
    assert take_back(site, HANDLER, case, key).version == first.version


def test_after_ten_seconds_it_is_refused_in_words(site: Site) -> None:
    case = mine(site, HANDLER, "review")
    key = review(site, case)
    with clock.stopped(NOON + before.WITHIN + SECOND), pytest.raises(DomainError, match="已经超过"):
        take_back(site, HANDLER, case, key)
    with clock.stopped(NOON + before.WITHIN):
        assert take_back(site, HANDLER, case, key).state == case.state


def test_it_is_its_doers_alone_and_only_while_they_may_do_it(site: Site) -> None:
    case = mine(site, HANDLER, "review")
    key = review(site, case)
    for login in (HEAD, LEADER, CLERK):
        with pytest.raises(DomainError, match="已经超过"):
            take_back(site, login, case, key)
    with site.database.read(Scope.one(MENGYUE)) as session:
        handler = actor_of(session, account(session, HANDLER))
    nobody = type(handler)(handler.account_id, handler.name, MENGYUE, ())
    with pytest.raises(Forbidden), site.database.write(Scope.one(MENGYUE)) as session:
        undoing.undo(session, nobody, case.id, key)
    assert take_back(site, HANDLER, case, key).state == case.state


def test_what_was_done_since_stands_in_the_way(site: Site) -> None:
    case = mine(site, HEAD, "propose")
    key = do(site, HEAD, case, cmd.Propose, decision="grant", reasons="符合条件")
    do(site, LEADER, case, cmd.SendBack, reason="请补充")
    was = standing(site, case)
    with pytest.raises(DomainError, match="又有变动"):
        take_back(site, HEAD, case, key)
    assert standing(site, case) == was
    review(site, case)  # so that the next tests have one to propose


def test_who_was_told_is_told_no_more_and_no_message_leaves_meanwhile(site: Site) -> None:
    case = mine(site, HEAD, "propose")
    with site.database.read(Scope.one(MENGYUE)) as session:
        before_it = set(session.scalars(select(Notice.id).where(Notice.matter_id == case.id)))
    key = do(site, HEAD, case, cmd.Propose, decision="grant", reasons="符合条件")
    with site.database.read(Scope.one(MENGYUE)) as session:
        told = set(session.scalars(select(Notice.id).where(Notice.matter_id == case.id))) - before_it
        ids = {str(each) for each in told}
        (owed,) = (
            row for row in session.scalars(select(Outbox).where(Outbox.topic == TOPIC)) if ids & set(row.payload["ids"])
        )
        assert ids == set(owed.payload["ids"])
        assert owed.available_at > NOON + before.WITHIN
        session.expunge(owed)
    take_back(site, HEAD, case, key)
    with clock.stopped(NOON + before.HELD), site.database.write(Scope.one(MENGYUE)) as session:
        queue_up(session, session.get_one(Outbox, (MENGYUE, owed.id)))
        assert session.scalars(select(Delivery).where(Delivery.notice_id.in_(told))).all() == []
        assert set(session.scalars(select(Notice.id).where(Notice.matter_id == case.id))) == before_it


def test_what_has_left_the_house_is_not_taken_back(site: Site) -> None:
    case = mine(site, HEAD, "propose")
    key = do(site, HEAD, case, cmd.Propose, decision="grant", reasons="符合条件")
    with site.database.write(Scope.one(MENGYUE)) as session:
        notice = session.scalars(select(Notice).where(Notice.matter_id == case.id).order_by(Notice.id.desc())).first()
        assert notice is not None
        sent = Delivery(
            tenant_id=MENGYUE, notice_id=notice.id, addressee="x", channel="mail", state="sent", queued_at=clock.now()
        )
        session.add(sent)
    with pytest.raises(DomainError, match="已经发出"):
        take_back(site, HEAD, case, key)
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.delete(session.get_one(Delivery, (MENGYUE, sent.id)))
    assert take_back(site, HEAD, case, key).state == "reviewed"


def test_only_steps_within_the_office_are_declared_so() -> None:
    acts = plugins.registry().case_kinds["approval.application"].transitions
    assert {act.code for act in acts if act.undo} == {"put_right", "review", "propose", "send_back"}


@pytest.mark.parametrize(
    "more", [{"papers": ("p",)}, {"reply": lambda f, c: "答复"}, {"notify": (Tell("party"),)}, {"by_system": True}]
)
def test_a_step_that_stands_outside_can_not_be_declared_so(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="can't be undone"):
        Transition("t", "t", ("a",), "b", "p", cmd.Act, "法1", undo=Undo(), **more)


def test_nor_can_one_that_ends_the_case() -> None:
    end = Transition("t", "t", ("a",), "b", "p", cmd.Act, "法1", undo=Undo())
    with pytest.raises(ValueError, match="ends the case"):
        CaseKind("x.y", "x", "x", "a", (State("a", "a", "办理中"), State("b", "b", "已办结", final=True)), (end,))


def test_the_page_that_follows_offers_it_once_and_what_was_typed_comes_back_as_a_draft(site: Site) -> None:
    case, handler = mine(site, HANDLER, "review"), site.sign_in(HANDLER)
    answer = site.fill(handler, form_of(case, "review"), FOUND)
    assert answer.status_code == 303, Page(answer).told
    page = Page(handler.get(answer.location))
    (form,) = [form for form in page.forms if form.action.endswith("/undo")]
    assert "“审查”已办理" in page.source
    assert not [form for form in Page(handler.get(answer.location)).forms if form.action.endswith("/undo")]
    answer = handler.post(form.action, data=form.held)
    assert answer.status_code == 303
    assert "已经撤销" in handler.get(answer.location).get_data(as_text=True)
    assert site.case(case.number.replace("〔2026〕", "").removesuffix("号")).state == case.state
    again = Page(handler.get(form_of(case, "review")))
    assert again.values["findings"].strip() == FOUND["findings"]


def test_a_button_pressed_too_late_says_so_on_the_page(site: Site) -> None:
    case, handler = mine(site, HANDLER, "review"), site.sign_in(HANDLER)
    page = Page(handler.get(site.fill(handler, form_of(case, "review"), FOUND).location))
    (form,) = [form for form in page.forms if form.action.endswith("/undo")]
    with clock.stopped(NOON + dt.timedelta(minutes=1)):
        answer = handler.post(form.action, data=form.held)
        assert "已经超过10秒，不能再撤销" in Page(handler.get(answer.location)).alert
    assert handler.post(form.action, data={**form.held, "key": "x"}).status_code == 303


@pytest.mark.parametrize("doing", ["send_back", "hand_over"])
def test_what_was_done_on_several_is_taken_back_on_all(site: Site, doing: str) -> None:
    login = LEADER if doing == "send_back" else HEAD
    case = mine(site, HEAD, "review") if doing == "hand_over" else mine(site, LEADER, "send_back")
    was = standing(site, case)
    with site.database.read(Scope.one(MENGYUE)) as session:
        to = next(
            each
            for each in (account(session, name).id for name in (HANDLER, HEAD))
            if each != session.get_one(Case, (MENGYUE, case.id)).handler_id
        )
    typed = {"reason": "一起退回", **({"to": str(to)} if doing == "hand_over" else {})}
    browser = site.sign_in(login)
    url = f"/w/{MENGYUE}/batches/new?act=approval.application:{doing}&chosen={case.id}"
    answer = site.fill(browser, url, typed)
    page = Page(browser.get(answer.location))
    assert standing(site, case) != was
    (form,) = [form for form in page.forms if form.action.endswith("/undo")]
    assert site.sign_in(CLERK).post(form.action, data=form.held).status_code in {400, 404}
    after = browser.get(browser.post(form.action, data=form.held).location).get_data(as_text=True)
    assert "1件中已撤销1件" in after
    assert standing(site, case) == was
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert [row.outcome for row in session.scalars(select(BatchRow).where(BatchRow.case_id == case.id))][-1] == (
            "undone"
        )


def test_what_can_not_be_taken_back_of_several_is_listed_with_the_reason(site: Site) -> None:
    case, browser = mine(site, LEADER, "send_back"), site.sign_in(LEADER)
    url = f"/w/{MENGYUE}/batches/new?act=approval.application:send_back&chosen={case.id}"
    page = Page(browser.get(site.fill(browser, url, {"reason": "退回"}).location))
    (form,) = [form for form in page.forms if form.action.endswith("/undo")]
    with clock.stopped(NOON + dt.timedelta(minutes=1)):
        after = browser.get(browser.post(form.action, data=form.held).location).get_data(as_text=True)
    assert "没有撤销的" in after
    assert "已经超过10秒" in after
    assert site.case(case.number.replace("〔2026〕", "").removesuffix("号")).state == "accepted"
