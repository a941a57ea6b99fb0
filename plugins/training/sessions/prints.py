"""The sign-in sheet 签到表 of a session, as PDF with a QR code that leads back to the session."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import ScopedSession
from core.documents import typesetting
from core.tenancy.models import Tenant, Unit
from plugins.training.models import Training
from plugins.training.rules import hours
from plugins.training.sessions.queries import Listed

SPARE = 5  # blank lines for who is not on the list


def sign_in_sheet(session: ScopedSession, training: Training, people: Sequence[Listed], address: str) -> bytes:
    """The sheet to be signed on the day.

    Args:
        address: of the session's page, for the QR code.

    Raises:
        DomainError: a character no font here can print.
    """
    tenant = session.get_one(Tenant, training.tenant_id)
    unit = session.get_one(Unit, (training.tenant_id, training.unit_id))
    facts = [
        ["培训专题", training.topic],
        ["时间", f"{training.held_on.isoformat()} {training.begins}至{training.ends}，{hours(training.quarters)}学时"],
        ["地点和形式", f"{training.place}，{training.form}"],
        ["授课人", training.lecturer],
    ]
    lines = [[str(at), one.person.name, one.person.title, "", ""] for at, one in enumerate(people, 1)]
    lines += [[str(at), "", "", "", ""] for at in range(len(lines) + 1, len(lines) + 1 + SPARE)]
    return typesetting.pdf(
        "decision",
        {
            "organ": f"{tenant.name}{unit.name}",
            "title": "培训签到表",
            "number": training.held_on.isoformat(),
            "body": [
                {"kind": "table", "rows": facts, "widths": [1, 4], "row_heads": True},
                {
                    "kind": "table",
                    "head": ["序号", "姓名", "职务", "签名", "备注"],
                    "rows": lines,
                    "widths": [1, 2, 2, 3, 2],
                },
            ],
            "note": "扫码打开本次培训的登记。",
            "verify": address,
            "style": "dense",
            "sample": "样例" if tenant.sample else "",
        },
    )
