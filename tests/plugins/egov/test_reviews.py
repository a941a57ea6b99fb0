"""Reviews of petitions at the county: thirty days, a hearing that does not count, and what the township is told."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest

from core import cases
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from core.jobs.worker import Worker
from plugins.egov.reviews import commands as cmd
from plugins.egov.reviews import services
from plugins.egov.reviews.road import REVIEWED
from tests.core.duties.conftest import on
from tests.plugins.egov import test_voices as voices
from tests.plugins.egov.conftest import MONDAY, OFFICE, carry, of_login
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE
from tests.site import Page, Site

D = dt.date
PAGES = f"/w/{COUNTY}/petition-reviews"
ASKED = {"level": "review", "name": "样例群众", "phone": "", "place": 0, "organ": "县民政局", "document": "样例1号"}


def asked(site: Site, login: str = COUNTY_HANDLER, **given: Any) -> UUID:
    days = {"answered_on": D(2026, 11, 2), "requested_on": MONDAY}
    with site.database.write(Scope.one(COUNTY)) as session:
        command = cmd.Ask(**{**ASKED, **days, "words": "请求重新调查", **given})
        return services.ask(session, of_login(session, login), command, new_id().hex).id


def act(site: Site, case_id: UUID, code: str, day: dt.date = MONDAY, **given: Any) -> None:
    made = next(one for one in REVIEWED.transitions if one.code == code).command
    with on(day, 15), site.database.write(Scope.one(COUNTY)) as session:
        version = session.get_one(Case, (COUNTY, case_id)).version
        actor = of_login(session, COUNTY_HANDLER)
        cases.act(session, actor, case_id, code, made(version=version, **given), new_id().hex)


def clocks(site: Site, case_id: UUID) -> dict[str, dt.date | None]:
    with site.database.read(Scope.one(COUNTY)) as session:
        found = clocks_of(session, session.get_one(Case, (COUNTY, case_id)))
        return {clock.rule: clock.due_on for clock in found if clock.state == "running"}


def test_a_recheck_stops_for_its_hearing_and_a_late_request_is_told_so(places: Site) -> None:
    site, case_id = places, asked(places, level="recheck")
    assert clocks(site, case_id) == {"petition.recheck": D(2026, 12, 23)}
    act(site, case_id, "hear_petition", document="听证〔2026〕1号", on=MONDAY)
    assert clocks(site, case_id) == {}
    later = D(2026, 12, 3)
    act(site, case_id, "end_petition_hearing", later, on=later, words="双方陈述完毕")
    assert clocks(site, case_id) == {"petition.recheck": D(2027, 1, 4)}
    act(site, case_id, "answer_review", later, outcome="upheld", words="处理适当", basis="样例办法第三条")
    assert clocks(site, case_id) == {}
    late = asked(site, answered_on=D(2026, 10, 9))
    with pytest.raises(DomainError, match="超过三十日"):
        act(site, late, "answer_review", outcome="upheld", words="处理适当", basis="样例办法第三条")
    act(site, late, "refuse_review", words="收到书面答复已超过三十日")
    withdrawn = asked(site)
    act(site, withdrawn, "withdraw_review", words="已经和解")
    with pytest.raises(Forbidden):
        asked(site, login="dao.xiangding")


def test_an_opinion_that_is_revoked_is_open_again_in_the_township(places: Site, worker: Worker) -> None:
    site, petition = places, voices.came(places)
    voices.sorted_out(site, petition, "petition")
    voices.act(site, petition, HANDLER, "accept_petition", words="由农业服务中心调查")
    answer = {**voices.OPINION, "words": "不予支持", "verdict": "not_supported"}
    voices.act(site, petition, HANDLER, "draft_opinion", **answer)
    voices.act(site, petition, LEADER, "sign_opinion")
    number = voices.case(site, petition).number
    county = site.sign_in(COUNTY_HANDLER)
    typed = {**ASKED, "place": str(MENGYUE), "document": number, "words": "请求重新调查"}
    days = {"answered_on": "2026-11-23", "requested_on": "2026-11-23"}
    wrong = Page(site.fill(county, f"{PAGES}/new", {**typed, **days, "words": " "}))
    assert "请求和理由" in wrong.told["words"]
    made = site.fill(county, f"{PAGES}/new", {**typed, **days})
    assert made.status_code == 303
    case_id = UUID(made.location.rstrip("/").rsplit("/", 1)[1])
    assert clocks(site, case_id) == {"petition.review": D(2026, 12, 23)}
    for code in ("answer_review", "refuse_review", "withdraw_review"):
        assert county.get(f"{PAGES}/cases/{case_id}/{code}").status_code == 200
    said = {"outcome": "revoked", "words": "事实不清", "basis": "信访工作条例第三十二条"}
    assert site.fill(county, f"{PAGES}/cases/{case_id}/answer_review", said).status_code == 303
    assert clocks(site, case_id) == {}
    voices.served(site, case_id, "egov.review_opinion", D(2026, 11, 24), COUNTY, COUNTY_HANDLER)
    assert clocks(site, case_id) == {"petition.recheck_request": D(2026, 12, 24)}
    assert "信访复查意见书" in county.get(f"/w/{COUNTY}/cases/{case_id}").text
    assert number in county.get(f"{PAGES}/").text
    carry(worker)
    assert voices.case(site, petition).state == "voice_accepted"
    assert voices.running(site, petition) == {"petition.handle": D(2027, 1, 22)}
    page = site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{petition}").text
    assert "事实不清" in page
    voices.act(site, petition, HANDLER, "draft_opinion", **{**answer, "words": "重新调查后予以支持"})
    voices.act(site, petition, LEADER, "sign_opinion")
    # Nobody of a township opens the county's register, and its cases are not theirs.
    assert site.sign_in(OFFICE).get(f"/w/{MENGYUE}/petition-reviews/").status_code == 403
    assert site.sign_in(OFFICE).get(f"/w/{MENGYUE}/cases/{case_id}").status_code == 404
