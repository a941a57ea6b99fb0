"""The page of tokens 接口令牌: which programs may read what, until when, and when they last did."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock
from core.accounts import tokens
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.web import request as web_request
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, carry_out, status_of, worded

bp = Blueprint("tokens", __name__, url_prefix="/w/<int:code>/admin/tokens")
USUAL = dt.timedelta(days=180)


class TokenForm(KeyedForm):
    """For which program, what it may read, until when."""

    name = StringField(
        _("用途"),
        [needed(_("请填写用途。")), Length(max=60, message=_("用途最多60个字。"))],
        description=_("哪个系统、由谁维护，例如：县大数据中心汇总程序。"),
    )
    scopes = SelectMultipleField(
        _("可以读取"),
        [needed(_("请至少选择一项可以读取的内容。"))],
        choices=worded(tokens.SCOPES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    expires_on = DayField(
        _("有效到"),
        [needed(_("请填写最后一天，例如 2026-11-24。"))],
        default=lambda: clock.today() + USUAL,
        description=_("最长一年，到期后重新发放。"),
    )

    def to_order(self) -> tokens.Order:
        """What was asked for."""
        assert self.expires_on.data is not None
        return tokens.Order(str(self.name.data).strip(), tuple(self.scopes.data or ()), self.expires_on.data)


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.TOKENS)
def index(code: int) -> ResponseReturnValue:
    """Every token; one that is made is shown on this answer and never again."""
    form, made = TokenForm(), ""
    if form.validate_on_submit():
        key = str(form.key.data)
        found = carry_out(form, lambda writer: (tokens.make(writer, web_request.actor(), form.to_order(), key),))
        if found == (None,):
            flash(gettext("这个令牌已经发放过，令牌只显示一次；没有记下的，请收回后重新发放。"))
            return redirect(url_for("tokens.index", code=code), 303)
        made = found[0] or "" if found is not None else ""
    return _page(form if form.errors else TokenForm(formdata=None), made), status_of(form)


@bp.post("/<uuid:token_id>/revoke")
@requires(Perm.TOKENS)
def revoke(code: int, token_id: UUID) -> ResponseReturnValue:
    """End a token at once."""
    form = KeyedForm()
    if form.validate_on_submit() and carry_out(
        form, lambda writer: tokens.revoke(writer, web_request.actor(), token_id)
    ):
        flash(gettext("已收回，这个令牌从现在起不能再用。"))
        return redirect(url_for("tokens.index", code=code), 303)
    return _page(TokenForm(formdata=None), problems=form.form_errors), status_of(form)


def _page(form: TokenForm, made: str = "", problems: Any = ()) -> str:
    return render_template(
        "admin/tokens.html",
        form=form,
        made=made,
        problems=problems,
        plain=KeyedForm(formdata=None),
        rows=tokens.all_of(web_request.reading()),
        scopes=tokens.SCOPES,
    )
