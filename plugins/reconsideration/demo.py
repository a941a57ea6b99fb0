"""The sample's reviews: one taken in at a township's desk and waiting to be examined, one that waits for the reply.

Days count back from today; the county's bureau of justice reviews, a township takes in and answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core import cases
from core.accounts.models import Person
from core.cases.models import Case
from plugins.reconsideration import words as law
from plugins.reconsideration.intake import commands as taking
from plugins.reconsideration.intake import services as intake
from plugins.reconsideration.review import applying
from plugins.reconsideration.review import commands as cmd

if TYPE_CHECKING:
    from core.demo import Stage

COUNTY, HUSA, ZHANGFENG = 533124, 533124201, 533124101
HANDLER, DESK = "dong.zaojia", "fang.nuowu"


def play(stage: Stage) -> None:
    """Both reviews, where the measure is on at both ends."""
    for tenant, make in ((ZHANGFENG, _taken_in), (HUSA, _waiting)):
        if stage.uses(COUNTY, "reconsideration") and stage.uses(tenant, "reconsideration"):
            make(stage, tenant)


def _fine(stage: Stage, tenant: int) -> str:
    """The number of a fine on the spot in the sample; one from paper where penalties are not kept here."""
    with stage.writing(tenant, "reconsideration:fine") as session:
        found = session.scalars(select(Case).where(Case.kind == "penalty.case").order_by(Case.no_seq)).first()
        return found.number if found is not None else "章凤罚〔样例〕1号"


def _taken_in(stage: Stage, tenant: int) -> None:
    """An application against a fine on the spot, where the court waits (23①一); sent on the same day."""
    made, day = stage.back(17), stage.back(2)
    application = cmd.Apply(
        way=law.WINDOW,
        forum=law.TOWNSHIP,
        respondent=tenant,
        act=law.PENALTY,
        first=(law.ON_SPOT,),
        document=_fine(stage, tenant),
        made_on=made,
        known_on=made,
        amount="200",
        applied_on=day,
        subject=law.PERSON,
        name="思相戊",
        address="芒弄村二组",
        about="女，三十五岁，个体经营",
        claims="撤销当场行政处罚决定",
        reasons="摊位是村里划定的，没有堵塞通道。",
    )
    command = taking.TakeIn(role="agent", uninvolved=True, application=application)
    with stage.at(day, 10), stage.writing(tenant, "reconsideration:intake") as session:
        actor = stage.named(session, DESK)
        own = session.scalars(select(Person.unit_id).where(Person.account_id == actor.account_id)).one()
        intake.take_in(session, actor, own, command, "demo:reconsideration:intake")
    stage.carry(tenant, day)
    stage.carry(COUNTY, day, 12)


def _waiting(stage: Stage, tenant: int) -> None:
    """A paper case that was accepted; the township has days left to answer."""
    made, day = stage.back(20), stage.back(9)
    command = cmd.Apply(
        way=law.POST,
        forum=law.TOWNSHIP,
        respondent=tenant,
        act=law.LICENCE,
        document="户撒乡不予许可〔样例〕2号",
        made_on=made,
        known_on=made,
        applied_on=day,
        subject=law.PERSON,
        name="项早庚",
        address="芒炳村一组",
        about="男，四十二岁，务农",
        claims="撤销不予批准宅基地的决定，责令重新作出决定",
        reasons="家庭人口已经分户，符合一户一宅。",
    )
    with stage.at(day, 10), stage.writing(COUNTY, "reconsideration:post") as session:
        case = applying.apply(session, stage.named(session, HANDLER), command, "demo:reconsideration:post")
        session.expunge_all()
    accept = {"procedure": law.ORDINARY, "procedure_ground": "", "handlers": "董早甲、尹相丙", "words": ""}
    _act(stage, case, "accept", 7, cmd.Accept, **accept)
    _act(stage, case, "send_copy", 6, cmd.SendCopy)
    stage.carry(COUNTY, stage.back(6), 16)
    stage.carry(tenant, stage.back(6), 17)


def _act(stage: Stage, case: Case, code: str, days: int, command: Any, **given: Any) -> None:
    key = f"demo:{case.id.hex}:{code}"
    with stage.at(stage.back(days), 15), stage.writing(COUNTY, key) as session:
        version = session.get_one(Case, (COUNTY, case.id)).version
        cases.act(session, stage.named(session, HANDLER), case.id, code, command(version=version, **given), key)
