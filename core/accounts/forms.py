"""Forms of sign-in and activation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from core.web.fields import needed
from core.web.forms import KeyedForm


class SignInForm(FlaskForm):
    """Login and password, and where to go afterwards."""

    login = StringField(_("登录名"), [needed(_("请填写登录名。")), Length(max=80)])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。")), Length(max=200)])
    next = HiddenField()


class ActivateForm(KeyedForm):
    """A password of one's own, typed twice."""

    password = PasswordField(_("新密码"), [InputRequired(_("请填写新密码。")), Length(max=200)])
    again = PasswordField(
        _("再次输入新密码"), [InputRequired(_("请再次输入新密码。")), EqualTo("password", _("两次输入的密码不一致。"))]
    )
