"""Requests for information on their road: receipt by channel, correction, opinions of others, extension, replies."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.cases import papers
from core.cases.lists import ended_late
from core.cases.models import Case, Reply
from core.cases.queries import clocks_of
from core.cases.reviews import DECIDED, TakeNews
from core.cases.sweep import sweep
from core.db import Scope, new_id
from core.errors import DomainError
from core.notices.models import Notice
from core.publishing.models import Publication
from core.tenancy.offices import office
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import figures, queries, services
from plugins.egov.disclosure.catalogue import queries as catalogue
from plugins.egov.disclosure.catalogue import services as entries
from plugins.egov.disclosure.catalogue import telling
from plugins.egov.disclosure.catalogue.rules import Content
from plugins.egov.disclosure.road import REQUEST
from tests.core.duties.conftest import on
from tests.plugins.egov.conftest import MONDAY, OFFICE, of_login
from tests.sample import HANDLER, LEADER, MENGYUE, OTHER_LEADER, account
from tests.site import Page, Site

D = dt.date
PERSON = "样例申请人"
ASKED = {
    "name": PERSON,
    "id_number": "样例证件",
    "phone": "样例电话",
    "address": "",
    "wanted": "三组道路工程合同",
    "form": "paper",
}
PORTAL = f"/t/{MENGYUE}/disclosure"


def came(site: Site, day: dt.date = MONDAY, channel: str = "in_person", **given: Any) -> UUID:
    with on(day), site.database.write(Scope.one(MENGYUE)) as session:
        command = cmd.Ask(**{**ASKED, "channel": channel, "received_on": day, **given})
        return services.ask(session, of_login(session, OFFICE), command, new_id().hex).id


def act(site: Site, case_id: UUID, login: str, code: str, day: dt.date = MONDAY, **given: Any) -> None:
    """One act; the empty login is the applicant."""
    made = next(one for one in REQUEST.transitions if one.code == code).command
    with on(day, 15), site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, login) if login else Actor.party(MENGYUE, PERSON)
        version = session.get_one(Case, (MENGYUE, case_id)).version
        cases.act(session, actor, case_id, code, made(version=version, **given), new_id().hex)


def state(site: Site, case_id: UUID) -> str:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.get_one(Case, (MENGYUE, case_id)).state


def due(site: Site, case_id: UUID, rule: str = "disclosure.reply") -> dt.date | None:
    """The day of the newest clock of a rule."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = [clock for clock in clocks_of(session, session.get_one(Case, (MENGYUE, case_id))) if clock.rule == rule]
        return max(found, key=lambda clock: clock.id).due_on if found else None


