"""The machine's clock must not go back: a legal day would come twice, and what is kept would stand in the wrong order.

The latest instant at which something was written is the time of a file beside the database. Behind it nothing is
written any more; a clock that is right again, or an operator who says that it is (`xiaoneng clock accept`), ends that.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from core.db.turn import WriteBusy

TOLERANCE = dt.timedelta(minutes=5)  # machines that set their clocks by others go back by seconds
NOTED_EVERY = 60.0  # seconds


class ClockBack(WriteBusy):
    """The clock is behind what was written already; nothing was written, and nothing is until it is right."""


class Steady:
    """What the installation has seen of the machine's clock.

    Args:
        file: its time is the latest instant seen; made when absent.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def behind(self) -> dt.timedelta:
        """How far the clock is behind what was seen of it; zero or less where it is not."""
        try:
            return dt.timedelta(seconds=self._file.stat().st_mtime - time.time())
        except FileNotFoundError:
            return dt.timedelta(0)

    def check(self) -> None:
        """See the clock before something is written.

        Raises:
            ClockBack: it went back by more than `TOLERANCE`.
        """
        behind = self.behind()
        if behind > TOLERANCE:
            raise ClockBack(f"the clock is {behind} behind what was written already: see `xiaoneng clock`")
        if behind.total_seconds() < -NOTED_EVERY or not self._file.exists():
            self.accept()

    def accept(self) -> None:
        """Take the clock as it is now for right."""
        self._file.touch(mode=0o600)
        os.utime(self._file)
