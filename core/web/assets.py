"""Static files: their address for ever, each sheet once a page, and small on the line."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, g, request, url_for
from markupsafe import Markup

PACKED = {"text/css", "text/javascript", "image/svg+xml"}
STATIC = Path(__file__).parent / "static"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LOOSE = re.compile(r"\s*([{};,])\s*|(:) +|\s+")


def init(app: Flask) -> None:
    """Give templates `asset` and `sheet`."""
    app.add_template_global(asset)
    app.add_template_global(sheet)


def asset(name: str) -> str:
    """The URL of a static file with a digest, so that it may be cached for a year."""
    made: dict[str, str] = g.setdefault("assets", {})  # the sprite alone is named a hundred times on a list
    if name not in made:
        made[name] = url_for("static", filename=name, v=_digest(name))
    return made[name]


def sheet(name: str) -> Markup:
    """The link to a sheet that only some parts need, where the first of them stands; nothing after that on a page."""
    asked: set[str] = g.setdefault("sheets", set())
    if name in asked:
        return Markup("")
    asked.add(name)
    return Markup('<link rel="stylesheet" href="{}">').format(asset(name))


def pack(response: Response) -> None:
    """Send style, script and sprite packed: half a second instead of three on a village's line. Pages are never
    packed: what a visitor sent stands beside tokens there (BREACH)."""
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or response.mimetype not in PACKED or not request.accept_encodings.quality("gzip"):
        return
    response.close()  # the open file: its packed copy is sent instead
    response.direct_passthrough = False
    response.set_data(_packed(str((request.view_args or {})["filename"])))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("ETag", None)
    response.headers.pop("Accept-Ranges", None)


def small(css: str) -> str:
    """A sheet without what only its authors need: comments, and space that means nothing."""
    return LOOSE.sub(lambda found: found[1] or found[2] or " ", COMMENT.sub("", css)).strip()


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _packed(name: str) -> bytes:
    content = (STATIC / name).read_bytes()
    own = name.endswith(".css") and "/" not in name
    return gzip.compress(small(content.decode()).encode() if own else content, mtime=0)
