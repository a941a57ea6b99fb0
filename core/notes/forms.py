"""The form of a note."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import Length

from core.notes.rules import LONGEST
from core.web.fields import needed
from core.web.forms import KeyedForm


class NoteForm(KeyedForm):
    """What somebody writes to the colleagues of the own unit."""

    body = TextAreaField(_("写批注"), [needed(_("请填写批注。")), Length(max=LONGEST, message=_("批注最多2000个字。"))])