def replies(site: Site, case_id: UUID) -> list[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return list(session.scalars(select(Reply.words).where(Reply.case_id == case_id).order_by(Reply.at, Reply.id)))


def test_a_request_through_correction_and_extension_over_the_national_day(places: Site) -> None:
    site, received, told, corrected = places, D(2026, 9, 14), D(2026, 9, 15), D(2026, 9, 21)
    case_id = came(site, received)
    # Twenty working days: the rest days of 国庆节 are not counted, the make-up days are.
    assert due(site, case_id) == D(2026, 10, 16)
    act(site, case_id, OFFICE, "ask_request_correction", told, words="请写明是哪一个工程", days=10)
    assert state(site, case_id) == "req_correcting"
    act(site, case_id, "", "correct_request", corrected, words="三组硬化路")
    assert due(site, case_id) == D(2026, 10, 26)
    with pytest.raises(DomainError, match="已经告知过一次补正"):
        act(site, case_id, OFFICE, "ask_request_correction", corrected, words="再补", days=5)
    with pytest.raises(DomainError, match="1至20"):
        act(site, case_id, LEADER, "extend_request", corrected, days=21, reason="资料多")
    act(site, case_id, LEADER, "extend_request", corrected, days=20, reason="资料多")
    assert due(site, case_id) == D(2026, 11, 23)
    with site.database.read(Scope.one(MENGYUE)) as session:
        issued = papers.of_case(session, session.get_one(Case, (MENGYUE, case_id)))
        (paper,) = [row.context for row in issued if row.code == "egov.request_extension"]
        assert '"due": "2026-11-23"' in paper
    with pytest.raises(DomainError, match="只能延长一次"):
        act(site, case_id, LEADER, "extend_request", corrected, days=1, reason="还不够")
    with pytest.raises(DomainError, match="法定理由"):
        act(site, case_id, OFFICE, "draft_reply", D(2026, 10, 12), reply="refused", words="不能给")
    act(site, case_id, OFFICE, "draft_reply", D(2026, 10, 12), reply="partly", ground="privacy", words="隐去账号")
    act(site, case_id, LEADER, "return_reply", D(2026, 10, 12), words="写明哪些部分")
    act(site, case_id, OFFICE, "draft_reply", D(2026, 10, 13), reply="partly", ground="privacy", words="隐去账号和电话")
    act(site, case_id, LEADER, "answer_request", D(2026, 10, 14))
    assert state(site, case_id) == "req_answered"
    assert replies(site, case_id)[-1] == "部分公开"
    with on(D(2026, 11, 2)), site.database.write(Scope.one(MENGYUE)) as session:
        made = {"outcome": "revoked", "document": "样复决〔2026〕5号", "on": D(2026, 11, 2), "reasons": "理由不足"}
        news = TakeNews(
            version=session.get_one(Case, (MENGYUE, case_id)).version, kind="review", effect=DECIDED, **made
        )
        cases.act(session, Actor.system(MENGYUE), case_id, "take_news", news, new_id().hex)
    client = site.sign_in(LEADER)
    page = client.get(f"/w/{MENGYUE}/cases/{case_id}").text
    assert "样复决〔2026〕5号" in page
    assert "政府信息公开申请答复书" in page
    assert "政府信息公开延期答复告知书" in page
    assert "隐去账号和电话" in page
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{case_id}").status_code == 404
    assert site.sign_in(OTHER_LEADER).get(f"/w/{MENGYUE}/cases/{case_id}").status_code == 404


def test_the_yearly_report_is_drafted_with_its_figures_beside_the_year_before(places: Site) -> None:
    site, address = places, f"/w/{MENGYUE}/requests/annual?year=2026"
    told = {"reviews": "1", "suits": "0", "problems": "目录更新不及时", "assessment": "本年未发生责任追究", "other": ""}
    assert "起草年度报告" not in site.sign_in(OFFICE).get(address).text  # the year is not over
    with on(D(2027, 1, 11)):
        office = site.sign_in(OFFICE)
        # What is known of reconsiderations is filled in: the request of the first test was brought there.
        assert Page(office.get(address)).values["reviews"] == "1"
        missing = Page(site.fill(office, address, {**told, "problems": " "}))
        assert "主要问题" in missing.told["problems"]
        assert missing.values["assessment"].strip() == told["assessment"]
        made = site.fill(office, address, told)
        assert made.status_code == 303
        page = office.get(made.location).text
        assert "2026年政府信息公开工作年度报告" in page
        assert "被申请行政复议1件" in page
        assert "（0）件" in page
        assert site.sign_in(HANDLER).get(made.location).status_code in {403, 404}


def test_a_record_about_oneself_is_corrected_or_goes_to_the_organ_that_may(places: Site) -> None:
    site, visitor, office = places, places.visitor(), places.sign_in(OFFICE)
    typed = {"name": PERSON, "id_number": "样例证件", "phone": "样例电话", "record": "低保公示表第三行"}
    typed |= {"wrong": "家庭人口应当是4人", "evidence": "户口簿"}
    new = f"/t/{MENGYUE}/records/new"
    missing = Page(site.fill(visitor, new, {**typed, "evidence": " "}))
    assert "证据" in missing.told["evidence"]
    made = site.fill(visitor, new, typed)
    assert made.status_code == 303
    assert visitor.get(made.location).status_code == 200
    assert site.visitor().get(made.location).status_code == 404
    case_id = UUID(made.location.rsplit("/", 1)[1])
    assert due(site, case_id, "frontline.reply") == D(2026, 12, 7)
    act_page = f"/w/{MENGYUE}/records/cases/{case_id}/correct_record"
    assert site.sign_in(HANDLER).get(act_page).status_code in {403, 404}
    assert site.fill(office, act_page, {"words": "已更正为4人"}).status_code == 303
    assert state(site, case_id) == "record_corrected"
    assert replies(site, case_id) == ["已更正为4人"]
    taken = site.fill(office, f"/w/{MENGYUE}/records/new", typed)
    assert taken.status_code == 303
    other = UUID(taken.location.rstrip("/").rsplit("/", 1)[1])
    pass_page = f"/w/{MENGYUE}/records/cases/{other}/pass_record"
    assert "有权更正的机关" in Page(site.fill(office, pass_page, {"words": "已转送", "organ": " "})).told["organ"]
    assert site.fill(office, pass_page, {"words": "已转送", "organ": "县民政局"}).status_code == 303
    assert state(site, other) == "record_passed"
    page = office.get(f"/w/{MENGYUE}/cases/{other}").text
    assert "县民政局" in page


def consulted(site: Site, case_id: UUID, whom: str, name: str, day: dt.date = MONDAY) -> None:
    """Somebody is asked, and received the letter on the same day."""
    act(site, case_id, OFFICE, "consult_others", day, whom=whom, name=name, document="征求1号", words="合同的单价部分")
    act(site, case_id, OFFICE, "enter_receipt", day, received_on=day)


def issued(site: Site, case_id: UUID) -> dict[str, list[str]]:
    """The papers of a request with the words that each was made of."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        found: dict[str, list[str]] = {}
        for row in papers.of_case(session, session.get_one(Case, (MENGYUE, case_id))):
            found.setdefault(row.code, []).append(row.context)
    return found


def test_every_third_party_is_heard_and_told_if_it_is_published_all_the_same(places: Site) -> None:
    site, tuesday = places, D(2026, 11, 24)
    case_id = came(site)
    asked = {"whom": "third_party", "name": "样例公司", "document": "征求1号", "words": "合同的单价部分"}
    act(site, case_id, OFFICE, "consult_others", **asked)
    assert due(site, case_id) == D(2026, 12, 21)  # until they have the letter, the days are the organ's
    with pytest.raises(DomainError, match="先登记对方收到"):
        act(site, case_id, OFFICE, "end_consulting", opinion="agrees", came_on=MONDAY, words="")
    act(site, case_id, OFFICE, "enter_receipt", received_on=MONDAY)
    assert due(site, case_id, "disclosure.third_party") == D(2026, 12, 14)
    said = {"opinion": "objects", "words": "商业秘密"}
    with pytest.raises(DomainError, match="期满以前不能登记为逾期"):
        act(site, case_id, OFFICE, "end_consulting", D(2026, 12, 14), opinion="silent", words="")
    with pytest.raises(DomainError, match="收到意见的日期"):
        act(site, case_id, OFFICE, "end_consulting", D(2026, 12, 1), **said)
    # What is entered late does not lengthen the reply: the days end with the opinion.
    act(site, case_id, OFFICE, "end_consulting", D(2026, 12, 4), came_on=D(2026, 11, 30), **said)
    assert due(site, case_id) == D(2026, 12, 28)
    # Another one that agrees does not take away the first one's no.
    consulted(site, case_id, "third_party", "样例合作社", D(2026, 12, 7))
    act(site, case_id, OFFICE, "end_consulting", D(2026, 12, 8), opinion="agrees", came_on=D(2026, 12, 8), words="")
    day = D(2026, 12, 9)
    for reply in ({"reply": "provided"}, {"reply": "partly", "ground": "internal"}):
        with pytest.raises(DomainError, match="第三方不同意公开"):
            act(site, case_id, OFFICE, "draft_reply", day, words="给", **reply)
    act(site, case_id, OFFICE, "draft_reply", day, reply="partly", ground="privacy", words="隐去单价")
    act(site, case_id, LEADER, "return_reply", day, words="单价涉及公共资金")
    reason = "工程使用公共资金，不公开单价对公共利益造成重大影响"
    act(site, case_id, OFFICE, "draft_reply", day, reply="provided", words="合同全文", override=reason)
    act(site, case_id, LEADER, "answer_request", day)
    made = issued(site, case_id)
    assert len(made["egov.third_party_letter"]) == 2
    assert [("样例公司" in text, reason in text, PERSON in text) for text in made["egov.third_party_notice"]] == [
        (True, True, False)
    ]
    # The applicant's page shows the reply, and neither the letters nor who was asked.
    visitor = site.visitor()
    with site.database.read(Scope.one(MENGYUE)) as session:
        page = visitor.get(site.let_in(visitor, session.get_one(Case, (MENGYUE, case_id)))).text
    assert "政府信息公开申请答复书" in page
    assert "第三方意见书" not in page
    assert "样例公司" not in page
    # What an unclear silence makes of the limit is the law's: the third party's days end, the organ decides.
    quiet = came(site, tuesday)
    consulted(site, quiet, "third_party", "样例公司", tuesday)
    with on(D(2026, 12, 20), 1):
        sweep(site.database, MENGYUE)
    assert state(site, quiet) == "req_received"
    assert due(site, quiet) == D(2027, 1, 13)


@pytest.mark.only_on("sqlite", "who may do an act is decided before a statement is sent")
def test_who_drafted_a_reply_does_not_sign_it_and_the_head_of_the_office_extends(places: Site) -> None:
    site, case_id = places, came(places)
    act(site, case_id, OFFICE, "draft_reply", reply="absent", words="查无此件")
    with site.database.write(Scope.one(MENGYUE)) as session:
        row = queries.request_of(session, session.get_one(Case, (MENGYUE, case_id)))
        row.drafted_by = of_login(session, LEADER).account_id
    with pytest.raises(DomainError, match="不能签发自己的答复稿"):
        act(site, case_id, LEADER, "answer_request")
    with site.database.write(Scope.one(MENGYUE)) as session:
        head = account(session, OFFICE)
        unit = office(session)
        assert unit is not None
        session.add(Grant(tenant_id=MENGYUE, account_id=head.id, role="station_head", unit_id=unit.id, from_on=MONDAY))
    with pytest.raises(DomainError, match="工作机构负责人同意"):
        act(site, case_id, LEADER, "extend_request", days=20, reason="资料多")
    act(site, case_id, OFFICE, "extend_request", days=20, reason="资料多")


def test_silence_of_a_co_maker_consents_and_of_the_applicant_gives_up(places: Site) -> None:
    site = places
    made, given_up, clear = came(site), came(site), came(site)
    consulted(site, made, "co_maker", "样例局")
    act(site, given_up, OFFICE, "ask_request_correction", MONDAY, words="不明确", days=5)
    with on(D(2026, 12, 16), 1):
        sweep(site.database, MENGYUE)
    assert state(site, made) == "req_received"
    assert due(site, made) == D(2027, 1, 12)  # from the last of their days, however late the silence is found
    assert set(issued(site, made)) == {"egov.co_maker_letter"}
    assert state(site, given_up) == "req_abandoned"
    assert replies(site, given_up)[-1].startswith("逾期没有补正")
    # The seven working days for asking a correction are the office's own chance: nothing is overdue when they are over.
    with site.database.read(Scope.one(MENGYUE)) as session:
        kept = session.get_one(Case, (MENGYUE, clear))
        assert kept.state == "req_received"
        assert kept.due_rule == "disclosure.reply"
        assert session.scalar(select(Case.id).where(Case.id == clear, ended_late())) is None
    with pytest.raises(DomainError, match="补正告知期限"):
        act(site, clear, OFFICE, "ask_request_correction", D(2026, 12, 16), words="不明确", days=5)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert figures.of_year(session, 2026).adds_up
    page = site.sign_in(LEADER).get(f"/w/{MENGYUE}/requests/annual?year=2026").text
    assert "不相等" not in page


def test_who_asks_on_the_portal_is_confirmed_before_the_limit_runs(places: Site) -> None:
    site, visitor = places, places.visitor()
    assert visitor.get(PORTAL + "/").status_code == 200
    guide = visitor.get(PORTAL + "/guide").text
    for words in ("党政", "农田水利工程建设运营", "平常信函", "现场查阅"):  # 条例 12②
        assert words in guide
    wrong = Page(site.fill(visitor, f"{PORTAL}/new", {**ASKED, "wanted": " "}))
    assert "请写明需要的信息" in wrong.told["wanted"]
    assert wrong.values["name"] == PERSON
    made = site.fill(visitor, f"{PORTAL}/new", ASKED)
    assert made.status_code == 303
    assert visitor.get(made.location).status_code == 200
    assert site.visitor().get(made.location).status_code == 404
    case_id = UUID(made.location.rsplit("/", 1)[1])
    assert state(site, case_id) == "req_unconfirmed"
    assert due(site, case_id) is None
    with pytest.raises(DomainError, match="确认日期"):
        act(site, case_id, OFFICE, "confirm_request", MONDAY, confirmed_on=D(2026, 11, 20))
    act(site, case_id, OFFICE, "confirm_request", D(2026, 11, 24), confirmed_on=D(2026, 11, 24))
    assert due(site, case_id) == D(2026, 12, 22)
    office = site.sign_in(OFFICE)
    for code in ("ask_request_correction", "consult_others", "draft_reply", "withdraw_request"):
        assert office.get(f"/w/{MENGYUE}/requests/cases/{case_id}/{code}").status_code == 200, code
    assert office.get(f"/w/{MENGYUE}/requests/").status_code == 200
    typed = {**ASKED, "channel": "plain_mail", "received_on": "2026-11-23"}
    assert site.fill(office, f"/w/{MENGYUE}/requests/new", typed).status_code == 303
    assert site.fill(visitor, f"{PORTAL}/{case_id}/withdraw_request", {"words": ""}).status_code == 303
    assert state(site, case_id) == "req_withdrawn"
    assert replies(site, case_id)


@pytest.mark.only_on("sqlite", "who is told of what is the same over either database")
def test_what_is_not_published_in_time_is_told_and_stands_on_the_workbench(places: Site) -> None:
    site = places
    with site.database.write(Scope.one(MENGYUE)) as session:
        given = Content(title="样例公开事项", class_code="levies", made_on=D(2026, 10, 26))
        row = entries.enter(session, of_login(session, OFFICE), given, new_id().hex)
        assert row.due_on == MONDAY
        entry = row.id
    for _ in range(2):
        telling.remind(site.database, MENGYUE)
    with on(D(2026, 11, 24)):
        for _ in range(2):
            telling.remind(site.database, MENGYUE)
        for login, times in ((OFFICE, 2), (LEADER, 1), (HANDLER, 0)):
            with site.database.read(Scope.one(MENGYUE)) as session:
                told = select(Notice).where(
                    Notice.matter_id == entry, Notice.account_id == of_login(session, login).account_id
                )
                assert len(session.scalars(told).all()) == times, login
        assert "逾期没有主动公开的信息" in site.sign_in(OFFICE).get(f"/w/{MENGYUE}/").text
        leader = site.sign_in(LEADER)
        for address in ("", entry):  # the notice leads there
            page = leader.get(f"/w/{MENGYUE}/catalogue/{address}")
            assert "样例公开事项" in page.text
            assert "登记应当公开的信息" not in page.text


def test_what_is_made_is_published_in_twenty_working_days_and_listed_with_its_number(places: Site) -> None:
    site, office = places, places.sign_in(OFFICE)
    address = f"/w/{MENGYUE}/catalogue/"
    typed = {"title": "农田水利工程建设运营情况", "class_code": "irrigation", "made_on": "2026-11-02"}
    assert (
        "不能晚于今天" in Page(site.fill(office, address + "new", {**typed, "made_on": "2026-12-01"})).told["made_on"]
    )
    assert site.fill(office, address + "new", typed).status_code == 303
    assert "农田水利工程建设运营情况" in office.get(address).text
    with site.database.write(Scope.one(MENGYUE)) as session:
        (entry,) = [one for one in catalogue.waiting(session) if one.class_code == "irrigation"]
        assert entry.due_on == D(2026, 11, 30)
        publication = catalogue.publications(session)[0]
        assert office.get(address + str(entry.id)).status_code == 200
        actor = of_login(session, OFFICE)
        draft = session.scalars(select(Publication).where(Publication.stage == "draft")).first()
        if draft is not None:
            with pytest.raises(DomainError, match="已经向社会公开"):
                entries.list_entry(session, actor, entry.id, draft.id)
        listed = entries.list_entry(session, actor, entry.id, publication.id)
        assert listed.index_number.endswith("-2026-0001")
        with pytest.raises(DomainError, match="没有这个索引号"):
            again = entries.enter(
                session, actor, Content(title="新的情况", class_code="irrigation", made_on=MONDAY), new_id().hex
            )
            entries.list_entry(session, actor, again.id, publication.id, "别的-2026-0009")
        entries.list_entry(session, actor, again.id, publication.id, listed.index_number)
        assert listed.replaced_id == again.id
    page = site.visitor().get(PORTAL + "/").text
    assert "索引号" in page
    assert "已有新的信息替换" in page
