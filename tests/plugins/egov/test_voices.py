"""Voices: one triage, one answer, the lawful road, the petition's limits, the person's word."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.cases import papers, serving
from core.cases.models import Case, Reply
from core.cases.queries import clocks_of
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.publishing.models import Publication
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, recusal, services
from plugins.egov.voices.road import VOICE
from plugins.egov.voices.sheet import ORDERS
from tests.core.duties.conftest import on
from tests.plugins.egov.conftest import MONDAY, OFFICE, of_login
from tests.sample import AGENT, CLERK, HANDLER, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
PERSON = "样例群众"
OPINION = {
    "words": "路灯由本乡维护，已修复",
    "verdict": "supported",
    "reasons": "现场查看属实",
    "basis": "样例办法第三条",
}
PORTAL = f"/t/{MENGYUE}/voices"
SAID = {"source": "letter", "kind": "complaint", "words": "三组路灯坏了半个月，电话13800000000", "name": PERSON}


def came(site: Site, login: str = CLERK, **given: Any) -> UUID:
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, login) if login else Actor.party(MENGYUE, PERSON)
        return services.say(session, actor, cmd.Say(**{**SAID, **given}), new_id().hex).id


def act(site: Site, case_id: UUID, login: str, code: str, day: dt.date = MONDAY, **given: Any) -> None:
    """One act; the empty login is the person."""
    made = next(one for one in VOICE.transitions if one.code == code).command
    with on(day, 15), site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, login) if login else Actor.party(MENGYUE, PERSON)
        version = session.get_one(Case, (MENGYUE, case_id)).version
        cases.act(session, actor, case_id, code, made(version=version, **given), new_id().hex)


def sorted_out(site: Site, case_id: UUID, kind: str = "complaint", by: str = OFFICE) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = next(unit for unit, name in queries.handling_units(session).items() if "农业" in name)
    act(site, case_id, by, "triage", kind=kind, unit=unit, official="样例〔2026〕1")


def case(site: Site, case_id: UUID) -> Case:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = session.get_one(Case, (MENGYUE, case_id))
        session.expunge(found)
    return found


def running(site: Site, case_id: UUID) -> dict[str, dt.date | None]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        clocks = clocks_of(session, session.get_one(Case, (MENGYUE, case_id)))
        return {clock.rule: clock.due_on for clock in clocks if clock.state == "running"}


def replies(site: Site, case_id: UUID) -> list[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return list(session.scalars(select(Reply.words).where(Reply.case_id == case_id).order_by(Reply.id)))


def served(site: Site, case_id: UUID, code: str, day: dt.date, tenant: int = MENGYUE, login: str = HANDLER) -> None:
    """The paper was handed over and signed for."""
    with on(day), site.database.write(Scope.one(tenant)) as session:
        paper = next(
            row for row in papers.of_case(session, session.get_one(Case, (tenant, case_id))) if row.code == code
        )
        how = serving.Service(way="direct", served_on=day, recipient=PERSON, signed_by=PERSON)
        serving.serve(session, of_login(session, login), case_id, paper.id, how, new_id().hex)


def test_a_petition_runs_its_own_limits_and_gets_an_opinion_in_writing(places: Site) -> None:
    site, case_id = places, came(places)
    assert running(site, case_id) == {"frontline.reply": D(2026, 12, 7)}
    sorted_out(site, case_id, "petition")
    assert running(site, case_id) == {"petition.notice": D(2026, 12, 8)}
    with pytest.raises(DomainError, match="先书面告知受理"):
        act(site, case_id, HANDLER, "answer_voice", words="已修复")
    act(site, case_id, HANDLER, "accept_petition", words="由农业服务中心调查，六十日内书面答复")
    assert running(site, case_id) == {"petition.handle": D(2027, 1, 22)}
    with pytest.raises(DomainError, match="1至30"):
        act(site, case_id, LEADER, "extend_petition", days=31, reason="需要鉴定")
    act(site, case_id, LEADER, "extend_petition", days=30, reason="需要鉴定")
    assert running(site, case_id) == {"petition.handle": D(2027, 2, 22)}
    with pytest.raises(DomainError, match="事实和理由"):
        act(site, case_id, HANDLER, "draft_opinion", **{**OPINION, "reasons": " "})
    act(site, case_id, HANDLER, "draft_opinion", **OPINION)
    # Nobody signed it yet.
    with pytest.raises(DomainError, match="还没有答复"), site.database.write(Scope.one(MENGYUE)) as session:
        services.draft_publication(session, of_login(session, HANDLER), case(site, case_id), new_id().hex)
    assert replies(site, case_id) == []
    with pytest.raises(Forbidden):  # who drafts it does not sign it
        act(site, case_id, HANDLER, "sign_opinion")
    act(site, case_id, LEADER, "return_opinion", words="写明维护的依据")
    act(site, case_id, HANDLER, "draft_opinion", **OPINION)
    with site.database.write(Scope.one(MENGYUE)) as session:
        queries.voice_of(session, case(site, case_id)).drafted_by = of_login(session, LEADER).account_id
    with pytest.raises(DomainError, match="不能签发自己的稿子"):
        act(site, case_id, LEADER, "sign_opinion")
    with site.database.write(Scope.one(MENGYUE)) as session:
        queries.voice_of(session, case(site, case_id)).drafted_by = of_login(session, HANDLER).account_id
    act(site, case_id, LEADER, "sign_opinion")
    assert case(site, case_id).state == "petition_answered"
    assert replies(site, case_id) == ["路灯由本乡维护，已修复"]
    page = site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{case_id}").text
    for name in ("信访事项受理告知书", "信访事项延期办理告知书", "信访处理意见书", "样例〔2026〕1"):
        assert name in page
    # The thirty days for a review begin when the petitioner has the opinion, not when it is signed.
    assert running(site, case_id) == {}
    served(site, case_id, "egov.petition_opinion", D(2026, 11, 25))
    assert running(site, case_id) == {"petition.review_request": D(2026, 12, 25)}
    served(site, case_id, "egov.petition_opinion", D(2026, 11, 26))
    assert running(site, case_id) == {"petition.review_request": D(2026, 12, 25)}


def test_a_petition_that_is_not_accepted_is_told_so_in_writing_by_a_head(places: Site) -> None:
    site = places
    for ground, paper in (("pending", "信访事项不予受理告知书"), ("ended", "信访事项不再受理告知书")):
        case_id = came(site, kind="petition")
        sorted_out(site, case_id, "petition")
        with pytest.raises(Forbidden):
            act(site, case_id, HANDLER, "refuse_petition", ground=ground, words="见样例文书")
        with pytest.raises(DomainError, match="情形"):
            act(site, case_id, LEADER, "refuse_petition", ground="", words="见样例文书")
        act(site, case_id, LEADER, "refuse_petition", ground=ground, words="见样例文书")
        assert case(site, case_id).state == "petition_refused"
        assert replies(site, case_id) == ["见样例文书"]
        assert running(site, case_id) == {}
        assert paper in site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{case_id}").text


def test_a_matter_of_another_road_is_told_its_road_with_the_reasons(places: Site) -> None:
    site, case_id = places, came(places, kind="petition")
    sorted_out(site, case_id, "petition")
    told = {"road": "review", "organ": "陇川县人民政府", "words": "对处罚决定不服的，应当申请行政复议"}
    with pytest.raises(DomainError, match="哪个机关"):
        act(site, case_id, HANDLER, "divert", **{**told, "organ": " "})
    act(site, case_id, HANDLER, "divert", **told)
    assert case(site, case_id).state == "voice_diverted"
    assert replies(site, case_id) == ["陇川县人民政府：对处罚决定不服的，应当申请行政复议"]
    assert "信访事项办理途径告知书" in site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{case_id}").text
    assert running(site, case_id) == {}


def test_what_is_said_twice_gets_one_answer_and_the_person_may_say_no_once(places: Site) -> None:
    site = places
    order = came(site, source="hotline", order="YN20261123001", consent=True)
    assert running(site, order) == {"hotline.handle": D(2026, 11, 30)}
    same = came(site, login="", source="portal")
    number = case(site, order).number
    with pytest.raises(DomainError, match="案件现在是"):
        act(site, same, OFFICE, "merge_voice", number=number)  # only what is sorted out is known to be the same
    sorted_out(site, same)
    with pytest.raises(DomainError, match="定性分办的在办件"):
        act(site, same, HANDLER, "merge_voice", number=number)
    sorted_out(site, order, "question")
    with pytest.raises(DomainError, match="类别是“咨询”"):
        act(site, same, HANDLER, "merge_voice", number=number)
    sorted_out(site, order, by=HANDLER)
    act(site, same, HANDLER, "merge_voice", number=number)
    act(site, order, HANDLER, "answer_voice", words="已修复路灯，电话13800000000")
    for one in (order, same):
        assert case(site, one).state == "voice_answered"
        assert replies(site, one) == ["已修复路灯，电话13800000000"]
    visitor = site.visitor()
    page = site.let_in(visitor, case(site, order))
    assert "/voice_unsolved" in visitor.get(page).text
    address = f"{PORTAL}/{order}/voice_unsolved"
    assert "哪里没有解决" in Page(site.fill(visitor, address, {"words": " "})).told["words"]
    assert site.fill(visitor, address, {"words": "又坏了"}).status_code == 303
    assert case(site, order).state == "voice_reopened"
    act(site, order, HANDLER, "answer_voice", words="已更换线路")
    act(site, order, "", "voice_still_unsolved", words="还是不亮")
    assert case(site, order).state == "voice_unsolved"
    # The answer goes out by consent, without numbers, and through the hands of every publication.
    handler = site.sign_in(HANDLER)
    drafted = site.fill(handler, f"/w/{MENGYUE}/voices/{order}/publish", {})
    assert drafted.status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        body = session.get_one(Publication, (MENGYUE, UUID(drafted.location.rsplit("/", 1)[1]))).body
    assert "路灯" in body
    assert "13800000000" not in body
    with pytest.raises(DomainError, match="没有同意"), site.database.write(Scope.one(MENGYUE)) as session:
        services.draft_publication(session, of_login(session, HANDLER), case(site, same), new_id().hex)


def pair(site: Site, kind: str = "complaint", **given: Any) -> tuple[UUID, UUID]:
    """A voice, and another that is merged into it."""
    main, same = came(site, **given), came(site, name="另一样例群众", kind=kind)
    for one in (main, same):
        sorted_out(site, one, kind)
        if kind == "petition":
            act(site, one, HANDLER, "accept_petition", words="由农业服务中心调查")
    act(site, same, HANDLER, "merge_voice", number=case(site, main).number)
    return main, same


def test_however_the_main_voice_ends_the_merged_ones_are_not_left_behind(places: Site) -> None:
    site = places
    # The lawful road is everybody's.
    main, same = pair(site)
    assert case(site, same).number in site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{main}").text
    act(site, main, HANDLER, "divert", road="penalty", organ="样例局", words="请查处")
    assert [case(site, one).state for one in (main, same)] == ["voice_diverted"] * 2
    assert replies(site, same) == ["样例局：请查处"]
    # What is answered at once after it came back to the office is answered to everybody.
    main, same = pair(site)
    act(site, main, HANDLER, "pass_voice_back", words="不属于本单位")
    act(site, main, OFFICE, "answer_at_once", words="已修复")
    assert replies(site, same) == ["已修复"]
    # A wrong entry is only its own; so is another legal kind, and what goes back to whom transferred it.
    main, same = pair(site)
    act(site, main, HANDLER, "pass_voice_back", words="登记错了")
    act(site, main, OFFICE, "strike_voice", words="重复登记")
    assert case(site, same).state == "voice_handling"
    other = came(site, login=OFFICE, source="transferred", kind="petition", order="转〔2026〕9号")
    sorted_out(site, other)
    act(site, same, HANDLER, "merge_voice", number=case(site, other).number)
    act(site, other, HANDLER, "object_to_transfer", words="属于县自然资源局职权")
    assert case(site, same).state == "voice_handling"
    assert set(running(site, same)) == {"frontline.reply"}
    main, same = pair(site)
    sorted_out(site, main, "petition", by=HANDLER)
    assert case(site, same).state == "voice_handling"
    assert set(running(site, main)) == {"petition.notice"}
    sorted_out(site, main, by=HANDLER)
    assert set(running(site, main)) == {"frontline.reply"}


def test_each_petitioner_gets_the_opinion_that_was_signed_for_the_main_one(places: Site) -> None:
    site = places
    early = came(site, kind="petition")
    sorted_out(site, early, "petition")
    with pytest.raises(DomainError, match="书面告知受理，再并件"):
        act(site, early, HANDLER, "merge_voice", number="样例")
    main, same = pair(site, "petition")
    act(site, main, HANDLER, "draft_opinion", **OPINION)
    act(site, same, LEADER, "extend_petition", days=30, reason="需要鉴定")
    act(site, main, LEADER, "sign_opinion")
    for one in (main, same):
        assert case(site, one).state == "petition_answered"
        assert replies(site, one) == [OPINION["words"]]
        with site.database.read(Scope.one(MENGYUE)) as session:
            issued = [row for row in papers.of_case(session, case(site, one)) if row.code == "egov.petition_opinion"]
        assert [row.context.count("样例办法第三条") for row in issued] == [1]
        assert '"signer": "' in issued[0].context
        assert '"signer": ""' not in issued[0].context


def test_orders_of_the_hotline_come_in_by_file_once_and_are_taken_back_while_untouched(places: Site) -> None:
    site, row = (
        places,
        {"order": "YN20261120007", "received_on": "2026-11-20", "kind": "complaint", "words": "垃圾未清"},
    )
    row |= {"name": PERSON, "phone": "", "kind": "complaint"}
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, OFFICE)
        first = ORDERS.take(session, actor, row)
        assert first.outcome == "created"
        with pytest.raises(DomainError, match="已经登记为"):
            ORDERS.look(session, actor, [row])(row)
        with pytest.raises(DomainError, match="已经登记为"):
            ORDERS.take(session, actor, row)
        with pytest.raises(Forbidden):
            ORDERS.take(session, of_login(session, HANDLER), {**row, "order": "YN8"})
    assert running(site, first.target) == {"hotline.handle": D(2026, 11, 27)}
    with site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, OFFICE)
        assert ORDERS.touched(session, first) is None
        ORDERS.undo(session, actor, first)
        assert ORDERS.touched(session, first) is not None
        again = ORDERS.take(session, actor, row)  # what was struck off may come again
    assert case(site, first.target).state == "voice_struck"
    assert again.target != first.target


def test_what_was_transferred_may_be_objected_to_for_five_working_days(places: Site) -> None:
    site, given = places, {"source": "transferred", "kind": "petition", "order": "转〔2026〕3号"}
    with pytest.raises(DomainError, match="请选择信访"):
        came(site, login=OFFICE, **{**given, "kind": "question", "order": "转〔2026〕2号"})
    case_id = came(site, login=OFFICE, **given)
    assert running(site, case_id) == {
        "petition.receive_notice": D(2026, 12, 8),
        "petition.objection": D(2026, 11, 30),
    }
    with pytest.raises(DomainError, match="异议期限"):
        act(site, case_id, OFFICE, "object_to_transfer", D(2026, 12, 1), words="属于县自然资源局职权")
    act(site, case_id, OFFICE, "object_to_transfer", words="属于县自然资源局职权")
    assert case(site, case_id).state == "voice_returned"
    kept = came(site, login=OFFICE, **{**given, "order": "转〔2026〕4号"})
    sorted_out(site, kept, "petition")
    # Whoever sorts it takes it for this organ's: the limit ends, and until its day it may still be objected to.
    assert set(running(site, kept)) == {"petition.receive_notice"}
    act(site, kept, HANDLER, "accept_petition", words="由本中心调查")
    assert set(running(site, kept)) == {"petition.handle"}


def test_who_has_an_interest_stands_back_and_sees_it_no_more(places: Site) -> None:
    site, case_id = places, came(places)
    sorted_out(site, case_id)
    address = f"/w/{MENGYUE}/voices/cases/{case_id}/stand_back"
    with site.database.read(Scope.one(MENGYUE)) as session:
        people = recusal.colleagues(session, case(site, case_id))
        own = of_login(session, HANDLER).account_id
    other = next(one for one in people if one != own)
    client = site.sign_in(HANDLER)
    typed = {"who": str(own), "to": str(own), "words": "与来信人是近亲属"}
    assert "另一位承办人" in Page(site.fill(client, address, typed)).told["to"]
    done = site.fill(client, address, {**typed, "to": str(other)})
    assert done.status_code == 303
    assert client.get(done.location).status_code == 200
    assert case(site, case_id).handler_id == other
    assert client.get(f"/w/{MENGYUE}/cases/{case_id}").status_code == 404
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert own not in recusal.colleagues(session, case(site, case_id))
    with pytest.raises(NotFound):
        act(site, case_id, HANDLER, "answer_voice", words="已修复")


@pytest.mark.only_on("sqlite", "pages and forms are the same over either database")
def test_the_pages_of_the_portal_the_counter_and_the_register(places: Site) -> None:
    site, visitor = places, places.visitor()
    typed = {"kind": "question", "words": "怎么办宅基地", "name": PERSON}
    wrong = Page(site.fill(visitor, f"{PORTAL}/new", {**typed, "words": " "}))
    assert "请写明想说的事" in wrong.told["words"]
    assert wrong.values["name"] == PERSON
    made = site.fill(visitor, f"{PORTAL}/new", typed)
    assert made.status_code == 303
    assert visitor.get(made.location).status_code == 200
    assert site.visitor().get(made.location).status_code == 404
    clerk = site.sign_in(CLERK)
    refused = Page(site.fill(clerk, f"/w/{MENGYUE}/voices/new", {**typed, "source": "hotline"}))
    assert "工单编号" in refused.told["order"]
    slip = site.fill(clerk, f"/w/{MENGYUE}/voices/new", {**typed, "source": "phone"})
    assert clerk.get(slip.location).status_code == 200
    assert site.sign_in(AGENT).get(slip.location).status_code == 404
    assert clerk.get(f"/w/{MENGYUE}/voices/").status_code == 403
    office = site.sign_in(OFFICE)
    assert "网上提交" in office.get(f"/w/{MENGYUE}/voices/?source=portal").text
    case_id = UUID(made.location.rsplit("/", 1)[1])
    assert office.get(f"/w/{MENGYUE}/voices/cases/{case_id}/triage").status_code == 200
    sorted_out(site, case_id, "question")
    assert site.sign_in(OFFICE).get(f"/w/{MENGYUE}/cases/{case_id}").status_code == 404
    handler = site.sign_in(HANDLER)
    for code in ("pass_voice_back", "merge_voice", "divert", "answer_voice"):
        assert handler.get(f"/w/{MENGYUE}/voices/cases/{case_id}/{code}").status_code == 200
    offered = handler.get(f"/w/{MENGYUE}/voices/cases/{case_id}/answer_voice?template=more")
    assert not Page(offered).values["words"].strip()
    chosen = re.search(r"answer_voice\?template=[^\"]+", offered.text)
    assert chosen is not None
    used = Page(handler.get(f"/w/{MENGYUE}/voices/cases/{case_id}/{chosen[0]}"))
    assert "您好" in used.values["words"]
    answered = site.fill(handler, f"/w/{MENGYUE}/voices/cases/{case_id}/answer_voice", {"words": "到窗口办"})
    assert answered.status_code == 303
