"""A served sample county, and Chromium to walk through it as its users do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.support import Translations
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from core import plugins
from core.commands import open_database
from core.config import Config
from tests import databases
from tests.processes import serving, until
from tests.sample import activation_link

# Without one of the system Playwright takes its own.
CHROMIUM = os.environ.get("XIAONENG_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PASSWORD = "Correct-Horse-9"
# What a browser makes of pages that are the same from either database; test_road and test_jobs walk on both.
PAGES = [pytest.mark.browser, pytest.mark.only_on("sqlite", "a browser draws the same page from either database")]
PATIENCE = 20_000  # milliseconds, after which a page is not late but wrong
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    """A running installation."""

    address: str
    config: Config

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.address}{path}"

    def link(self, login: str) -> str:
        """A fresh activation link for an account."""
        return activation_link(open_database(self.config), login, self.address)


class Say:
    """The words of the interface in one language, from the catalogues the product carries."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._catalogues = [
            Translations.load(str(folder), [locale], domain)
            for domain, folder in plugins.registry().translations.items()
        ]

    def __call__(self, words: str, **params: object) -> str:
        """What the interface says for a source string."""
        for catalogue in self._catalogues:
            if (said := catalogue.gettext(words)) != words:
                return said % params if params else said
        return words % params if params else words


@contextmanager
def served(sample: Path, folder: Path) -> Iterator[Site]:
    """`xiaoneng serve` with its worker over a copy of the sample county."""
    config = databases.copied(sample, folder / "data")
    with serving(config, folder / "log") as server:
        until(lambda: server.port, server.said)
        yield Site(f"http://127.0.0.1:{server.port}", config)


@pytest.fixture(scope="session")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One served sample county for the run."""
    with served(sample, tmp_path_factory.mktemp("served")) as made:
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _close_pages(browser: Browser) -> Iterator[None]:
    """No test leaves its pages, and their open connections, to the next one."""
    yield
    for context in browser.contexts:
        context.close()


def new_page(browser: Browser, *, phone: bool = False) -> Page:
    """A page of a browser of its own, that fails the test on an error in a script or a refused resource."""
    size = {"width": 390, "height": 800} if phone else {"width": 1280, "height": 900}
    page = browser.new_context(viewport=size, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            pytest.fail(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
        ),
    )
    return page


def follow(found: Locator) -> None:
    """Click what leads to another page, and wait until that one is whole: until then the old page answers."""
    with found.page.expect_navigation():
        found.click()


def whole(landmark: Locator) -> None:
    """Wait for the page on which this stands, and for the rest of that page."""
    expect(landmark).to_be_visible()
    landmark.page.wait_for_load_state()


def every(found: Locator) -> list[Locator]:
    """All that there are, at least one, on a page that is whole: `.all()` alone takes what has come so far."""
    expect(found.first).to_be_attached()
    found.page.wait_for_load_state()
    return found.all()
