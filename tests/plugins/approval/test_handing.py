"""Returns of the scheme begin with what the registers of approval, penalties and publicity hold."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from core.cases.models import Case
from core.db import Scope
from core.duties.own import rule_of
from core.tenancy.models import Unit
from plugins.approval.items.queries import in_force
from plugins.approval.models import Item
from plugins.penalty.catalogue.models import Offence
from tests.sample import MENGYUE
from tests.site import Site

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.only_on("sqlite", "the same counts go to both")
def test_returns_begin_with_what_the_registers_hold(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit).where(Unit.code == "NYZ")).one()

        def lines(code: str) -> dict[str, tuple[str, ...]]:
            rule = rule_of(code)
            found = dict(rule.prefill(session, unit, *YEAR))
            assert set(found) <= {part.code for part in rule.parts}, code
            return found

        items = session.scalar(select(func.count()).select_from(Item).where(in_force()))
        (whole, *rest) = lines("scheme.approval.centralise")["centre"]
        assert whole.endswith(f"共{items}项")
        assert f"进驻便民服务中心{(items or 0) - len(rest)}项" in whole
        cases = session.scalar(select(func.count()).where(Case.kind == "approval.application"))
        assert f"占收件{cases}件" in lines("scheme.approval.online_pilot")["work"][0] if cases else True
        offences = set(session.scalars(select(Offence.name).where(Offence.published.is_(True))))
        assert {line.partition("（")[0] for line in lines("scheme.penalty.catalogue")["offences"]} == offences
        for code in (
            "scheme.penalty.discretion",
            "scheme.penalty.submit",
            "disclosure.annual_report",
            "publicity.annual_stats",
            "village.publication",
            "village.finance",
            "scheme.township_report",
            "scheme.law_report.compile",
        ):
            lines(code)
