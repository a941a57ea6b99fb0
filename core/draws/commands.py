"""`xiaoneng draws …`. Exit codes: 0 well, 1 the draw does not hold, 2 called wrong."""

from __future__ import annotations

import json
from typing import IO

import click

from core.draws import rules


@click.group()
def draws() -> None:
    """Inspection draws."""


@draws.command()
@click.argument("file", type=click.File("rb"))
@click.pass_context
def check(ctx: click.Context, file: IO[bytes]) -> None:
    """Prove a published draw again from its FILE (draw.json) alone; `-` reads standard input."""
    try:
        given = json.load(file)
        wrong = rules.faults(given)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"这不是抽查结果数据，或者还没有抽取：{error}") from error
    if wrong:
        click.echo(f"不符：{'、'.join(wrong)}", err=True)
        ctx.exit(1)
    said = rules.read(given["commitment"])
    click.echo(f"相符　{said.title}　{said.take}/{len(said.candidates)}　{given['digest']}")
    for one in given["drawn"]:
        click.echo(f"{one['place']}\t{one['code']}\t{one['name']}")
