"""Forms of the acts by which an application ends, or after which it is explained: the input, and its command."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.serving import DIRECT
from core.web.fields import needed
from core.web.service_fields import ServiceFields
from plugins.approval import commands as cmd
from plugins.approval.forms import RoadForm
from plugins.approval.models import Application


class DeliverForm(ServiceFields, RoadForm):
    """送达."""

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """Most often the applicant comes to the window today and signs."""
        self.way.data, self.served_on.data = DIRECT, time.today()
        self.recipient.data = self.signed_by.data = case.party

    def to_command(self) -> cmd.Deliver:
        """The command."""
        return cmd.Deliver(version=self.version.data or 0, service=self.to_service())


class ServeRefusalForm(DeliverForm):
    """送达不予受理决定书."""

    def to_command(self) -> cmd.ServeRefusal:
        """The command."""
        return cmd.ServeRefusal(version=self.version.data or 0, service=self.to_service())


class WithdrawForm(RoadForm):
    """撤回申请."""

    reason = TextAreaField(_("撤回的原因（可以不填）"))

    def to_command(self) -> cmd.Withdraw:
        """The command."""
        return cmd.Withdraw(version=self.version.data or 0, reason=str(self.reason.data or ""))


class CounterWithdrawForm(WithdrawForm):
    """撤回申请 as the clerk takes it in: how the applicant said so is on the record, for nobody else can tell later."""

    reason = TextAreaField(
        _("申请人怎样提出撤回、因为什么"), [needed(_("请写明申请人怎样提出撤回，例如书面申请、当面口头提出。"))]
    )


class ExplainOverrunForm(RoadForm):
    """公开说明超时理由."""

    words = TextAreaField(_("超过办理时间的理由（将公开）"), [needed(_("请写明超过办理时间的理由，该说明将公开。"))])

    def to_command(self) -> cmd.ExplainOverrun:
        """The command."""
        return cmd.ExplainOverrun(version=self.version.data or 0, words=str(self.words.data))


class AdoptEditionForm(RoadForm):
    """改按现行版本办理: nothing is typed."""

    def to_command(self) -> cmd.AdoptEdition:
        """The command."""
        return cmd.AdoptEdition(version=self.version.data or 0)


FORMS: Mapping[str, type[RoadForm]] = {
    "deliver": DeliverForm,
    "serve_refusal": ServeRefusalForm,
    "withdraw": CounterWithdrawForm,
    "adopt_edition": AdoptEditionForm,
    "explain_overrun": ExplainOverrunForm,
}
