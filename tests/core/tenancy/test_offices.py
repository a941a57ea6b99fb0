"""Where things arrive: a township's general office, the county's own; nowhere where both are gone."""

from __future__ import annotations

from sqlalchemy import select

from core import clock
from core.db import Scope
from core.tenancy.models import Unit
from core.tenancy.offices import office
from tests.sample import COUNTY, MENGYUE
from tests.site import Site


def test_things_arrive_at_the_general_office_and_in_the_county_at_the_organs_own(site: Site) -> None:
    for tenant, code in ((MENGYUE, "DZB"), (COUNTY, "ZFB")):
        with site.database.read(Scope.one(tenant)) as session:
            found = office(session)
            assert found is not None
            assert (found.tenant_id, found.code) == (tenant, code)
    with site.database.write(Scope.one(COUNTY)) as session:
        session.scalars(select(Unit).where(Unit.code == "ZFB")).one().closed_on = clock.today()
    with site.database.read(Scope.one(COUNTY)) as session:
        assert office(session) is None
