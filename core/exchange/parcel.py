"""What goes from one tenant to another, pure: a parcel with its enclosures sealed by hashes, and the receipt for it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.errors import Problem

SENT, DELIVERED, RECEIVED, REFUSED = "sent", "delivered", "received", "refused"
# A parcel only ever goes on: news that comes late or twice takes nothing back.
STEPS = {SENT: 0, DELIVERED: 1, RECEIVED: 2, REFUSED: 2}


@dataclass(frozen=True, slots=True)
class EnclosedPaper:
    """A paper as it was issued: its frozen content, with the SHA-256 by which both sides know it again."""

    name: str
    issued_on: dt.date
    content: str
    sha256: str

    @classmethod
    def sealed(cls, name: str, issued_on: dt.date, content: str) -> EnclosedPaper:
        """A paper with the hash of its content."""
        return cls(name, issued_on, content, _sha256(content))


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file by the SHA-256 of its bytes, which lie in the one store of the installation."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the receiver gets to know: no more personal data than its task needs.

    Attributes:
        title, summary: what it is about, in words people read.
        article: the legal source of the sending.
        received_on: the day on which the sender received the matter, where it has one.
        details: what the kind adds; JSON values only.
    """

    title: str
    summary: str
    article: str = ""
    received_on: dt.date | None = None
    papers: tuple[EnclosedPaper, ...] = ()
    files: tuple[EnclosedFile, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """The parcel as the text that is kept and hashed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)

    @property
    def sha256(self) -> str:
        """The hash both sides keep of the whole."""
        return _sha256(self.to_json())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver answers.

    Attributes:
        by: who signed for it; empty where the installation itself answered.
        number: the number of the receiver's own case.
        due: the last day of the receiver's own limit, as the sender was last told of it; None where it runs none.
        said: a reply, or why the parcel was refused.
    """

    by: str = ""
    number: str = ""
    said: tuple[Problem, ...] = ()
    due: dt.date | None = None

    def to_json(self) -> dict[str, Any]:
        """The receipt as it is kept on both sides."""
        said = [{"message": one.message, "params": dict(one.params)} for one in self.said]
        due = {"due": self.due.isoformat()} if self.due is not None else {}
        return {"by": self.by, "number": self.number, "said": said, **due}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Receipt:
        """The receipt that was kept; an empty one where there is none yet."""
        said = (Problem(one["message"], params=_tuples(one["params"])) for one in kept.get("said", ()))
        due = dt.date.fromisoformat(kept["due"]) if kept.get("due") else None
        return cls(kept.get("by", ""), kept.get("number", ""), tuple(said), due)


def opened(content: str, sha256: str) -> Parcel:
    """A parcel as it was sent.

    Raises:
        ValueError: the whole or an enclosed paper is not what its hash says.
    """
    if _sha256(content) != sha256:
        raise ValueError("the parcel is not what was sent")
    kept = json.loads(content)
    papers = tuple(
        EnclosedPaper(one["name"], dt.date.fromisoformat(one["issued_on"]), one["content"], one["sha256"])
        for one in kept["papers"]
    )
    if changed := [paper.name for paper in papers if _sha256(paper.content) != paper.sha256]:
        raise ValueError(f"papers that are not what was issued: {', '.join(changed)}")
    received_on = dt.date.fromisoformat(kept["received_on"]) if kept["received_on"] else None
    files = tuple(EnclosedFile(**one) for one in kept["files"])
    return Parcel(**{**kept, "received_on": received_on, "papers": papers, "files": files})


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not go into a parcel")


def _tuples(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in params.items()}
