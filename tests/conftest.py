"""What every test gets: a fresh file database on request, and no network outside this machine."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from xdist.scheduler import LoadFileScheduling

from core import clock, demo
from core.cli import main
from core.config import Config
from core.db.base import Base
from core.db.engine import Database
from scripts import postgres
from tests import databases
from tests.sample import NOON, TODAY, approving
from tests.site import Site, application, opened

KINDS = ("sqlite", "postgresql")
_server: contextlib.ExitStack = contextlib.ExitStack()

# The files that take longest, in the order in which they begin; then those with a browser, then all others.
# The second needs no sample, which the process of the first makes meanwhile.
LONGEST = (
    "tests/browser/test_every_page.py",
    "tests/plugins/approval/test_kill.py",
    "tests/core/jobs/test_kill.py",
    "tests/rights/test_links.py",
    "tests/rights/test_canaries.py",
    "tests/rights/test_url_matrix.py",
)
# All read the same walk of everybody through the county, which is made once a process.
TOGETHER = {f"tests/rights/test_{name}.py": "tests/rights/test_canaries.py" for name in ("links", "weight", "fields")}
# Files about pages alone, by their names: the walks of tests/rights open every page on both.
PAGES, SAME = re.compile(r"/test_(\w+_)?(views|pages|preview)\.py::"), "the walk of everybody opens the pages on both"
LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--database``: what the run is on."""
    parser.addoption("--database", choices=KINDS, default=KINDS[0], help="which database the tests run on")


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's server; the processes of a parallel run, and runs within this one, find it by the environment."""
    # A machine that does other work too draws its examples slowly; what is wrong with them shows all the same.
    hypothesis.settings.register_profile("suite", suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("suite")
    _compile_once()
    if config.getoption("--database") == "sqlite":
        os.environ.pop(databases.SOCKET, None)
    elif databases.SOCKET not in os.environ:
        if postgres.binaries() is None:
            raise pytest.UsageError(f"no PostgreSQL server in {postgres.PLACES}: install the package postgresql")
        # Whoever ends the run by SIGTERM, a time limit or a CI, ends its server too.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        os.environ[databases.SOCKET] = str(_server.enter_context(postgres.cluster()).socket)


def _compile_once() -> None:
    """Let all databases of a run share their compiled statements: tests open thousands, and each began with none.

    The dialects of one kind are alike, whichever engine made them.
    """
    shared = LRUCache[Any, Any](4_000)
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        connection.engine._compiled_cache = shared


def pytest_unconfigure() -> None:
    """Stop the server where it was started."""
    _server.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long; skip what is marked as only on the other database, its reason in the summary."""
    here = config.getoption("--database")
    items.sort(key=_takes_long)
    for item in items:
        for mark in item.iter_markers("only_on"):
            kind, why = mark.args
            if kind not in KINDS or not why:
                raise pytest.UsageError(f"{item.nodeid}: only_on(database, reason)")
            if kind != here:
                item.add_marker(pytest.mark.skip(reason=f"only on {kind}: {why}"))
        if here != "sqlite" and PAGES.search(item.nodeid) and item.get_closest_marker("only_on") is None:
            item.add_marker(pytest.mark.skip(reason=f"only on sqlite: {SAME}"))


def _takes_long(item: pytest.Item) -> int:
    """Where a file stands in a run shared by two processes: what is long and begins last leaves one idle."""
    place = item.nodeid.partition("::")[0]
    if place in LONGEST:
        return LONGEST.index(place)
    return len(LONGEST) + (item.get_closest_marker("browser") is None)


class _ByFile(LoadFileScheduling):
    """The tests of a file stay in one process, in the order of the collection; so do those that share what is dear."""

    def _split_scope(self, nodeid: str) -> str:
        place = super()._split_scope(nodeid)
        return TOGETHER.get(place, place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile | None:
    """Deal the files out longest first."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return _ByFile(config, log)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Count what ran here and name what runs on the other database only, so that the two runs' sums are equal."""
    ends = ("passed", "failed", "error", "skipped")
    reports = {report.nodeid for end in ends for report in terminalreporter.stats.get(end, [])}
    elsewhere: dict[str, set[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        if "only on " in reason:
            name = f"{report.nodeid.partition('[')[0]}: {reason.removeprefix('Skipped: ')}"
            elsewhere.setdefault(name, set()).add(report.nodeid)
    for name, cases in sorted(elsewhere.items()):
        terminalreporter.write_line(f"not here ({len(cases)}): {name}")
    left = sum(map(len, elsewhere.values()))
    here = config.getoption("--database")
    if reports:
        terminalreporter.write_line(
            f"{here}: {len(reports)} tests, {len(reports) - left} here, {left} on the other only"
        )


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at once when a test connects, sends or looks up a name outside the loopback."""
    connect, connect_ex, sendto, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
        socket.getaddrinfo,
    )

    def check(address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        host = host.decode() if isinstance(host, bytes) else host
        if host is not None and host not in LOOPBACK and not str(host).startswith("127."):
            raise NetworkForbidden(f"network access to {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        check(rest[-1])
        return sendto(self, data, *rest)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        check((host,))
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(scope="session")
def once_a_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make a data folder in the first of the run's processes that asks for it; the others wait and have it too."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own

    def made(name: str, make: Callable[[Path], Database]) -> Path:
        folder, whole = shared / name / "data", shared / f"{name}.whole"
        with (shared / f"{name}.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            if not whole.exists():
                make(folder).dispose()
                whole.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def empty(once_a_run: Callable[..., Path]) -> Path:
    """The folder of a database with every table and no row; copy it, don't write it."""
    return once_a_run("empty", databases.make)


@pytest.fixture(scope="module", autouse=True)
def _on_the_day_it_is() -> None:
    """No fixture of the whole run takes its day into the modules that follow: their links would be too old."""
    assert abs(clock.now().timestamp() - time.time()) < 60, "something still moves the clock"


@pytest.fixture
def make_database(empty: Path, tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Make a database with the tables of `metadata` (default: all that are mapped on core's base) in `tmp_path`."""
    made: list[Database] = []

    def make(metadata: MetaData = Base.metadata, name: str = "database") -> Database:
        folder = tmp_path / name
        same = metadata is Base.metadata
        made.append(databases.duplicate(empty, folder) if same else databases.make(folder, metadata))
        return made[-1]

    yield make
    for database in made:
        database.dispose()
        databases.drop(database.data_dir)


@pytest.fixture
def database(make_database: Callable[..., Database]) -> Database:
    """A fresh database with every table of core's base."""
    return make_database()


@pytest.fixture(scope="session")
def sample(once_a_run: Callable[..., Path]) -> Path:
    """The data folder of the sample county as of `tests.sample.TODAY`; copy it, don't write it.

    Approval alone is on in it: whoever needs another measure turns it on.
    """

    def make(folder: Path) -> Database:
        with clock.moved(NOON):
            return demo.make(databases.installation(folder), approving(folder.with_name("tenants")), today=TODAY)

    return once_a_run("sample", make)


@pytest.fixture
def config(sample: Path, tmp_path: Path) -> Iterator[Config]:
    """The settings of an installation of one's own, with the sample county."""
    folder = tmp_path / "data"
    yield databases.copied(sample, folder)
    databases.drop(folder)


@pytest.fixture(scope="module")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One application over the sample county for a module whose tests leave it as they found it, or don't mind."""
    with opened(sample, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application over the sample county, on its day."""
    with application(config) as made, clock.moved(NOON):
        yield made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, config: Config) -> Callable[..., Result]:
    """Run a command over the sample county."""
    databases.use(monkeypatch, config)

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


@pytest.fixture
def county(app: Flask) -> Database:
    """The database behind `app`."""
    found: Database = app.extensions["xiaoneng.database"]
    return found


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Make a client signed in as an account, by a session row."""

    def make(login: str) -> FlaskClient:
        return Site(app).sign_in(login)

    return make
