"""Forms of letters: writing one, closing a thread, a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, MultipleFileField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core import slots
from core.files.services import Kept
from core.letters import rules
from core.letters.queries import Template
from core.letters.services import Text, Wording
from core.web.fields import needed
from core.web.forms import KeyedForm

FILES = _("附件（可以不选）")
FILES_HELP = _("最多5个，PDF、OFD、JPG、PNG、DOCX 或 XLSX。")
TOO_LONG = Length(max=rules.LONGEST, message=_("内容最多4000个字。"))


class PartyLetterForm(KeyedForm):
    """What the party writes."""

    body = TextAreaField(_("内容"), [needed(_("请填写内容。")), TOO_LONG])
    files = MultipleFileField(FILES, description=FILES_HELP)

    def to_text(self, kept: Sequence[Kept]) -> Text:
        """What was written, with what goes with it."""
        return Text(str(self.body.data), files=kept)


class OfficeLetterForm(KeyedForm):
    """What the office writes, from a template if one fits."""

    template = SelectField(_("消息模板"), [Optional()], validate_choice=False)
    body = TextAreaField(_("内容"), [needed(_("请填写内容。")), TOO_LONG])
    wants_reply = BooleanField(_("需要当事人回复"))
    files = MultipleFileField(FILES, description=FILES_HELP)

    def offer(self, templates: Sequence[Template]) -> None:
        """Offer the templates of the case's state."""
        self.template.choices = [("", gettext("不用模板")), *((one.code, gettext(one.title)) for one in templates)]

    def use(self, template: Template, values: dict[str, str]) -> None:
        """Put a template behind what is typed already, so that nothing typed is lost."""
        typed = str(self.body.data or "").strip()
        self.body.data = "\n\n".join(filter(None, (typed, slots.filled(template.body, values))))
        self.wants_reply.data = self.wants_reply.data or template.wants_reply

    def to_text(self, kept: Sequence[Kept]) -> Text:
        """What was written, with what goes with it."""
        return Text(str(self.body.data), bool(self.wants_reply.data), str(self.template.data or "")[:40], kept)


class CloseForm(KeyedForm):
    """Why a letter needs no further answer."""

    reason = TextAreaField(
        _("为什么不需要再答复"),
        [needed(_("请写明理由。")), Length(max=500, message=_("理由最多500个字。"))],
        description=_("当事人能看到。例如：内容与前一封相同，已经答复。"),
    )


class RecallForm(FlaskForm):
    """The button that takes a letter back."""


class TemplateForm(KeyedForm):
    """A template: its title, its text with named slots, and where it is offered."""

    title = StringField(_("标题"), [needed(_("请填写标题。")), Length(max=40, message=_("标题最多40个字。"))])
    body = TextAreaField(_("内容"), [needed(_("请填写内容。")), TOO_LONG])
    wants_reply = BooleanField(_("默认需要当事人回复"))
    states = SelectMultipleField(
        _("在哪些状态下提供"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_("一个也不选，就是所有状态都提供。"),
    )
    active = BooleanField(_("启用"), default=True)

    def __init__(self, states: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states.choices = [(code, gettext(label)) for code, label in states.items()]

    def to_wording(self) -> Wording:
        """What was written."""
        return Wording(
            str(self.title.data),
            str(self.body.data),
            tuple(self.states.data or ()),
            bool(self.wants_reply.data),
            bool(self.active.data),
        )
