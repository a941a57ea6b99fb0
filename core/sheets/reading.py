"""Reading what people bring: XLSX, CSV and pasted rows. Limits come first, and what could act is refused with words.

A spreadsheet is unpacked here within its limits, looked through for formulas and far-off cells, and only what was
looked through is given to the reader that makes rows of it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from core.errors import DomainError, Problem
from core.files.kinds import MIB, Limits, recognise
from core.i18n import N_
from core.sheets.rules import HEAD_WITHIN, MOST, TOO_MANY, Grid
from core.sheets.writing import LIVE

LIMITS = Limits(size=10 * MIB, unpacked=50 * MIB)
MOST_COLUMNS = 200
MOST_LINES = MOST + HEAD_WITHIN + 1_000  # empty rows between and below are harmless
# Beyond, a spreadsheet keeps no digit for digit.
EXACT = 10**15
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CELL = re.compile(rb"<(?:[\w.-]+:)?c\s[^>]*?\br\s*=\s*[\"']([^\"']*)[\"']")
ROW = re.compile(rb"<(?:[\w.-]+:)?(row|c)[\s/>]")
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
WORKSHEET = re.compile(rb"<(?:[\w.-]+:)?worksheet[\s/>]")
PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")

TAKEN = N_("只接收 .xlsx 和 .csv 文件。请下载模板填写，或者另存为其中一种。")
OLD = N_("这是旧版的 .xls 文件，请在表格软件里另存为 .xlsx 后再上传。")
SECRET = N_("文件设有打开密码，请去掉密码后再上传。")
MACROS = N_("文件里含有宏，不能接收。请另存为不含宏的 .xlsx 文件。")
OUTSIDE = N_("文件引用了其他文件或者外部数据，不能接收。请只复制数值到模板里。")
FORMULAS = N_("单元格%(place)s里有公式，不能接收。请复制后选择“只粘贴数值”。")
MERGED = N_("单元格%(place)s是合并的，请取消合并，每一行都填写完整。")
BROKEN = N_("文件打不开，可能已经损坏。请用模板重新填写。")
WIDE = N_("表格的列太多，最多%(most)d列。")
NO_TEXT = N_("这个文件不是文本，请另存为 CSV（UTF-8）后再上传。")
UNREADABLE = N_("第%(line)d行的引号不完整，读不下去。")
NOTHING = N_("文件是空的。")


def read_file(stream: IO[bytes], name: str) -> Grid:
    """The rows of an uploaded file.

    Raises:
        DomainError: it is of another kind, too large, broken, or holds what is not taken.
    """
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    content = stream.read(LIMITS.size + 1)
    if len(content) > LIMITS.size:
        raise DomainError(
            Problem(N_("文件超过%(limit)d MB，请压缩或者分开上传。"), params={"limit": LIMITS.size // MIB})
        )
    if not content:
        raise DomainError(Problem(NOTHING))
    if content.startswith(OLE):
        raise DomainError(Problem(SECRET if "EncryptedPackage".encode("utf-16-le") in content else OLD))
    if ending in {"xlsm", "xltm", "xlam", "xlsb"}:
        raise DomainError(Problem(MACROS))
    if ending == "xlsx":
        return _spreadsheet(content, name)
    if ending == "xls":
        raise DomainError(Problem(OLD))
    if ending in {"csv", "txt", "tsv"}:
        return read_text(_decoded(content))
    raise DomainError(Problem(TAKEN))


def read_text(text: str) -> Grid:
    """The rows of a CSV file, or of what was copied out of a spreadsheet (columns apart by tabs).

    Raises:
        DomainError: quotation marks don't close, or it is far too long.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    tabs = "\t" in lines.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(lines), delimiter="\t" if tabs else ",", strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    begins = 1
    try:
        for cells in reader:
            if len(rows) >= MOST_LINES:
                raise DomainError(Problem(TOO_MANY, params={"most": MOST}))
            if len(cells) > MOST_COLUMNS:
                raise DomainError(Problem(WIDE, params={"most": MOST_COLUMNS}))
            rows.append((begins, tuple(_without_apostrophe(cell) for cell in cells)))
            begins = reader.line_num + 1
    except csv.Error:
        raise DomainError(Problem(UNREADABLE, params={"line": begins})) from None
    return Grid(tuple(rows))


