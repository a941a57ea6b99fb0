"""The publication check over two hundred cases: every number is found, and none is left in what readers get."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from pypdf import PdfReader
from pypdf.generic import NameObject, NullObject, NumberObject

from core.publishing import attachments, masking, pdf
from core.publishing.attachments import PDF, cleaned, look
from tests.core.publishing.corpus import PLACES, TEXT, Case, cases, page, with_note, with_picture, written
from tests.core.publishing.test_masking import account, identity

pytestmark = pytest.mark.only_on("sqlite", "pure reading of files")
NUMBERS: dict[str, Callable[..., str]] = {
    "id": identity,
    "phone": lambda rng: f"1{rng.choice('3456789')}{rng.randrange(10**9):09}",
    "bank": account,
}
# Where a number is in what a published copy leaves out, so that it is gone even where nobody heeded the check.
LEFT_OUT = {
    *("docx title", "docx property", "xlsx property"),
    *(f"pdf {place}" for place in ("note", "field", "title", "metadata", "bookmark", "attachment")),
    "pdf name of an attachment",
}


@pytest.fixture(scope="module")
def corpus() -> list[Case]:
    return list(cases(NUMBERS))


def missed(corpus: Iterable[Case]) -> list[Case]:
    """The cases whose number the check does not name."""
    found = []
    for case in corpus:
        media_type, content = case.file
        findings = masking.find(content.decode()) if media_type == TEXT else look(media_type, content).findings
        if case.number not in {finding.number for finding in findings}:
            found.append(case)
    return found


def all_of(content: bytes) -> bytes:
    """A file as it lies there, with the parts of a packed one unpacked."""
    if not content.startswith(b"PK"):
        return content + b"".join(each.get_data() for each in streams(content))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def streams(content: bytes) -> Iterable[object]:
    """Every stream of a PDF."""
    reader = PdfReader(io.BytesIO(content))
    objects = (reader.get_object(number) for number in sorted(reader.xref.get(0, {})))
    return [each for each in objects if hasattr(each, "get_data")]


def test_of_two_hundred_cases_every_number_is_found(corpus: list[Case], capsys: pytest.CaptureFixture[str]) -> None:
    lost = missed(corpus)
    with capsys.disabled():
        kinds = Counter(case.kind for case in corpus)
        recall = ", ".join(f"{kind} {n - sum(each.kind == kind for each in lost)}/{n}" for kind, n in kinds.items())
        sys.stdout.write(f"\npublication check: {len(corpus)} cases at {len(PLACES)} places, found {recall}\n")
    assert len(corpus) == 200
    assert [(case.place, case.kind) for case in lost] == []


@pytest.mark.parametrize("fault", ["no telephones", "attributes unread", "beside the pages unread"])
def test_a_check_with_a_fault_in_it_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, corpus: list[Case], fault: str
) -> None:
    """The corpus is as sharp as it says: each kind of blindness shows."""
    blind = {
        "no telephones": (masking, "_PHONE", re.compile(r"(?!)")),
        "attributes unread": (attachments, "_TOLD", frozenset()),
        "beside the pages unread": (pdf, "_beside", lambda reader: iter(())),
    }
    monkeypatch.setattr(*blind[fault])
    assert len(missed(corpus)) > 5


def test_what_readers_get_has_none_of_what_is_beside_the_pages(corpus: list[Case]) -> None:
    beside = [case for case in corpus if case.place in LEFT_OUT]
    assert {case.place for case in beside} == LEFT_OUT
    for case in beside:
        number = case.number.encode()
        before, after = all_of(case.file[1]), all_of(cleaned(*case.file))
        assert number not in after, case.place
        assert number in before or number.decode().encode("utf-16-be") in before, case.place


def test_a_pdf_is_read_page_by_page_and_says_what_is_hidden_in_it() -> None:
    plain = look(*written(page("13800001111")))
    assert (plain.readable, plain.hidden, len(plain.findings)) == (True, (), 1)
    assert look(*with_note("x")).hidden == (pdf.NOTES,)
    scanned = written(page("   "))
    assert not look(*scanned).readable, "a page without words is looked at by somebody"
    for pictured in (
        with_picture(page()),
        with_picture(page(), within="/Form"),
        page("list) Tj ET BI /W 1 ID x EI BT ("),
    ):
        assert not look(*written(pictured)).readable, "what stands in a picture beside words no program reads"
    again = PdfReader(io.BytesIO(cleaned(*written(page("list of 2026")))))
    assert (again.pages[0].extract_text(), again.metadata) == ("list of 2026", None)
    assert look(PDF, b"%PDF-1.7 nothing %%EOF").hidden == (pdf.LOCKED,)
    damaged = page()
    damaged.root_object[NameObject("/Names")] = NumberObject(1)
    assert look(*written(damaged)).hidden == (pdf.LOCKED,)
    empty = page()
    empty.pages[0][NameObject("/Annots")] = empty.root_object[NameObject("/Names")] = NullObject()
    assert look(*written(empty)) == attachments.Inside(True), "null is nothing"
    locked = page("13800001111")
    locked.encrypt("a password of a test", algorithm="AES-256")
    assert look(*written(locked)).hidden == (pdf.LOCKED,)
