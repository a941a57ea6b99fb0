"""Pages of figures: a table whose every number opens its list, a chart, the definitions, and the same as a file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import lists as cases
from core.cases.lists import CaseFilter
from core.cases.statistics import Period
from core.contracts import Stat
from core.sheets import writing
from core.stats import queries
from core.stats.queries import Dimension, Row
from core.web import charts, lists, periods
from core.web import request as web_request
from core.web.filters import translated
from core.web.navigation import is_on

township = Blueprint("stats", __name__, url_prefix="/w/<int:code>/stats")
county = Blueprint("county_stats", __name__, url_prefix="/county/stats")
PAGE, BARS = 50, 12


@township.get("/")
@requires(Perm.WORK)
def home(code: int) -> ResponseReturnValue:
    """The figures of what the reader may see in the township."""
    return _page(queries.OF_TOWNSHIP)


@township.get("/table.csv")
@requires(Perm.WORK)
def download(code: int) -> ResponseReturnValue:
    """The same table for a spreadsheet."""
    return _file(queries.OF_TOWNSHIP, "csv")


@township.get("/table.xlsx")
@requires(Perm.WORK)
def workbook(code: int) -> ResponseReturnValue:
    """The same table as a workbook."""
    return _file(queries.OF_TOWNSHIP, "xlsx")


@township.get("/cases/<stat>")
@requires(Perm.WORK)
def listed(code: int, stat: str) -> ResponseReturnValue:
    """The cases a figure counts."""
    return _list(queries.OF_TOWNSHIP, stat)


@county.get("/", endpoint="home")
@requires(Perm.OVERSEE)
def county_home() -> ResponseReturnValue:
    """The figures of all townships; no ranking."""
    return _page(queries.OF_COUNTY)


@county.get("/table.csv", endpoint="download")
@requires(Perm.OVERSEE)
def county_download() -> ResponseReturnValue:
    """The same table for a spreadsheet."""
    return _file(queries.OF_COUNTY, "csv")


@county.get("/table.xlsx", endpoint="workbook")
@requires(Perm.OVERSEE)
def county_workbook() -> ResponseReturnValue:
    """The same table as a workbook."""
    return _file(queries.OF_COUNTY, "xlsx")


@county.get("/cases/<stat>", endpoint="listed")
@requires(Perm.OVERSEE)
def county_listed(stat: str) -> ResponseReturnValue:
    """The cases a figure counts; nothing opens further."""
    return _list(queries.OF_COUNTY, stat)


def shown(stat: Stat, value: float | None) -> str:
    """A figure as people read it; a dash where there was nothing to count."""
    if value is None:
        return "—"
    if stat.how == "share":
        return f"{value * 100:.1f}%"
    if stat.how == "yuan":
        return f"{value:,.2f}".removesuffix(".00")
    return f"{value:,.0f}" if stat.how == "count" else f"{value:.1f}"


def _offered() -> list[Stat]:
    on = (lambda name: True) if _over_all() else is_on
    return queries.offered(web_request.actor(), on)


def _by(dimensions: Mapping[str, Dimension]) -> Dimension:
    return dimensions.get(request.args.get("by", "")) or next(iter(dimensions.values()))


def _over_all() -> bool:
    """Whether it is the county's page of all townships, not the one of its own office."""
    return request.path.startswith("/county/")


def _here(endpoint: str, **more: Any) -> str:
    if _over_all():
        return url_for(f"{county.name}.{endpoint}", **more)
    return url_for(f"{township.name}.{endpoint}", code=web_request.tenant().id, **more)


def _kept(period: Period, by: Dimension) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat(), "by": by.code}


def _page(dimensions: Mapping[str, Dimension]) -> ResponseReturnValue:
    (period, bad), by, stats = periods.asked(), _by(dimensions), _offered()
    table = queries.by_dimension(web_request.reading(), web_request.actor(), stats, period, by)
    chosen = next((stat for stat in stats if stat.code == request.args.get("show")), stats[0] if stats else None)
    kept = _kept(period, by)
    return render_template(
        "stats/home.html",
        stats=stats,
        table=table,
        by=by,
        ways={code: each.label for code, each in dimensions.items()},
        names={stat.code: stat.label for stat in stats},
        period=period,
        bad=bad,
        usual=periods.usual(),
        chosen=chosen,
        chart=_chart(chosen, by, table.rows) if chosen is not None and table.rows else None,
        kept=kept,
        to=_here,
        shown=shown,
        list_url=lambda stat, row: _here("listed", stat=stat.code, **kept, of=row.key) if row.counts[stat.code] else "",
    )


