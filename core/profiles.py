"""What an installation asks of its accounts 账号安全要求, by the book it is assessed against; chosen by `profile`.

The two books contradict each other: 等级保护 wants kinds of character and passwords changed (GB/T 22239 8.1.4.1 a),
ASVS forbids to ask for either (6.2.5, 6.2.10) and wants a second factor of everybody (6.3.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of accounts.

    Attributes:
        book: what it is assessed against.
        length: characters a password has at least.
        kinds: of small letters, capitals, digits and signs, how many it must have; 0 for no such rule.
        remembered: how many passwords before are not taken again.
        changed_within: after how long a password must be another one; None for never.
        factor_of_all: whether everybody needs a second factor, or administrators only.
        idle: after how long without a page a session is over.
        idle_of_administrators: the same for theirs.
        longest: after how long it is over, however busy.
        proof_lasts: for how long who proved themselves is not asked again before an act that wants proof.
    """

    book: str
    length: int = 12
    kinds: int = 0
    remembered: int = 0
    changed_within: dt.timedelta | None = None
    factor_of_all: bool = False
    idle: dt.timedelta = dt.timedelta(minutes=30)
    idle_of_administrators: dt.timedelta = dt.timedelta(minutes=15)
    longest: dt.timedelta = dt.timedelta(hours=12)
    proof_lasts: dt.timedelta = dt.timedelta(minutes=10)

    def idle_of(self, admin: str | None) -> dt.timedelta:
        """After how long without a page a session of an account is over."""
        return self.idle if admin is None else self.idle_of_administrators

    def expired(self, set_at: dt.datetime | None, now: dt.datetime) -> bool:
        """Whether a password must be changed before anything else; what was never set by its owner opens nothing."""
        return self.changed_within is not None and set_at is not None and now - set_at > self.changed_within

    @property
    def said(self) -> str:
        """What it means, in a line."""
        parts = [
            f"passwords of {self.length} characters",
            f"{self.kinds} kinds of character" if self.kinds else "any characters",
            "not among the common ones",
            f"changed every {self.changed_within.days} days"
            if self.changed_within
            else "never changed by the calendar",
            f"the last {self.remembered} not again" if self.remembered else "",
            f"a second factor for {'everybody' if self.factor_of_all else 'administrators'}",
            f"idle {_minutes(self.idle)}, administrators {_minutes(self.idle_of_administrators)} min",
            f"at most {self.longest // dt.timedelta(hours=1)} h",
            f"proof anew after {_minutes(self.proof_lasts)} min",
        ]
        return f"{self.book}: {', '.join(part for part in parts if part)}"


def _minutes(length: dt.timedelta) -> int:
    return length // dt.timedelta(minutes=1)


DJBH, ASVS = "djbh", "asvs"
PROFILES: Mapping[str, Profile] = {
    DJBH: Profile("GB/T 22239-2019", kinds=3, remembered=5, changed_within=dt.timedelta(days=90)),
    ASVS: Profile("OWASP ASVS 5.0", factor_of_all=True),
}
DEFAULT = PROFILES[DJBH]
