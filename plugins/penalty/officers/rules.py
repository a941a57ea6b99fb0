"""Rules of enforcement officers, pure: valid certificates, two of them (行政处罚法 42), and who comes instead (43)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Certificate:
    """An officer's certificate 行政执法证.

    Attributes:
        account_id: whose it is; two certificates of one person are one officer.
        valid_to: its last day.
        stopped_on: the first day on which its holder no longer enforces; None while they do.
    """

    account_id: UUID
    name: str
    number: str
    valid_from: dt.date
    valid_to: dt.date
    stopped_on: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        """Whether its holder may enforce on a day."""
        return self.valid_from <= day <= self.valid_to and (self.stopped_on is None or day < self.stopped_on)


def pair_problems(officers: Sequence[Certificate], day: dt.date) -> list[Problem]:
    """Why these may not act together on a day: each has a valid certificate, and they are two persons at least (42)."""
    problems = [
        Problem(
            N_("%(name)s的执法证件（%(number)s）在%(day)s无效。"),
            "second",
            {"name": officer.name, "number": officer.number, "day": day.isoformat()},
        )
        for officer in officers
        if not officer.valid_on(day)
    ]
    if len({officer.account_id for officer in officers}) < FEWEST:
        problems.append(Problem(N_("执法人员不得少于两人（行政处罚法42）。"), "second"))
    return problems


def successor_problems(
    officers: Sequence[Certificate], leaves: UUID, comes: Certificate, day: dt.date
) -> list[Problem]:
    """Whether an officer who is found to have an interest 利害关系 is followed by another one who may act (43).

    Args:
        leaves: the account of the one who stands back.
    """
    stays = [officer for officer in officers if officer.account_id != leaves]
    known = {officer.account_id for officer in officers}
    if len(stays) == len(officers) or comes.account_id in known or not comes.valid_on(day):
        return [Problem(N_("请选择另一名执法证件有效的执法人员。"), "comes")]
    return pair_problems([*stays, comes], day)


def certificate_problems(number: str, valid_from: dt.date | None, valid_to: dt.date | None) -> list[Problem]:
    """What a certificate must say."""
    problems = []
    if not number.strip():
        problems.append(Problem(N_("请填写执法证号。"), "number"))
    if valid_from is None:
        problems.append(Problem(N_("请填写有效期的起始日期。"), "valid_from"))
    if valid_to is None:
        problems.append(Problem(N_("请填写有效期的截止日期。"), "valid_to"))
    elif valid_from is not None and valid_to < valid_from:
        problems.append(Problem(N_("截止日期不能早于起始日期。"), "valid_to"))
    return problems
