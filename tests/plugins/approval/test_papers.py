"""Every paper of the road shows what the law requires on it, from its frozen context alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from markupsafe import escape

from core.cases.models import IssuedPaper
from core.contracts import Paper, PaperClass
from core.web import filters
from plugins.approval import documents
from plugins.approval.county import documents as county
from plugins.approval.grants import documents as grants
from plugins.approval.handling import documents as handling

ROOT = Path(__file__).parents[3]
PAPERS = (*documents.PAPERS, *county.PAPERS, *handling.PAPERS, *grants.PAPERS)
FOR_EVERY_TYPE = {"approval.review_result", "approval.review_copy"}
# Acts that only the licensing law knows.
LICENSING = {
    "grant",
    "refusal",
    "special",
    "extension",
    *(paper.code.split(".")[1] for paper in county.PAPERS if paper.code not in FOR_EVERY_TYPE),
    *(paper.code.split(".")[1] for paper in (*handling.PAPERS, *grants.PAPERS)),
}
PAPERS_BY_CODE = {paper.code: paper for paper in PAPERS}
LICENSING_LAW = "行政许可法"

COMMON: dict[str, Any] = {
    "organ": "勐约乡人民政府",
    "acting": "",
    "number": "勐约许〔2026〕12号",
    "applicant": "排早戊",
    "item": "农村村民住宅用地（宅基地）审批",
    "item_code": "MY-XK-01",
    "item_type": "行政许可",
    "licence": True,
    "first_review": False,
    "basis": "《中华人民共和国土地管理法》第六十二条第四款",
    "received_on": "2026-10-28",
    "accepted_on": "2026-10-29",
    "remedies": {
        "words": "如不服本决定，可以自知道本决定之日起六十日内向%(review)s申请行政复议。",
        "review": "陇川县人民政府",
        "court": "",
        "respondent": "",
    },
    "sample": True,
    "date": "2026-11-24",
    "phone": "0692-7000000",
}
GRANTED = {
    "certificate": "勐约证〔2026〕3号",
    "matter": "撤回许可",
    "asked": False,
    "ground": "准予许可所依据的客观情况发生重大变化",
    "article": "《中华人民共和国行政许可法》第八条第二款",
    "request": "集镇改造",
}
REVIEW = {
    "article": "《中华人民共和国城乡规划法》第四十一条第一款",
    "sent_by": "勐约乡人民政府",
    "sent_number": "勐约许〔2026〕9号",
    "arrived_on": "2026-11-06",
    "granted": True,
    "reasons": "符合村庄规划。",
    "result": "乡村建设规划许可证",
    "copied_by": "",
}
HEARING = {"held_on": "2026-11-26", "place": "乡政府会议室", "host": "岳早甲"}
OWN: dict[str, dict[str, Any]] = {
    "receipt": {
        "code": "7KQM 2XRA",
        "materials": ["申请表", "户口簿"],
        "missing": ["公示证明"],
        "deferred": ["建房平面图"],
        "promise_days": 10,
        **dict.fromkeys(("registered_on", "village", "agent"), ""),
        "window": False,
        "channel": "window",
        "notice_due": "2026-11-04",
    },
    "slip": {
        "code": "7KQM 2XRA",
        "materials": ["申请表"],
        "missing": ["公示证明"],
        "registered_on": "2026-11-24",
        "submit_due": "2026-11-27",
        "village": "营盘村民委员会",
        "agent": "勒排·诺样甲",
    },
    "waiting": {
        "code": "7KQM 2XRA",
        "materials": ["申请表"],
        "channel": "window",
        "steps": [
            {"name": "村民会议讨论", "who": "村", "article": "土地管理法实施条例第三十四条第一款", "days": ""},
            {"name": "公示", "who": "村", "article": "", "days": "7"},
        ],
    },
    "oral_record": {"said": "我家三口人，想盖房。", "rows": [{"label": "户内人数", "value": "3"}]},
    "promise": {"deferred": ["建房平面图"], "promise_days": 10},
    "correction_notice": {"asked": [{"material": "公示证明", "what": "补交村务公开栏的照片"}]},
    "acceptance": {"by_silence": False, "decide_due": "2026-11-26", "promised_due": "2026-11-19"},
    "materials_receipt": {
        "way": "window",
        "materials": [{"name": "建房平面图", "pieces": 2}],
        "total": 2,
        "missing": ["公示证明"],
        "deferred": ["设计方案"],
    },
    "non_acceptance": {
        "ground": "申请事项依法不属于本行政机关职权范围",
        "reasons": "该地块位于城镇开发边界内。",
        "right_organ": "陇川县自然资源局",
    },
    "settled": {
        "materials": ["申请表"],
        "decided_on": "2026-10-29",
        "reasons": "申请材料齐全、符合法定形式。",
        "result": "审核意见",
    },
    "special": {
        "ground": "专家评审",
        "document": "勐约许告〔2026〕3号",
        "expected_days": 15,
        "told_on": "2026-11-12",
    },
    "extension": {"days": 10, "reason": "需要实地核查地质灾害隐患。", "decide_due": "2026-12-10", "joint": False},
    "grant": {"granted": True, "reasons": "符合一户一宅。", "result": "农村宅基地批准书"},
    "refusal": {"granted": False, "reasons": "已有一处宅基地。", "result": "农村宅基地批准书"},
    "result": {"granted": True, "reasons": "家庭收入低于标准。", "result": "审核意见"},
    "forwarding": {"opinion": "材料齐全，情况属实。", "to": "陇川县民政局", "materials": ["申请书"]},
    "relay": {
        "decided_by": "陇川县民政局",
        "document": "陇民决〔2026〕5号",
        "decided_on": "2026-11-20",
        "granted": True,
        "reasons": "符合条件。",
    },
    "review_grant": REVIEW,
    "review_refusal": {**REVIEW, "granted": False},
    "review_result": REVIEW,
    "review_copy": {**REVIEW, "copied_by": "勐约乡人民政府"},
    "delivery": {
        "way": "直接送达",
        "recipient": "排早己",
        "delivered_on": "2026-11-23",
        "granted": True,
        "document": "",
    },
    "interested_notice": {"who": "样邻", "interest": "相邻宅基地的采光", "told_on": "2026-11-10"},
    "hearing_rights": {"interest": "相邻宅基地的采光", "ask_by": "2026-11-17"},
    "hearing_notice": HEARING,
    "hearing_announcement": {
        **HEARING,
        "ground": "行政机关认为需要听证的其他涉及公共利益的重大许可事项",
        "basis_of_hearing": "涉及全村饮水",
        "tell_by": "2026-11-17",
    },
    "certificate": {
        "certificate": "勐约证〔2026〕3号",
        "title": "农村宅基地批准书",
        "valid_from": "2026-11-24",
        "valid_until": "2027-11-23",
    },
    "new_certificate": {
        "certificate": "勐约证〔2026〕3号",
        "title": "农村宅基地批准书",
        "address": "营盘村三组",
        "content": "",
        "valid_from": "2026-11-24",
        "valid_until": "2028-11-23",
        "replaces": True,
    },
    "grant_delivery": {
        **GRANTED,
        "way": "直接送达",
        "recipient": "排早己",
        "delivered_on": "2026-11-23",
        "paper": "《行政许可延续、变更、终止决定书》",
        "document": "",
    },
    "grant_receipt": {
        **GRANTED,
        "code": "ABCD 2345",
        "received_on": "2027-10-08",
        "decide_due": "2027-11-23",
        "request": "继续设摊。",
        "renews": True,
    },
    "grant_warning": {**GRANTED, "words": "现场已改变用途。"},
    "grant_decision": {**GRANTED, "granted": True, "reasons": "用途改变。", "said": "没有意见", "until": ""},
    "renewal": {**GRANTED, "until": "2028-11-23"},
    "hearing_record": {**HEARING, "record": "双方同意退让。", "signed": ["样邻", "排早己"], "signed_day": "2026-11-26"},
}
# What the organ above tells on the way says the same, and so do the copies that the township hands on.
OWN |= {
    paper.code.removeprefix("approval."): OWN[Path(paper.template).stem]
    for paper in county.PAPERS
    if paper.code.removeprefix("approval.") not in OWN
}


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("core", root_path=str(ROOT / "core"))
    made.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "core" / "web" / "templates"),
            FileSystemLoader(ROOT / "plugins" / "approval" / "templates"),
        ]
    )
    Babel(made, default_locale="zh_Hans_CN")
    filters.init(made)
    made.jinja_env.undefined = StrictUndefined
    made.jinja_env.globals.update(asset=lambda name: f"/static/{name}", locale="zh_Hans_CN")
    return made


def render(app: Flask, code: str, **changes: Any) -> str:
    """A paper's page, from a complete context with some `changes`."""
    registered = PAPERS_BY_CODE[f"approval.{code}"]
    issued = IssuedPaper(
        code=registered.code, name=registered.name, issued_on=dt.date(2026, 11, 24), issued_by="线样甲"
    )
    decides = registered.grade == PaperClass.DECISION
    own = {"signer": "岳早甲" if decides else "", "signed_on": "2026-11-24", "wording": "请于工作日来领取。"}
    with app.test_request_context():
        return app.jinja_env.get_template(registered.template).render(
            paper=issued,
            registered=registered,
            p={**own, **COMMON, **OWN[code], **changes},
            decides=decides,
            verify="/v/1",
            ending=None,
            qr="<svg></svg>",
            back="/w/533124205/cases/1",
            files={"pdf": "1.pdf", "docx": "1.docx"},
        )


