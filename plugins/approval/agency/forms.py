"""Forms of 代办: what a village agent types on the telephone, and what the township takes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.tenancy.models import Unit
from core.web.fields import DayField, needed
from core.web.forms import worded
from plugins.approval.agency import rules
from plugins.approval.forms import RoadForm
from plugins.approval.models import Application
from plugins.approval.who import TakenForm


class RegisterForm(TakenForm):
    """What the agent registers for somebody; the agent's own name and village are on the account."""

    village = SelectField(_("申请人所在的村"), [needed(_("请选择申请人所在的村。"))])
    consent = RadioField(
        _("申请人怎样同意由您代办"),
        choices=worded(rules.CONSENTS),
        validators=[needed(_("请选择申请人怎样表示同意。"))],
    )
    picture = MultipleFileField(_("签名的照片"))
    words = TextAreaField(_("申请人的原话和在场的人"), [Optional(), Length(max=1000, message=_("不能超过1000个字。"))])

    def offer(self, villages: Sequence[Unit], own: Unit) -> None:
        """The villages of the township, the agent's own chosen."""
        self.village.choices = [(str(one.id), one.name) for one in villages]
        if self.village.data in {None, "None"}:
            self.village.data = str(own.id)


class TakeInForm(RoadForm):
    """登记乡镇收到; the boxes are drawn from the item's list."""

    received_on = DayField(_("乡镇收到的日期"), [needed(_("请填写收到的日期。"))], default=time.today)

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """Today, most often."""
        self.received_on.data = time.today()

    def to_command(self) -> Any:
        """The command."""
        assert isinstance(self.received_on.data, dt.date)
        return rules.TakeIn(
            version=self.version.data or 0,
            received_on=self.received_on.data,
            on_paper=tuple(request.form.getlist("on_paper")),
        )
