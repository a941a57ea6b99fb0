"""Who tries the doors: one holder of every role in every place, found by their grants, each with a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import plugins
from core.accounts.models import Account, Grant
from core.db import Scope
from tests.sample import MENGYUE
from tests.site import Site

VISITOR, NOBODY, PARTY = "visitor", "nobody", "party"


@dataclass(frozen=True)
class Person:
    """Someone at a door.

    Attributes:
        role: the role's code; ``visitor`` is a superior who looks into the township, ``party`` who was let in by number
            and code, ``nobody`` everybody else.
        tenant: where the role is held; 0 for nobody.
        units: the units in which it is held.
        own_unit: whether it opens only the rows of these.
        case_id: of a party, the case.
        account: of whoever signs in with a post.
    """

    role: str
    tenant: int = 0
    login: str = ""
    units: frozenset[UUID] = frozenset()
    own_unit: bool = False
    case_id: UUID | None = None
    account: UUID | None = None

    @property
    def key(self) -> str:
        """The person in a report, e.g. ``handler@533124205``."""
        return f"{self.role}@{self.tenant}" if self.tenant else self.role


def holders(site: Site) -> list[Person]:
    """One account of every role and tenant, who holds little else; the first by login."""
    roles = plugins.registry().roles
    with site.database.read(Scope.system("who holds what in the sample")) as session:
        rows = session.execute(
            select(Grant.tenant_id, Account.login, Account.id, Grant.role, Grant.unit_id)
            .join(Account, Account.id == Grant.account_id)
            .order_by(Account.login)
        ).all()
    posts: dict[tuple[int, str, UUID], list[tuple[str, UUID]]] = {}
    for tenant, login, account, role, unit_id in rows:
        posts.setdefault((tenant, login, account), []).append((role, unit_id))
    found: dict[tuple[int, str], Person] = {}
    for (tenant, login, account), held in sorted(posts.items(), key=lambda post: (len(post[1]), post[0])):
        units, own_unit = frozenset(unit for _, unit in held), all(roles[role].own_unit for role, _ in held)
        for role, _ in held:
            found.setdefault((tenant, role), Person(role, tenant, login, units, own_unit, account=account))
    return sorted(found.values(), key=lambda person: person.key)


def guests(site: Site) -> dict[Person, FlaskClient]:
    """Who is there without a post: a party let in to its case with a draft begun, a superior on a visit, and nobody."""
    case, party, visitor = site.case("勐约许1"), site.visitor(), site.sign_in("dao.xiangding")
    site.let_in(party, case)
    site.post(party, f"/t/{MENGYUE}/items/MY-XK-01/start", {})
    site.post(visitor, f"/county/visits/{MENGYUE}", {"reason": "核查办理情况"})
    return {
        Person(VISITOR, MENGYUE, "dao.xiangding"): visitor,
        Person(PARTY, MENGYUE, case_id=case.id): party,
        Person(NOBODY): site.visitor(),
    }


class Browser:
    """A person's browser; what it is answered goes to `look`, and posting leaves its cookies as they were."""

    def __init__(
        self, site: Site, person: Person, client: FlaskClient, look: Callable[[Person, str, TestResponse], None]
    ) -> None:
        self.site, self.person, self.client, self._look = site, person, client, look
        self.token = site.token(client)

    def get(self, url: str, **given: Any) -> TestResponse:
        """Open an address."""
        answer = self.client.get(url, **given)
        self._look(self.person, url, answer)
        return answer

    def post(self, url: str, typed: Mapping[str, Any], **given: Any) -> TestResponse:
        """Send a form with this browser's token; nobody is signed out by it."""
        with self._as_before():
            answer = self.client.post(url, data={**typed, "csrf_token": self.token}, **given)
        self._look(self.person, url, answer)
        return answer

    @contextmanager
    def _as_before(self) -> Any:
        kept = dict(self.client._cookies)  # type: ignore[attr-defined]
        yield
        self.client._cookies = kept  # type: ignore[attr-defined]
