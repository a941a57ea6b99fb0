"""The sample's publications: each written, checked and signed by two people on its day, from ``publications.toml``."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import zipfile
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

import tenants
from core.db import Scope
from core.files import services as files
from core.files.kinds import Limits
from core.files.stores import of
from core.publishing import copies, mistakes, services
from core.publishing.checking import Check
from core.publishing.mistakes import Told
from core.publishing.permissions import Perm
from core.publishing.services import Content
from core.tenancy.models import Tenant

if TYPE_CHECKING:
    from core.demo import Stage

FILE = "publications.toml"
WRITER = {True: "county_admin", False: "unit_admin"}
SIGNER = {True: "county_admin", False: "leader"}


def play(stage: Stage) -> None:
    """Every tenant's publications, the oldest first, and two messages of readers in the last township."""
    with stage.database.read(Scope.system("the tenants of the sample")) as session:
        places = [(row.id, row.is_county) for row in session.scalars(select(Tenant).order_by(Tenant.id))]
    for tenant, county in places:
        source = tenants.folder() / str(tenant) / FILE
        if not source.is_file():
            continue
        given: list[dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))["publication"]
        numbered = list(enumerate(given))
        for number, each in sorted(numbered, key=lambda pair: (-pair[1]["days"], pair[0])):
            _publish(stage, tenant, county, f"demo:publication:{tenant}:{number}", each)
    townships = [tenant for tenant, county in places if not county]
    if townships:
        _tell(stage, townships[-1])


def _publish(stage: Stage, tenant: int, county: bool, key: str, given: dict[str, Any]) -> None:
    """One publication, as far as the file wants it to come."""
    day, wanted = stage.back(given["days"]), given.get("stage", "published")
    content = Content(given["column"], given["title"], given["body"], given.get("audience", "public"))
    with stage.at(day, 9), stage.writing(tenant, key) as session:
        writer = stage.someone(session, Perm.WRITE, WRITER[county])
        row = services.write(session, writer, content, key)
        publication, version = row.id, row.version
        if row.stage != "draft" or wanted == "draft":
            return
        if name := given.get("attachment"):
            kept = files.keep(of(stage.config), io.BytesIO(_form(content.title)), name, Limits())
            services.attach(session, writer, publication, kept)
        attached = files.of_owner(session, services.WORK, publication)
        check = Check(version, inside=copies.insides(of(stage.config), attached))
        version = services.check(session, writer, publication, check).version
        clean = copies.make(of(stage.config), attached, Limits())
    if wanted == "checked":
        return
    with stage.at(day, 10), stage.writing(tenant, f"{key}:sign") as session:
        signer = stage.someone(session, Perm.SIGN, SIGNER[county], but=writer.account_id)
        version = services.sign(session, signer, publication, version, clean).version
    if reason := given.get("withdrawn"):
        _withdraw(stage, tenant, publication, version, day, reason)


def _withdraw(stage: Stage, tenant: int, publication: UUID, version: int, day: dt.date, reason: str) -> None:
    with stage.at(day + dt.timedelta(days=21)), stage.writing(tenant, f"demo:withdraw:{publication}") as session:
        leader = stage.someone(session, Perm.SIGN, "leader")
        services.withdraw(session, leader, publication, "over", reason, version)


def _tell(stage: Stage, tenant: int) -> None:
    """A message that was answered, and one that waits."""
    with stage.at(stage.back(7)), stage.writing(tenant, "demo:mistake:1") as session:
        row = mistakes.tell(session, Told(f"/t/{tenant}/columns/about", "办公时间写的是夏季的，现在是冬季。"))
        told = row.id
    with stage.at(stage.back(6)), stage.writing(tenant, "demo:mistake:2") as session:
        admin = stage.someone(session, Perm.WRITE, "unit_admin")
        mistakes.answer(session, admin, told, "谢谢提醒，办公时间已经更正。")
    with stage.at(stage.back(1)), stage.writing(tenant, "demo:mistake:3") as session:
        mistakes.tell(session, Told(f"/t/{tenant}/", "首页上“便民服务中心”的“便”字在长辈版里断行了。"))


def _form(title: str) -> bytes:
    """A text document with a title, as small as one can be."""
    made, office = io.BytesIO(), "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        f"<w:t>{title}（样例表格）</w:t></w:r></w:p></w:body></w:document>",
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in parts.items():
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8"?>' + body)
    return made.getvalue()
