"""Pages a second: the township's home and the staff's list of 50 cases, beside a bare Flask view and Datasette.

The bare view renders the same template with ready rows, so that the bytes are the same and all that differs is what the
product asks, checks and looks up. Datasette shows a page of the same rows from the same file.

    python bench/web.py FOLDER [DATASETTE]

FOLDER is an installation that `xiaoneng seed` or `bench/data.py` filled, DATASETTE the command of Datasette, which is
no dependency of ours; without it that figure is left out, and the run says so.
"""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, g, template_rendered

from bench.data import TOWNSHIP, signed_in
from bench.measured import Report
from core.app import create_app
from core.commands import open_database
from core.config import Config

READERS, SECONDS, ROUNDS = 4, 4.0, 3
LOGIN = f"yue.zaojia.{TOWNSHIP}"
HOME, LIST = f"/t/{TOWNSHIP}/", f"/w/{TOWNSHIP}/cases"
# The rows of the list: without the township Datasette sorts a million and gives up.
ROWS = f"/xiaoneng/core_case?tenant_id={TOWNSHIP}&_size=50&_sort=listed_on&_nocount=1&_nofacet=1"


def bare(app: Flask, url: str, headers: Mapping[str, str]) -> Flask:
    """A Flask application with one view, that renders what `app` rendered for an address, from the same values."""
    drawn: list[tuple[Any, dict[str, Any]]] = []

    def note(_app: Flask, template: Any, context: dict[str, Any], **_more: object) -> None:
        drawn.append((template, context))
        for name in ("read_session", "public_session"):
            if name in g:
                g.get(name).expunge_all()  # what was read stays read when its session ends

    with template_rendered.connected_to(note, app):
        answer = app.test_client(use_cookies=False).get(url, headers=dict(headers))
    assert answer.status_code == 200, (url, answer.status)
    template, context = drawn[-1]
    made = Flask("bare")
    made.config.update(app.config)
    made.extensions.update(app.extensions)
    for rule in app.url_map.iter_rules():
        made.url_map.add(rule.empty())
    made.view_functions["bare"] = lambda: template.render(context)
    made.add_url_rule("/bare", "bare")
    same = made.test_client().get("/bare")
    assert abs(len(same.data) - len(answer.data)) < len(answer.data) / 100, (url, len(same.data), len(answer.data))
    return made


@contextmanager
def serving(app: Flask) -> Iterator[int]:
    """An application on waitress in a process of its own, as `xiaoneng serve` has it; its port."""
    port = free_port()
    process = multiprocessing.get_context("fork").Process(
        target=waitress.serve, args=(app,), kwargs={"host": "127.0.0.1", "port": port, "threads": 8}, daemon=True
    )
    process.start()
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join()


@contextmanager
def datasette(command: str, database: Path) -> Iterator[int]:
    """Datasette over the same file; its port."""
    port = free_port()
    words = [command, "serve", str(database), "--immutable", str(database), "-p", str(port), "--setting"]
    process = subprocess.Popen(
        [*words, "default_page_size", "50"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody answers there, a minute at most."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def rate(port: int, url: str, headers: Mapping[str, str]) -> float:
    """Answers a second to some readers at once, who keep their connection."""
    counts = [0] * READERS
    end = time.monotonic() + SECONDS

    def read(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < end:
            connection.request("GET", url, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (url, answer.status)
            counts[place] += 1

    readers = [threading.Thread(target=read, args=(place,)) for place in range(READERS)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return sum(counts) / SECONDS


def in_turns(*works: Callable[[], float]) -> list[float]:
    """The best rate of each, taken in turns so that each meets the same machine."""
    best = [0.0] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            best[place] = max(best[place], work())
    return best


def beside_bare(app: Flask, url: str, headers: Mapping[str, str]) -> list[float]:
    """The rates of a page and of the bare view of it."""
    plain = bare(app, url, headers)
    app.extensions["xiaoneng.database"].dispose()
    with serving(app) as ours, serving(plain) as theirs:
        return in_turns(lambda: rate(ours, url, headers), lambda: rate(theirs, "/bare", {}))


def main() -> None:
    """Measure both pages."""
    folder = Path(sys.argv[1])
    database = open_database(Config(data=folder))
    database.dispose()
    app = create_app(Config(data=folder))
    client = signed_in(app, LOGIN, TOWNSHIP)
    cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client._cookies.values())
    report = Report()
    for name, url, headers, least in (
        ("township home", HOME, {}, 60),
        ("list of 50 cases", LIST, {"Cookie": cookies}, 25),
    ):
        whole, peer = beside_bare(app, url, headers)
        print(f"      {name}: {whole:.0f} a second, the bare view {peer:.0f}")
        report.reach(f"{name} / bare view", whole / peer * 100, least, "%")
    if len(sys.argv) > 2:
        with serving(app) as ours, datasette(sys.argv[2], folder / "xiaoneng.db") as theirs:
            whole, peer = in_turns(lambda: rate(ours, LIST, headers), lambda: rate(theirs, ROWS, {}))
        print(f"      list of 50 cases: {whole:.0f} a second, Datasette {peer:.0f}")
        report.reach("list of 50 cases / Datasette", whole / peer, 2, "×")
    else:
        print("      Datasette left out: no command of it was given")
    report.end()


if __name__ == "__main__":
    main()
