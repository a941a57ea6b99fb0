"""`xiaoneng calendar …`. Exit codes: 0 well, 1 a notice was refused or there is no such year, 2 called wrong."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from core.accounts.actor import Actor
from core.accounts.directory import account_by_login
from core.accounts.queries import actor_of
from core.calendar import rules, services
from core.cases.recompute import Move
from core.commands import installed_calendar, open_database
from core.db import Database, Scope, ScopedSession, new_id
from core.deadlines.calendar import WorkCalendar
from core.errors import DomainError, Forbidden
from core.holidays import preview
from core.holidays import services as changes
from core.holidays.recount import recount
from core.holidays.rules import Bring
from core.tenancy.queries import county_id, every


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
@click.option("--by", help="The login of the one who imports; alone, the notice waits for a second person.")
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
    if not only_preview and not by:
        raise click.UsageError("applying needs --by and --confirm-by; --preview shows what would move")
    database = open_database()
    try:
        county, tenants = county_id(database), every(database)
        if county is None:
            raise click.UsageError("there is no county yet: run `xiaoneng tenants sync`")
        with database.read(Scope.one(county)) as session:
            known = services.parts(session).national
        change = Bring(_text(file), source)
        try:
            notice = rules.read(change.text, known, source)
        except rules.BadNotice as refused:
            _say_refused(file, refused, as_json)
            ctx.exit(1)
        target = rules.laid(notice, known)
        changed = target.entries != known.entries or target.published_to != known.published_to
        moves = preview.moves(database, change, tenants, whole=True, tenant=county) if changed else {}
        if changed and not only_preview:
            _apply(database, county, change, str(by), confirm_by)
        applied = changed and not only_preview and confirm_by is not None
        if applied:
            recount(database)
    finally:
        database.dispose()
    version = target.version if changed else known.version
    waits = changed and not only_preview and not applied
    listed = [move for tenant in tenants for move in moves.get(tenant, [])]
    _say(notice, version, listed, as_json=as_json, applied=applied, waits=waits)


def _apply(database: Database, county: int, change: Bring, by: str, confirm_by: str | None) -> None:
    """Propose, and confirm where a second person is named: the same services as the console's, the same refusals."""
    try:
        with database.write(Scope.one(county)) as session:
            made = changes.propose(session, _active(session, by), change, new_id())
            if confirm_by is not None:
                changes.confirm(session, _active(session, confirm_by), made.id)
    except DomainError as refused:
        raise click.ClickException(str(refused)) from refused
    except Forbidden as refused:
        raise click.ClickException(f"needs {refused.needs} in the county") from refused


def _active(session: ScopedSession, login: str) -> Actor:
    found = account_by_login(session, login)
    if found is None or found.state != "active":
        raise click.UsageError(f"no active account is called {login}")
    return actor_of(session, found)


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


def _say(
    notice: rules.Notice, version: str, moves: Sequence[Move], *, as_json: bool, applied: bool, waits: bool
) -> None:
    if as_json:
        found = {"year": notice.year, "source": notice.source, "version": version, "applied": applied, "waits": waits}
        listed = [{**asdict(move), "settled": move.settled} for move in moves]
        click.echo(json.dumps({**found, "moves": listed}, ensure_ascii=False, default=str))
        return
    for move in moves:
        click.echo(f"{move.tenant}\t{move.number}\t{move.rule}\t{_change(move)}")
    state = "已导入" if applied else "等待第二人确认" if waits else "没有写入"
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
