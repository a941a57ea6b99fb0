"""Forms at the respondent's desk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField
from wtforms.validators import Optional

from core import clock as time
from core.files.services import Kept
from plugins.reconsideration.fields import ReadForm, day, long
from plugins.reconsideration.reply import commands as cmd
from plugins.reconsideration.reply.rules import AnswerFacts


class AnswerForm(ReadForm):
    """The form of an act at the respondent's desk."""

    def prefill(self, facts: AnswerFacts) -> None:
        """A day that is asked begins with today."""
        if "performed_on" in self:
            self["performed_on"].data = time.today()


class DraftForm(AnswerForm):
    """起草复议答复."""

    made = cmd.Draft
    reply = long(_("答复"), _("请写明答复。"), description=_("逐项回应请求和理由，写明事实、依据和程序"))
    evidence = long(
        _("证据、依据和其他有关材料"), _("请列出作出行政行为的证据、依据和其他有关材料。"), description=_("一行一件")
    )
    files = MultipleFileField(_("证据材料"), [Optional()])

    def to_command(self, files: tuple[Kept, ...] = ()) -> cmd.Draft:
        """The command with its files."""
        words = {name: str(self[name].data or "") for name in ("reply", "evidence")}
        return cmd.Draft(version=self.version.data or 0, **words, files=files)


class ReturnForm(AnswerForm):
    """退回修改答复."""

    made = cmd.Return
    words = long(_("退回的理由"), _("请写明退回的理由。"))


class SignForm(AnswerForm):
    """签发、提交复议答复: nothing is typed, the answer goes as it was drafted."""

    made = cmd.Sign


class ReportForm(AnswerForm):
    """报告履行情况."""

    made = cmd.Report
    performed_on = day(_("履行日期"), _("请填写履行日期。"))
    words = long(_("履行情况"), _("请写明履行情况。"))


FORMS: dict[str, type[AnswerForm]] = {
    "draft_reply": DraftForm,
    "return_reply": ReturnForm,
    "sign_reply": SignForm,
    "report_performance": ReportForm,
}
