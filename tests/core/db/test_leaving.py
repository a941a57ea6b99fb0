"""Rows that are only added to leave a township when it is gone, and not an hour before."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from core.db import Scope
from core.documents.models import DocumentStep
from core.tenancy.models import Tenant
from tests.databases import REFUSED
from tests.sample import HUSA, ZHANGFENG
from tests.site import Site


def test_rows_leave_a_township_that_went_into_another_and_are_never_changed(site: Site) -> None:
    gone, change = delete(DocumentStep), update(DocumentStep).values(note="改")
    with pytest.raises(DBAPIError, match=REFUSED), site.database.write(Scope.one(HUSA)) as session:
        session.execute(gone)
    with site.database.write(Scope.one(HUSA)) as session:
        assert session.scalar(select(func.count()).select_from(DocumentStep))
        session.get_one(Tenant, HUSA).successor_id = ZHANGFENG
    with pytest.raises(DBAPIError, match=REFUSED), site.database.write(Scope.one(HUSA)) as session:
        session.execute(change)
    with site.database.write(Scope.one(HUSA)) as session:
        session.execute(gone)
    with site.database.read(Scope.one(ZHANGFENG)) as session:
        assert session.scalar(select(func.count()).select_from(DocumentStep)), "nobody else's left"
