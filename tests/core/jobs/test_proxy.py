"""Behind a proxy every visitor has an address of their own; without one nobody chooses theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from waitress.adjustments import Adjustments
from waitress.proxy_headers import proxy_headers_middleware
from werkzeug.test import Client

from core.config import Config
from core.jobs.serve import proxy


def address(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(environ["REMOTE_ADDR"]).encode()]


@pytest.mark.parametrize(
    ("behind_https", "peer", "seen"),
    [
        (True, "127.0.0.1", "203.0.113.7"),
        (True, "198.51.100.9", "198.51.100.9"),
        (False, "127.0.0.1", "127.0.0.1"),
        (False, "198.51.100.9", "198.51.100.9"),
    ],
)
def test_the_address_of_a_visitor(behind_https: bool, peer: str, seen: str) -> None:
    server = Adjustments(**proxy(Config(behind_https=behind_https)))
    app = proxy_headers_middleware(
        address,
        trusted_proxy=server.trusted_proxy,
        trusted_proxy_headers=server.trusted_proxy_headers,
        clear_untrusted=server.clear_untrusted_proxy_headers,
    )
    given = {"REMOTE_ADDR": peer, "REMOTE_PORT": "5000"}
    answer = Client(app).get("/", environ_base=given, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.text == seen
