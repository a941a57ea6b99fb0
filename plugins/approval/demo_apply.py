"""Sample cases of applying by others and of what people say afterwards: an agent, a promise, a rating."""

from __future__ import annotations

from core.accounts.actor import Actor
from core.cases.models import Case
from core.demo import Stage
from plugins.approval.agency import services as agency
from plugins.approval.agency.rules import SPOKEN
from plugins.approval.demo_road import PEOPLE, Road, filled, item_of
from plugins.approval.permissions import Perm
from plugins.approval.rating import queries as ratings
from plugins.approval.rating import services as rating
from plugins.approval.services import Submission

PROMISED = 10


def by_an_agent(stage: Stage, tenant: int, item_code: str) -> None:
    """An elder applied with the village agent yesterday; the papers have not reached the township yet."""
    day = stage.back(1)
    with stage.at(day, 10), stage.writing(tenant, "demo:D1") as session:
        item = item_of(session, item_code)
        actor = stage.someone(session, Perm.REGISTER, "village_agent")
        submission = Submission(
            item,
            (PEOPLE["李腊翁样"].party("营盘村样例组"),),
            filled(item, day),
            on_paper=tuple(material["code"] for material in item.materials),
        )
        village = agency.own_village(session, actor)
        words = "老人说：我走不动，请你帮我交到乡里。在场：其孙样某。"
        agency.register(session, actor, agency.Registering(submission, village.id, SPOKEN, words), "demo:D1")


def promised(stage: Stage, tenant: int, item_code: str, lacking: str) -> None:
    """What may come later was promised, and its time ends the day after tomorrow."""
    road = Road(stage, "D2", tenant, item_code, "方样己", stage.back(8), lacking=(lacking,), promise_days=PROMISED)
    road.accept(stage.back(8))


def rated(stage: Stage, code: str, case: Case, grade: int, words: str = "") -> None:
    """The party rates a service that has ended."""
    key = f"demo:{code}:rate"
    with stage.at(stage.back(2), 20), stage.writing(case.tenant_id, key) as session:
        current = session.get_one(Case, (case.tenant_id, case.id))
        if ratings.of_case(session, current) is None:
            rating.rate(session, Actor.party(case.tenant_id, case.party), current, grade, words, key)
