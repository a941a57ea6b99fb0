"""Pure: what an edition of an item holds, how two differ, what it lacks before it is published, which fields apply."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import citations
from core.errors import Problem
from core.i18n import N_
from plugins.approval.rules import limits_of
from plugins.approval.steps.rules import POST, PRE

# What an edition says, in the order of the official list 实施清单; the rest of a row is about the edition itself.
CONTENT: Mapping[str, str] = {
    "name": N_("事项名称"),
    "parts": N_("业务办理项"),
    "aliases": N_("群众的叫法"),
    "type": N_("事项类型"),
    "department": N_("主管部门"),
    "organ": N_("实施机关"),
    "level": N_("行使层级"),
    "title": N_("行使方式"),
    "entrusted_by": N_("委托机关"),
    "decided_by": N_("报送机关"),
    "unit_id": N_("承办单位"),
    "basis": N_("设定和实施依据"),
    "serves": N_("服务对象"),
    "conditions": N_("受理条件"),
    "materials": N_("申请材料"),
    "fields": N_("表单栏目"),
    "pre_steps": N_("申请之前"),
    "flow": N_("办理流程"),
    "special_links": N_("特殊环节"),
    "post_steps": N_("办结之后"),
    "steps": N_("前置环节和事后环节"),
    "opinion_days": N_("村级意见的期限（工作日）"),
    "instant": N_("即办件"),
    "legal_days": N_("法定办结时限（工作日）"),
    "legal_source": N_("法定时限的依据"),
    "promised_days": N_("承诺办结时限（工作日）"),
    "fee": N_("收费"),
    "result": N_("办理结果"),
    "validity": N_("结果有效期"),
    "visits": N_("到现场次数"),
    "place": N_("办理地点和时间"),
    "ask_phone": N_("咨询电话"),
    "complain_phone": N_("投诉电话"),
    "agency": N_("中介服务"),
    "reach": N_("通办范围"),
    "remedy": N_("救济途径"),
    "note": N_("说明"),
}
TERMS: Mapping[str, str] = {
    "name": N_("名称"),
    "source": N_("来源渠道"),
    "form": N_("材料形式"),
    "copies": N_("份数"),
    "deferrable": N_("可以容缺"),
    "note": N_("填报须知"),
    "blank": N_("空表"),
    "example": N_("样表"),
    "on": N_("上传日期"),
    "label": N_("栏目名称"),
    "kind": N_("填写方式"),
    "required": N_("必填"),
    "hint": N_("提示"),
    "choices": N_("选项"),
    "only_if": N_("出现条件"),
    "phase": N_("什么时候"),
    "who": N_("谁来办"),
    "article": N_("依据条款"),
    "days": N_("天数"),
    "proof": N_("要有证明材料"),
}
# What may be downloaded for a material: a form to fill in, and one that is filled in with invented data.
SAMPLES: Mapping[str, str] = {"blank": N_("空表"), "example": N_("样表")}
KINDS: Mapping[str, str] = {
    "text": N_("一行文字"),
    "textarea": N_("多行文字"),
    "number": N_("数字"),
    "date": N_("日期"),
    "choice": N_("单选"),
    "several": N_("多选"),
    "id_number": N_("身份证号码"),
    "phone": N_("电话号码"),
}
# The form in which a material is handed in.
MATERIAL_FORMS: Mapping[str, str] = {
    "original": N_("原件"),
    "copy": N_("复印件"),
    "both": N_("原件和复印件"),
    "electronic": N_("电子件"),
}
# Between the answers to a field of several choices, which are kept as one text.
SEVERAL = "、"
LINK = re.compile(r"(?P<name>[^，,]+?)[\s，,]+(?P<days>[1-9][0-9]{0,2})(?:个工作日|天)?(?:[\s，,]+(?P<basis>.+))?")
STEP_PHASES: Mapping[str, str] = {PRE: N_("收件之前"), POST: N_("送达之后")}
ENTRUSTED = N_("委托事项应当写明委托机关，其他事项不写。")
FORWARDED = N_("初审转报事项应当写明报送哪个机关。")
REPEALED = N_("依据“%(law)s”已于%(day)s失效，不能据此公布事项。%(instead)s")
NOT_YET = N_("依据“%(law)s”从%(day)s起才施行。")
# What people have to be told of an item before they apply (许可法 30): its field → the words where it is missing.
OWED: Mapping[str, str] = {
    "name": N_("请填写事项名称。"),
    "organ": N_("请填写实施机关。"),
    "basis": N_("请填写设定依据。"),
    "conditions": N_("请至少写一条受理条件。"),
    "flow": N_("请写明办理流程，一步一行。"),
    "fee": N_("请写明收费；不收费的写“无”。"),
    "result": N_("请写明办理结果。"),
    "serves": N_("请选择服务对象。"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A law as far as its days go; `to` is its last day, `instead` what replaced it."""

    since: dt.date
    to: dt.date | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One element in which two editions differ: before and after of a plain one, what came and went of a list.

    Attributes:
        changed: parts of both that say something else: (name, element, before, after).
    """

    field: str
    before: Any = None
    after: Any = None
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[tuple[str, str, Any, Any], ...] = ()


def noted(basis: str) -> list[tuple[str, str]]:
    """The laws of a basis with their articles, in order; the articles are empty where none is named."""
    found = []
    for part in filter(None, (part.strip() for part in basis.replace("\n", "；").split("；"))):
        match = citations.LAW.fullmatch(part)
        found.append((match["law"].strip(), match["articles"]) if match is not None else (part, ""))
    return found


def basis_problems(basis: str, laws: Mapping[str, Known], day: dt.date) -> list[Problem]:
    """Why an item can't rest on this basis on a day: a law nobody entered, one not in force, no article."""
    problems = []
    for law, articles in noted(basis):
        if not articles:
            problems.append(Problem(N_("依据“%(law)s”没有写明条款，例如“土地管理法62④”。"), "basis", {"law": law}))
        elif law not in laws:
            problems.append(Problem(N_("依据“%(law)s”还没有录入法律依据库。"), "basis", {"law": law}))
        else:
            problems += _in_force(law, laws[law], day)
    return problems


