"""Forms of publishing: writing, the masking check, signing, taking down, columns, and answering a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange

from core.files.models import StoredFile
from core.publishing import rules
from core.publishing.attachments import Inside
from core.publishing.checking import Check
from core.publishing.columns import Column, Setting
from core.publishing.masking import Finding
from core.publishing.services import Content
from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm, worded

MOST = 20_000


class WriteForm(ActForm):
    """Column, title, text, who may read it, and attachments."""

    column = SelectField(_("栏目"), [needed(_("请选择栏目。"))])
    title = StringField(_("标题"), [needed(_("请填写标题。")), Length(max=100, message=_("标题最多100个字。"))])
    body = TextAreaField(
        _("正文"),
        [needed(_("请填写正文。")), Length(max=MOST, message=_("正文最多20000个字。"))],
        description=_("空一行是一段。"),
    )
    audience = RadioField(_("谁能看到"), default="public")
    files = MultipleFileField(
        _("附件"), description=_("PDF、OFD、JPG、PNG、DOCX 或者 XLSX。公开的是去掉作者、位置等信息的副本。")
    )

    def offer(self, columns: Sequence[Column], *, county: bool) -> WriteForm:
        """Offer the columns there are; only the county publishes for all townships."""
        self.column.choices = [(column.code, gettext(column.label)) for column in columns]
        audiences = {code: gettext(label) for code, label in rules.AUDIENCES.items() if county or code != "townships"}
        self.audience.choices = list(audiences.items())
        return self

    def to_content(self, replaces: UUID | None = None) -> Content:
        """What was written."""
        audience = str(self.audience.data or "public")
        return Content(str(self.column.data), str(self.title.data), str(self.body.data), audience, replaces)


class CheckForm(ActForm):
    """The choices of the masking check: for each number mask or keep with a reason, for each file a look."""

    def to_check(self, found: Sequence[Finding], inside: Mapping[UUID, Inside]) -> Check:
        """What the checker decided; a number nobody said anything about is masked."""
        typed = request.form
        keep = {
            finding.number: typed.get(f"why-{finding.number}", "").strip()[:100]
            for finding in found
            if typed.get(f"choice-{finding.number}") == "keep"
        }
        looked_at = frozenset(file_id for file_id in inside if typed.get(f"looked-{file_id}"))
        return Check(int(self.version.data or 0), keep, looked_at, inside)


class SignForm(ActForm):
    """Publishing, or sending back with what is to be changed."""

    reason = TextAreaField(_("退回修改的理由"), [Length(max=500, message=_("理由最多500个字。"))])


class WithdrawForm(ActForm):
    """Taking down: the case it is, and the reason that readers see."""

    ground = RadioField(_("情形"), choices=worded(rules.GROUNDS), validators=[needed(_("请选择撤回的情形。"))])
    reason = TextAreaField(
        _("理由（读者会看到）"),
        [needed(_("请写明撤回的理由，读者会看到。")), Length(max=200, message=_("理由最多200个字。"))],
    )


class ColumnForm(KeyedForm):
    """A column as the tenant wants it."""

    code = StringField(_("栏目代码"), [needed(_("请填写栏目代码。")), Length(max=30)])
    label = StringField(_("栏目名称"), [needed(_("请填写栏目名称。")), Length(max=20, message=_("名称最多20个字。"))])
    type = SelectField(_("发布的类型"), [needed(_("请选择栏目发布的类型。"))])
    position = IntegerField(_("顺序"), [NumberRange(0, 999, message=_("顺序是0至999的整数，小的在前。"))], default=50)
    shown = BooleanField(_("在门户上显示"), default=True)

    def to_setting(self) -> Setting:
        """What is wanted."""
        return Setting(
            str(self.code.data).strip(),
            str(self.label.data),
            str(self.type.data),
            int(self.position.data or 0),
            bool(self.shown.data),
        )


class AnswerForm(KeyedForm):
    """The answer to a reader's message; `mistake` is which."""

    mistake = HiddenField()
    answer = TextAreaField(_("答复"), [needed(_("请填写答复。")), Length(max=500, message=_("答复最多500个字。"))])


class MistakeForm(KeyedForm):
    """What a reader found wrong; they need not say who they are."""

    page = HiddenField(validators=[Length(max=300)])
    words = TextAreaField(
        _("哪里有错，应当是什么"),
        [needed(_("请写明哪里有错。")), Length(max=1000, message=_("最多1000个字。"))],
        description=_("请不要写身份证号码、银行账号等个人信息。"),
    )
    contact = StringField(
        _("联系方式（可以不填）"),
        [Length(max=50, message=_("联系方式最多50个字。"))],
        description=_("只用来答复您，加密保存，不公开。"),
    )


def choices_of(row: Any) -> dict[str, Any]:
    """A draft as its form shows it again."""
    return {"column": row.column_code, "title": row.title, "body": row.body, "audience": row.audience}


def shown_files(files: Sequence[StoredFile], inside: Mapping[UUID, Inside]) -> list[tuple[StoredFile, Inside]]:
    """Each file with what was found in it."""
    return [(file, inside[file.id]) for file in files]
