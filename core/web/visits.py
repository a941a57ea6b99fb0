"""The county enters a township: the form with the reason, and leaving again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length

from core.accounts import visits
from core.accounts.access import requires_any
from core.accounts.permissions import Perm
from core.db import WriteBusy
from core.errors import DomainError, Problem
from core.i18n import N_
from core.tenancy.models import Tenant
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, busy, status_of

bp = Blueprint("visits", __name__, url_prefix="/county/visits")


PURPOSES = {
    visits.READ: N_("查看案件，不能办理"),
    visits.MANAGE: N_("管理单位、人员、功能和设置，不能查看案件"),
}


class EnterForm(KeyedForm):
    """Why the township is entered."""

    purpose = RadioField(_("进入做什么"), validate_choice=False)
    reason = TextAreaField(
        _("进入的理由"),
        [needed(_("请写明进入的理由，例如核查哪一件事。")), Length(max=300, message=_("理由最多300个字。"))],
        description=_("写明要核查的事和依据，会记入县和乡镇两边的审计记录。"),
    )


@bp.route("/<int:township>", methods=["GET", "POST"])
@requires_any((Perm.VISIT, Perm.MANAGE))
def enter(township: int) -> ResponseReturnValue:
    """Say why and what for, and be let in."""
    place, form = _place(township), EnterForm()
    able = [purpose for purpose, needed in visits.NEEDED.items() if web_request.actor().may(needed)]
    form.purpose.choices = {purpose: gettext(PURPOSES[purpose]) for purpose in able}
    if form.purpose.data not in able:
        asked = request.args.get("purpose", "")
        form.purpose.data = asked if asked in able else able[0]
    if form.validate_on_submit():
        try:
            visits.enter(
                web_request.database(),
                web_request.actor(),
                current_user.secret,
                township,
                str(form.reason.data),
                str(form.purpose.data),
            )
        except DomainError as error:
            form.add_problems(error.problems)
        except WriteBusy as error:
            form.add_problems([Problem(busy(error))])
        else:
            desk = "admin.home" if form.purpose.data == visits.MANAGE else "workspace.home"
            return redirect(url_for(desk, code=township), 303)
    return render_template("county/enter.html", form=form, place=place), status_of(form)


@bp.post("/<int:township>/leave")
@requires_any((Perm.VISIT, Perm.MANAGE))
def leave(township: int) -> ResponseReturnValue:
    """End the visit."""
    place = _place(township)
    visits.leave(web_request.database(), web_request.actor(), current_user.secret, township)
    flash(gettext("已离开%(place)s。", place=place.name))
    desk = "county.home" if web_request.actor().may(Perm.OVERSEE) else "county_admin.townships"
    return redirect(url_for(desk), 303)


def _place(township: int) -> Tenant:
    found = next((tenant for tenant in web_request.townships() if tenant.id == township), None)
    return found or abort(404)
