"""The write turn: one queue for all writers of a SQLite file, so that none starves behind SQLite's own busy loop."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT = 10.0


class WriteBusy(RuntimeError):
    """The write turn did not come within the limit; nothing was written, the act may be sent again."""


if sys.platform == "win32":  # pragma: no cover - exercised on Windows only
    import msvcrt

    def _lock(fd: int, limit: float) -> bool:
        deadline = time.monotonic() + limit
        while True:
            try:
                os.lseek(fd, 0, os.SEEK_SET)
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
            except OSError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(0.01)
            else:
                return True

    def _unlock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        os.close(fd)

else:
    import fcntl

    def _lock(fd: int, limit: float) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _queue(fd, limit)
        return True

    def _queue(fd: int, limit: float) -> bool:
        """Wait in the kernel's own queue, which is fair; a polling loop is not. The wait has no limit of its own."""
        own = os.dup(fd)  # the same open file, so the lock is shared and outlives a caller that gave up
        state = threading.Lock()
        done = threading.Event()
        gave_up = False

        def wait() -> None:
            try:
                fcntl.flock(own, fcntl.LOCK_EX)
                with state:
                    if gave_up:
                        fcntl.flock(own, fcntl.LOCK_UN)
                    else:
                        done.set()
            finally:
                os.close(own)

        threading.Thread(target=wait, name="write-turn", daemon=True).start()
        done.wait(limit)
        with state:
            gave_up = not done.is_set()
            return done.is_set()

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)
        os.close(fd)


class WriteTurn:
    """A lock across threads and processes on one file; a thread that holds it may take it again.

    Args:
        path: the lock file, made when absent.
        limit: seconds to wait before `WriteBusy`.
    """

    def __init__(self, path: Path, limit: float = LIMIT) -> None:
        self.path = path
        self.limit = limit
        self._held = threading.local()

    @property
    def held(self) -> bool:
        """Whether this thread has the turn."""
        return bool(getattr(self._held, "depth", 0))

    @contextmanager
    def take(self, limit: float | None = None) -> Iterator[None]:
        """Hold the turn for a block.

        Raises:
            WriteBusy: the turn did not come within `limit` seconds (default: the turn's own limit).
        """
        if self.held:
            self._held.depth += 1
            try:
                yield
            finally:
                self._held.depth -= 1
            return
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not _lock(fd, self.limit if limit is None else limit):
            os.close(fd)
            raise WriteBusy(f"no write turn within {self.limit if limit is None else limit:g} s")
        self._held.depth = 1
        try:
            yield
        finally:
            self._held.depth = 0
            _unlock(fd)
