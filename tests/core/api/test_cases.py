"""One's own case by number and code, a township's cases by token."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import clock
from core.accounts import tokens
from core.accounts.queries import actor_of
from core.cases import lists
from core.db import Scope
from core.tenancy.services import put_switch
from tests.sample import ADMIN, HUSA, MENGYUE, NOON, TODAY, account
from tests.site import Site, opened

CASES = f"/api/v1/{MENGYUE}/cases/"
ORDER = tokens.Order("汇总程序", ("cases",), TODAY + dt.timedelta(days=30))


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation of one's own: what is tried and made here stays here."""
    with opened(sample, tmp_path) as site:
        site.sign_in(ADMIN)  # whose account is active from here on
        yield site


def look_up(client: FlaskClient, number: str, code: str, tenant: int = MENGYUE) -> TestResponse:
    return client.post(f"/api/v1/{tenant}/cases/look-up", json={"number": number, "code": code})


def made(site: Site, key: str = "a" * 32) -> str:
    """A fresh token of the sample's administrator."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        secret = tokens.make(session, actor_of(session, account(session, ADMIN)), ORDER, key)
    assert secret is not None
    return secret


def bearer(secret: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {secret}"}}


def test_number_and_code_open_the_own_case_without_its_content(own: Site) -> None:
    case = own.case("勐约许1")
    answer = look_up(own.visitor(), case.number, case.code)
    assert answer.status_code == 200
    assert (answer.json["id"], answer.json["number"], answer.json["title"]) == (str(case.id), case.number, case.title)
    assert answer.json["clocks"]
    assert answer.json["timeline"]
    assert case.party not in answer.text
    assert case.code not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_a_wrong_code_an_absent_number_and_another_township_look_the_same(own: Site) -> None:
    case = own.case("勐约许1")
    wrong = look_up(own.visitor(), case.number, "AAAAAAAA")
    absent = look_up(own.visitor(), "勐约许〔2026〕999号", case.code)
    elsewhere = look_up(own.visitor(), case.number, case.code, HUSA)
    assert wrong.status_code == absent.status_code == elsewhere.status_code == 422
    assert wrong.json == absent.json == elsewhere.json
    assert wrong.json["errors"][0]["field"] == "code"


def test_tries_are_slowed_together_with_those_of_the_page(own: Site) -> None:
    case, client = own.case("勐约许1"), own.visitor()
    for _ in range(2):
        own.fill(client, f"/t/{MENGYUE}/track", {"number": case.number, "code": "AAAAAAAA"})
    statuses = [look_up(client, case.number, "AAAAAAAA").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]
    late = look_up(client, case.number, case.code)
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    with clock.moved(NOON + dt.timedelta(minutes=2)):
        assert look_up(client, case.number, case.code).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"number": "1"},
        {"number": None, "code": "A"},
        {"number": "x" * 201, "code": "A"},
        {"number": ["1"], "code": {}},
        {"number": "勐约许\x00〔2026〕1号", "code": "\ud800"},
        [],
        "text",
        None,
        {"number": "1", "code": "2", "more": 1},
    ],
)
def test_what_is_no_question_is_told(site: Site, sent: object) -> None:
    answer = site.visitor().post(f"{CASES}look-up", data=json.dumps(sent), content_type="application/json")
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json["errors"]


def test_a_body_that_is_no_json_is_told(site: Site) -> None:
    for body, kind, status in (
        (b"{", "application/json", {400, 422}),
        (b"\xff\xfe", "application/json", {400, 422}),
        (b"a=1", "application/x-www-form-urlencoded", {415, 422}),
        (b"x" * 1_500_000, "application/json", {413}),
    ):
        answer = site.visitor().post(f"{CASES}look-up", data=body, content_type=kind)
        assert answer.status_code in status, (body[:10], answer.text)
        assert answer.mimetype == "application/problem+json"


def test_a_token_lists_what_its_maker_may_see_and_nobodys_name(own: Site) -> None:
    secret = made(own)
    answer = own.visitor().get(f"{CASES}?limit=100", **bearer(secret))
    assert answer.status_code == 200
    with own.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, ADMIN))
        wanted = lists.page(session, actor, lists.CaseFilter(), limit=200).rows
        rows = [(str(case.id), case.number, case.party) for case in wanted]
    assert [row["id"] for row in answer.json["items"]] == [case_id for case_id, _, _ in rows]
    assert not [party for _, _, party in rows if party and party in answer.text]
    one = own.visitor().get(f"{CASES}{rows[0][0]}", **bearer(secret))
    assert one.json["number"] == rows[0][1]
    assert "no-store" in one.headers["Cache-Control"]


def test_pages_of_cases_hold_every_one_once(own: Site) -> None:
    secret = made(own)
    url, found = f"{CASES}?limit=3&closed=true", []
    while url:
        answer = own.visitor().get(url, **bearer(secret)).json
        found += [row["id"] for row in answer["items"]]
        url = answer["next"]
    whole = own.visitor().get(f"{CASES}?limit=100&closed=true", **bearer(secret)).json["items"]
    assert found == [row["id"] for row in whole]
    assert len(found) > 6


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer no-such-token", "Basic eDp5", "Bearer \x00", "Bearer " + "x" * 5000]
)
def test_without_a_token_that_counts_nothing_opens(site: Site, given: str) -> None:
    headers = {"Authorization": given} if given else {}
    answer = site.visitor().get(CASES, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert site.sign_in(ADMIN).get(CASES, headers=headers).status_code == 401, "a browser is no program"


def test_a_token_opens_its_own_township_only(own: Site) -> None:
    secret, foreign = made(own), own.case("户撒许1")
    assert own.visitor().get(f"/api/v1/{HUSA}/cases/", **bearer(secret)).status_code == 401
    assert own.visitor().get(f"{CASES}{foreign.id}", **bearer(secret)).status_code == 404


def test_a_token_opens_no_page_of_staff(own: Site) -> None:
    secret = made(own)
    assert own.visitor().get(f"/w/{MENGYUE}/cases", **bearer(secret)).status_code == 303


def test_a_measure_that_is_off_is_not_among_the_cases(own: Site) -> None:
    secret, case = made(own), own.case("勐约许1")
    with own.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "approval", on=False, by="测试")
    assert own.visitor().get(CASES, **bearer(secret)).json["items"] == []
    assert own.visitor().get(f"{CASES}{case.id}", **bearer(secret)).status_code == 404
    assert look_up(own.visitor(), case.number, case.code).status_code == 422
