"""What an edition lacks, how two differ, and which fields of a form apply."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from plugins.approval.items import prints, rules
from plugins.approval.items.rules import Known

DAY = dt.date(2026, 11, 24)
LAWS = {
    "土地管理法": Known(dt.date(1999, 1, 1)),
    "大气污染防治法": Known(dt.date(2016, 1, 1), dt.date(2026, 8, 14), "生态环境法典"),
    "未来法": Known(dt.date(2027, 1, 1)),
}
WHOLE: dict[str, Any] = {
    "name": "样本事项",
    "type": "行政许可",
    "title": "法定",
    "organ": "勐约乡人民政府",
    "basis": "土地管理法62④",
    "serves": ["自然人"],
    "conditions": ["一户一宅"],
    "flow": ["收件", "决定"],
    "fee": "无",
    "result": "批准书",
    "ask_phone": "1",
    "complain_phone": "2",
    "materials": [{"code": "a", "name": "申请书", "source": "申请人自备"}],
}


def test_an_edition_with_everything_lacks_nothing() -> None:
    assert rules.lacking(WHOLE, LAWS, DAY) == []


@pytest.mark.parametrize("field", [*rules.OWED, "ask_phone", "complain_phone"])
def test_what_people_must_be_told_is_asked_for_at_its_element(field: str) -> None:
    lacks = rules.lacking({**WHOLE, field: type(WHOLE[field])()}, LAWS, DAY)
    assert [problem.field for problem in lacks] == [field]


def test_a_limit_is_asked_for_where_the_licensing_law_gives_none() -> None:
    item = {**WHOLE, "type": "公共服务"}
    assert [problem.field for problem in rules.lacking(item, LAWS, DAY)] == ["promised_days"]
    assert rules.lacking({**item, "promised_days": 3}, LAWS, DAY) == []


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("土地管理法", "没有写明条款"),
        ("没有的法3", "还没有录入"),
        ("大气污染防治法5", "已由“生态环境法典”代替"),
        ("未来法1", "起才施行"),
    ],
)
def test_a_basis_names_its_article_and_is_in_force(basis: str, words: str) -> None:
    [problem] = rules.basis_problems(f"土地管理法62④；{basis}", LAWS, DAY)
    assert problem.field == "basis"
    assert words in str(problem)


def test_a_law_is_in_force_on_its_last_day() -> None:
    assert rules.basis_problems("大气污染防治法5", LAWS, dt.date(2026, 8, 14)) == []
    assert rules.repealed("大气污染防治法5", LAWS, dt.date(2026, 8, 14)) == []
    assert rules.repealed("大气污染防治法5；土地管理法1", LAWS, DAY) == ["大气污染防治法"]


def test_a_basis_is_read_as_laws_with_their_articles() -> None:
    assert rules.noted("社会救助法37①③、43；森林法57③") == [("社会救助法", "37①③、43"), ("森林法", "57③")]


def test_a_material_names_its_source_before_it_is_published() -> None:
    lacks = rules.lacking({**WHOLE, "materials": [{"code": "a", "name": "申请书"}]}, LAWS, DAY)
    assert [problem.field for problem in lacks] == ["materials"]


def test_editions_differ_element_by_element() -> None:
    after = {
        **WHOLE,
        "fee": "10元",
        "flow": ["收件", "审查", "决定"],
        "materials": [
            {"code": "a", "name": "申请书", "source": "申请人自备", "copies": 2},
            {"code": "b", "name": "照片"},
        ],
    }
    found = {each.field: each for each in rules.differences(WHOLE, after)}
    assert list(found) == ["materials", "flow", "fee"]
    assert (found["fee"].before, found["fee"].after) == ("无", "10元")
    assert (found["flow"].added, found["flow"].gone) == (("审查",), ())
    assert found["materials"].added == ("照片",)
    assert found["materials"].changed == (("申请书", "copies", None, 2),)
    back = {each.field: each for each in rules.differences(after, WHOLE)}
    assert back["materials"].gone == ("照片",)
    assert rules.differences(WHOLE, dict(WHOLE)) == []


FORM = [
    {"name": "land", "label": "地类", "kind": "choice", "choices": ["宅基地", "农用地"]},
    {"name": "kind", "label": "种类", "kind": "choice", "choices": ["水田", "旱地"]}
    | {"only_if": {"field": "land", "value": "农用地"}},
    {"name": "water", "label": "水源", "kind": "text", "only_if": {"field": "kind", "value": "水田"}},
]


def test_a_field_applies_only_where_the_other_answer_holds_and_applies_itself() -> None:
    typed = {"land": "宅基地", "kind": "水田", "water": "河"}
    assert rules.answers(FORM, typed) == {"land": "宅基地"}
    assert rules.answers(FORM, {**typed, "land": "农用地"}) == {**typed, "land": "农用地"}


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"only_if": {"field": "later", "value": "水田"}}, "only_field"),
        ({"only_if": {"field": "kind", "value": "没有"}}, "only_value"),
        ({"label": "地类"}, "label"),
        ({"kind": "choice", "choices": ["一个"]}, "choices"),
        ({"kind": "several", "choices": ["水田、旱地", "林地"]}, "choices"),
    ],
)
def test_fields_that_do_not_go_together_are_told_at_their_part(change: dict[str, Any], part: str) -> None:
    assert rules.field_problems(FORM) == []
    found = rules.field_problems([*FORM[:2], {**FORM[2], **change}])
    assert [(at, problem.field) for at, problem in found] == [(2, part)]


def test_a_step_without_days_is_printed_without_them() -> None:
    step = {"name": "现场公告", "phase": "pre", "who": "station"}
    assert prints._step(step) == "现场公告（站所办理）"
    assert prints._step({**step, "days": 5}) == "现场公告（站所办理，公示不少于5天）"
