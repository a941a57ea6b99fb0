"""The signed feed: how another site knows that what it shows is what was published here, and the newer of two.

The signature (Ed25519, by the installation's sealing key) is over the UTF-8 bytes of `content`, a JSON feed as text.
`xiaoneng publications check` proves it with the key alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.db import crypto


class BadFeed(ValueError):
    """Not a signed feed, changed on its way, or signed by another key."""


def signed(content: str) -> dict[str, str]:
    """A feed with the public key and the signature, both in hexadecimal."""
    return {"content": content, "key": crypto.seal_key(), "signature": crypto.seal(content.encode())}


def opened(given: Any, key: str) -> Mapping[str, Any]:
    """The feed inside, if it is as it was signed by the owner of `key`.

    Raises:
        BadFeed: it is not.
    """
    if not isinstance(given, Mapping) or not {"content", "key", "signature"} <= given.keys():
        raise BadFeed("not a signed feed")
    if given["key"] != key:
        raise BadFeed("signed with another key")
    content = str(given["content"])
    if not crypto.seal_holds(key, content.encode(), str(given["signature"])):
        raise BadFeed("changed after it was signed")
    try:
        found = json.loads(content)
    except ValueError as error:
        raise BadFeed("not a feed") from error
    if not isinstance(found, Mapping):
        raise BadFeed("not a feed")
    return found
