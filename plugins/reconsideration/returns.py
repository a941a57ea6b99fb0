"""What reviews give a township's report of progress: its part about law-based administration, in numbers of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.cases.models import Case
from core.db import ScopedSession
from core.duties.lines import LAW, counted, so_many
from core.tenancy.models import Unit
from plugins.reconsideration.intake.models import Intake
from plugins.reconsideration.reply.models import Answer
from plugins.reconsideration.suits.models import Suit


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Lines of the part ``law`` for a unit's month: answers to reviews, what was taken in for the county, and suits."""
    days = (first, last)
    copied, answered, performed = counted(
        session,
        unit,
        Answer,
        Case.received_on.between(*days),
        Answer.replied_on.between(*days),
        Answer.performed_on.between(*days),
    )
    (forwarded,) = counted(session, unit, Intake, Intake.forwarded_on.between(*days))
    sued, judged = counted(session, unit, Suit, Suit.copied_on.between(*days), Suit.judged_on.between(*days))
    numbers = (
        ("收到行政复议申请书副本{}件", copied),
        ("提交行政复议答复{}件", answered),
        ("履行行政复议决定{}件", performed),
        ("转送行政复议申请{}件", forwarded),
        ("收到行政应诉案件{}件", sued),
        ("行政应诉案件裁判{}件", judged),
    )
    return {LAW: so_many(numbers)}
