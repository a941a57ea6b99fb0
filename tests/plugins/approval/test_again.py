"""Another application of the same party: begun from an earlier case in one press, with nothing typed again."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from core.audit.models import Audit
from core.audit.services import REVEAL
from core.cases.models import Case
from core.cases.queries import parties_of
from core.db import Scope
from tests.plugins.approval.road import BOOTH
from tests.sample import CLERK, HANDLER, MENGYUE, OTHER_CLERK
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "a page and its draft")


def test_the_window_begins_from_the_last_case_of_the_same_party(site: Site) -> None:
    clerk, old = site.sign_in(CLERK), site.case("勐约许1")
    opened = Page(clerk.get(f"/w/{MENGYUE}/cases/{old.id}"))
    at = f"/w/{MENGYUE}/approval/cases/{old.id}/again"
    assert at in {form.action for form in opened.forms}
    answer = site.post(clerk, at, {})
    assert answer.status_code == 303
    page = Page(clerk.get(answer.location))
    with site.database.read(Scope.one(MENGYUE)) as session:
        applicant = parties_of(session, old)[0]
        kept = {field: page.values[field] for field in ("name", "id_number", "phone", "address")}
        name = applicant.name
        assert list(kept.values()) == [applicant.name, applicant.id_number, applicant.phone, applicant.address or ""]
        assert session.scalars(select(Audit.subject).where(Audit.action == REVEAL)).all()[-1] == str(old.id)
    assert old.number in page.source, "it is shown as taken"
    assert "已有，还有效的核对后勾选" in page.source
    form = page.posted()
    assert "checked" not in page.source.split('name="on_paper"')[1].split(">")[0], "offered, not ticked"
    typed = {
        name: field.options[0] if field.options else "2026-11-24" if name.endswith("on") else "3"
        for name, field in form.fields.items()
        if field.required and name not in kept
    }
    wrong = Page(clerk.post(answer.location, data={**form.held, **typed, "phone": "1"}))
    assert (old.number in wrong.source, wrong.values["name"]) == (True, name)
    done = clerk.post(answer.location, data={**form.held, **typed, "again": "1"})
    assert done.status_code == 303, Page(done).told
    with site.database.read(Scope.one(MENGYUE)) as session:
        new = session.get_one(Case, (MENGYUE, UUID(done.location.rpartition("/")[2])))
        assert (new.party_index, new.id != old.id) == (old.party_index, True)

    # Another item is chosen from the same list; what is typed already for one is not written over.
    chosen = Page(clerk.get(f"/w/{MENGYUE}/approval/intake?like={old.id}"))
    assert at in {form.action for form in chosen.forms}
    booth = f"/w/{MENGYUE}/approval/intake/{BOOTH}"
    clerk.post(booth, data={**Page(clerk.get(booth)).posted().held, "name": "别人", "save": "draft"})
    site.post(clerk, at, {"item_code": BOOTH})
    assert Page(clerk.get(booth)).values["name"] == "别人"
    assert site.post(site.sign_in(HANDLER), at, {}).status_code == 403
    assert site.post(site.sign_in(OTHER_CLERK), at, {}).status_code in {403, 404}
