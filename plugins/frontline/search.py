"""Public projects in the index, open to everyone; staff find issues as cases, and the rest is publications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.contracts import Searchable
from core.db import ScopedSession
from core.i18n import N_
from core.search.backend import Doc
from core.tenancy.switches import document_tokens
from plugins.frontline.projects.models import Project
from plugins.frontline.projects.queries import public


def document(project: Project) -> Doc:
    """What the index holds of a project, in the words an excerpt may show."""
    return Doc(
        key=f"project:{project.id}",
        tenant=str(project.tenant_id),
        kind="frontline.project",
        acl=document_tokens(project.tenant_id, "frontline", project.unit_id),
        date=project.published_on or project.begins_on,
        title=project.name,
        body="；".join((project.purpose, project.led_by, project.watched_by, project.outcome)),
        docno="",
        url=f"/t/{project.tenant_id}/projects/{project.id}",
        version=project.version,
    )


def load(session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
    """The documents of these projects, of those that are public."""
    query = select(Project).where(Project.id.in_(list(ids)), Project.published.is_(True))
    return [document(project) for project in session.scalars(query)]


def everything(session: ScopedSession) -> Iterator[Doc]:
    """Every public project of the session's tenant."""
    for project in session.scalars(select(Project).where(Project.published.is_(True))):
        yield document(project)


def visible(session: ScopedSession, keys: Iterable[str], actor: Actor | None) -> set[str]:
    """Of these keys, those that are public in a unit that uses the measure."""
    ids = [UUID(key.removeprefix("project:")) for key in keys]
    return {f"project:{one}" for one in session.scalars(select(Project.id).where(Project.id.in_(ids), public()))}


PROJECTS = Searchable(kind="project", label=N_("为民办实事"), load=load, all=everything, visible=visible)
