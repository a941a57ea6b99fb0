"""The queue at the counter: priority first, the hall's screen, a number without a telephone, and the telephone desk."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from core.cases.models import Case
from core.db import Scope, new_id
from core.errors import DomainError
from plugins.egov.voices.models import Recusal
from plugins.egov.windows import earlier, queries, rules, services
from tests.core.duties.conftest import on
from tests.plugins.egov.conftest import MONDAY, of_login
from tests.sample import AGENT, CLERK, HUSA, LEADER, MENGYUE, OTHER_CLERK
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "a queue of one day is asked in one statement on either database")
D = dt.date
QUEUE = f"/w/{MENGYUE}/queue"


def taken(site: Site, priority: str = "") -> UUID:
    with site.database.write(Scope.one(MENGYUE)) as session:
        return services.give(session, of_login(session, CLERK), "样例事项", priority, new_id().hex).id


def test_who_is_to_come_first_is_called_first_and_the_screen_shows_it(places: Site) -> None:
    site, clerk, visitor = places, places.sign_in(CLERK), places.visitor()
    first = taken(site)
    made = site.fill(clerk, f"{QUEUE}/new", {"errand": "低保", "priority": "elderly"})
    assert made.status_code == 303
    paper = clerk.get(made.location).text
    assert "2号" in paper
    assert "前面还有0人" in paper
    refused = Page(site.fill(clerk, f"{QUEUE}/", {"desk": " "}))
    assert "请填写窗口号" in refused.told["desk"]
    assert site.fill(clerk, f"{QUEUE}/", {"desk": "3"}).status_code == 303
    hall = visitor.get(f"/t/{MENGYUE}/queue/")
    assert "2号" in hall.text
    assert "3窗口" in hall.text
    assert "低保" not in hall.text
    assert hall.headers["Refresh"]
    page = clerk.get(f"{QUEUE}/")
    form = next(form for form in Page(page).forms if form.action.endswith("/served"))
    assert clerk.post(form.action, data=form.held).status_code == 303
    with site.database.write(Scope.one(MENGYUE)) as session:
        assert queries.today(session).served == 1
        actor = of_login(session, CLERK)
        assert services.call(session, actor, "3").id == first
        with pytest.raises(DomainError, match="没有人等候"):
            services.call(session, actor, "3")
        services.end(session, actor, first, came=False)
        with pytest.raises(DomainError, match="现在没有在办理"):
            services.end(session, actor, first, came=True)
    # Who comes late waits again, as the next one, before those with priority.
    taken(site, "elderly")
    form = next(form for form in Page(clerk.get(f"{QUEUE}/")).forms if form.action.endswith("/again"))
    assert clerk.post(form.action, data=form.held).status_code == 303
    assert clerk.post(form.action.replace("/again", "/gone"), data=form.held).status_code == 404
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, CLERK)
        assert services.recall(session, actor, first).state == "waiting"
        assert services.call(session, actor, "3").id == first
        with pytest.raises(DomainError, match="没有过号"):
            services.recall(session, actor, first)
    assert site.sign_in(LEADER).get(f"{QUEUE}/").status_code == 403
    assert site.sign_in(OTHER_CLERK).get(f"/w/{HUSA}/queue/{first}").status_code == 404
    with on(MONDAY + dt.timedelta(days=1)):
        assert site.sign_in(CLERK).get(f"{QUEUE}/{first}").status_code == 404
        with site.database.write(Scope.one(MENGYUE)) as session:
            assert services.give(session, of_login(session, CLERK), "", "", new_id().hex).no == 1


def test_the_telephone_desk_searches_what_is_published_and_logs_the_call(places: Site) -> None:
    site, clerk = places, places.sign_in(CLERK)
    page = clerk.get(f"{QUEUE}/phone?q=宅基地")
    assert page.status_code == 200
    assert "登记这次来电" in page.text
    form = Page(clerk.get(f"/w/{MENGYUE}/voices/new?source=phone"))
    assert form.values["source"] == "phone"
    typed = {"kind": "question", "words": "怎么办低保", "name": "样例群众", "at_once": "带身份证到窗口申请"}
    typed["phone"] = "0692-71" + "71717"
    made = site.fill(clerk, f"/w/{MENGYUE}/voices/new?source=phone", typed)
    assert made.status_code == 303
    case_id = made.location.split("/")[-2]
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = session.get_one(Case, (MENGYUE, UUID(case_id)))
        assert case.state == "voice_answered"
        number = case.number
    # One register: the window finds it again by number, name or telephone, and reads nothing of its words.
    for who in (number, "样例群众", "0692 7171717"):
        shown = site.fill(clerk, f"{QUEUE}/phone", {"who": who}).text
        assert number in shown, who
        assert "怎么办低保" not in shown
    assert number not in site.fill(clerk, f"{QUEUE}/phone", {"who": "样例"}).text
    assert "没有查到" in site.fill(site.sign_in(OTHER_CLERK), f"/w/{HUSA}/queue/phone", {"who": number}).text
    # A village agent takes calls in, and finds nobody's; who stands back finds it no more.
    asked = site.sign_in(AGENT)
    page = asked.get(f"{QUEUE}/phone")
    assert page.status_code == 200
    assert 'name="who"' not in page.text
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, CLERK)
        gone = {"account_id": actor.account_id, "words": "样例", "on": MONDAY}
        session.add(Recusal(tenant_id=MENGYUE, id=new_id(), case_id=UUID(case_id), **gone))
        session.flush()
        assert not earlier.said(session, actor, number)


def test_how_long_one_waits() -> None:
    ten = dt.timedelta(minutes=10)
    assert rules.expected(0, [ten], 1) == 0
    assert rules.expected(3, [], 1) == 18
    assert rules.expected(3, [ten, ten], 2) == 15
    assert rules.share(15, 1, 3) == 5


def test_a_visit_is_booked_for_an_hour_that_is_not_full_and_becomes_a_number(places: Site) -> None:
    site, visitor, address = places, places.visitor(), f"/t/{MENGYUE}/queue/book"
    tuesday = MONDAY + dt.timedelta(days=1)
    typed = {"day": tuesday.isoformat(), "hour": "0900", "errand": "低保", "name": "样例群众", "phone": "样例电话"}
    wrong = Page(site.fill(visitor, address, {**typed, "name": " "}))
    assert "姓名" in wrong.told["name"]
    assert wrong.values["errand"] == "低保"
    assert visitor.get(f"/t/{MENGYUE}/queue/booked").status_code == 404
    assert site.fill(visitor, address, typed).status_code == 303
    assert "低保" in visitor.get(f"/t/{MENGYUE}/queue/booked").text
    with site.database.write(Scope.one(MENGYUE)) as session:
        visit = rules.Book(day=tuesday, hour="0900", errand="医保", name="样例", phone="样例")
        mine = [services.book(session, visit, new_id().hex) for _ in range(rules.PLACES - 1)]
        with pytest.raises(DomainError, match="已经约满"):
            services.book(session, visit, new_id().hex)
        services.cancel(session, mine[0].id)
        late = services.book(session, visit, new_id().hex)  # the place that was given back
        saturday = rules.Book(day=D(2026, 11, 28), hour="0900", errand="医保", name="样例", phone="样例")
        with pytest.raises(DomainError, match="可以预约的日期"):
            services.book(session, saturday, new_id().hex)
        with pytest.raises(DomainError, match="不是今天的"):
            services.arrive(session, of_login(session, CLERK), late.id)
        late_id = late.id
    with on(tuesday):
        clerk = site.sign_in(CLERK)
        page = clerk.get(f"{QUEUE}/")
        form = next(form for form in Page(page).forms if form.action.endswith(str(late_id)))
        made = clerk.post(form.action, data=form.held)
        assert made.status_code == 303
        assert "已预约" in clerk.get(made.location).text
        other = site.sign_in(OTHER_CLERK)
        assert other.post(f"/w/{HUSA}/queue/bookings/{late_id}", data=form.held).status_code in {303, 400, 404}
        with site.database.write(Scope.one(MENGYUE)) as session:
            again = services.arrive(session, of_login(session, CLERK), late_id)
            assert queries.today(session).waiting[0].id == again.id
            with pytest.raises(DomainError, match="不能取消"):
                services.cancel(session, late_id)
