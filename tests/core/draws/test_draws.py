"""A draw from its list to the return it fills: two persons, each with a secret, all of it public and kept."""

from __future__ import annotations

import datetime as dt
import json
from uuid import UUID

import pytest
from sqlalchemy import select

from core.accounts.actor import Actor, Held
from core.accounts.models import Grant
from core.db import Scope, new_id
from core.draws import queries, rules, services
from core.draws.models import Draw
from core.draws.permissions import Perm
from core.draws.services import Beginning
from core.errors import DomainError, Forbidden
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.goals import inspecting
from plugins.goals.draws import INSPECTION
from plugins.goals.handing import inspected as organs
from plugins.goals.permissions import Perm as Goals
from plugins.supervision.draws import INSPECTED
from plugins.training.checks import drawn as to_check
from plugins.training.draws import SPOT_CHECK
from plugins.training.rules import ITEMS
from tests.core.draws.test_draws_rules import by_hand
from tests.sample import COUNTY_ADMIN, HANDLER, HUSA, LEADER, MENGYUE, NO_ROLE, TODAY, account
from tests.site import Page, Site

SUPERVISE = Goals.SUPERVISE
FIRST, SECOND = "government-secret-0001", "supervision-secret-0001"
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def on(site: Site) -> Site:
    """The township with supervision and goals on, and somebody at work in its supervision office."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        for name in ("supervision", "goals", "training"):
            put_switch(session, MENGYUE, name, on=True, by="test")
        office = session.scalars(select(Unit).where(Unit.function == "supervision_office")).one()
        session.add(
            Grant(
                tenant_id=MENGYUE,
                account_id=account(session, NO_ROLE).id,
                unit_id=office.id,
                role="handler",
                from_on=dt.date(2026, 1, 1),
            )
        )
    return site


def who(site: Site, login: str, unit: str, *more: str) -> Actor:
    """Somebody at work in a unit, who may do more than draw."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        place = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        return Actor(
            account(session, login).id, login, MENGYUE, (Held("handler", place, True, frozenset({Perm.USE, *more})),)
        )


def begin(site: Site, kind: str = INSPECTED, **given: object) -> UUID:
    wanted = Beginning("样例抽查", **{"size": "2", "population": [("A", "甲"), ("B", "乙"), ("C", "丙")], **given})  # type: ignore[arg-type]
    with site.database.write(Scope.one(MENGYUE)) as session:
        return services.begin(session, who(site, NO_ROLE, "JCS"), kind, wanted, new_id().hex).id


def do(site: Site, act: str, login: str, unit: str, draw_id: UUID, words: str) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        getattr(services, act)(session, who(site, login, unit), draw_id, words)


def signed(site: Site, draw_id: UUID) -> None:
    do(site, "sign", LEADER, "LD", draw_id, FIRST)
    do(site, "sign", NO_ROLE, "JCS", draw_id, SECOND)


