"""Catalogue, standards and officers: who keeps them, what a second person does, and what everybody reads."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError, Forbidden
from plugins.penalty.catalogue import library
from plugins.penalty.catalogue import queries as offences
from plugins.penalty.catalogue import services as catalogue
from plugins.penalty.catalogue.queries import Wanted
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion import services as discretion
from plugins.penalty.officers import services as officers
from plugins.penalty.officers.models import Officer
from tests.plugins.penalty.conftest import BOOTH, FIRE, STRAW, TODAY, D, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

BASE, PORTAL = f"/w/{MENGYUE}/penalty", f"/t/{MENGYUE}/penalties"


def refused(words: str) -> Any:
    return pytest.raises(DomainError, match=words)


def text(penalties: Penalties, login: str, url: str) -> str:
    answer = penalties.browser(login).get(url) if login else penalties.site.visitor().get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.get_data(as_text=True)


def test_what_comes_along_is_taken_in_once(penalties: Penalties) -> None:
    with penalties.writing() as session:
        assert catalogue.take_in(session, penalties.actor(ADMIN)) == 0
        with pytest.raises(Forbidden):
            catalogue.take_in(session, penalties.actor(HANDLER))
    with penalties.reading() as session:
        rows, further = offences.listed(session, Wanted())
        assert (len(rows), further) == (len(library.offences()), "")


def test_the_list_is_restricted_by_words_law_power_and_state(penalties: Penalties) -> None:
    with penalties.reading() as session:

        def codes(**given: str) -> set[tuple[str, int]]:
            return {(row.code, row.edition) for row in offences.listed(session, Wanted(**given))[0]}

        assert codes(words="秸秆") == {(STRAW, 1), (STRAW, 2)}
        assert codes(words="森林防火条例", title="statute") == set()
        assert codes(law="城乡规划法") == {("ZL-03", 1)}
        assert codes(words="秸秆", state="over") == {(STRAW, 1)}
        assert codes(words="秸秆", state="in_force") == {(STRAW, 2)}
        assert (BOOTH, 1) not in codes(state="unconfirmed")
        assert (FIRE, 1) in codes(state="unpublished")
    page = text(penalties, HANDLER, f"{BASE}/catalogue/?q=秸秆&title=conferred")
    assert "露天焚烧秸秆" in page
    assert "野外用火" not in page


def test_the_list_goes_on_where_a_page_ended(penalties: Penalties, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offences, "PAGE", 10)
    with penalties.reading() as session:
        seen, after = [], ""
        while True:
            rows, after = offences.listed(session, Wanted(), after)
            seen += [(row.code, row.edition) for row in rows]
            if not after:
                break
    assert seen == sorted((row["code"], row["edition"]) for row in library.offences())


def test_a_power_is_confirmed_before_anybody_reads_of_it(penalties: Penalties) -> None:
    offence = penalties.offence(FIRE)
    with penalties.writing() as session:
        leader = penalties.actor(LEADER)
        with refused("还没有核对确认，不能公布"):
            catalogue.publish(session, leader, offence.id, offence.version)
        with pytest.raises(Forbidden):
            catalogue.confirm(session, penalties.actor(HEAD), offence.id, "样", D(2024, 1, 1), None, offence.version)
        with refused("其他人刚刚修改"):
            catalogue.confirm(session, leader, offence.id, "样", D(2024, 1, 1), None, offence.version + 1)
    assert penalties.site.visitor().get(f"{PORTAL}/{offence.id}").status_code == 404
    penalties.confirm(FIRE)
    url = f"{BASE}/catalogue/{offence.id}"
    assert penalties.site.post(penalties.browser(HANDLER), f"{url}/publish", {}).status_code == 403
    leading = penalties.browser(LEADER)
    forms = Page(leading.get(url)).forms
    held = next(form.held for form in forms if form.action == f"{url}/publish")
    assert leading.post(f"{url}/publish", data=held).status_code == 303
    penalties.publish_standard(FIRE)
    page = text(penalties, "", f"{PORTAL}/{offence.id}")
    for words in (
        "森林防火期内未经批准",
        "200元以上3000元以下",
        "立即扑灭，没有成灾",
        "样政发〔2024〕1号",
        "陇川县人民法院",
    ):
        assert words in page
    assert "野外用火" in text(penalties, "", f"{PORTAL}/?q=用火")
    assert "野外用火" not in text(penalties, "", f"{PORTAL}/?q=秸秆")


def test_the_form_of_a_power_tells_what_is_missing_at_its_field(penalties: Penalties) -> None:
    offence, admin = penalties.offence("FQ-14"), penalties.browser(ADMIN)
    url = f"{BASE}/catalogue/{offence.id}"
    form = next(form for form in Page(admin.get(url)).forms if form.action.endswith("/power"))
    answer = admin.post(form.action, data={**form.held, "document": "样政发〔2024〕2号", "since": "不是日期"})
    assert answer.status_code == 422
    assert Page(answer).told.keys() == {"since"}
    assert "样政发〔2024〕2号" in answer.get_data(as_text=True)


def test_a_standard_is_published_by_another_than_who_drew_it_up_and_counts_then(penalties: Penalties) -> None:
    offence = penalties.offence("FQ-15")
    with penalties.writing() as session:
        admin, (standard,) = penalties.actor(ADMIN), standards.of_offence(session, offence.id)
        with refused("起草人不能自己审核公布"):
            discretion.publish(session, admin, standard.id, standard.version)
        with pytest.raises(Forbidden):
            discretion.publish(session, penalties.actor(HEAD), standard.id, standard.version)
        assert standards.current(session, offence.id) is None
        discretion.publish(session, penalties.actor(LEADER), standard.id, standard.version)
        with refused("不能修改"):
            discretion.save(session, admin, standard.id, standard.tiers, "", standard.version)
        following = discretion.draft(session, admin, offence.id)
        assert (following.edition, following.tiers) == (2, standard.tiers)
        assert discretion.draft(session, admin, offence.id).id == following.id
        counts = standards.current(session, offence.id)
        assert counts is not None
        assert counts.edition == 1


def test_tiers_are_edited_in_a_form_that_keeps_what_was_typed(penalties: Penalties) -> None:
    offence, admin = penalties.offence("FQ-25"), penalties.browser(ADMIN)
    with penalties.reading() as session:
        (standard_id,) = [row.id for row in standards.of_offence(session, offence.id)]
    url = f"{BASE}/catalogue/standards/{standard_id}"
    answer = penalties.site.fill(admin, url, {"normal_high_0": "7999.5", "source": "样农发〔2024〕1号"})
    assert answer.status_code == 422
    assert "没有被各档全部覆盖" in answer.get_data(as_text=True)
    assert Page(answer).posted().held["normal_high_0"] == "7999.5"
    edges = {"normal_high_0": "7000", "heavy_low_0": "7000"}
    assert penalties.site.fill(admin, url, edges).status_code == 303
    with penalties.reading() as session:
        tiers = {tier.kind: tier.ranges[0] for tier in standards.standard_of(session, standard_id).steps}
    assert (tiers["normal"].high, tiers["heavy"].low) == (Decimal(7000), Decimal(7000))  # type: ignore[union-attr]


def test_the_calculator_shows_tier_range_and_article_and_refuses_outside(penalties: Penalties) -> None:
    offence, browser = penalties.offence(BOOTH), penalties.browser(HANDLER)
    url = f"{BASE}/catalogue/{offence.id}/weigh"
    page = penalties.site.fill(browser, url, {"band": "0"}).get_data(as_text=True)
    for words in ("100元以上200元以下", "500元以下", "《村庄和集镇规划建设管理条例》第四十条"):
        assert words in page
    assert "在裁量基准之内" in penalties.site.fill(browser, url, {"band": "0", "amount": "200"}).get_data(as_text=True)
    answer = penalties.site.fill(browser, url, {"band": "0", "amount": "200.01"})
    assert answer.status_code == 422
    assert Page(answer).told.keys() == {"reasons", "reviewer"}
    given = {"band": "0", "amount": "200.01", "reasons": "样", "reviewer": "李样"}
    assert "裁量基准之外" in penalties.site.fill(browser, url, given).get_data(as_text=True)
    answer = penalties.site.fill(browser, url, {**given, "amount": "500.01"})
    assert "不能超过法定的最高限500元" in Page(answer).told["amount"]
    answer = penalties.site.fill(browser, url, {**given, "grounds": ["minor"]})
    assert "不予行政处罚，不能罚款" in Page(answer).told["amount"]


def test_a_range_of_an_area_asks_how_large_it_is(penalties: Penalties) -> None:
    offence, browser = penalties.offence("FQ-10"), penalties.browser(HEAD)
    url = f"{BASE}/catalogue/{offence.id}/weigh"
    answer = penalties.site.fill(browser, url, {"band": "0"})
    assert "请填写开垦或者开发面积" in Page(answer).told["quantity"]
    for wrong in ("1e9", "-1", "1234567890", "0.001", "一百", "\x00"):
        answer = penalties.site.fill(browser, url, {"band": "0", "quantity": wrong})
        assert "quantity" in Page(answer).told, wrong
    page = penalties.site.fill(browser, url, {"band": "0", "quantity": "66.67"}).get_data(as_text=True)
    assert "133.34元以下" in page
    assert "40.01元以上93.33元以下" in page


def test_an_offence_without_a_fine_has_no_calculator(penalties: Penalties) -> None:
    offence = penalties.offence("ZL-03")
    assert penalties.browser(HANDLER).get(f"{BASE}/catalogue/{offence.id}/weigh").status_code == 404
    with penalties.writing() as session, refused("没有罚款"):
        discretion.draft(session, penalties.actor(ADMIN), offence.id)


def test_a_certificate_is_entered_once_and_counts_until_it_is_stopped(penalties: Penalties) -> None:
    admin = penalties.browser(ADMIN)
    page = Page(admin.get(f"{BASE}/officers/new"))
    person = next(value for value in page.posted().fields["person"].options if value)
    typed = {"person": person, "number": "样-0001", "valid_from": "2026-1-1", "valid_to": "2025-1-1"}
    answer = penalties.site.fill(admin, f"{BASE}/officers/new", typed)
    assert Page(answer).told.keys() == {"number", "valid_to"}
    typed |= {"number": "样-0077", "valid_to": "2027-1-1"}
    assert penalties.site.fill(admin, f"{BASE}/officers/new", typed).status_code == 303
    assert "样-0077" in text(penalties, HANDLER, f"{BASE}/officers/")
    with penalties.reading() as session:
        row = next(row for row in officers.queries.listed(session) if row.number == "样-0077")
        officer_id = row.id
    url = f"{BASE}/officers/{officer_id}"
    assert Page(penalties.site.fill(admin, url, {"why": " "})).told.keys() == {"why"}
    assert penalties.site.fill(admin, url, {"why": "调离"}).status_code == 303
    with penalties.writing() as session:
        stopped = session.get_one(Officer, (MENGYUE, officer_id))
        assert (stopped.stopped_on, stopped.certificate.valid_on(TODAY)) == (TODAY, False)
        with refused("已经停用"):
            officers.stop(session, penalties.actor(ADMIN), officer_id, "样", stopped.version)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("catalogue/", {HANDLER, HEAD, LEADER, ADMIN}),
        ("officers/", {HANDLER, HEAD, LEADER, ADMIN}),
        ("officers/new", {ADMIN}),
        ("spot", {HANDLER, HEAD}),
    ],
)
def test_each_page_opens_for_its_people_only(penalties: Penalties, path: str, allowed: set[str]) -> None:
    for login in (CLERK, HANDLER, HEAD, LEADER, ADMIN):
        status = penalties.browser(login).get(f"{BASE}/{path}").status_code
        assert status == (200 if login in allowed else 403), (path, login)
    assert penalties.site.visitor().get(f"{BASE}/{path}").status_code == 303


def test_where_the_measure_is_off_nothing_of_it_is_there(penalties: Penalties) -> None:
    for url in (f"/w/533124201/penalty/{path}" for path in ("catalogue/", "officers/", "spot")):
        assert penalties.browser(ADMIN).get(url).status_code == 404
    assert penalties.site.visitor().get("/t/533124201/penalties/").status_code == 404
