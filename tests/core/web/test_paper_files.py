"""The PDF of a paper that went out is kept by the worker with its SHA-256, handed out and compared as it was kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core.cases.models import Case, IssuedPaper
from core.contracts import PaperClass
from core.db import Scope
from core.documents import typesetting, verification
from core.files.models import StoredFile
from core.plugins import registry
from core.web import paper_files
from core.web.paper_files import OWNER
from tests.core.documents import drawn
from tests.sample import CLERK, LEADER, MENGYUE
from tests.site import Site


def kept(site: Site) -> dict[UUID, tuple[IssuedPaper, StoredFile]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        query = select(IssuedPaper, StoredFile).join(
            StoredFile, (StoredFile.owner_id == IssuedPaper.id) & (StoredFile.owner_kind == OWNER)
        )
        found = {row.id: (row, file) for row, file in session.execute(query)}
        session.expunge_all()
    return found


def case_of(site: Site, row: IssuedPaper) -> Case:
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = session.get_one(Case, (MENGYUE, row.case_id))
        session.expunge(case)
    return case


def decision(site: Site) -> IssuedPaper:
    return next(row for row, _file in kept(site).values() if registry().papers[row.code].grade == PaperClass.DECISION)


def compared(site: Site, row: IssuedPaper, pdf: bytes) -> str:
    url = f"/v/{verification.token(MENGYUE, row.id)}"
    sent = {"file": (io.BytesIO(pdf), "paper.pdf")}
    return site.fill(site.visitor(), url, sent, content_type="multipart/form-data").text


def test_every_paper_of_the_sample_is_kept_and_set_as_a_reader_would_have_it_set(site: Site) -> None:
    found = kept(site)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert set(found) == set(session.scalars(select(IssuedPaper.id)))
    by_code = {row.code: row for row, _file in found.values()}
    assert len(by_code) > 4
    for row in by_code.values():
        with site.app.test_request_context():
            anew = typesetting.pdf("decision", paper_files.data_of(case_of(site, row), row, site.config.address))
        assert hashlib.sha256(anew).hexdigest() == found[row.id][1].sha256, row.code


def test_what_was_kept_is_handed_out_whatever_a_paper_would_be_set_like_today(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = decision(site)

    def broken(template: str, data: Mapping[str, Any]) -> bytes:
        raise AssertionError("set anew")

    monkeypatch.setattr(typesetting, "pdf", broken)
    answer = site.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{row.case_id}/papers/{row.id}.pdf")
    assert hashlib.sha256(answer.data).hexdigest() == kept(site)[row.id][1].sha256


def test_a_paper_in_hand_is_compared_with_the_one_that_was_kept(site: Site) -> None:
    row = decision(site)
    pdf = site.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{row.case_id}/papers/{row.id}.pdf").data
    assert "一致：这个文件与机关留存的文件完全相同" in compared(site, row, pdf)
    assert "不一致" in compared(site, row, pdf.replace(b"/Type", b"/type", 1))
    page = site.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{row.case_id}/papers/{row.id}/service").text
    assert hashlib.sha256(pdf).hexdigest() in page


def test_the_worker_keeps_a_paper_once(site: Site) -> None:
    row = decision(site)
    before = kept(site)[row.id][1]
    paper_files.keep(site.database, MENGYUE, {"paper": str(row.id)})
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(StoredFile.id).where(StoredFile.owner_id == row.id)).all() == [before.id]


def test_a_recalled_paper_says_so_on_its_pdf_and_its_kept_one_stays_as_it_was(site: Site) -> None:
    row = decision(site)
    url = f"/w/{MENGYUE}/cases/{row.case_id}/papers/{row.id}"
    assert site.fill(site.sign_in(LEADER), f"{url}/recall", {"reason": "样例撤销的理由"}).status_code == 303
    pdf = site.sign_in(CLERK).get(f"{url}.pdf").data
    assert "样例撤销的理由" in drawn.text(pdf)
    assert hashlib.sha256(pdf).hexdigest() != kept(site)[row.id][1].sha256
