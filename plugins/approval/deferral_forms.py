"""Forms of 容缺: the promise, and what came."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, TextAreaField
from wtforms.validators import Optional

from core.accounts.actor import Actor
from core.cases.models import Case
from core.i18n import N_
from core.web.fields import needed
from core.web.forms import worded
from plugins.approval import deferral
from plugins.approval.forms import RoadForm, pieces
from plugins.approval.models import Application
from plugins.approval.settings import promised


class PromiseForm(RoadForm):
    """登记容缺承诺."""

    days = IntegerField(_("承诺补交的期限（自受理之日起的工作日数）"), [needed(_("请填写工作日数。"))])
    signed = BooleanField(_("申请人已在承诺书上签名"), [needed(_("申请人在承诺书上签名以后才能登记。"))])

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """The length that the township sets."""
        self.days.data = promised(given=True)

    def to_command(self) -> deferral.Promise:
        """The command."""
        return deferral.Promise(version=self.version.data or 0, days=self.days.data or 0, signed=bool(self.signed.data))


class SupplyForm(RoadForm):
    """登记补交容缺材料; the boxes are drawn from what is owed."""

    def to_command(self) -> deferral.Supply:
        """The command."""
        return deferral.Supply(
            version=self.version.data or 0, on_paper=tuple(request.form.getlist("on_paper")), pieces=pieces()
        )


class BringLaterForm(RoadForm):
    """网上补交容缺材料 by the party: the files are taken beside it, material by material."""


class ConfirmForm(RoadForm):
    """核对补交的容缺材料."""

    found = RadioField(
        _("补交的材料是否符合要求"),
        choices=worded({"yes": N_("符合要求"), "no": N_("不符合要求，退回当事人")}),
        validators=[needed(_("请选择是否符合要求。"))],
    )
    reason = TextAreaField(_("不符合要求的理由（将告知当事人）"), [Optional()])

    def to_command(self) -> deferral.Confirm:
        """The command."""
        return deferral.Confirm(
            version=self.version.data or 0, fits=self.found.data == "yes", reason=str(self.reason.data or "")
        )
