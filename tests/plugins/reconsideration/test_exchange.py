"""Between county and township: applications go up, copies down, answers up, decisions down; nothing twice."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import select

from core import plugins
from core.cases.papers import of_case
from core.contracts import Receiver
from core.db import new_id
from core.duties.lines import known
from core.errors import DomainError
from core.exchange import delivery
from core.exchange.models import ParcelReceived, ParcelSent
from core.exchange.parcel import SENT, opened
from core.tenancy.models import Unit
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.intake import commands as taking
from plugins.reconsideration.intake import queries as intake
from plugins.reconsideration.intake import services as point
from plugins.reconsideration.reply import queries as reply
from plugins.reconsideration.review import commands as cmd
from tests.plugins.reconsideration.conftest import APPLIED, BUREAU_HEAD, GATES, TODAY, D, Reviews
from tests.plugins.reconsideration.test_review import HEARD, due, refused
from tests.processes import HANGS
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE, account


def take_in(reviews: Reviews, day: dt.date = TODAY, role: str = "agent", **given: Any) -> Any:
    """An application taken in at a township's desk."""
    application = cmd.Apply(**{**APPLIED, "applied_on": day, **given})
    command = taking.TakeIn(role=role, uninvolved=True, application=application)
    with reviews.writing(day, MENGYUE) as session:
        unit = unit_of(reviews)
        case = point.take_in(session, reviews.actor(HANDLER, MENGYUE), unit, command, new_id().hex)
        session.expunge_all()
    return case


def unit_of(reviews: Reviews) -> Any:
    """The unit of the township's handler."""
    from core.accounts.models import Person

    with reviews.reading(MENGYUE) as session:
        who = account(session, HANDLER).id
        return session.scalars(select(Person.unit_id).where(Person.account_id == who)).one()


def lines_of(reviews: Reviews, unit_id: Any, first: dt.date, last: dt.date) -> list[str]:
    """What a unit's report of law-based administration of a month begins with, where it owes none of progress."""
    with reviews.reading(MENGYUE) as session:
        unit = session.get_one(Unit, (MENGYUE, unit_id))
        return known(session, unit, "scheme.law_report.monthly", first, last).get("law", [])


