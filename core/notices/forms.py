"""The form in which a person says how they want to be told."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TimeField
from wtforms.validators import Length

from core import plugins
from core.i18n import N_
from core.notices import rules
from core.notices.queries import Wanted
from core.notices.services import Choice
from core.web.fields import needed
from core.web.forms import KeyedForm, worded


class ReadForm(FlaskForm):
    """The button that marks everything as read."""


class ConsentForm(FlaskForm):
    """A party agrees to be told by short message, or takes it back."""

    agree = RadioField(
        _("短信告知"),
        [needed(_("请选择要不要短信告知。"))],
        choices=worded({"yes": N_("同意"), "no": N_("不要")}),
    )


class SettingsForm(KeyedForm):
    """By kind how, by channel where, and the quiet hours; the fields are made from what is registered."""

    quiet_from = TimeField(_("免打扰开始"), [needed(_("请填写时间，例如 21:00。"))])
    quiet_to = TimeField(
        _("免打扰结束"),
        [needed(_("请填写时间，例如 08:00。"))],
    )

    def to_choice(self) -> Choice:
        """What was chosen."""
        registry = plugins.registry()
        return Choice(
            {kind.code: str(self[f"mode-{kind.code}"].data) for kind in rules.of_staff(registry.notice_kinds)},
            {code: str(self[f"address-{code}"].data or "") for code in registry.channels},
            rules.minutes(self.quiet_from.data),  # type: ignore[arg-type]
            rules.minutes(self.quiet_to.data),  # type: ignore[arg-type]
        )


def settings_form(now: Wanted) -> SettingsForm:
    """The form with a field for each kind and channel, filled with what holds now."""
    registry = plugins.registry()
    modes = {
        f"mode-{kind.code}": SelectField(
            gettext(kind.label), choices={mode: gettext(rules.MODES[mode]) for mode in rules.offered(kind.legal)}
        )
        for kind in rules.of_staff(registry.notice_kinds)
    }
    addresses = {
        f"address-{channel.code}": StringField(
            gettext(channel.label),
            [Length(max=254, message=_("最多254个字。"))],
            description=gettext(channel.hint),
        )
        for channel in registry.channels.values()
    }
    form: SettingsForm = type("SettingsForm", (SettingsForm,), {**modes, **addresses})(
        data={
            **{f"mode-{code}": mode for code, mode in now.modes.items()},
            **{f"address-{code}": address for code, address in now.addresses.items()},
            "quiet_from": rules.clock_time(now.quiet_from),
            "quiet_to": rules.clock_time(now.quiet_to),
        }
    )
    return form
