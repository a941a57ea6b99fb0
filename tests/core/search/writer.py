"""A process that writes one generation of documents after another until it is killed, and says which are committed."""

from __future__ import annotations

import sys
from pathlib import Path

from core.search.whoosh_backend import WhooshBackend
from tests.core.search.corpus import doc

COUNT = 30


def main(root: str, way: str, first: int) -> None:
    backend = WhooshBackend(Path(root))
    say("ready")
    for generation in range(first, first + 10_000):
        docs = [doc(number, f"低保 gen{generation}", "行政复议申请期限" * 20) for number in range(COUNT)]
        if way == "rebuild":
            backend.rebuild(docs)
        else:
            backend.index(docs)
        say(str(generation))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
