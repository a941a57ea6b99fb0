"""`xiaoneng approval …`: the item library 实施清单 seen from the command line."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

import click
from sqlalchemy import or_, select

from core import clock as time
from core.commands import as_json, reading
from core.db import ScopedSession
from core.tenancy.switches import in_use
from plugins.approval.models import Item


@dataclass(frozen=True, slots=True)
class Line:
    """An edition of an item with its limits in working days, as listed; None where there is no limit."""

    code: str
    edition: int
    name: str
    type: str
    legal_days: int | None
    promised_days: int | None
    published: bool


@click.command("items")
@click.argument("tenant", type=int)
@as_json
def items(tenant: int, as_json: bool) -> None:
    """List the items of TENANT (division code), published or not, of the units that use approval."""
    with reading(tenant, "approval") as session:
        lines = list_items(session)
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(line) for line in lines], ensure_ascii=False))
        return
    for line in lines:
        limits = f"{line.legal_days or '-'}/{line.promised_days or '-'}"
        click.echo(f"{line.code}  {limits:>7}  {'' if line.published else '(未公布)'}{line.name}  {line.type}")


def list_items(session: ScopedSession) -> list[Line]:
    """The library of the session's tenant by code, of the units that use approval; editions that ended are left out."""
    kept = or_(Item.valid_to.is_(None), Item.valid_to >= time.today())
    return [
        Line(item.code, item.edition, item.name, item.type, item.legal_days, item.promised_days, item.published)
        for item in session.scalars(
            select(Item).where(in_use("approval", Item), kept).order_by(Item.code, Item.edition)
        )
    ]
