"""Forms of document exchange: sending, entering what came on paper, reading, and each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.db import ScopedSession
from core.documents.rules import URGENCIES
from core.files.services import Kept
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


def ticks(label: Any, missing: Any, **more: Any) -> SelectMultipleField:
    """Several choices, each with a box to tick."""
    widget = ListWidget(prefix_label=False)
    return SelectMultipleField(label, [needed(missing)], option_widget=CheckboxInput(), widget=widget, **more)


class SendForm(KeyedForm):
    """Where a document goes."""

    document = SelectField(_("公文"), validators=[needed(_("请选择要发送的公文。"))])
    to = ticks(_("收文单位"), _("请至少选择一个收文单位。"), coerce=int)
    audience = RadioField(_("阅看范围"), choices=worded(rules.AUDIENCES), default=rules.OFFICE)
    wants_answer = BooleanField(_("需要答复"))
    answer_by = DayField(_("答复期限"), [Optional()], description=_("可以不填"))
    again = BooleanField(_("已经发过的单位也再发一次"))

    def offer(self, session: ScopedSession, places: Mapping[int, str]) -> None:
        """The documents that are out, and the other tenants."""
        rows = queries.sendable(session)
        self.document.choices = [("", gettext("请选择")), *((str(row.id), f"{row.number} {row.title}") for row in rows)]
        self.to.choices = list(places.items())

    def to_command(self) -> cmd.Send:
        """The command."""
        return cmd.Send(
            document_id=UUID(str(self.document.data)),
            to=tuple(self.to.data or ()),
            audience=str(self.audience.data or ""),
            wants_answer=bool(self.wants_answer.data),
            answer_by=self.answer_by.data,
            again=bool(self.again.data),
        )


class RecallForm(KeyedForm):
    """Recalling a sending."""

    reason = StringField(_("撤回的理由"), [needed(_("请写明撤回的理由。")), SHORT])


class EnterForm(KeyedForm):
    """What came on paper."""

    organ = StringField(_("来文单位"), [needed(_("请填写来文单位。")), SHORT])
    document_number = StringField(_("来文字号"), [Optional(), SHORT], description=_("没有字号的可以不填"))
    title = StringField(_("标题"), [needed(_("请填写标题。")), SHORT])
    dated_on = DayField(_("成文日期"), [needed(_("请填写成文日期。"))])
    urgency = SelectField(_("紧急程度"), choices=worded(URGENCIES), default="")
    body = TextAreaField(_("内容摘要"), [Optional(), LONG])
    files = MultipleFileField(_("扫描件"), [Optional()])
    wants_answer = BooleanField(_("需要答复"))
    answer_by = DayField(_("答复期限"), [Optional()], description=_("可以不填"))

    def to_command(self, today: dt.date, files: tuple[Kept, ...]) -> cmd.Enter:
        """The command."""
        assert self.dated_on.data is not None
        words = {name: str(self[name].data or "") for name in ("organ", "document_number", "title", "urgency", "body")}
        return cmd.Enter(
            **words,
            dated_on=self.dated_on.data,
            received_on=today,
            wants_answer=bool(self.wants_answer.data),
            answer_by=self.answer_by.data,
            files=files,
        )


class ReadForm(KeyedForm):
    """That one has read it, and what one thinks."""

    words = TextAreaField(_("传阅意见"), [Optional(), LONG], description=_("可以不填；写下后不能修改，可以再补充"))


class PlainForm(ActForm):
    """An act without words."""

    made: type[cmd.Act] = cmd.Act
    takes: tuple[str, ...] = ()

    def offer(self, session: ScopedSession) -> None:
        """The choices."""

    def to_command(self) -> cmd.Act:
        """The command, of the words that the form takes."""
        words = {name: str(self[name].data or "") for name in self.takes}
        return self.made(version=self.version.data or 0, **words)


class WordsForm(PlainForm):
    """An act that is told in words."""

    made, takes = cmd.Words, ("words",)


class SendBackForm(WordsForm):
    """退文."""

    words = TextAreaField(_("退文的理由"), [needed(_("请写明退文的理由。")), LONG])


class ProposeForm(WordsForm):
    """拟办."""

    words = TextAreaField(_("拟办意见"), [needed(_("请写明拟办意见。")), LONG])


class ChaseForm(WordsForm):
    """催办."""

    words = TextAreaField(_("催办要求"), [needed(_("请写明催办要求。")), LONG])


class AnswerForm(WordsForm):
    """办结答复."""

    words = TextAreaField(
        _("办理结果"), [needed(_("请写明办理结果。")), LONG], description=_("来文单位等待答复的，会收到这些内容")
    )


class DirectForm(PlainForm):
    """批办."""

    lead = SelectField(_("主办单位"), validators=[needed(_("请选择主办单位。"))])
    words = TextAreaField(_("批示"), [needed(_("请写明批示。")), LONG])

    def offer(self, session: ScopedSession) -> None:
        """The units."""
        units = queries.handling_units(session)
        self.lead.choices = [("", gettext("请选择")), *((str(unit), name) for unit, name in units.items())]

    def to_command(self) -> cmd.Direct:
        """The command."""
        lead, words = UUID(str(self.lead.data)), str(self.words.data)
        return cmd.Direct(version=self.version.data or 0, lead=lead, words=words)


class CirculateForm(PlainForm):
    """传阅."""

    readers = ticks(_("传阅给"), _("请至少选择一个人。"))

    def offer(self, session: ScopedSession) -> None:
        """The staff."""
        self.readers.choices = [(str(account), name) for account, name in queries.staff(session)]

    def to_command(self) -> cmd.Circulate:
        """The command."""
        return cmd.Circulate(version=self.version.data or 0, readers=tuple(map(UUID, self.readers.data or ())))


class MergeForm(PlainForm):
    """并入同一公文."""

    made, takes = cmd.Merge, ("number",)
    number = StringField(
        _("并入哪一件"),
        [needed(_("请填写并入哪一件的编号。")), SHORT],
        description=_("右侧列出了来文单位和字号相同的收文"),
    )


class ArchiveForm(PlainForm):
    """归档."""

    made, takes = cmd.Archive, ("retention",)
    retention = RadioField(_("保管期限"), choices=worded(rules.RETENTIONS), validators=[needed(_("请选择保管期限。"))])


FORMS: Mapping[str, type[PlainForm]] = {
    "sign_for": PlainForm,
    "send_document_back": SendBackForm,
    "propose_handling": ProposeForm,
    "direct": DirectForm,
    "circulate": CirculateForm,
    "chase_handling": ChaseForm,
    "answer_document": AnswerForm,
    "merge_document": MergeForm,
    "archive_document": ArchiveForm,
}
