"""Forms to download for a material: uploaded in a draft, shown where editions differ, public with their edition."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.accounts.queries import actor_of
from core.db import Scope
from core.errors import DomainError
from core.files.models import StoredFile
from plugins.approval.items import queries, services
from plugins.approval.items.services import SAMPLES
from plugins.approval.models import Item
from tests.sample import ADMIN, CLERK, LEADER, MENGYUE, TODAY, account
from tests.site import Page, Site

CODE = "MY-GG-09"
LIBRARY = f"/w/{MENGYUE}/approval/library"
PUBLIC = f"/t/{MENGYUE}/items/{CODE}/samples/identity"
BLANK = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def file(name: str = "空表.pdf", content: bytes = BLANK) -> tuple[Any, str]:
    return io.BytesIO(content), name


def got(browser: Any, url: str) -> tuple[int, bytes]:
    """What a download answers, with its bytes."""
    with browser.get(url) as answer:
        return answer.status_code, answer.get_data()


def editions(site: Site) -> list[Item]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = list(queries.editions(session, CODE))
        session.expunge_all()
    return found


def owned(site: Site, item_id: UUID) -> int:
    with site.database.read(Scope.one(MENGYUE)) as session:
        query = select(StoredFile).where(StoredFile.owner_kind == SAMPLES, StoredFile.owner_id == item_id)
        return len(session.scalars(query).all())


def do(site: Site, login: str, service: Any, item_id: UUID, *given: Any) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        version = queries.edition(session, item_id).version
        service(session, actor_of(session, account(session, login)), item_id, *given, version)


@pytest.fixture(scope="module")
def draft(site: Site) -> UUID:
    """The next edition of an item, with an empty form and a filled example for one of its materials."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        made = services.revise(session, actor_of(session, account(session, ADMIN)), CODE).id
    admin = site.sign_in(ADMIN)
    typed = {"blank-identity": file(), "example-identity": file("样表.pdf", BLANK + b"\n%1")}
    answer = site.fill(admin, f"{LIBRARY}/{made}/samples", typed)
    assert answer.status_code == 303, Page(answer).alert
    return made


def test_what_is_no_form_is_refused_at_its_field(site: Site, draft: UUID) -> None:
    admin = site.sign_in(ADMIN)
    answer = site.fill(admin, f"{LIBRARY}/{draft}/samples", {"blank-identity": file("空表.exe", b"MZ\x00\x00")})
    assert answer.status_code == 422
    assert owned(site, draft) == 2


def test_only_the_edition_that_is_published_shows_its_forms(site: Site, draft: UUID) -> None:
    visitor, admin = site.visitor(), site.sign_in(ADMIN)
    assert visitor.get(f"{PUBLIC}/blank").status_code == 404
    assert site.sign_in(CLERK).get(f"{LIBRARY}/{draft}/samples/identity/blank").status_code == 403
    assert got(admin, f"{LIBRARY}/{draft}/samples/identity/blank") == (200, BLANK)
    page = admin.get(f"{LIBRARY}/{draft}/against/1").get_data(as_text=True)
    assert "空表.pdf" in page
    assert "样表.pdf" in page
    item = editions(site)[0]
    told = {"why": "补充空表", "conditions": item.conditions or ["符合条件"], "flow": ["收件", "办结"], "fee": "无"}
    told |= {"result": "津贴", "serves": ["自然人"], "ask_phone": "1", "complain_phone": "2"}
    told |= {"materials": [{**row, "source": "申请人自备"} for row in item.materials]}
    do(site, ADMIN, services.save, draft, told)
    do(site, ADMIN, services.submit, draft)
    do(site, LEADER, services.publish, draft, TODAY)
    assert got(visitor, f"{PUBLIC}/blank") == (200, BLANK)
    guide = visitor.get(f"/t/{MENGYUE}/items/{CODE}").get_data(as_text=True)
    assert f"{PUBLIC}/blank" in guide
    assert f"{PUBLIC}/example" in guide
    for place in ("card/blank", "identity/other", "none/blank"):
        assert visitor.get(f"/t/{MENGYUE}/items/{CODE}/samples/{place}").status_code == 404
    started = site.post(visitor, f"/t/{MENGYUE}/items/{CODE}/start", {})
    materials = started.location.replace("/who", "/materials")
    assert f"{PUBLIC}/blank" in visitor.get(materials).get_data(as_text=True)


def test_the_next_edition_names_the_same_files_and_may_take_its_own_others(site: Site, draft: UUID) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        later = services.revise(session, actor_of(session, account(session, ADMIN)), CODE).id
    assert (owned(site, later), editions(site)[0].materials) == (0, editions(site)[1].materials)
    admin = site.sign_in(ADMIN)
    rows = Page(admin.get(f"{LIBRARY}/{later}/materials")).posted().held
    admin.post(f"{LIBRARY}/{later}/materials", data={**rows, "r0-name": "身份证"})
    assert editions(site)[0].materials[0]["blank"] == editions(site)[1].materials[0]["blank"]
    url = f"{LIBRARY}/{later}/samples"
    assert site.fill(admin, url, {"blank-identity": file("新表.pdf", BLANK + b"\n%2")}).status_code == 303
    assert site.fill(admin, url, {"remove": ["example-identity"]}).status_code == 303
    first = editions(site)[0].materials[0]
    assert (first["blank"]["name"], "example" in first, owned(site, later), owned(site, draft)) == (
        "新表.pdf",
        False,
        1,
        2,
    )
    do(site, ADMIN, services.discard, later)
    assert (owned(site, later), owned(site, draft)) == (0, 2)
    with pytest.raises(DomainError, match="不能修改"):
        do(site, ADMIN, services.save, draft, {"materials": []})
