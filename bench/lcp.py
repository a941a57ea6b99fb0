"""When a page's largest part is painted (LCP) and what it weighs, in Chromium as a cheap phone on a 3G line has it.

CPU four times slower, 1.6 Mbit/s down, 750 kbit/s up and 562 ms a request, "Fast 3G" in browsers; nothing is kept
from an earlier visit. web.dev calls up to 2.5 s good.

    python bench/lcp.py FOLDER

FOLDER is an installation that `xiaoneng demo --no-serve` filled.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from bench.data import signed_in
from bench.measured import Report
from bench.web import serving
from core.app import create_app
from core.cases.models import Case
from core.config import Config
from core.db import Scope

CODE, LOGIN, ITEM = 533124205, "jin.xiangbing", "MY-XK-01"
GOOD, HEAVIEST, ROUNDS = 2.5, 150, 3
CPU = 4
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
WIDTH, HEIGHT = 360, 740
WATCH = """
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.painted = one.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
WEIGHT = """
performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .reduce((all, one) => all + one.transferSize, 0)
"""


def pages(app: Flask) -> dict[str, tuple[str, str]]:
    """The pages by name: address and login, empty for nobody."""
    with app.extensions["xiaoneng.database"].read(Scope.one(CODE)) as session:
        case_id = session.scalars(select(Case.id).where(Case.state == "reviewed").order_by(Case.id)).first()
    work = f"/w/{CODE}"
    return {
        "county home": ("/", ""),
        "township home": (f"/t/{CODE}/", ""),
        "guide": (f"/t/{CODE}/items/{ITEM}", ""),
        "workbench": (f"{work}/", LOGIN),
        "list of cases": (f"{work}/cases", LOGIN),
        "case": (f"{work}/cases/{case_id}", LOGIN),
    }


def look(browser: Browser, address: str, cookies: list[Any]) -> tuple[float, float]:
    """A first visit to a page: seconds until its largest part stands, and kilobytes on the line."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, is_mobile=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, (address, answer.status)
    page.wait_for_timeout(500)
    painted, weight = page.evaluate("window.painted") / 1000, page.evaluate(WEIGHT) / 1000
    context.close()
    return painted, weight


def main() -> None:
    """Measure each page; the median of some visits counts."""
    app = create_app(Config(data=Path(sys.argv[1])))
    wanted = pages(app)
    cookies = {
        login: signed_in(app, login, CODE)._cookies.values() for login in {login for _url, login in wanted.values()}
    }
    app.extensions["xiaoneng.database"].dispose()
    report = Report()
    chromium = os.environ.get("XIAONENG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(app) as port, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (url, login) in wanted.items():
            kept = [{"name": each.key, "value": each.value, "url": address} for each in cookies[login]]
            visits = [look(browser, address + url, kept) for _ in range(ROUNDS)]
            report.hold(f"LCP of the {name} on Fast 3G", statistics.median(visit[0] for visit in visits), GOOD, "s")
            report.hold(f"weight of the {name}", visits[0][1], HEAVIEST, "kB")
        browser.close()
    report.end()


if __name__ == "__main__":
    main()
