"""The township's own words on its papers: each paper's versions, what changed, and how the next one will read."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from core import plugins, slots
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import wordings
from core.contracts import Paper
from core.web import request as web_request
from core.web.forms import ActForm, carry_out, status_of
from core.web.navigation import is_on

bp = Blueprint("wordings", __name__, url_prefix="/w/<int:code>/admin/wordings")


class WordingForm(ActForm):
    """The words, with slots by name."""

    words = TextAreaField(
        _("加在正文后面的话"), description=_("一行一段。不写，就什么都不加。已经出具的文书不会改变。")
    )


@bp.get("/")
@requires(Perm.LETTER_TEMPLATES)
def index(code: int) -> ResponseReturnValue:
    """The papers that take words of the township's own, with the version of each."""
    reader = web_request.reading()
    rows = [(paper, wordings.newest(reader, paper.code)) for paper in _papers()]
    return render_template("admin/wordings.html", rows=rows)


@bp.route("/<paper_code>", methods=["GET", "POST"])
@requires(Perm.LETTER_TEMPLATES)
def edit(code: int, paper_code: str) -> ResponseReturnValue:
    """Write the next version; with the button of the preview only show how it will read."""
    paper = next((paper for paper in _papers() if paper.code == paper_code), None)
    if paper is None:
        abort(404)
    known = wordings.versions(web_request.private_reading(), paper_code)
    newest = known[0] if known else None
    form = WordingForm(data={"words": newest.words if newest else "", "version": newest.version if newest else 0})
    looked = "look" in request.form
    if looked and form.validate_on_submit():
        form.add_problems(slots.problems(str(form.words.data or ""), paper.slots, "words"))
    elif form.validate_on_submit():
        words, version, actor = str(form.words.data or ""), int(form.version.data or 0), web_request.actor()
        if carry_out(form, lambda session: wordings.keep(session, actor, paper_code, words, version)):
            flash(gettext("已保存为新的版本，以后出具的文书都会用上。"))
            return redirect(url_for(".edit", code=code, paper_code=paper_code), 303)
    sample = {slot: gettext("（%(slot)s）", slot=slot) for slot in paper.slots}
    told = [*((row, older.words) for row, older in pairwise(known)), *((row, "") for row in known[-1:])]
    page = render_template(
        "admin/wording.html",
        paper=paper,
        form=form,
        preview=slots.filled(str(form.words.data or ""), sample),
        versions=[(row, wordings.difference(before, row.words)) for row, before in told],
    )
    return page, status_of(form)


def _papers() -> list[Paper]:
    """The papers with slots, of the measures that are on."""
    registry = plugins.registry()
    return [paper for code, paper in registry.papers.items() if paper.slots and is_on(registry.owner[code])]
