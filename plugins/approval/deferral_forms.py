"""Forms of 容缺: the promise, and what came."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField

from core.accounts.actor import Actor
from core.cases.models import Case
from core.web.fields import needed
from plugins.approval import deferral
from plugins.approval.forms import RoadForm
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
        return deferral.Supply(version=self.version.data or 0, on_paper=tuple(request.form.getlist("on_paper")))
