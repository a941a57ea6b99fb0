"""The county enters a township: the form with the reason, and leaving again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import TextAreaField
from wtforms.validators import Length

from core.accounts import visits
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.db import WriteBusy
from core.errors import DomainError, Problem
from core.tenancy.models import Tenant
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import BUSY, KeyedForm

bp = Blueprint("visits", __name__, url_prefix="/county/visits")


class EnterForm(KeyedForm):
    """Why the township is entered."""

    reason = TextAreaField(
        _("进入的理由"),
        [needed(_("请写明进入的理由，例如核查哪一件事。")), Length(max=300, message=_("理由最多300个字。"))],
        description=_("写明要核查的事和依据，会记入县和乡镇两边的审计记录。"),
    )


@bp.route("/<int:township>", methods=["GET", "POST"])
@requires(Perm.VISIT)
def enter(township: int) -> ResponseReturnValue:
    """Say why, and be let in to read."""
    place, form = _place(township), EnterForm()
    if form.validate_on_submit():
        try:
            visits.enter(
                web_request.database(), web_request.actor(), current_user.secret, township, str(form.reason.data)
            )
        except DomainError as error:
            form.add_problems(error.problems)
        except WriteBusy:
            form.add_problems([Problem(BUSY)])
        else:
            return redirect(url_for("workspace.home", code=township), 303)
    return render_template("county/enter.html", form=form, place=place), 422 if form.errors or form.form_errors else 200


@bp.post("/<int:township>/leave")
@requires(Perm.VISIT)
def leave(township: int) -> ResponseReturnValue:
    """End the visit."""
    place = _place(township)
    visits.leave(web_request.database(), web_request.actor(), current_user.secret, township)
    flash(gettext("已离开%(place)s。", place=place.name))
    return redirect(url_for("county.home"), 303)


def _place(township: int) -> Tenant:
    found = next((tenant for tenant in web_request.townships() if tenant.id == township), None)
    return found or abort(404)
