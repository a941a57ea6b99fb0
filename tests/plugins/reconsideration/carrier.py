"""A worker process that carries a tenant's parcels and dies between the receiver's commit and the sender's mark."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from core import clock, plugins
from core.db import Database, crypto
from core.exchange.delivery import carry
from core.jobs import drain


def main(url: str, data: str, keys: str, tenant: str, day: str) -> None:
    plugins.registry().check()
    crypto.load_keys(Path(keys))
    drain._settle = lambda session, faults: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,return-value]
    with clock.moved(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(16), clock.SHANGHAI)):
        carry(Database(url, Path(data)), int(tenant))


if __name__ == "__main__":
    main(*sys.argv[1:])
