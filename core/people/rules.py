"""What may not be with units, posts and deputies, pure: every reason at once, each at its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

from core.accounts.models import ADMINISTRATORS
from core.contracts import Role
from core.errors import Problem
from core.i18n import N_
from core.tenancy.models import LEGAL_TITLES, UNIT_FUNCTIONS, UNIT_KINDS
from core.tenancy.rules import role_problem

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
PHONE = r"^\+?(?:[\s-]*\d){7,15}[\s-]*$"
BAD_PHONE = N_("请核对电话号码：应当是7至15位数字。")
# Longer than a year somebody does not stand in: the post is given anew.
LONGEST = dt.timedelta(days=366)

TITLE_WORDS = dict(
    zip(
        LEGAL_TITLES,
        (
            N_("以自己的名义"),
            N_("以乡镇人民政府的名义"),
            N_("派驻机构，以派出部门的名义"),
            N_("以本部门的名义"),
            N_("只接收材料"),
            N_("协助办理，不作决定"),
        ),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class UnitCommand:
    """A unit as it is typed; `code` never changes afterwards."""

    name: str
    kind: str
    legal_title: str
    function: str = ""
    code: str = ""


def unit_problems(
    command: UnitCommand, codes: Collection[str], functions: Collection[str], *, new: bool
) -> list[Problem]:
    """Every reason why a unit can't be so.

    Args:
        codes: those of the tenant's other units.
        functions: the functions that other units have; each is one unit's only.
    """
    found = []
    if not command.name.strip():
        found.append(Problem(N_("请填写单位名称。"), "name"))
    if new and not CODE.fullmatch(command.code):
        found.append(Problem(N_("单位代码用字母、数字和 _ -，最多20个字。"), "code"))
    if new and command.code in codes:
        found.append(Problem(N_("单位代码“%(code)s”已经有了，包括已撤销的单位。"), "code", {"code": command.code}))
    if command.kind not in UNIT_KINDS:
        found.append(Problem(N_("请选择单位类别。"), "kind"))
    if command.legal_title not in LEGAL_TITLES or (command.kind == "village" and command.legal_title != "assists"):
        found.append(Problem(N_("请选择以谁的名义办理；村（社区）只能协助办理。"), "legal_title"))
    if command.function and (command.function not in UNIT_FUNCTIONS or command.function in functions):
        found.append(Problem(N_("这项职能已经属于另一个单位，或者没有这项职能。"), "function"))
    return found


def closing_problems(cases: int, duties: int, posts: int, people: int, children: int) -> list[Problem]:
    """Every reason why a unit can't be closed yet: what it still has."""
    held = (
        (cases, N_("还有%(number)d件未办结的案件，请先办结。")),
        (duties, N_("还有%(number)d项应当报送的任务，请先报送。")),
        (posts, N_("还有%(number)d个在任的角色，请先收回。")),
        (people, N_("还有%(number)d名人员，请先调往其他单位。")),
        (children, N_("还有%(number)d个下属单位，请先撤销。")),
    )
    return [Problem(words, None, {"number": number}) for number, words in held if number]


def post_problems(
    role: Role | None, kind: str, tier: str, unit: str, from_on: dt.date, to_on: dt.date | None, today: dt.date
) -> list[Problem]:
    """Every reason why a role can't be given in a unit between two days."""
    if role is None:
        return [Problem(N_("请选择角色。"), "role")]
    found = []
    if words := role_problem(role, kind, tier):
        found.append(Problem(words, "role", {"role": role.label, "unit": unit}))
    if to_on is not None and to_on < from_on:
        found.append(Problem(N_("截止日期不能早于起始日期。"), "to_on"))
    if to_on is not None and to_on < today:
        found.append(Problem(N_("截止日期不能早于今天。"), "to_on"))
    return found


def deputy_problems(
    role: str, same: bool, from_on: dt.date, to_on: dt.date, today: dt.date, ends: dt.date | None
) -> list[Problem]:
    """Every reason why somebody can't stand in for a post between two days.

    Args:
        role: the post's role.
        same: the deputy is the one whose post it is.
        ends: the last day of the post itself, if it has one.
    """
    found = []
    if role in ADMINISTRATORS:
        found.append(Problem(N_("管理员的岗位不能代理，请由有权的人另行授予。"), "grant"))
    if same:
        found.append(Problem(N_("代理人不能是本人。"), "deputy"))
    if to_on < from_on:
        found.append(Problem(N_("截止日期不能早于起始日期。"), "to_on"))
    elif to_on < today:
        found.append(Problem(N_("截止日期不能早于今天。"), "to_on"))
    elif to_on - from_on >= LONGEST:
        found.append(Problem(N_("一次代理不超过一年。"), "to_on"))
    elif ends is not None and to_on > ends:
        found.append(Problem(N_("代理不能晚于该岗位的截止日期%(day)s。"), "to_on", {"day": str(ends)}))
    return found


def login_problems(login: str) -> list[Problem]:
    """Why a login can't be so."""
    if LOGIN.fullmatch(login):
        return []
    return [Problem(N_("登录名用小写字母开头，只用小写字母、数字和 . _ -，2至40个字。"), "login")]
