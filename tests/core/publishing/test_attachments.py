"""What is inside an attachment: numbers people see and don't see, hidden parts, and a copy without its metadata."""

from __future__ import annotations

import io
import zipfile

import pytest

from core.files.kinds import Limits, recognise
from core.publishing import attachments
from core.publishing.attachments import JPEG, PNG, look
from tests.core.publishing.files import W, X, docx, jpeg, packed, png, xlsx

ID_NUMBER, MOBILE = "990000198504121013", "19900001111"
ROW = f"<sheetData><row><c><v>{MOBILE}</v></c></row></sheetData>"


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        docx(f"联系{ID_NUMBER}"),
        docx("正文", word__footnotes=f"<w:footnotes {W}><w:p><w:t>{ID_NUMBER}</w:t></w:p></w:footnotes>"),
        docx("正文", word__header1=f"<w:hdr {W}><w:p><w:t>{ID_NUMBER}</w:t></w:p></w:hdr>"),
        xlsx("", more={"xl/sharedStrings.xml": f"<sst {X}><si><t>{ID_NUMBER}</t></si></sst>"}),
        xlsx(
            "", more={"xl/sharedStrings.xml": f"<sst {X}><si><r><t>9900001985</t></r><r><t>04121013</t></r></si></sst>"}
        ),
        xlsx(f"<sheetData><row><c t='inlineStr'><is><t>{ID_NUMBER}</t></is></c></row></sheetData>"),
        xlsx("", more={"docProps/custom.xml": f"<Properties><p><t>{ID_NUMBER}</t></p></Properties>"}),
    ],
)
def test_an_identity_number_is_found_wherever_it_stands(media_type: str, content: bytes) -> None:
    inside = look(media_type, content)
    assert inside.readable
    assert [finding.number for finding in inside.findings] == [ID_NUMBER]


def test_a_number_that_a_sheet_keeps_in_powers_of_ten_is_found() -> None:
    inside = look(*xlsx("<sheetData><row><c><v>1.9900001111E10</v></c></row></sheetData>"))
    assert [finding.number for finding in inside.findings] == [MOBILE]


def test_numbers_in_two_cells_side_by_side_are_not_read_as_one() -> None:
    inside = look(*xlsx(f"<sheetData><row><c><v>12</v></c><c><v>{MOBILE}</v></c><c><v>34</v></c></row></sheetData>"))
    assert [finding.number for finding in inside.findings] == [MOBILE]


@pytest.mark.parametrize(
    ("file", "hidden"),
    [
        (xlsx(ROW, '<sheet name="底稿" state="hidden"/>'), attachments.SHEET),
        (xlsx(ROW, '<sheet name="底稿" state="veryHidden"/>'), attachments.SHEET),
        (xlsx(ROW.replace("<row>", '<row r="1" hidden="1">')), attachments.ROWS),
        (xlsx('<cols><col min="1" max="1" hidden="true"/></cols>' + ROW), attachments.COLUMNS),
        (xlsx(ROW, more={"xl/pivotCache/pivotCacheRecords1.xml": "<r/>"}), attachments.PIVOT),
        (xlsx(ROW, more={"xl/comments1.xml": "<comments/>"}), attachments.COMMENTS),
        (xlsx(ROW, more={"xl/threadedComments/threadedComment1.xml": "<c/>"}), attachments.COMMENTS),
        (xlsx(ROW, more={"xl/externalLinks/externalLink1.xml": "<e/>"}), attachments.LINKS),
        (docx("文", word__comments=f"<w:comments {W}/>"), attachments.COMMENTS),
        (
            docx("文", word__part=f"<w:p {W}><w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"),
            attachments.DELETED,
        ),
        (docx("文", word__part=f"<w:p {W}><w:r><w:rPr><w:vanish/></w:rPr></w:r></w:p>"), attachments.UNSEEN),
    ],
)
def test_what_nobody_sees_is_named(file: tuple[str, bytes], hidden: str) -> None:
    media_type, content = file
    assert hidden in look(media_type, content).hidden


def test_a_plain_document_has_nothing_hidden() -> None:
    assert look(*docx("没有号码")) == attachments.Inside(True)
    assert look(*xlsx("<sheetData><row><c><v>38</v></c></row></sheetData>")) == attachments.Inside(True)


@pytest.mark.parametrize("media_type", ["application/pdf", PNG, JPEG])
def test_what_no_program_reads_is_said_to_be_so(media_type: str) -> None:
    assert not look(media_type, b"anything").readable


@pytest.mark.parametrize("name", ["word/media/image1.png", "Word/Media/a.bin", "Doc_0/Res/image_1.PNG"])
def test_a_picture_in_a_text_is_looked_at_by_somebody(name: str) -> None:
    assert not look(attachments.OFD, packed({"Doc_0/Document.xml": "<d/>", name: "x"})).readable
    assert look(attachments.OFD, packed({"Doc_0/Document.xml": "<d/>", "docProps/thumbnail.jpeg": "x"})).readable


def test_a_broken_part_makes_the_file_unreadable_and_not_clean() -> None:
    assert not look(attachments.DOCX, packed({"word/document.xml": "<w:p>"})).readable
    assert not look(attachments.DOCX, b"PK no zip").readable


def test_a_published_document_names_neither_author_nor_time_and_is_still_one() -> None:
    media_type, content = docx("正文")
    clean = attachments.cleaned(media_type, content)
    assert "经办人" in zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()
    with zipfile.ZipFile(io.BytesIO(clean)) as opened:
        assert all("经办人" not in opened.read(name).decode() for name in opened.namelist())
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.read("word/document.xml") == zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    assert recognise(io.BytesIO(clean), "a.docx", Limits()).media_type == media_type


@pytest.mark.parametrize(("media_type", "name", "content"), [(PNG, "a.png", png()), (JPEG, "a.jpg", jpeg())])
def test_a_published_picture_keeps_its_points_and_loses_what_was_written_into_it(
    media_type: str, name: str, content: bytes
) -> None:
    clean = attachments.cleaned(media_type, content)
    assert b"secret" in content
    assert b"secret" not in clean
    assert clean[-12:] == content[-12:]
    assert recognise(io.BytesIO(clean), name, Limits()).media_type == media_type
