"""A served sample county, and Chromium to walk through it as its users do."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.support import Translations
from playwright.sync_api import Browser, Page, sync_playwright

from core import plugins
from core.commands import open_database
from core.config import Config
from tests import databases
from tests.sample import activation_link

CHROMIUM = os.environ.get("XIAONENG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = databases.environment(config)
    command = [sys.executable, "-m", "core.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/readyz", process)
        yield Site(address, config)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


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
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            pytest.fail(f"{page.url}: {message.text}") if "Content Security Policy" in message.text else None
        ),
    )
    return page


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server did not answer within a minute")
