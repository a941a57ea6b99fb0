"""The list of cases as an address: its filter, its pages, and what a case opened from it keeps of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext

from core import clock as time
from core import plugins
from core.cases.figures import NEAR
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.contracts import CaseKind
from core.db.ids import read_id
from core.i18n import N_
from core.letters import queries as letters
from core.web import request as web_request
from core.web.filters import translated
from core.web.navigation import is_on

ORDERS = ("due", "received")
# What of a list's address goes with a case opened from it, so that next, previous and back keep filter and place.
KEPT = ("q", "state", "due", "month", "letters", "mine", "unit", "who", "closed", "sort", "after")
# In the place of a person: what nobody has yet.
NOBODY = "nobody"
# Whose turn a thread of letters is: name in the address → label.
TURNS = {"office": N_("等待办理机关答复"), "party": N_("等待当事人回复")}
# What happened this month: name in the address → label.
MONTH = {"received": N_("本月收件"), "closed": N_("本月办结"), "late": N_("本月超期办结")}
# The columns of the list of cases beside number and item, which it always has.
COLUMNS: Mapping[str, str] = {
    "party": N_("当事人"),
    "state": N_("状态"),
    "due": N_("时限"),
    "received": N_("收件日期"),
    "handler": N_("承办"),
}
# Beyond, a list says how many there are at least.
MOST = 1000
LARGEST_PAGE = 1000


def kinds_on() -> tuple[str, ...]:
    """Codes of the case kinds whose measure is on."""
    registry = plugins.registry()
    return tuple(code for code in registry.case_kinds if is_on(registry.owner[code])) or ("none",)


def kind_map() -> dict[str, CaseKind]:
    """Case kinds by code, for labels."""
    return dict(plugins.registry().case_kinds)


def case_filter() -> CaseFilter:
    """The filter in the address; several states stand apart by commas, or the name is repeated."""
    due = request.args.get("due", "")
    window = due_windows().get(due, ("", (None, None)))[1]
    who = request.args.get("who", "")
    month = month_of(request.args.get("month", ""))
    return CaseFilter(
        kinds=kinds_on(),
        states=tuple(filter(None, ",".join(request.args.getlist("state")).split(","))),
        unit_id=asked_id("unit"),
        handler_id=web_request.actor().account_id if request.args.get("mine") else read_id(who),
        unassigned=who == NOBODY,
        open_only=not month and request.args.get("closed") != "1",
        received=month.get("received"),
        closed=month.get("closed"),
        late="late" in month,
        due_from=window[0],
        due_to=window[1],
        paused=due == "paused",
        also=(letters.waits(turn),) if (turn := request.args.get("letters", "")) in TURNS else (),
        words=request.args.get("q", "").strip()[:50],
        order="received" if request.args.get("sort") == "received" else "due",
    )


def asked_id(name: str) -> UUID | None:
    """An id in the address; None where there is none, or what stands there is none."""
    return read_id(request.args.get(name, ""))


def due_windows() -> dict[str, tuple[str, tuple[dt.date | None, dt.date | None]]]:
    """The windows of legal limits that figures count and lists open: name → (label, from–to)."""
    today = time.today()
    day = dt.timedelta(days=1)
    return {
        "overdue": (N_("已超期"), (None, today - day)),
        "today": (N_("今天到期"), (today, today)),
        "soon": (N_("三天内到期"), (today, today + NEAR)),
        "paused": (N_("暂停计时"), (None, None)),
    }


def month_of(name: str) -> Mapping[str, Any]:
    """What of this month up to today, by its name in `MONTH`, as fields of a `CaseFilter`; nothing for no such name."""
    today = time.today()
    days = (today.replace(day=1), today)
    fields: Mapping[str, Mapping[str, Any]] = {
        "received": {"received": days, "open_only": False},
        "closed": {"closed": days, "open_only": False},
        "late": {"closed": days, "late": True, "open_only": False},
    }
    return fields.get(name, {})


def after() -> tuple[dt.date, UUID] | None:
    """The key of the page in the address, if it asks for one after the first."""
    try:
        day, case_id = request.args["after"].split("_")
        return dt.date.fromisoformat(day), UUID(case_id)
    except (KeyError, ValueError):
        return None


def after_key(key: tuple[dt.date, UUID] | None) -> str:
    """A page's key as the address carries it; empty for none."""
    return f"{key[0].isoformat()}_{key[1]}" if key else ""


def kept() -> dict[str, list[str]]:
    """What the address of this page holds of the list it was opened from."""
    return {name: request.args.getlist(name) for name in KEPT if name in request.args}


def filter_args() -> dict[str, list[str]]:
    """The filter in the address, without its page."""
    return {name: values for name, values in kept().items() if name != "after"}


def filled_args() -> dict[str, list[str]]:
    """The filter in the address without what is left blank, so that the same filter always reads the same."""
    filled = {name: [value for value in values if value] for name, values in filter_args().items()}
    return {name: values for name, values in filled.items() if values}


def chips() -> list[tuple[str, str]]:
    """What restricts the list, each in words with the address of the list without it."""
    args = filled_args()
    found = []
    for name, values in args.items():
        if words := _said(name, values):
            rest = {key: kept for key, kept in args.items() if key != name} or {"all": ["1"]}
            found.append((words, url_for("workspace.cases", code=web_request.tenant().id, **rest)))  # type: ignore[arg-type]
    return found


def _said(name: str, values: list[str]) -> str:
    """One condition of the filter in words; empty for what restricts nothing."""
    value = values[0]
    words: object = ""
    if name == "q":
        words = gettext("包含“%(words)s”", words=value)
    elif name == "state":
        wanted = set(",".join(values).split(","))
        labels = {state.code: state.label for kind in kind_map().values() for state in kind.states}
        words = gettext("、").join(translated(label) for code, label in labels.items() if code in wanted)
    elif name == "due" and value in (windows := due_windows()):
        words = translated(windows[value][0])
    elif name in {"letters", "month"} and value in (labels := TURNS if name == "letters" else MONTH):
        words = translated(labels[value])
    elif name in {"mine", "closed"}:
        words = gettext("只看我承办的") if name == "mine" else gettext("包括已办结的")
    elif name == "who" and (value == NOBODY or read_id(value)):
        words = gettext("还没有承办人") if value == NOBODY else gettext("只看一个人承办的")
    elif name == "unit" and read_id(value):
        words = gettext("只看一个单位的")
    return str(words)


def list_url(**changes: str) -> str:
    """The list with the filter in the address and `changes`, from its first page unless they say otherwise."""
    args: dict[str, Any] = dict(filter_args())
    return url_for("workspace.cases", code=web_request.tenant().id, **{**args, **changes})


def case_url(case: Case) -> str:
    """A case's page, with the list it was opened from."""
    return url_for("workspace.case", code=case.tenant_id, case_id=case.id, **kept())  # type: ignore[arg-type]


def page_number() -> int:
    """The numbered page in the address; the first where it names none that there can be."""
    typed = request.args.get("page", "")
    return int(typed) if typed.isdecimal() and len(typed) < 5 and 0 < int(typed) <= LARGEST_PAGE else 1
