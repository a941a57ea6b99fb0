"""The steps of a document as its page offers them: what can be done now; for what can't be done why, and who can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.accounts.actor import Actor
from core.documents import queries, rules
from core.documents.models import Document, DocumentSigner
from core.documents.permissions import Perm
from core.documents.rules import Stage
from core.errors import Problem
from core.i18n import N_

# Stage → the steps it knows, the one that leads on first.
KNOWN: Mapping[str, tuple[tuple[str, Perm], ...]] = {
    Stage.DRAFT: (("submit", Perm.DRAFT), ("edit", Perm.DRAFT), ("void", Perm.DRAFT)),
    Stage.CHECKING: (("check", Perm.CHECK), ("edit", Perm.CHECK), ("send_back", Perm.CHECK), ("void", Perm.DRAFT)),
    Stage.SIGNING: (("sign", Perm.SIGN), ("send_back", Perm.SIGN), ("void", Perm.DRAFT)),
    Stage.SIGNED: (("issue", Perm.ISSUE), ("send_back", Perm.ISSUE), ("void", Perm.ISSUE)),
    Stage.ISSUED: (("replace", Perm.DRAFT), ("recall", Perm.RECALL)),
}
LABELS = {
    **rules.STEPS,
    "send_back": N_("退回修改"),
    "replace": N_("用新的公文替换"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the document's stage knows: possible, or why not.

    Attributes:
        reasons: what stands in the way of the reader.
        who: the names of who can; empty where the reader may, or nobody can.
    """

    step: str
    label: str
    mine: bool
    reasons: tuple[Problem, ...] = ()
    who: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether the reader can do it now."""
        return self.mine and not self.reasons


def offered(
    row: Document,
    signers: Sequence[DocumentSigner],
    actor: Actor,
    holders: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Offer]:
    """The steps of a document's stage for a reader.

    Args:
        holders: permission → who holds it for the document's unit, with their role.
    """
    found = []
    for step, permission in KNOWN.get(row.stage, ()):
        mine = actor.may(permission, row.unit_id)
        names = tuple(name for name, _role in holders[permission])
        if step == "sign":
            names = tuple(signer.name for signer in signers if signer.signed_at is None)
        reasons = tuple(_reasons(step, row, signers, actor)) if mine else ()
        found.append(Offer(step, LABELS[step], mine, reasons, () if mine else names))
    return found


def _reasons(step: str, row: Document, signers: Sequence[DocumentSigner], actor: Actor) -> list[Problem]:
    if step == "submit":
        names = [signer.name for signer in signers]
        return rules.missing_problem(
            rules.Elements(row.kind, title=row.title, to=row.sent_to, body=row.body, signers=names)
        )
    if step == "check":
        signing = [signer.account_id for signer in signers]
        return rules.checker_problems(actor.account_id, row.author_id, signing)
    if step == "sign":
        problems = rules.signer_problems(actor.account_id, (row.author_id, row.checked_by))
        if not problems and queries.place_of(actor, signers)[0] is None:
            waiting = tuple(signer.name for signer in signers if signer.signed_at is None)
            problems.append(Problem(N_("等待%(names)s签字。"), params={"names": waiting}))
        return problems
    return []
