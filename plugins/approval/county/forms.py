"""Forms of the acts on an application that was sent on."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.cases.models import Case
from core.db import ScopedSession
from core.i18n import N_
from core.web.fields import needed
from core.web.forms import ActForm, worded
from plugins.approval.county import commands as cmd
from plugins.approval.county.rules import LONGEST_ARTICLE, ReviewFacts
from plugins.approval.forms import FALSE, SAFETY, SCOPES, EndSpecialForm, ExtendForm, named_ground
from plugins.approval.forms import StartSpecialForm as Below
from plugins.approval.handling.forms import FORMS as HANDLING_FORMS
from plugins.approval.handling.rules import RECORDED
from plugins.approval.rules import GRANT, REFUSE

LONG = Length(max=20_000, message=_("不能超过两万字。"))


class ReviewForm(ActForm):
    """The form of an act on an application that was sent on."""

    def fits(self, session: ScopedSession, case: Case, facts: ReviewFacts) -> None:
        """Offer no field that this case has no use for."""

    def prefill(self, facts: ReviewFacts) -> None:
        """Put in what is known already; never a conclusion."""


class _DecisionForm(ReviewForm):
    decision = RadioField(
        _("结论"),
        choices=worded({GRANT: N_("准予"), REFUSE: N_("不予")}),
        validators=[needed(_("请选择准予或者不予。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])
    article = StringField(
        _("依据的条款"),
        [needed(_("请写明决定所依据的条款。")), Length(max=LONGEST_ARTICLE, message=_("不能超过200个字。"))],
        description=_("准予和不予都要写，印在决定书上。"),
    )

    def prefill(self, facts: ReviewFacts) -> None:
        """What was proposed, else the item's own basis."""
        self.reasons.data, self.article.data = facts.reasons, facts.article or facts.basis


class ProposeForm(_DecisionForm):
    """提出拟办意见."""

    scope = RadioField(_("怎样审查"), choices=worded(SCOPES), validators=[needed(_("请选择怎样审查。"))])

    def to_command(self) -> cmd.ProposeReview:
        """The command."""
        return cmd.ProposeReview(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            reasons=str(self.reasons.data),
            article=str(self.article.data),
            substance=self.scope.data == "substance",
        )


class DecideForm(_DecisionForm):
    """作出决定."""

    false_papers, public_safety = BooleanField(FALSE), BooleanField(SAFETY)
    on_record = TextAreaField(
        _("怎样根据听证笔录作出决定"),
        [Optional(), LONG],
        description=_("举行过听证的必须填写，与理由一起写入决定书。"),
    )

    def fits(self, session: ScopedSession, case: Case, facts: ReviewFacts) -> None:
        """The record only where a hearing was held, false papers only of a licence."""
        if not facts.licence:
            del self.false_papers
            del self.public_safety
        if facts.examined.hearing.stage != RECORDED:
            del self.on_record

    def to_command(self) -> cmd.DecideReview:
        """The command."""
        return cmd.DecideReview(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            reasons=str(self.reasons.data),
            article=str(self.article.data),
            **named_ground(self),
            on_record=str(self.on_record.data or "") if "on_record" in self else "",
        )


class ReturnForm(ReviewForm):
    """退回."""

    reason = TextAreaField(_("退回的理由"), [needed(_("请写明退回的理由。")), LONG])

    def to_command(self) -> cmd.ReturnReview:
        """The command."""
        return cmd.ReturnReview(version=self.version.data or 0, reason=str(self.reason.data))


class AnswerForm(ReviewForm):
    """送回乡镇: nothing is typed, the decision goes as it was signed."""

    def to_command(self) -> cmd.AnswerReview:
        """The command."""
        return cmd.AnswerReview(version=self.version.data or 0)


class StartSpecialForm(Below):
    """进入特别程序; what a later day of the result would give is looked at in the township only."""

    resume_on = None  # type: ignore[assignment]  # how a form lets go of a field


FORMS: dict[str, type[ActForm]] = {
    **{f"{act}_above": form for act, form in HANDLING_FORMS.items()},
    "start_special_above": StartSpecialForm,
    "end_special_above": EndSpecialForm,
    "extend_above": ExtendForm,
    "propose_review": ProposeForm,
    "return_review": ReturnForm,
    "decide_review": DecideForm,
    "answer_review": AnswerForm,
}
