"""What a service must say, pure (行政处罚法 61): a decision and what the party is told before it are served alike."""

from __future__ import annotations

import datetime as dt

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.enforcement.commands import Serve


def served(command: Serve, since: dt.date | None, today: dt.date, too_early: str) -> list[Problem]:
    """Since the paper was made, not in the future; e-service only with a signed confirmation (61②).

    Args:
        too_early: the message of a day that is none of these.
    """
    problems = []
    if since is None or not since <= command.served_on <= today:
        problems.append(Problem(too_early, "served_on"))
    if command.way == "electronic" and command.consented_on is None:
        words = N_("电子送达要有当事人签订的确认书，请填写签订日期；没有签订的，请用其他方式送达。")
        problems.append(Problem(words, "consented_on"))
    if command.way == "direct" and not command.signed_by.strip():
        problems.append(Problem(N_("直接送达要写明谁签收。"), "signed_by"))
    if command.way not in {"direct", "electronic"} and not command.detail.strip():
        problems.append(Problem(N_("请写明见证人、邮件号码或者公告的情况。"), "detail"))
    return problems
