"""Processes of the tests' own: several at once, a server that says where it is, and waiting for what they do.

Waits end when something is so. Their limits are there for what hangs, and are far beyond what a busy machine takes.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from core.cli import main
from core.config import Config
from tests import databases

HANGS = 300.0
ADDRESS = re.compile(r"^serving on http://127\.0\.0\.1:(\d+)$", re.MULTILINE)


def until(true: Callable[[], object], told: Callable[[], str] = str, seconds: float = HANGS) -> None:
    """Wait until something is so.

    Args:
        told: what there is to say where it does not come.
        seconds: after how many it never will.
    """
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"it did not come in {seconds:g} s\n{told()}"
        time.sleep(0.1)


def run_processes(target: Callable[..., None], arguments: list[tuple[Any, ...]]) -> None:
    """Call a function in a process for each tuple of arguments, in all of them at the same moment."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(len(arguments))
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / str(number) for number in range(len(arguments))]
        processes = [
            context.Process(target=_call, args=(ready, log, target, args))
            for log, args in zip(logs, arguments, strict=True)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(HANGS)
            process.kill()
            process.join()
        codes = [process.exitcode for process in processes]
        said = "\n".join(log.read_text() for log in logs if log.exists())
    assert codes == [0] * len(codes), f"{codes}\n{said}"


def _call(ready: Barrier, log: Path, target: Callable[..., None], args: tuple[Any, ...]) -> None:
    try:
        ready.wait(HANGS)
        target(*args)
    except BaseException:
        log.write_text(traceback.format_exc())
        raise


# Processes that are killed by the hundred are forked from one that has loaded the product, and begin at once.
_LOADED = multiprocessing.get_context("forkserver")
_LOADED.set_forkserver_preload(["tests.loaded"])


class Child:
    """A process of its own over an installation, in a session of its own.

    Args:
        target: what it does; of a module, since the process finds it by its name.
        environment: all of its environment.
        log: the file for what it says; without one, `stdout` reads it.
    """

    def __init__(
        self, target: Callable[..., object], *args: object, environment: Mapping[str, str], log: Path | None = None
    ) -> None:
        ours, theirs = _LOADED.Pipe(duplex=False)
        self._process = _LOADED.Process(target=_be, args=(dict(environment), theirs, log, target, args), daemon=True)
        self._process.start()
        theirs.close()
        self.stdout = os.fdopen(os.dup(ours.fileno()), encoding="utf-8")
        ours.close()
        self.pid: int = self._process.pid or 0

    def poll(self) -> int | None:
        """Its exit code, negative for a signal; None while it lives."""
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """Its exit code, once it ended.

        Raises:
            TimeoutError: it didn't, within so many seconds.
        """
        self._process.join(seconds)
        code = self._process.exitcode
        if code is None:
            raise TimeoutError(f"process {self.pid} did not end in {seconds} s")
        return code

    def terminate(self) -> None:
        """SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.join()

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Killed, and nothing more to read."""
        self.kill()
        self.stdout.close()


def _be(
    environment: dict[str, str], said: Connection, log: Path | None, target: Callable[..., object], args: tuple[object]
) -> None:
    """What a child does, from its first moment."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    warnings.simplefilter("ignore")
    if log is None:
        os.dup2(said.fileno(), 1)
    else:
        with log.open("a") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
    said.close()
    target(*args)


def xiaoneng(words: list[str]) -> None:
    """The command with these words."""
    main(words)


class Server:
    """`xiaoneng serve` on a port the system gives it, which it says in its log as soon as it takes connections.

    Args:
        log: the file for what it and its worker say, one start after another.
        words: more words of the command.
    """

    def __init__(self, config: Config, log: Path, *words: str) -> None:
        self.log = log
        self.command = ["serve", "--port", "0", *words]
        self.environment = {**databases.environment(config), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.start()

    def start(self) -> None:
        """A new process, after the one before ended."""
        self.log.touch()
        self._begins = self.log.stat().st_size
        self.process = Child(xiaoneng, self.command, environment=self.environment, log=self.log)

    @property
    def port(self) -> int:
        """Where it takes connections; 0 before it does, and after it was killed.

        Raises:
            AssertionError: it ended by itself; its last words are in the message.
        """
        code = self.process.poll()
        assert code is None or code < 0, f"the server ended with {code}\n{self.said()}"
        if code is not None:
            return 0
        found = ADDRESS.search(self.log.read_bytes()[self._begins :].decode(errors="replace"))
        return int(found[1]) if found else 0

    def said(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-60:])

    def kill(self) -> None:
        """SIGKILL."""
        self.process.close()

    def end(self) -> None:
        """SIGTERM, which ends its worker too; killed where it does not end."""
        self.process.terminate()
        try:
            self.process.wait(HANGS)
        finally:
            self.kill()


@contextmanager
def serving(config: Config, log: Path, *words: str) -> Iterator[Server]:
    """A server for a block, ended with it whatever happens."""
    server = Server(config, log, *words)
    try:
        yield server
    except BaseException:
        sys.stdout.write(f"{log.name}:\n{server.said()}\n")
        raise
    finally:
        server.end()
