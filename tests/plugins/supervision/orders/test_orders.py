"""三单 and findings: who issues which, a limit on a working day, an answer that somebody else checks."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from sqlalchemy import func, select

from core import clock
from core.cases import lists, papers
from core.cases.limits import standing
from core.cases.models import Case, Clock
from core.db import Scope, new_id
from core.draws import services as draws
from core.draws.services import Beginning
from core.duties.making import make
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound
from core.notices.models import Notice
from plugins.supervision.draws import INSPECTED
from plugins.supervision.orders import queries, rules
from plugins.supervision.orders.models import Order
from plugins.supervision.orders.rules import Accept, Answer, Lift, Return
from tests.plugins.supervision.desk import OFFICE, SAID, SUPERVISOR, Desk
from tests.sample import AGENT, CLERK, COUNTY_ADMIN, HANDLER, HEAD, HUSA, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
SECRETS = ("government-secret-0001", "supervision-secret-0001")


def orders(desk: Desk, case: Case) -> Order:
    with desk.reading() as session:
        order = session.get_one(Order, (MENGYUE, case.id))
        session.expunge(order)
    return order


def test_each_kind_has_numbers_and_a_paper_of_its_own(desk: Desk) -> None:
    for kind, (label, letter) in rules.KINDS.items():
        case = desk.issue(SUPERVISOR, kind)
        assert case.number.startswith(f"勐约{letter}〔2026〕")
        with desk.reading() as session:
            ((paper, name),) = ((row.id, row.name) for row in papers.of_case(session, case))
        assert name == label
        page = desk.site.sign_in(LEADER).get(f"/w/{MENGYUE}/cases/{case.id}/papers/{paper}").get_data(as_text=True)
        for words in (label, "补齐十月台账", "何早乙", "2026年12月4日", case.number):
            assert words in page, words


@pytest.mark.parametrize("kind", rules.KINDS)
def test_government_and_supervision_issue_all_and_the_general_office_no_supervision_order(
    desk: Desk, kind: str
) -> None:
    desk.issue(LEADER, kind)
    desk.issue(SUPERVISOR, kind)
    if kind == rules.SUPERVISE:
        with pytest.raises(Forbidden):
            desk.issue(OFFICE, kind)
    else:
        desk.issue(OFFICE, kind)
    for other in (HEAD, HANDLER, CLERK):
        with pytest.raises(Forbidden):
            desk.issue(other, kind)


def test_the_limit_is_a_working_day_from_today_on(desk: Desk) -> None:
    case = desk.issue(due_on=D(2026, 12, 4))
    assert (case.due_on, orders(desk, case).days) == (D(2026, 12, 4), 4)
    assert desk.issue(due_on=D(2026, 11, 30)).due_on == D(2026, 11, 30)
    for day, words in ((D(2026, 11, 29), "早于今天"), (D(2026, 12, 5), "休息日"), (D(9999, 12, 31), "休息日")):
        with pytest.raises(DomainError, match=words) as refused:
            desk.issue(due_on=day)
        assert refused.value.problems[0].field == "due_on"


def test_the_same_form_again_is_the_same_order_and_tells_once(desk: Desk) -> None:
    key = new_id().hex
    first, again = desk.issue(key=key), desk.issue(key=key)
    assert first.id == again.id
    with desk.reading() as session:
        told = session.scalars(select(Notice.account_id).where(Notice.matter_id == first.id)).all()
    assert told
    assert len(told) == len(set(told))


def test_an_order_is_answered_with_proof_returned_with_another_limit_and_closed(desk: Desk) -> None:
    case = desk.issue()
    head = desk.site.sign_in(HEAD)
    url = f"/w/{MENGYUE}/supervision/orders/{case.id}/answer"
    blank = Page(desk.site.fill(head, url, {"words": " "}))
    assert "请写明办理情况" in blank.told["words"]
    proof = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "台账.pdf")
    assert desk.site.fill(head, url, {"words": "已补齐。", "proofs": proof}).status_code == 303
    seen = desk.site.sign_in(LEADER).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    assert "台账.pdf" in seen
    back = desk.act(case, LEADER, "send_back", Return, reason="缺十月下旬。", due_on=D(2026, 12, 9))
    assert (back.state, back.due_on) == ("returned", D(2026, 12, 9))
    desk.act(case, HANDLER, "answer", Answer, words="已补十月下旬。")
    done = desk.act(case, SUPERVISOR, "accept", Accept, words="现场核对属实。")
    assert (done.state, done.is_open, done.due_on) == ("closed", False, None)
    with desk.reading() as session:
        states = session.scalars(select(Clock.state).where(Clock.case_id == case.id)).all()
    assert set(states) == {"satisfied"}
    assert len(states) == 2


def test_nobody_checks_the_own_answer(desk: Desk) -> None:
    """The general office's handler answers for the office and issues orders too."""
    case = desk.issue(SUPERVISOR, rules.RECTIFY, unit_id=desk.unit("DZB"))
    desk.act(case, OFFICE, "answer", Answer, words="已整改。")
    with pytest.raises(DomainError, match="由其他人核查"):
        desk.act(case, OFFICE, "accept", Accept, words="属实。")
    assert desk.act(case, SUPERVISOR, "accept", Accept, words="属实。").state == "closed"


