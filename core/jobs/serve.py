"""`xiaoneng serve`: the web server, and one worker process as its child, started anew whenever it dies."""

from __future__ import annotations

import gc
import logging
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import waitress

from core.config import Config

log = logging.getLogger("xiaoneng.serve")

THREADS = 8
RESTART_AFTER = 1.0


class Supervisor:
    """Keeps one worker process alive."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        """Start the worker and watch it."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker and wait for its last batch."""
        self._stop.set()
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
        self._thread.join(timeout=15)

    def _watch(self) -> None:
        while not self._stop.is_set():
            command = [sys.executable, "-m", "core.cli", "worker", "--parent", str(os.getpid())]
            self._child = subprocess.Popen(command)  # noqa: S603 - our own program with our own number
            code = self._child.wait()
            if not self._stop.is_set():
                log.warning("the worker ended with %s and is started anew", code)
                self._stop.wait(RESTART_AFTER)


def main(app: Any, host: str, port: int, *, with_worker: bool = True) -> None:
    """Serve until Ctrl-C or SIGTERM; the addresses are said as soon as they take connections."""
    supervisor = Supervisor()
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="",
        # A phone keeps six connections open: with waitress's hundred, the eighteenth reader would wait.
        connection_limit=1000,
        channel_timeout=30,
        asyncore_use_poll=True,
        **proxy(app.extensions["xiaoneng.config"]),
    )
    for where in _addresses(server):
        sys.stdout.write(f"serving on {where}\n")
    sys.stdout.flush()
    if with_worker:
        supervisor.start()
    # Without this, a plain kill would leave the worker behind.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    # What was loaded is never garbage: looked through in a write turn, it would keep people waiting.
    gc.freeze()
    try:
        server.run()
    finally:
        server.close()
        if with_worker:
            supervisor.stop()


def _addresses(server: Any) -> list[str]:
    """Where it takes connections; a name of the host may stand for several addresses, port 0 for any that is free."""
    pairs = getattr(server, "effective_listen", None) or [(server.effective_host, server.effective_port)]
    return [f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}" for host, port in pairs]


def proxy(config: Config) -> dict[str, Any]:
    """Whose word on the visitor's address is taken: the proxy's on this machine, where there is one.

    Without it everybody would come from one address, and a stranger's wrong tries would hold up the person they name.
    """
    return {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-for"} if config.behind_https else {}
