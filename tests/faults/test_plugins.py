"""A measure that fails in a hook of a page: the page is there without its part, and names it with a number."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from core import plugins
from core.web.cache import Pages
from tests.sample import CLERK, COUNTY_ADMIN, MENGYUE
from tests.site import Site

WORKBENCH = f"/w/{MENGYUE}/"
# Hook → who opens which page of it, and what of others stands there all the same.
PAGES = {
    "provide_nav_items": (CLERK, WORKBENCH, "统计"),
    "provide_dashboard_cards": (CLERK, WORKBENCH, "统计"),
    "provide_health_cards": (COUNTY_ADMIN, "/county/health", "磁盘"),
    "provide_portal_sections": ("", f"/t/{MENGYUE}/", "信息公开"),
}
INSIDE = re.compile(r"编号：([0-9A-F]{8})。")


def _raises(**given: Any) -> Any:
    raise RuntimeError("said inside only")


def _asks_wrongly(session: Any, **given: Any) -> Any:
    session.execute(text("SELECT nothing FROM nowhere"))


def _answers_wrongly(**given: Any) -> Any:
    return ["not what was asked"]


@pytest.mark.parametrize("fault", [_raises, _asks_wrongly, _answers_wrongly])
@pytest.mark.parametrize("hook", PAGES)
def test_a_measure_that_fails_is_named_and_everything_else_is_there(
    site: Site, hook: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    login, url, others = PAGES[hook]
    browser = site.sign_in(login) if login else site.visitor()
    whole = browser.get(url).get_data(as_text=True)
    assert "模块异常" not in whole
    impls = getattr(plugins.registry().manager.hook, hook).get_hookimpls()
    failing = next(impl for impl in impls if impl.plugin_name == "approval")
    monkeypatch.setattr(failing, "function", fault)
    monkeypatch.setattr(failing, "argnames", ("session",))
    monkeypatch.setitem(site.app.extensions, "xiaoneng.pages", Pages())  # public pages are kept until something changes
    with caplog.at_level(logging.ERROR, "xiaoneng"):
        answer = browser.get(url)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert others in said
    assert "“行政审批”模块异常" in said
    number = INSIDE.search(said)
    assert number
    assert any(number[1] in record.getMessage() and hook in record.getMessage() for record in caplog.records)
    assert "said inside only" not in said
    monkeypatch.undo()
    assert "模块异常" not in browser.get(url).get_data(as_text=True)
