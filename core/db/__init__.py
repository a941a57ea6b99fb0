"""The data floor: scope, guard, engine, numbers, bulk rows, encryption, masks. The only clever room."""

from core.db.base import Base, Private, Publishable, Tenanted, pk, same_tenant
from core.db.engine import Database
from core.db.guard import ScopedSession, prepared
from core.db.ids import new_id
from core.db.scope import Scope, ScopeError
from core.db.tree import TenantTree
from core.db.turn import WriteBusy

__all__ = [
    "Base",
    "Database",
    "Private",
    "Publishable",
    "Scope",
    "ScopeError",
    "ScopedSession",
    "TenantTree",
    "Tenanted",
    "WriteBusy",
    "new_id",
    "pk",
    "prepared",
    "same_tenant",
]
