"""One process sets papers: it is started at need and anew when it dies, and never grows."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from core.documents import elements, typesetting
from core.documents.renderer import Renderer
from core.errors import DomainError
from tests.core.documents.samples import DECISION, ORDER


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    made = Renderer()
    yield made
    made.stop()


def order(renderer: Renderer) -> bytes:
    """A letter from this renderer."""
    return renderer.make("xinhan", elements.complete("xinhan", ORDER), "pdf")[0]


def test_a_press_that_died_is_started_anew(renderer: Renderer) -> None:
    before = order(renderer)
    first = renderer.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert order(renderer) == before
    assert renderer.pid != first


def test_a_paper_that_kills_the_press_twice_is_refused_and_the_next_is_set(renderer: Renderer) -> None:
    dying = Renderer((sys.executable, "-c", "import sys; sys.stdin.buffer.read(8)"))
    with pytest.raises(DomainError, match="stopped"):
        order(dying)
    assert dying.pid is None
    assert order(renderer).startswith(b"%PDF")


def test_a_press_that_has_become_large_ends_and_the_next_paper_has_another() -> None:
    code = (
        "from core.documents import press; press.LARGEST_MIB = 0; press._peak_mib = iter(range(9)).__next__; "
        "press.serve()"
    )
    small = Renderer((sys.executable, "-c", code))
    try:
        pids = {small.pid for _ in range(2) if order(small)}
        assert len(pids) == 2
    finally:
        small.stop()


def test_what_the_typesetter_refuses_is_said_and_the_press_lives_on(renderer: Renderer) -> None:
    with pytest.raises(DomainError, match="无法排版"):
        renderer.make("decision", {"title": "no more than this"}, "pdf")
    pid = renderer.pid
    assert order(renderer).startswith(b"%PDF")
    assert renderer.pid == pid


def test_several_ask_at_once_and_each_gets_its_own(renderer: Renderer) -> None:
    made: dict[int, bytes] = {}

    def ask(number: int) -> None:
        data = elements.complete("decision", {**DECISION, "verify": "", "title": f"样{number}号"})
        made[number] = renderer.make("decision", data, "pdf")[0]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, pdf in made.items():
        assert f'<rdf:li xml:lang="x-default">样{number}号'.encode() in pdf


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="reads /proc")
def test_the_press_does_not_grow(renderer: Renderer) -> None:
    """A hundred papers after the first hundred cost no memory; bench/papers.py measures a thousand."""

    def resident() -> int:
        with open(f"/proc/{renderer.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def several(start: int) -> None:
        for number in range(start, start + 100):
            data = elements.complete("decision", {**DECISION, "verify": "", "number": f"样〔2026〕{number}号"})
            renderer.make("decision", data, "pdf")

    several(0)
    before = resident()
    several(100)
    assert resident() - before < 30 * 1024 * 1024


def test_a_process_of_its_own_for_each_process_that_asks() -> None:
    assert typesetting.renderer.shared() is typesetting.renderer.shared()
