"""`xiaoneng calendar …`. Exit codes: 0 well, 1 a notice was refused or there is no such year, 2 called wrong."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import select

from core.accounts.actor import Actor
from core.accounts.directory import account_by_login
from core.audit.services import record
from core.calendar import rules, services
from core.cases import recompute as cases
from core.cases.recompute import Move
from core.commands import installed_calendar, open_database
from core.db import Database, Scope, ScopedSession
from core.deadlines.calendar import WorkCalendar
from core.duties import recompute as duties
from core.tenancy.models import Tenant

if TYPE_CHECKING:
    from core.accounts.models import Account


@click.group()
def calendar() -> None:
    """The working calendar."""


@calendar.command()
@click.argument("year", type=int)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def show(ctx: click.Context, year: int, as_json: bool) -> None:
    """The rest days and made-up working days of YEAR, with the notice they rest on."""
    known = installed_calendar()
    if year not in known.years:
        click.echo(f"没有{year}年的日历数据（{known.years[0]}年至{known.years[-1]}年）。", err=True)
        ctx.exit(1)
    shown = _year(known, year)
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    state = "已公布" if shown["published"] else "暂计（放假安排尚未公布）"
    click.echo(f"{year}年　{state}　工作日{shown['working_days']}天　日历{shown['version']}")
    for day in shown["days"]:
        click.echo(f"{day['date']}\t{'上班' if day['kind'] == 'work' else '放假'}\t{day['name']}\t{day['source']}")


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="The notice's document number, where the lines do not name it.")
@click.option("--preview", "only_preview", is_flag=True, help="Show what would move and write nothing.")
@click.option("--by", help="The login of the one who imports.")
@click.option("--confirm-by", help="The login of a second person who compared it with the notice.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def import_command(
    ctx: click.Context,
    file: Path,
    source: str,
    only_preview: bool,
    by: str | None,
    confirm_by: str | None,
    as_json: bool,
) -> None:
    """Lay a yearly notice over its whole year and count every open limit anew.

    FILE is CSV (date,kind,name,source) or lines like `2027-02-05 off 春节`; it is taken whole or not at all.
    """
    if not only_preview and not (by and confirm_by):
        raise click.UsageError("applying needs --by and --confirm-by; --preview shows what would move")
    database = open_database()
    try:
        with database.read(Scope.system("the tenants and the calendar a notice is laid into")) as session:
            known = services.current(session)
            tenants = list(session.scalars(select(Tenant.id).order_by(Tenant.id)))
        try:
            notice = rules.read(_text(file), known, source)
        except rules.BadNotice as refused:
            _say_refused(file, refused, as_json)
            ctx.exit(1)
        target = rules.laid(notice, known)
        changed = target.entries != known.entries or target.published_to != known.published_to
        moves = _moves(database, tenants, target) if changed else []
        if changed and not only_preview:
            _apply(database, notice, str(by), str(confirm_by))
            for tenant in tenants:
                cases.recompute_open(database, tenant)
                duties.recompute_open(database, tenant)
    finally:
        database.dispose()
    version = target.version if changed else known.version
    _say(notice, version, moves, as_json=as_json, applied=changed and not only_preview)


def _moves(database: Database, tenants: Sequence[int], target: WorkCalendar) -> list[Move]:
    """What the calendar would move, tenant by tenant, limits of cases before duties."""
    previews = (cases.preview, duties.preview)
    return [move for tenant in tenants for preview in previews for move in preview(database, tenant, target)]


def _apply(database: Database, notice: rules.Notice, by: str, confirm_by: str) -> None:
    with database.read(Scope.system("which tenant is the county")) as session:
        county = session.scalar(select(Tenant.id).where(Tenant.tier == "county").order_by(Tenant.id).limit(1))
    if county is None:
        raise click.UsageError("there is no county yet: run `xiaoneng tenants sync`")
    with database.write(Scope.one(county)) as session:
        first, second = _active(session, by), _active(session, confirm_by)
        if first.id == second.id:
            raise click.UsageError("a second person must confirm the notice")
        made = services.add(session, notice, imported_by=first.login, confirmed_by=second.login)
        body = {"year": notice.year, "source": notice.source, "confirmed_by": second.login}
        record(session, Actor(first.id, first.display_name, county), "core.calendar.import", made.version, body)


def _active(session: ScopedSession, login: str) -> Account:
    found = account_by_login(session, login)
    if found is None or found.state != "active":
        raise click.UsageError(f"no active account is called {login}")
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not UTF-8 text") from None


def _say_refused(file: Path, refused: rules.BadNotice, as_json: bool) -> None:
    if as_json:
        bad = [{"line": line.line, "reason": str(line.problem)} for line in refused.lines]
        click.echo(json.dumps({"bad": bad}, ensure_ascii=False))
        return
    for line in refused.lines:
        click.echo(f"{file}:{line}" if line.line else f"{file}: {line}", err=True)


def _say(notice: rules.Notice, version: str, moves: Sequence[Move], *, as_json: bool, applied: bool) -> None:
    if as_json:
        found = {"year": notice.year, "source": notice.source, "version": version, "applied": applied}
        listed = [{**asdict(move), "settled": move.settled} for move in moves]
        click.echo(json.dumps({**found, "moves": listed}, ensure_ascii=False, default=str))
        return
    for move in moves:
        click.echo(f"{move.tenant}\t{move.number}\t{move.rule}\t{_change(move)}")
    state = "已导入" if applied else "没有写入"
    click.echo(f"{notice.year}年　{notice.source}　{len(moves)}个期限变动　日历{version}　{state}")


def _change(move: Move) -> str:
    if move.settled:
        return f"{move.old}　不再暂计"
    if move.old == move.new:  # a calendar date stays; the day by which to be safe moves
        return f"{move.old}　稳妥日 {move.old_safe} → {move.new_safe}"
    return f"{move.old} → {move.new}"


def _year(known: WorkCalendar, year: int) -> dict[str, Any]:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    entries = sorted(entry for date, entry in known.entries.items() if date.year == year)
    return {
        "year": year,
        "published": last <= known.published_to,
        "version": known.version,
        "working_days": known.working_between(first, last) + known.is_working(first),
        "days": [
            {"date": entry.date.isoformat(), "kind": entry.kind, "name": entry.name, "source": entry.source}
            for entry in entries
        ],
    }
