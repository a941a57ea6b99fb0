"""任务总表: units × duties of a period, each cell a duty; and reminding all who still owe."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core import clock as time
from core import plugins
from core.accounts.access import requires, requires_any
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases.catalogue import catalogue
from core.duties import board, board_rules, chasing, services
from core.duties.board import BoardFilter
from core.duties.board_rules import Choice
from core.duties.measures import rules_of
from core.duties.own import owner_of, rule_of
from core.duties.views import READERS
from core.tenancy.models import UNIT_KIND_WORDS, UNIT_KINDS
from core.tenancy.switches import switches_by_tenant
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import page_number

bp = Blueprint("duty_board", __name__, url_prefix="/w/<int:code>/duties/board")
county_bp = Blueprint("county_duties", __name__, url_prefix="/county/duties")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a board asks for: the periods and measures to choose from, and the board."""

    periods: list[Choice]
    measures: dict[str, str]
    measure: str
    wanted: BoardFilter


@bp.get("")
@requires_any(READERS)
def show(code: int) -> ResponseReturnValue:
    """The board of a period, gaps first; who owes sees the own row, who receives those handed in to them."""
    page = _page(KeyedForm())
    return page


@bp.post("")
@requires(Perm.RECEIVE)
def remind(code: int) -> ResponseReturnValue:
    """Remind all units on the board that still owe, on whatever page of it they stand."""
    form, tenant = KeyedForm(), web_request.tenant()
    wanted = _asked(tenant.tier, web_request.enabled(), tenant.own_duties).wanted
    if form.validate_on_submit():
        actor, key = web_request.actor(), str(form.key.data)
        if board.owing(web_request.reading(), actor, wanted) > chasing.AT_ONCE:
            carry_out(form, lambda session: chasing.order(session, actor, wanted, key))
            told = None if form.errors else gettext("单位较多，正在逐个催报，可以离开本页。")
        else:
            reminded = _remind_all(form, actor, wanted)
            told = None if reminded is None else _told(reminded)
        if told is not None:
            flash(told)
            return redirect(url_for("duty_board.show", **_kept(code, wanted)), 303)
    return _page(form)


@county_bp.get("")
@requires(Perm.OVERSEE)
def county() -> ResponseReturnValue:
    """How many duties of a period are still owed in each township; the duties themselves are the townships'."""
    reader, townships = web_request.reading(), web_request.townships()
    switches = switches_by_tenant(reader, [township.id for township in townships])
    own = sorted({code for township in townships for code in township.own_duties})
    asked = _asked("township", {name for each in switches.values() for name in each.on}, own)
    found = board.by_tenant(reader, asked.wanted, switches)
    return render_template(
        "county/duties.html",
        asked=asked,
        townships=townships,
        found=found,
        columns=[
            code for code in asked.wanted.codes if code not in own and any(code in each for each in found.values())
        ],
        # What townships set for themselves is as many things as townships: it is counted together.
        own={
            tenant: sum((each[code] for code in own if code in each), board.Total())
            for tenant, each in found.items()
            if not each.keys().isdisjoint(own)
        },
        none=board.Total(),
    )


def _remind_all(form: KeyedForm, actor: Actor, wanted: BoardFilter) -> int | None:
    """Turn by turn; None where one was refused, with why on the form: sent again, it goes on with who is left."""
    told, after = 0, UUID(int=0)
    while True:
        done = carry_out(form, partial(services.remind_all, actor=actor, wanted=wanted, after=after))
        if done is None:
            return None
        told += done[0]
        if done[1] is None:
            return told
        after = done[1]


def _page(form: KeyedForm) -> ResponseReturnValue:
    reader, actor, tenant = web_request.reading(), web_request.actor(), web_request.tenant()
    asked = _asked(tenant.tier, web_request.enabled(), tenant.own_duties)
    wanted, number = asked.wanted, page_number()
    count = board.units(reader, actor, wanted)
    rows = board.page(reader, actor, wanted, number, PAGE) if count > (number - 1) * PAGE else []
    if not rows and number > 1:
        abort(404)
    totals = board.totals(reader, actor, wanted)
    page = render_template(
        "staff/duty_board.html",
        form=form,
        asked=asked,
        totals=totals,
        rows=rows,
        count=count,
        number=number,
        pages=-(-count // PAGE),
        owing=board.owing(reader, actor, wanted),
        marks={mark: (gettext(words), tone, sign) for mark, (words, tone, sign) in board_rules.MARKS.items()},
        kinds=UNIT_KIND_WORDS,
        shown=board_rules.SHOWN,
        kept=_kept(tenant.id, wanted),
        receives=actor.may(Perm.RECEIVE),
        compiled=board.compiled(reader, actor, wanted),
    )
    return page, status_of(form)


def _asked(tier: str, on: Collection[str], own: Collection[str] = ()) -> Asked:
    """The board in the address: the newest period that has begun where it names none."""
    registry, limits = plugins.registry(), catalogue()
    here = [rule for rule in map(rule_of, rules_of(on, own)) if rule.tier == tier]
    dated = [(duty, fixed) for duty in here if (fixed := limits.newest(duty.code).fixed) is not None]
    measures = {owner_of(duty.code): registry.plugins[owner_of(duty.code)].label for duty in here}
    measure = request.args.get("measure", "")
    measure = measure if measure in measures else ""
    narrowed = [each for each in dated if measure in {"", owner_of(each[0].code)}]
    periods = board_rules.choices(narrowed, time.today())
    choice = board_rules.chosen(periods, request.args.get("period", ""), time.today())
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    wanted = BoardFilter(
        choice.period.name if choice else "",
        choice.codes if choice else (),
        kind if kind in UNIT_KINDS else "",
        state if state in board_rules.SHOWN else "",
    )
    return Asked(periods, measures, measure, wanted)


def _kept(code: int, wanted: BoardFilter) -> dict[str, Any]:
    """What of the address makes the board, for links that lead back to it; its page is left out."""
    named = {
        "period": wanted.period,
        "kind": wanted.kind,
        "state": wanted.state,
        "measure": request.args.get("measure"),
    }
    return {"code": code, **{name: value for name, value in named.items() if value}}


def _told(number: int) -> str:
    if not number:
        return str(gettext("没有需要催报的单位：都已报送，或者今天已经催过。"))
    return str(ngettext("已催报%(num)s个单位。", "已催报%(num)s个单位。", number))