def test_taken_in_at_a_desk_it_reaches_the_county_the_same_day_and_the_decision_comes_back(reviews: Reviews) -> None:
    taken = take_in(reviews, known_on=D(2026, 9, 1), made_on=D(2026, 9, 1), intake_note="本人不识字")
    assert taken.state == "ri_forwarded"
    with reviews.reading(MENGYUE) as session:
        assert [paper.code for paper in of_case(session, taken)] == ["reconsideration.intake_receipt"]
    reviews.carry()
    case = reviews.of_kind("reconsideration.case", COUNTY)
    held = reviews.review(case)
    assert (held.way, held.applied_on, held.first) == (law.INTAKE, TODAY, [law.ON_SPOT])
    assert "本人不识字" in held.intake_note
    assert "可能已经超过" in held.intake_note
    with reviews.reading(MENGYUE) as session:
        sent = session.scalars(select(ParcelSent).where(ParcelSent.key == taken.id.hex)).one()
        assert (sent.state, sent.receipt.number) == ("received", case.number)

    accept = {
        "procedure": law.SUMMARY,
        "procedure_ground": "53①(一)",
        "handlers": "董早甲、尹相丙",
        "words": "山洪断路",
    }
    reviews.act(case, COUNTY_HANDLER, "accept", **accept)
    reviews.act(case, COUNTY_HANDLER, "send_copy")
    reviews.carry()
    answer = reviews.of_kind("reconsideration.reply")
    assert due(reviews, answer) == {"reply_summary": "2026-12-01"}
    written = {"reply": "事实清楚，程序合法", "evidence": "现场照片\n询问笔录"}
    handler = COUNTY_HANDLER
    reviews.post(HANDLER, "handler", MENGYUE, reviews.now(answer).unit_id)
    assert "48" not in refused(reviews, answer, HANDLER, "draft_reply", reply="", evidence="")
    reviews.act(answer, HANDLER, "draft_reply", **written)
    assert refused(reviews, answer, HANDLER, "sign_reply") == "forbidden"
    reviews.act(answer, LEADER, "sign_reply")
    reviews.carry()
    assert reviews.now(case).state == "rv_trying"
    assert reviews.review(case).evidence == written["evidence"]

    reviews.act(case, handler, "hear", heard_on=TODAY, **HEARD)
    reviews.act(case, BUREAU_HEAD, "halt", ground="三", words="合理")
    reviews.act(case, handler, "propose", outcome=law.REVOKE, ground="64①(二)", redo_days=20, **GATES)
    reviews.act(case, BUREAU_HEAD, "decide", how="head", agreed="样县长")
    reviews.act(case, handler, "serve", served_on=TODAY)
    reviews.act(case, BUREAU_HEAD, "opinion", words="今后应当告知权利")
    reviews.carry()
    assert reviews.now(answer).state == "rp_to_perform"
    assert due(reviews, answer) == {"redo": "2026-12-14", "opinion_report": "2027-01-25"}
    reviews.act(answer, HANDLER, "report_performance", D(2026, 12, 1), performed_on=D(2026, 12, 1), words="已退款")
    reviews.carry(D(2026, 12, 1))
    assert reviews.review(case).performance == "已退款"
    assert reviews.now(answer).state == "rp_performed"
    desk, unit = reviews.now(answer).unit_id, unit_of(reviews)
    assert unit != desk
    assert lines_of(reviews, unit, D(2026, 11, 1), D(2026, 11, 30)) == ["转送行政复议申请1件"]
    november = lines_of(reviews, desk, D(2026, 11, 1), D(2026, 11, 30))
    assert november == ["收到行政复议申请书副本1件", "提交行政复议答复1件"]
    assert lines_of(reviews, desk, D(2026, 12, 1), D(2026, 12, 31)) == ["履行行政复议决定1件"]


def test_an_answer_after_silence_was_noted_comes_back(reviews: Reviews) -> None:
    case = reviews.accepted(document="逾期")
    reviews.carry()
    answer, late = reviews.of_kind("reconsideration.reply"), D(2026, 12, 9)
    reviews.act(case, COUNTY_HANDLER, "no_reply", late, words="催告两次")
    reviews.post(HANDLER, "handler", MENGYUE, reviews.now(answer).unit_id)
    reviews.act(answer, HANDLER, "draft_reply", late, reply="迟到", evidence="照片")
    reviews.act(answer, LEADER, "sign_reply", late)
    reviews.carry(late)
    with reviews.reading(MENGYUE) as session:
        key = reply.key_of(session, answer)
        sent = session.scalars(select(ParcelSent).where(ParcelSent.key == key, ParcelSent.kind == parcels.REPLY)).one()
        assert sent.state == "refused"
    held = reviews.review(case)
    assert (held.silent, held.replied_on) == (True, None)


