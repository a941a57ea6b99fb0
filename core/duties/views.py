"""我的任务: what one's own units owe and receive, and one duty with what can be done on it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires_any
from core.accounts.permissions import Perm
from core.cases.catalogue import catalogue
from core.contracts import DutyRule
from core.duties import attachments, lines, queries, rules, services
from core.duties.forms import AnswerForm, SubmitForm, form_of
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.duties.own import rule_of
from core.duties.queries import DutyFilter, Place
from core.files.web import has_files, keep_all, send
from core.schemes.queries import quotas
from core.tenancy.models import UNIT_FUNCTIONS, Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of

bp = Blueprint("duties", __name__, url_prefix="/w/<int:code>/duties")
READERS = (Perm.SUBMIT, Perm.RECEIVE, Perm.READ_DUTIES)
PAGE = 50
HAND_IN = {"submit": services.submit, "nil": services.submit_nil}
ANSWERS = {"withdraw": services.withdraw, "accept": services.accept, "return": services.send_back}
SIDES = ("own", "received", "all")


@bp.get("")
@requires_any(READERS)
def home(code: int) -> ResponseReturnValue:
    """What one's own units owe, what is handed in to them, or everything, gaps first."""
    reader, actor = web_request.reading(), web_request.actor()
    side = request.args.get("side", SIDES[0])
    if side not in SIDES or (side == "all" and not actor.may(Perm.READ_DUTIES)):
        abort(404)
    state, once = request.args.get("state", ""), "once" in request.args
    wanted = DutyFilter(
        rules_on(reader, code),
        units=tuple(sorted(actor.own_units(Perm.SUBMIT))) if side == "own" else None,
        receivers=tuple(sorted(actor.own_units(Perm.RECEIVE))) if side == "received" else None,
        states=(state,) if state in rules.STATES else (),
        period=rules.ONCE if once else "",
    )
    page = queries.page(reader, actor, wanted, _after(), limit=PAGE)
    return render_template(
        "staff/duties.html",
        page=page,
        total=queries.count(reader, actor, wanted),
        names=queries.unit_names(reader, page.rows),
        side=side,
        sides=[one for one in SIDES if one != "all" or actor.may(Perm.READ_DUTIES)],
        state=state,
        once=once,
        labels=rules.LABELS,
        next_url=_list_url(side, state, once, page.after) if page.after else "",
        first_url=_list_url(side, state, once) if "after" in request.args else "",
    )


@bp.route("/<uuid:duty_id>", methods=["GET", "POST"])
@requires_any(READERS)
def show(code: int, duty_id: UUID) -> ResponseReturnValue:
    """One duty: what it asks for, what was handed in, what happened, and the form of what comes next."""
    reader, actor = web_request.reading(), web_request.actor()
    duty = queries.get_duty(reader, actor, rules_on(reader, code), duty_id)
    rule = rule_of(duty.rule)
    act = request.form.get("act", "")
    if request.method == "POST" and act not in rules.ACTS:
        abort(400)
    # A form that was sent keeps what was typed, also where the duty has moved on meanwhile.
    handing_in = act in HAND_IN if act else duty.state in rules.OWED
    form = form_of(rule)() if handing_in else AnswerForm().about(rule)
    if isinstance(form, SubmitForm):
        form.offers(attachments.of(duty))
    if request.method == "GET":
        form.shows(duty.version)
        if isinstance(form, SubmitForm):
            _fill(form, duty, rule)
    elif form.validate() and _carry_out(form, duty, act):
        flash(gettext("“%(act)s”已办理。", act=gettext(rules.ACT_LABELS[act])))
        return redirect(url_for("duties.show", code=code, duty_id=duty_id), 303)
    else:
        form.shows(duty.version)
    page = render_template(
        "staff/duty.html",
        duty=duty,
        rule=rule,
        form=form,
        acts=[name for name, (sources, _) in rules.ACTS.items() if _offered(duty, rule, name, sources)],
        late=time.today() > duty.due_on and not rule.target,
        names=queries.unit_names(reader, [duty]),
        outside=UNIT_FUNCTIONS.get(rule.to, ""),
        quotas=_quotas(duty, rule),
        files=attachments.of(duty),
        entries=queries.entries_of(reader, duty),
        labels=rules.LABELS,
        act_labels=rules.ACT_LABELS,
    )
    return page, status_of(form)


@bp.get("/<uuid:duty_id>/files/<uuid:file_id>")
@requires_any(READERS)
def file(code: int, duty_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file that was handed in with a duty, for who sees the duty."""
    reader, actor = web_request.reading(), web_request.actor()
    duty = queries.get_duty(reader, actor, rules_on(reader, code), duty_id)
    return send(attachments.get(reader, duty, file_id), web_request.store())


def _offered(duty: Duty, rule: DutyRule, act: str, sources: tuple[str, ...]) -> bool:
    return duty.state in sources and services.may(web_request.actor(), duty, act) and (act != "nil" or rule.nil)


def _carry_out(form: SubmitForm | AnswerForm, duty: Duty, act: str) -> bool:
    """Whether the act was carried out; what it refuses stands on the form."""
    actor, key, duty_id = web_request.actor(), str(form.key.data), duty.id
    if isinstance(form, AnswerForm):
        answer = form.to_command()
        return carry_out(form, lambda writer: ANSWERS[act](writer, actor, duty_id, answer, key)) is not None
    given = form.to_command()
    if act == "submit" and has_files("files"):
        # Refused, the files stay with the form; so it is tried without them first.
        if (
            carry_out(form, lambda writer: services.submit(writer, actor, duty_id, given, key), web_request.trying)
            is None
        ):
            return False
        kept, problems = keep_all("files")
        if problems:
            form.add_problems(problems)
            return False
        given = form.to_command(kept)
    return carry_out(form, lambda writer: HAND_IN[act](writer, actor, duty_id, given, key)) is not None


def _quotas(duty: Duty, rule: DutyRule) -> list[tuple[str, int]]:
    """What the year asks for, by its label."""
    least = quotas(web_request.reading(), rule.code, duty.start_on.year)
    labels = rule_of(rule.measured_by or rule.code).quotas if least else ()
    return [(quota.label, least[quota.code]) for quota in labels]


def _fill(form: SubmitForm, duty: Duty, rule: DutyRule) -> None:
    """What was handed in before, else what the plugin knows already of this unit and period."""
    reader = web_request.reading()
    if duty.content:
        form.fill(duty.content["text"], duty.content["parts"], duty)
        return
    unit = reader.get_one(Unit, (duty.tenant_id, duty.unit_id))
    fixed = catalogue().newest(rule.code).fixed
    last = rules.last_day(fixed, duty.start_on) if fixed is not None else duty.due_on
    form.fill("", lines.known(reader, unit, rule.code, duty.start_on, last), duty)


def _after() -> Place | None:
    """The place in the list that the address asks for, if it asks for one after the first page."""
    try:
        gap, day, duty_id = request.args["after"].split("_")
        return int(gap), dt.date.fromisoformat(day), UUID(duty_id)
    except (KeyError, ValueError):
        return None


def _list_url(side: str, state: str, once: bool, after: Place | None = None) -> str:
    place = f"{after[0]}_{after[1].isoformat()}_{after[2]}" if after else None
    kept: dict[str, Any] = {"side": side, "state": state or None, "once": "1" if once else None}
    return url_for("duties.home", code=web_request.tenant().id, **kept, after=place)
