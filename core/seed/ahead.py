"""A generator that runs in a process of its own, so that what it yields next is made while the last is used."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def ahead(make: Callable[..., Iterator[T]], *given: Any) -> Iterator[T]:
    """Yield what `make(*given)` yields; a function, arguments and values that can be pickled.

    Raises:
        RuntimeError: the process ended before it had yielded everything; its own words are on stderr.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(there, make, given), daemon=True)
    process.start()
    there.close()
    try:
        with closing(here):
            while found := here.recv():
                yield found[0]
    except EOFError as error:
        raise RuntimeError("the process that makes what comes next has ended") from error
    finally:
        process.terminate()
        process.join()


def _send(there: Connection, make: Callable[..., Iterator[Any]], given: tuple[Any, ...]) -> None:
    for made in make(*given):
        there.send((made,))
    there.send(())
