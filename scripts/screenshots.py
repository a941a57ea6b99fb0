"""Take the pictures of the documents from the sample county: `make screenshots` writes docs/images/<name>.png.

The data are made anew in a temporary folder, so the pictures always show the product as it is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
XIAONENG = Path(sys.executable).with_name("xiaoneng")
TOWNSHIP, LOGIN = 533124205, "he.zaoyi"
PASSWORD = "Pictures-only-1"  # noqa: S105 - of a throw-away installation


@contextmanager
def served(data: str) -> Iterator[str]:
    """The sample county on a free port; yields its address."""
    environ = {**os.environ, "XIAONENG_DATA": data}
    subprocess.run([XIAONENG, "demo", "--no-serve"], env=environ, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([XIAONENG, "serve", "--port", "0"], env=environ, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        said = server.stdout.readline().split()  # serving on ADDRESS, as soon as it takes connections
        if not said:
            raise RuntimeError(f"the server ended with {server.wait()}")
        yield said[-1]
    finally:
        server.terminate()
        server.wait(timeout=20)


def take(page: Page, name: str) -> None:
    """One picture of the whole page."""
    page.screenshot(path=IMAGES / f"{name}.png", full_page=True)
    print(IMAGES / f"{name}.png")


def sign_in(page: Page, address: str, data: str) -> None:
    """Sign in the head of a station by a link, as on the first day."""
    command = [XIAONENG, "invite", LOGIN]
    said = subprocess.run(
        command, env={**os.environ, "XIAONENG_DATA": data}, check=True, capture_output=True, text=True
    )
    page.goto(address + urlsplit(said.stdout.strip()).path)
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def main() -> None:
    """The township's portal at a desk and on a phone, a case at its station, and the proof of its limit."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, served(data) as address, sync_playwright() as playwright:
        # Without a Chromium of the system, Playwright takes its own.
        chromium = os.environ.get("XIAONENG_CHROMIUM") or shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, width in (("portal", 1280), ("phone", 390)):
            page = browser.new_page(viewport={"width": width, "height": 800}, locale="zh-CN")
            page.goto(f"{address}/t/{TOWNSHIP}/")
            take(page, name)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        sign_in(page, address, data)
        take(page, "workbench")
        page.locator("main table a").first.click()
        take(page, "case")
        page.locator("a[href*='/clocks/']").nth(1).click()
        take(page, "proof")
        browser.close()


if __name__ == "__main__":
    main()
