"""A worker process that carries a tenant's parcels and dies between the receiver's commit and the sender's mark."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from pathlib import Path
from typing import Any

from core import clock, plugins
from core.db import Database, crypto
from core.exchange import delivery
from plugins.reconsideration import parcels


def main(url: str, data: str, keys: str, tenant: str, day: str) -> None:
    plugins.registry().check()
    crypto.load_keys(Path(keys))
    put = delivery._put

    def put_and_die(database: Database, sent: Any, to_tenant: int) -> None:
        put(database, sent, to_tenant)
        if sent.kind == parcels.COPY:
            os.kill(os.getpid(), signal.SIGKILL)

    delivery._put = put_and_die
    with clock.moved(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(16), clock.SHANGHAI)):
        delivery.carry(Database(url, Path(data)), int(tenant))


if __name__ == "__main__":
    main(*sys.argv[1:])