def repealed(basis: str, laws: Mapping[str, Known], day: dt.date) -> list[str]:
    """The laws of a basis that are no longer in force on a day."""
    known = ((law, laws.get(law)) for law, _ in noted(basis))
    return [law for law, days in known if days is not None and days.to is not None and days.to < day]


def _in_force(law: str, known: Known, day: dt.date) -> Iterator[Problem]:
    if known.since > day:
        yield Problem(NOT_YET, "basis", {"law": law, "day": known.since})
    if known.to is not None and known.to < day:
        instead = Problem(N_("已由“%(law)s”代替。"), params={"law": known.instead}) if known.instead else ""
        yield Problem(REPEALED, "basis", {"law": law, "day": known.to, "instead": instead})


def at_odds(item: Mapping[str, Any]) -> list[Problem]:
    """What in an edition contradicts itself, whether it is a draft or not."""
    problems = []
    if (item["title"] == "委托") != bool(item.get("entrusted_by")):
        problems.append(Problem(ENTRUSTED, "entrusted_by"))
    if item["title"] == "初审转报" and not item.get("decided_by"):
        problems.append(Problem(FORWARDED, "decided_by"))
    days, source, promised = (item.get(name) for name in ("legal_days", "legal_source", "promised_days"))
    return problems + limits_of(days, source or "", promised, licence=item["type"] == "行政许可")


def lacking(item: Mapping[str, Any], laws: Mapping[str, Known], day: dt.date) -> list[Problem]:
    """Everything an edition lacks before it may be published from a day, each at its element (许可法 30)."""
    problems = [Problem(words, field) for field, words in OWED.items() if not item.get(field)]
    if item["type"] != "行政许可" and not (item.get("legal_days") or item.get("promised_days")):
        problems.append(Problem(N_("请写明办结时限：法定的，或者承诺的。"), "promised_days"))
    if not item.get("ask_phone"):
        problems.append(Problem(N_("请填写咨询电话。"), "ask_phone"))
    if not item.get("complain_phone"):
        problems.append(Problem(N_("请填写投诉电话。"), "complain_phone"))
    for material in item.get("materials", ()):
        if not material.get("source"):
            words = N_("请写明材料“%(name)s”的来源渠道。")
            problems.append(Problem(words, "materials", {"name": material["name"]}))
    return problems + at_odds(item) + basis_problems(item.get("basis", ""), laws, day)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """How an edition differs from another, element by element in the order of the list."""
    return [
        _difference(field, before.get(field), after.get(field))
        for field in CONTENT
        if before.get(field) != after.get(field)
    ]


