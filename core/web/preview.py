"""Limits before and after an act, on the form of the act: read first, then do it with the same form."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms.validators import Optional

from core.cases import preview
from core.cases.models import Case
from core.web import request as web_request
from core.web.fields import DayField
from core.web.forms import ActForm, carry_out


class ResumeDay:
    """For the form of an act that suspends: the day on which the limit might go on."""

    resume_on = DayField(
        _("假设恢复计算的日期"),
        [Optional()],
        description=_("只用于先看期限变化，可以不填。填写后显示在这一天恢复时的到期日。"),
    )


def asked() -> bool:
    """Whether the form was sent to read the limits first."""
    return "preview" in request.form


def changes(form: ActForm, case: Case, act: str, command: Any) -> tuple[preview.Change, ...] | None:
    """What an act would do to the limits; None with the form's errors where it would be refused."""
    resume_on = form["resume_on"].data if "resume_on" in form else None
    return carry_out(
        form,
        lambda session: preview.of_act(session, web_request.actor(), case.id, act, command, resume_on),
        web_request.trying,
    )
