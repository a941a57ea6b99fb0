"""The open interface: items of a township, limits, and its own description."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_smorest import Blueprint

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import PluginInfo
from core.db import Scope
from core.hookspecs import hookimpl
from core.tenancy.services import put_switch
from tests.sample import CLERK, MENGYUE, OTHER_CLERK
from tests.site import Site, opened


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


def probe() -> SimpleNamespace:
    """A plugin with one route of the interface for those at work in the township."""
    bp = Blueprint("api_probe", "api_probe", url_prefix="/api/v1/<int:code>/probe")

    @bp.get("/")
    @requires(Perm.WORK)
    def answer(code: int) -> dict[str, int]:
        return {"code": code}

    return SimpleNamespace(
        register_plugin=hookimpl(lambda: PluginInfo("probe", "探针", "", "1")), register_api=hookimpl(lambda: (bp,))
    )


def test_the_interface_says_401_where_a_page_leads_to_the_sign_in(sample: Path, tmp_path: Path) -> None:
    with plugins.using({"probe": probe()}), opened(sample, tmp_path) as site:
        url = f"/api/v1/{MENGYUE}/probe/"
        assert site.sign_in(CLERK).get(url).status_code == 404, "off"
        with site.database.write(Scope.one(MENGYUE)) as session:
            put_switch(session, MENGYUE, "probe", on=True, by="测试")
        answer = site.visitor().get(url)
        assert answer.status_code == 401
        assert json.loads(answer.data)["code"] == 401
        assert site.sign_in(OTHER_CLERK).get(url).status_code == 404
        assert site.sign_in(CLERK).get(url).json == {"code": MENGYUE}


def test_the_interface_answers_a_missing_tenant_in_its_own_form(site: Site) -> None:
    answer = site.visitor().get("/api/v1/999999/approval/items")
    assert answer.status_code == 404
    assert json.loads(answer.data)["code"] == 404