def drawn(site: Site, draw_id: UUID) -> list[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return [one.code for one in queries.shown(session, draw_id).drawn]


def test_two_persons_sign_and_reveal_by_the_pages_and_anybody_proves_it(on: Site) -> None:
    leader, officer = on.sign_in(LEADER), on.sign_in(NO_ROLE)
    new = f"/w/{MENGYUE}/draws/new/{INSPECTED}"
    typed = {"title": "十二月抽查", "population": "A 甲站\nB 乙站\nC 丙站", "size": "1/2", "recusals": "B 是检查组成员"}
    answer = on.fill(officer, new, typed)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    page = str(answer.location)
    public = page.replace("/w/", "/t/")
    assert "B" in on.visitor().get(public).get_data(as_text=True)  # public before anybody signed
    for client, secret in ((leader, FIRST), (officer, SECOND)):
        assert client.get(f"{page}/reveal").status_code == 403
        assert on.fill(client, f"{page}/sign", {"secret": secret}).status_code == 303
        assert client.get(f"{page}/sign").status_code == 403
    assert FIRST not in on.visitor().get(public).get_data(as_text=True)
    assert "请核对" in Page(on.fill(leader, f"{page}/reveal", {"secret": SECOND})).told["secret"]
    for client, secret in ((leader, FIRST), (officer, SECOND)):
        assert on.fill(client, f"{page}/reveal", {"secret": secret}).status_code == 303
    text = on.visitor().get(f"{public}/commitment.txt").get_data(as_text=True)
    data = json.loads(on.visitor().get(f"{public}/draw.json").get_data(as_text=True))
    assert rules.faults(data) == []
    assert [one["code"] for one in data["drawn"]] == by_hand(text, FIRST, SECOND)
    assert "抽取结果" in on.visitor().get(public).get_data(as_text=True)
    assert officer.get(f"{page}/give_up").status_code == 403
    county = on.sign_in(COUNTY_ADMIN).get("/county/draws/").get_data(as_text=True)
    assert "十二月抽查" in county
    assert "十二月抽查" in on.visitor().get(f"/t/{MENGYUE}/draws/").get_data(as_text=True)
    assert "十二月抽查" not in on.visitor().get(f"/t/{HUSA}/draws/").get_data(as_text=True)
    assert on.visitor().get(public.replace(str(MENGYUE), str(HUSA))).status_code == 404


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(on: Site) -> None:
    officer = on.sign_in(NO_ROLE)
    typed = {"title": "样", "population": "A 甲\nA 乙", "size": "1", "recusals": ""}
    page = Page(on.fill(officer, f"/w/{MENGYUE}/draws/new/{INSPECTED}", typed))
    assert "A" in page.told["population"]
    assert page.values["population"].strip() == typed["population"]


def test_who_is_of_no_office_that_draws_neither_begins_nor_signs(on: Site) -> None:
    handler = on.sign_in(HANDLER)
    assert handler.get(f"/w/{MENGYUE}/draws/").status_code == 200
    assert handler.get(f"/w/{MENGYUE}/draws/new/{INSPECTED}").status_code == 403
    draw_id = begin(on)
    assert handler.get(f"/w/{MENGYUE}/draws/{draw_id}/sign").status_code == 403
    for act in ("sign", "reveal", "give_up"):
        with pytest.raises(Forbidden):
            do(on, act, HANDLER, "NYZ", draw_id, FIRST)


def test_neither_signer_stands_for_the_other_and_secrets_differ(on: Site) -> None:
    draw_id = begin(on)
    do(on, "sign", LEADER, "LD", draw_id, FIRST)
    with pytest.raises(Forbidden):
        do(on, "sign", LEADER, "JCS", draw_id, SECOND)  # the same person in the other office
    with pytest.raises(DomainError, match="同一个口令"):
        do(on, "sign", NO_ROLE, "JCS", draw_id, FIRST)
    with pytest.raises(DomainError, match="20至80"):
        do(on, "sign", NO_ROLE, "JCS", draw_id, "short")
    with pytest.raises(Forbidden):
        do(on, "reveal", LEADER, "LD", draw_id, FIRST)  # before both have signed
    assert drawn(on, draw_id) == []


def test_who_does_not_reveal_is_answered_by_a_new_draw_and_the_old_one_stays(on: Site) -> None:
    old = begin(on)
    signed(on, old)
    do(on, "reveal", LEADER, "LD", old, FIRST)
    with pytest.raises(DomainError, match="理由"):
        do(on, "give_up", NO_ROLE, "JCS", old, " ")
    do(on, "give_up", NO_ROLE, "JCS", old, "监察室负责人没有揭示")
    assert drawn(on, old) == []
    seen = on.visitor().get(f"/t/{MENGYUE}/draws/{old}").get_data(as_text=True)
    assert "监察室负责人没有揭示" in seen
    new = begin(on)
    with on.database.read(Scope.one(MENGYUE)) as session:
        made = session.get_one(Draw, (MENGYUE, new))
        assert made.after_id == old
        assert f"replaces\t{old}\n" in made.text


def test_the_inspection_of_key_work_draws_half_once_a_year_and_fills_the_return(on: Site) -> None:
    draw_id = begin(on, INSPECTION)
    with pytest.raises(DomainError, match="今年已经有"):
        begin(on, INSPECTION)
    signed(on, draw_id)
    with on.database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit).where(Unit.code == "LD")).one()
        assert "inspected" not in organs(session, unit, *YEAR)
    do(on, "reveal", NO_ROLE, "JCS", draw_id, SECOND)
    do(on, "reveal", LEADER, "LD", draw_id, FIRST)
    with on.database.read(Scope.one(MENGYUE)) as session:
        known = organs(session, unit, *YEAR)
        found = queries.shown(session, draw_id)
        assert found.draw.drawn_on == TODAY
        assert known["organs"] == (str(len(found.said.candidates)),)
        assert known["inspected"] == tuple(f"{one.name}：已抽中，还没有抽查" for one in found.drawn)
        assert len(known["inspected"]) == -(-len(found.said.candidates) // 2)
        assert by_hand(found.draw.text, FIRST, SECOND) == [one.code for one in found.drawn]
    with on.database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(Forbidden):
            services.put_on_list(session, who(on, NO_ROLE, "JCS"), draw_id)
        officer = who(on, NO_ROLE, "JCS", SUPERVISE)
        assert services.put_on_list(session, officer, draw_id) == len(found.drawn)
        assert services.put_on_list(session, officer, draw_id) == 0, "a second press"
        assert {row.drawn for row in inspecting.of_year(session, 2026).values()} == {"样例抽查（2026-11-24）"}


def test_a_drawn_spot_check_is_put_on_the_list_in_one_press_and_leaves_it_with_its_check(on: Site) -> None:
    draw_id, page = begin(on, SPOT_CHECK), f"/w/{MENGYUE}/draws/"
    office = on.sign_in("zuo.xiangbing")
    assert "列入抽查名单" not in office.get(f"{page}{draw_id}").text
    assert on.post(office, f"{page}{draw_id}/list", {}).status_code == 403, "nothing is drawn yet"
    signed(on, draw_id)
    for login, unit, words in ((LEADER, "LD", FIRST), (NO_ROLE, "JCS", SECOND)):
        do(on, "reveal", login, unit, draw_id, words)
    (form,) = [form for form in Page(office.get(f"{page}{draw_id}")).forms if str(form.action).endswith("/list")]
    answer = on.post(office, f"{page}{draw_id}/list", form.held)
    assert answer.status_code == 303
    listed = office.get(answer.location).text
    assert "抽签抽到2个单位，待抽查" in listed
    assert on.post(office, f"{page}{draw_id}/list", form.held).status_code == 303, "a second press"
    with on.database.read(Scope.one(MENGYUE)) as session:
        rows = to_check.waiting(session, TODAY.year)
        assert [unit.code for _, unit in rows] == sorted(drawn(on, draw_id))
        unit = rows[0][1].id
    new = f"/w/{MENGYUE}/training/checks/new/{unit}/{TODAY.year}"
    typed = Page(office.get(new)).posted().held
    assert typed["picked"] == "样例抽查（2026-11-24）"
    assert on.post(office, new, {**typed, **dict.fromkeys(ITEMS, "yes"), "appraisal": "登记完整"}).status_code == 303
    assert "抽签抽到1个单位，待抽查" in office.get(answer.location).text
    assert "列入抽查名单" not in on.sign_in(HANDLER).get(f"{page}{draw_id}").text
