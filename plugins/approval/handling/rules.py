"""What is checked while an application is examined, pure: two persons, those concerned, the hearing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.errors import Problem
from core.i18n import N_
from plugins.approval.commands import Decision
from plugins.approval.handling import commands as cmd

if TYPE_CHECKING:
    from plugins.approval.county.rules import ReviewFacts
    from plugins.approval.rules import Facts

INSPECTIONS = ("检验", "检测", "检疫")
PURPOSES: Mapping[str, str] = {
    "verify": N_("核实申请材料的实质内容（行政许可法第三十四条第三款）"),
    "inspect": N_("检验、检测、检疫（行政许可法第五十五条第二款）"),
}
GROUNDS: Mapping[str, str] = {
    "law": N_("法律、法规、规章规定应当听证"),
    "interest": N_("行政机关认为需要听证的其他涉及公共利益的重大许可事项"),
}
# Where a hearing stands.
TOLD, ASKED, CALLED, RECORDED = "told", "asked", "called", "recorded"


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is known of a hearing; an empty `stage` where none was spoken of.

    Attributes:
        ask_by: the last day to ask for it, while that limit runs.
        hold_by: the last day to hold it, while that limit runs.
        host: the name of who hosts it, once it is called.
    """

    stage: str = ""
    ask_by: dt.date | None = None
    hold_by: dt.date | None = None
    held_on: dt.date | None = None
    told_on: dt.date | None = None
    host: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What guards know of the examination.

    Attributes:
        verifiers, inspectors: the name of each who was named, and whether they signed.
        interested: place in the list → name of each who was told.
        unheard: places of those who have not been heard.
        parts_open: how many units taking part have not answered.
    """

    verifiers: Sequence[tuple[str, bool]] = ()
    inspectors: Sequence[tuple[str, bool]] = ()
    interested: Mapping[str, str] = field(default_factory=dict)
    unheard: Sequence[str] = ()
    joint: bool = False
    parts_open: int = 0
    hearing: Hearing = field(default_factory=Hearing)


def assign(facts: Facts, command: cmd.AssignStaff) -> list[Problem]:
    """Two different persons at least (许可法 34③, 55②)."""
    problems = []
    if command.purpose not in PURPOSES:
        problems.append(Problem(N_("请选择指派人员做什么。"), "purpose"))
    if len(set(command.staff)) < 2:
        problems.append(Problem(N_("应当指派两名以上工作人员。"), "staff"))
    if command.purpose == "inspect" and not facts.licence:
        problems.append(Problem(N_("该事项不是行政许可，不适用行政许可法第五十五条。"), "purpose"))
    return problems


def to_name(facts: Facts) -> bool:
    """Naming is what comes next until two are named; then their signatures are."""
    return len({name for name, _done in (*facts.examined.verifiers, *facts.examined.inspectors)}) < 2


def signed(facts: Facts) -> list[Problem]:
    """Whoever was named has signed what they found."""
    lacking = [name for name, done in facts.examined.verifiers if not done]
    if not lacking:
        return []
    return [Problem(N_("指派的核查人员还没有签署核查情况：%(names)s。"), None, {"names": tuple(lacking)})]


def inspected(facts: Facts) -> list[Problem]:
    """Whoever was named to inspect has signed before the result counts (许可法 55②)."""
    lacking = [name for name, done in facts.examined.inspectors if not done]
    if not lacking:
        return []
    return [Problem(N_("指派的检验、检测、检疫人员还没有签署结果：%(names)s。"), None, {"names": tuple(lacking)})]


def verified(facts: Facts | ReviewFacts, *, substance: bool) -> list[Problem]:
    """A check of the substance rests on two who were named and signed (许可法 34③)."""
    named = facts.examined.verifiers
    if substance and sum(done for _name, done in named) < 2:
        words = N_("核实实质内容应当有两名以上工作人员。请先指派核查人员，由他们各自签署核查情况。")
        return [Problem(words, "scope")]
    if named and not substance:
        return [Problem(N_("已经指派人员核实实质内容，不能再按书面审查办理。"), "scope")]
    return []


def tell_interested(facts: Facts, command: cmd.TellInterested) -> list[Problem]:
    """Who, what it touches, how and when they were told (许可法 36)."""
    problems = [
        Problem(words, name)
        for name, words in (
            ("name", N_("请填写利害关系人的姓名或者名称。")),
            ("interest", N_("请写明该事项直接关系其哪些重大利益。")),
            ("document", N_("请写明告知文书的名称或文号。")),
        )
        if not getattr(command, name).strip()
    ]
    return problems + _between(facts, command.told_on, "told_on")


def hear(facts: Facts, command: cmd.Hear) -> list[Problem]:
    """Somebody who was told, and what they said, or that they said nothing (许可法 36)."""
    problems = []
    if command.who not in facts.examined.interested:
        problems.append(Problem(N_("请选择一名已经告知的利害关系人。"), "who"))
    if not command.said.strip():
        problems.append(Problem(N_("请写明陈述和申辩的内容；没有意见的，写明“没有意见”。"), "said"))
    return problems + _between(facts, command.heard_on, "heard_on")


def somebody_told(facts: Facts) -> list[Problem]:
    """An interested person was told before one is heard."""
    return [] if facts.examined.interested else [Problem(N_("还没有告知利害关系人。"))]


def settled(facts: Facts) -> list[Problem]:
    """Nobody decides before those concerned were heard, every part is in, the hearing held (许可法 36, 47, 48)."""
    problems, examined, hearing = [], facts.examined, facts.examined.hearing
    if examined.unheard:
        names = tuple(examined.interested[place] for place in examined.unheard)
        problems.append(Problem(N_("还没有听取利害关系人的意见：%(names)s。"), None, {"names": names}))
    if examined.parts_open:
        words = N_("还有%(number)s个协办单位没有答复，答复齐全后才能决定。")
        problems.append(Problem(words, None, {"number": examined.parts_open}))
    if hearing.stage == TOLD and hearing.ask_by is not None and facts.today <= hearing.ask_by:
        words = N_("申请听证的期限到%(day)s届满，届满之前不能决定。")
        problems.append(Problem(words, None, {"day": hearing.ask_by}))
    if hearing.stage == ASKED:
        problems.append(Problem(N_("已经有人申请听证，听证之后才能决定。")))
    return problems


def on_record(facts: Facts | ReviewFacts, words: str) -> list[Problem]:
    """A decision after a hearing says how it follows the record (许可法 48②)."""
    if facts.examined.hearing.stage != RECORDED or words.strip():
        return []
    return [Problem(N_("举行过听证的，应当根据听证笔录作出决定，请写明怎样根据笔录。"), "on_record")]


def named_ground(facts: Facts | ReviewFacts, command: Decision) -> list[Problem]:
    """Concealment and false materials are a ground to refuse a licence, and a year's ban rests on them (许可法 78)."""
    if not (command.false_papers or command.public_safety):
        return []
    if not facts.licence:
        return [Problem(N_("该事项不是行政许可，不适用行政许可法第七十八条。"), "false_papers")]
    problems = []
    if command.decision != "refuse":
        problems.append(Problem(N_("隐瞒有关情况或者提供虚假材料的，应当不予行政许可。"), "decision"))
    if not command.false_papers:
        words = N_("只有隐瞒有关情况或者提供虚假材料的，一年内不得再次申请。请先勾选这一情形。")
        problems.append(Problem(words, "false_papers"))
    return problems


