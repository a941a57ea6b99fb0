"""The quota of training (实施方案四(一)2), pure: three separate tests, so that 3×3 = 9 学时 is short.

Hours 学时 are counted in whole quarters; `hours` says them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.contracts import Quota, Submission
from core.errors import Problem
from core.i18n import N_

QUOTA = "scheme.training.quota"  # the duty whose quotas these are
TOPICS, HOURS_A_TOPIC, HOURS_A_YEAR = 3, Decimal(3), Decimal(10)
QUOTAS = (
    Quota("topics", N_("培训专题（个）"), TOPICS, most=100),
    Quota("hours_a_topic", N_("每个专题（学时）"), int(HOURS_A_TOPIC), most=100),
    Quota("hours_a_year", N_("全年累计（学时）"), int(HOURS_A_YEAR), most=1000),
)
LEAST: Mapping[str, int] = {quota.code: quota.least for quota in QUOTAS}
TOPIC = re.compile(r"(?P<name>.*[^\d.])(?P<hours>\d+(?:\.\d+)?)\s*(?:个?学时)?")
HOURS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
MOST_QUARTERS = 4 * 200
PRESENT, ABSENT, MADE_UP = "present", "absent", "made_up"
STATES = {PRESENT: N_("到场"), ABSENT: N_("缺席"), MADE_UP: N_("已补课")}
THEME = "忠于祖国、服务人民、恪尽职守、清正廉洁"
# What a topic stands for beside its skill: a part of the year's theme, or professional ethics.
TAGS = {
    "": N_("业务能力"),
    "country": N_("忠于祖国"),
    "people": N_("服务人民"),
    "duty": N_("恪尽职守"),
    "clean": N_("清正廉洁"),
    "ethics": N_("职业道德"),
}
QUESTIONS = {
    "useful": N_("内容是不是工作中需要的"),
    "clear": N_("讲得是不是清楚"),
    "applied": N_("回去能不能用上"),
}
ANSWERS = {"yes": N_("是"), "partly": N_("部分是"), "no": N_("不是")}
# Fewer answers would tell whose they are.
ANSWERS_SHOWN_FROM = 3
ITEMS = {
    "plan": N_("年度计划按期备案，内容与实际需要相符"),
    "quota": N_("集中培训的专题和学时达到要求"),
    "register": N_("培训登记完整：时间、地点、内容、授课人、学时"),
    "sheet": N_("签到表与登记的到场人员一致"),
    "courseware": N_("课件已经存档"),
    "make_up": N_("缺课人员已经补课"),
    "effect": N_("抽问参训人员，能说出学了什么、怎么用"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing under each of the three tests, in 学时; `least` is the fewest that would fill all of them.

    Attributes:
        wanted: how many full topics the year asks for, of which `topics` are not there at all.
        topic: hours missing in the best of that many.
        year: hours missing in the year.
    """

    wanted: int
    topics: int
    topic: Decimal
    year: Decimal

    @property
    def least(self) -> Decimal:
        """Hours that fill the topics fill the year too."""
        return max(self.topic, self.year)


def hours(quarters: int) -> Decimal:
    """Quarters as 学时, without zeros at the end."""
    found = Decimal(quarters) / 4
    return found.quantize(Decimal(1)) if found == found.to_integral() else found.normalize()


def quarters_of(words: str) -> int | None:
    """Hours as they are typed (``3``, ``2.5``, ``１．２５``) in quarters; None where they are none of these.

    More than 200 or less than a quarter is none.
    """
    plain = unicodedata.normalize("NFKC", words).strip()
    if not HOURS.fullmatch(plain):
        return None
    quarters = Decimal(plain) * 4
    return int(quarters) if quarters == quarters.to_integral() and 0 < quarters <= MOST_QUARTERS else None


