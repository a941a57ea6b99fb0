"""Forms of key work: the shape of input, and the command it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from plugins.goals.forms.base import RoadForm
from plugins.goals.forms.deciding import ChangeForm, DecideChangeForm, PublishForm, ResolveForm, ReviewForm
from plugins.goals.forms.driving import (
    AnswerForm,
    FailForm,
    FinishForm,
    ObstacleForm,
    ProgressForm,
    StageDoneForm,
    SuperviseForm,
)
from plugins.goals.forms.selecting import NewForm, StageForm, SubmitForm, TakeBackForm, WorkForm

__all__ = ["FORMS", "AnswerForm", "NewForm", "StageForm"]

FORMS: Mapping[str, type[WorkForm] | type[RoadForm]] = {
    "edit": WorkForm,
    "put_stage": StageForm,
    "submit": SubmitForm,
    "take_back": TakeBackForm,
    "review_government": ReviewForm,
    "review_supervision": ReviewForm,
    "resolve": ResolveForm,
    "publish": PublishForm,
    "progress": ProgressForm,
    "stage_done": StageDoneForm,
    "raise_obstacle": ObstacleForm,
    "answer_obstacle": AnswerForm,
    "ask_change": ChangeForm,
    "decide_change": DecideChangeForm,
    "supervise": SuperviseForm,
    "finish": FinishForm,
    "fail": FailForm,
}
