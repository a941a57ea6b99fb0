"""Items brought in from a spreadsheet, shown to the public, and taken back."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.accounts.queries import actor_of
from core.contracts import SheetChange
from core.db import Database, Scope
from core.errors import DomainError, Forbidden
from core.tenancy.models import Unit
from plugins.approval import fields
from plugins.approval.items import rules
from plugins.approval.models import Application, Item
from plugins.approval.sheet import ITEMS
from tests.sample import ADMIN, CLERK, MENGYUE, account
from tests.site import Page, Site

NEW = f"/w/{MENGYUE}/imports/new/approval.items"
HEAD = (
    "编码",
    "事项名称",
    "事项类型",
    "实施机关",
    "行使方式",
    "设定和实施依据",
    "承办单位",
    "申请材料",
    "承诺办结时限",
)


def values(database: Database, **given: object) -> dict[str, object]:
    with database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.id).where(Unit.closed_on.is_(None))).first()
    base = {"code": "MY-XK-90", "name": "样本事项", "type": "行政许可", "organ": "勐约乡人民政府", "title": "法定"}
    return {**base, "basis": "样本依据", "unit": str(unit), **given}


def take(database: Database, login: str = ADMIN, **given: object) -> SheetChange:
    row = values(database, **given)
    with database.write(Scope.one(MENGYUE)) as session:
        return ITEMS.take(session, actor_of(session, account(session, login)), row)


def undo(database: Database, change: SheetChange) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        ITEMS.undo(session, actor_of(session, account(session, ADMIN)), change)


def touched(database: Database, change: SheetChange) -> str:
    with database.read(Scope.one(MENGYUE)) as session:
        return str(ITEMS.touched(session, change) or "")


def item(database: Database, code: str) -> Item | None:
    """The newest edition of an item."""
    with database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(Item).where(Item.code == code).order_by(Item.edition.desc())).first()
        if found is not None:
            session.expunge(found)
        return found


def test_links_and_what_is_said_of_a_material_come_with_the_row(county: Database) -> None:
    columns = {column.name: column for column in ITEMS.columns}
    read = columns["special_links"].read
    assert read is not None
    links = read("专家评审，20，行政许可法45；检测，5")
    assert links == [{"name": "专家评审", "days": 20, "basis": "行政许可法45"}, {"name": "检测", "days": 5}]
    with pytest.raises(DomainError, match="没有写明所需的工作日"):
        read("专家评审")
    take(county, code="MY-XK-91", special_links=links, materials=["申请书｜自备｜原件｜2｜是｜签字"])
    made = item(county, "MY-XK-91")
    assert made is not None
    said = {"source": "自备", "form": "original", "copies": 2, "deferrable": True, "note": "签字"}
    assert (made.special_links, made.materials) == (links, [{"code": "m1", "name": "申请书", **said}])
    assert take(county, code="MY-XK-91", special_links=links, materials=["申请书"]).outcome == "same"
    with pytest.raises(DomainError, match="没有材料形式"):
        take(county, code="MY-XK-91", materials=["申请书｜自备｜口头"])


def test_fields_take_several_choices_an_id_number_and_a_telephone(app: Flask) -> None:
    declared = [
        {"name": "uses", "label": "用途", "kind": "several", "choices": ["居住", "经营", "仓储"]},
        {"name": "proof", "label": "证件号码", "kind": "id_number"},
        {"name": "call", "label": "电话", "kind": "phone"},
    ]
    row = Item(code="X", fields=declared)
    with app.test_request_context():
        typed = MultiDict(
            [("uses", "居住"), ("uses", "仓储"), ("proof", "110101199003070011"), ("call", "13800000001")]
        )
        form = fields.form_of(row)(formdata=typed, meta={"csrf": False})
        assert fields.complete(form), form.errors
        kept = fields.values(form, row)
        assert kept["uses"] == "居住、仓储"
        again = fields.form_of(row)(formdata=MultiDict(kept), meta={"csrf": False})
        assert fields.complete(again), again.errors
        bad = MultiDict({"uses": "赌博", "proof": "1", "call": "13800000001abc"})
        wrong = fields.form_of(row)(formdata=bad, meta={"csrf": False})
        assert not fields.complete(wrong)
        assert {name for name in ("uses", "proof", "call") if wrong[name].errors} == {"uses", "proof", "call"}
    found = rules.field_problems([{**declared[0], "choices": ["居住"]}])
    assert [problem.field for _, problem in found] == ["choices"]


def test_a_new_item_is_added_unpublished_and_taken_back(county: Database) -> None:
    change = take(county, materials=["申请书", "身份证明", "申请书"])
    made = item(county, "MY-XK-90")
    assert made is not None
    assert (made.published, [row["name"] for row in made.materials]) == (False, ["申请书", "身份证明"])
    assert touched(county, change) == ""
    undo(county, change)
    assert item(county, "MY-XK-90") is None


def test_a_known_item_keeps_what_the_row_leaves_blank(county: Database) -> None:
    before = item(county, "MY-XK-01")
    assert before is not None
    same = {name: getattr(before, name) for name in ("name", "type", "organ", "title", "basis")}
    names = [row["name"] for row in before.materials]
    extra = {"entrusted_by": before.entrusted_by} if before.entrusted_by else {}
    change = take(
        county,
        code=before.code,
        unit=str(before.unit_id),
        promised_days=3,
        materials=[*names, "新材料"],
        **same,
        **extra,
    )
    after = item(county, "MY-XK-01")
    assert after is not None
    assert change.outcome == "changed"
    assert (after.edition, after.published, before.published) == (2, False, True)
    assert (after.promised_days, after.conditions, after.fields) == (3, before.conditions, before.fields)
    assert after.materials[:-1] == before.materials
    assert after.materials[-1]["code"] not in {row["code"] for row in before.materials}
    second = take(county, code=before.code, unit=str(before.unit_id), promised_days=4, **same, **extra)
    undo(county, second)
    draft = item(county, "MY-XK-01")
    assert draft is not None
    assert (draft.edition, draft.promised_days) == (2, 3)
    undo(county, change)
    again = item(county, "MY-XK-01")
    assert again is not None
    assert (again.id, again.promised_days, again.materials) == (before.id, before.promised_days, before.materials)


def test_what_was_changed_or_published_since_is_told(county: Database) -> None:
    change = take(county)
    take(county, name="又改过的")
    assert "后来又改过" in touched(county, change)
    with county.read(Scope.one(MENGYUE)) as session:
        asked = session.scalars(select(Application.item_id)).first()
        assert asked is not None
        used = session.get_one(Item, (MENGYUE, asked))
        now = ITEMS.touched(session, SheetChange("created", UUID(str(used.id)), {}, _as_it_is(used)))
    assert "已经公布" in str(now)


def _as_it_is(found: Item) -> dict[str, object]:
    from plugins.approval.sheet import _now

    return _now(found)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "委托"}, "entrusted_by"),
        ({"entrusted_by": "县局"}, "entrusted_by"),
        ({"title": "初审转报"}, "decided_by"),
        ({"legal_days": 45}, "legal_source"),
        ({"promised_days": 21}, "promised_days"),
    ],
)
def test_what_does_not_go_together_is_refused_at_its_column(
    county: Database, given: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        take(county, **given)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_who_does_not_edit_items_brings_none_in(county: Database) -> None:
    with pytest.raises(Forbidden):
        take(county, CLERK)


def test_an_item_that_is_brought_in_waits_as_a_draft(app: Flask) -> None:
    site = Site(app)
    browser = site.sign_in(ADMIN)
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit.name).where(Unit.closed_on.is_(None))).first()
    row = (
        "MY-XK-91",
        "样本许可事项",
        "行政许可",
        "勐约乡人民政府",
        "法定",
        "样本依据",
        unit,
        "申请书；照片",
        "5",
    )
    bad = ("", "样本", "不是类型", "", "法定", "", unit, "", "0")
    text = "\n".join("\t".join(map(str, cells)) for cells in (HEAD, row, bad))
    answer = site.fill(browser, NEW, {"text": text})
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert "共2行，其中1行不能导入" in page
    assert re.search(r"1至3650", page)
    browser.post(f"{answer.location}/take-good", data=Page(browser.get(answer.location)).posted().held)
    library = f"/w/{MENGYUE}/approval/library/?stage=draft"
    assert "样本许可事项" in browser.get(library).get_data(as_text=True)
    assert site.visitor().get(f"/t/{MENGYUE}/items/MY-XK-91").status_code == 404
    browser.post(f"{answer.location}/undo", data=Page(browser.get(answer.location)).posted().held)
    assert "样本许可事项" not in browser.get(library).get_data(as_text=True)
