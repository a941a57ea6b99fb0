"""The page of registers, and taking one out: a file that is written down before it leaves."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import Register
from core.db import ScopedSession
from core.documents import typesetting
from core.errors import DomainError
from core.files.web import download
from core.sheets import registers
from core.sheets.export_forms import RegisterForm
from core.sheets.writing import XLSX_TYPE
from core.web import request as web_request
from core.web.filters import translated
from core.web.forms import carry_out, status_of

bp = Blueprint("registers", __name__, url_prefix="/w/<int:code>/registers")


@bp.get("/")
@requires(Perm.WORK)
def index(code: int) -> ResponseReturnValue:
    """The registers the reader may take out."""
    return render_template(
        "sheets/registers.html", registers=registers.offered(web_request.actor(), web_request.enabled())
    )


@bp.route("/<register_code>", methods=["GET", "POST"])
@requires(Perm.WORK)
def take(code: int, register_code: str) -> ResponseReturnValue:
    """Choose the days, and take the register out."""
    register = registers.one(web_request.actor(), register_code, web_request.enabled())
    form = RegisterForm()
    if form.validate_on_submit() and (answer := _taken(register, form)) is not None:
        return answer
    page = render_template("sheets/register.html", register=register, form=form, back=url_for(".index", code=code))
    return page, status_of(form)


def _taken(register: Register, form: RegisterForm) -> Response | None:
    actor, days, pdf = web_request.actor(), form.to_days(), form.form.data == "pdf"
    try:
        page = registers.draw(web_request.reading(), actor, register, days, web_request.tenant().name, translated)
        content = typesetting.pdf("register", page.to_data()) if pdf else registers.xlsx(page, translated)
    except DomainError as error:
        form.add_problems(error.problems)
        return None

    def noted(writer: ScopedSession) -> bool:
        registers.note(writer, actor, register, days, len(page.rows))
        return True

    if not carry_out(form, noted):
        return None
    name, kind = f"{page.title}-{days[0]}-{days[1]}", "application/pdf" if pdf else XLSX_TYPE
    return download(content, kind, f"{name}.{'pdf' if pdf else 'xlsx'}")
