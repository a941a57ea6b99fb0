"""Key works in the workspace: the list of a year, a new one, the form of each act, and the notice of the year."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import cases
from core import clock as time
from core.accounts.access import requires, requires_any
from core.cases.models import Case
from core.cases.services import allowed, find_transition
from core.contracts import article_under
from core.errors import DomainError, Forbidden, Problem
from core.files.services import Kept
from core.files.web import incoming, keep
from core.tenancy.models import Unit
from core.web import preview, undo
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from core.web.lists import case_url, kind_map
from core.web.workspace import staff_case
from plugins.goals import notice, queries, rules, services
from plugins.goals.charts import chart
from plugins.goals.forms import FORMS, AnswerForm, NewForm, StageForm
from plugins.goals.permissions import Perm
from plugins.goals.road import KEY_WORK
from plugins.goals.watch_forms import NoticeForm

bp = Blueprint("goals", __name__, url_prefix="/w/<int:code>/goals", template_folder="templates")
FIRST_YEAR, LAST_YEAR = 2000, 2100


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The key works of a year, by unit, with how many stages of each are done."""
    reader, actor, year = web_request.reading(), web_request.actor(), asked_year()
    rows = queries.of_year(reader, actor, year)
    return render_template(
        "goals/index.html",
        rows=rows,
        stages=queries.stages_of(reader, [case.id for _, case, _ in rows]),
        year=year,
        years=range(time.today().year + 1, time.today().year - 5, -1),
        kinds=kind_map(),
        may_new=bool(actor.own_units(Perm.EDIT)),
        may_publish=actor.may(Perm.PUBLISH),
        today=time.today(),
    )


def asked_year() -> int:
    """The year in the address; this one where it names none."""
    typed = request.args.get("year", "")
    known = typed.isdecimal() and len(typed) == 4 and FIRST_YEAR <= int(typed) <= LAST_YEAR
    return int(typed) if known else time.today().year


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.EDIT)
def new(code: int) -> ResponseReturnValue:
    """Start a key work of one's own unit."""
    reader, actor, form = web_request.reading(), web_request.actor(), NewForm()
    own = sorted(actor.own_units(Perm.EDIT))
    names = {str(unit_id): reader.get_one(Unit, (code, unit_id)).name for unit_id in own}
    form.unit.choices = list(names.items())
    this = time.today().year
    form.year.choices = [(str(year), str(year)) for year in (this, this + services.FUTURE)]
    if request.method == "GET":
        form.unit.data, form.year.data = next(iter(names), None), str(this)
        form.body.data = next(iter(names.values()), "")
    if form.validate_on_submit():
        unit_id, year, content, key = UUID(form.unit.data), int(form.year.data), form.content(), str(form.key.data)
        case = carry_out(form, lambda writer: services.open_work(writer, actor, unit_id, year, content, key))
        if case is not None:
            flash(gettext("已保存草稿，请接着编排阶段。"))
            return redirect(case_url(case), 303)
    return render_template("goals/new.html", form=form), status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act beside the key work; of a change of days, what it breaks is read first on the same form."""
    case = staff_case(case_id)
    if case.kind != KEY_WORK.code or act not in FORMS:
        abort(404)
    transition, actor, reader = find_transition(KEY_WORK, act), web_request.actor(), web_request.reading()
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    facts = queries.facts(reader, case)
    if request.method == "GET" and (case.state not in transition.sources or not transition.applies(facts)):
        return redirect(case_url(case))
    form = FORMS[act]()
    files, problems = _kept() if request.method == "POST" and "files" in form else ((), [])
    form.offer(facts, files)
    _choices(form, case)
    if request.method == "GET":
        form.prefill(facts)
        if isinstance(form, StageForm):
            _show_stage(form, case, facts)
        form.shows(case.version)
    changes = None
    if form.validate_on_submit():
        form.add_problems(problems)
        command = form.to_command()
        if preview.asked() and not problems:
            changes = _breaks(form, case, act, command, facts)
        elif not problems and _done(form, case, act, command):
            undo.offer(case, transition, str(form.key.data))
            return redirect(case_url(case), 303)
        form.shows(case.version)
    page = render_template(
        "goals/act.html",
        form=form,
        case=case,
        kind=KEY_WORK,
        title=transition.label,
        article=article_under(transition.article, facts),
        detail=queries.detail(reader, case),
        papers=act == "resolve",
        previews=act == "ask_change",
        changes=changes,
        breaks=_asked_for(facts) if act == "decide_change" else None,
        waits=transition.ready(facts) if request.method == "GET" else (),
        back=case_url(case),
    )
    return page, status_of(form)


def _done(form: Any, case: Case, act: str, command: Any, turn: Any = web_request.writing) -> bool:
    """Whether the act was carried out; what it refuses stands on the form."""
    actor, key = web_request.actor(), str(form.key.data)
    return carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, key), turn) is not None


def _kept() -> tuple[tuple[Kept, ...], list[Problem]]:
    """The files a form brought, in the store, and why some were not taken."""
    found: list[Kept] = []
    problems: list[Problem] = []
    for upload in incoming("files"):
        try:
            found.append(keep(upload))
        except DomainError as error:
            problems += [Problem(problem.message, "files", problem.params) for problem in error.problems]
    return tuple(found), problems


def _choices(form: Any, case: Case) -> None:
    if isinstance(form, AnswerForm):
        waiting = queries.obstacle_words(web_request.reading(), case)
        form.entry.choices = [(str(row.id), row.words) for row in waiting]


def _show_stage(form: StageForm, case: Case, facts: rules.Facts) -> None:
    typed = request.args.get("stage", "")
    no = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    rows = queries.whole(web_request.reading(), case.id).stages
    form.shows_stage(facts, no, next((row.standard for row in rows if row.no == no), ""))


def _breaks(form: Any, case: Case, act: str, command: Any, facts: rules.Facts) -> list[Problem] | None:
    """What the change would break, after the act itself was tried and undone; None where it would be refused."""
    if not _done(form, case, act, command, web_request.trying):
        return None
    return rules.breaks(facts, command.stage, command.new_on)


def _asked_for(facts: rules.Facts) -> list[Problem] | None:
    """What the change that waits would break; None where none waits."""
    return rules.breaks(facts, *facts.changing) if facts.changing is not None else None


@bp.route("/notice", methods=["GET", "POST"])
@requires(Perm.PUBLISH)
def draft_notice(code: int) -> ResponseReturnValue:
    """Draft the notice of this year's approved key works; it goes the way of every publication."""
    reader, actor, form, year = web_request.reading(), web_request.actor(), NoticeForm(), time.today().year
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda writer: notice.draft(writer, actor, year, key))
        if made is not None:
            flash(gettext("公示稿已经拟好，请核对，再由另一人签发。"))
            return redirect(url_for("publications.show", code=code, publication_id=made.id), 303)
    rows = [row for row in queries.of_year(reader, actor, year) if row[1].state in notice.APPROVED]
    page = render_template(
        "goals/notice.html", form=form, rows=rows, year=year, kinds=kind_map(), noticed=queries.noticed(reader, year)
    )
    return page, status_of(form)


bp.add_app_template_global(chart, "goals_chart")
