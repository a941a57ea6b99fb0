"""Forms of the archive: confirming make-up, and certificates."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, RadioField, StringField

from core import clock as time
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded
from plugins.training.archive.services import HOWS
from plugins.training.plan.forms import at_most, ticked


class MakeUpForm(KeyedForm):
    """How and when something was made up; whose it is is ticked in the list."""

    made_up_on = DayField(_("补课日期"), [needed(_("请填写补课日期。"))], default=time.today)
    how = RadioField(_("怎么补课的"), choices=worded(HOWS), validate_choice=False)
    note = StringField(_("说明（可以不填）"), [at_most(100)])

    @property
    def chosen(self) -> set[UUID]:
        """The entries that were ticked."""
        return ticked("chosen")


class CertificateForm(KeyedForm):
    """Certificates 证书."""

    files = MultipleFileField(_("证书"))
