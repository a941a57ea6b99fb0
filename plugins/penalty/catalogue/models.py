"""Tables of the catalogue: an edition of an offence's text, and by whose power the township punishes it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Publishable, pk
from plugins.penalty.catalogue.library import bands_of
from plugins.penalty.catalogue.rules import TITLES, Band, Power, Text


class Offence(Publishable, Base):
    """One edition of an offence 违法行为; a changed law is the next edition, so that older acts keep their text."""

    __tablename__ = "penalty_offence"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code", "edition"),
        CheckConstraint(f"title in {tuple(TITLES)}", name="title"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="days"),
    )

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    # Who made the law 颁布机关.
    issuer: Mapped[str]
    law: Mapped[str]
    article: Mapped[str]
    # Which article the act breaks, where another one punishes it.
    duty: Mapped[str] = mapped_column(default="")
    # The article as it was published.
    text: Mapped[str]
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    # What the organ orders beside the penalty (28①).
    order: Mapped[str]
    kinds: Mapped[list[str]]
    # The law leaves it open whether to fine: 可以处.
    may: Mapped[bool] = mapped_column(default=False)
    bands: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    elements: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    # The department of the county whose power was conferred or which entrusts.
    department: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    power_from: Mapped[dt.date | None]
    power_to: Mapped[dt.date | None]
    confirmed: Mapped[bool] = mapped_column(default=False)
    confirmed_by: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def basis(self) -> str:
        """The basis as it is noted: ``森林防火条例50``."""
        return f"{self.law}{self.article}"

    @property
    def ranges(self) -> tuple[Band, ...]:
        """The ranges of its fine."""
        return bands_of(self.bands)

    @property
    def edition_text(self) -> Text:
        """What decides which edition counts."""
        return Text(self.edition, self.valid_from, self.valid_to, frozenset(self.kinds), self.ranges, self.elements)

    @property
    def power(self) -> Power:
        """By whose power it is punished."""
        return Power(self.title, self.document, self.power_from, self.power_to, self.confirmed)
