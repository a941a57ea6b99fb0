"""Forms of sign-in, activation and the second factor."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from core.i18n import N_
from core.web.fields import needed
from core.web.forms import KeyedForm, ToldForm


class SignInForm(FlaskForm):
    """Login and password, and where to go afterwards."""

    login = StringField(_("登录名"), [needed(_("请填写登录名。")), Length(max=80)])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。")), Length(max=200)])
    next = HiddenField()


class CodeForm(ToldForm):
    """A code of the app or a recovery code, and where to go afterwards."""

    code = StringField(
        _("动态口令"),
        [needed(_("请填写动态口令。")), Length(max=40)],
        description=N_("验证器上现在显示的6位数字，或者一个恢复码"),
    )
    next = HiddenField()


class CodeProofForm(ToldForm):
    """A code, once more, before an act that wants proof."""

    xn_proof = StringField(
        _("动态口令"),
        [needed(_("请填写动态口令。")), Length(max=40)],
        description=N_("验证器上现在显示的6位数字，或者一个恢复码"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )


class PasswordProofForm(ToldForm):
    """The password, once more, of who has no second factor."""

    xn_proof = PasswordField(
        _("密码"),
        [InputRequired(_("请填写密码。")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(ToldForm):
    """The password there is and another, typed twice."""

    current = PasswordField(_("现在的密码"), [InputRequired(_("请填写现在的密码。")), Length(max=200)])
    password = PasswordField(_("新密码"), [InputRequired(_("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _("再次输入新密码"), [InputRequired(_("请再次输入新密码。")), EqualTo("password", _("两次输入的密码不一致。"))]
    )


class ActivateForm(KeyedForm):
    """A password of one's own, typed twice."""

    password = PasswordField(_("新密码"), [InputRequired(_("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _("再次输入新密码"), [InputRequired(_("请再次输入新密码。")), EqualTo("password", _("两次输入的密码不一致。"))]
    )
