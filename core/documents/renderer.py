"""The one process that sets papers, seen from those that want them: asked in turns, started at need, anew when it dies.

Web and worker never load the typesetter: it and its fonts are some hundred MiB, and a paper that brings it down takes
no request with it.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import IO, Any

from core.documents import fonts
from core.errors import DomainError, Problem
from core.i18n import N_

# A register of some ten thousand rows takes a minute; what takes longer hangs.
PATIENCE = 180.0
SIZE = struct.Struct(">Q")
FAILED = N_("文书无法排版：%(reason)s。请把这句话告诉管理员。")


class Renderer:
    """A press as a child process."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "core.documents.press")) -> None:
        self._command = command
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process, None before the first paper and after `stop`."""
        return self._child.pid if self._child is not None else None

    def make(self, template: str, data: Mapping[str, Any], form: str) -> list[bytes]:
        """Set a paper: one PDF, or a picture of each page.

        Args:
            form: ``pdf``, ``docx``, or ``png:`` with the dots per inch.

        Raises:
            DomainError: it could not be set; the reason is the typesetter's own.
        """
        order = json.dumps(
            {
                "template": template,
                "data": data,
                "form": form,
                "fonts": {
                    role: [(str(face.path), face.index) for face in faces] for role, faces in fonts.chains().items()
                },
                "stand_ins": sorted(fonts.substitutes()),
                "folders": [str(folder) for folder in fonts.folders()],
            },
            ensure_ascii=False,
        ).encode()
        with self._turn:
            try:
                return self._ask(order)
            except (OSError, EOFError):
                # It may have died of the paper before, or been ended from outside; a second death is this paper's.
                self._end()
            try:
                return self._ask(order)
            except (OSError, EOFError) as error:
                self._end()
                raise DomainError(Problem(FAILED, params={"reason": "the typesetter stopped"})) from error

    def stop(self) -> None:
        """End the process; the next paper starts another."""
        with self._turn:
            self._end()

    def _ask(self, order: bytes) -> list[bytes]:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        # Who hangs is killed, and its pipe ends.
        watch = threading.Timer(PATIENCE, child.kill)
        watch.start()
        try:
            send(child.stdin, order)
            word, *parts = [receive(child.stdout) for _ in range(SIZE.unpack(_exactly(child.stdout, SIZE.size))[0])]
        finally:
            watch.cancel()
        if word == b"failed":
            raise DomainError(Problem(FAILED, params={"reason": parts[0].decode()}))
        return parts

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is not None:
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child = None


def send(pipe: IO[bytes], part: bytes) -> None:
    """Write one part with its length before it."""
    pipe.write(SIZE.pack(len(part)) + part)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one part.

    Raises:
        EOFError: the other side is gone.
    """
    return _exactly(pipe, SIZE.unpack(_exactly(pipe, SIZE.size))[0])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    read = pipe.read(size)
    if len(read) < size:
        raise EOFError
    return read


@lru_cache(maxsize=1)
def _of_process(pid: int) -> Renderer:
    made = Renderer()
    # A child that was forked from this process leaves the press alone.
    atexit.register(lambda: made.stop() if os.getpid() == pid else None)
    return made


def shared() -> Renderer:
    """This process's renderer; a forked child has its own, so that two never read from one pipe."""
    return _of_process(os.getpid())
