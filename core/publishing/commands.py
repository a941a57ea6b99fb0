"""`xiaoneng publications …`. Exit codes: 0 well, 1 the feed does not hold, 2 called wrong."""

from __future__ import annotations

import json
from typing import IO

import click

from core.config import load
from core.db import crypto
from core.publishing import signed


@click.group()
def publications() -> None:
    """What is published, as other sites take it."""


@publications.command()
def key() -> None:
    """Print the public key with which the signed feeds of this installation are checked."""
    crypto.load_keys(load().keys)
    click.echo(crypto.seal_key())


@publications.command()
@click.argument("file", type=click.File("rb"))
@click.option("--key", required=True, help="The public key, as `publications key` printed it there.")
@click.pass_context
def check(ctx: click.Context, file: IO[bytes], key: str) -> None:
    """Prove a signed feed from its FILE (feed.signed.json) and the key alone; `-` reads standard input."""
    try:
        found = signed.opened(json.load(file), key)
    except (ValueError, RecursionError) as error:
        click.echo(f"不符：{error}", err=True)
        ctx.exit(1)
    items = found.get("items", [])
    click.echo(f"相符　{found.get('title', '')}　{len(items)}条　第{found.get('revision', 0)}版")
