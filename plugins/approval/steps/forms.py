"""Forms of steps: what is recorded of one, what a village is asked, and what it answers on a telephone."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession
from core.files.services import Kept
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.approval.forms import RoadForm
from plugins.approval.models import Application
from plugins.approval.rules import Facts
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, rules
from plugins.approval.steps.models import CaseStep

LONG = Length(max=4000, message=_("不能超过4000个字。"))


class RecordForm(KeyedForm):
    """登记环节; a village is only offered that its own step is done."""

    seen = IntegerField(widget=HiddenInput(), default=0)
    act = RadioField(_("登记什么"), validators=[needed(_("请选择登记什么。"))])
    began_on = DayField(_("公示开始的日期"), [Optional()])
    on = DayField(_("日期"), [Optional()], description=_("完成的日期；公示的填公示结束的日期；改定计划的填计划日期。"))
    words = TextAreaField(_("说明"), [Optional(), LONG], description=_("不需要办理、更正为没有完成的，写明理由。"))
    proof = MultipleFileField(_("证明材料"))

    def offer(self, step: CaseStep, *, office: bool) -> RecordForm:
        """What may be recorded of a step as it stands, by whom."""
        fits = [act for act in rules.FITS[step.stands] if office or act == rules.DONE]
        if step.phase == rules.PRE:
            fits = [act for act in fits if act != "planned"]
        self.act.choices = list(worded({act: rules.ACTS[act] for act in fits})().items())
        if len(fits) == 1 and self.act.data in {None, "None"}:
            self.act.data = fits[0]
        if step.phase == rules.POST or not step.days:
            del self.began_on
        return self

    def to_command(self, proofs: Any = ()) -> cmd.Record:
        """The entry, with its proofs."""
        return cmd.Record(
            act=str(self.act.data),
            began_on=self.began_on.data if "began_on" in self else None,
            on=self.on.data,
            words=str(self.words.data or ""),
            proofs=tuple(proofs),
        )


def offered(session: ScopedSession) -> list[tuple[str, str]]:
    """The villages of the township to choose from, none chosen."""
    return [("", ""), *((str(unit), name) for unit, name in queries.villages(session).items())]


class PlaceForm(KeyedForm):
    """确定申请人所属的村."""

    village = SelectField(_("申请人所在的村"), [needed(_("请选择申请人所在的村。"))])

    def offer(self, session: ScopedSession) -> PlaceForm:
        """The villages of the township."""
        self.village.choices = offered(session)
        return self


class AskVillageForm(RoadForm):
    """征求村级意见."""

    village = SelectField(_("申请人所在的村"), [needed(_("请选择申请人所在的村。"))])
    asked = TextAreaField(_("请村里对什么提出意见"), [needed(_("请写明请村里对什么提出意见。")), LONG])

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """The villages of the township."""
        self.village.choices = offered(session)

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """The village that is known already."""
        self.village.data = str(application.village_id) if application.village_id is not None else ""

    def to_command(self) -> cmd.AskVillage:
        """The command."""
        chosen = None
        with suppress(ValueError):
            chosen = UUID(str(self.village.data))
        return cmd.AskVillage(version=self.version.data or 0, village=chosen, asked=str(self.asked.data))


class GoOnForm(RoadForm):
    """村级意见逾期，继续办理."""

    words = TextAreaField(_("怎样催办过，为什么继续办理"), [needed(_("请写明怎样催办过，为什么继续办理。")), LONG])

    def to_command(self) -> cmd.GoOn:
        """The command."""
        return cmd.GoOn(version=self.version.data or 0, words=str(self.words.data))


class AnswerVillageForm(ActForm):
    """答复村级意见."""

    agrees = RadioField(
        _("村级意见"),
        choices=worded({"yes": N_("同意"), "no": N_("不同意")}),
        validators=[needed(_("请选择同意或者不同意。"))],
    )
    reasons = TextAreaField(_("理由"), [Optional(), LONG], description=_("不同意的必须写明理由。"))
    presided_by = StringField(
        _("会议主持人签名"),
        [needed(_("请填写会议主持人的姓名。")), Length(max=50, message=_("不能超过50个字。"))],
        description=_("填写主持会议的人的姓名，作为签名。"),
    )
    met_on = DayField(_("会议日期"), [needed(_("请填写会议日期，例如 2026-11-24。"))])
    proof = MultipleFileField(_("会议记录或者签字的照片"))

    def to_command(self, proofs: Any = ()) -> cmd.AnswerVillage:
        """The command, with its proofs."""
        met_on = self.met_on.data
        assert isinstance(met_on, dt.date)
        given: tuple[Kept, ...] = tuple(proofs)
        return cmd.AnswerVillage(
            version=self.version.data or 0,
            agrees=self.agrees.data == "yes",
            reasons=str(self.reasons.data or ""),
            presided_by=str(self.presided_by.data),
            met_on=met_on,
            proofs=given,
        )


class ReturnOpinionForm(RoadForm):
    """退回村级意见补充."""

    lacking = TextAreaField(_("需要补充什么"), [needed(_("请写明需要补充什么。")), LONG])

    def to_command(self) -> cmd.ReturnOpinion:
        """The command."""
        return cmd.ReturnOpinion(version=self.version.data or 0, lacking=str(self.lacking.data))


FORMS: dict[str, type[RoadForm]] = {
    "ask_village": AskVillageForm,
    "return_opinion": ReturnOpinionForm,
    "go_on": GoOnForm,
}
