"""A grant has a number and a register; it is renewed, changed and ended only as the law says."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import cases, plugins, remedies
from core.cases import papers, serving
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.sweep import sweep
from core.db import Database, Scope
from core.db.ids import new_id
from core.documents import endings, verification
from core.errors import DomainError, Forbidden
from core.notices.models import Notice
from plugins.approval.commands import Decide, RefuseAcceptance
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules, services
from plugins.approval.grants.models import Grant
from plugins.approval.items.services import successor
from plugins.approval.models import PUBLIC, Item
from tests.plugins.approval.road import BOOTH, HOUSE, LEASE, Road, actor, day, handed_over
from tests.sample import CLERK, HANDLER, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
START, ENDS = D(2026, 11, 2), D(2026, 12, 31)
APPLY, RENEWAL, BAN, FRAUD = (
    f"licensing.{name}" for name in ("renewal_apply", "renewal_decide", "reapply_ban", "reapply_ban_fraud")
)

RECONSIDER, SUE = "reconsideration.apply", "litigation.direct"

pytestmark = pytest.mark.usefixtures("app")


def granted(county: Database, item: str = HOUSE, until: dt.date | None = ENDS) -> tuple[Road, UUID]:
    road = Road(county, item, on=START).accept().review().propose(D(2026, 11, 4))
    road.act(LEADER, Decide, D(2026, 11, 5), decision="grant", reasons="符合条件", valid_until=until)
    with county.read(Scope.one(MENGYUE)) as session:
        return road, queries.on_case(session, road.case).id


def begin(county: Database, grant: UUID, who: str, on: dt.date, matter: str, ground: str = "", **changes: str) -> Case:
    with day(on), county.write(Scope.one(MENGYUE)) as session:
        command = cmd.OpenMatter(matter=matter, ground=ground, request="查明的事实", changes=changes)
        return services.open_matter(session, actor(session, who), grant, command, new_id().hex)


def act(county: Database, case: Case, who: str, on: dt.date, command: type[Any], **given: Any) -> Case:
    kind = plugins.registry().case_kinds[case.kind]
    code = next(one.code for one in kind.transitions if one.command is command)
    with day(on), county.write(Scope.one(MENGYUE)) as session:
        made = command(version=session.get_one(Case, (MENGYUE, case.id)).version, **given)
        return cases.act(session, actor(session, who), case.id, code, made, new_id().hex)


def serve(county: Database, case: Case, on: dt.date) -> Case:
    return act(county, case, CLERK, on, cmd.ServeMatter, service=handed_over(on))


def register(county: Database, grant: UUID) -> Grant:
    with county.read(Scope.one(MENGYUE)) as session:
        row = queries.grant_of(session, grant)
        session.expunge_all()
        return row


def limits(county: Database, case: Case) -> dict[str, Any]:
    with county.read(Scope.one(MENGYUE)) as session:
        return {clock.rule: (clock.state, clock.due_on) for clock in clocks_of(session, case)}


def test_a_licence_is_entered_with_its_number_and_a_certificate(county: Database) -> None:
    road, grant = granted(county)
    row = register(county, grant)
    assert (row.number[:3], row.holder, row.valid_until, row.published) == ("勐约证", "样*", D(2026, 12, 31), True)
    code, paper = road.papers()[-2]
    assert (code, paper["certificate"], paper["valid_until"]) == ("certificate", row.number, "2026-12-31")
    second = register(county, granted(county)[1])
    assert int(second.number[:-1].split("〕")[1]) == int(row.number[:-1].split("〕")[1]) + 1


def test_what_is_no_licence_or_refused_is_not_in_the_register(county: Database) -> None:
    roads = (
        Road(county, LEASE, on=START).accept().review().propose().decide(),
        Road(county, on=START).accept().review().propose(decision="refuse").decide(decision="refuse"),
    )
    with county.read(Scope.one(MENGYUE)) as session:
        made = set(session.scalars(select(Grant.case_id)))
    assert made.isdisjoint({road.case.id for road in roads})


def test_a_licence_does_not_end_before_it_begins(county: Database) -> None:
    road = Road(county, on=START).accept().review().propose()
    with pytest.raises(DomainError, match="晚于今天"):
        road.act(LEADER, Decide, decision="grant", reasons="符合条件", valid_until=START)


def test_a_renewal_is_decided_by_somebody_else_before_the_grant_ends(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 11, 20), rules.RENEW)
    assert limits(county, case) == {APPLY: ("satisfied", D(2026, 12, 1)), RENEWAL: ("running", D(2026, 12, 31))}
    with pytest.raises(DomainError, match="没有办结"):
        begin(county, grant, CLERK, D(2026, 11, 20), rules.CHANGE)
    given = {"decision": "grant", "reasons": "条件没有变化"}
    with pytest.raises(DomainError, match="晚于原有效期"):
        act(county, case, LEADER, D(2026, 11, 23), cmd.DecideAsked, until=D(2026, 12, 31), **given)
    case = act(county, case, LEADER, D(2026, 11, 23), cmd.DecideAsked, until=D(2027, 12, 31), **given)
    assert (case.state, case.is_open) == ("decided", True)
    row = register(county, grant)
    assert (row.valid_until, row.article, row.standing) == (D(2027, 12, 31), "行政许可法50", "valid")
    case = serve(county, case, D(2026, 11, 24))
    assert (case.state, case.is_open, limits(county, case)[RENEWAL][0]) == ("done", False, "satisfied")
    assert RECONSIDER not in limits(county, case), "what was asked for was granted"


def test_a_late_application_is_taken_and_its_lateness_shows(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 12, 10), rules.RENEW)
    assert limits(county, case)[APPLY] == ("satisfied", D(2026, 12, 1))
    with pytest.raises(DomainError, match="届满"):
        begin(county, granted(county)[1], CLERK, D(2027, 1, 1), rules.RENEW)


def test_an_undecided_renewal_is_renewed_by_the_law(county: Database) -> None:
    _, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 11, 20), rules.RENEW)
    with day(D(2026, 12, 31)):
        sweep(county, MENGYUE)
    assert register(county, grant).valid_until == D(2026, 12, 31)
    with day(D(2027, 1, 1), hour=1):
        sweep(county, MENGYUE)
    row = register(county, grant)
    assert (row.valid_until, row.article) == (D(2027, 2, 25), "行政许可法50②")
    with county.read(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        assert (now.state, now.is_open) == ("renewed", True)
    case = act(county, now, LEADER, D(2027, 1, 4), cmd.Reissue)
    case = serve(county, case, D(2027, 1, 5))
    assert (case.state, RECONSIDER in limits(county, case)) == ("done", False)
    with county.read(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        made = [paper.code.removeprefix("approval.") for paper in papers.of_case(session, now)]
        assert made == ["grant_receipt", "renewal", "new_certificate", "grant_delivery"]
    assert limits(county, case)[RENEWAL] == ("lapsed", D(2026, 12, 31))


@pytest.mark.parametrize(
    ("matter", "ground", "article"),
    [
        (rules.WITHDRAW, "facts", "行政许可法8②"),
        (rules.REVOKE, rules.FRAUD, "行政许可法69②"),
        (rules.CANCEL, "impossible", "行政许可法70五"),
    ],
)
def test_nothing_is_taken_before_the_holder_is_told_and_heard(
    county: Database, matter: str, ground: str, article: str
) -> None:
    origin, grant = granted(county)
    on = D(2026, 11, 10)
    with pytest.raises(Forbidden):
        begin(county, grant, CLERK, on, matter, ground)
    with pytest.raises(DomainError, match="法定情形"):
        begin(county, grant, HANDLER, on, matter, "whim")
    case = begin(county, grant, HANDLER, on, matter, ground)
    given = {"decision": "grant", "reasons": "查证属实", "public_safety": True}
    with pytest.raises(DomainError, match="听取其陈述和申辩"):
        act(county, case, LEADER, on, cmd.DecideAsked, **given)
    with pytest.raises(DomainError, match="已登记"):
        act(county, case, LEADER, on, cmd.DecideMatter, **given)
    act(county, case, HANDLER, on, cmd.TellHolder, words="拟撤销，理由如下")
    act(county, case, HANDLER, on, cmd.HearHolder, said="没有意见")
    case = act(county, case, LEADER, D(2026, 11, 12), cmd.DecideMatter, **given)
    row = register(county, grant)
    assert (row.standing, row.over_on, row.article) == (matter, D(2026, 11, 12), article)
    with county.read(Scope.one(MENGYUE)) as session:
        (certificate,) = (p.id for p in papers.of_case(session, origin.case) if p.code == "approval.certificate")
        assert endings.of(session, [certificate])[certificate].state == endings.RECALLED
    with county.read(Scope.one(MENGYUE)) as session:
        codes = [paper.code for paper in papers.of_case(session, case)]
    assert codes == ["approval.grant_warning", "approval.grant_decision"]
    expected = {FRAUD: ("running", D(2029, 11, 12))} if ground == rules.FRAUD else {}
    assert limits(county, case) == expected
    serve(county, case, D(2026, 11, 13))
    assert limits(county, case) == expected | {
        RECONSIDER: ("running", D(2027, 1, 12)),
        SUE: ("running", D(2027, 5, 13)),
    }
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, HANDLER, on, matter, ground)


def test_what_was_revoked_is_struck_off_for_it_and_the_paper_tells_the_items_own_remedy(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Item).where(Item.code == HOUSE).values(remedy="review_first"))
    _, grant = granted(county)
    on = D(2026, 11, 10)
    case = begin(county, grant, HANDLER, on, rules.REVOKE, "power")
    act(county, case, HANDLER, on, cmd.TellHolder, words="拟撤销，理由如下")
    act(county, case, HANDLER, on, cmd.HearHolder, said="没有意见")
    act(county, case, LEADER, on, cmd.DecideMatter, decision="grant", reasons="超越职权")
    serve(county, case, on)
    with pytest.raises(DomainError, match="以这一情形注销"):
        begin(county, grant, HANDLER, on, rules.CANCEL, "ended")
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, CLERK, on, rules.RENEW)
    case = begin(county, grant, HANDLER, on, rules.CANCEL, rules.VOID)
    act(county, case, LEADER, on, cmd.DecideAsked, decision="grant", reasons="许可已被撤销")
    serve(county, case, on)
    row = register(county, grant)
    assert (row.standing, row.article) == (rules.CANCEL, "行政许可法70四")
    with county.read(Scope.one(MENGYUE)) as session:
        told = json.loads(papers.of_case(session, case)[-1].context)["remedies"]["words"]
    assert told == remedies.REMEDIES[remedies.REVIEW_FIRST].words
    with pytest.raises(DomainError, match="已经终止"):
        begin(county, grant, HANDLER, on, rules.CANCEL, rules.VOID)


def test_a_refused_matter_leaves_the_grant_as_it_was(county: Database) -> None:
    _, grant = granted(county, until=None)
    with pytest.raises(DomainError, match="长期有效"):
        begin(county, grant, CLERK, D(2026, 11, 10), rules.RENEW)
    with pytest.raises(DomainError, match="没有届满"):
        begin(county, grant, HANDLER, D(2026, 11, 10), rules.CANCEL, "expired")
    with pytest.raises(DomainError, match="至少填写一项"):
        begin(county, grant, CLERK, D(2026, 11, 10), rules.CHANGE, name=" ")
    case = begin(county, grant, CLERK, D(2026, 11, 10), rules.CHANGE, content="两层")
    act(county, case, LEADER, D(2026, 11, 12), cmd.DecideAsked, decision="refuse", reasons="不符合条件")
    assert (register(county, grant).standing, register(county, grant).article) == ("valid", "")
    serve(county, case, D(2026, 11, 12))
    assert limits(county, case)[RECONSIDER] == ("running", D(2027, 1, 11))


def test_a_change_changes_the_grant_and_a_new_certificate_stands_for_the_old_one(app: Flask, county: Database) -> None:
    road, grant = granted(county)
    case = begin(county, grant, CLERK, D(2026, 11, 10), rules.CHANGE, name="样丁某", content="占地一百平方米")
    act(county, case, LEADER, D(2026, 11, 12), cmd.DecideAsked, decision="grant", reasons="户主变更")
    serve(county, case, D(2026, 11, 13))
    assert (register(county, grant).holder, register(county, grant).article) == ("样**", "行政许可法49")
    with county.read(Scope.one(MENGYUE)) as session:
        made = {paper.code.removeprefix("approval."): paper for paper in papers.of_case(session, case)}
        told = json.loads(made["grant_decision"].context)["changes"]
        assert [(row["before"], row["after"]) for row in told] == [("样丙", "样丁某"), ("", "占地一百平方米")]
        said = json.loads(made["new_certificate"].context)
        assert (said["applicant"], said["address"], said["content"]) == ("样丁某", "样址", "占地一百平方米")
        old = next(paper.id for paper in papers.of_case(session, road.case) if paper.code == "approval.certificate")
        ended = endings.of(session, [old, made["new_certificate"].id])
        assert {key: row.state for key, row in ended.items()} == {old: endings.REPLACED}
        served = [row.paper_id for row in serving.records_of(session, case)]
        assert served == [made["grant_decision"].id, made["new_certificate"].id]
        newer = made["new_certificate"].id
    again = begin(county, grant, CLERK, D(2026, 11, 20), rules.RENEW)
    assert again.party == "样丁某"
    at = f"/v/{verification.token(MENGYUE, newer)}"
    for on, words in ((ENDS, "现在有效"), (D(2027, 1, 1), "到期，不再有效")):
        with day(on):
            assert words in app.test_client().get(at).text


def test_the_holder_is_heard_and_takes_back_a_request_online(site: Site) -> None:
    _, grant = granted(site.database)
    asked = begin(site.database, grant, CLERK, D(2026, 11, 10), rules.RENEW)
    with day(D(2026, 11, 11)):
        browser = site.visitor()
        page = Page(browser.get(site.let_in(browser, asked)))
        at = f"/t/{MENGYUE}/grants/{asked.id}/act/"
        assert f"{at}withdraw_matter" in page.links
        assert f"{at}hear_holder" not in page.links
        assert site.visitor().get(f"{at}withdraw_matter").status_code == 404
        assert site.fill(browser, f"{at}withdraw_matter", {"reason": "暂不需要"}).status_code == 303
    taken = begin(site.database, grant, HANDLER, D(2026, 11, 12), rules.REVOKE, "power")
    taken = act(site.database, taken, HANDLER, D(2026, 11, 12), cmd.TellHolder, words="拟撤销")
    with day(D(2026, 11, 13)):
        browser = site.visitor()
        at = f"/t/{MENGYUE}/grants/{taken.id}/act/hear_holder"
        assert at in Page(browser.get(site.let_in(browser, taken))).links
        assert "陈述和申辩" in Page(site.fill(browser, at, {"said": " "})).told["said"]
        assert site.fill(browser, at, {"said": "不同意，手续齐全。"}).status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        states = [session.get_one(Case, (MENGYUE, case.id)).state for case in (asked, taken)]
        assert states == ["withdrawn", "heard"]


def test_an_expired_grant_reads_as_expired_and_is_cancelled_without_a_hearing(county: Database) -> None:
    _, grant = granted(county)
    with day(D(2027, 1, 4)):
        assert queries.said_of(register(county, grant)) == rules.EXPIRED
    case = begin(county, grant, HANDLER, D(2027, 1, 4), rules.CANCEL, "expired")
    act(county, case, LEADER, D(2027, 1, 5), cmd.DecideAsked, decision="grant", reasons="期满未延续")
    assert register(county, grant).standing == rules.CANCEL


@pytest.mark.parametrize("public_safety", [True, False])
def test_false_papers_bar_a_second_application_for_a_year_where_safety_is_at_stake(
    county: Database, public_safety: bool
) -> None:
    road = Road(county, BOOTH, on=START)
    road.act(CLERK, RefuseAcceptance, ground="false_papers", reasons="伪造证明", public_safety=public_safety)
    again = Road(county, BOOTH, on=D(2026, 11, 9))
    if not public_safety:
        assert again.accept().case.state == "accepted"
        return
    assert road.clocks()[BAN].due_on == D(2027, 11, 2)
    with pytest.raises(DomainError, match="2027-11-02之前不得再次申请"):
        again.accept()
    assert Road(county, HOUSE, on=D(2026, 11, 9)).accept().case.state == "accepted"
    with county.write(Scope.one(MENGYUE)) as session:
        former = session.scalars(select(Item).where(Item.code == BOOTH)).one()
        session.add(newer := successor(former))
        newer.name, newer.stage, newer.published = "设摊许可", PUBLIC, True
    with pytest.raises(DomainError, match="2027-11-02之前不得再次申请"):
        Road(county, BOOTH, on=D(2026, 11, 10)).accept()


def test_a_refusal_for_false_papers_names_them_and_bars_for_a_year(county: Database) -> None:
    road = Road(county, BOOTH, on=START).accept().review().propose(decision="refuse")
    given = {"decision": "refuse", "reasons": "身份证明系伪造", "public_safety": True}
    with pytest.raises(DomainError, match="请先勾选这一情形"):
        road.act(LEADER, Decide, **given)
    road.act(LEADER, Decide, D(2026, 11, 5), **given, false_papers=True)
    assert road.clocks()[BAN].due_on == D(2027, 11, 5)
    assert (road.papers()[-1][1]["false_papers"], road.papers()[-1][1]["public_safety"]) == (True, True)
    with pytest.raises(DomainError, match="2027-11-05之前不得再次申请"):
        Road(county, BOOTH, on=D(2026, 11, 9)).accept()


def test_a_holder_is_reminded_once_before_the_grant_ends(county: Database) -> None:
    road, _ = granted(county)
    asked = select(Notice).where(Notice.matter_id == road.case.id, Notice.words == services.ENDING)
    for on, told in ((D(2026, 10, 1), 0), (D(2026, 11, 6), 1), (D(2026, 11, 7), 1)):
        with day(on):
            services.remind(county, MENGYUE)
        with county.read(Scope.one(MENGYUE)) as session:
            assert len(session.scalars(asked).all()) == told, on


def test_the_public_reads_the_register_and_no_name(app: Flask, county: Database) -> None:
    _, grant = granted(county)
    row = register(county, grant)
    client = app.test_client()
    page = client.get(f"/t/{MENGYUE}/grants/?q={row.number[-3:]}")
    assert page.status_code == 200
    assert row.number in page.text
    assert "样丙" not in page.text
    assert "样*" in client.get(f"/t/{MENGYUE}/grants/{grant}").text
    assert row.number not in client.get(f"/t/{MENGYUE}/grants/?q=没有这样的").text
    for hostile in ("q=%00", "q=%ED%A0%80", "after=x", "q=%25_%5C", "q=" + "长" * 9000):
        assert client.get(f"/t/{MENGYUE}/grants/?{hostile}").status_code in {200, 400}, hostile