def tell_hearing(facts: Facts, command: cmd.TellHearing) -> list[Problem]:
    """What great interest lies between applicant and others, and when they were told (许可法 47①)."""
    problems = []
    if not command.interest.strip():
        problems.append(Problem(N_("请写明直接涉及申请人与他人之间的哪些重大利益关系。"), "interest"))
    return problems + _between(facts, command.told_on, "told_on")


def no_hearing(facts: Facts) -> list[Problem]:
    """There is one hearing."""
    if not facts.examined.hearing.stage:
        return []
    return [Problem(N_("本件已经告知过听证权利，或者已经决定举行听证。"))]


def may_ask(facts: Facts) -> list[Problem]:
    """The right to ask was told, and nobody asked yet; whether it was in time is seen by the day of asking."""
    if facts.examined.hearing.stage == TOLD:
        return []
    return [Problem(N_("没有告知听证权利，或者已经有人申请听证。"))]


def asked_for_now(facts: Facts) -> bool:
    """Asking is what may come next while its days run; what was asked in time can be entered later."""
    ask_by = facts.examined.hearing.ask_by
    return ask_by is not None and facts.today <= ask_by


def ask_hearing(facts: Facts, command: cmd.AskHearing) -> list[Problem]:
    """Who asks, and when: within five days of being told, whenever it is entered (许可法 47①)."""
    problems, told_on, ask_by = [], facts.examined.hearing.told_on, facts.examined.hearing.ask_by
    if not command.asked_by.strip():
        problems.append(Problem(N_("请填写申请听证的人。"), "asked_by"))
    if ask_by is None or command.asked_on > ask_by:
        problems.append(Problem(N_("申请听证的期限已经届满。"), "asked_on"))
    if command.asked_on > facts.today:
        problems.append(Problem(N_("申请日期不能晚于今天。"), "asked_on"))
    if told_on is not None and command.asked_on < told_on:
        problems.append(Problem(N_("申请日期不能早于告知听证权利的日期。"), "asked_on"))
    return problems


