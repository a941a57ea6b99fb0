"""The item library as a sheet: items by their codes, new ones added, known ones brought up to date.

Materials go by their names; what a form asks and how papers word remedies stays with the item as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import remedies
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Sheet, SheetChange, SheetColumn
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.jobs.services import emit
from core.tenancy.models import Unit
from plugins.approval import rules
from plugins.approval.models import LICENCE, TITLES, TYPES, Application, Item
from plugins.approval.permissions import Perm

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
BAD_CODE = N_("编码用字母、数字和 . _ -，最多40个字。")
BAD_DAYS = N_("请填写1至3650的整数。")
ENTRUSTED = N_("委托事项应当写明委托机关，其他事项不写。")
FORWARDED = N_("初审转报事项应当写明报送哪个机关。")
GONE = N_("这个事项已经不在事项库里。")
CHANGED_SINCE = N_("“%(name)s”后来又改过。")
APPLIED_FOR = N_("“%(name)s”已经有人申请。")
YES, NO = N_("是"), N_("否")
# What a row may set, and what is compared before it is undone.
FIELDS = (
    *("name", "type", "organ", "title", "entrusted_by", "decided_by", "basis", "unit_id", "conditions", "materials"),
    *("legal_days", "legal_source", "promised_days", "fee", "result", "published"),
)


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise DomainError(Problem(BAD_CODE, "code"))
    return text


def _days(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text) or int(text) > 3650:
        raise DomainError(Problem(BAD_DAYS))
    return int(text)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n；;]", text) if line.strip()]


def _units(session: ScopedSession) -> Mapping[str, str]:
    units = session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)).all()
    names = [unit.name for unit in units]
    return {unit.name if names.count(unit.name) == 1 else f"{unit.name} {unit.code}": str(unit.id) for unit in units}


def _look(
    session: ScopedSession, actor: Actor, rows: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    known = {item.code: item for item in session.scalars(select(Item))}

    def judge(values: Mapping[str, Any]) -> str:
        item = known.get(values["code"])
        told = _told(values, item)
        _refuse({**(_now(item) if item is not None else {}), **told})
        if item is None:
            return "created"
        return "same" if _now(item) == {**_now(item), **told} else "changed"

    return judge


def _refuse(item: Mapping[str, Any]) -> None:
    problems = []
    if (item["title"] == "委托") != bool(item.get("entrusted_by")):
        problems.append(Problem(ENTRUSTED, "entrusted_by"))
    if item["title"] == "初审转报" and not item.get("decided_by"):
        problems.append(Problem(FORWARDED, "decided_by"))
    days, source, promised = (item.get(name) for name in ("legal_days", "legal_source", "promised_days"))
    problems += rules.limits_of(days, source or "", promised, licence=item["type"] == LICENCE)
    if problems:
        raise DomainError(problems)


def _take(session: ScopedSession, actor: Actor, values: Mapping[str, Any]) -> SheetChange:
    _permit(actor)
    item = session.scalar(select(Item).where(Item.code == values["code"]))
    before = _now(item) if item is not None else {}
    told = _told(values, item)
    _refuse({**before, **told})
    if item is not None and before == {**before, **told}:
        return SheetChange("same", item.id, before, before)
    outcome = "changed" if item is not None else "created"
    if item is None:
        item = Item(code=values["code"], conditions=[], materials=[], remedy=remedies.DIRECT)
        item.fields, item.pre_steps, item.post_steps = [], [], []
        session.add(item)
    _set(item, told)
    _written(session, actor, item, f"approval.item.{'add' if outcome == 'created' else 'change'}")
    return SheetChange(outcome, item.id, before, _now(item))


def _touched(session: ScopedSession, change: SheetChange) -> Problem | None:
    item = session.get(Item, (session.tenant, change.target))
    if item is None:
        return Problem(GONE)
    if _now(item) != change.after:
        return Problem(CHANGED_SINCE, params={"name": item.name})
    asked = select(Application.case_id).where(Application.item_id == item.id).limit(1)
    if change.outcome == "created" and session.scalar(asked) is not None:
        return Problem(APPLIED_FOR, params={"name": item.name})
    return None


def _undo(session: ScopedSession, actor: Actor, change: SheetChange) -> None:
    _permit(actor)
    item = session.get_one(Item, (session.tenant, change.target))
    if change.outcome == "created":
        session.delete(item)
    else:
        _set(item, change.before)
    _written(session, actor, item, "approval.item.take_back")


def _written(session: ScopedSession, actor: Actor, item: Item, action: str) -> None:
    session.flush()
    record(session, actor, action, str(item.id), {"number": item.code})
    emit(session, "search", f"item:{item.id}", {"searchable": "item", "id": str(item.id)})


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.PUBLISH):
        raise Forbidden(Perm.PUBLISH)


def _set(item: Item, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        setattr(item, name, UUID(value) if name == "unit_id" else value)
    if item.published and item.published_on is None:
        item.published_on = time.today()


def _now(item: Item) -> dict[str, Any]:
    now = {name: getattr(item, name) for name in FIELDS}
    return {**now, "unit_id": str(item.unit_id), "published": bool(item.published)}


def _told(values: Mapping[str, Any], item: Item | None) -> dict[str, Any]:
    told = {name: values[name] for name in FIELDS if name in values}
    if "unit" in values:
        told["unit_id"] = values["unit"]
    if "materials" in values:
        told["materials"] = _materials(values["materials"], item)
    if item is None:
        told.setdefault("published", False)
    return told


def _materials(names: list[str], item: Item | None) -> list[dict[str, Any]]:
    """Materials by their names: what is known keeps its code and notes, what is new gets a code that is free."""
    known = {row["name"]: row for row in item.materials} if item is not None else {}
    taken = {row["code"] for row in known.values()}
    free = (f"m{number}" for number in range(1, 10_000) if f"m{number}" not in taken)
    return [known.get(name) or {"code": next(free), "name": name} for name in dict.fromkeys(names)]


def _text(name: str, label: str, note: str = "", *, required: bool = False, longest: int = 200) -> SheetColumn:
    return SheetColumn(name, label, note, required=required, longest=longest)


ITEMS = Sheet(
    "approval.items",
    N_("审批事项"),
    N_("新增和更新审批事项。按编码认事项；表单里问什么、文书里的救济途径不在这里改。"),
    Perm.PUBLISH,
    "imports.index",
    (
        SheetColumn("name", N_("事项名称"), required=True, longest=100, example="户外广告设置审批"),
        SheetColumn(
            "code", N_("编码"), BAD_CODE, required=True, unique=True, read=_code, example="MY-XK-31", longest=40
        ),
        SheetColumn("type", N_("类型"), required=True, choices=lambda session: {word: word for word in TYPES}),
        _text("organ", N_("实施机关"), required=True),
        SheetColumn("title", N_("行使方式"), required=True, choices=lambda session: {word: word for word in TITLES}),
        _text("entrusted_by", N_("委托机关"), ENTRUSTED),
        _text("decided_by", N_("报送机关"), FORWARDED),
        _text("basis", N_("设定依据"), required=True, longest=2000),
        SheetColumn("unit", N_("承办单位"), required=True, choices=_units),
        SheetColumn("conditions", N_("办理条件"), N_("一条一行，或者用分号隔开。"), read=_lines, longest=4000),
        SheetColumn("materials", N_("申请材料"), N_("一份一行，或者用分号隔开。"), read=_lines, longest=4000),
        SheetColumn("legal_days", N_("法定办结工作日"), read=_days, example="20"),
        _text("legal_source", N_("法定时限的依据")),
        SheetColumn("promised_days", N_("承诺办结工作日"), read=_days, example="10"),
        _text("fee", N_("收费"), longest=500),
        _text("result", N_("办理结果")),
        SheetColumn(
            "published", N_("是否公布"), N_("公布后出现在办事指南里。"), choices=lambda session: {YES: True, NO: False}
        ),
    ),
    _look,
    _take,
    _touched,
    _undo,
)
