"""The press: a process that sets papers, one order after the other, from its standard input to its standard output.

Nothing else imports the typesetter. It ends when its input does, when nothing came for some minutes, and when it has
become large: what it holds in memory is then given back, and whoever wants the next paper starts it anew.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import select
import signal
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from core.documents.renderer import SIZE, receive, send

TEMPLATES = Path(__file__).parent / "templates"
IDLE = 300.0
# What a long register took is never given back to the system: a press as large as this ends, and the next is small.
LARGEST_MIB = 300


class Unset(Exception):
    """A paper that the typesetter refuses or would set wrongly."""


def make(order: Mapping[str, Any]) -> list[bytes]:
    """Set one paper: ``template`` with ``data`` in ``form``, its ``fonts`` by role from ``folders``.

    Raises:
        Unset: an error of the typesetter, or a warning that a font is missing, which would print boxes.
    """
    template, data, form = order["template"], order["data"], order["form"]
    kind, _, ppi = form.partition(":")
    if kind == "docx":
        from core.documents import word_press

        return [word_press.make(template, data)]
    roles = {role: _families(faces, *order["folders"]) for role, faces in order["fonts"].items()}
    told = {"data": data, "fonts": {**roles, "stand_ins": order["stand_ins"]}}
    inputs = {name: json.dumps(value, ensure_ascii=False) for name, value in told.items()}
    try:
        answer: Any  # one PDF, or a list of pictures
        answer, warnings = typst.compile_with_warnings(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=_fonts(*order["folders"]),
            ignore_system_fonts=True,
            format="pdf" if kind == "pdf" else "png",
            ppi=float(ppi) if ppi else None,
            sys_inputs=inputs,
            timestamp=_written_on(data),
            pdf_standards=["a-2b"] if kind == "pdf" else [],
        )
    except typst.TypstError as error:
        raise Unset(str(error)) from error
    if wrong := [str(warning) for warning in warnings if "font" in str(warning)]:
        raise Unset("; ".join(wrong))
    return answer if isinstance(answer, list) else [answer]


def _written_on(data: Mapping[str, Any]) -> dt.datetime | None:
    """The paper's own day: PDF/A asks for one, and a clock's would make the same paper differ from day to day."""
    found = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", data.get("date") or data.get("made_on") or "")
    with suppress(ValueError):  # no such day: words that only look like one
        if found:
            year, month, day = map(int, found.groups())
            return dt.datetime(year, month, day, 4, tzinfo=dt.UTC)  # noon in Shanghai
    return None


@lru_cache(maxsize=1)
def _fonts(*folders: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


@lru_cache(maxsize=1)
def _known(*folders: str) -> Mapping[tuple[str | None, int], str]:
    return {(font.path, font.index): font.family for font in _fonts(*folders).fonts()}


def _families(faces: Sequence[tuple[str, int]], *folders: str) -> list[str]:
    """The names under which the typesetter itself knows these faces: it shortens some, AR PL UKai CN among them."""
    known = _known(*folders)
    if missing := [path for path, index in faces if (path, index) not in known]:
        raise Unset(f"no font in {', '.join(missing)}")
    return list(dict.fromkeys(known[path, index] for path, index in faces))


def serve() -> None:
    """Answer orders until there are no more."""
    # Ctrl-C is for the server, whose end is the end of orders.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    # A process begins with the peak of the one that started it.
    limit = max(LARGEST_MIB, _peak_mib())
    while _waits(orders.fileno()):
        try:
            order = json.loads(receive(orders))
        except EOFError:
            return
        try:
            parts = [b"made", *make(order)]
        except Exception as error:
            parts = [b"failed", str(error).encode()]
        answers.write(SIZE.pack(len(parts)))
        for part in parts:
            send(answers, part)
        if _peak_mib() > limit:
            return


def _peak_mib() -> int:
    """The most memory this process ever held; unknown on Windows, where it is 0."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


def _waits(orders: int) -> bool:
    """Whether an order, or the end of orders, came in time; pipes cannot be waited for on Windows.

    Orders come one at a time, so nothing of the next is ever read ahead into the buffer.
    """
    return sys.platform == "win32" or bool(select.select([orders], [], [], IDLE)[0])


if __name__ == "__main__":
    serve()
