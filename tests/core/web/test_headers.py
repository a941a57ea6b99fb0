"""Headers: what a browser may do with an answer is said on every one of them, errors and downloads too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.core.web.conftest import Ids, address
from tests.rights.test_url_matrix import off
from tests.sample import ADMIN, CLERK, COUNTY_ADMIN, LEADER, MENGYUE
from tests.site import Page, Site, draw_nothing, opened

pytestmark = pytest.mark.only_on("sqlite", "the headers of an answer are the same from either database")

FORBIDDEN = ("unsafe-inline", "unsafe-eval", "*", "http:", "https:")


def check(answer: TestResponse) -> None:
    """The headers of any answer."""
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; ") if " " in part)
    assert policy["default-src"] in {"'self'", "'none'"}
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert policy.get(name, policy["default-src"]) == "'none'", name
    assert [word for word in FORBIDDEN if word in " ".join(policy.values())] == []
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in answer.headers
    assert "Server" not in answer.headers
    if not answer.request.path.startswith("/static/"):
        # Open data is kept and asked about each time, everything else is not kept.
        kept = answer.request.path.startswith("/api/") and "ETag" in answer.headers
        assert ("no-cache" if kept else "no-store") in answer.headers["Cache-Control"]
        assert "Cookie" in answer.vary


def test_every_route_says_what_a_browser_may_do(
    site: Site, ids: Callable[[str], Ids], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ids("勐约许1")
    party = site.visitor()
    site.let_in(party, found.case)
    clients = [party, *(site.sign_in(login) for login in (CLERK, LEADER, ADMIN, COUNTY_ADMIN))]
    draft = site.post(party, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).location.split("/")[-2]
    made = site.post(site.sign_in(LEADER), f"/w/{MENGYUE}/calendar", {}).text
    token = made.partition("/calendar/")[2].partition(".ics")[0]
    seen: dict[str, set[int]] = {}
    draw_nothing(monkeypatch)
    for rule in site.app.url_map.iter_rules():
        url = address(site, rule, {**found.values(), "draft_id": draft, "name": "who", "token": token})
        for method in sorted((rule.methods or set()) & {"GET", "HEAD", "POST"}):
            for client in clients:  # until one is let in: the refusals of the others are answers too
                with client.open(url, method=method) as answer:
                    check(answer)
                    seen.setdefault(rule.endpoint, set()).add(answer.status_code)
                if answer.status_code not in {403, 404}:
                    break
    # An upload and a membership are their own browser's alone, and the sample has no draw, no form to download and no
    # identity provider.
    for absent in (
        "party_uploads.state",
        "organisation.home",
        "approval_check.sample",
        "supervision_campaigns.report",
        "accounts.oidc_begin",
        "accounts.oidc_back",
        *(f"public_draws.{it}" for it in ("show", "text", "data")),
    ):
        del seen[absent]
    opened = {200, 302, 303, 400, 401, 410, 422}
    shut = {name: statuses for name, statuses in seen.items() if name not in off(site) and not statuses & opened}
    assert shut == {}


def failing(site: Site, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser for which the home page breaks."""

    def broken() -> str:
        raise RuntimeError("SELECT secret FROM core_case at /work/data/xiaoneng.db")

    broken.xn_access = site.app.view_functions["web.home"].xn_access  # type: ignore[attr-defined]
    monkeypatch.setitem(site.app.view_functions, "web.home", broken)
    return site.visitor()


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_fault_shows_a_number_and_nothing_of_the_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch, in_words: Callable[[str, str], str], lang: str
) -> None:
    answer = failing(site, monkeypatch).get("/", query_string={"lang": lang})
    assert answer.status_code == 500
    check(answer)
    assert Page(answer).lang.startswith(lang[:2])
    assert in_words("这不是您的错误，您刚才填写的内容可能没有保存。请稍后再试。", lang) in answer.text
    assert re.search(r"\b[0-9A-F]{8}\b", answer.text)
    for word in ("SELECT", "RuntimeError", "Traceback", "xiaoneng.db", "/work"):
        assert word not in answer.text


def test_errors_and_redirects_carry_them_too(site: Site) -> None:
    client = site.visitor()
    for status, answer in (
        (303, client.get(f"/w/{MENGYUE}/")),
        (308, client.get(f"/w/{MENGYUE}")),
        (400, client.post(f"/t/{MENGYUE}/track")),
        (404, client.get("/no/such/page")),
        (404, client.get("/static/no-such-file")),
        (404, client.get("/static/..%2f..%2fpyproject.toml")),
        (404, client.get("/api/v1/999999/approval/items")),
        (405, client.put("/sign-in", headers={"X-CSRFToken": site.token(client)})),
        (413, client.post("/sign-in", data={"x": "x" * 4_000_000})),
        (422, client.get("/api/v1/deadlines/licensing.decide?start=x")),
    ):
        assert answer.status_code == status, answer.request.path
        check(answer)


def test_a_file_is_a_download_that_runs_nothing(site: Site, ids: Callable[[str], Ids]) -> None:
    found, client = ids("勐约许1"), site.sign_in(LEADER)
    with client.get(f"/w/{MENGYUE}/cases/{found.case.id}/files/{found.file}") as answer:
        check(answer)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_only_what_never_changes_is_kept_by_browsers(site: Site) -> None:
    with site.visitor().get("/static/xiaoneng.js") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_over_https_browsers_are_told_to_stay_there(site: Site, sample: Path, tmp_path: Path) -> None:
    name = "Strict-Transport-Security"
    assert name in site.visitor().get("/", base_url="https://localhost").headers
    assert name not in site.visitor().get("/").headers
    with opened(sample, tmp_path, behind_https=True) as behind:
        assert name in behind.visitor().get("/").headers
