"""Forms of corrections."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm
from plugins.egov.records import commands as cmd
from plugins.egov.records import rules

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))
FIELDS = ("name", "id_number", "phone", "record", "wrong", "evidence")


class AskForm(KeyedForm):
    """What somebody says of a record about them."""

    name = StringField(_("姓名或者名称"), [needed(_("请填写姓名或者名称。")), SHORT])
    id_number = StringField(_("身份证明号码"), [needed(_("请填写身份证明号码。")), SHORT])
    phone = StringField(_("联系电话"), [needed(_("请填写联系电话。")), SHORT])
    record = TextAreaField(
        _("哪一条信息"),
        [needed(_("请写明是哪一条信息、从哪里得到的。")), LONG],
        description=_("写明名称、文号或者在哪里看到的"),
    )
    wrong = TextAreaField(_("哪里不准确，应当是什么"), [needed(_("请写明哪里不准确、应当是什么。")), LONG])
    evidence = TextAreaField(_("有什么证据"), [needed(_("请写明有什么证据。")), LONG])

    def to_command(self) -> cmd.Ask:
        """The command."""
        return cmd.Ask(**{name: str(self[name].data or "") for name in FIELDS})


class AnswerForm(ActForm):
    """告知本人."""

    words = TextAreaField(_("告知本人的内容"), [needed(_("请写明告知本人的内容。")), LONG])

    def to_command(self) -> cmd.Words:
        """The command."""
        return cmd.Words(version=self.version.data or 0, words=str(self.words.data or ""))


class PassForm(AnswerForm):
    """转送."""

    organ = StringField(_("有权更正的机关"), [needed(_("请填写有权更正的机关。")), SHORT])

    def to_command(self) -> cmd.Pass:
        """The command."""
        words, organ = str(self.words.data or ""), str(self.organ.data or "")
        return cmd.Pass(version=self.version.data or 0, words=words, organ=organ)


STAFF_FORMS: Mapping[str, type[AnswerForm]] = {
    "correct_record": AnswerForm,
    "pass_record": PassForm,
    "keep_record": AnswerForm,
}
