"""What approval fills in beforehand: the items a unit has published by the end of the period."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from core.db import Database, Scope
from core.tenancy.models import Unit
from plugins.approval.models import Item
from plugins.approval.queries import published_by
from tests.sample import MENGYUE

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def test_a_unit_is_given_the_names_of_its_own_published_items(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.published.is_(True)).order_by(Item.code)).first()
        assert item is not None
        own = session.get_one(Unit, (MENGYUE, item.unit_id))
        other = session.scalars(select(Unit).where(Unit.kind == "village")).first()
        assert other is not None
        assert item.name in published_by(session, own, FIRST, LAST)["items"]
        assert published_by(session, other, FIRST, LAST)["items"] == ()
        session.execute(update(Item).where(Item.id == item.id).values(published_on=dt.date(2027, 1, 1)))
        assert item.name not in published_by(session, own, FIRST, LAST)["items"]
        session.execute(update(Item).where(Item.id == item.id).values(published=False, published_on=None))
        assert item.name not in published_by(session, own, FIRST, LAST)["items"]