def was_asked(facts: Facts) -> list[Problem]:
    """Somebody asked for the hearing."""
    return [] if facts.examined.hearing.stage == ASKED else [Problem(N_("没有人申请听证。"))]


def call_hearing(facts: Facts, command: cmd.CallHearing | cmd.AnnounceHearing) -> list[Problem]:
    """Where and when; not after the last day to hold it (许可法 47①: 二十日内)."""
    problems, hold_by = [], facts.examined.hearing.hold_by
    if not command.place.strip():
        problems.append(Problem(N_("请写明听证的地点。"), "place"))
    if hold_by is not None and command.held_on > hold_by:
        words = N_("应当自收到听证申请之日起二十个工作日内组织听证，最迟%(day)s。")
        problems.append(Problem(words, "held_on", {"day": hold_by}))
    return problems


def change_hearing(facts: Facts, command: cmd.ChangeHearing) -> list[Problem]:
    """As when it is called, and why it is changed."""
    problems = call_hearing(facts, command)
    if not command.reason.strip():
        problems.append(Problem(N_("请写明改期或者更换主持人的理由。"), "reason"))
    return problems


def announce_hearing(facts: Facts, command: cmd.AnnounceHearing) -> list[Problem]:
    """Which of the two grounds, and what it rests on (许可法 46)."""
    problems = call_hearing(facts, command)
    if command.ground not in GROUNDS:
        problems.append(Problem(N_("请选择举行听证的情形。"), "ground"))
    if not command.basis.strip():
        problems.append(Problem(N_("请写明规定应当听证的条文，或者涉及哪些重大公共利益。"), "basis"))
    return problems


def record_hearing(facts: Facts, command: cmd.RecordHearing) -> list[Problem]:
    """What was said, signed by those who took part, once it was held (许可法 48①五)."""
    problems, held_on = [], facts.examined.hearing.held_on
    if not command.record.strip():
        problems.append(Problem(N_("请写明听证笔录。"), "record"))
    if not [name for name in command.signed if name.strip()]:
        problems.append(Problem(N_("听证笔录应当交听证参加人确认无误后签字或者盖章，请填写签字的人。"), "signed"))
    if command.signed_on > facts.today:
        problems.append(Problem(N_("签字日期不能晚于今天。"), "signed_on"))
    if held_on is not None and command.signed_on < held_on:
        words = N_("签字日期不能早于举行听证的日期（%(day)s）。")
        problems.append(Problem(words, "signed_on", {"day": held_on}))
    return problems


def _between(facts: Facts, day: dt.date, field_name: str) -> list[Problem]:
    if day > facts.today:
        return [Problem(N_("日期不能晚于今天。"), field_name)]
    if facts.accepted_on is not None and day < facts.accepted_on:
        return [Problem(N_("日期不能早于受理日期。"), field_name)]
    return []
