"""What a page weighs on a village's line: our sheets, and everything that is sent for it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from core.web.assets import STATIC, small
from tests.core.web.conftest import Ids, address
from tests.sample import ADMIN, AUDITOR, CLERK, COUNTY_ADMIN, LEADER
from tests.site import Site

pytestmark = pytest.mark.only_on("sqlite", "pages weigh the same from either database")

SHEETS, PAGE = 15 * 1024, 150 * 1024
OWN = sorted(path.name for path in STATIC.glob("*.css"))
# Its whole purpose is to show parts of every page.
SHOWN = {"style.of_family"}


@pytest.fixture(scope="module")
def pages(site: Site, ids: Callable[[str], Ids]) -> dict[str, str]:
    """The HTML of every page that can be opened, by its endpoint."""
    case = ids("勐约许1")
    party = site.visitor()
    site.let_in(party, case.case)
    draft = site.post(party, f"/t/{case.case.tenant_id}/items/MY-XK-01/start", {}).location.split("/")[-2]
    clients = [party, *(site.sign_in(login) for login in (CLERK, LEADER, ADMIN, COUNTY_ADMIN, AUDITOR))]
    values = {**case.values(), "draft_id": draft, "name": "who"}
    found: dict[str, str] = {}
    # A page whose address needs rows that the sample has not is weighed where those are made.
    for rule in (rule for rule in site.app.url_map.iter_rules() if rule.arguments <= values.keys()):
        for client in clients:
            with client.get(address(site, rule, values)) as answer:
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    found[rule.endpoint] = max(found.get(rule.endpoint, ""), answer.get_data(as_text=True), key=len)
    return found


def sent(client: FlaskClient, url: str) -> bytes:
    """A file as it goes over the line."""
    with client.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, url
        return answer.get_data()


def linked(page: str) -> list[str]:
    """The files a browser fetches for a page, each once: sheets, scripts, and the sprite of its icons."""
    return sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page)))


def test_our_sheets_of_a_page_are_small(site: Site, pages: dict[str, str]) -> None:
    client, heavy = site.visitor(), {}
    for name, page in pages.items():
        own = [url for url in linked(page) if ".css" in url and "/vendor/" not in url]
        weight = sum(len(gzip.decompress(sent(client, url))) for url in own)
        assert weight or name.startswith("api-docs"), name
        if weight > SHEETS and name not in SHOWN:
            heavy[name] = weight
    assert len(pages) > 30
    assert heavy == {}


def test_a_page_with_all_it_needs_is_light(site: Site, pages: dict[str, str]) -> None:
    client, heavy = site.visitor(), {}
    weights: dict[str, int] = {}
    for name, page in pages.items():
        for url in linked(page):
            weights.setdefault(url, len(sent(client, url)))
        weight = len(page.encode()) + sum(weights[url] for url in linked(page))
        if weight > PAGE:
            heavy[name] = weight
    assert heavy == {}


@pytest.mark.parametrize("name", OWN)
def test_a_sheet_is_sent_small_and_means_the_same(name: str) -> None:
    whole = (STATIC / name).read_text(encoding="utf-8")
    short = small(whole)
    assert "/*" not in short
    assert len(short) < len(whole)
    # Space that means something stays: in calc, between words of a value and parts of a selector.
    calculations = [re.sub(r"\s+", " ", found) for found in re.findall(r"calc\([^;]*\)", whole)]
    assert [found for found in calculations if found not in short] == []
    assert short.count("{") == re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL).count("{")
    assert short.count("}") == short.count("{")


def test_small_keeps_what_a_selector_means() -> None:
    assert small("a :is(b, c) > d:hover { margin: 0 1px; }  /* x */\n@media (min-width: 1rem) { e { f: g } }") == (
        "a :is(b,c) > d:hover{margin:0 1px;}@media (min-width:1rem){e{f:g}}"
    )


def test_every_sheet_is_asked_for_somewhere() -> None:
    root = STATIC.parents[2]
    sources = [
        path for part in ("core", "plugins") for path in (root / part).rglob("*") if path.suffix in {".html", ".py"}
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in OWN if f'"{name}"' not in text and f"'{name}'" not in text] == []


def test_every_class_of_ours_in_the_pages_has_a_rule_or_a_reason() -> None:
    """A class nobody draws is a slip of the pen, or what is left of something gone."""
    root = STATIC.parents[2]
    sheets = "".join((STATIC / name).read_text(encoding="utf-8") for name in OWN)
    drawn = set(re.findall(r"\.(xn-[a-z0-9_-]+)", sheets))
    templates = [path for part in ("core", "plugins") for path in (root / part).rglob("*.html")]
    used = {
        name
        for path in templates
        for given in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"xn-[a-z0-9_-]+", given)
        if not name.endswith("-")
    }
    assert sorted(used - drawn) == []
    built = {"xn-figure", "xn-state", "xn-limit", "xn-mark", "xn-day", "xn-qr"}
    scripts = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("xiaoneng.js", "aloud.js"))
    left = {name for name in drawn - used if not any(name == kind or name.startswith(f"{kind}-") for kind in built)}
    assert sorted(name for name in left if name not in scripts) == []
