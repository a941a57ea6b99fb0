"""Forms of sessions: what is registered, who came, and the three questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Regexp

from core import clock as time
from core.errors import DomainError, Problem
from core.files.web import incoming
from core.sheets.forms import read_upload
from core.web.fields import DayField, needed
from core.web.filters import translated
from core.web.forms import ActForm, KeyedForm, worded
from plugins.training import rules
from plugins.training.models import Training
from plugins.training.plan.forms import HoursField, at_most
from plugins.training.sessions import attendance
from plugins.training.sessions.services import Hold
from plugins.training.who import YEARS

CLOCK = Regexp(r"^([01]?\d|2[0-3])[:：][0-5]\d$", message=_("请填写时间，例如9:00或者14:30。"))


class HoldForm(ActForm):
    """A session."""

    topic_code = SelectField(_("计划里的专题"), validate_choice=False)
    topic = StringField(_("专题名称"), [at_most(60)], description=_("计划以外的培训才填写。"))
    tag = SelectField(
        _("结合的主题"), choices=worded(rules.TAGS), description=_("计划里的专题按计划，计划以外的在这里选择。")
    )
    purpose = TextAreaField(_("培训目的"), [needed(_("请填写培训目的。")), at_most(500)])
    held_on = DayField(_("培训日期"), [needed(_("请填写培训日期。"))], default=time.today)
    begins = StringField(_("开始时间"), [needed(_("请填写开始时间。")), CLOCK], default="09:00")
    ends = StringField(_("结束时间"), [needed(_("请填写结束时间。")), CLOCK], default="12:00")
    place = StringField(_("地点"), [needed(_("请填写地点。")), at_most(60)])
    form = StringField(_("培训形式"), [needed(_("请填写培训形式。")), at_most(40)], description=_("例如“集中授课”。"))
    lecturer = StringField(_("授课人"), [needed(_("请填写授课人。")), at_most(40)])
    quarters = HoursField(_("学时"), description=_("可以写到0.25，例如3、2.5。线上时长不计学时。"))

    def offer(self, topics: Mapping[str, str]) -> HoldForm:
        """Offer the topics of the year's plan."""
        self.topic_code.choices = [("", gettext("计划以外")), *topics.items()]
        return self

    def fill(self, training: Training) -> None:
        """Show a session as it is."""
        for name in ("topic_code", "topic", "tag", "purpose", "held_on", "begins", "ends", "place", "form", "lecturer"):
            self[name].data = getattr(training, name)
        self.quarters.data = str(rules.hours(training.quarters))

    def validate(self, extra_validators: object = None) -> bool:
        """As every form, and it ends after it begins, in a year that can be."""
        if not super().validate(extra_validators):
            return False
        day = self.held_on.data
        if day is None or day.year not in YEARS:
            self.held_on.errors = [gettext("请填写培训日期。")]
        elif _clock(self.ends.data) <= _clock(self.begins.data):
            self.ends.errors = [gettext("结束时间应当晚于开始时间。")]
        return not self.errors

    def to_command(self) -> Hold:
        """What was typed."""
        day = self.held_on.data
        assert day is not None  # needed
        words = {
            name: str(self[name].data or "").strip()
            for name in ("topic_code", "topic", "tag", "purpose", "place", "form", "lecturer")
        }
        begins, ends = _clock(self.begins.data), _clock(self.ends.data)
        return Hold(held_on=day, begins=begins, ends=ends, quarters=self.quarters.quarters or 0, **words)


class AttendanceForm(ActForm):
    """Who came: ticked, pasted, or from a spreadsheet; the boxes are drawn by the page."""

    names = TextAreaField(_("粘贴到场人员的姓名"), [at_most(20_000)], description=_("一行一个，或者用顿号、逗号分开。"))
    file = FileField(
        _("或者从表格导入"), description=_("XLSX或者CSV文件，表头有“姓名”，可以有“到场”（填“是”或者“否”）。")
    )

    def read(self, people: Mapping[UUID, str]) -> tuple[set[UUID], set[UUID], list[Problem]]:
        """Who came and who did not by the pasted names and the file, with all that is wrong in them."""
        came, problems = attendance.of_names(str(self.names.data or ""), people)
        missed = list[UUID]()
        heads = {column.name: translated(column.label) for column in attendance.COLUMNS}
        for file in incoming("file"):
            try:
                there, away, wrong = attendance.of_grid(read_upload(file), people, heads)
            except DomainError as error:
                problems += [Problem(each.message, "file", each.params) for each in error.problems]
                continue
            came, missed, problems = came + there, missed + away, problems + wrong
        return set(came), set(missed), problems

    @property
    def asks(self) -> bool:
        """Whether names are only to be read and ticked, and nothing saved."""
        return "read" in request.form


class CoursewareForm(KeyedForm):
    """Courseware 课件."""

    files = MultipleFileField(_("课件"))


class AnswersForm(KeyedForm):
    """The three questions on the effect of a session."""

    useful = RadioField(rules.QUESTIONS["useful"], choices=worded(rules.ANSWERS), validate_choice=False)
    clear = RadioField(rules.QUESTIONS["clear"], choices=worded(rules.ANSWERS), validate_choice=False)
    applied = RadioField(rules.QUESTIONS["applied"], choices=worded(rules.ANSWERS), validate_choice=False)


def _clock(words: str | None) -> str:
    """A time as it is kept, ``09:00``."""
    hour, minute = re.split("[:：]", str(words))
    return f"{int(hour):02}:{minute}"