def test_a_finding_is_not_closed_without_an_answer_but_may_be_lifted_with_a_reason(desk: Desk) -> None:
    case = desk.issue(SUPERVISOR, rules.RECTIFY)
    with pytest.raises(DomainError, match="待答复"):
        desk.act(case, LEADER, "accept", Accept, words="属实。")
    with pytest.raises(DomainError, match="理由"):
        desk.act(case, LEADER, "lift", Lift, reason=" ")
    lifted = desk.act(case, LEADER, "lift", Lift, reason="职责已经划转。")
    assert (lifted.state, orders(desk, case).ended_reason) == ("lifted", "职责已经划转。")


def test_the_general_office_neither_closes_nor_lifts_a_supervision_order(desk: Desk) -> None:
    case = desk.issue(SUPERVISOR, rules.SUPERVISE)
    with pytest.raises(Forbidden):
        desk.act(case, OFFICE, "lift", Lift, reason="不需要了。")


def test_an_order_names_a_case_that_the_issuer_may_see(desk: Desk) -> None:
    known = desk.site.case("勐约许1")
    case = desk.issue(LEADER, about=known.number)
    assert orders(desk, case).about_case_id == known.id
    for about in ("勐约许〔2026〕9999号", "不是编号"):
        with pytest.raises(DomainError, match="没有找到"):
            desk.issue(LEADER, about=about)


def test_a_finding_of_a_draw_concerns_a_unit_that_was_drawn(desk: Desk) -> None:
    given = Beginning("样", size="1", population=[("NYZ", "农业综合服务中心"), ("LYZ", "林业和草原服务中心")])
    with desk.writing() as session:
        draw = draws.begin(session, desk.who(SUPERVISOR), INSPECTED, given, new_id().hex).id
    for login, secret in zip((LEADER, SUPERVISOR), SECRETS, strict=True):
        with desk.writing() as session:
            draws.sign(session, desk.who(login), draw, secret)
    for login, secret in zip((LEADER, SUPERVISOR), SECRETS, strict=True):
        with desk.writing() as session:
            draws.reveal(session, desk.who(login), draw, secret)
    with desk.reading() as session:
        (hit,) = (one.code for one in draws.queries.shown(session, draw).drawn)
    (miss,) = {"NYZ", "LYZ"} - {hit}
    assert orders(desk, desk.issue(kind=rules.RECTIFY, unit_id=desk.unit(hit), draw_id=draw)).draw_id == draw
    with pytest.raises(DomainError, match="没有在这次抽查中抽到"):
        desk.issue(kind=rules.RECTIFY, unit_id=desk.unit(miss), draw_id=draw)


def test_the_board_counts_each_colour_and_a_unit_sees_its_own(desk: Desk) -> None:
    before = figures(desk, LEADER)
    near, going = desk.issue(due_on=D(2026, 12, 1)), desk.issue(due_on=D(2026, 12, 18))
    asked = desk.issue(due_on=D(2026, 12, 18))
    desk.issue(due_on=D(2026, 12, 18), unit_id=desk.unit("LYZ"))
    desk.act(asked, HEAD, "answer", Answer, words="已办。")
    after = figures(desk, LEADER)
    assert {name: after[name] - before[name] for name in after} == {"late": 0, "near": 1, "going": 2, "check": 1}
    url = f"/w/{MENGYUE}/supervision/orders/"
    own = desk.site.sign_in(HEAD).get(url).get_data(as_text=True)
    assert near.number in own
    assert "林业" not in own
    assert "林业" in desk.site.sign_in(LEADER).get(url).get_data(as_text=True)
    listed = desk.site.sign_in(LEADER).get(f"{url}?colour=near").get_data(as_text=True)
    assert near.number in listed
    assert going.number not in listed
    with clock.moved(dt.datetime(2026, 12, 2, 10, tzinfo=clock.SHANGHAI)):
        assert figures(desk, LEADER)["late"] > after["late"]
        late = desk.site.sign_in(LEADER).get(f"{url}?colour=late").get_data(as_text=True)
        assert near.number in late
        assert "已超过1天" in late
    assert "待答复的督查单" in desk.site.sign_in(HEAD).get(f"/w/{MENGYUE}/").get_data(as_text=True)


