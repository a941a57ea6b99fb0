"""A worker process over the toy installation, which may be told to die between the receiver's commit and the mark."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from core import plugins
from core.jobs import drain
from tests.core.exchange import toys


def main(folder: Path, dies: str) -> None:
    with plugins.using({"toy": toys}):
        plugins.registry().check()
        database = toys.installation(folder)
        if dies == "before-mark":
            drain._settle = lambda session, faults: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,return-value]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        toys.carry(database)
