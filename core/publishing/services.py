"""The life of a publication: drafted, checked, signed by another, shown, taken down with a reason or replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.calendar.services import latest
from core.contracts import PublicationType
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.services import Kept
from core.i18n import N_
from core.jobs.services import emit
from core.publishing import checking, columns, masking, rules
from core.publishing.checking import Check
from core.publishing.models import Publication, Published
from core.publishing.permissions import Perm
from core.publishing.rules import Stage
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import bump, enabled_plugins

WORK, PUBLIC = "publication", "published"  # owners of files: as handed in, and as published
MOST_FILES = 10
NOT_NOW = N_("这一步现在不能做：内容已经是“%(stage)s”。请刷新页面查看最新情况。")


@dataclass(frozen=True, slots=True)
class Content:
    """What is written; `column` names the type too."""

    column: str
    title: str
    body: str
    audience: str = "public"
    replaces: UUID | None = None


def write(session: ScopedSession, actor: Actor, content: Content, key: str) -> Publication:
    """Start a draft; the same form a second time is the same draft.

    Raises:
        Forbidden: the actor writes for no unit here.
        DomainError: what is missing or out of bounds.
        NotFound: what it replaces is not there.
    """
    units = actor.own_units(Perm.WRITE)
    if not units:
        raise Forbidden(Perm.WRITE)
    if (known := session.scalar(select(Publication).where(Publication.form_key == key))) is not None:
        return known
    kind = _checked(session, content)
    if content.replaces is not None and session.get_one(Publication, (session.tenant, content.replaces)).stage != (
        Stage.PUBLISHED
    ):
        raise DomainError(N_("只有已发布的内容可以替换。"))
    row = Publication(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        type=kind.code,
        unit_id=min(units),
        author_id=actor.account_id,
        author=actor.name,
        replaces_id=content.replaces,
    )
    _fill(row, content)
    session.add(row)
    record(session, actor, "core.publication.write", str(row.id), {"type": row.type})
    session.flush()
    return row


def edit(session: ScopedSession, actor: Actor, publication_id: UUID, content: Content, version: int) -> Publication:
    """Change a draft; it is then the last editor's, who can't sign it any more than its author can.

    Raises:
        Forbidden, NotFound, DomainError: as `write`; not a draft, or changed by someone else meanwhile.
    """
    row = _at(session, actor, publication_id, Perm.WRITE, (Stage.DRAFT,), version)
    row.type = _checked(session, content).code
    _fill(row, content)
    row.author_id, row.author = actor.account_id, actor.name
    session.flush()
    return row


def discard(session: ScopedSession, actor: Actor, publication_id: UUID, version: int) -> Publication:
    """Throw a draft away with its files."""
    row = _at(session, actor, publication_id, Perm.WRITE, (Stage.DRAFT,), version)
    for file in files.of_owner(session, WORK, row.id):
        session.delete(file)
    record(session, actor, "core.publication.discard", str(row.id), {"title": masking.masked(row.title)})
    session.delete(row)
    session.flush()
    return row


def attach(session: ScopedSession, actor: Actor, publication_id: UUID, kept: Kept) -> StoredFile:
    """Give a draft an attachment."""
    row = _at(session, actor, publication_id, Perm.WRITE, (Stage.DRAFT,), None)
    return files.attach(session, kept, owner_kind=WORK, owner_id=row.id, at_most=MOST_FILES)


def detach(session: ScopedSession, actor: Actor, publication_id: UUID, file_id: UUID) -> Publication:
    """Take an attachment away from a draft."""
    row = _at(session, actor, publication_id, Perm.WRITE, (Stage.DRAFT,), None)
    files.detach(session, file_id, owner_kind=WORK, owner_id=row.id)
    return row


def check(session: ScopedSession, actor: Actor, publication_id: UUID, found: Check) -> Publication:
    """The masking check: numbers are masked in the text itself, so that what is signed is what is read.

    Raises:
        DomainError: a number that stays without a reason, or something in an attachment that can't go out.
    """
    row = _at(session, actor, publication_id, Perm.WRITE, (Stage.DRAFT,), found.version)
    attached = files.of_owner(session, WORK, row.id)
    in_text = masking.find(f"{row.title}\n{row.body}")
    in_files = [finding for file in attached for finding in found.of(file.id).findings]
    if problems := checking.problems([*in_text, *in_files], attached, found):
        raise DomainError(problems)
    row.title, row.body = (masking.masked(text, found.keep) for text in (row.title, row.body))
    left = {finding.number: finding for finding in [*masking.find(f"{row.title}\n{row.body}"), *in_files]}
    row.kept = [
        {"kind": finding.kind, "number": finding.number, "why": found.keep[finding.number].strip()}
        for finding in left.values()
    ]
    row.looked_at = [{"id": str(file.id), "name": file.name} for file in attached if file.id in found.looked_at]
    row.stage, row.checked_by, row.checker = Stage.CHECKED, actor.account_id, actor.name
    row.changed_at, row.reason = time.now(), ""
    record(session, actor, "core.publication.check", str(row.id), {"masked": len(in_text), "kept": len(row.kept)})
    session.flush()
    return row


def send_back(session: ScopedSession, actor: Actor, publication_id: UUID, reason: str, version: int) -> Publication:
    """Back to the author, with what is to be changed."""
    row = _at(session, actor, publication_id, Perm.SIGN, (Stage.CHECKED,), version)
    if not reason.strip():
        raise DomainError(Problem(N_("请写明要修改什么。"), "reason"))
    row.stage, row.reason, row.changed_at = Stage.DRAFT, reason.strip(), time.now()
    record(session, actor, "core.publication.send_back", str(row.id), {})
    session.flush()
    return row


def sign(
    session: ScopedSession, actor: Actor, publication_id: UUID, version: int, copies: Mapping[UUID, Kept]
) -> Publication:
    """Publish now: the time is the server's and can't be chosen. What it replaces leads to it from now on.

    Args:
        copies: attachment → its cleaned copy in the store.

    Raises:
        DomainError: the actor wrote or checked it, it is not as it was checked, or what it tells of no longer stands.
    """
    row = _at(session, actor, publication_id, Perm.SIGN, (Stage.CHECKED,), version)
    kind = plugins.registry().publication_types[row.type]
    problems = rules.signer_problems(kind, actor.account_id, (row.author_id, row.checked_by))
    stays = {kept["number"] for kept in row.kept}
    if any(finding.number not in stays for finding in masking.find(f"{row.title}\n{row.body}")):
        problems.append(Problem(N_("正文里有没有核对过的号码，请退回重新核对。")))
    if problems:
        raise DomainError(problems)
    now = time.now()
    row.stage, row.signer, row.changed_at, row.published_at = Stage.PUBLISHED, actor.name, now, now
    row.kept_until = rules.kept_until(kind, time.today(), latest())
    session.add(_projection(session, row, _public_files(session, row, copies)))
    if row.replaces_id is not None:
        _replace(session, row)
    record(session, actor, "core.publication.sign", str(row.id), {"type": row.type, "audience": row.audience})
    kind.signed(session, row.id)
    _changed(session, row.id)
    return row


def withdraw(
    session: ScopedSession, actor: Actor, publication_id: UUID, ground: str, reason: str, version: int
) -> Publication:
    """Take it down: its address keeps a banner with the reason, its words and files are gone for readers.

    Raises:
        DomainError: no ground or reason, or it should only end and its minimum period still runs.
    """
    row = _at(session, actor, publication_id, Perm.SIGN, (Stage.PUBLISHED,), version)
    if problems := rules.end_problems(ground, reason, row.kept_until, time.today()):
        raise DomainError(problems)
    shown = session.get_one(Published, (session.tenant, row.id))
    shown.stage, shown.listed, shown.ended_at = Stage.WITHDRAWN, False, time.now()
    # The reason is read by everybody too.
    shown.reason, shown.body, shown.files = masking.masked(reason.strip()), "", []
    if ground == rules.LEAK:
        shown.title = ""
    for file in files.of_owner(session, PUBLIC, row.id):
        session.delete(file)
    row.stage, row.reason, row.changed_at = Stage.WITHDRAWN, shown.reason, time.now()
    record(session, actor, "core.publication.withdraw", str(row.id), {"ground": ground, "reason": shown.reason})
    _changed(session, row.id)
    return row


def _at(
    session: ScopedSession,
    actor: Actor,
    publication_id: UUID,
    permission: Perm,
    stages: Sequence[Stage],
    version: int | None,
) -> Publication:
    """The publication, if the actor may act on it and it is where the act begins."""
    row = session.get(Publication, (session.tenant, publication_id))
    if row is None or actor.tenant != session.tenant:
        raise NotFound(publication_id)
    if not actor.may(permission, row.unit_id):
        raise Forbidden(permission)
    if row.stage not in stages or (version is not None and row.version != version):
        raise DomainError(Problem(NOT_NOW, params={"stage": rules.STAGES[Stage(row.stage)]}))
    return row


def _checked(session: ScopedSession, content: Content) -> PublicationType:
    """The type of the content's column.

    Raises:
        DomainError: what is missing or out of bounds.
    """
    there = columns.of_tenant(session, session.tenant, enabled_plugins(session, session.tenant))
    column = next((each for each in there if each.code == content.column), None)
    county = session.get_one(Tenant, session.tenant).is_county
    problems = []
    if column is None:
        problems.append(Problem(N_("请选择栏目。"), "column"))
    elif content.audience not in column.type.audiences or (content.audience == "townships" and not county):
        problems.append(Problem(N_("这个栏目不能选择这个范围。"), "audience"))
    if not content.title.strip():
        problems.append(Problem(N_("请填写标题。"), "title"))
    if not content.body.strip():
        problems.append(Problem(N_("请填写正文。"), "body"))
    if problems or column is None:
        raise DomainError(problems)
    return column.type


def _fill(row: Publication, content: Content) -> None:
    row.column_code, row.audience = content.column, content.audience
    row.title, row.body = " ".join(content.title.split()), content.body.replace("\r\n", "\n").strip()
    row.changed_at = time.now()


def _public_files(session: ScopedSession, row: Publication, copies: Mapping[UUID, Kept]) -> list[dict[str, Any]]:
    """Rows for the cleaned copies, which alone are ever sent to readers."""
    shown = []
    for file in files.of_owner(session, WORK, row.id):
        copy = files.attach(
            session, copies[file.id], owner_kind=PUBLIC, owner_id=row.id, slot=str(file.id), at_most=MOST_FILES
        )
        shown.append({"id": str(copy.id), "name": file.name, "size": copy.size, "media_type": copy.media_type})
    return shown


def _projection(session: ScopedSession, row: Publication, shown: list[dict[str, Any]]) -> Published:
    assert row.published_at is not None
    return Published(
        tenant_id=row.tenant_id,
        id=row.id,
        published=row.audience != "staff",
        type=row.type,
        column_code=row.column_code,
        title=row.title,
        body=row.body,
        unit=session.get_one(Unit, (row.tenant_id, row.unit_id)).name,
        audience=row.audience,
        published_at=row.published_at,
        kept_until=row.kept_until,
        files=shown,
    )


def _replace(session: ScopedSession, row: Publication) -> None:
    """The old one stays readable with a banner, out of its column."""
    old = session.get_one(Publication, (row.tenant_id, row.replaces_id))
    if old.stage != Stage.PUBLISHED:
        raise DomainError(N_("要替换的内容已经撤回或者已被替换，请退回修改。"))
    old.stage, old.changed_at = Stage.REPLACED, time.now()
    shown = session.get_one(Published, (row.tenant_id, old.id))
    shown.stage, shown.listed, shown.ended_at, shown.replaced_by = Stage.REPLACED, False, time.now(), row.id
    emit(session, "search", f"publication:{old.id}", {"searchable": "publication", "id": str(old.id)})


def _changed(session: ScopedSession, publication_id: UUID) -> None:
    emit(session, "search", f"publication:{publication_id}", {"searchable": "publication", "id": str(publication_id)})
    bump(session)
    session.flush()
