"""What a township sets for penalties: from how much on the party has a right to a hearing (行政处罚法 63①)."""

from __future__ import annotations

from core.contracts import Setting
from core.db import ScopedSession
from core.i18n import N_
from core.settings.queries import value
from plugins.penalty.catalogue.rules import ORGANISATION, PERSON

HEARING = {PERSON: "penalty.hearing_person", ORGANISATION: "penalty.hearing_organisation"}
# The law names no sum: each province's rule does.
HELP = N_("达到这个数额（元）的罚款、没收违法所得是“较大数额”，应当告知听证权利（行政处罚法63①）；以本省规定为准。")
SETTINGS = (
    Setting(HEARING[PERSON], "number", N_("对公民“较大数额”的起点"), HELP, 1000, least=1),
    Setting(HEARING[ORGANISATION], "number", N_("对法人或者其他组织“较大数额”的起点"), HELP, 10000, least=1),
)


def large(session: ScopedSession, subject: str) -> int:
    """The sum in yuan from which a penalty on such a party is large."""
    return int(str(value(session, HEARING[subject])))