def test_the_board_and_the_chip_of_a_limit_agree_on_what_is_near(desk: Desk) -> None:
    actor, days = desk.who(LEADER), [D(2026, 12, day) for day in (1, 2, 3, 4, 7)]
    made = {desk.issue(due_on=day).id for day in days}
    with desk.reading() as session:
        near = queries.near_until(session)
        for colour, status in (("near", "near"), ("going", "on_time")):
            rows = lists.page(session, actor, queries.filter_of(near, colour, None, ""), limit=500).rows
            found = [case for case in rows if case.id in made]
            assert found
            assert {standing(case).status for case in found} == {status}


def figures(desk: Desk, login: str) -> dict[str, int]:
    actor = desk.who(login)
    with desk.reading() as session:
        return queries.figures(session, actor, None, "")


def test_the_form_tells_what_is_wrong_at_its_field_and_keeps_what_was_typed(desk: Desk) -> None:
    office = desk.site.sign_in(OFFICE)
    url = f"/w/{MENGYUE}/supervision/orders/new/assign"
    typed = {**SAID, "unit": str(desk.unit("NYZ")), "due_on": "2026-12-05", "about": "无此号"}
    page = Page(desk.site.fill(office, url, typed))
    assert "休息日" in page.told["due_on"]
    assert "没有找到" in page.told["about"]
    assert page.values["demand"].strip() == SAID["demand"]
    assert office.get(url.replace("assign", "supervise")).status_code == 403
    assert desk.site.sign_in(HEAD).get(url).status_code == 403


def test_another_unit_another_township_and_the_counter_see_nothing(desk: Desk) -> None:
    case = desk.issue(unit_id=desk.unit("LYZ"))
    page = f"/w/{MENGYUE}/cases/{case.id}"
    for login in (HEAD, HANDLER, CLERK, AGENT):
        assert desk.site.sign_in(login).get(page).status_code == 404
    assert desk.site.sign_in(LEADER).get(page).status_code == 200
    with desk.site.database.read(Scope.one(HUSA)) as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 0


def test_the_county_reads_on_a_visit_and_does_nothing(desk: Desk, site: Site) -> None:
    case = desk.issue()
    county = site.sign_in(COUNTY_ADMIN)
    site.post(county, f"/county/visits/{MENGYUE}", {"reason": "查看督办情况"})
    assert county.get(f"/w/{MENGYUE}/supervision/orders/").status_code == 200
    assert county.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 200
    assert county.get(f"/w/{MENGYUE}/supervision/orders/new/assign").status_code == 403
    assert county.get(f"/w/{MENGYUE}/supervision/orders/{case.id}/lift").status_code == 403


def test_what_an_order_is_about_must_exist(desk: Desk) -> None:
    for link in ("duty_id", "draw_id", "visit_id"):
        with pytest.raises(NotFound):
            desk.issue(**{link: new_id()})


def test_supervision_sees_what_every_unit_owes_and_orders_about_it(desk: Desk) -> None:
    make(desk.site.database, MENGYUE)
    with desk.writing() as session:
        late = session.scalars(select(Duty).where(Duty.unit_id == desk.unit("NYZ")).order_by(Duty.due_on)).first()
        assert late is not None
        late.due_on, duty_id = D(2026, 11, 27), late.id
    watch, year = desk.site.sign_in(SUPERVISOR), f"/w/{MENGYUE}/duties"
    assert f"{year}/board" in Page(watch.get(f"/w/{MENGYUE}/")).links
    board = watch.get(f"{year}/board?period={late.period}").get_data(as_text=True)
    assert "农业综合服务中心" in board
    assert "林业和草原服务中心" in board
    page = watch.get(f"{year}/{duty_id}")
    assert page.status_code == 200
    assert not any(form.action.endswith(str(duty_id)) for form in Page(page).forms), "it is read, not answered for them"
    assert desk.site.sign_in(AGENT).get(f"{year}/{duty_id}").status_code == 404
    url = f"/w/{MENGYUE}/supervision/orders/new/urge"
    typed = {**SAID, "unit": str(desk.unit("NYZ")), "due_on": "2026-12-04", "duty": str(duty_id)}
    made = desk.site.fill(watch, url, typed)
    assert made.status_code == 303
    with desk.reading() as session:
        assert session.scalars(select(Order.about_duty_id).where(Order.about_duty_id.is_not(None))).all() == [duty_id]
