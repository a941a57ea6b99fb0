"""The sample shows a year of the scheme: what each measure has in its states, all made by the services themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from core import clock, demo
from core.cases.models import Case
from core.comments.models import Comment
from core.db import Database, Scope
from core.draws.models import Draw
from core.duties.models import Duty, DutyEntry
from core.publishing.models import Publication
from plugins.goals.models import Change, Stage
from plugins.supervision.campaign.models import Campaign, CampaignEntry
from plugins.supervision.meeting.models import Resolution
from plugins.training.models import Attendance, BookNote
from plugins.training.rules import ABSENT, MADE_UP, PRESENT
from tests import databases
from tests.sample import HUSA, MENGYUE, NOON, TODAY, ZHANGFENG

pytestmark = [
    pytest.mark.only_on("sqlite", "the same services make the same rows in either database"),
    pytest.mark.deep,
]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The county as `xiaoneng demo` shows it."""
    folder = tmp_path_factory.mktemp("shown") / "data"
    with clock.moved(NOON):
        database = demo.make(databases.installation(folder), today=TODAY)
        yield database
        database.dispose()
    databases.drop(folder)


def test_the_sample_has_a_year_of_supervision_training_and_key_works(shown: Database) -> None:
    with shown.read(Scope.one(MENGYUE)) as session:
        states = Counter((kind, state) for kind, state in session.execute(select(Case.kind, Case.state)))
        assert {state for kind, state in states if kind == "goals.key_work"} == {"running", "submitted"}
        assert {state for kind, state in states if kind == "supervision.order"} == {"closed", "returned", "issued"}
        told = {state: number for (kind, state), number in states.items() if kind == "supervision.complaint"}
        assert told == {"complaint_answered": 2, "complained": 1}
        assert states["supervision.chain", "concluded"] == 1
        late = select(func.count()).select_from(Stage).where(Stage.done_on.is_(None), Stage.planned_on < TODAY)
        assert session.scalar(late) == 1, "one promise is not kept"
        assert session.scalars(select(Change.approved)).all() == [True]
        assert Counter(session.scalars(select(Comment.published))) == {True: 2, False: 2}
        assert session.scalars(select(Campaign.stage)).all() == ["running"]
        assert Counter(day is None for day in session.scalars(select(CampaignEntry.done_on))) == {True: 1, False: 1}
        assert Counter(day is None for day in session.scalars(select(Resolution.done_on))) == {True: 2, False: 1}
        assert None not in session.scalars(select(Draw.drawn_on)).all()
        assert {PRESENT, ABSENT, MADE_UP} == set(session.scalars(select(Attendance.came)))
        assert len(session.scalars(select(BookNote)).all()) == 2
        reports = select(Duty).where(Duty.rule == "scheme.progress_report.monthly")
        rows = session.scalars(reports).all()
        assert {"accepted", "submitted"} <= {duty.state for duty in rows}
        assert {duty.state for duty in rows} - {"accepted", "submitted"}, "some are still owed"
        acts = set(session.scalars(select(DutyEntry.act)))
        assert {"submit", "accept", "return"} <= acts
    for tenant, kinds in ((HUSA, {"goals.key_work"}), (ZHANGFENG, {"goals.key_work", "supervision.order"})):
        with shown.read(Scope.one(tenant)) as session:
            assert kinds <= set(session.scalars(select(Case.kind)))
    with shown.read(Scope.one(HUSA)) as session:
        assert "赶街日流动受理点" in session.scalars(select(Publication.title)).all()
