"""The auditor's page: rows of the whole county by filter, and an export that shows any later change."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit import sealed
from core.audit.models import Audit
from core.db import Scope, crypto
from core.web.audit import _label_of
from tests.sample import AUDITOR, MENGYUE, OTHER_ADMIN
from tests.site import Page, Site

ROOT = Path(__file__).resolve().parents[3]
HOME = "/county/audit/"


def exported(site: Site, **typed: str) -> bytes:
    answer = site.post(site.sign_in(AUDITOR), f"{HOME}export", typed)
    assert answer.mimetype == "application/zip"
    return answer.get_data()


def rewritten(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same zip with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            assert part != name or old in data
            target.writestr(part, data.replace(old, new, 1) if part == name else data)
    return made.getvalue()


def test_rows_of_every_township_are_listed_and_a_filter_keeps_to_its_own(site: Site) -> None:
    client = site.sign_in(AUDITOR)
    assert "户撒" in client.get(HOME).get_data(as_text=True)
    one = client.get(f"{HOME}?tenant={MENGYUE}&action=approval.application.").get_data(as_text=True)
    table = one[one.index("<tbody>") : one.index("</tbody>")]
    assert "勐约" in table
    assert "户撒" not in table
    assert "没有符合条件的记录" in client.get(f"{HOME}?actor=没有这个人").get_data(as_text=True)


def test_pages_follow_each_other_without_a_row_twice(site: Site) -> None:
    client, url, seen = site.sign_in(AUDITOR), HOME, 0
    with site.database.read(Scope.system("all rows")) as session:
        total = len(session.scalars(select(Audit.id)).all())
    while url:
        source = client.get(url).get_data(as_text=True)
        seen += source.count('<th scope="row"')
        url = next((link for link in Page(client.get(url)).links if "after=" in link), "")
    assert seen >= total > 50


@pytest.mark.parametrize("bad", ["?since=2026-13-01", "?until=x", "?tenant=abc", "?after=x", "?after=2026-01-01_1"])
def test_a_bad_filter_is_said_and_crashes_nothing(site: Site, bad: str) -> None:
    answer = site.sign_in(AUDITOR).get(HOME + bad)
    assert answer.status_code == 200
    if "since" in bad or "until" in bad:
        assert "这不是有效的日期" in answer.get_data(as_text=True)


def test_an_export_verifies_and_that_it_was_taken_is_recorded(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "audit.zip"
    path.write_bytes(exported(site, tenant=str(MENGYUE)))
    said = sealed.check(path)
    assert said["rows"] > 10
    assert said["key"] == crypto.seal_key()
    assert said["filter"] == {"tenant_id": str(MENGYUE)}
    taken = site.sign_in(AUDITOR).get(f"{HOME}?action=core.audit.export").get_data(as_text=True)
    assert "导出审计记录" in taken[taken.index("<tbody>") :]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (sealed.ROWS, b"core.", b"corf."),
        (sealed.MANIFEST, b'"rows": ', b'"rows": 1'),
        (sealed.SEAL, b"", b"00"),
    ],
)
def test_an_export_that_was_changed_is_refused(site: Site, tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = tmp_path / "audit.zip"
    path.write_bytes(rewritten(exported(site), part, old, new))
    with pytest.raises(sealed.BadExport):
        sealed.check(path)
    path.write_text("no zip")
    with pytest.raises(sealed.BadExport, match="not a sealed export"):
        sealed.check(path)


def recorded() -> set[str]:
    """The codes of acts that modules record, where they stand in full."""
    found = set()
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "record":
                found |= {arg.value for arg in node.args[2:3] if isinstance(arg, ast.Constant)}
    return found


def test_every_act_has_a_name() -> None:
    acts = recorded()
    assert len(acts) > 10
    assert [act for act in sorted(acts) if _label_of(act)[1] == act] == []


def test_nobody_else_reads_it(site: Site) -> None:
    assert site.sign_in(OTHER_ADMIN).get(HOME).status_code == 404
