"""Forms of official documents: writing, the steps of their road, the signature, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.documents import rules
from core.documents.content import Content
from core.documents.models import Document, DocumentSigner
from core.web.fields import needed
from core.web.forms import ActForm, worded

MOST = 50_000


class WriteForm(ActForm):
    """A document as it is drafted; what its issue needs beyond title and kind may follow later."""

    kind = SelectField(_("文种"), [needed(_("请选择文种。"))])
    format = RadioField(
        _("格式"), choices=worded(rules.FORMATS), validators=[needed(_("请选择格式。"))], default=rules.LETTERHEAD
    )
    title = StringField(
        _("标题"),
        [needed(_("请填写标题。")), Length(max=120, message=_("标题最多120个字。"))],
        description=_("事由和文种，例如“关于做好森林防火工作的通知”。"),
    )
    sent_to = StringField(
        _("主送机关"),
        [Length(max=300, message=_("主送机关最多300个字。"))],
        description=_("公告、通告、决定等可以不填。"),
    )
    body = TextAreaField(
        _("正文"),
        [Length(max=MOST, message=_("正文最多50000个字。"))],
        description=_(
            "一行一段。以“一、”“（一）”“1.”开头的短行排成小标题；纪要中以“出席：”“请假：”“列席：”开头的行排在正文后面。不得填写涉密内容。"
        ),
    )
    attachments = TextAreaField(
        _("附件名称"), [Length(max=1000, message=_("最多1000个字。"))], description=_("一行一个。")
    )
    cc = StringField(_("抄送机关"), [Length(max=300, message=_("抄送机关最多300个字。"))])
    notes = StringField(
        _("附注"),
        [Length(max=200, message=_("附注最多200个字。"))],
        description=_("例如联系人和电话，或者印发传达的范围。"),
    )
    urgency = SelectField(_("紧急程度"))
    signers = SelectMultipleField(
        _("签发人"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("选两人以上的，都签完才能编号印发。"),
    )

    def offer(self, signers: Sequence[tuple[UUID, str]]) -> WriteForm:
        """Offer the kinds there are and who can sign here."""
        self.kind.choices = [("", gettext("请选择")), *((code, gettext(kind.label)) for code, kind in KINDS)]
        self.urgency.choices = [(code, gettext(label)) for code, label in rules.URGENCIES.items()]
        self.signers.choices = [(str(account_id), name) for account_id, name in signers]
        return self

    def to_content(self, replaces: UUID | None = None) -> Content:
        """What was written."""
        said = {
            name: str(self[name].data or "")
            for name in ("kind", "format", "title", "sent_to", "body", "attachments", "cc", "notes", "urgency")
        }
        return Content(**said, signers=tuple(map(UUID, self.signers.data or ())), replaces=replaces)


KINDS = list(rules.KINDS.items())


class StepForm(ActForm):
    """A step of the road; the reason is asked where it leads back."""

    reason = TextAreaField(_("理由"), [Length(max=200, message=_("理由最多200个字。"))])


class RecallForm(ActForm):
    """Why a paper that is out counts no more; its readers see it."""

    reason = TextAreaField(
        _("理由（看到文书的人都会看到）"),
        [needed(_("请写明理由。")), Length(max=200, message=_("理由最多200个字。"))],
    )


def choices_of(row: Document, signers: Sequence[DocumentSigner]) -> dict[str, Any]:
    """A draft as its form shows it again."""
    names = ("kind", "format", "title", "sent_to", "body", "attachments", "cc", "notes", "urgency")
    return {**{name: getattr(row, name) for name in names}, "signers": [str(each.account_id) for each in signers]}
