"""The pages of addresses that are told of cases 推送地址: which, of what, and what became of each message."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, carry_out, status_of, worded
from core.webhooks import queries, rules, services

bp = Blueprint("webhooks", __name__, url_prefix="/w/<int:code>/admin/webhooks")


class WebhookForm(KeyedForm):
    """Which system, where, and what it is told."""

    name = StringField(
        _("用途"),
        [needed(_("请填写用途。")), Length(max=60, message=_("用途最多60个字。"))],
        description=_("哪个系统、由谁维护，例如：县大数据中心汇总程序。"),
    )
    url = StringField(
        _("地址"),
        [needed(_("请填写地址。")), Length(max=rules.LONGEST_URL, message=_("地址太长。"))],
        description=_("以 https:// 开头，域名要在县级允许推送的地址里。"),
    )
    events = SelectMultipleField(
        _("推送哪些变化"),
        [needed(_("请至少选择一种要推送的变化。"))],
        choices=worded(rules.EVENTS),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def to_order(self) -> services.Order:
        """What was asked for."""
        return services.Order(str(self.name.data).strip(), str(self.url.data).strip(), tuple(self.events.data or ()))


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.TOKENS)
def index(code: int) -> ResponseReturnValue:
    """Every address; the secret of one that is registered is shown on this answer and never again."""
    form, made = WebhookForm(), ""
    if form.validate_on_submit():
        key, actor = str(form.key.data), web_request.actor()
        found = carry_out(form, lambda writer: (services.register(writer, actor, form.to_order(), key),))
        if found == (None,):
            flash(gettext("这个地址已经登记过，密钥只显示一次；没有记下的，请打开它更换密钥。"))
            return redirect(url_for("webhooks.index", code=code), 303)
        made = found[0] or "" if found is not None else ""
    reader = web_request.reading()
    page = render_template(
        "admin/webhooks.html",
        form=form if form.errors else WebhookForm(formdata=None),
        made=made,
        rows=queries.every(reader),
        listed=queries.listed(reader),
        events=rules.EVENTS,
    )
    return page, status_of(form)


@bp.get("/<uuid:webhook_id>")
@requires(Perm.TOKENS)
def show(code: int, webhook_id: UUID) -> ResponseReturnValue:
    """One address with its last messages."""
    return _page(webhook_id)


@bp.post("/<uuid:webhook_id>/renew")
@requires(Perm.TOKENS)
def renew(code: int, webhook_id: UUID) -> ResponseReturnValue:
    """A new secret, shown on this answer and never again."""
    form = KeyedForm()
    found = None
    if form.validate_on_submit():
        found = carry_out(form, lambda writer: services.renew(writer, web_request.actor(), webhook_id))
    return _page(webhook_id, made=found or "", problems=form.form_errors), status_of(form)


@bp.post("/<uuid:webhook_id>/end")
@requires(Perm.TOKENS)
def end(code: int, webhook_id: UUID) -> ResponseReturnValue:
    """Nothing more goes there."""
    return _did(
        webhook_id, lambda writer: services.end(writer, web_request.actor(), webhook_id), gettext("已停用，不再推送。")
    )


@bp.post("/<uuid:webhook_id>/try")
@requires(Perm.TOKENS)
def try_out(code: int, webhook_id: UUID) -> ResponseReturnValue:
    """A message that says nothing."""
    words = gettext("测试消息已经排队，几秒后刷新本页看结果。")
    return _did(webhook_id, lambda writer: services.try_out(writer, web_request.actor(), webhook_id), words)


@bp.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/retry")
@requires(Perm.TOKENS)
def retry(code: int, webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Send again what was given up."""
    queries.delivery(web_request.reading(), webhook_id, delivery_id)
    actor = web_request.actor()
    words = gettext("已经重新排队。")
    return _did(webhook_id, lambda writer: services.retry(writer, actor, webhook_id, delivery_id), words)


def _did(webhook_id: UUID, service: Any, words: str) -> ResponseReturnValue:
    form = KeyedForm()
    if form.validate_on_submit() and carry_out(form, service):
        flash(words)
        return redirect(url_for("webhooks.show", code=web_request.tenant().id, webhook_id=webhook_id), 303)
    return _page(webhook_id, problems=form.form_errors), status_of(form)


def _page(webhook_id: UUID, made: str = "", problems: Any = ()) -> str:
    reader = web_request.reading()
    hook = queries.one(reader, webhook_id)
    rows = queries.log(reader, hook.id)
    return render_template(
        "admin/webhook.html",
        hook=hook,
        made=made,
        problems=problems,
        plain=KeyedForm(formdata=None),
        rows=rows,
        given_up=queries.given_up(reader, rows),
        shown=queries.SHOWN,
        events={**rules.EVENTS, rules.PING: _("测试消息")},
    )