def _chart(stat: Stat, by: Dimension, rows: Sequence[Row]) -> charts.Figure:
    factor = 100 if stat.how == "share" else 1
    drawn = [
        (translated(row.label), round((row.figures[stat.code] or 0) * factor, 1))
        for row in rows
        if row.figures[stat.code] is not None
    ]
    heads = (translated(by.label), f"{translated(stat.label)}（{translated(stat.unit)}）")
    return charts.bars("stat", heads, drawn[:BARS])


def _asked(dimensions: Mapping[str, Dimension], name: str) -> tuple[Stat, Period, Dimension, Any, CaseFilter]:
    """The figure in the address, its period, dimension and value, and the list behind it; 404 where it names none."""
    stat = next((stat for stat in _offered() if stat.code == name), None)
    (period, _bad), by = periods.asked(), _by(dimensions)
    key = by.read(request.args["of"]) if request.args.get("of") else None
    if stat is None or (request.args.get("of") and key is None):
        abort(404)
    return stat, period, by, key, queries.wanted(stat, period, by, key)


def _title(stat: Stat, by: Dimension, key: Any) -> str:
    value = by.names(web_request.reading(), [key]).get(key, "") if key is not None else ""
    return f"{translated(value)}{translated(stat.label)}" if value else translated(stat.label)


def listed_in_address() -> tuple[CaseFilter, str, str]:
    """The list behind a figure of the county that an export's address names: its filter, its name, where it is.

    404 where the address names none, or a list that only its page can make.
    """
    stat, period, by, key, wanted = _asked(queries.OF_COUNTY, request.args["stat"])
    if wanted.also:
        abort(404)
    kept = {**_kept(period, by), "stat": stat.code, **({"of": str(key)} if key is not None else {})}
    return wanted, _title(stat, by, key), _here("listed", **kept)


def _list(dimensions: Mapping[str, Dimension], name: str) -> ResponseReturnValue:
    """One page of the list behind a figure."""
    stat, period, by, key, wanted = _asked(dimensions, name)
    reader, actor = web_request.reading(), web_request.actor()
    page = cases.page(reader, actor, wanted, lists.after(), limit=PAGE)
    kept: dict[str, Any] = {**_kept(period, by), "stat": name, **({"of": str(key)} if key is not None else {})}
    return render_template(
        "stats/cases.html",
        stat=stat,
        value=by.names(reader, [key]).get(key, "") if key is not None else "",
        by=by,
        period=period,
        rows=page.rows,
        total=cases.count(reader, actor, wanted, lists.MOST),
        most=lists.MOST,
        who=cases.handlers_of(reader, page.rows),
        kinds=lists.kind_map(),
        places=web_request.place_names() if _over_all() else {},
        back=_here("home", **_kept(period, by)),
        export_url=url_for("county_exports.new", **kept) if _over_all() and page.rows and not wanted.also else "",
        first_url=_here("listed", **kept) if "after" in request.args else "",
        next_url=_here("listed", **kept, after=lists.after_key(page.after)) if page.after else "",
    )


def _file(dimensions: Mapping[str, Dimension], form: str) -> ResponseReturnValue:
    (period, _bad), by, stats = periods.asked(), _by(dimensions), _offered()
    table = queries.by_dimension(web_request.reading(), web_request.actor(), stats, period, by)
    days = gettext("%(since)s至%(until)s", since=period.since.isoformat(), until=period.until.isoformat())
    file = io.BytesIO()
    cell = _number if form == "xlsx" else _plain
    writing.write(
        file,
        form,
        gettext("统计指标"),
        [translated(by.label), *(f"{translated(each.label)}（{translated(each.unit)}）" for each in stats)],
        [
            *([translated(row.label), *(cell(each, row) for each in stats)] for row in table.rows),
            [gettext("合计"), *(cell(each, table.total) for each in stats)],
            [gettext("统计期间"), days],
            *([translated(each.label), translated(each.definition)] for each in stats),
        ],
    )
    response = Response(file.getvalue(), content_type=writing.MEDIA_TYPES[form])
    response.headers["Content-Disposition"] = f"attachment; filename=stats-{period.since}-{period.until}.{form}"
    return response


def _number(stat: Stat, row: Row) -> float | None:
    """A figure as a number a workbook reckons with; shares in percent."""
    value = row.figures[stat.code]
    if value is None:
        return None
    return round(value * 100, 1) if stat.how == "share" else round(value, 2 if stat.how == "yuan" else 1)


def _plain(stat: Stat, row: Row) -> str:
    value = row.figures[stat.code]
    if value is None:
        return ""
    if stat.how == "share":
        return f"{value * 100:.1f}"
    if stat.how == "yuan":
        return f"{value:.2f}"
    return f"{value:g}" if stat.how == "count" else f"{value:.1f}"
