"""`xiaoneng deadlines …`. Exit codes: 0 well, 1 a limit was refused, 2 called wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import sys
from collections.abc import Mapping
from typing import IO, Any, Literal

import click

from core.deadlines import counting
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import Catalogue, DeadlineRule
from core.i18n import N_

KEYS = ("due", "unrolled", "safe_due", "provisional", "version")


class Date(click.ParamType[Any]):
    """A calendar date, ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return _date(value, "")
        except DeadlineError:
            self.fail(f"{value!r} is not a date like 2026-11-25", param, ctx)


class Period(click.ParamType[Any]):
    """Two calendar dates, both included, ``YYYY-MM-DD..YYYY-MM-DD``."""

    name = "first..last"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> counting.Interval:
        first, dots, last = str(value).partition("..")
        try:
            if dots:
                return _date(first, ""), _date(last, "")
        except DeadlineError:
            pass
        self.fail(f"{value!r} is not a period like 2026-11-25..2026-12-01", param, ctx)


class Amount(click.ParamType[Any]):
    """A number of units, or ``max``."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Literal["max"]:
        if value == counting.MAX:
            return counting.MAX
        return int(click.IntRange(min=1).convert(value, param, ctx))


@click.group()
def deadlines() -> None:
    """Count legal limits, one or many, and list their rules."""


@deadlines.command()
@click.argument("rule")
@click.option("--start", type=Date(), required=True, help="The trigger date, never counted itself.")
@click.option("--suspend", type=Period(), multiple=True, help="Excluded days, both included; may be repeated.")
@click.option("--extend", type=Amount(), is_flag=False, flag_value="max", help="Units granted; without N the maximum.")
@click.option("--length", type=int, help="The item's own length.")
@click.option("--filed", type=Date(), help="The filing date, for versions chosen by it; today if left out.")
@click.option("--explain", is_flag=True, help="Walk every day and say why it counts or not.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def due(
    ctx: click.Context,
    rule: str,
    start: dt.date,
    suspend: tuple[counting.Interval, ...],
    extend: int | Literal["max"] | None,
    length: int | None,
    filed: dt.date | None,
    explain: bool,
    as_json: bool,
) -> None:
    """The day on which RULE, triggered on --start, ends."""
    from core.deadlines import receipt

    known = _catalogue()
    if rule not in known.codes:
        raise click.BadParameter(f"no plugin registers the rule {rule!r}; see `deadlines rules`", param_hint="RULE")
    try:
        found = counting.compute(
            rule,
            start,
            catalogue=known,
            suspensions=suspend,
            extension=0 if extend is None else extend,
            length=length,
            filed=filed,
        )
        proof = receipt.walk(found, catalogue=known) if explain else None
    except (DeadlineError, receipt.ReceiptMismatch) as refused:
        _say_refused(str(refused), as_json)
        ctx.exit(1)
    if as_json:
        click.echo(_dump(_answer(found) | ({"receipt": proof.to_json()} if proof else {})))
    else:
        click.echo(proof.to_text() if proof else _sentence(found))


@deadlines.command()
@click.argument("file", type=click.File("rb"))
@click.pass_context
def batch(ctx: click.Context, file: IO[bytes]) -> None:
    """Count one limit for each line of FILE (JSON objects; - reads standard input), one answer a line, in order.

    A line: {"rule", "start", "suspensions": [[first, last], …], "extended": bool, "length": int, "filed": date};
    other keys are the caller's own. An answer: {"due", "unrolled", "safe_due", "provisional", "version"}, with
    "error" where the line was refused; "due" null without an error means that no version was in force.
    """
    out, failed = sys.stdout.buffer, False
    lines, asked = itertools.tee(map(_from_line, file))
    found = counting.many((line for line in asked if isinstance(line, counting.Request)), catalogue=_catalogue())
    for line in lines:
        result = line if isinstance(line, DeadlineError) else next(found)
        if isinstance(result, DeadlineError):
            answer, failed = _refused(str(result)), True
        else:
            answer = _answer(result)
        out.write(_dump(answer).encode("utf-8", "backslashreplace") + b"\n")
    out.flush()
    ctx.exit(int(failed))


@deadlines.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def verify(ctx: click.Context, file: IO[bytes], as_json: bool) -> None:
    """Prove a receipt (the JSON of a limit) again, on the calendar it was counted on, however old that is.

    Says what does not hold, and when the limit ends on the calendar that counts today.
    """
    from core.deadlines import receipt
    from core.deadlines import verify as proofs

    try:
        kept = json.loads(file.read())
    except (ValueError, RecursionError):
        raise click.BadParameter("is not JSON", param_hint="FILE") from None
    kept = kept.get("receipt", kept) if isinstance(kept, dict) else {}
    try:
        version = str(kept.get("calendar_version", ""))
        wrong = proofs.differences(kept, proofs.again(kept, _catalogue(version)))
        today = proofs.again(kept, _catalogue()).due
    except (DeadlineError, receipt.ReceiptMismatch) as refused:
        _say_refused(str(refused), as_json)
        ctx.exit(1)
    if as_json:
        now = today.isoformat() if today else None
        click.echo(_dump({"holds": not wrong, "differs": wrong, "due": kept.get("due"), "due_today": now}))
    elif wrong:
        click.echo(f"与计算不符：{'、'.join(wrong)}", err=True)
    else:
        moved = "" if str(today) == str(kept.get("due")) else f"　按现行日历 {today}"
        click.echo(f"核对无误　届满日 {kept.get('due')}　日历 {version}{moved}")
    ctx.exit(int(bool(wrong)))


@deadlines.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def rules(as_json: bool) -> None:
    """Every version of every limit the installed plugins register."""
    known = _catalogue()
    versions = [version for code in known.codes for version in known.versions(code)]
    if as_json:
        click.echo(_dump([_described(version) for version in versions]))
        return
    for version in versions:
        length = "—" if version.length is None else str(version.length)
        force = f"{version.since or ''}–{version.until or ''}"
        click.echo(f"{version.code}\t{version.name}\t{length} {version.unit}\t{version.law}{version.article}\t{force}")


def _catalogue(version: str | None = None) -> Catalogue:
    from core import plugins
    from core.commands import installed_calendar

    return Catalogue(plugins.registry().rules, installed_calendar(version))


def _from_line(line: bytes) -> counting.Request | DeadlineError:
    try:
        return _request(json.loads(line))
    except DeadlineError as refused:
        return refused
    except (ValueError, RecursionError):
        return DeadlineError(N_("该行不是有效的JSON。"))


def _request(given: Any) -> counting.Request:
    if not isinstance(given, dict):
        raise DeadlineError(N_("该行应当是一个JSON对象。"))
    rule, filed, extended = given.get("rule"), given.get("filed"), given.get("extended")
    if not isinstance(rule, str):
        raise DeadlineError(N_("请给出期限规则（rule）。"))
    if not (extended is None or isinstance(extended, bool)):
        raise DeadlineError(N_("是否延长（extended）应当为true或者false。"))
    return counting.Request(
        rule,
        _date(given.get("start"), "start"),
        suspensions=_periods(given.get("suspensions")),
        extension=counting.MAX if extended else 0,
        length=given.get("length"),
        filed=None if filed is None else _date(filed, "filed"),
    )


def _periods(given: Any) -> list[counting.Interval]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in given):
        raise DeadlineError(N_("中止期间（suspensions）应当是若干个[首日, 末日]。"))
    return [(_date(first, "suspensions"), _date(last, "suspensions")) for first, last in given]


def _date(value: Any, name: str) -> dt.date:
    """A date in the one form, ``YYYY-MM-DD``; ISO's other forms are refused."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise DeadlineError(N_("“%(value)s”不是有效的日期（%(name)s），应当写作2026-11-25。"), value=value, name=name)


