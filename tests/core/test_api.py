"""The open interface: items of a township, limits, and its own description."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.sample import MENGYUE


def test_items_are_open_data(app: Flask) -> None:
    answer = app.test_client().get(f"/api/v1/{MENGYUE}/approval/items")
    assert answer.status_code == 200
    items = {item["code"]: item for item in answer.json}
    assert len(items) == 10
    assert items["MY-XK-01"]["promised_days"] == 15
    assert "unit_id" not in items["MY-XK-01"]


def test_a_limit_is_answered_with_its_version(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/deadlines/licensing.decide?start=2026-10-29")
    found = dict(answer.json)
    proof = found.pop("receipt")
    assert (proof["due"], proof["days"][0]["mark"]) == ("2026-11-26", "start")
    assert found == {
        "due": "2026-11-26",
        "unrolled": "2026-11-26",
        "safe_due": "2026-11-26",
        "provisional": False,
        "version": "2004-07-01",
    }


def test_a_limit_takes_what_the_page_takes(app: Flask) -> None:
    empty = "&length=&extension=&filed=&from2=&to2="
    asked = "licensing.decide?start=2026-10-29&extended=y&from1=2026-11-03&to1=2026-11-04"
    answer = app.test_client().get(f"/api/v1/deadlines/{asked}{empty}").json
    assert (answer["due"], answer["receipt"]["extension"]) == ("2026-12-14", 10)
    assert answer["receipt"]["suspensions"] == [["2026-11-03", "2026-11-04"]]
    refused = app.test_client().get("/api/v1/deadlines/licensing.deliver?start=2026-10-29&length=5")
    assert refused.status_code == 422
    assert "不能另行设定" in refused.json["errors"][0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("deadlines/no.such.rule?start=2026-10-29", 422),
        ("deadlines/licensing.decide?start=2026-02-30", 422),
        ("deadlines/licensing.decide", 422),
        ("deadlines/licensing.decide?start=2026-10-29&from1=2026-11-03", 422),
        ("deadlines/licensing.decide?start=2026-10-29&from1=2026-11-03&to1=2026-11-02", 422),
        ("deadlines/licensing.decide?start=2026-10-29&extension=99", 422),
        ("deadlines/licensing.decide?start=1999-01-01", 200),
        ("999999999/approval/items", 404),
        (f"{MENGYUE}/approval/items/NO-SUCH", 404),
    ],
)
def test_what_is_wrong_is_answered_as_data(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.is_json


def test_it_describes_itself(app: Flask) -> None:
    described = app.test_client().get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    assert "/api/v1/{code}/approval/items" in described["paths"]
