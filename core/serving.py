"""Ways of service 送达方式: what each needs so that it can be proved (行政处罚法61, 民事诉讼法第七章第二节), pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_

DIRECT, LEFT, POST, ELECTRONIC, NOTICE = "direct", "left", "post", "electronic", "notice"
WAYS = {
    DIRECT: N_("直接送达"),
    LEFT: N_("留置送达"),
    POST: N_("邮寄送达"),
    ELECTRONIC: N_("电子送达"),
    NOTICE: N_("公告送达"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a paper as it was made.

    Attributes:
        signed_by, relation: who signed for it, and as what where it was not the recipient.
        witness: who saw it left.
        tracking: the number of the letter.
        consented_on: the day on which the recipient signed that they take papers electronically.
    """

    way: str
    served_on: dt.date
    recipient: str
    place: str = ""
    signed_by: str = ""
    relation: str = ""
    witness: str = ""
    tracking: str = ""
    consented_on: dt.date | None = None
    note: str = ""


def problems(service: Service, issued_on: dt.date, today: dt.date) -> list[Problem]:
    """What a way of service needs and was not told, each at its field.

    Papers go by fax, mail and the like only to who agreed to it in a signed confirmation (行政处罚法61②).
    """
    found = []
    if service.way not in WAYS:
        found.append(Problem(N_("请选择送达方式。"), "way"))
    if not service.recipient.strip():
        found.append(Problem(N_("请填写受送达人。"), "recipient"))
    if not issued_on <= service.served_on <= today:
        words = N_("送达日期应当在文书出具（%(issued)s）以后，不晚于今天。")
        found.append(Problem(words, "served_on", {"issued": issued_on.isoformat()}))
    needs = {
        DIRECT: (service.signed_by, "signed_by", N_("直接送达要写明谁签收。")),
        LEFT: (service.witness, "witness", N_("留置送达要写明见证人，或者拍照录像的情况。")),
        POST: (service.tracking, "tracking", N_("邮寄送达要写明邮件号码。")),
        NOTICE: (service.place, "place", N_("公告送达要写明在哪里公告。")),
    }
    if service.way in needs and not needs[service.way][0].strip():
        found.append(Problem(needs[service.way][2], needs[service.way][1]))
    if service.way == ELECTRONIC:
        consented = service.consented_on
        if consented is None:
            words = N_("电子送达要有当事人签订的确认书，请填写签订日期；没有签订的，请用其他方式送达。")
            found.append(Problem(words, "consented_on"))
        elif consented > service.served_on:
            found.append(Problem(N_("确认书的签订日期不能晚于送达日期。"), "consented_on"))
    return found
