"""A process of its own that serves the sample county to one browser: it reads an address a line and says the status."""

from __future__ import annotations

import sys

from core import clock
from core.app import create_app
from core.config import load
from tests.sample import NOON
from tests.site import Site


def main(login: str) -> None:
    app = create_app(load())
    with clock.moved(NOON):
        client = Site(app).sign_in(login)
        say("ready")
        for line in sys.stdin:
            say(str(client.get(line.strip()).status_code))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