def _answer(found: counting.Deadline) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value := getattr(found, key), dt.date) else value for key in KEYS}


def _refused(words: str) -> dict[str, Any]:
    return {**dict.fromkeys(KEYS), "provisional": False, "error": words}


def _say_refused(words: str, as_json: bool) -> None:
    if as_json:
        click.echo(_dump(_refused(words)))
    else:
        click.echo(words, err=True)


def _sentence(found: counting.Deadline) -> str:
    if found.rule is None:
        return f"{found.code}：没有施行中的法定期限"
    words = [f"{found.rule.name} 届满日 {found.due}"]
    if found.safe_due != found.due:
        words.append(f"稳妥日 {found.safe_due}")
    if found.provisional:
        words.append("暂计")
    return "　".join(words)


def _described(rule: DeadlineRule) -> dict[str, Any]:
    extension = rule.extension
    return {
        "code": rule.code,
        "name": rule.name,
        "law": rule.law,
        "article": rule.article,
        "formerly": rule.formerly,
        "day_zero": rule.day_zero,
        "length": rule.length,
        "unit": rule.unit,
        "kind": rule.kind,
        "roll": rule.roll,
        "bearer": rule.bearer,
        "extension": {"most": extension.most, "approver": extension.approver} if extension else None,
        "stops": rule.stops,
        "on_expiry": rule.on_expiry,
        "effect": dataclasses.asdict(rule.effect) if rule.effect else None,
        "since": rule.since.isoformat() if rule.since else None,
        "until": rule.until.isoformat() if rule.until else None,
        "by_filing": rule.by_filing,
        "warn": rule.warn,
        "override": rule.override,
        "fixed": dataclasses.asdict(rule.fixed) if rule.fixed else None,
        "used_by": rule.used_by,
    }


def _dump(value: Mapping[str, Any] | list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
