"""Who applies: a person or an organisation, who applies together with them, and who acts for them."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

from core.cases.services import Party
from core.errors import Problem
from core.i18n import N_
from core.web.fields import SubjectNumberField, id_number_fault, is_credit_code, needed, plain
from core.web.forms import KeyedForm
from plugins.approval import materials

PHONE_FAULT = N_("请核对电话号码：应当是7至15位数字，例如 139 0000 0000。")
PHONE = Regexp(r"^\+?(?:[\s-]*\d){7,15}[\s-]*$", message=_(PHONE_FAULT))
MOST_COSIGNERS = 50


class WhoForm(KeyedForm):
    """The applicant."""

    name = StringField(_("姓名"), [needed(_("请填写申请人姓名。")), Length(max=50, message=_("不能超过50个字。"))])
    id_number = SubjectNumberField(_("身份证号"), [needed(_("请填写身份证号。"))])
    phone = StringField(_("手机号码"), [needed(_("请填写手机号码，办理中需要与您联系。")), PHONE])
    address = StringField(_("住址"), [Optional(), Length(max=200, message=_("不能超过200个字。"))])
    representative = StringField(_("法定代表人或者负责人"), [Optional(), Length(max=50, message=_("不能超过50个字。"))])
    cosigners = TextAreaField(
        _("共同申请人"),
        [Optional(), Length(max=4000, message=_("不能超过4000个字。"))],
        description=_("一行写一人：先写名字，空一格，再写证件号码。"),
    )
    agent = StringField(_("受托的代理人"), [Optional(), Length(max=50, message=_("不能超过50个字。"))])
    agent_number = SubjectNumberField(_("代理人的证件号码"), [Optional()])
    agent_phone = StringField(_("代理人的电话"), [Optional(), PHONE])

    # What is typed of the applicant, in the order of the page.
    NAMES = (
        *("name", "id_number", "phone", "address", "representative"),
        *("cosigners", "agent", "agent_number", "agent_phone"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and what hangs together: an organisation has a head, an agent a number."""
        good = super().validate(extra_validators)
        problems = self.connections() if good else []
        self.add_problems(problems)
        return bool(good) and not problems

    def connections(self) -> list[Problem]:
        """What is missing or wrong beside what each field says by itself."""
        problems = []
        if is_credit_code(str(self.id_number.data or "")) and not _said(self.representative):
            problems.append(Problem(N_("请填写法定代表人或者负责人。"), "representative"))
        if _said(self.agent) and not self.agent_number.data:
            problems.append(Problem(N_("请填写代理人的证件号码。"), "agent_number"))
        if (self.agent_number.data or _said(self.agent_phone)) and not _said(self.agent):
            problems.append(Problem(N_("请填写代理人的姓名。"), "agent"))
        lines = _lines(self.cosigners.data)
        if len(lines) > MOST_COSIGNERS:
            problems.append(Problem(N_("共同申请人最多%(most)d人。"), "cosigners", {"most": MOST_COSIGNERS}))
            return problems
        for place, line in enumerate(lines, 1):
            name, number = _cosigner(line)
            fault = N_("名字后面空一格，写证件号码。") if not name or not number else id_number_fault(number)
            if fault:
                words = N_("第%(line)d行：%(fault)s")
                problems.append(Problem(words, "cosigners", {"line": place, "fault": gettext(fault)}))
        return problems

    def to_party(self) -> Party:
        """The applicant as a party of the case."""
        return Party(
            "applicant", _said(self.name), str(self.id_number.data), plain(str(self.phone.data)), _said(self.address)
        )

    def to_parties(self) -> tuple[Party, ...]:
        """The applicant first, the head of an organisation, those who apply together, and who acts for them."""
        others = [Party("representative", _said(self.representative))] if _said(self.representative) else []
        others += [Party("cosigner", *_cosigner(line)) for line in _lines(self.cosigners.data)]
        if _said(self.agent):
            phone = plain(str(self.agent_phone.data or ""))
            others.append(Party("agent", _said(self.agent), str(self.agent_number.data or ""), phone))
        return (self.to_party(), *others)

    @property
    def mandated(self) -> bool:
        """Whether a mandate or further signatures are needed (许可法 29②)."""
        return bool(_lines(self.cosigners.data) or _said(self.agent))


class TakenForm(WhoForm):
    """The applicant as somebody else takes them down: a clerk at the window, or a village agent."""

    mandate = BooleanField(_("授权委托书或者共同申请人的签名已收到"))
    promise = BooleanField(_("申请人已签署容缺承诺，可以容缺的材料以后补交"))

    def mandates(self) -> tuple[str, ...]:
        """The code of the mandate among the materials at hand, where it is."""
        return (materials.MANDATE["code"],) if self.mandate.data and self.mandated else ()


def _said(field: Any) -> str:
    return str(field.data or "").strip()


def _lines(words: Any) -> list[str]:
    return [line.strip() for line in str(words or "").splitlines() if line.strip()]


def _cosigner(line: str) -> tuple[str, str]:
    """Name and number of a line; empty where there is none."""
    found = re.fullmatch(r"(.*?)[\s,，、:：;；]+([0-9０-９][0-9０-９\s-]*[0-9０-９XxＸｘ])", line)
    return (found[1].strip(), plain(found[2]).upper()) if found else (line, "")
