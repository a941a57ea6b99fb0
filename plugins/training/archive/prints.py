"""The archive of a person and of a unit's year, as PDF."""

from __future__ import annotations

from core import clock as time
from core.accounts.models import Person
from core.db import ScopedSession
from core.documents import typesetting
from core.tenancy.models import Tenant, Unit
from plugins.training.archive.queries import Studied, UnitYear
from plugins.training.models import Attendance, Training
from plugins.training.rules import ABSENT, STATES, TAGS, Gap, hours


def of_person(session: ScopedSession, person: Person, found: Studied, year: int, certificates: list[str]) -> bytes:
    """A person's archive of a year: hours by topic, every session, make-up and certificates.

    Raises:
        DomainError: a character no font here can print.
    """
    tenant = session.get_one(Tenant, person.tenant_id)
    unit = session.get_one(Unit, (person.tenant_id, person.unit_id))
    topics = [[name, str(hours(quarters))] for name, quarters in found.standing.topics.items()]
    lines = [_line(row, training) for row, training in found.entries]
    body = [
        {"kind": "h3", "text": "各专题学时"},
        {"kind": "table", "head": ["专题", "学时"], "rows": [*topics, ["合计", str(hours(found.standing.quarters))]]},
        {
            "kind": "flush",
            "text": f"现在{_said(found.standing.gap)}；按计划到年底{_said(found.standing.gap_expected)}。",
        },
        {"kind": "h3", "text": "参加培训和补课"},
        {
            **{
                "kind": "table",
                "head": ["日期", "专题", "学时", "情况", "补课"],
                "rows": lines or [["无", "", "", "", ""]],
            },
            **{"widths": [2, 4, 1, 2, 4]},
        },
        {"kind": "h3", "text": "证书"},
        {"kind": "flush", "text": "、".join(certificates) or "无"},
    ]
    return typesetting.pdf(
        "decision",
        {
            "organ": f"{tenant.name}{unit.name}",
            "title": "个人培训档案",
            "number": f"{person.name}　{year}年",
            "body": body,
            "date": time.today().isoformat(),
            "style": "dense",
            "sample": "样例" if tenant.sample else "",
        },
    )


def of_unit(session: ScopedSession, unit: Unit, found: UnitYear, year: int) -> bytes:
    """The archive of a unit's year: each person with the hours of every topic.

    Raises:
        DomainError: a character no font here can print.
    """
    tenant = session.get_one(Tenant, unit.tenant_id)
    topics = list(dict.fromkeys(name for one in found.people for name in one.standing.topics))
    heads = ["序号", "姓名", *topics, "合计", "现在", "按计划到年底"]
    rows = [
        [
            *(str(at), one.person.name),
            *(str(hours(one.standing.topics.get(name, 0))) for name in topics),
            *(str(hours(one.standing.quarters)), _said(one.standing.gap), _said(one.standing.gap_expected)),
        ]
        for at, one in enumerate(found.people, 1)
    ]
    return typesetting.pdf(
        "register",
        {
            "title": "培训档案",
            "period": f"{unit.name}　{year}年",
            "organ": tenant.name,
            "columns": [{"label": head, "width": 2 if at in (0,) else 4} for at, head in enumerate(heads)],
            "rows": rows,
            "made_on": time.today().isoformat(),
            "sample": "样例" if tenant.sample else "",
        },
    )


def _line(row: Attendance, training: Training) -> list[str]:
    made = f"{row.made_up_on.isoformat()} {row.made_up_how}，{row.confirmed_by}确认" if row.made_up_on else ""
    counted = "0" if row.came == ABSENT else str(hours(training.quarters))
    topic = f"{training.topic}（{TAGS[training.tag]}）" if training.tag else training.topic
    return [training.held_on.isoformat(), topic, counted, STATES[row.came], made]


def _said(gap: Gap) -> str:
    return f"还差{gap.least}学时" if gap.least else "已达到要求"
