"""Staff and means in the county's workspace: a year is entered, and stands with its caseload and what is missing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange

from core import clock as time
from core.accounts.access import requires
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.reconsideration.fields import long, short
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review.queries import yuan
from plugins.reconsideration.staffing import rules, services

bp = Blueprint(
    "reconsideration_staffing", __name__, url_prefix="/w/<int:code>/review-staffing", template_folder="../templates"
)
MOST = 9999


def _number(label: Any) -> IntegerField:
    return IntegerField(label, [needed(_("请填写整数。")), NumberRange(0, MOST, _("请填写0到%(max)s之间的整数。"))])


class EnterForm(KeyedForm):
    """登记人员和保障情况."""

    year = _number(_("年份"))
    staff = _number(_("办案人员"))
    newcomers = _number(_("其中初次从事行政复议工作的"))
    qualified = _number(_("其中取得法律职业资格并参加职前培训的"))
    funds = short(_("列入预算的经费（元）"), _("请填写列入预算的经费。"))
    rooms = long(_("办案场所"), _("请写明办案场所。"), description=_("受理、听证、调解、阅卷等"))
    devices = long(_("装备"), _("请写明装备。"))

    def to_command(self) -> rules.Enter:
        """The command."""
        given: dict[str, Any] = {
            name: int(self[name].data or 0) for name in ("year", "staff", "newcomers", "qualified")
        }
        given |= {name: str(self[name].data or "") for name in ("funds", "rooms", "devices")}
        return rules.Enter(**given)


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.STAFF)
def index(code: int) -> ResponseReturnValue:
    """Each year with its caseload; a year is entered, or put right, below."""
    form, actor = EnterForm(), web_request.actor()
    if form.validate_on_submit():
        command = form.to_command()
        if carry_out(form, lambda writer: services.enter(writer, actor, command)) is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".index", code=code), 303)
    elif form.year.data is None and not form.is_submitted():
        form.year.data = time.today().year
    years = services.years(web_request.reading())
    return render_template("reconsideration/staffing.html", form=form, years=years, yuan=yuan), status_of(form)
