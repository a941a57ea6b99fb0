"""Printing 文书打印: the papers that went out on a day, put into one file, each on a sheet of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.calendar import services as calendars
from core.cases import papers
from core.cases.models import Case, IssuedPaper
from core.db import ScopedSession
from core.db.masks import mask_name
from core.documents import typesetting
from core.errors import DomainError, Problem
from core.files.web import download
from core.i18n import N_
from core.web import days, lists, party
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, carry_out, status_of

bp = Blueprint("printing", __name__, url_prefix="/w/<int:code>/papers")
MOST = 100  # papers in one file: some seconds of setting them
TOO_MANY = N_("这一天的文书超过%(most)d份，只列出前%(most)d份；其余的请在案件页面打印。")


class PrintForm(KeyedForm):
    """Which papers."""

    chosen = SelectMultipleField(
        _("要打印的文书"),
        [needed(_("请至少选择一份文书。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.WORK)
def index(code: int) -> ResponseReturnValue:
    """The papers of a day in the cases the reader may see, and those chosen as one PDF."""
    day, problem = _day()
    reader, actor = web_request.reading(), web_request.actor()
    found = [] if problem else papers.issued_on(reader, actor, lists.kinds_on(), day, MOST + 1)
    rows = found[:MOST]
    form = PrintForm(data={"chosen": [str(paper.id) for paper, _case in rows]})
    form.chosen.choices = [(str(paper.id), _named(paper, case)) for paper, case in rows]
    if form.validate_on_submit() and (answer := _printed(form, rows, day)) is not None:
        return answer
    more = gettext(TOO_MANY, most=MOST) if len(found) > MOST else ""
    page = render_template(
        "papers/printing.html", form=form, day=day, typed=request.args.get("on", ""), problem=problem, more=more
    )
    return page, 422 if problem else status_of(form)


def _printed(form: PrintForm, rows: Sequence[tuple[IssuedPaper, Case]], day: dt.date) -> Response | None:
    """The file, which is written down first; None with the form's errors where a paper can't be set."""
    wanted = set(form.chosen.data or ())
    chosen = [(paper, case) for paper, case in rows if str(paper.id) in wanted]
    reader, made = web_request.reading(), []
    for paper, case in chosen:
        try:
            made.append(party.paper_pdf(case, paper, reader))
        except DomainError as error:
            form.add_problems([Problem(f"{case.number} {paper.name}"), *error.problems])
            return None

    def noted(writer: ScopedSession) -> bool:
        papers.note_printed(writer, web_request.actor(), [paper for paper, _case in chosen])
        return True

    if not carry_out(form, noted):
        return None
    name = f"{gettext('文书')} {day.isoformat()}.pdf"
    return download(typesetting.together(made), "application/pdf", name)


def _day() -> tuple[dt.date, str]:
    """The day of the address, today where it names none; with words where what it names is no day."""
    typed = request.args.get("on", "").strip()
    if not typed:
        return clock.today(), ""
    try:
        return days.read(typed[:40], clock.today(), calendars.latest()), ""
    except ValueError:
        return clock.today(), gettext(days.UNREADABLE)


def _named(paper: IssuedPaper, case: Case) -> str:
    return f"{gettext(paper.name)} {case.number} {mask_name(case.party)} {case.title}"
