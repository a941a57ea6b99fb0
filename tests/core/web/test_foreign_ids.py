"""Ids of others: another township's, another case's, another browser's open nothing, whoever asks with what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.core.web.conftest import Ids, case_pages, statuses
from tests.sample import HANDLER, HUSA, LEADER, MENGYUE, OTHER_ADMIN, OTHER_CLERK, OTHER_LEADER
from tests.site import Page, Site


@pytest.mark.parametrize("login", [OTHER_CLERK, OTHER_LEADER, OTHER_ADMIN])
def test_ids_of_another_township_open_nothing_under_ones_own_code(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], login: str
) -> None:
    client, foreign, own = browsers[login], ids("勐约许1"), ids("户撒许1")
    assert statuses(client, case_pages(own, HUSA, "w")) == {200}
    assert statuses(client, case_pages(foreign, HUSA, "w")) == {404}
    for act in ("propose", "review", "extend"):
        url = f"/w/{HUSA}/approval/cases/{foreign.case.id}/{act}"
        assert client.get(url).status_code in {403, 404}
        assert site.post(client, url, {"version": foreign.case.version}).status_code in {403, 404}
    assert site.post(client, f"/w/{HUSA}/cases/{foreign.case.id}/contact", {}).status_code == 404


def test_parts_of_another_case_open_nothing_under_a_case_one_may_open(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    own = ids("户撒许1")
    base = f"/w/{HUSA}/cases/{own.case.id}"
    for other in (ids("勐约许1"), ids("户撒许2")):
        for part in (f"clocks/{other.clock}", f"papers/{other.paper}", f"files/{other.file or other.paper}"):
            assert browsers[OTHER_LEADER].get(f"{base}/{part}").status_code == 404, part


def test_a_handler_opens_the_cases_of_the_own_unit_only(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    own, of_another_unit = ids("勐约许1"), ids("勐约许3")
    assert statuses(browsers[HANDLER], case_pages(own, MENGYUE, "w")) == {200}
    assert statuses(browsers[HANDLER], case_pages(of_another_unit, MENGYUE, "w")) == {404}
    assert statuses(browsers[LEADER], case_pages(of_another_unit, MENGYUE, "w")) == {200}


def test_number_and_code_of_one_case_open_no_other(site: Site, ids: Callable[[str], Ids]) -> None:
    own, others = ids("勐约许1"), [ids("勐约许2"), ids("户撒许1")]
    client = site.visitor()
    assert statuses(client, case_pages(own, MENGYUE, "t")) == {404}
    site.let_in(client, own.case)
    assert statuses(client, case_pages(own, MENGYUE, "t")) == {200}
    assert client.get(f"/t/{MENGYUE}/case/{own.case.id}/act/withdraw").status_code == 200
    for other in others:
        assert statuses(client, case_pages(other, other.case.tenant_id, "t")) == {404}
        assert client.get(f"/t/{other.case.tenant_id}/case/{other.case.id}/act/withdraw").status_code == 404
        for part in (f"clocks/{other.clock}", f"papers/{other.paper}", f"files/{other.file or other.paper}"):
            assert client.get(f"/t/{MENGYUE}/case/{own.case.id}/{part}").status_code == 404, part
    assert statuses(client, case_pages(own, HUSA, "t")) == {404}
    assert statuses(site.visitor(), case_pages(own, MENGYUE, "t")) == {404}
    assert client.get(f"/w/{MENGYUE}/cases/{own.case.id}").status_code == 303


def test_a_code_opens_only_the_number_it_belongs_to(site: Site) -> None:
    own, other, foreign = site.case("勐约许4"), site.case("勐约许5"), site.case("户撒许1")
    client = site.visitor()
    for code, number in ((own.code, other.number), (other.code, own.number), (foreign.code, foreign.number)):
        answer = site.fill(client, f"/t/{MENGYUE}/track", {"number": number, "code": code})
        assert answer.status_code == 422
        assert "编号或者查询码不正确" in Page(answer).told["code"]


def test_a_changed_cookie_opens_nothing(site: Site) -> None:
    case, client = site.case("勐约许1"), site.visitor()
    site.let_in(client, case)
    kept = client.get_cookie("xn_visit")
    assert kept is not None
    body, _, rest = kept.value.partition(".")
    forged = body[:-2] + ("AA" if body[-2:] != "AA" else "BB")
    client.set_cookie("xn_visit", f"{forged}.{rest}")
    assert client.get(f"/t/{MENGYUE}/case/{case.id}").status_code == 404


def test_a_draft_is_only_the_browsers_that_wrote_it(site: Site) -> None:
    client = site.visitor()
    begun = site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {})
    assert client.get(begun.location).status_code == 200
    assert site.visitor().get(begun.location).status_code == 404
    assert client.get(begun.location.replace(str(MENGYUE), str(HUSA))).status_code == 404
    elsewhere = site.post(client, f"/t/{HUSA}/items/MY-XK-01/start", {})
    assert client.get(elsewhere.location).status_code == 200
    assert client.get(begun.location).status_code == 200, "the draft in the other township is kept too"
