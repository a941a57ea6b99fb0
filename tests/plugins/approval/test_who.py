"""Who applies: persons and organisations, several together, somebody for them, and by word of mouth."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.cases import papers, queries
from core.cases.models import Case
from core.db import Scope, ScopedSession
from core.web.fields import is_credit_code
from plugins.approval.demo_road import id_number
from plugins.approval.models import Application
from tests.plugins.approval.road import LEASE
from tests.sample import CLERK, MENGYUE
from tests.site import Page, Site

CODE = "91350100M000100Y43"  # the example of GB 32100-2015
WHO = {"name": "样甲", "id_number": "990000198504121013", "phone": "199 0000 1111", "address": ""}
OTHER = f"样乙 {id_number('99000019790903102')}"


@pytest.mark.parametrize(
    ("number", "good"),
    [
        (CODE, True),
        (CODE[:-1] + "4", False),
        ("91350100M000100Y4", False),
        ("91350100O000100Y43", False),
        ("990000198504121013", False),
        ("", False),
    ],
)
def test_an_organisations_code_is_checked_by_its_last_place(number: str, good: bool) -> None:
    assert is_credit_code(number) is good


def sent(site: Site, typed: dict[str, Any]) -> Any:
    """The intake form with everything of the item filled in."""
    client, url = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake/{LEASE}"
    form = Page(client.get(url)).posted()
    filled = {
        name: field.options[0] if field.options else "2026-11-24" if name.endswith("on") else "3"
        for name, field in form.fields.items()
        if field.required and name not in WHO
    }
    return client.post(url, data={**form.held, **filled, **WHO, "again": "1", **typed})


def test_the_window_finds_an_item_by_what_people_call_it(site: Site) -> None:
    client, url = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake"
    assert client.get(url, query_string={"q": "建房"}).location.endswith("/intake/MY-XK-01")
    several = client.get(url, query_string={"q": "审批"})
    assert several.status_code == 200
    assert several.get_data(as_text=True).count("/approval/intake/MY-") > 1
    assert "没有找到这样的事项" in client.get(url, query_string={"q": "没有"}).get_data(as_text=True)


def test_an_organisation_names_its_head(site: Site) -> None:
    wrong = Page(sent(site, {"name": "样例公司", "id_number": CODE}))
    assert "法定代表人" in wrong.told["representative"]
    assert "18位" in Page(sent(site, {"id_number": CODE[:-1] + "9"})).told["id_number"]
    answer = sent(site, {"name": "样例公司", "id_number": CODE, "representative": "样负责"})
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = of(session, answer)
        assert [(row.role, row.name) for row in queries.parties_of(session, case)] == [
            ("applicant", "样例公司"),
            ("representative", "样负责"),
        ]


def of(session: ScopedSession, answer: Any) -> Case:
    """The case an answer leads to."""
    assert answer.status_code == 303, Page(answer).told
    return session.get_one(Case, (MENGYUE, UUID(answer.location.rpartition("/")[2])))


def test_who_applies_together_or_through_somebody_needs_their_mandate(site: Site) -> None:
    agent = {"agent": "样代", "agent_number": id_number("99000019880715104"), "agent_phone": "19900001041"}
    answer = sent(site, {"cosigners": f"{OTHER}\n\n", **agent})
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = of(session, answer)
        assert [row.role for row in queries.parties_of(session, case)] == ["applicant", "cosigner", "agent"]
        receipt = json.loads(papers.of_case(session, case)[0].context)
        assert "授权委托书或者共同申请人的签名" in receipt["missing"]
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = of(session, sent(site, {"cosigners": OTHER, "mandate": "1"}))
        receipt = json.loads(papers.of_case(session, case)[0].context)
        assert "授权委托书或者共同申请人的签名" in receipt["materials"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"cosigners": "样乙"}, "cosigners", "第1人：名字后面空一格"),
        ({"cosigners": f"{OTHER}\n样丙 990000198807151040"}, "cosigners", "第2人：身份证号的校验位不正确"),
        ({"cosigners": "\n".join([OTHER] * 51)}, "cosigners", "最多50人"),
        ({"agent": "样代"}, "agent_number", "请填写代理人的证件号码"),
        ({"agent_phone": "19900001041"}, "agent", "请填写代理人的姓名"),
        ({"channel": "oral"}, "oral", "请记录申请人口头说的内容"),
        ({"channel": "oral", "oral": "我要办"}, "read_back", "请向申请人宣读笔录"),
    ],
)
def test_what_hangs_together_is_told_at_its_field_and_kept(
    site: Site, typed: dict[str, str], field: str, words: str
) -> None:
    answer = sent(site, typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert words in page.told[field]
    assert all(page.values.get(name, "").strip() == value for name, value in typed.items() if name != "channel")


def test_an_oral_application_is_recorded_read_back_and_signed(site: Site) -> None:
    answer = sent(site, {"channel": "oral", "oral": "我想把地租给样某。", "read_back": "1"})
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = of(session, answer)
        found = {row.code: json.loads(row.context) for row in papers.of_case(session, case)}
        assert found["approval.oral_record"]["said"] == "我想把地租给样某。"
        kept = session.scalars(select(Application).where(Application.case_id == case.id)).one()
        assert kept.oral == "我想把地租给样某。"
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = of(session, sent(site, {"oral": "写错了地方"}))
        assert [row.code for row in papers.of_case(session, case)] == ["approval.receipt"]