def shown(element: Any) -> list[str]:
    """How an element of a context reads on paper: dates as years, months and days, rows by their cells."""
    if isinstance(element, list):
        return [words for row in element for words in (row.values() if isinstance(row, dict) else [row])]
    if isinstance(element, dict):
        return [str(escape(element["words"] % element))]
    if isinstance(element, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", element):
        day = dt.date.fromisoformat(element)
        return [f"{day.year}年{day.month}月{day.day}日"]
    return [str(escape(element))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)
def test_every_required_element_shows(app: Flask, paper: Paper) -> None:
    code = paper.code.removeprefix("approval.")
    page = render(app, code)
    context = {**COMMON, **OWN[code]}
    missing = [name for name in paper.required for words in shown(context[name]) if words not in page]
    assert missing == []
    assert paper.name in page
    assert COMMON["number"] in page
    assert "印章）" in page, "a paper has a place for the seal"


@pytest.mark.parametrize("code", sorted(OWN.keys() - LICENSING))
def test_other_items_do_not_cite_the_licensing_law(app: Flask, code: str) -> None:
    assert LICENSING_LAW not in render(app, code, licence=False, item_type="行政给付")


def test_silence_accepts_from_the_day_of_receipt(app: Flask) -> None:
    page = render(app, "acceptance", by_silence=True, accepted_on="2026-10-28")
    assert "即2026年10月28日起即为受理" in page


def test_a_first_review_is_held_to_its_own_article(app: Flask) -> None:
    assert "第四十三条" in render(app, "acceptance", first_review=True)
    assert "第四十三条" not in render(app, "acceptance")


def test_a_result_says_which_way_it_went(app: Flask) -> None:
    assert "不同意您的申请" in render(app, "result", granted=False, licence=False)
    assert "不同意您的申请" not in render(app, "result", licence=False)


def test_an_entrusted_paper_is_in_the_name_of_the_entrusting_organ(app: Flask) -> None:
    page = render(app, "grant", organ="县林业和草原局", acting="勐约乡人民政府")
    assert "受委托实施机关：勐约乡人民政府" in page


def test_a_noted_basis_is_written_out(app: Flask) -> None:
    assert "根据《中华人民共和国土地管理法》第六十二条第四款和" in render(app, "grant", basis="土地管理法62④")


def test_what_people_typed_is_escaped(app: Flask) -> None:
    assert "<b>" not in render(app, "refusal", reasons="<b>无</b>")


@pytest.mark.parametrize("code", ["refusal", "relay", "review_refusal"])
def test_a_refusal_for_false_papers_says_so_and_from_when_the_ban_runs(app: Flask, code: str) -> None:
    assert "隐瞒有关情况" not in render(app, code)
    assert "隐瞒有关情况" in (named := render(app, code, false_papers=True, public_safety=False))
    assert "一年内" not in named
    assert "自作出决定之日起一年内不得再次申请" in render(app, code, false_papers=True, public_safety=True)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)
def test_a_decision_names_who_signed_it_and_every_paper_says_the_townships_own_words(app: Flask, paper: Paper) -> None:
    page = render(app, paper.code.removeprefix("approval."))
    assert ("签发：岳早甲（2026年11月24日）" in page) == (paper.grade == PaperClass.DECISION)
    assert "请于工作日来领取。" in page
