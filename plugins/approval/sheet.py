"""The item library as a sheet in the order of the official list 实施清单: items by code, as drafts to be checked.

Materials go by their names; what a form asks and how papers word remedies stays with the item as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core import remedies
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Sheet, SheetChange, SheetColumn
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.approval.items import queries, rules
from plugins.approval.items.rules import MATERIAL_FORMS
from plugins.approval.items.services import successor, write
from plugins.approval.models import DRAFT, LEVELS, PUBLIC, SERVES, TITLES, TYPES, Item
from plugins.approval.permissions import Perm

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
BAD_CODE = N_("编码用字母、数字和 . _ -，最多40个字。")
BAD_DAYS = N_("请填写1至3650的整数。")
GONE = N_("这个事项已经不在事项库里。")
CHANGED_SINCE = N_("“%(name)s”后来又改过。")
PUBLISHED = N_("“%(name)s”已经公布。")
YES, NO = N_("是"), N_("否")
FROM_SHEET = N_("按表格导入")
# What a row may set, and what is compared before it is undone.
FIELDS = tuple(name for name in rules.CONTENT if name not in {"fields", "remedy", "aliases"})


def code_of(text: str) -> str:
    """A code as it is kept.

    Raises:
        DomainError: other letters, or too many.
    """
    if not CODE.fullmatch(text):
        raise DomainError(Problem(BAD_CODE, "code"))
    return text


def _days(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text) or int(text) > 3650:
        raise DomainError(Problem(BAD_DAYS))
    return int(text)


def _visits(text: str) -> int:
    if not re.fullmatch(r"[0-9]", text):
        raise DomainError(Problem(N_("请填写0至9的整数。")))
    return int(text)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n；;]", text) if line.strip()]


def _serves(text: str) -> list[str]:
    found = [part.strip() for part in re.split(r"[\n；;，,、]", text) if part.strip()]
    if unknown := [part for part in found if part not in SERVES]:
        words = N_("没有服务对象“%(value)s”，只能填写：%(choices)s。")
        raise DomainError(Problem(words, params={"value": unknown[0], "choices": SERVES}))
    return found


def _links(text: str) -> list[dict[str, Any]]:
    """Links whose time is not counted, each with its days and what it rests on: 专家评审，20，行政许可法45."""
    return [_link(line) for line in _lines(text)]


def _link(line: str) -> dict[str, Any]:
    if (link := rules.link_of(line)) is None:
        raise DomainError(Problem(N_("“%(line)s”没有写明所需的工作日，例如“专家评审，20”。"), params={"line": line}))
    return link


def _units(session: ScopedSession) -> Mapping[str, str]:
    units = session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)).all()
    names = [unit.name for unit in units]
    return {unit.name if names.count(unit.name) == 1 else f"{unit.name} {unit.code}": str(unit.id) for unit in units}


def _look(
    session: ScopedSession, actor: Actor, rows: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    # The newest edition of a code comes last.
    known = {item.code: item for item in session.scalars(select(Item).order_by(Item.code, Item.edition))}

    def judge(values: Mapping[str, Any]) -> str:
        item = known.get(values["code"])
        told = _told(values, item)
        _refuse({**(_now(item) if item is not None else {}), **told})
        if item is None:
            return "created"
        return "same" if _now(item) == {**_now(item), **told} else "changed"

    return judge


def _refuse(item: Mapping[str, Any]) -> None:
    if problems := rules.at_odds(item):
        raise DomainError(problems)


def _take(session: ScopedSession, actor: Actor, values: Mapping[str, Any]) -> SheetChange:
    """A new item, a change of the draft there is, or a draft of the next edition: what is published stays as it is."""
    _permit(actor)
    item = session.scalars(select(Item).where(Item.code == values["code"]).order_by(Item.edition.desc())).first()
    now = _now(item) if item is not None else {}
    told = _told(values, item)
    _refuse({**now, **told})
    if item is not None and now == {**now, **told}:
        return SheetChange("same", item.id, now, now)
    edits = item is not None and item.stage != PUBLIC
    before = now if edits else {}
    if item is None:
        item = Item(code=values["code"], conditions=[], materials=[], remedy=remedies.DIRECT, published=False)
        item.fields, item.pre_steps, item.post_steps = [], [], []
        session.add(item)
    elif not edits:
        item = successor(item)
        item.why = str(FROM_SHEET)
        session.add(item)
    write(item, told)
    item.stage, item.edited_by, item.editor = DRAFT, actor.account_id, actor.title
    _written(session, actor, item, f"approval.item.{'change' if now else 'add'}")
    return SheetChange("changed" if now else "created", item.id, before, _now(item))


def _touched(session: ScopedSession, change: SheetChange) -> Problem | None:
    item = session.get(Item, (session.tenant, change.target))
    if item is None:
        return Problem(GONE)
    if item.stage == PUBLIC:
        return Problem(PUBLISHED, params={"name": item.name})
    if _now(item) != change.after:
        return Problem(CHANGED_SINCE, params={"name": item.name})
    return None


def _undo(session: ScopedSession, actor: Actor, change: SheetChange) -> None:
    _permit(actor)
    item = session.get_one(Item, (session.tenant, change.target))
    if change.before:
        write(item, change.before)
    else:
        session.delete(item)
    _written(session, actor, item, "approval.item.take_back")


def _written(session: ScopedSession, actor: Actor, item: Item, action: str) -> None:
    session.flush()
    record(session, actor, action, str(item.id), {"number": item.code})


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.EDIT):
        raise Forbidden(Perm.EDIT)


def _now(item: Item) -> dict[str, Any]:
    now = queries.content(item)
    return {name: now[name] for name in FIELDS}


def _told(values: Mapping[str, Any], item: Item | None) -> dict[str, Any]:
    told = {name: values[name] for name in FIELDS if name in values}
    if "unit" in values:
        told["unit_id"] = values["unit"]
    if "materials" in values:
        told["materials"] = _materials(values["materials"], item)
    return told


def _materials(names: list[str], item: Item | None) -> list[dict[str, Any]]:
    """Materials by their names: what is known keeps its code and what the row does not say, what is new gets a code
    that is free.

    Raises:
        DomainError: a form or number of copies that is none.
    """
    known = {row["name"]: row for row in item.materials} if item is not None else {}
    taken = {row["code"] for row in known.values()}
    free = (f"m{number}" for number in range(1, 10_000) if f"m{number}" not in taken)
    told = {row["name"]: row for row in map(_material, names)}
    return [{**_coded(known.get(name), free), **known.get(name, {}), **row} for name, row in told.items()]


def _coded(known: Mapping[str, Any] | None, free: Iterator[str]) -> dict[str, str]:
    return {"code": known["code"] if known is not None else next(free)}


def _material(line: str) -> dict[str, Any]:
    name, *rest = (part.strip() for part in re.split("[｜|]", line))
    source, form, copies, later, note = (rest + [""] * 5)[:5]
    forms = {str(words): code for code, words in MATERIAL_FORMS.items()}
    if form and form not in forms:
        words = N_("没有材料形式“%(value)s”，只能填写：%(choices)s。")
        raise DomainError(Problem(words, params={"value": form, "choices": tuple(forms)}))
    if copies and not re.fullmatch("[1-9][0-9]?", copies):
        raise DomainError(Problem(N_("份数请填写1至99的整数。")))
    told = {"source": source, "form": forms.get(form, ""), "note": note}
    return {
        "name": name,
        **{key: value for key, value in told.items() if value},
        **({"copies": int(copies)} if copies else {}),
        **({"deferrable": True} if later in {"是", "可容缺"} else {}),
    }


def _text(name: str, note: str = "", *, required: bool = False, longest: int = 200) -> SheetColumn:
    return SheetColumn(name, rules.CONTENT[name], note, required=required, longest=longest)


def _list(name: str, note: str = N_("一条一行，或者用分号隔开。")) -> SheetColumn:
    return SheetColumn(name, rules.CONTENT[name], note, read=_lines, longest=4000)


def _number(name: str, example: str) -> SheetColumn:
    return SheetColumn(name, rules.CONTENT[name], read=_days, example=example)


def _one_of(name: str, words: Sequence[str], *, required: bool = False) -> SheetColumn:
    return SheetColumn(
        name, rules.CONTENT[name], required=required, choices=lambda session: {word: word for word in words}
    )


ITEMS = Sheet(
    "approval.items",
    N_("审批事项"),
    N_("按实施清单的栏目新增和更新审批事项，按编码认事项。导入的是草稿，提交后由另一人核对公布。"),
    Perm.EDIT,
    "approval_items.index",
    (
        SheetColumn("name", rules.CONTENT["name"], required=True, longest=100, example="户外广告设置审批"),
        SheetColumn(
            "code", N_("编码"), BAD_CODE, required=True, unique=True, read=code_of, example="MY-XK-31", longest=40
        ),
        _list("parts"),
        _one_of("type", TYPES, required=True),
        _text("department"),
        _text("organ", required=True),
        _one_of("level", LEVELS),
        _one_of("title", TITLES, required=True),
        _text("entrusted_by", rules.ENTRUSTED),
        _text("decided_by", rules.FORWARDED),
        SheetColumn("unit", rules.CONTENT["unit_id"], required=True, choices=_units),
        _text("basis", N_("简称和条款，例如“土地管理法62④”，多个用分号隔开。"), required=True, longest=2000),
        SheetColumn("serves", rules.CONTENT["serves"], read=_serves, example="自然人、企业法人"),
        _list("conditions"),
        _list("materials", N_("一份一行：名称｜来源｜形式｜份数｜可容缺｜说明；只写名称的，其余照旧。")),
        _list("pre_steps"),
        SheetColumn(
            "special_links",
            rules.CONTENT["special_links"],
            N_("不计入时限的环节、所需工作日和依据，一个一行，例如“专家评审，20，行政许可法45”。"),
            read=_links,
            longest=2000,
        ),
        _list("flow", N_("一步一行，或者用分号隔开。")),
        _list("post_steps"),
        SheetColumn("instant", rules.CONTENT["instant"], choices=lambda session: {YES: True, NO: False}),
        _number("legal_days", "20"),
        _text("legal_source"),
        _number("promised_days", "10"),
        _text("fee", longest=500),
        _text("result"),
        _text("validity"),
        SheetColumn("visits", rules.CONTENT["visits"], read=_visits, example="1"),
        _text("place"),
        _text("ask_phone"),
        _text("complain_phone"),
        _text("agency"),
        _text("reach"),
        _text("note", longest=2000),
    ),
    _look,
    _take,
    _touched,
    _undo,
    N_("导入的是草稿：请到事项库补充后提交，由另一名有公布权限的人核对公布。"),
)
