"""The papers of the road as PDF and Word: set from their pages, word for word, for the party and for staff."""

from __future__ import annotations

import io
from urllib.parse import quote

import pytest
from docx import Document
from flask import Flask

from core.cases import papers
from core.contracts import Paper
from core.db import Scope
from core.documents import elements, typesetting
from plugins.approval.documents import PAPERS
from tests.core.documents import drawn
from tests.plugins.approval.test_papers import app, render  # noqa: F401 - `app` is a fixture
from tests.sample import CLERK, MENGYUE
from tests.site import Site


def said(page: str) -> list[str]:
    """Every word of a paper's page, but for the place of its seal."""
    data = elements.of_page(page)
    quiet = {"kind", "style"}
    return [
        "".join(words.split())
        for key, value in data.items()
        if key not in quiet
        for words in elements.strings(value)
        if words not in elements.BLOCKS
    ]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.code)
def test_the_pdf_says_every_word_of_the_page(app: Flask, paper: Paper) -> None:  # noqa: F811
    page = render(app, paper.code.removeprefix("approval."))
    pdf = drawn.text(typesetting.pdf("decision", {**elements.of_page(page), "verify": "https://example.gov.cn/"}))
    assert [words for words in said(page) if words not in pdf] == []
    assert len(said(page)) > 10


def test_who_may_read_a_paper_gets_its_files_and_nobody_else(site: Site) -> None:
    case = site.case("勐约许1")
    with site.database.read(Scope.one(MENGYUE)) as session:
        row = papers.of_case(session, case)[0]
        paper, name = row.id, row.name
    party, clerk = site.visitor(), site.sign_in(CLERK)
    own = site.let_in(party, case)
    for client, base in ((party, own), (clerk, f"/w/{MENGYUE}/cases/{case.id}")):
        page = client.get(f"{base}/papers/{paper}?lang=en").get_data(as_text=True)
        assert f"{base}/papers/{paper}.pdf" in page
        pdf = client.get(f"{base}/papers/{paper}.pdf?lang=en")
        assert pdf.mimetype == "application/pdf"
        assert name in drawn.text(pdf.data), "the record is in Chinese whatever the reader's language"
        named = pdf.headers["Content-Disposition"]
        assert named.startswith("attachment")
        assert quote(f"{name} {case.number}.pdf") in named, "a header holds no Chinese as it is"
        assert named.isascii()
        assert pdf.headers["Cache-Control"] == "private, no-store"
        copy = Document(io.BytesIO(client.get(f"{base}/papers/{paper}.docx").data))
        assert name in [line.text for line in copy.paragraphs]
        assert client.get(f"{base}/papers/{paper}.exe").status_code == 404
    assert site.visitor().get(f"{own}/papers/{paper}.pdf").status_code == 404