def gap(found: Collection[Decimal], least: Mapping[str, int] = LEAST) -> Gap:
    """What topics of these hours lack.

    Args:
        least: the year's quotas, where a scheme raised them; as in every function below.
    """
    wanted, of_topic, of_year = _asked(least)
    best = sorted(found, reverse=True)[:wanted]
    lacking = sum((max(Decimal(0), of_topic - each) for each in best), Decimal(0))
    absent = wanted - len(best)
    return Gap(wanted, absent, lacking + absent * of_topic, max(Decimal(0), of_year - sum(found, Decimal(0))))


def shortfalls(found: Sequence[tuple[str, Decimal]], least: Mapping[str, int] = LEAST) -> list[Problem]:
    """Which of the three tests topics (line, 学时) fail, in words; a topic that is too short adds its hours only."""
    wanted, of_topic, of_year = _asked(least)
    short = tuple(line for line, each in found if each < of_topic)
    total = sum(each for _, each in found)
    problems = []
    if len(found) < wanted:
        words = N_("培训专题至少%(least)d个，现在是%(found)d个。")
        problems.append(Problem(words, "topics", {"least": wanted, "found": len(found)}))
    if short and len(found) - len(short) < wanted:
        words = N_("满%(hours)s学时的专题至少%(least)d个，不满的有：%(short)s。")
        problems.append(Problem(words, "topics", {"hours": str(of_topic), "least": wanted, "short": short}))
    if total < of_year:
        words = N_("全年累计至少%(least)s学时，现在是%(found)s学时。")
        problems.append(Problem(words, "topics", {"least": str(of_year), "found": str(total)}))
    return problems


def quota(submission: Submission, least: Mapping[str, int] = LEAST) -> list[Problem]:
    """The three tests on the lines of a return; a line without its hours is named."""
    topics = submission.parts["topics"]
    found = [(line, hours_of(line)) for line in topics]
    if unread := tuple(line for line, each in found if each is None):
        return [Problem(N_("请在末尾写明学时：%(lines)s。"), "topics", {"lines": unread})]
    return shortfalls([(line, each) for line, each in found if each is not None], least)


def hours_of(line: str) -> Decimal | None:
    """The 学时 at the end of a line such as ``职业道德 3``; None where there are none."""
    match = TOPIC.fullmatch(unicodedata.normalize("NFKC", line).strip())
    return Decimal(match["hours"]) if match else None


def line(name: str, quarters: int) -> str:
    """A topic as a line of a return."""
    return f"{name} {hours(quarters)}"


def counted(rows: Iterable[tuple[str, int, str]]) -> dict[str, int]:
    """Quarters by topic of what a person came to or made up; absence counts nothing.

    Args:
        rows: (topic, quarters, state) of each session.
    """
    found: dict[str, int] = {}
    for topic, quarters, state in rows:
        if state in (PRESENT, MADE_UP):
            found[topic] = found.get(topic, 0) + quarters
    return found


def still_to_come(planned: Mapping[str, int], held: Mapping[str, int], upcoming: Mapping[str, int]) -> dict[str, int]:
    """Quarters by topic until the year's end: what the plan still holds, or what is registered if that is more."""
    names = [*planned, *(name for name in upcoming if name not in planned)]
    rest = {name: max(planned.get(name, 0) - held.get(name, 0), upcoming.get(name, 0), 0) for name in names}
    return {name: quarters for name, quarters in rest.items() if quarters}


def together(*parts: Mapping[str, int]) -> dict[str, int]:
    """Quarters by topic of several, added up."""
    return {name: sum(part.get(name, 0) for part in parts) for part in parts for name in part}


def gap_of(quarters: Mapping[str, int], least: Mapping[str, int] = LEAST) -> Gap:
    """What topics of these quarters lack."""
    return gap([hours(each) for each in quarters.values()], least)


def _asked(least: Mapping[str, int]) -> tuple[int, Decimal, Decimal]:
    """How many topics, how many 学时 each, and how many in the year; what is not told is the scheme's own."""
    whole = {**LEAST, **least}
    return whole["topics"], Decimal(whole["hours_a_topic"]), Decimal(whole["hours_a_year"])
