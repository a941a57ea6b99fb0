"""Rating on the portal, its public figures, and the acts on a bad rating in the workspace."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from core.accounts.access import public, requires_any
from core.i18n import N_
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm, carry_out, status_of, worded
from core.web.workspace import staff_case
from plugins.approval.permissions import Perm
from plugins.approval.rating import queries, rules, services
from plugins.approval.rating.kind import RATING
from plugins.approval.workflow import KIND

bp = Blueprint("approval_rating", __name__, url_prefix="/t/<int:code>", template_folder="../templates")
staff = Blueprint("approval_ratings", __name__, url_prefix="/w/<int:code>/ratings", template_folder="../templates")
TOO_LONG = Length(max=rules.LONGEST, message=_("不能超过1000个字。"))


class RateForm(KeyedForm):
    """One service, one rating."""

    grade = RadioField(
        _("这次办事，您满意吗"),
        choices=worded({str(grade): words for grade, words in rules.GRADES.items()}),
        validators=[needed(_("请选择满意程度。"))],
    )
    words = TextAreaField(_("哪里不满意"), [Optional(), TOO_LONG])


class VerifyForm(ActForm):
    """核实差评."""

    founded = RadioField(
        _("反映的情况"),
        choices=worded({"yes": N_("属实"), "no": N_("不属实")}),
        validators=[needed(_("请选择是否属实。"))],
    )
    findings = TextAreaField(_("核实的情况"), [needed(_("请写明核实的情况。")), TOO_LONG])

    def to_command(self) -> rules.Verify:
        """The command."""
        return rules.Verify(
            version=self.version.data or 0, founded=self.founded.data == "yes", findings=str(self.findings.data)
        )


class PutRightForm(ActForm):
    """登记整改."""

    measures = TextAreaField(_("整改的措施"), [needed(_("请写明整改的措施。")), TOO_LONG])

    def to_command(self) -> rules.PutRight:
        """The command."""
        return rules.PutRight(version=self.version.data or 0, measures=str(self.measures.data))


class AnswerForm(ActForm):
    """答复评价人."""

    words = TextAreaField(_("给评价人的答复"), [needed(_("请写明给评价人的答复。")), TOO_LONG])

    def to_command(self) -> rules.Answer:
        """The command."""
        return rules.Answer(version=self.version.data or 0, words=str(self.words.data))


FORMS = {"verify": VerifyForm, "put_right": PutRightForm, "answer": AnswerForm}


@bp.get("/ratings")
@public
def figures(code: int) -> ResponseReturnValue:
    """How people rated what was done here: all of it, and by item; no rating stands alone with a name."""
    reader = web_request.private_reading()
    return render_template(
        "approval/ratings.html", whole=queries.figures(reader), items=queries.by_item(reader), grades=rules.GRADES
    )


@bp.route("/case/<uuid:case_id>/rate", methods=["GET", "POST"])
@public
def rate(code: int, case_id: UUID) -> ResponseReturnValue:
    """Rate the own service that has ended, once."""
    case = party.own_case(case_id)
    if case.kind != KIND:
        abort(404)
    back = url_for("party.case", code=code, case_id=case.id, _anchor="rating")
    rated = queries.of_case(web_request.private_reading(), case)
    form = RateForm()
    if rated is not None:  # a second click finds the first rating
        return redirect(back, 303)
    if form.validate_on_submit():
        actor, grade, words = party.acting(case), int(form.grade.data), str(form.words.data or "")
        key = str(form.key.data)
        if carry_out(form, lambda writer: services.rate(writer, actor, case, grade, words, key)) is not None:
            return redirect(back, 303)
    return render_template("approval/rate.html", case=case, form=form), status_of(form)


@staff.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a bad rating."""
    case = staff_case(case_id)
    if case.kind != services.KIND:
        abort(404)
    return beside(case, RATING, act, FORMS, template="approval/rating_act.html")
