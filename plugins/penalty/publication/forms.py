"""Forms of publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField

from core.web.fields import needed
from core.web.forms import ActForm
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.publication import commands as cmd


class SummaryForm(ActForm):
    """What is told of a decision."""

    summary = TextAreaField(
        _("公开的内容摘要"),
        [needed(_("请写明公开的内容。")), LONG],
        description=_("个人姓名已经隐去；不要写住址、电话和证件号码。"),
    )


class PublishForm(SummaryForm):
    """起草公开."""

    impact = StringField(_("社会影响"), [needed(_("请写明有什么社会影响（行政处罚法48①）。")), SHORT])

    def to_command(self) -> cmd.Publish:
        """The command."""
        return cmd.Publish(version=self.version.data or 0, impact=str(self.impact.data), summary=str(self.summary.data))


class TakeDownForm(ActForm):
    """撤回公开."""

    reason = StringField(_("撤回的理由"), [needed(_("请写明撤回的理由，读者会看到。")), SHORT])

    def to_command(self) -> cmd.TakeDown:
        """The command."""
        return cmd.TakeDown(version=self.version.data or 0, reason=str(self.reason.data))


FORMS: Mapping[str, type[Any]] = {"publish_decision": PublishForm, "take_down": TakeDownForm}
