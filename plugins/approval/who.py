"""Who applies: a person or an organisation, who applies together with them, and who acts for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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
        return connections(self.typed)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: str(self[name].data or "").strip() for name in self.NAMES}

    def to_party(self) -> Party:
        """The applicant as a party of the case."""
        return self.to_parties()[0]

    def to_parties(self) -> tuple[Party, ...]:
        """The applicant first, the head of an organisation, those who apply together, and who acts for them."""
        return parties(self.typed)

    @property
    def mandated(self) -> bool:
        """Whether a mandate or further signatures are needed (许可法 29②)."""
        return mandated(self.typed)


class TakenForm(WhoForm):
    """The applicant as somebody else takes them down: a clerk at the window, or a village agent."""

    mandate = BooleanField(_("授权委托书或者共同申请人的签名已收到"))
    promise = BooleanField(_("申请人已签署容缺承诺，可以容缺的材料以后补交"))

    def mandates(self) -> tuple[str, ...]:
        """The code of the mandate among the materials at hand, where it is."""
        return (materials.MANDATE["code"],) if self.mandate.data and self.mandated else ()


def connections(typed: Mapping[str, str]) -> list[Problem]:
    """What does not hang together in what was typed of the applicant, each at its field of `WhoForm.NAMES`.

    An organisation has a head, an agent a number, and each who applies too a line with name and number.
    """
    problems = []
    if is_credit_code(typed.get("id_number", "")) and not typed.get("representative"):
        problems.append(Problem(N_("请填写法定代表人或者负责人。"), "representative"))
    if typed.get("agent") and not typed.get("agent_number"):
        problems.append(Problem(N_("请填写代理人的证件号码。"), "agent_number"))
    if (typed.get("agent_number") or typed.get("agent_phone")) and not typed.get("agent"):
        problems.append(Problem(N_("请填写代理人的姓名。"), "agent"))
    lines = _lines(typed)
    if len(lines) > MOST_COSIGNERS:
        problems.append(Problem(N_("共同申请人最多%(most)d人。"), "cosigners", {"most": MOST_COSIGNERS}))
        return problems
    for place, line in enumerate(lines, 1):
        name, number = _cosigner(line)
        fault = N_("名字后面空一格，写证件号码。") if not name or not number else id_number_fault(number)
        if fault:
            words = N_("第%(line)d人：%(fault)s")
            problems.append(Problem(words, "cosigners", {"line": place, "fault": fault}))
    return problems


def parties(typed: Mapping[str, str]) -> tuple[Party, ...]:
    """The applicant first, the head of an organisation, those who apply together, and who acts for them."""

    applicant = Party("applicant", typed["name"], typed["id_number"], plain(typed["phone"]), typed.get("address", ""))
    others = [Party("representative", typed["representative"])] if typed.get("representative") else []
    others += [Party("cosigner", *_cosigner(line)) for line in _lines(typed)]
    if typed.get("agent"):
        others.append(Party("agent", typed["agent"], typed["agent_number"], plain(typed.get("agent_phone", ""))))
    return (applicant, *others)


def mandated(typed: Mapping[str, str]) -> bool:
    """Whether a mandate or further signatures are needed (许可法 29②)."""
    return bool(_lines(typed) or typed.get("agent"))


def _lines(typed: Mapping[str, str]) -> list[str]:
    return [line.strip() for line in typed.get("cosigners", "").splitlines() if line.strip()]


def _cosigner(line: str) -> tuple[str, str]:
    """Name and number of a line; empty where there is none."""
    found = re.fullmatch(r"(.*?)[\s,，、:：;；]+([0-9０-９][0-9０-９\s-]*[0-9０-９XxＸｘ])", line)
    return (found[1].strip(), plain(found[2]).upper()) if found else (line, "")
