"""Forms of draws: beginning one, signing, revealing, giving up."""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.contracts import Candidate, DrawKind
from core.draws import rules
from core.draws.services import Beginning
from core.web.fields import needed
from core.web.forms import KeyedForm

LINES = Length(max=200_000, message=_("名单太长。"))


class BeginForm(KeyedForm):
    """Title, list, how many, who is recused."""

    title = StringField(_("标题"), [needed(_("请填写标题。")), Length(max=100, message=_("标题最多100个字。"))])
    population = TextAreaField(
        _("名单"), [needed(_("请填写名单。")), LINES], description=_("一行写一个：代码，空格，名称。公布以后不能改。")
    )
    size = StringField(
        _("抽取多少"),
        [needed(_("请填写抽取的个数，例如3；或者比例，例如1/2。")), Length(max=12, message=_("最多12个字。"))],
        description=_("写个数，例如3；或者比例，例如1/2，不足一个的算一个。"),
    )
    recusals = TextAreaField(
        _("回避（可以不填）"), [Optional(), LINES], description=_("一行写一个：代码，空格，理由。回避的不会被抽到。")
    )

    def fits(self, kind: DrawKind, listed: list[Candidate]) -> None:
        """Ask only what the kind leaves open, with the list as it is now."""
        if kind.ratio is not None:
            del self.size
        if not kind.typed:
            del self.population
        elif self.population.data is None:
            self.population.data = "\n".join(f"{one.code} {one.name}" for one in listed)

    def to_beginning(self) -> Beginning:
        """What was written."""
        return Beginning(
            str(self.title.data),
            size=str(self.size.data or "").strip() if "size" in self else "",
            population=rules.read_lines(str(self.population.data or "")) if "population" in self else (),
            recusals=rules.read_lines(str(self.recusals.data or "")),
        )


class SignForm(KeyedForm):
    """Signing with a secret of one's own; the page offers one that nobody else has."""

    secret = StringField(
        _("您的口令"),
        [needed(_("请填写口令。")), Length(max=80, message=_("口令最多80个字。"))],
        default=lambda: "-".join(secrets.token_hex(3) for _number in range(5)),
        description=_(
            "可以用这个，也可以自己写：20至80个字母、数字和连字符。请抄下来，揭示时要用；平台只保存它的指纹。"
        ),
    )


class RevealForm(KeyedForm):
    """The secret that was signed with."""

    secret = StringField(_("签名时的口令"), [needed(_("请填写口令。")), Length(max=80, message=_("口令最多80个字。"))])


class GiveUpForm(KeyedForm):
    """Why a draw is given up."""

    reason = TextAreaField(
        _("作废的理由"),
        [needed(_("请写明作废的理由。")), Length(max=1000, message=_("不能超过1000个字。"))],
        description=_("作废的抽查和理由一直公开。"),
    )
