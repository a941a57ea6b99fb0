"""The open interface: items of a township, limits, and its own description."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_smorest import Blueprint
from sqlalchemy import select

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import PluginInfo
from core.db import Scope
from core.hookspecs import hookimpl
from core.publishing.models import Published
from core.tenancy.services import put_switch
from tests.sample import CLERK, COUNTY, MENGYUE, OTHER_CLERK
from tests.site import Site, opened


def test_items_are_open_data(app: Flask) -> None:
    answer = app.test_client().get(f"/api/v1/{MENGYUE}/approval/items")
    assert answer.status_code == 200
    items = {item["code"]: item for item in answer.json["items"]}
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
    assert "不能另行设定" in refused.json["errors"][0]["message"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("deadlines/licensing.decide?start=2026-10-29&length=999999999999", 422),
        ("deadlines/licensing.decide?start=2026-10-29&extended=vielleicht", 422),
        (f"{MENGYUE}/publications/?limit=0", 422),
        (f"{MENGYUE}/publications/?limit=101", 422),
        (f"{MENGYUE}/publications/?after={'x' * 201}", 422),
        (f"{MENGYUE}/publications/?after=nonsense", 200),
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
        assert json.loads(answer.data)["status"] == 401
        assert site.sign_in(OTHER_CLERK).get(url).status_code == 404
        assert site.sign_in(CLERK).get(url).json == {"code": MENGYUE}


def test_the_interface_answers_a_missing_tenant_in_its_own_form(site: Site) -> None:
    answer = site.visitor().get("/api/v1/999999/approval/items")
    assert answer.status_code == 404
    assert json.loads(answer.data)["status"] == 404


def test_errors_are_problems_in_the_language_of_the_program(site: Site) -> None:
    client, url = site.visitor(), "/api/v1/deadlines/licensing.decide?from1=2026-02-30"
    chinese = client.get(url)
    assert chinese.mimetype == "application/problem+json"
    assert chinese.json["status"] == 422
    assert {each["field"]: each["message"] for each in chinese.json["errors"]} == {
        "start": "这一项必须填写。",
        "from1": "请填写日期，例如 2026-11-24。",
    }
    english = client.get(url, headers={"Accept-Language": "en-GB,en;q=0.9"}).json
    assert english["title"].isascii()
    assert all(each["message"].isascii() for each in english["errors"])


def test_what_has_not_changed_is_answered_with_304(site: Site) -> None:
    client, url = site.visitor(), f"/api/v1/{MENGYUE}/approval/items"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_no_other_site_is_let_in_by_a_browser(site: Site) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    for method in ("GET", "OPTIONS"):
        answer = site.visitor().open(f"/api/v1/{MENGYUE}/approval/items", method=method, headers=headers)
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control")]


def walked(site: Site, url: str, **more: Any) -> list[list[dict[str, Any]]]:
    """Every page of a list, by the addresses it gives."""
    pages: list[list[dict[str, Any]]] = []
    while url:
        answer = site.visitor().get(url, **more)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json["items"])
        url = answer.json["next"] or ""
        assert len(pages) < 30
    return pages


@pytest.mark.parametrize("room", ["approval/items", "publications/"])
def test_pages_by_key_hold_every_row_once(site: Site, room: str) -> None:
    url = f"/api/v1/{MENGYUE}/{room}"
    whole = site.visitor().get(f"{url}?limit=100").json["items"]
    pages = walked(site, f"{url}?limit=2")
    assert [row for page in pages for row in page] == whole
    assert {len(page) for page in pages[:-1]} == {2}


def test_a_publication_is_the_page_as_data(site: Site) -> None:
    rows = site.visitor().get(f"/api/v1/{MENGYUE}/publications/").json["items"]
    one = site.visitor().get(f"/api/v1/{MENGYUE}/publications/{rows[0]['id']}").json
    assert one == rows[0]
    assert one["title"] in site.visitor().get(one["url"]).text
    column = site.visitor().get(f"/api/v1/{MENGYUE}/publications/?column={one['column']}").json["items"]
    assert {row["column"] for row in column} == {one["column"]}
    assert len(column) < len(rows)
    for row in rows:
        for file in row["files"]:
            with site.visitor().get(file["url"]) as answer:
                assert answer.status_code == 200


def test_what_is_for_the_own_staff_is_no_open_data(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        hidden = session.scalars(select(Published.id).where(Published.audience == "staff")).first()
    assert hidden is not None
    assert site.visitor().get(f"/api/v1/{MENGYUE}/publications/{hidden}").status_code == 404
    listed = [each["id"] for page in walked(site, f"/api/v1/{MENGYUE}/publications/?limit=100") for each in page]
    assert str(hidden) not in listed


def test_the_places_are_the_county_and_its_townships(site: Site) -> None:
    found = {place["code"]: place["tier"] for place in site.visitor().get("/api/v1/places/").json}
    assert found[COUNTY] == "county"
    assert found[MENGYUE] == "township"