def test_a_worker_killed_on_the_way_delivers_once(reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    case = reviews.accepted(document="断")
    before = _answers(reviews)
    taken = plugins.registry().receivers[parcels.COPY].receive

    def killed(*given: Any) -> None:
        taken(*given)
        raise KeyboardInterrupt  # what a signal makes of it, before the turn is over

    receivers = {**plugins.registry().receivers, parcels.COPY: Receiver(parcels.COPY, killed)}
    with monkeypatch.context() as patch:
        patch.setattr(delivery.plugins, "registry", lambda: _With(plugins_registry, receivers))
        with pytest.raises(KeyboardInterrupt):
            reviews.carry()
    assert _answers(reviews) == before
    reviews.carry()
    reviews.carry()  # the outbox row is still open, as after a kill between the turn and its closing
    assert _answers(reviews) == before + 1
    with reviews.reading() as session:
        assert session.scalars(select(ParcelSent).where(ParcelSent.key == case.id.hex)).one().state == "received"


@pytest.mark.deep
@pytest.mark.only_on("sqlite", "the process opens the same file")
def test_a_worker_process_that_is_killed_delivers_a_copy_once(reviews: Reviews) -> None:
    """SIGKILL between the township's commit and the county's mark."""
    config = reviews.site.config
    reviews.carry()
    case, before = reviews.accepted(document="断电"), _answers(reviews)
    told = (str(config.url), str(config.data), str(config.keys), str(COUNTY), TODAY.isoformat())
    command = [sys.executable, "-W", "ignore", "-m", "tests.plugins.reconsideration.carrier", *told]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(command, env=environment, timeout=HANGS, check=False).returncode == -signal.SIGKILL

    def state() -> str:
        with reviews.reading() as session:
            kept: str = session.scalars(select(ParcelSent).where(ParcelSent.key == case.id.hex)).one().state
        return kept

    assert (_answers(reviews), state()) == (before + 1, SENT)
    reviews.carry()
    reviews.carry()
    assert (_answers(reviews), state()) == (before + 1, "received")


plugins_registry = plugins.registry()


class _With:
    """A registry with other receivers."""

    def __init__(self, known: Any, receivers: Any) -> None:
        self._known, self.receivers = known, receivers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._known, name)


def _answers(reviews: Reviews) -> int:
    with reviews.reading(MENGYUE) as session:
        query = select(ParcelReceived.id).where(ParcelReceived.kind == parcels.COPY)
        return len(session.scalars(query).all())


def test_the_office_that_punished_may_change_its_act_and_an_intake_point_may_not(reviews: Reviews) -> None:
    own = take_in(reviews, role="organ")
    assert own.state == "ri_taken"
    assert due(reviews, own) == {"forward_by_agency": "2026-12-01"}
    reviews.act(own, LEADER, "change_own", words="已撤销处罚，申请人同意")
    assert reviews.now(own).state == "ri_changed"
    with pytest.raises(DomainError, match="32①"):
        take_in(reviews, role="organ", act=law.LICENCE)
    with reviews.reading(MENGYUE) as session:
        assert intake.facts(session, own).role == "organ"


def test_the_plugin_that_made_the_act_is_told_where_it_listens(
    reviews: Reviews, monkeypatch: pytest.MonkeyPatch
) -> None:
    receivers = {
        **plugins.registry().receivers,
        "penalty.contested": Receiver("penalty.contested", lambda session, received, parcel: None),
    }
    stand_in = _With(plugins_registry, receivers)
    with monkeypatch.context() as patch:
        patch.setattr("plugins.reconsideration.parcels.plugins.registry", lambda: stand_in)
        case = reviews.accepted(document="勐约罚〔2026〕7号", procedure=law.SUMMARY)
        reviews.act(case, COUNTY_HANDLER, "no_reply", D(2026, 12, 2), words="没有答复")
        reviews.act(case, COUNTY_HANDLER, "propose", D(2026, 12, 2), outcome=law.REVOKE, ground="70", **GATES)
        reviews.act(case, BUREAU_HEAD, "decide", D(2026, 12, 2), how="head", agreed="样县长")
        reviews.act(case, COUNTY_HANDLER, "serve", D(2026, 12, 3), served_on=D(2026, 12, 3))
    with reviews.reading() as session:
        told = (ParcelSent.kind == "penalty.contested", ParcelSent.key.startswith(case.id.hex))
        rows = session.scalars(select(ParcelSent).where(*told).order_by(ParcelSent.id))
        details = [dict(opened(row.content, row.sha256).details) for row in rows]
    assert [one["effect"] for one in details] == ["accepted", "decided"]
    assert details[0]["applied_on"] == "2026-11-24"
    assert {name: details[1][name] for name in ("outcome", "on", "case_number", "remake_days")} == {
        "outcome": "revoked",
        "on": "2026-12-03",
        "case_number": "勐约罚〔2026〕7号",
        "remake_days": None,
    }