def _difference(field: str, before: Any, after: Any) -> Difference:
    if not isinstance(after, list) or not isinstance(before, list):
        return Difference(field, before, after)
    old, new = _named(before), _named(after)
    changed = tuple(
        (_word(new[key]), term, old[key].get(term), new[key].get(term))
        for key in new
        if isinstance(new[key], dict) and key in old
        for term in dict.fromkeys((*old[key], *new[key]))
        if old[key].get(term) != new[key].get(term)
    )
    added = tuple(_word(new[key]) for key in new if key not in old)
    return Difference(field, None, None, added, tuple(_word(old[key]) for key in old if key not in new), changed)


def _named(rows: Sequence[Any]) -> dict[str, Any]:
    """Rows by what tells them apart: a material's code, a field's name, a link's name, or the line itself."""
    return {str(row.get("code") or row.get("name")) if isinstance(row, dict) else str(row): row for row in rows}


def _word(row: Any) -> str:
    return str(row.get("label") or row["name"]) if isinstance(row, dict) else str(row)


def asked(fields: Sequence[Mapping[str, Any]], typed: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The fields of a form that apply to what was typed: those of a condition only where the other answer holds."""
    there: dict[str, Any] = {}
    for field in fields:
        needs = field.get("only_if")
        if not needs or there.get(needs["field"]) == needs["value"]:
            there[field["name"]] = typed.get(field["name"])
    return [field for field in fields if field["name"] in there]


def answers(fields: Sequence[Mapping[str, Any]], typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without answers to fields that do not apply; what the form does not know stays out of it."""
    return {field["name"]: typed.get(field["name"], "") for field in asked(fields, typed)}


def link_of(line: str) -> dict[str, Any] | None:
    """A link whose time is not counted, of its line; None where the days are missing."""
    found = LINK.fullmatch(line.strip())
    if found is None:
        return None
    basis = {"basis": found["basis"].strip()} if found["basis"] else {}
    return {"name": found["name"].strip(), "days": int(found["days"]), **basis}


def line_of(link: Mapping[str, Any]) -> str:
    """The line of a link, as `link_of` reads it."""
    return "，".join(str(link[part]) for part in ("name", "days", "basis") if link.get(part))


def field_problems(fields: Sequence[Mapping[str, Any]]) -> list[tuple[int, Problem]]:
    """What is wrong with declared fields: (row from 0, problem at its part)."""
    problems: list[tuple[int, Problem]] = []
    earlier: dict[str, Mapping[str, Any]] = {}
    labels: set[str] = set()
    for at, field in enumerate(fields):
        if field["label"] in labels:
            problems.append((at, Problem(N_("“%(value)s”重复。"), "label", {"value": field["label"]})))
        labels.add(field["label"])
        if field["kind"] in {"choice", "several"} and len(field.get("choices", ())) < 2:
            problems.append((at, Problem(N_("请列出可以选择的值，至少两个，一行一个。"), "choices")))
        if field["kind"] == "several" and any(SEVERAL in choice for choice in field.get("choices", ())):
            words = N_("多选的选项里不能有顿号“%(mark)s”，它用来分开选中的各项。")
            problems.append((at, Problem(words, "choices", {"mark": SEVERAL})))
        if needs := field.get("only_if"):
            other = earlier.get(needs["field"])
            if other is None or other["kind"] != "choice":
                problems.append((at, Problem(N_("条件只能是前面一个单选栏目的答案。"), "only_field")))
            elif needs["value"] not in other["choices"]:
                words = N_("“%(label)s”没有这个选项。")
                problems.append((at, Problem(words, "only_value", {"label": other["label"]})))
        earlier[field["name"]] = field
    return problems
