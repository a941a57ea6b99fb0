"""The check before filling in 资格自测, of which nothing is kept, and the forms to download for a material."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import RadioField

from core.accounts.access import public
from core.citations import spoken
from core.files.web import send
from core.i18n import N_
from core.settings import web as settings_web
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, status_of, worded
from plugins.approval import queries
from plugins.approval.items import samples
from plugins.approval.models import Item

bp = Blueprint("approval_check", __name__, url_prefix="/t/<int:code>/items", template_folder="../templates")
ANSWERS = {"yes": N_("符合"), "no": N_("不符合"), "unsure": N_("不清楚")}


def _form_of(item: Item) -> type[KeyedForm]:
    words = gettext("请选择一项。")
    asked = {
        f"condition{at}": RadioField(spoken(condition), [needed(words)], choices=worded(ANSWERS))
        for at, condition in enumerate(item.conditions)
    }
    return type("CheckForm", (KeyedForm,), asked)


@bp.route("/<item_code>/check", methods=["GET", "POST"])
@public
def check(code: int, item_code: str) -> ResponseReturnValue:
    """Answer condition by condition; whoever does not meet one is told so and may apply all the same."""
    reader = web_request.reading()
    item = queries.item_by_code(reader, item_code)
    if not item.conditions:
        abort(404)
    form = _form_of(item)()
    done = form.validate_on_submit()
    said = [form[f"condition{at}"].data for at in range(len(item.conditions))]
    unit = queries.unit_of(reader, item.unit_id, code)
    page = render_template(
        "approval/eligible.html",
        item=item,
        form=form,
        done=done,
        unmet=[spoken(words) for words, answer in zip(item.conditions, said, strict=True) if answer == "no"],
        unsure=[spoken(words) for words, answer in zip(item.conditions, said, strict=True) if answer == "unsure"],
        phone=item.ask_phone or settings_web.value("core.phone", unit),
    )
    return page, status_of(form)


@bp.get("/<item_code>/samples/<material>/<which>")
@public
def sample(code: int, item_code: str, material: str, which: str) -> ResponseReturnValue:
    """The form to fill in, or the filled example, that the edition which counts today names for a material."""
    item = queries.item_by_code(web_request.reading(), item_code)
    return send(samples.file_of(web_request.private_reading(), item, material, which), web_request.store())
