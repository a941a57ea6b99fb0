"""Scope: which tenants a session may see, and the one it may write. Fixed when the session is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class ScopeError(RuntimeError):
    """A statement or object that would reach outside the session's scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A frozen answer to "whose rows?". Make one with `one`, `tree`, `public` or `system`.

    Attributes:
        kind: ``one`` reads and writes a tenant; ``tree`` reads a county and all below, writes nothing;
            ``public`` reads published rows below `root`, writes nothing; ``system`` reads all for the worker's loops,
            writes global tables only, and states why.
        tenant: the tenant of ``one``.
        root: the tenant at the top of ``tree`` and ``public``.
        reason: why a ``system`` scope is needed, kept in the log.
    """

    kind: Literal["one", "tree", "public", "system"]
    tenant: int | None = None
    root: int | None = None
    reason: str = ""

    @classmethod
    def one(cls, tenant: int) -> Scope:
        """Read and write the rows of one tenant."""
        return cls("one", tenant=tenant)

    @classmethod
    def tree(cls, root: int) -> Scope:
        """Read the rows of `root` and of every tenant below it."""
        return cls("tree", root=root)

    @classmethod
    def public(cls, root: int) -> Scope:
        """Read the published rows of `root` and of every tenant below it."""
        return cls("public", root=root)

    @classmethod
    def system(cls, reason: str) -> Scope:
        """Read every tenant's rows, for loops that then open one session per tenant."""
        return cls("system", reason=reason)

    @property
    def write(self) -> int | None:
        """The only tenant whose rows may be written, or None."""
        return self.tenant if self.kind == "one" else None