def _without_apostrophe(cell: str) -> str:
    """A cell without the apostrophe that `core.sheets.writing.dead` puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(LIVE) else cell


def _decoded(content: bytes) -> str:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise DomainError(Problem(NO_TEXT))


def _spreadsheet(content: bytes, name: str) -> Grid:
    recognise(io.BytesIO(content), name, LIMITS)
    safe = _looked_through(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(safe))
        shown = [part.name for part in book.sheets_metadata if part.visible == SheetVisibleEnum.Visible]
        sheet = book.get_sheet_by_name((shown or book.sheet_names)[0])
        merged = sheet.merged_cell_ranges or []
        rows = sheet.to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the reader is no Exception
        raise DomainError(Problem(BROKEN)) from None
    if below := next((area for area in sorted(merged) if area[1][0] > 0), None):
        raise DomainError(Problem(MERGED, params={"place": _place(*below[0])}))
    return _grid(rows)


def _looked_through(content: bytes) -> bytes:
    """The spreadsheet packed anew out of what was looked through, so that its reader sees nothing else."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as safe:
            names = [entry.filename for entry in packed.infolist()]
            if len(set(names)) < len(names):
                raise DomainError(Problem(BROKEN))
            if any(re.match(r"xl/(externalLinks|embeddings|connections|queryTables)", name) for name in names):
                raise DomainError(Problem(OUTSIDE))
            for entry in packed.infolist():
                if entry.filename.endswith("/calcChain.xml"):
                    continue  # names the cells of formulas, of which there may be none
                part = packed.read(entry)
                _refuse_part(entry.filename, part)
                safe.writestr(entry.filename, part)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error):
        raise DomainError(Problem(BROKEN)) from None
    return made.getvalue()


def _refuse_part(name: str, part: bytes) -> None:
    if name == "[Content_Types].xml" and b"macroEnabled" in part:
        raise DomainError(Problem(MACROS))
    head = part[:512].lstrip()
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or (head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise DomainError(Problem(BROKEN))
    cells = rows = 0
    for found in ROW.finditer(part):
        rows, cells = (rows + 1, 0) if found[1] == b"row" else (rows, cells + 1)
        _refuse_far(cells, rows)
    for found in CELL.finditer(part):
        place = PLACE.fullmatch(found[1])
        if place is None:
            raise DomainError(Problem(BROKEN))
        _refuse_far(_number(place[1]), int(place[2]))
    if WORKSHEET.search(part) and (formula := FORMULA.search(part)):
        before = [found[1] for found in CELL.finditer(part[: formula.start()])]
        raise DomainError(Problem(FORMULAS, params={"place": before[-1].decode() if before else ""}))


def _refuse_far(column: int, row: int) -> None:
    if column > MOST_COLUMNS:
        raise DomainError(Problem(WIDE, params={"most": MOST_COLUMNS}))
    if row > MOST_LINES:
        raise DomainError(Problem(TOO_MANY, params={"most": MOST}))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _place(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def _grid(rows: Iterable[Iterable[Any]]) -> Grid:
    found, lost = [], set()
    for line, cells in enumerate(rows, 1):
        texts = []
        for at, value in enumerate(cells):
            if isinstance(value, float | int) and not isinstance(value, bool) and abs(value) >= EXACT:
                lost.add((line, at))
            texts.append(_text(value))
        found.append((line, tuple(texts)))
    return Grid(tuple(found), frozenset(lost))


def _text(value: Any) -> str:
    """A cell as people read it: whole numbers without a point, days as ISO."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value)
