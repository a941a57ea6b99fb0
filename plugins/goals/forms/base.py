"""What every form of a key work shares: its lengths, the stages it offers, the files it brought."""

from __future__ import annotations

import datetime as dt

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import Length

from core.files.services import Kept
from core.i18n import N_
from core.web.forms import ActForm
from plugins.goals.rules import Facts

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=1000, message=_("不能超过1000个字。"))
WHOLE = N_("整个项目")
EPOCH = dt.date(1, 1, 1)


class RoadForm(ActForm):
    """The form of an act: what it offers is taken from the facts, and the files it brought are in the store."""

    kept: tuple[Kept, ...] = ()

    def offer(self, facts: Facts, files: tuple[Kept, ...]) -> None:
        """Offer what can be chosen, and take the files that were kept."""
        self.kept = files
        if "stage" in self:
            whole = [("0", gettext(WHOLE))] if getattr(self, "of_whole", False) else []
            self["stage"].choices = whole + _stages(facts, done=getattr(self, "of_whole", False))

    def prefill(self, facts: Facts) -> None:
        """What is known already."""

    def _number(self, name: str = "stage") -> int:
        return int(self[name].data or 0) if str(self[name].data or "").isdecimal() else 0

    def _seen(self) -> int:
        return self.version.data or 0


def _stages(facts: Facts, *, done: bool) -> list[tuple[str, str]]:
    return [(str(stage.no), f"{stage.no}. {stage.name}") for stage in facts.stages if done or stage.done_on is None]
