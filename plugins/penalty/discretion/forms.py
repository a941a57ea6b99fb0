"""Forms of discretion: the tiers of a standard, and the questions of the calculator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length

from core.errors import DomainError, Problem
from core.i18n import N_
from core.web.fields import needed
from core.web.filters import translated
from core.web.forms import ActForm
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import AMOUNT
from plugins.penalty.catalogue.words import band_words, number
from plugins.penalty.discretion.models import Standard
from plugins.penalty.discretion.rules import GROUNDS, TIERS, WAIVE, Proposal, weigh
from plugins.penalty.fields import MoneyField, ticks


class WeighingForm(ActForm):
    """The calculator: which range, which circumstances, which grounds of the law, and how much."""

    band = RadioField(_("适用的幅度"), validators=[needed(_("请选择适用的幅度。"))])
    quantity = MoneyField(_("计算的数额（元或者平方米）"))
    met = ticks(_("有没有下列情节"))
    grounds = ticks(_("有没有法定的不予、从轻或者减轻情形"))
    amount = MoneyField(_("拟罚款（元）"), description=_("填写以后核对是否在裁量基准之内；不罚款的填0。"))
    reasons = TextAreaField(_("理由"), [Length(max=2000, message=_("不能超过2000个字。"))])
    reviewer = StringField(_("法制审核人"), [Length(max=40, message=_("最多40个字。"))])

    def fits(self, offence: Offence, standard: Standard | None) -> WeighingForm:
        """Ask what this offence and its standard ask."""
        bands = offence.ranges
        self.band.choices = [(str(at), band_words(band)) for at, band in enumerate(bands)]
        if len(bands) == 1:
            self.band.default = "0"
            self.band.data = self.band.data or "0"
        tiers = standard.steps if standard is not None else ()
        self.met.choices = [
            (str(at), gettext("%(when)s（%(tier)s）", when=tier.when, tier=translated(TIERS[tier.kind])))
            for at, tier in enumerate(tiers)
            if tier.when
        ]
        if not self.met.choices:
            del self.met
        if all(band.unit == AMOUNT for band in bands):
            del self.quantity
        self.grounds.choices = [
            (
                code,
                gettext("%(words)s（行政处罚法%(article)s）", words=translated(ground.words), article=ground.article),
            )
            for code, ground in GROUNDS.items()
        ]
        return self

    def proposal(self, offence: Offence, standard: Standard | None) -> Proposal:
        """What the answers lead to.

        Raises:
            DomainError: the quantity that the range is taken of is missing.
        """
        index = int(self.band.data)
        band = offence.ranges[index]
        quantity = self.quantity.value if "quantity" in self else None
        if band.unit != AMOUNT and quantity is None:
            raise DomainError(Problem(N_("请填写%(base)s。"), "quantity", {"base": band.base}))
        return weigh(
            band,
            index,
            standard.steps if standard is not None else (),
            self.ticked_tiers,
            tuple(self.grounds.data or ()),
            quantity,
            optional=offence.may,
        )

    @property
    def ticked_tiers(self) -> tuple[int, ...]:
        """The places of the tiers whose circumstances were ticked."""
        return tuple(map(int, self.met.data or ())) if "met" in self else ()

    @property
    def fine(self) -> Decimal | None:
        """The fine that was typed."""
        return self.amount.value


def standard_form(offence: Offence) -> type[StandardForm]:
    """The form of the tiers of an offence: for each tier its circumstances, and its part of each range."""
    fields: dict[str, Any] = {}
    for kind, words in TIERS.items():
        fields[f"{kind}_when"] = StringField(
            gettext("%(tier)s：情节", tier=gettext(words)), [Length(max=200, message=_("最多200个字。"))]
        )
        for at, band in enumerate(offence.ranges) if kind != WAIVE else ():
            about = band_words(band)
            label = gettext("%(tier)s：%(band)s，自", tier=gettext(words), band=about)
            fields[f"{kind}_low_{at}"] = MoneyField(label)
            fields[f"{kind}_high_{at}"] = MoneyField(gettext("%(tier)s：%(band)s，至", tier=gettext(words), band=about))
    return type("OffenceStandardForm", (StandardForm,), fields)


class StandardForm(ActForm):
    """起草裁量基准; a tier of which nothing is filled in is left out."""

    source = StringField(_("直接适用上级基准的，写明其名称和文号"), [Length(max=200, message=_("最多200个字。"))])

    def fill(self, standard: Standard) -> None:
        """Show what the draft says."""
        self.source.data = standard.source
        for tier in standard.steps:
            self[f"{tier.kind}_when"].data = tier.when
            for at, part in enumerate(tier.ranges):
                if part is not None and tier.kind != WAIVE:
                    self[f"{tier.kind}_low_{at}"].data = number(part.low)
                    self[f"{tier.kind}_high_{at}"].data = number(part.high)

    def tiers(self, bands: int) -> list[dict[str, Any]]:
        """The tiers as the draft keeps them."""
        found = []
        for kind in TIERS:
            when = str(self[f"{kind}_when"].data or "").strip()
            ranges = [self._part(kind, at) for at in range(bands)]
            if when or any(ranges):
                found.append({"kind": kind, "when": when, "ranges": ranges})
        return found

    def _part(self, kind: str, at: int) -> list[str]:
        if kind == WAIVE:
            return []
        low, high = self[f"{kind}_low_{at}"].value, self[f"{kind}_high_{at}"].value
        return [] if low is None or high is None else [number(low), number(high)]
