"""Forms of units, people, posts and deputies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock as time
from core import plugins
from core.accounts.models import Person
from core.i18n import N_
from core.people import posts
from core.people.queries import Post
from core.people.rules import BAD_PHONE, PHONE, TITLE_WORDS, UnitCommand
from core.people.services import PersonCommand
from core.tenancy.models import UNIT_FUNCTIONS, UNIT_KIND_WORDS, Unit
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded

NO_DATE = _("请填写日期，例如2026-11-24。")
TOO_LONG = _("不能超过%(max)d个字。")


def uid(value: Any) -> UUID:
    """The id a select field sends; the nil id for what is none, which no row has."""
    try:
        return UUID(str(value))
    except ValueError:
        return UUID(int=0)


class UnitForm(KeyedForm):
    """A unit; its code only where it is new."""

    code = StringField(
        _("单位代码"), [Length(max=20, message=TOO_LONG)], description=_("用字母、数字，例如 NYZ；以后不能改。")
    )
    name = StringField(_("单位名称"), [needed(_("请填写单位名称。")), Length(max=60, message=TOO_LONG)])
    kind = SelectField(_("单位类别"), choices=worded(UNIT_KIND_WORDS), validate_choice=False)
    legal_title = SelectField(_("以谁的名义办理"), choices=worded(TITLE_WORDS), validate_choice=False)
    function = SelectField(
        _("在本级的职能"),
        choices=worded({"": N_("没有"), **UNIT_FUNCTIONS}),
        description=_("每种职能只能有一个单位。"),
        validate_choice=False,
    )

    def to_command(self) -> UnitCommand:
        """The unit as typed."""
        return UnitCommand(
            str(self.name.data or ""),
            str(self.kind.data),
            str(self.legal_title.data),
            str(self.function.data or ""),
            str(self.code.data or "").strip(),
        )


class IdentityForm(KeyedForm):
    """Who a person is at the identity provider; empty to end it."""

    subject = StringField(
        _("在统一身份认证里的用户标识"),
        [Length(max=255, message=TOO_LONG)],
        description=N_("认证平台里的 sub。本人第一次从认证平台登录时，页面会显示。留空保存，就解除关联"),
    )


class PersonForm(KeyedForm):
    """A person; login and unit only of a new one."""

    name = StringField(_("姓名"), [needed(_("请填写姓名。")), Length(max=50, message=TOO_LONG)])
    login = StringField(
        _("登录名"), [Length(max=40, message=TOO_LONG)], description=_("小写字母、数字和 . _ -，例如 jin.xiangbing。")
    )
    unit = SelectField(_("单位"), validate_choice=False)
    title = StringField(_("职务"), [Length(max=50, message=TOO_LONG)])
    phone = StringField(
        _("电话"),
        [Optional(), Regexp(PHONE, message=_(BAD_PHONE))],
        description=_("只用于联系，加密保存。"),
    )

    def offer(self, units: Sequence[Unit]) -> None:
        """The units to choose from."""
        self.unit.choices = {"": gettext("请选择"), **{str(unit.id): unit.name for unit in units}}

    def to_command(self, unit_id: UUID | None = None) -> PersonCommand:
        """The person as typed."""
        return PersonCommand(
            str(self.name.data or ""),
            unit_id or uid(self.unit.data),
            str(self.title.data or ""),
            str(self.phone.data or ""),
            str(self.login.data or ""),
        )


class TakerForm(KeyedForm):
    """Who takes over the open cases, and the new unit where somebody moves."""

    unit = SelectField(_("调往的单位"), validate_choice=False)
    taker = SelectField(_("接手的人"), validate_choice=False)

    def offer(self, units: Sequence[Unit], takers: Sequence[tuple[Person, str]]) -> None:
        """The units and people to choose from."""
        self.unit.choices = {"": gettext("请选择"), **{str(unit.id): unit.name for unit in units}}
        self.taker.choices = {"": gettext("请选择"), **_named(takers)}

    def taker_id(self) -> UUID | None:
        """The one chosen."""
        return uid(self.taker.data) if self.taker.data else None


class PostForm(KeyedForm):
    """A role in a unit between two days."""

    role = SelectField(_("角色"), [needed(_("请选择角色。"))], validate_choice=False)
    unit = SelectField(_("在哪个单位"), validate_choice=False)
    from_on = DayField(_("从哪一天起"), [needed(NO_DATE)], default=time.today)
    to_on = DayField(_("到哪一天止"), [Optional()], description=_("包括这一天；不填，就一直有效，直到收回。"))

    def offer(self, roles: Sequence[str], units: Sequence[Unit], unit_id: UUID) -> None:
        """Roles and units to choose from, the person's own first."""
        known = plugins.registry().roles
        self.role.choices = {"": gettext("请选择"), **{code: gettext(known[code].label) for code in roles}}
        self.unit.choices = {str(unit.id): unit.name for unit in units}
        if not self.unit.data:
            self.unit.data = str(unit_id)

    def to_command(self) -> posts.PostCommand:
        """The post as typed."""
        assert self.from_on.data is not None
        return posts.PostCommand(str(self.role.data), uid(self.unit.data), self.from_on.data, self.to_on.data)


class DeputyForm(KeyedForm):
    """Who stands in for which post, from when to when, and without which acts."""

    grant = SelectField(_("代理哪个岗位"), validate_choice=False)
    deputy = SelectField(_("由谁代理"), validate_choice=False)
    from_on = DayField(_("从哪一天起"), [needed(NO_DATE)], default=time.today)
    to_on = DayField(_("到哪一天止"), [needed(NO_DATE)], description=_("包括这一天。"))
    reason = StringField(_("原因"), [Length(max=100, message=TOO_LONG)], description=_("例如：外出培训。"))
    without = SelectMultipleField(
        _("不代理的事项"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("勾选的事项仍由本人办理。"),
        validate_choice=False,
    )

    def offer(self, lent: Sequence[Post], people: Sequence[tuple[Person, str]]) -> None:
        """Posts, people and acts to choose from."""
        named = {
            str(post.grant.id): gettext(
                "%(unit)s %(role)s %(name)s", unit=post.unit, role=gettext(post.label), name=post.holder
            )
            for post in lent
        }
        self.grant.choices = {"": gettext("请选择"), **named}
        self.deputy.choices = {"": gettext("请选择"), **_named(people)}
        permissions = plugins.registry().permissions
        codes = sorted({code for post in lent for code in posts.limits(post.grant.role)})
        self.without.choices = {code: gettext(permissions[code].label) for code in codes}

    def to_command(self, roles: dict[str, str]) -> posts.DeputyCommand:
        """The deputy as typed; acts that the post does not give are left out.

        Args:
            roles: the role of each post offered.
        """
        assert self.from_on.data is not None
        assert self.to_on.data is not None
        able = set(posts.limits(roles.get(str(self.grant.data), "")))
        return posts.DeputyCommand(
            uid(self.grant.data),
            uid(self.deputy.data),
            self.from_on.data,
            self.to_on.data,
            str(self.reason.data or ""),
            tuple(code for code in self.without.data or () if code in able),
        )


def _named(people: Sequence[tuple[Person, str]]) -> dict[str, str]:
    return {str(person.id): gettext("%(name)s（%(unit)s）", name=person.name, unit=unit) for person, unit in people}
